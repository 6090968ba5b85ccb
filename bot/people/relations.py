"""Who works with whom, as facts with dates: on any day it can be asked who supervised whom. Pure.

Nothing here is overwritten. Whoever moves team or gets another supervisor has an end to one fact and the beginning of another, so
that what was keeps belonging to those who were there (`changes` makes them, `subject` says what somebody is to somebody).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.people.person import Dates, Person
from bot.people.team import Deputy, Team


@dataclass(frozen=True)
class Supervision:
    """That one person supervises another, both by id, as members of a team, on those dates."""

    supervisor: str
    worker: str
    team: str
    dates: Dates


@dataclass(frozen=True)
class Staff:
    """Everybody, by id, and what is known of who works with whom. Whom it doesn't know is no colleague."""

    people: Mapping[str, Person] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    supervisions: tuple[Supervision, ...] = ()

    def of(self, worker: str, day: date) -> tuple[Supervision, ...]:
        """Who supervises somebody on a day: one a team at most."""
        return tuple(one for one in self.supervisions if one.worker == worker and day in one.dates)

    def supervisors(self, worker: str, day: date) -> tuple[str, ...]:
        """The supervisors of somebody on a day, by id."""
        return tuple(one.supervisor for one in self.of(worker, day))

    def supervised(self, supervisor: str, day: date) -> tuple[str, ...]:
        """Whom somebody supervises on a day, by id."""
        return tuple(one.worker for one in self.supervisions if one.supervisor == supervisor and day in one.dates)

    def deputies(self, worker: str, day: date) -> tuple[Deputy, ...]:
        """Who stands in for a supervisor of somebody on a day, and how long. Nobody stands in for a deputy."""
        return tuple(
            deputy
            for one in self.of(worker, day)
            if one.team in self.teams
            for deputy in self.teams[one.team].deputies
            if deputy.supervisor == one.supervisor and day in deputy.dates and deputy.person != worker
        )

    def members(self, team: str, day: date) -> tuple[str, ...]:
        """Who belongs to a team on a day, by id."""
        return tuple(person.id for person in self.people.values() if team in person.teams(day))

    def unsupervised(self, team: str, day: date) -> tuple[str, ...]:
        """The caseworkers of a team whom nobody of it supervises on a day: they wait for a supervisor."""
        theirs = {one.worker for one in self.supervisions if one.team == team and day in one.dates}
        return tuple(
            person for person in self.members(team, day) if "caseworker" in self.people[person].roles and person not in theirs
        )

    def above(self, person: str, dates: Dates) -> frozenset[str]:
        """Everybody who supervises somebody on one of those dates, or supervises one who does, all the way up."""
        found: set[str] = set()
        looked_at = [person]
        while looked_at:
            worker = looked_at.pop()
            more = {one.supervisor for one in self.supervisions if one.worker == worker and one.dates.overlap(dates)} - found
            found |= more
            looked_at += more
        return frozenset(found)
