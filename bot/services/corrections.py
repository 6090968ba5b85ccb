"""Corrections: what was taken back or mended tonight, as rows laid over what the files say. Pure.

A row never changes a file, so this works where content is read-only; a file that is edited later wins only once somebody has
settled it: until then the correction holds and the difference is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal, cast

import phonenumbers

from bot.services.hours_table import HoursError
from bot.services.hours_table import read as read_hours
from bot.services.hours_table import write as write_hours
from bot.services.model import Contact, Directory, MissingService, Service
from bot.services.standing import standing

Kind = Literal["withdraw", "fix", "restore", "mark"]
Field = Literal["number", "hours", "name", "web", "note"]
How = Literal["", "rang", "page", "told"]

UNDO_FOR = timedelta(hours=24)
"""How long a correction can be taken back by one tap, and how long one that needs two people waits for the second."""
WITHDRAWN = "withdrawn"
"""Why a service is known by name only while it is withdrawn."""
_LONGEST = {"name": 80, "note": 300, "web": 200, "number": 40, "hours": 200}
_REACHING: tuple[Field, ...] = ("number", "web")
"""Fields by which somebody is reached: mending one brings back what was withdrawn for it."""


@dataclass(frozen=True)
class Correction:
    """One change.

    `target` is a service's id, `id#n` for its n-th contact, a topic, or `topic/part`. `kind` is `withdraw` (shown nowhere),
    `fix` (one `field` says `after` instead of `before`), `restore` (what was withdrawn or marked is shown as before) or `mark`
    (reported not to work, being checked). `before` is what the files said; of what was withdrawn, by which numbers or wording it
    was known. `how` says how a new value is known: `told` isn't enough to show it. `by` and `confirmed_by` are pseudonyms of who
    did it; with `needs_two` it holds only once a second person has confirmed it. `number` is its place in the order of all
    changes, which an undoing or confirming moves to the end; 0 as long as it isn't stored.
    """

    id: str
    at: datetime
    kind: Kind
    target: str
    field: str = ""
    before: str = ""
    after: str = ""
    how: How = ""
    by: str = ""
    needs_two: bool = False
    confirmed_by: str = ""
    undone: bool = False
    number: int = 0

    @property
    def holds(self) -> bool:
        """Whether it is laid over the files."""
        return not self.undone and (not self.needs_two or bool(self.confirmed_by))

    @property
    def waits(self) -> bool:
        """Whether a second person still has to confirm it."""
        return self.needs_two and not self.confirmed_by and not self.undone

    @property
    def subject(self) -> str:
        """The service or topic that it is about."""
        return re.split(r"[#/]", self.target, maxsplit=1)[0]


@dataclass(frozen=True)
class Conflict:
    """The files say something else since: neither what was there before the correction nor what it made of it."""

    correction: Correction
    files: str


@dataclass(frozen=True)
class InForce:
    """What a series of corrections comes to: by target what is withdrawn and marked, by target and field what is mended."""

    withdrawn: Mapping[str, Correction] = field(default_factory=dict)
    fixes: Mapping[tuple[str, str], Correction] = field(default_factory=dict)
    marks: Mapping[str, Correction] = field(default_factory=dict)


def in_force(corrections: Iterable[Correction]) -> InForce:
    """What holds, one correction after the other."""
    withdrawn: dict[str, Correction] = {}
    fixes: dict[tuple[str, str], Correction] = {}
    marks: dict[str, Correction] = {}
    for one in sorted((c for c in corrections if c.holds), key=lambda c: c.number):
        match one.kind:
            case "withdraw":
                withdrawn[one.target] = one
            case "mark":
                marks[one.target] = one
            case "restore":
                for known in (withdrawn, marks):
                    _drop(known, one.target)
                for key in [k for k, fix in fixes.items() if fix.how == "told" and _is_under(k[0], one.target)]:
                    del fixes[key]
            case "fix":
                fixes[one.target, one.field] = one
                if one.how != "told" and one.field in _REACHING:
                    for target in (one.target, one.subject):
                        withdrawn.pop(target, None)
                        marks.pop(target, None)
    return InForce(withdrawn, fixes, marks)


def _is_under(target: str, above: str) -> bool:
    return target == above or target.startswith((above + "#", above + "/"))


def _drop(known: dict[str, Correction], above: str) -> None:
    for target in [t for t in known if _is_under(t, above)]:
        del known[target]


def lay(directory: Directory, corrections: Iterable[Correction]) -> tuple[Directory, tuple[Conflict, ...]]:
    """A directory with corrections laid over it, and where the files have moved on meanwhile."""
    force = in_force(corrections)
    mine = [*force.withdrawn.values(), *force.fixes.values(), *force.marks.values()]
    services, withdrawn = dict(directory.services), dict(directory.withdrawn)
    conflicts: list[Conflict] = []
    gaps = list(directory.gaps)
    reported = set(directory.reported)
    for subject in dict.fromkeys(one.subject for one in mine if one.subject in services):
        service = services[subject]
        whole, laid, marked, told = _laid(service, [one for one in mine if one.subject == subject])
        conflicts += told
        reported |= marked
        if laid is None:
            del services[subject]
            # Whoever asks for it by its name is told so, as of any that is known by name only.
            gaps.append(MissingService(whole.name, whole.country, whole.area, whole.kind, whole.topics, WITHDRAWN))
        else:
            services[subject] = laid
        if laid is None or len(laid.contacts) < len(whole.contacts):
            withdrawn[subject] = whole
    laid_over = replace(directory, services=services, gaps=tuple(gaps), withdrawn=withdrawn, reported=frozenset(reported))
    return laid_over, tuple(conflicts)


def _laid(service: Service, mine: list[Correction]) -> tuple[Service, Service | None, set[str], list[Conflict]]:
    """The service with what was mended, the same as it is served (None: not at all), which contacts are marked, and conflicts."""
    conflicts: list[Conflict] = []
    marked: set[str] = set()
    gone: set[int] = set()
    served = replace(service, contacts=tuple(replace(c, number=n) for n, c in service.numbered()))
    whole = False
    for one in mine:
        place = _place(service, one)
        files = value_of(service, place, one.field) if one.kind == "fix" else known_by(service, place)
        if files not in (one.before, one.after):
            conflicts.append(Conflict(one, files))
        if one.kind == "mark":
            marked |= {f"{service.id}#{n}" for n, _ in service.numbered() if place in (0, n)}
        elif one.kind == "fix" and one.how != "told" and checked(one.field, one.after, service.country) is not None:
            served = with_value(served, place, one.field, one.after)
        elif place:
            gone.add(place)
        else:
            whole = True
    left = tuple(c for c in served.contacts if c.number not in gone)
    return served, (None if whole or not left else replace(served, contacts=left)), marked, conflicts


def _place(service: Service, one: Correction) -> int:
    """Which contact a correction is about, 0 for the service as a whole. One that moved in its entry is known by its number."""
    _, _, written = one.target.partition("#")
    if not written.isdecimal():
        return 0
    place = int(written)
    if one.field not in ("hours", "note"):
        same = [n for n, contact in service.numbered() if contact.shown == one.before]
        return place if place in same or not same else same[0]
    return place


def as_in_files(service: Service, corrections: Iterable[Correction]) -> Service:
    """A service that is served with corrections, as the files have it: by this it is known which of both has moved on."""
    for (_, name), one in in_force(corrections).fixes.items():
        if one.subject == service.id and one.how != "told":
            service = with_value(service, _place(service, replace(one, before=one.after)), name, one.before)
    return service


def contact_of(service: Service, place: int) -> Contact | None:
    """The contact of that number, if there is one."""
    return next((contact for n, contact in service.numbered() if n == place), None)


def known_by(service: Service, place: int = 0) -> str:
    """What a service or one of its contacts is reached by, as one line."""
    return ", ".join(contact.shown for n, contact in service.numbered() if place in (0, n))


def value_of(service: Service, place: int, name: str) -> str:
    """What a field says, as somebody would type it; "" if there is no such contact."""
    if name == "name":
        return service.name
    contact = contact_of(service, place)
    if contact is None:
        return ""
    match name:
        case "number" | "web":
            return contact.shown
        case "hours":
            return write_hours(contact.hours)
        case _:
            return contact.note.get("en") or next(iter(contact.note.values()), "")


def with_value(service: Service, place: int, name: str, value: str) -> Service:
    """The service with one field of another value, which was `checked`. A note takes the place of its translations too: they
    say what was there before."""
    if name == "name":
        return replace(service, name=value, alternates=tuple(dict.fromkeys((*service.alternates, service.name))))
    return replace(
        service, contacts=tuple(_mended(c, name, value, service.country) if n == place else c for n, c in service.numbered())
    )


def _mended(contact: Contact, name: str, value: str, country: str) -> Contact:
    match name:
        case "number":
            return replace(contact, shown=value, dial=dialled(value, country))
        case "web":
            return replace(contact, shown=value)
        case "hours":
            return replace(contact, hours=read_hours(value))
        case _:
            return replace(contact, note=dict.fromkeys(("en", *contact.note), value))


def fields_of(service: Service, place: int) -> tuple[Field, ...]:
    """Which fields can be changed: of the service as a whole (`place` 0), or of one of its contacts."""
    contact = contact_of(service, place)
    if contact is None:
        return ("name",)
    return ("web", "note") if contact.way in ("web", "webchat", "email") else ("number", "hours", "note")


def checked(name: str, value: str, country: str) -> str | None:
    """The value as it would stand in a file, or None if it can't stand there. `country` is an ISO 3166 code, `INT` for none."""
    value = " ".join(value.split())
    if not value or len(value) > _LONGEST[name]:
        return None
    match name:
        case "number":
            return value if dialled(value, country) else None
        case "hours":
            try:
                return write_hours(read_hours(value)) or None
            except HoursError:
                return None
        case "web":
            return value if re.fullmatch(r"https://[^\s/]+\.[^\s/]+(/\S*)?", value) else None
        case _:
            return value


