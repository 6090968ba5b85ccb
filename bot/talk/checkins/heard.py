"""Words that nobody asked for and that may be about check-ins: a reply to a reminder, or a sentence that plans one.

For a day after a reminder the reading as a reply stands against the reading as a practice question. Both plausible: both are
offered. Only buttons come of a reply that isn't sure, and nothing of the words is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.supervision.diary import Booking, Reminded
from bot.supervision.replies import Meant, Said
from bot.supervision.wording_sentence import Parsed
from bot.talk import services
from bot.talk.checkins import card, lists, moving, outcome, stopping
from bot.talk.checkins.mine import Mine, at, found, is_over
from bot.talk.effects import Turn
from bot.talk.messages import Button, Piece, Press, Rows, Say, SayAt
from bot.talk.moments import coded
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows, topic_button
from bot.talk.scheduling import sentence
from intents.verdict import WHOLE_TIERS

ANSWERED_FOR = timedelta(hours=24)
"""So long after a reminder words may be an answer to it."""
TOPICS = 2
LIKELY = 0.8
"""Confidence from which a topic is likely meant."""
ASKING = ("checkins-", "scheduling-")
"""What the dialogues ask whose answer is a time."""
Heard = Literal["question", "reply", "both", "plan"]
"""How words are taken: as a practice question, a reply to a reminder, perhaps either, or a sentence that plans check-ins."""


@dataclass(frozen=True)
class Weighed:
    """How words are taken; `said` and `about` (the check-ins that they may answer, the likeliest first) of a reply."""

    heard: Heard
    said: Said | None = None
    about: tuple[tuple[Booking, Reminded], ...] = ()


def heard(scene: Scene, text: str) -> Turn | None:
    """What words of somebody who joined lead to, if they are about check-ins rather than a practice question; None if not."""
    office = scene.desk.office
    if office is None or not scene.desk.storing:
        return None
    weighed = weigh(scene, text)
    match weighed.heard:
        case "question":
            return None
        case "plan":
            return sentence.said(scene, sentence.read(scene, text), text)
        case "reply" | "both":
            assert weighed.said is not None
            return _replied(scene, weighed.said, weighed.about, weighed.heard == "both")


def weigh(scene: Scene, text: str) -> Weighed:
    """How words of a member are taken, seen against the reading as a practice question. A red flag was looked at before."""
    office = scene.desk.office
    assert office is not None
    about = _about(scene, office)
    said = None
    if about:
        here = scene.now.astimezone(office.zone)
        about = _named(scene, office, about, text)
        said = scene.edition.listener.read(text, here, scene.lang, about[0][0].checkin.at)
    parsed = sentence.read(scene, text)
    if scene.edition.listener.grave(text):
        return Weighed("question")
    if said is not None and not _plans(parsed, said, _others(office, about[0][0])):
        taken = _against(scene, said, scene.edition.listener.plain(text, scene.now))
        if taken != "question":
            return Weighed(taken, said, about)
    if about and said is None and _is_another_time(parsed) and not scene.edition.listener.asks(text):
        first = parsed.first if isinstance(parsed.first, datetime) else None
        at = first.replace(tzinfo=office.zone) if first is not None and first.tzinfo is None else first
        return Weighed("reply", Said("move", True, at), about)
    if parsed.action != "none" and not _surely_asked(scene) and not _told_to_us(scene, text):
        return Weighed("plan")
    return Weighed("question")


def _plans(parsed: Parsed, said: Said, others: frozenset[str]) -> bool:
    """Whether the words rather plan something new than answer: a rhythm, or another time with somebody else (of `others`)."""
    named = parsed.who is not None and said.meant == "move" and (not said.sure or parsed.who.casefold() in others)
    new = parsed.action == "schedule" and (parsed.rrule is not None or named)
    return new or (parsed.action in ("pause", "list") and said.meant in ("move", "yes", "no", "ready"))


def _is_another_time(parsed: Parsed) -> bool:
    """Whether a sentence names a time and nothing new: after a reminder it speaks of that check-in."""
    return parsed.action == "schedule" and parsed.rrule is None and parsed.who is None


def _others(office: Office, booking: Booking) -> frozenset[str]:
    """The names, whole and first, of those who aren't the two of a check-in."""
    sides = {booking.checkin.supervisor, booking.checkin.worker}
    names = [person.name.casefold() for id, person in office.staff.people.items() if id not in sides]
    return frozenset((*names, *(name.partition(" ")[0] for name in names)))


def is_only_a_reply(scene: Scene) -> bool:
    """Whether words under a red flag that is a guess are nothing but a reply to a reminder, or a time that was asked for.

    "Not today" and "no" sound to a classifier like the words of somebody in danger. Where each word belongs to a reply, and no
    saying of ours nor a word of harm was met, it is answered as one, with the way to the card first below it.
    """
    office = scene.desk.office
    if office is None or not scene.reading.only_reply or not scene.desk.storing:
        return False
    return bool(_about(scene, office)) or scene.session.asked.startswith(ASKING)


