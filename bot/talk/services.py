"""A question for a service or a number: something open there, or when it opens; what isn't known is said by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.library.edition import Edition
from bot.services.corrections import WITHDRAWN
from bot.services.enquiry import Enquiry
from bot.services.finder import Found, Result
from bot.talk import dead
from bot.talk.danger import danger_row
from bot.talk.effects import Count, Turn
from bot.talk.messages import Button, Piece, Say, ServiceList, TitleOf
from bot.talk.places import base
from bot.talk.read import Reading
from bot.talk.scene import Scene, button, rows, topic_button

FIRST = 3
"""Services on the first screen: with their numbers, hours and doubts they fit 1 KB."""
MORE = 4
NAMED = 0.85
"""From this share of its name on a service is asked for by name."""
_BARE = 0.5
"""Least share of words that only serve to ask for it, so that a name inside a longer story is no question for its number."""
_NOTHING_ELSE = 0.8
_SURE = 0.97
"""From this share of its name on nothing but that service is meant."""
_BRIEF = 9  # words
_SENTENCE = 14  # words
_STORY = 18  # words
_A_PLACE = 5  # words
_LONG_NUMBER = 3  # digits: two are an age
_HINTED = 0.5
"""From this confidence on the matcher's topic helps to choose services."""


def is_asked(scene: Scene) -> bool:
    """Whether the message asks for a service or a number rather than for guidance."""
    enquiry, verdict = scene.reading.enquiry, scene.reading.verdict
    if enquiry is None or scene.reading.command:
        return False
    surely = verdict is not None and verdict.kind == "answer" and verdict.tier in ("exact", "alias")
    if dead.number_withdrawn(scene):
        return True
    if surely or (verdict is not None and verdict.kind == "small_talk"):
        return False
    return _plainly(enquiry)


def _plainly(enquiry: Enquiry) -> bool:
    """A number or a service is asked for by words that ask for one, or by hardly anything but its name, number or kind and place.

    A story that mentions one is a question about practice: its answer has the numbers behind a button.
    """
    brief = enquiry.length <= _BRIEF and enquiry.bare >= _BARE
    number = enquiry.numbers and len(enquiry.digits) >= _LONG_NUMBER
    named = bool(enquiry.missing) or any(score >= NAMED for _, score in enquiry.named)
    if enquiry.digits and enquiry.identifies:
        return True
    if (number or named) and (enquiry.asks or brief):
        return True
    whom = enquiry.places or enquiry.unclear or enquiry.topics or enquiry.kinds or enquiry.audiences
    how = enquiry.ways or enquiry.silent or enquiry.open_now or enquiry.languages
    if enquiry.asks:
        # "Whom do I call" inside a longer story is mostly about what to do: its answer names the subject and has the numbers.
        pointed = enquiry.places or enquiry.unclear or enquiry.kinds or how
        if pointed and enquiry.length <= _STORY:
            return True
        return (bool(whom) or enquiry.bare >= _BARE) and enquiry.length <= _SENTENCE
    bare = brief and enquiry.bare >= _NOTHING_ELSE
    where = enquiry.places or enquiry.unclear
    return bare and bool((enquiry.kinds and where) or ((enquiry.silent or enquiry.ways) and whom))


def asked(scene: Scene) -> Turn:
    """The answer to a message that asks for a service."""
    assert scene.reading.enquiry is not None
    gone = dead.number_withdrawn(scene)
    if gone is not None:
        return dead.number_checked(scene, *gone)
    return listing(scene, scene.reading.enquiry, "", hints=hints_of(scene.reading, scene.edition))


