"""Finding: which services fit an enquiry, best first, and what has to be said beside them. Pure.

Another country's number is never shown to fill a gap: what isn't there is said by name, with an international way on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import log
from typing import Literal

from bot.services.enquiry import Enquiry, Reader
from bot.services.fit import NAMED, PARTLY, Fit, asked_for, is_page, merits, speaks, way_fits
from bot.services.hours import Opening, opening
from bot.services.model import Contact, Directory, MissingService, Service, Way
from bot.services.places import Gazetteer
from bot.services.shelf import Shelf
from bot.services.standing import Standing, standing
from bot.services.wording import Finding
from intents.names import bare, forms, words_of

SHOWN = 12
"""Results of one search; the first screen shows three."""
_BY_NAME = 3
"""From this tier on a service was asked for by its name."""
_SHORT_CODE = 4
"""Digits of a number that means something else in every country: of somewhere else it helps nobody."""
_USUAL_TOPICS = ("reporting-concerns", "immediate-danger")
"""What somebody wants who asks whom to call and says nothing more: where a concern about a child is told."""

Note = Literal["where", "which", "area", "none-here", "missing", "elsewhere", "no-language", "no-way"]


@dataclass(frozen=True)
class Reached:
    """One way to reach a service, and how it stands now."""

    contact: Contact
    opening: Opening


@dataclass(frozen=True)
class Result:
    """A service that fits. `ways` are its contacts, best first for this enquiry; `opening` is of the first that is answered."""

    service: Service
    standing: Standing
    ways: tuple[Reached, ...]
    opening: Opening
    zone: str = ""


@dataclass(frozen=True)
class Found:
    """What a search found. `place` is the area it is for, "" if nobody said.

    `note` is what has to be said: nobody said which country (`where`), the place could be several (`which`, `places`), the line
    asked for differs from area to area (`area`), nothing is checked there (`none-here`), a service is known by name only
    (`missing`), a number is another country's (`elsewhere`), nobody is known to answer in that language (`no-language`) or in
    that way (`no-way`).
    """

    results: tuple[Result, ...]
    place: str = ""
    note: Note | None = None
    places: tuple[str, ...] = ()
    missing: tuple[MissingService, ...] = ()


@dataclass(frozen=True)
class Finder:
    """Searches one directory. Immutable, made once for an edition."""

    directory: Directory = field(repr=False)
    places: Gazetteer = field(repr=False)
    reader: Reader = field(repr=False)
    texts: Mapping[str, Mapping[str, float]] = field(repr=False)
    """For each word the services in whose names and descriptions it stands, with its weight there."""
    shelf: Shelf = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Its own with every directory: what was counted for another one doesn't hold here.
        object.__setattr__(self, "shelf", Shelf(self.directory, self.places))

    @classmethod
    def of(cls, directory: Directory, places: Gazetteer, finding: Mapping[str, Finding]) -> Finder:
        """For a directory, its gazetteer and the words of asking."""
        return cls(directory, places, Reader.of(directory, places, finding), _texts(directory))

    def read(self, text: str, country: str = "") -> Enquiry:
        """What a text asks for."""
        return self.reader.read(text, country)

    def find(self, enquiry: Enquiry, country: str, now: datetime, danger: bool = False, hints: Sequence[str] = ()) -> Found:
        """The services for an enquiry from `country` (an area code, "" = not known) at `now` (aware).

        `danger` puts the emergency numbers first. `hints` are topics that the question is likely about, best first.
        """
        place = enquiry.places[0] if enquiry.places else country
        if country and enquiry.places and self._is_ours(enquiry, country, place):
            place = country
        if enquiry.unclear:
            place = ""
        identified = self._identified(enquiry, place, now)
        if identified is not None:
            return identified
        if not place:
            return self._nowhere(enquiry, now, danger)
        eligible = self.shelf.at(place, now.date())
        fitting = self._fitting(eligible, enquiry, danger, hints)
        ranked = self._ranked(fitting, enquiry, place, now, danger)
        local = any(s.country != "INT" for s in eligible)
        fits = any(s.country != "INT" and (s.kind != "emergency" or danger) for s, _ in fitting)
        if not fits and "emergency" not in enquiry.kinds:
            # Nothing checked on just this: where any concern about a child is told is still a way on, and is said to be that.
            usual = Enquiry(topics=_USUAL_TOPICS, silent=enquiry.silent, ways=enquiry.ways)
            more = self._fitting(eligible, usual, danger, ())
            ranked, fitting = _once([*ranked, *self._ranked(more, usual, place, now, danger)]), [*fitting, *more]
        missing = self._missing(enquiry, place, now, fits)
        note: Note | None = None
        if enquiry.unclear:
            note = "which"
        elif missing:
            note = "missing"
        elif "service" in enquiry.kinds and any(self.shelf.is_finer(s, place) for s in self.directory.services.values()):
            note = "area"
        elif not fits and not (local and enquiry.kinds == ("emergency",)):
            note = "none-here"
        elif enquiry.languages and not any(speaks(s, enquiry.languages) for s, _ in fitting):
            note = "no-language"
        elif (enquiry.silent or enquiry.ways) and not any(way_fits(r.service, enquiry) for r in ranked[:3]):
            note = "no-way"
        return Found(tuple(ranked[:SHOWN]), place, note, enquiry.unclear, missing)

    def standing_of(self, services: Sequence[str], now: datetime, enquiry: Enquiry | None = None) -> tuple[Result, ...]:
        """How services stand now, by id and in this order; those that aren't there or aren't shown are left out."""
        known = [self.directory.services[i] for i in services if i in self.directory.services]
        results = (self._result(s, enquiry or Enquiry(), now) for s in known)
        return tuple(r for r in results if r.standing.shown)

    def _is_ours(self, enquiry: Enquiry, country: str, place: str) -> bool:
        """Whether a service of the asker's own country is named, and none of the place that is named beside it ("the Forced
        Marriage Unit, she is in Pakistan")."""
        named = [self.directory.services[i] for i, score in enquiry.named if score >= 0.97]
        return any(self.shelf.holds(s, country) for s in named) and not any(self.shelf.holds(s, place) for s in named)

    def _identified(self, enquiry: Enquiry, place: str, now: datetime) -> Found | None:
        """A number that is asked about, wherever it belongs: saying whose it is fills no gap."""
        long = len(enquiry.digits) > 4 or (len(enquiry.digits) > 2 and (enquiry.asks or enquiry.bare > 0.5))
        if not enquiry.numbers or not (enquiry.identifies or long):
            return None
        all_of_it = [self.directory.services[i] for i in enquiry.numbers]
        shown = [s for s in all_of_it if standing(s, self.directory, now.date()).shown]
        here = [s for s in shown if place and self.shelf.holds(s, place)]
        if place and not here and len(enquiry.digits) <= _SHORT_CODE:
            return None
        chosen = sorted(here or shown, key=lambda s: (s.country == "INT", s.confidence != "high", s.id))
        results = tuple(self._result(s, enquiry, now) for s in chosen[:SHOWN])
        note: Note | None = "elsewhere" if place and results and not here else None
        return Found(results, place, note) if results else None

    def _nowhere(self, enquiry: Enquiry, now: datetime, danger: bool) -> Found:
        """Nobody said where: what is asked for by its name, and what is of no single country; and the question where."""
        named = {i: score for i, score in enquiry.named if score >= NAMED}
        best = max(named.values(), default=0.0)
        sure = [self.directory.services[i] for i, score in named.items() if score >= max(best - 0.02, NAMED)]
        shown = [s for s in sure if s.country != "INT" and standing(s, self.directory, now.date()).shown]
        if enquiry.unclear:
            shown = [s for s in shown if any(self.shelf.holds(s, p) for p in enquiry.unclear)]
        elif len({s.country for s in shown}) > 1:
            shown = []  # a name that many countries have ("Childline"): which one is meant is asked, not guessed
        services = (*shown, *self.shelf.on(now.date()).get("INT", ()))
        ranked = self._ranked(self._fitting(services, enquiry, danger, ()), enquiry, "", now, danger)
        return Found(tuple(ranked[:SHOWN]), "", "which" if enquiry.unclear else "where", enquiry.unclear)

    def _missing(self, enquiry: Enquiry, place: str, now: datetime, fits: bool) -> tuple[MissingService, ...]:
        """Services that are known by name only and that this asks for: by their name, or for that place and subject."""
        found = []
        for n, gap in enumerate(self.directory.gaps):
            if gap.country not in (place.partition("-")[0], "INT"):
                continue
            there = not gap.area or any(self.places.covers(a, place) for a in gap.area)
            # Where somebody asks for the line of just that place, it is told that it's missing; a nation's gaps only by subject,
            # and only where nothing else is there for it.
            local = place in gap.area and len(list(self.places.chain(place))) > 2
            wanted = not (enquiry.topics or enquiry.kinds) or gap.kind in enquiry.kinds or set(enquiry.topics) & set(gap.topics)
            about = not fits and gap.topics and enquiry.topics[:1] == gap.topics[:1]
            if n in enquiry.missing or (there and ((local and wanted) or about)):
                found.append(gap)
        named = {i for i, score in enquiry.named if score >= 0.95}
        for i in sorted(named):
            service = self.directory.services[i]
            held_back = service.kind != "emergency" and not standing(service, self.directory, now.date()).shown
            if held_back and service.country != "INT" and self.shelf.holds(service, place):
                found.append(MissingService(service.name, service.country, service.area, service.kind, service.topics))
        return tuple(found[:3])

    def _fitting(
        self, services: Sequence[Service], enquiry: Enquiry, danger: bool, hints: Sequence[str]
    ) -> list[tuple[Service, Fit]]:
        named = {**dict(enquiry.named), **dict.fromkeys(enquiry.numbers, 1.0)}
        overlap = self._overlap(enquiry.words)
        sure = {i for i, score in named.items() if score >= NAMED} | {i for i, share in overlap.items() if share >= 0.5}
        known = bool(sure) and any(s.id in sure for s in services if s.country != "INT")
        topics = enquiry.topics or tuple(hints[:2])
        otherwise = enquiry.kinds or enquiry.audiences or enquiry.silent or enquiry.ways
        if not topics and not otherwise and not known:
            topics = _USUAL_TOPICS
        told = sure | {i for i, score in named.items() if score >= PARTLY}
        wanted = frozenset(topics)
        by_whom = not topics and bool(enquiry.audiences or enquiry.silent or enquiry.ways)
        found = []
        for service in services:
            urgent = danger and service.kind == "emergency"
            # Of thousands of services most are about something else: they needn't be weighed.
            asked = urgent or service.id in told or service.kind in enquiry.kinds
            if not (asked or by_whom or not wanted.isdisjoint(service.topics)):
                continue
            fit = Fit.of(service, enquiry, topics, named.get(service.id, 0.0), overlap.get(service.id, 0.0))
            if fit.tier or urgent:
                found.append((service, fit))
        return found

    def _ranked(
        self, fitting: Sequence[tuple[Service, Fit]], enquiry: Enquiry, place: str, now: datetime, danger: bool
    ) -> list[Result]:
        """The best of them, at least as many as are shown."""
        classes: dict[tuple[float, ...], list[tuple[tuple[float, ...], str, Service, Fit]]] = defaultdict(list)
        for service, fit in fitting:
            far = 2.0 if service.country == "INT" else self._distance(service, place)
            urgent, page = danger and service.kind == "emergency", is_page(service) and fit.tier < _BY_NAME
            high: tuple[float, ...] = (-float(urgent), -float(fit.tier), float(page), far * (not enquiry.open_now))
            classes[high].append(((far, *merits(service, fit)), service.id, service, fit))
        rows: list[tuple[tuple[float, ...], str, Result]] = []
        # Whoever stands in a later class comes later, open or not, and among those that are open the better ones come first: when
        # it opens is looked up for those alone that may be shown.
        for high, those in sorted(classes.items(), key=lambda one: one[0]):
            answered = 0
            for low, name, service, _ in sorted(those, key=lambda one: one[:2]):
                result = self._result(service, enquiry, now)
                state = _answered(result.opening)
                rows.append(((*high, enquiry.open_now * state, low[0], state, *low[1:]), name, result))
                answered += state == 0.0
                if answered >= SHOWN:
                    break
            if len(rows) >= SHOWN:
                break
        rows.sort(key=lambda row: row[:2])
        return _with_pairs([row[2] for row in rows], self._partners(rows, fitting, enquiry, now))

    def _partners(
        self,
        rows: Sequence[tuple[tuple[float, ...], str, Result]],
        fitting: Sequence[tuple[Service, Fit]],
        enquiry: Enquiry,
        now: datetime,
    ) -> list[Result]:
        """The lines that are shown together with one of these, from further down."""
        here = {i for _, i, _ in rows}
        others = {i for _, _, result in rows for i in result.service.shown_with} - here
        return [self._result(service, enquiry, now) for service, _ in fitting if service.id in others] if others else []

    def _distance(self, service: Service, place: str) -> float:
        """0 for a service of just this area, up to 1 for one of the whole country; one of a part of it comes later still."""
        if not place or not service.area:
            return 1.0
        if any(a == place for a in service.area):
            return 0.0
        return 0.5 if any(self.places.covers(a, place) for a in service.area) else 1.5

    def _result(self, service: Service, enquiry: Enquiry, now: datetime) -> Result:
        zone, clock, days = self.shelf.clock(service)
        ways = [Reached(c, opening(c.hours, clock, now, days)) for c in service.contacts]
        ways.sort(key=lambda w: (not asked_for(w.contact.way, enquiry), _answered(w.opening), _WAYS.index(w.contact.way)))
        live = [w for w in ways if w.contact.way not in ("email", "web")] or ways
        first = next((w for w in live if w.opening.open), live[0]) if live else None
        return Result(
            service, standing(service, self.directory, now.date()), tuple(ways), first.opening if first else Opening(None), zone
        )

    def _overlap(self, words: Sequence[str]) -> Mapping[str, float]:
        """How much of what is said stands in a service's names and descriptions, 0..1."""
        found: dict[str, float] = defaultdict(float)
        whole = 0.0
        for word in dict.fromkeys(words):
            here = next((known for form in forms(word) if (known := self.texts.get(form))), None)
            if here is None:
                whole += 1.0
                continue
            weight = next(iter(here.values()))
            whole += weight
            for service in here:
                found[service] += weight
        return {service: score / whole for service, score in found.items()} if whole else {}


