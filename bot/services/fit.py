"""How well a service fits what is asked for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.services.enquiry import Enquiry
from bot.services.model import SILENT, Service, Way

NAMED = 0.85
"""From this share of its name on a service was asked for by name."""
PARTLY = 0.62
"""From this share on it may have been, if its texts speak of the rest."""


class Fit(NamedTuple):
    """How well a service fits. `tier` is 4 and 3 asked for by name, 2 all that was asked, 1 what it is about, 0 no fit."""

    tier: int
    topic: float
    audience: float
    text: float

    @classmethod
    def of(cls, service: Service, enquiry: Enquiry, topics: Sequence[str], named: float, text: float) -> Fit:
        """`topics` are what it should be about, best first; `named` is the share of its name that was said, `text` how much of
        what was said stands in its texts, both 0..1. Made thousands of times a search."""
        topic = next((1.0 - 0.2 * n for n, t in enumerate(topics) if t in service.topics), 0.0)
        audience = _for_whom(service, enquiry)
        kind = not enquiry.kinds or service.kind in enquiry.kinds
        way = way_fits(service, enquiry) if enquiry.ways or enquiry.silent else bool(service.contacts)
        tongue = not enquiry.languages or any(
            c.interpreters or set(enquiry.languages) & set(c.languages) for c in service.contacts
        )
        age = enquiry.age is None or service.ages.includes(enquiry.age)
        # Without a subject, the kind, the people or the way that was asked for says what fits.
        bare = not topics and ((enquiry.kinds and kind) or _means(service, enquiry))
        about = topic > 0 or bool(bare) or text >= 0.5
        if named >= NAMED:
            return cls(4 if named >= 0.97 else 3, topic, audience, named)
        if named >= PARTLY and text >= 0.4:
            return cls(3, topic, audience, named)
        if about and kind and audience > 0 and way and tongue and age:
            return cls(2, topic, audience, text)
        return cls(1 if (about or (enquiry.kinds and kind)) and age and audience > 0 else 0, topic, audience, text)


def is_page(service: Service) -> bool:
    """Whether there is nothing to call or write to that answers at once: it comes after whatever can be called."""
    return all(c.way in ("web", "email") for c in service.contacts)


def merits(service: Service, fit: Fit) -> tuple[float, ...]:
    """What puts one of two before the other that are as near and as open, less being better."""
    sure = {"high": 0.0, "medium": 1.0, "low": 2.0}[service.confidence]
    return -fit.audience, -fit.topic - fit.text, sure, 0.0 if any(c.free for c in service.contacts) else 1.0


def _means(service: Service, enquiry: Enquiry) -> bool:
    """Whether a helpline is for just the people, or answers in just the way, that was asked for."""
    if service.kind not in ("helpline", "support-for-workers"):
        return False
    people = any(a in service.audience for a in enquiry.audiences)
    return people if enquiry.audiences else bool(enquiry.silent or enquiry.ways) and way_fits(service, enquiry)


def _for_whom(service: Service, enquiry: Enquiry) -> float:
    if not service.audience:
        return 0.5
    if enquiry.audiences:
        if any(a in service.audience for a in enquiry.audiences):
            return 1.0
        return 0.4 if "anyone" in service.audience else 0.0
    # Whoever asks works with families: what is for them or for everybody before what is for children alone.
    return 1.0 if "practitioner" in service.audience or "anyone" in service.audience else 0.5


def asked_for(way: Way, enquiry: Enquiry) -> bool:
    """Whether a way is one that was asked for; any is where nothing was."""
    if enquiry.ways:
        return way in enquiry.ways
    return way in SILENT if enquiry.silent else True


def way_fits(service: Service, enquiry: Enquiry) -> bool:
    """Whether it can be reached in a way that was asked for."""
    return any(asked_for(c.way, enquiry) for c in service.contacts)


def speaks(service: Service, languages: Sequence[str]) -> bool:
    """Whether it answers in one of these languages (ISO 639-1)."""
    return any(set(languages) & set(c.languages) for c in service.contacts)