def dialled(shown: str, country: str) -> str:
    """What a telephone dials for a number as it is written in a country: a short code's digits, else E.164; "" if it is none."""
    digits = re.sub(r"\D", "", shown)
    if not re.fullmatch(r"\+?[\d\s().\-/]+", shown) or len(digits) < 2:
        return ""
    if len(digits) <= 6 and not shown.startswith("+"):
        return digits
    try:
        number = phonenumbers.parse(shown, None if country == "INT" else country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def instead_of(service: Service, directory: Directory, today: date) -> Service | None:
    """Whom to turn to while a service is being checked: one of the same country, kind and area, of the same subjects.

    None where there is none: another country's is never offered.
    """
    found = [
        other for other in directory.services.values()
        if other.id != service.id and other.country == service.country and other.kind == service.kind
        and (not other.area or set(other.area) & set(service.area))
        and (not service.audience or set(other.audience) & {*service.audience, "anyone"})
        and any(c.way in ("phone", "text") for c in other.contacts) and standing(other, directory, today).shown
    ]  # fmt: skip
    rank = {"high": 0, "medium": 1, "low": 2}
    wanted, people = set(service.topics), set(service.audience)

    def first(other: Service) -> tuple[float, int, int, bool, str]:
        for_them = len(people if "anyone" in other.audience else people & set(other.audience))
        always = any(c.hours.always for c in other.contacts if c.way in ("phone", "text"))
        # Of its own subjects as many as possible, so that a line for one narrow subject doesn't stand in for a general one.
        alike = len(wanted & set(other.topics)) / (len(wanted | set(other.topics)) or 1)
        return -round(alike, 1), -for_them, rank[other.confidence], not always, other.id

    return min(found, key=first, default=None)


def targets_in(directory: Directory, typed: str) -> tuple[str, ...]:
    """Services and contacts that somebody means by an id, a number as it is dialled or shown, or a name or part of one."""
    known = {**directory.services, **directory.withdrawn}
    head, _, place = typed.strip().partition("#")
    if head in known and (not place or (place.isdecimal() and contact_of(known[head], int(place)))):
        return (typed.strip(),)
    digits = re.sub(r"\D", "", typed)
    if len(digits) >= 2 and re.fullmatch(r"\+?[\d\s().\-/]+", typed.strip()):
        return tuple(
            f"{service.id}#{n}" for service in known.values() for n, contact in service.numbered()
            if digits in (re.sub(r"\D", "", contact.dial), re.sub(r"\D", "", contact.shown))
        )  # fmt: skip
    words = _words(typed)
    if not words:
        return ()
    whole, partly = [], []
    for service in known.values():
        names = [_words(name) for name in (service.name, *service.alternates)]
        if words in names:
            whole.append(service.id)
        elif any(set(words) <= set(name) for name in names):
            partly.append(service.id)
    return tuple(whole or partly)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def needs_two(service: Service | None, section: str) -> bool:
    """Whether two people have to agree on a change: to an emergency number, and to a text for red flags (section `urgent`)."""
    return section == "urgent" if service is None else service.kind == "emergency"


def as_how(text: str) -> How | None:
    """How a value is known, from the word on a button; None for any other word."""
    return cast(How, text) if text in ("rang", "page", "told") else None
