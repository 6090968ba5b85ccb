"""One search for services as data (`practiceline services`): read and found as in the chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.library.edition import Edition
from bot.services.enquiry import Enquiry
from bot.services.finder import Found, Reached, Result
from bot.talk.house import House
from bot.talk.messages import Origin, Said
from bot.talk.places import name_of
from bot.talk.read import Reading, read
from bot.talk.services import hints_of
from bot.talk.session import Session

_NOTES = {
    "where": "services.where", "which": "services.which", "area": "services.area", "none-here": "services.none_here",
    "elsewhere": "services.elsewhere",
    "no-language": "services.no_language", "no-way": "services.no_way",
}  # fmt: skip


@dataclass(frozen=True)
class Sought:
    """One search. `country` is where the asker is; `topic` an id that services are wanted for; `at` the moment (aware)."""

    q: str
    lang: str
    country: str
    topic: str
    at: datetime


def services_once(sought: Sought, edition: Edition, house: House) -> dict[str, Any]:
    """The JSON object of the design for one search. Every key is always there; no store is opened."""
    country = sought.country or house.home_country
    session = Session(lang=sought.lang, country=country, greeted=True)
    reading = read(Said(Origin("ask", "1", "1", "1", sought.at), sought.q, "1"), (), session, edition, house)
    enquiry = reading.enquiry or Enquiry()
    hints = (sought.topic,) if sought.topic else hints_of(reading, edition)
    danger = reading.alarm is not None or reading.command == "sos"
    found = edition.finder.find(enquiry, country, sought.at, danger=danger, hints=hints)
    return {
        "q": sought.q,
        "country": found.place or None,
        "results": [_result(result) for result in found.results],
        "note": _note(found, reading, edition),
    }


def _result(result: Result) -> dict[str, Any]:
    service, how = result.service, result.opening
    return {
        "id": service.id,
        "name": service.name,
        "country": service.country,
        "kind": service.kind,
        "topics": list(service.topics),
        "open": how.open,
        "opens_at": how.opens_at.isoformat() if how.opens_at else None,
        "closes_at": how.closes_at.isoformat() if how.closes_at else None,
        "contacts": [_contact(way) for way in result.ways],
        "confidence": service.confidence,
    }


def _contact(way: Reached) -> dict[str, Any]:
    contact, how = way.contact, way.opening
    return {
        "way": contact.way,
        "shown": contact.shown,
        "dial": contact.dial or None,
        "label": dict(contact.label),
        "languages": list(contact.languages),
        "free": contact.free,
        "abroad": contact.abroad,
        "open": how.open,
        "usually_open": how.usually,
        "opens_at": how.opens_at.isoformat() if how.opens_at else None,
        "closes_at": how.closes_at.isoformat() if how.closes_at else None,
        "hours_published": contact.hours.published or None,
    }


def _note(found: Found, reading: Reading, edition: Edition) -> str | None:
    words, lang = edition.words, reading.lang
    said = [words.say(lang, "services.missing", {"name": gap.name}) for gap in found.missing]
    key = _NOTES.get(found.note or "")
    if key == "services.none_here" and not found.results:
        key = "services.none"
    if key:
        args = {"country": name_of(found.place, lang, words, edition.places)} if found.place else {}
        if found.note == "elsewhere":
            args["other"] = name_of(found.results[0].service.country, lang, words)
        said.append(words.say(lang, key, args))
    return " ".join(said) or None