def listing(scene: Scene, enquiry: Enquiry, place: str, hints: Sequence[str] = ()) -> Turn:
    """What was found for an enquiry; `place` is where, if that was asked back."""
    here = place or scene.country
    alarm = scene.reading.alarm is not None
    found = scene.edition.finder.find(enquiry, here, scene.now, danger=alarm, hints=hints)
    if found.note == "where" and not found.results:
        return _where(scene, enquiry, ())
    found = replace(found, results=_ours_first(found, scene.house.countries))
    worth = _worth_showing(found.results, enquiry, alarm)
    shown = _fitting(worth, alarm)
    further = [r for r in worth if r not in shown]
    if found.note in ("where", "which"):  # what is of no country is only shown where it was asked for: the question is the answer
        named = {i for i, score in enquiry.named if score >= NAMED}
        shown = [r for r in shown if r.service.country != "INT" or r.service.id in named]
    pieces: list[Piece] = _notes(found, enquiry)
    if shown:
        pieces.append(ServiceList(tuple(r.service.id for r in shown), found.place, scene.country, ways=_ways(enquiry)))
    if found.note in ("where", "which"):
        return _where(scene, enquiry, tuple(pieces), found.places, [_service_button(r) for r in shown])
    buttons = danger_row(any(r.service.kind == "emergency" for r in shown) or alarm)
    buttons += rows([_service_button(r) for r in (*shown, *further[:MORE])], width=1)
    elsewhere = scene.edition.library.is_elsewhere
    topics = [t for t in (*enquiry.topics, *hints) if scene.served(t) and not elsewhere(t, scene.country)][:1]
    buttons += rows([topic_button(t) for t in topics], width=1)
    if not pieces:
        pieces.append(Say("services.none", {"country": found.place} if found.place else {}))
    buttons += rows([button("button.numbers", "num", base(found.place) if found.place else ""), button("button.browse", "b", "")])
    session = replace(scene.session, asked="", asked_args=(), asked_at=None, chose=False)
    if found.note == "area":  # the town or council can be typed next
        session = replace(session, asked="service-place", asked_args=enquiry.codes(), asked_at=scene.now)
    return Turn(session, scene.reply(*pieces, buttons=buttons), effects=(Count("service", topics[0] if topics else ""),))


def of_topic(scene: Scene, topic: str) -> Turn:
    """The services for a topic where the person is."""
    return listing(scene, Enquiry(asks=True, topics=(topic,)), "")


def numbers_button(scene: Scene, topic: str) -> Button:
    """Numbers for a topic where there are any in the person's country, else the numbers that always hold."""
    here = base(scene.country)
    known = here and any(
        s.country == here and topic in s.topics and s.kind != "emergency" for s in scene.edition.directory.services.values()
    )
    return button("button.numbers", "svc", topic) if known else button("button.numbers", "num", "")


def one(scene: Scene, service: str) -> Turn:
    """Everything about one service: each way to reach it with its hours, what was seen and what wasn't verified."""
    found = scene.edition.finder.standing_of([service], scene.now)
    if not found:
        checked = dead.being_checked(scene, service)
        if checked is not None:
            return checked
        return scene.turn(Say("withdrawn"), buttons=rows([button("button.numbers", "num", ""), button("button.browse", "b", "")]))
    known = found[0].service
    buttons = danger_row(known.kind == "emergency")
    line = [button("button.send_on", "fwd", service), button("button.dead", "dead", service)]
    buttons += rows(line)
    buttons += rows([button(TitleOf(topic=t), "a", t) for t in known.topics if scene.served(t)][:2], width=1)
    return scene.turn(ServiceList((service,), known.country, scene.country, whole=True), buttons=buttons)


def placed(scene: Scene) -> Turn | None:
    """The place that was asked for, typed; None where the words are a question of their own."""
    said = scene.reading.enquiry
    if said is None or said.asks or said.length > _A_PLACE or said.topics or said.kinds or said.digits:
        return None
    if said.places:
        return in_place(scene, said.places[0])
    return _where(scene, Enquiry.of_codes(scene.session.asked_args), (), said.unclear) if said.unclear else None