_WAYS: tuple[Way, ...] = ("phone", "text", "whatsapp", "webchat", "relay", "sign-video", "email", "web")


def _answered(how: Opening) -> float:
    """Open, usually open, not known, usually closed, closed."""
    if how.open is None:
        return {True: 1.0, None: 2.0, False: 3.0}[how.usually]
    return 0.0 if how.open else 4.0


def _once(results: Sequence[Result]) -> list[Result]:
    return list({r.service.id: r for r in results}.values())


def _with_pairs(results: Sequence[Result], more: Sequence[Result] = ()) -> list[Result]:
    """Lines that are shown together stand together, in the place of the better one; `more` are such others of theirs."""
    by_id = {r.service.id: r for r in (*results, *more)}
    placed: dict[str, Result] = {}
    for result in results:
        for i in (result.service.id, *result.service.shown_with):
            if i in by_id and i not in placed:
                placed[i] = by_id[i]
    return list(placed.values())


def _texts(directory: Directory) -> Mapping[str, Mapping[str, float]]:
    where: dict[str, set[str]] = defaultdict(set)
    for service in directory.services.values():
        said = " ".join((service.name, *service.alternates, *service.description.values(), service.area_note))
        for part in said.split(". "):
            for word in words_of(part):
                if len(word) > 2:
                    where[bare(word)].add(service.id)
    count = len(directory.services) or 1
    return {word: dict.fromkeys(sorted(found), log(1 + count / len(found)) / log(1 + count)) for word, found in where.items()}
