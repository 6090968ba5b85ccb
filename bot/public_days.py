"""Public holidays of a country and its regions, from the `holidays` library. Pure: the date comes from outside.

Dates that depend on the sighting of the moon are marked as expected: the authorities may put them a day earlier or later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays


@dataclass(frozen=True)
class PublicDay:
    """A public holiday; `expected` when its date isn't certain yet. `name` is in English where the library has it."""

    name: str
    expected: bool = False


PublicDays = Callable[[date], PublicDay | None]
"""The public holiday that a date is, or None."""


def none_known(day: date) -> PublicDay | None:
    """For a country whose holidays nobody lists: every day is an ordinary one."""
    return None


@lru_cache(maxsize=512)
def public_days(code: str) -> PublicDays:
    """Public holidays at an ISO 3166 code: a country (`JO`) or one of its regions (`GB-SCT`).

    A region that the library doesn't tell apart has its country's; an unknown country has none.
    """
    country, _, region = code.partition("-")
    try:
        # Asked for one country, the library loads that one; its list of all countries loads them all, a quarter of a second.
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return none_known
    subdivision = region if region in known.subdivisions else None
    listed = holidays.country_holidays(country, subdiv=subdivision, language="en_US")

    @lru_cache(maxsize=2048)  # the same few weeks are asked for again and again
    def on(day: date) -> PublicDay | None:
        name = listed.get(day)
        if not name:
            return None
        return PublicDay(name.replace(" (estimated)", ""), expected="estimated" in name)

    return on


def public_days_at(areas: Iterable[str]) -> PublicDays:
    """Public holidays at a place: `areas` are its codes, smallest first (GB-DND, GB-SCT, GB), of which the first counts that the
    library tells apart. A council keeps the holidays of its nation."""
    codes = tuple(areas)
    return public_days(next((code for code in codes if _told_apart(code)), codes[-1] if codes else ""))


@lru_cache(maxsize=4096)
def _told_apart(code: str) -> bool:
    country, _, region = code.partition("-")
    return public_days(country) is not none_known and (not region or region in holidays.country_holidays(country).subdivisions)
