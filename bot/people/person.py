"""A person who joined: roles, teams by dates, language, clock and quiet hours; suspended, or gone. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Literal, get_args
from zoneinfo import available_timezones

Role = Literal["caseworker", "supervisor", "manager", "admin", "safeguarding-lead"]
ROLES: tuple[Role, ...] = get_args(Role)

SUPERVISING: frozenset[Role] = frozenset({"supervisor", "manager"})
"""Roles of which a supervisor or a deputy has one."""

LONGEST_NAME = 60  # characters: a line of a small phone holds hardly more


class NotPossible(ValueError):
    """Something that can't be so or can't be done, as `what — remedy`."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} — {remedy}")


@dataclass(frozen=True)
class Dates:
    """From a first to a last day, both included; without a last one until something else is said."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise NotPossible(f"{self.first} to {self.last} ends before it begins", "give the earlier day first")

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def overlap(self, other: Dates) -> bool:
        """Whether they have a day in common."""
        return other.first in self or self.first in other


@dataclass(frozen=True)
class Membership:
    """That somebody belongs to a team, by its id, on those dates."""

    team: str
    dates: Dates


Quiet = tuple[time, time]
"""From one wall time to another, over midnight if that is earlier."""


@dataclass(frozen=True)
class Person:
    """Somebody who joined.

    `name` is what they want to be called; empty once they have left, from then on a `pseudonym` stands for them. One person may
    have several roles: each allows what it allows, none forbids. `language` is a code as in the words, `zone` IANA; `quiet` is
    None for the usual quiet hours, empty for none at all. `suspended`: their phone is lost, so nothing is shown to them.
    `left` is the first day on which they aren't there any more.
    """

    id: str
    name: str
    roles: frozenset[Role]
    memberships: tuple[Membership, ...] = ()
    language: str = "en"
    zone: str = "UTC"
    quiet: tuple[Quiet, ...] | None = None
    suspended: bool = False
    left: date | None = None
    pseudonym: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            raise NotPossible("a person without an id", "give each person one of their own")
        if not (self.name.strip() or self.pseudonym):
            raise NotPossible("a person without a name", "ask what they want to be called")
        if len(self.name) > LONGEST_NAME:
            raise NotPossible(f"a name of {len(self.name)} characters", f"ask for one of at most {LONGEST_NAME}")
        if strange := sorted(self.roles - set(ROLES)):
            raise NotPossible(f"{strange[0]} is no role", f"choose of {', '.join(ROLES)}")
        if self.zone not in _zones():
            raise NotPossible(f"{self.zone} is no time zone", "write it as Asia/Amman")

    @property
    def called(self) -> str:
        """What stands for them on a screen: the name, or the pseudonym of somebody who left."""
        return self.name or self.pseudonym

    def there(self, day: date) -> bool:
        """Whether they may act on a day: neither suspended nor gone."""
        return not self.suspended and (self.left is None or day < self.left)

    def teams(self, day: date) -> tuple[str, ...]:
        """The teams to which they belong on a day, by id."""
        return tuple(membership.team for membership in self.memberships if day in membership.dates)


def cleaned(text: str) -> str:
    """Words that somebody typed and that others will read, as one line without what can't be seen.

    Control characters, marks that turn the direction of everything behind them, and letters that no font has would change other
    people's screens, and a database may refuse them. The two joiners stay: names in Arabic script and in India need them.
    """
    seen = (c if c in _JOINERS or unicodedata.category(c) not in _UNSEEN else " " if c.isspace() else "" for c in text)
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


_JOINERS = "\u200c\u200d"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@cache
def _zones() -> frozenset[str]:
    # Listing them reads a folder: once is enough.
    return frozenset(available_timezones())
