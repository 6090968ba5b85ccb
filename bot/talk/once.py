"""One question, one answer, as data (`practiceline ask`): read, turned and drawn as in every channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.library.edition import Edition
from bot.library.richtext import plain
from bot.talk.admin import COMMANDS
from bot.talk.desk import Desk
from bot.talk.effects import Turn
from bot.talk.house import House
from bot.talk.messages import Drawn, Origin, Said, ServiceList
from bot.talk.places import base
from bot.talk.read import Reading, read
from bot.talk.render import draw
from bot.talk.scene import served
from bot.talk.session import Session
from bot.talk.tokens import OFFICE, Signer
from bot.talk.turn import turn
from intents import Verdict

WITHIN = timedelta(seconds=10)
"""How far apart the messages of `prev` are taken to be: one burst, well within its minute."""
_SIGNER = Signer((b"nobody presses these",))


@dataclass(frozen=True)
class Asked:
    """One question of a conversation of its own. `prev` are earlier messages of the same person within a minute."""

    q: str
    lang: str = ""
    country: str = ""
    prev: tuple[str, ...] = ()


def answer_once(asked: Asked, edition: Edition, house: House, now: datetime) -> dict[str, Any]:
    """The JSON object of the design for one question. Every key is always there; no store is opened."""
    session, reading, found = _asked(asked, edition, house, now)
    shown = _drawn(found, edition, house, now)
    decision, topic, part = _decision(reading, found, session, edition, house)
    verdict = reading.verdict
    guidance = served(topic, reading.lang, edition, house) if topic else None
    named = services_in(found)
    here = asked.country or house.home_country
    services = list(named) or [s for s in (guidance.services if guidance else ()) if _fits(edition, s, here)]
    return {
        "q": asked.q,
        "lang": reading.lang,
        "urgent": reading.alarm is not None or reading.command == "sos",
        "urgent_kind": reading.alarm.kind if reading.alarm else "asked" if reading.command == "sos" else None,
        "decision": decision,
        "topic": topic,
        "part": part,
        "choices": [
            {"topic": c.label, "confidence": round(c.confidence, 3)}
            for c in (reading.match.candidates[:4] if reading.match else ())
        ],
        "also": list(verdict.also) if verdict else [],
        "confidence": round(verdict.confidence, 3) if verdict else 0.0,
        "tier": verdict.tier if verdict else "command" if reading.command else "nothing",
        "services": services,
        "personal_details": list(reading.personal),
        "text": "\n\n".join(plain(voice.blocks) for voice in shown.voices),
        "content_version": edition.version,
    }


def first_screen(asked: Asked, edition: Edition, house: House, now: datetime) -> Drawn:
    """The one message that would be shown, with its buttons; empty if nothing would be."""
    return _drawn(_asked(asked, edition, house, now)[2], edition, house, now)


def services_in(found: Turn) -> tuple[str, ...]:
    """The services that a turn names, in their order, unless they only stand under an answer."""
    if found.reply is None or found.reply.topic:
        return ()
    lists = [piece for piece in found.reply.pieces if isinstance(piece, ServiceList)]
    return tuple(i for piece in lists for i in piece.services)


def has_answered(reading: Reading, found: Turn) -> bool:
    """Whether a message got what it came for; if not, the next one of the same minute is read together with it."""
    if found.reply is None or reading.command or found.session.asked.startswith(COMMANDS):
        return True
    about_us = any(one.press.verb in OFFICE for row in found.reply.buttons for one in row)
    return bool(found.reply.topic or services_in(found)) or found.session.chose or found.reply.lane == "urgent" or about_us


def _asked(asked: Asked, edition: Edition, house: House, now: datetime) -> tuple[Session, Reading, Turn]:
    """The conversation up to the question: the session before it, how it is read, and the turn that it leads to."""
    session = Session(lang=asked.lang, country=asked.country, greeted=True, numbers_offered=True)
    earlier: tuple[str, ...] = ()
    at = now - WITHIN * len(asked.prev)
    for number, text in enumerate(asked.prev):
        reading, found = _step(text, number, earlier, session, edition, house, at)
        session, at = found.session, at + WITHIN
        earlier = () if has_answered(reading, found) else (*earlier, text)
    reading, found = _step(asked.q, len(asked.prev), earlier, session, edition, house, now)
    return session, reading, found


def _drawn(found: Turn, edition: Edition, house: House, now: datetime) -> Drawn:
    return draw(found.reply, edition, house, _SIGNER, "ask:1", now) if found.reply else Drawn(())


def _step(
    text: str, number: int, earlier: tuple[str, ...], session: Session, edition: Edition, house: House, now: datetime
) -> tuple[Reading, Turn]:
    incoming = Said(Origin("ask", str(number), "1", "1", now), text, str(number))
    reading = read(incoming, earlier, session, edition, house)
    return reading, turn(incoming, reading, session, Desk(earlier=earlier), edition, house, _SIGNER, now)


def _decision(
    reading: Reading, found: Turn, session: Session, edition: Edition, house: House
) -> tuple[str, str | None, str | None]:
    verdict, match = reading.verdict, reading.match
    if verdict is None or match is None:
        return ("small_talk" if reading.command else "none"), None, None
    if found.reply is not None and services_in(found):
        return "service", None, None
    if found.reply is not None and found.reply.topic and match.follow_up and session.topic:
        return "answer", session.topic, match.follow_up
    kind = _as_shown(verdict, reading.lang, edition, house)
    if kind == "answer":
        return "answer", verdict.label, verdict.part
    return kind, None, None


def _as_shown(verdict: Verdict, lang: str, edition: Edition, house: House) -> str:
    """The decision as it is shown: what has no text (a gap, a draft that is held back) is no answer."""
    if verdict.kind == "answer":
        return "answer" if verdict.label and served(verdict.label, lang, edition, house) else "none"
    if verdict.kind == "choose":
        return "choose" if any(served(c.label, lang, edition, house) for c in verdict.choices) else "none"
    return "small_talk" if verdict.kind == "small_talk" else "none"


def _fits(edition: Edition, service: str, country: str) -> bool:
    """Whether a service may be named to somebody there: one of their own country, or of none."""
    found = edition.directory.services.get(service)
    return found is not None and (found.country == "INT" or (bool(country) and found.country == base(country)))