def is_endangered(scene: Scene, text: str) -> bool:
    """Whether words after a reminder look like a reply and say that somebody is in danger, though no red flag was heard."""
    office = scene.desk.office
    if office is None or scene.reading.alarm is not None or not scene.edition.listener.endangered(text):
        return False
    return bool(_about(scene, office))


def is_question(scene: Scene, text: str) -> bool:
    """Whether words are a practice question, whatever the bot asked last: then they are answered, never taken as a note."""
    return _surely_asked(scene) or (services.is_asked(scene) and scene.edition.listener.asks(text))


def _against(scene: Scene, said: Said, plain: bool) -> Heard:
    verdict = scene.reading.verdict
    if said.sure:
        # More than a plain reply, and a topic that answers it: it may be a question after all.
        doubtful = _likely(scene) and bool(_topics(scene)) and not plain
        return "both" if _surely_asked(scene) or doubtful else "reply"
    if services.is_asked(scene):
        return "question"
    if said.asks and said.meant != "move" and not _topics(scene):
        return "question"
    plausible = verdict is not None and verdict.kind in ("answer", "choose", "gap")
    if plausible:
        return "both" if _topics(scene) else "question"
    return "reply"


def _told_to_us(scene: Scene, text: str) -> bool:
    """Whether a sentence that looks like planning is put as a question and has a likely answer."""
    return _likely(scene) and scene.edition.listener.asks(text)


def _likely(scene: Scene) -> bool:
    """Whether a topic is likely meant."""
    verdict = scene.reading.verdict
    return verdict is not None and verdict.kind in ("answer", "choose") and verdict.confidence >= LIKELY


def _surely_asked(scene: Scene) -> bool:
    """Whether the words are a question as it stands among our phrases."""
    verdict = scene.reading.verdict
    return verdict is not None and verdict.kind == "answer" and verdict.tier in WHOLE_TIERS


# --- which check-in -------------------------------------------------------------------------------------------------------


def _about(scene: Scene, office: Office) -> tuple[tuple[Booking, Reminded], ...]:
    """The check-ins of which somebody was reminded within a day, the latest first."""
    known: dict[str, tuple[Booking, Reminded]] = {}
    for one in sorted(office.reminded, key=lambda reminded: reminded.at, reverse=True):
        booking = office.booking(one.key[1])
        fresh = scene.now - (one.reached_at or one.at) <= ANSWERED_FOR
        if booking is None or not fresh or booking.checkin.state == "cancelled":
            continue
        if found(scene, one.key[1], "answer") is not None:
            known.setdefault(one.key[1], (booking, one))
    return tuple(known.values())


def _named(
    scene: Scene, office: Office, about: tuple[tuple[Booking, Reminded], ...], text: str
) -> tuple[tuple[Booking, Reminded], ...]:
    """Of several the one whose hour the words name, if they do."""
    if len(about) < 2:
        return about
    here = scene.now.astimezone(office.zone)
    hours = scene.edition.listener.hours(text, here, scene.lang)
    named = [pair for pair in about if _clock(office, pair[0].checkin.at) in hours]
    return tuple(named[:1]) or about


def _clock(office: Office, moment: datetime) -> tuple[int, int]:
    here = moment.astimezone(office.zone)
    return here.hour % 12, here.minute


# --- what it leads to -----------------------------------------------------------------------------------------------------


def _replied(scene: Scene, said: Said, about: tuple[tuple[Booking, Reminded], ...], both: bool) -> Turn:
    first, reminded = about[0]
    same = [pair for pair in about if pair[1].at == reminded.at]
    if len(same) > 1:
        labels = [_open(scene, pair[0]) for pair in same]
        return scene.turn(Say("heard.which"), buttons=(*rows(labels), *_questions(scene, both)))
    mine = found(scene, first.checkin.id, "answer")
    if mine is None:
        return lists.next_one(scene)
    meant = _meant(scene, said, mine, reminded)
    if both:
        return _either(scene, mine, said, meant)
    return _done(scene, mine, said, meant)


def _meant(scene: Scene, said: Said, mine: Mine, reminded: Reminded) -> Meant:
    """Yes and no are answers to what was asked; what can't be yet, or any more, is meant as what can."""
    asked = reminded.kind == "afterwards" or (mine.checkin.ends <= scene.now and reminded.kind != "unconfirmed")
    meant = said.meant
    if meant == "yes":
        meant = "held" if asked else "ready"
    elif meant == "no":
        meant = "not-held" if asked else "cannot"
    if is_over(scene, mine.checkin) and asked and meant in ("cannot", "late"):
        return "not-held" if meant == "cannot" else meant
    if meant == "not-held" and mine.checkin.at > scene.now:
        return "cannot"
    return meant


