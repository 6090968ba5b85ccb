"""A person's working time, made of their team's country, its own days, their leave and their quiet hours. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta

from bot.people.person import Person
from bot.people.team import Team
from bot.supervision.calendar import NIGHT, Calendar, Days, Season, Span, calendar_at
from bot.supervision.diary import TeamDays

RAMADAN_QUIET = (Span(time(16), time(9)), Span(time(12), time(13)))
"""Quiet in Ramadan: the hours around the fast-breaking and the night, and noon. Practice wisdom; a person's own hours beat it."""
RAMADAN_HOURS = Span(time(9), time(15))


def calendar_for(person: Person, team: Team | None, leave: Iterable[Days] = (), days: Iterable[TeamDays] = ()) -> Calendar:
    """The calendar of a person as a member of a team (None: of none, then Saturday and Sunday are off and no holidays known).

    `days` are those of all teams; only the team's count. Raises ValueError for a zone that isn't known.
    """
    own = Calendar(person.zone) if team is None else calendar_at(team.country, person.zone)
    theirs = [one for one in days if team is not None and one.team == team.id]
    quiet = NIGHT if person.quiet is None else tuple(Span(start, end) for start, end in person.quiet)
    season_quiet = RAMADAN_QUIET if person.quiet is None else quiet
    return replace(
        own,
        weekend=own.weekend if team is None or team.weekend is None else team.weekend,
        leave=tuple(leave),
        quiet=quiet,
        closed=_days(theirs, "closed"),
        opened=_days(theirs, "opened"),
        seasons=tuple(Season(Days(d.first, d.last), season_quiet, RAMADAN_HOURS) for d in theirs if d.kind == "ramadan"),
    )


def _days(days: Iterable[TeamDays], kind: str) -> frozenset[date]:
    return frozenset(
        one.first + timedelta(days=n) for one in days if one.kind == kind for n in range((one.last - one.first).days + 1)
    )
