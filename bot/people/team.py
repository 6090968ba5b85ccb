"""A team: where it works, who supervises in it, who stands in for them, who manages it. Each with its dates. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.people.person import Dates, NotPossible


@dataclass(frozen=True)
class Tenure:
    """That somebody, by id, is something on those dates."""

    person: str
    dates: Dates


@dataclass(frozen=True)
class Deputy:
    """That one person stands in for a supervisor of the team from a day to another, both included; it always ends."""

    person: str
    supervisor: str
    dates: Dates

    def __post_init__(self) -> None:
        if self.dates.last is None:
            raise NotPossible("a deputy without a last day", "say until when, or hand over for good")
        if self.person == self.supervisor:
            raise NotPossible("a deputy of themself", "name somebody else")


@dataclass(frozen=True)
class Team:
    """A team, by its id.

    `country` is the ISO 3166 code (`JO`, `GB-SCT`) whose working week and public holidays it keeps. `supervisors` may supervise
    its members; who supervises whom is another fact (`relations.Supervision`).
    `weekend` are the team's own days off each week (Monday = 0), None for those of its country.
    """

    id: str
    name: str
    country: str = ""
    supervisors: tuple[Tenure, ...] = ()
    deputies: tuple[Deputy, ...] = ()
    managers: tuple[Tenure, ...] = ()
    weekend: frozenset[int] | None = None

    def supervisors_on(self, day: date) -> tuple[str, ...]:
        """Who supervises in the team on a day."""
        return tuple(tenure.person for tenure in self.supervisors if day in tenure.dates)

    def managers_on(self, day: date) -> tuple[str, ...]:
        """Who manages the team on a day: one person, or nobody."""
        return tuple(tenure.person for tenure in self.managers if day in tenure.dates)

    def deputies_on(self, supervisor: str, day: date) -> tuple[str, ...]:
        """Who stands in for a supervisor on a day."""
        return tuple(one.person for one in self.deputies if one.supervisor == supervisor and day in one.dates)
