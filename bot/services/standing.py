"""Whether an entry may be shown on a day, and with which doubt. The directory ages in public: nothing stays right by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.services.model import Directory, Service

REVIEW_EVERY = timedelta(days=180)
"""After this since it was assured (else read on a page) an entry is told to be old; after twice this it is withdrawn."""

Why = Literal["", "inactive", "unsure", "too-old", "pair"]


@dataclass(frozen=True)
class Standing:
    """How an entry stands.

    `shown` is whether people see it, `why` not: it no longer works (`inactive`), nobody reliable showed it (`unsure`), it is past
    twice its review date (`too-old`), or the line that it is shown with isn't shown (`pair`). `confirm` says "confirm before you
    rely on it"; `old` is past its review date; `assured` whether an organisation has verified it. `since` is the day it was
    assured, else read on a page.
    """

    shown: bool
    why: Why = ""
    confirm: bool = False
    old: bool = False
    assured: bool = False
    since: date | None = None


def standing(service: Service, directory: Directory, today: date) -> Standing:
    """How an entry stands on a day. An emergency number is never hidden for doubt or age, only marked: no number is worse."""
    alone = _alone(service, today)
    if not alone.shown or service.kind == "emergency":
        return alone
    if not service.shown_with or all(other is not None and _alone(other, today).shown for other in _together(service, directory)):
        return alone
    return Standing(False, "pair", alone.confirm, alone.old, alone.assured, alone.since)


def to_be_looked_at(directory: Directory, today: date) -> list[tuple[Service, Standing]]:
    """Entries that aren't shown or are old, for admins: withdrawn ones first."""
    found = [(service, standing(service, directory, today)) for service in directory.services.values()]
    return sorted(((s, how) for s, how in found if not how.shown or how.old), key=lambda pair: (pair[1].shown, pair[0].id))


def _together(service: Service, directory: Directory) -> Iterator[Service | None]:
    """All that it is shown with, and what those are shown with; None for one that isn't there."""
    seen, ahead = {service.id}, list(service.shown_with)
    while ahead:
        if (name := ahead.pop()) not in seen:
            seen.add(name)
            other = directory.services.get(name)
            ahead += other.shown_with if other is not None else ()
            yield other


def _alone(service: Service, today: date) -> Standing:
    since = service.assured_date or service.compiled_on
    age = today - since if since else None
    old = age is None or age > REVIEW_EVERY
    assured = bool(service.assured_date and service.assurer)
    confirm = service.confidence != "high" and not assured
    why: Why = ""
    if service.status != "active":
        why = "inactive"
    elif service.kind == "emergency":
        pass
    elif service.confidence == "low" and not assured:
        why = "unsure"
    elif age is None or age > 2 * REVIEW_EVERY:
        why = "too-old"
    return Standing(not why, why, confirm, old, assured, since)