def _done(scene: Scene, mine: Mine, said: Said, meant: Meant) -> Turn:
    id, round = mine.args
    match meant:
        case "held":
            return outcome.said(scene, id, round, "held")
        case "not-held":
            return outcome.said(scene, id, round, "could-not")
        case "later":
            return stopping.put_off(scene, id, said.at) if said.at is not None else stopping.later(scene, id)
        case "cancel":
            return stopping.ask_cancel(scene, id, round)
        case "ready" | "yes" | "no":
            return _ready(scene, mine)
        case "late":
            return scene.turn(Say("late.ask"), buttons=_buttons(scene, mine, said, meant))
        case "pause":
            lead = at(mine.office, "heard.stop", mine.checkin.at, brief=True)
            return scene.turn(lead, buttons=_buttons(scene, mine, said, meant))
        case "cannot" | "move":
            return _another(scene, mine, said)


def _ready(scene: Scene, mine: Mine) -> Turn:
    """Yes: to the time as it stands, or to the one that the other side asked for if it is one alone."""
    checkin = mine.checkin
    offered = [offer.at for offer in checkin.offers if offer.by != mine.side and offer.at is not None and offer.at > scene.now]
    if checkin.state == "asked-to-move" and len(offered) == 1:
        return moving.yes(scene, *mine.args, coded(offered[0]))
    if checkin.state == "asked-to-move" or checkin.at <= scene.now:
        return card.show(scene, checkin.id)
    if checkin.state == "proposed" and checkin.asked_by == mine.side:
        return card.show(scene, checkin.id)
    return moving.yes(scene, *mine.args, coded(checkin.at))


def _another(scene: Scene, mine: Mine, said: Said, more: Rows = ()) -> Turn:
    """Another time: the one that was named, or three that suit both; below it what the words may have asked besides."""
    pieces: list[Piece] = []
    if said.at is not None and said.at > scene.now and said.at != mine.checkin.at:
        pieces.append(at(mine.office, "move.typed", said.at, mine.other))
        if any(calendar.is_quiet(said.at) for calendar in mine.calendars):
            pieces.append(Say("move.quiet"))
    else:
        pieces.append(at(mine.office, "heard.move", mine.checkin.at, brief=True))
    return scene.turn(*pieces, buttons=(*_buttons(scene, mine, said, "move"), *more))


def _either(scene: Scene, mine: Mine, said: Said, meant: Meant) -> Turn:
    """About the check-in, or a question: buttons for both, and nothing is done before one of them is tapped."""
    if meant in ("cannot", "move") and not said.asks:
        return _another(scene, mine, said, _questions(scene, True))
    lead = at(mine.office, "heard.both", mine.checkin.at, brief=True)
    return scene.turn(lead, buttons=(*_buttons(scene, mine, said, meant), *_questions(scene, True)))


def _buttons(scene: Scene, mine: Mine, said: Said, meant: Meant) -> Rows:
    args = mine.args
    match meant:
        case "held" | "not-held":
            return card.what_became(mine)
        case "later":
            return ((button("checkin.later", "c-snz", *args),),)
        case "cancel" | "pause":
            return ((button("checkin.pause", "c-ps", *args), button("checkin.cancel", "c-cx", *args)),)
        case "ready" | "yes" | "no":
            return ((_open(scene, mine.booking),),)
        case "late":
            return rows([button("late.yes", "c-late", *args), button("checkin.another", "c-mv", *args, said.reason)])
        case "cannot" | "move":
            if said.at is not None and said.at > scene.now and said.at != mine.checkin.at:
                this = button("move.this", "c-mvt", *args, coded(said.at), said.reason)
                return rows([this, button("checkin.other_time", "c-mv", *args, said.reason)])
            return moving.choices(scene, mine, said.reason)


def _questions(scene: Scene, wanted: bool) -> Rows:
    return rows([topic_button(topic) for topic in _topics(scene)], width=1) if wanted else ()


def _topics(scene: Scene) -> list[str]:
    """What the words may ask for, as guidance."""
    verdict = scene.reading.verdict
    if verdict is None:
        return []
    labels = [verdict.label or "", *(choice.label for choice in verdict.choices)]
    return [label for label in dict.fromkeys(labels) if label and scene.served(label)][:TOPICS]


def _open(scene: Scene, booking: Booking) -> Button:
    assert scene.desk.office is not None
    label = SayAt("heard.about", {"when": booking.checkin.at}, scene.desk.office.person.zone, brief=True)
    return Button(label, Press("c-show", (booking.checkin.id,)))
