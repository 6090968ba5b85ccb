"""Checks of the directory: what would send somebody to a wrong, dead or dangerous place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

from bot.library.check_text import ADDRESS
from bot.library.load import Content
from bot.library.read import Problem, spot
from bot.services.model import Contact, Service
from bot.services.standing import REVIEW_EVERY

_REFUGE = re.compile(
    r"\brefuges?\b|\bshelters?\b|safe ?house|women'?s aid house|foyer d'hébergement|maison d'accueil|maison[- ]refuge"
    r"|casas? de acogida|casas?[- ]refugio|دار إيواء|مأوى|بيت آمن",
    re.IGNORECASE,
)
_WHEREABOUTS = re.compile(
    rf"{ADDRESS.pattern}"
    r"|\b[A-Z][\w'’]+\s+(?:Street|Road|Avenue|Lane|Square|Crescent|Terrace)\b"
    r"|\b\d{1,4},?\s*(?:bis|ter)?,?\s+(?:rue|avenue|boulevard|allée)\b"
    r"|\b(?:rue|avenue|boulevard|calle|avenida)\s+(?:d\w+\s+|del?\s+|l[ae]s?\s+)*[A-ZÀ-Ý]|شارع\s"
    r"|\b(?:maps|openstreetmap|what3words)\.|/maps\b|\bgeo:|-?\d{1,2}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}"
)
"""Also a street without its house number, a map, a pair of coordinates: near a refuge that is too much."""

ID_LENGTH = 40
"""Characters: with a verb, a contact's number and its signature an id fits the 64 bytes that a button may carry."""


def check_services(content: Content, today: date) -> Iterator[Problem]:
    """Everything in `services/*.yaml` and `places.yaml` that is wrong or old."""
    for service in content.directory.services.values():
        file, line = spot(content.layers.yaml["services", service.country.lower()], ("services", service.id))
        for what, remedy in faults(service, content):
            yield Problem(file, line, f"`{service.id}` {what}", remedy)
        for what, remedy in _doubtful(service, today):
            yield Problem(file, line, f"`{service.id}` {what}", remedy, "warning")
    yield from _places(content)


def faults(service: Service, content: Content) -> Iterator[tuple[str, str]]:
    """What is wrong with one entry, and how to mend it."""
    if len(service.id) > ID_LENGTH:
        yield f"is an id of {len(service.id)} characters, too long for a button", f"use at most {ID_LENGTH}"
    for topic in service.topics:
        if topic not in content.library.topics:
            yield f"names a topic `{topic}` that isn't there", "mend the id"
    if service.kind == "emergency" and not any(c.way == "phone" and c.dial for c in service.contacts):
        yield "has no number that can be dialled", "add a contact with `dial`"
    if not service.contacts:
        yield "has no contact", "add one, or take the entry out"
    for contact in service.contacts:
        if not _dials_what_it_shows(contact):
            yield f"shows {contact.shown} and dials {contact.dial}", "mend the one that is wrong"
        elif contact.dial.startswith("+") and not _possible(contact.dial):
            yield f"dials {contact.dial}, which can't be a number", "compare it with the service's page"
    if bool(service.assured_date) != bool(service.assurer):
        yield "lacks one of assured_date and assurer", "write who confirmed it and when"
    for other in service.shown_with:
        if other not in content.directory.services:
            yield f"is shown with `{other}`, which isn't there", "mend the id"
        elif service.id not in content.directory.services[other].shown_with:
            yield f"is shown with `{other}`, but not the other way round", f"add `shown_with: [{service.id}]` to `{other}`"
    for area in service.area:
        if area.partition("-")[0] != service.country:
            yield f"covers {area}, which isn't in {service.country}", "mend the code, or move the entry"
        elif area not in content.places.places:
            yield f"covers {area}, which places.yaml doesn't know", "add the place, or mend the code"
    if service.time_zone and not _is_zone(service.time_zone):
        yield f"has the time zone `{service.time_zone}`", "write one such as Europe/London"
    if any(c.hours.known and not c.hours.always for c in service.contacts) and not _zone_of(service, content):
        yield "has hours, and nobody knows in which time zone", "add time_zone"
    words = "\n".join([service.name, *service.alternates, service.area_note, service.notes, *service.description.values()])
    if (service.refuge or _REFUGE.search(words)) and _WHEREABOUTS.search("\n".join([words, *_told(service)])):
        yield "says where a refuge is", "take the address out: a refuge has none here"


def _told(service: Service) -> Iterator[str]:
    """Every other word of an entry that somebody may get to see."""
    for contact in service.contacts:
        yield from (contact.shown, contact.cost, contact.hours.published, *contact.label.values(), *contact.note.values())
    for seen in service.seen_on:
        yield from (seen.url, seen.showed)


def _doubtful(service: Service, today: date) -> Iterator[tuple[str, str]]:
    if not service.seen_on and not service.assured_date:
        yield "was seen nowhere and confirmed by nobody", "add seen_on, or assured_date"
    since = service.assured_date or service.compiled_on
    if since is None:
        yield "doesn't say when it was looked at", "add compiled_on, or assured_date"
    elif today - since > REVIEW_EVERY:
        yield f"was last looked at on {since}", "confirm it again"


def _places(content: Content) -> Iterator[Problem]:
    node = content.layers.yaml.get(("places", ""))
    if node is None:
        return
    for code, place in content.places.places.items():
        file, line = spot(node, ("places", code))
        if place.within and place.within not in content.places.places:
            yield Problem(file, line, f"{code} lies in {place.within}, which isn't there", "add it, or mend the code")
        if "-" in code and not place.within:
            yield Problem(file, line, f"{code} lies nowhere", "add `within:`")
        if place.time_zone and not _is_zone(place.time_zone):
            yield Problem(file, line, f"{code} has the time zone `{place.time_zone}`", "write one such as Europe/London")


def _zone_of(service: Service, content: Content) -> str:
    return service.time_zone or content.places.zone(service.area[0] if service.area else service.country)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _possible(dial: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(dial))
    except phonenumbers.NumberParseException:
        return False


_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


def _dials_what_it_shows(contact: Contact) -> bool:
    """The last six digits agree (letters counting as on the keypad): a number is mended in both places or in none."""
    if not contact.dial or contact.way not in ("phone", "text", "whatsapp", "relay"):
        return True
    shown = [re.sub(r"\D", "", form.translate(_KEYPAD)) for form in re.split(r"[()]", contact.shown) if re.search(r"\d", form)]
    shown.append(re.sub(r"\D", "", contact.shown.translate(_KEYPAD)))
    shown.append(re.sub(r"\D", "", contact.shown))
    dial = re.sub(r"\D", "", contact.dial)
    return any(s and s[-6:] == dial[-min(6, len(s)) :] for s in shown)
