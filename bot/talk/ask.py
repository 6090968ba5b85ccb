"""A question: answered, answered by choices, by a named gap, or by saying that it isn't known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.library.model import Guidance, Part
from bot.talk import numbers
from bot.talk.checkins import taking
from bot.talk.danger import danger_row
from bot.talk.effects import Count, Turn
from bot.talk.messages import Button, Lane, Passage, Piece, Say, TitleOf
from bot.talk.places import base
from bot.talk.scene import Scene, button, rows, topic_button
from bot.talk.services import numbers_button
from bot.talk.session import Session
from intents import Verdict

PARTS_SHOWN = 5
CHOICES = 4
LIKELY = 0.3
"""Least confidence at which the first of the choices counts as what a follow-up ("and what do I write down?") is about."""
USEFUL_EVERY = timedelta(days=7)
LAW_AND_NUMBERS = ("who-to-tell", "place")
"""Parts whose content depends on the country: only for these is it asked."""


def question(scene: Scene) -> Turn:
    """What the message leads to by its verdict."""
    verdict, match = scene.reading.verdict, scene.reading.match
    if verdict is None or match is None:
        return unknown(scene)
    current = scene.served(scene.session.topic) if match.follow_up and scene.session.topic else None
    if current is not None and match.follow_up:
        if scene.session.chose and match.follow_up not in LAW_AND_NUMBERS and current.part(match.follow_up):
            # The topic is only the likeliest of those that were offered: its short answer says which, and has the don'ts.
            return answer(
                scene, current, replace(verdict, kind="answer", part=match.follow_up, also=(), choices=verdict.choices[:0])
            )
        return part_of(scene, scene.session.topic, match.follow_up)
    session = replace(
        scene.session,
        last_tier=match.tier,
        last_phrase=match.phrase or "",
        last_label=match.phrase_label or "",
        last_runner_up=match.runner_up or "",
        last_confidence=verdict.confidence,
    )
    scene = replace(scene, session=session)
    if verdict.kind == "answer" and verdict.label:
        text = scene.served(verdict.label)
        if text is None:
            return gap(scene, verdict.label)
        return answer(scene, text, verdict)
    if verdict.kind == "choose":
        return choose(scene, verdict)
    if verdict.kind == "gap" and verdict.label:
        return gap(scene, verdict.label)
    return unknown(scene)


def answer(scene: Scene, text: Guidance, verdict: Verdict | None = None) -> Turn:
    """The short answer, its parts on buttons, and what else was meant or is near."""
    others = []
    if verdict is not None:
        near = [c.label for c in verdict.choices if c.label != text.topic]
        others = [t for t in dict.fromkeys((*verdict.also, *near)) if _offered(scene, t)][:2]
    dangerous = scene.edition.library.is_dangerous(text.topic)
    asked_part = text.part(verdict.part) if verdict and verdict.part and verdict.part not in LAW_AND_NUMBERS else None
    pieces: tuple[Piece, ...] = (Passage(text.topic),)
    if asked_part is not None:
        # The don'ts are in the short answer: where they matter they stand above the part that was asked for.
        pieces = (*(pieces if dangerous else ()), Passage(text.topic, asked_part.id))
    session = _now_on(scene, text.topic, asked_part.id if asked_part else "")
    lines = [*_own_part(text), *_part_buttons(scene, text, skip=asked_part.id if asked_part else "")]
    buttons = danger_row(dangerous)
    rest = [button("button.more", "more", text.topic)] if len(lines) > PARTS_SHOWN else taking.offered(scene, text.topic)
    buttons += rows(lines[:PARTS_SHOWN] + rest)
    buttons += rows([topic_button(t) for t in others], width=1)
    buttons += rows([numbers_button(scene, text.topic), button("button.not_asked", "no", text.topic)])
    session, useful = _useful(scene, session, text.topic)
    buttons += rows(useful)
    session, offer = numbers.offered(scene, session)
    pieces = (*pieces, *offer)
    lane: Lane = "urgent" if dangerous else "reply"
    reply = replace(scene.reply(*pieces, buttons=buttons, topic=text.topic), lane=lane)
    return Turn(session, reply, effects=(Count("answered", text.topic),))


def part_of(scene: Scene, topic: str, part_id: str, place: str = "") -> Turn:
    """One part of a topic; a part that depends on the country asks for it first, unless it was asked already."""
    text = scene.served(topic)
    if text is None:
        return gap(scene, topic)
    needs_place = part_id in LAW_AND_NUMBERS and not place and not scene.country and _has_places(text)
    if needs_place and len({base(c) for c in scene.house.countries}) > 1:
        return where(scene, topic, part_id)
    here = place or scene.country
    if part_id in LAW_AND_NUMBERS:
        return _in_place(scene, text, part_id, here)
    part = text.part(part_id)
    if part is None:
        return _without(scene, text, part_id)
    return _part_reply(scene, text, (Passage(topic, part_id),), part_id)


def where(scene: Scene, topic: str, part_id: str) -> Turn:
    """Where do you work? Asked only where law or numbers need it, with a way not to say."""
    choices = [button(TitleOf(country=code), "in", code, topic, part_id) for code in scene.house.countries[:6]]
    choices += [button("button.other_country", "where", topic, part_id), button("button.dont_say", "in", "-", topic, part_id)]
    session = replace(scene.session, asked="country", asked_args=(topic, part_id), asked_at=scene.now)
    return scene.turn(Say("where.ask"), buttons=rows(choices), session=session)


def in_country(scene: Scene, code: str, topic: str, part_id: str) -> Turn:
    """The country was said (or "-" for don't say): the part for it, and whether to keep it for next time."""
    session = replace(scene.session, asked="", asked_args=(), asked_at=None)
    if code == "-":
        return part_of(replace(scene, session=session), topic, part_id, place="-")
    session = replace(session, country_now=code)
    turn = part_of(replace(scene, session=session), topic, part_id, place=code)
    if turn.reply is None or scene.session.country == code:
        return turn
    keep = (Say("where.keep", {"country": code}),)
    answers = (button("button.keep", "home", code), button("button.dont_keep", "say", "not-kept"))
    reply = replace(turn.reply, pieces=(*turn.reply.pieces, *keep), buttons=(*turn.reply.buttons, answers))
    return replace(turn, reply=reply)


def choose(scene: Scene, verdict: Verdict) -> Turn:
    """Two to four human titles, one round only: after that the way on is browsing, or "this should be covered"."""
    served = [c.label for c in verdict.choices if scene.served(c.label)]
    topics = [t for t in served if _offered(scene, t)][:CHOICES] or served[:CHOICES]
    if not topics:
        return gap(scene, verdict.choices[0].label) if verdict.choices else unknown(scene)
    again = scene.session.chose
    dangerous = any(scene.edition.library.is_dangerous(t) for t in topics)
    buttons = danger_row(dangerous)
    buttons += rows([topic_button(t) for t in topics], width=1)
    way_on = [button("button.browse", "b", ""), button("button.want", "want", "")] if again else [button("button.none", "no", "")]
    buttons += rows(way_on)
    lead = Say("choose.again") if again else Say("choose.lead")
    titles = tuple(TitleOf(topic=t) for t in topics)
    # The round lapses with the topic, so that half an hour later a new question is a first one again.
    session = replace(scene.session, chose=True, topic_at=scene.now)
    if not session.topic and verdict.choices[0].label == topics[0] and verdict.choices[0].confidence >= LIKELY:
        session = replace(session, topic=topics[0])
    reply = scene.reply(lead, *titles, buttons=buttons)
    return Turn(session, reply, effects=(Count("chosen", topics[0]),))


def gap(scene: Scene, subject: str) -> Turn:
    """A subject that nothing checked exists on: said by its name, and never answered with a neighbour."""
    library = scene.edition.library
    named = library.gaps.get(subject)
    held_back = library.find(subject, scene.lang) is not None
    near = [t for t in (named.near if named else ()) if scene.served(t)][:2]
    lead = Say("withdrawn.text" if subject in library.withdrawn else "gap.held" if held_back else "gap.lead")
    title = TitleOf(gap=subject) if named and subject not in library.topics else TitleOf(topic=subject)
    pieces: tuple[Piece, ...] = (lead, title, Say("gap.near" if near else "gap.on"))
    section = library.section_of(subject) or (library.section_of(near[0]) if near else "")
    buttons = danger_row(section in library.danger_sections)
    buttons += rows([topic_button(t) for t in near], width=1)
    buttons += rows([button("button.browse", "b", ""), button("button.numbers", "num", "")])
    buttons += rows([button("button.want", "want", subject)])
    session = replace(scene.session, chose=False)
    return scene.turn(*pieces, buttons=buttons, session=session, effects=(Count("gap", subject),))


def unknown(scene: Scene) -> Turn:
    """Not known, said plainly: the nearest sections, browsing, numbers, and "this should be covered"."""
    library = scene.edition.library
    match = scene.reading.match
    near = [library.section_of(c.label) for c in match.candidates[:6] if _offered(scene, c.label)] if match else []
    sections = [s for s in dict.fromkeys(near) if s][:2]
    buttons = danger_row(any(s in library.danger_sections for s in sections))
    buttons += rows([button(TitleOf(section=s), "b", s) for s in sections])
    buttons += rows([button("button.browse", "b", ""), button("button.numbers", "num", "")])
    buttons += rows([button("button.want", "want", "")])
    session = replace(scene.session, chose=False)
    return Turn(session, scene.reply(Say("unknown.lead"), buttons=buttons), effects=(Count("unknown"),))


def more(scene: Scene, topic: str) -> Turn:
    """Every part of a topic, its places, what is related to it, and whether nothing is checked for the person's country."""
    text = scene.served(topic)
    if text is None:
        return gap(scene, topic)
    parts = [*_own_part(text), *_part_buttons(scene, text, every_place=True)]
    related = [topic_button(t) for t in text.related if scene.served(t)][:4]
    buttons = danger_row(scene.edition.library.is_dangerous(topic))
    last = [button("button.sources", "src", topic), *taking.offered(scene, topic)]
    buttons += rows(parts) + rows(related, width=1) + rows(last)
    pieces: tuple[Piece, ...] = (TitleOf(topic=topic), Say("more.lead"))
    if scene.country and not any(_holds(part, scene.country) for part in text.parts):
        pieces = (*pieces, Say("where.nothing", {"country": scene.country}))
    return Turn(_now_on(scene, topic, ""), scene.reply(*pieces, buttons=buttons, topic=topic))


def _offered(scene: Scene, topic: str) -> bool:
    """Whether a topic is named beside others. What is about another place as a whole is answered when it is surely meant, and
    found by browsing; offered on a guess it would pass for what holds here."""
    return scene.served(topic) is not None and not scene.edition.library.is_elsewhere(topic, scene.country)


def _now_on(scene: Scene, topic: str, part: str) -> Session:
    return replace(
        scene.session, topic=topic, part=part, topic_at=scene.now, chose=False, answers=scene.session.answers + 1,
        asked="", asked_args=(), asked_at=None,
    )  # fmt: skip


def _has_places(text: Guidance) -> bool:
    return any(part.places for part in text.parts)


def _own_part(text: Guidance) -> list[Button]:
    return [button(TitleOf(topic=text.topic, part="our-team"), "p", text.topic, "our-team")] if text.part("our-team") else []


def _part_buttons(scene: Scene, text: Guidance, every_place: bool = False, skip: str = "") -> list[Button]:
    found = []
    for part in text.parts:
        if part.id in ("our-team", skip):
            continue
        if part.places and not (every_place or _holds(part, scene.country)):
            continue
        place = part.places[0] if part.places else ""
        title = TitleOf(topic=text.topic, part=part.id, place=place)
        found.append(button(title, "p", text.topic, part.id, *((place,) if place else ())))
    return found


def _holds(part: Part, country: str) -> bool:
    """Whether a part of one place is for somebody there: what holds in a country holds in its nations, not the other way."""
    return bool(country) and (country in part.places or base(country) in part.places)


def _in_place(scene: Scene, text: Guidance, part_id: str, here: str) -> Turn:
    """A part on law and numbers: the team's own words, the general ones, then what holds there or that nothing is checked."""
    known = here not in ("", "-")
    pieces: list[Piece] = []
    if text.part("our-team") and part_id != "place":
        pieces.append(Passage(text.topic, "our-team"))
    local = next((p for p in text.parts if p.places and _holds(p, here)), None) if known else None
    general = text.part(part_id) if part_id != "place" else None
    if general:
        pieces.append(Passage(text.topic, part_id))
    if local:
        pieces.append(Passage(text.topic, "place", local.places[0]))
    elif known and (part_id == "place" or _has_places(text)):
        pieces.append(Say("where.nothing", {"country": here}))
    if not pieces:
        return _without(scene, text, part_id)
    return _part_reply(scene, text, tuple(pieces), part_id, place=local.places[0] if local else "")


def _part_reply(scene: Scene, text: Guidance, pieces: tuple[Piece, ...], part_id: str, place: str = "") -> Turn:
    others = _part_buttons(scene, text, skip="" if part_id == "place" else part_id)
    others = [b for b in others if b.press.args[1:] != (part_id, place)]
    buttons = danger_row(scene.edition.library.is_dangerous(text.topic))
    buttons += rows([*others[:PARTS_SHOWN], button("button.more", "more", text.topic)])
    reply = scene.reply(*pieces, buttons=buttons, topic=text.topic)
    return Turn(_now_on(scene, text.topic, part_id), reply, effects=(Count("part", text.topic),))


def _without(scene: Scene, text: Guidance, part_id: str) -> Turn:
    """A part was asked for that this topic doesn't have: said, with the parts that there are."""
    buttons = danger_row(scene.edition.library.is_dangerous(text.topic))
    buttons += rows(_part_buttons(scene, text, every_place=part_id == "place"))
    gone = f"{text.topic}/{part_id}" in scene.edition.library.withdrawn
    pieces = (Say("withdrawn.text" if gone else "part.none"), TitleOf(topic=text.topic))
    return Turn(_now_on(scene, text.topic, ""), scene.reply(*pieces, buttons=buttons, topic=text.topic))


def _useful(scene: Scene, session: Session, topic: str) -> tuple[Session, list[Button]]:
    """Was this useful? At most once a week, never beside life and death, and not under somebody's first answers."""
    if scene.edition.library.is_dangerous(topic) or session.answers < 3 or not scene.desk.storing:
        return session, []
    if session.useful_at and scene.now - session.useful_at < USEFUL_EVERY:
        return session, []
    buttons = [button("button.useful", "use", topic, "yes"), button("button.not_useful", "use", topic, "no")]
    return replace(session, useful_at=scene.now), buttons