def in_place(scene: Scene, code: str) -> Turn:
    """The place was said for a search that had to ask: the search goes on, without a word of the question having been kept."""
    enquiry = Enquiry.of_codes(scene.session.asked_args)
    session = replace(scene.session, asked="", asked_args=(), asked_at=None, country_now=code, topic_at=scene.now)
    return listing(replace(scene, session=session), enquiry, code)


def _where(
    scene: Scene, enquiry: Enquiry, pieces: tuple[Piece, ...], places: Sequence[str] = (), others: Sequence[Button] = ()
) -> Turn:
    """Which country, or which of several places of one name? Asked once; a place can be typed as well."""
    codes = list(places) or list(scene.house.countries)
    choices = [button(TitleOf(country=code), "svin", code) for code in codes[:6]]
    question = Say("services.which") if places else Say("services.where")
    session = replace(scene.session, asked="service-place", asked_args=enquiry.codes(), asked_at=scene.now)
    buttons = rows([*choices, button("button.numbers", "num", "")]) + rows(list(others), width=1)
    return scene.turn(question, *pieces, buttons=buttons, session=session)


def _notes(found: Found, enquiry: Enquiry) -> list[Piece]:
    place = {"country": found.place} if found.place else {}
    told = {gap.area or gap.name: gap for gap in reversed(found.missing)}  # of one council's several lines one is enough
    pieces: list[Piece] = [
        Say("withdrawn.service", {"what": gap.name}) if gap.why == WITHDRAWN else Say("services.missing", {"name": gap.name})
        for gap in list(reversed(told.values()))[:2]
    ]
    if found.note == "none-here":
        pieces.append(Say("services.none_here" if found.results else "services.none", place))
    elif found.note == "elsewhere":
        pieces.append(Say("services.elsewhere", {**place, "other": found.results[0].service.country}))
    elif found.note == "area":
        pieces.append(Say("services.area"))
    elif found.note == "no-language":
        pieces.append(Say("services.no_language"))
    elif found.note == "no-way":
        pieces.append(Say("services.no_way"))
    elif found.note == "missing" and not found.results:
        pieces.append(Say("services.none", place))
    return pieces


def _worth_showing(results: Sequence[Result], enquiry: Enquiry, alarm: bool) -> Sequence[Result]:
    """Without the emergency number that stands on the card above, and of one that is asked for by name nothing else, unless it
    is closed: then the next best comes with it."""
    if alarm:
        results = [r for r in results if r.service.kind != "emergency"]
    # A number says which services are meant, whatever else is in their names.
    sure = {i for i, score in enquiry.named if score >= _SURE and not enquiry.numbers}
    named = [r for r in results if r.service.id in sure]
    return named if named and any(r.opening.open is not False for r in named) else results


def _ours_first(found: Found, countries: Sequence[str]) -> tuple[Result, ...]:
    """Where nobody said which country, those of the organisation's countries before others."""
    ours = {base(code) for code in countries}
    return found.results if found.place else tuple(sorted(found.results, key=lambda r: r.service.country not in ours))


def _fitting(results: Sequence[Result], alarm: bool) -> list[Result]:
    """The first screen: under an emergency card one less, and a pair stays together."""
    limit = FIRST - 1 if alarm else FIRST
    shown = list(results[:limit])
    pair = {i for r in shown for i in r.service.shown_with}
    return shown + [r for r in results[limit : limit + 1] if r.service.id in pair]


def _service_button(result: Result) -> Button:
    return button(TitleOf(service=result.service.id), "s", result.service.id)


def _ways(enquiry: Enquiry) -> tuple[str, ...]:
    return tuple(enquiry.ways) or (("silent",) if enquiry.silent else ())


def hints_of(reading: Reading, edition: Edition) -> tuple[str, ...]:
    """The topics that a message is likely about, best first: they help to choose among services."""
    verdict, match = reading.verdict, reading.match
    if verdict is None or match is None or verdict.kind not in ("answer", "choose", "gap"):
        return ()
    likely = [c.label for c in match.candidates[:2] if c.confidence >= _HINTED]
    return tuple(t for t in likely if t in edition.library.topics)
