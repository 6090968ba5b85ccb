"""Days away, and what teams say of their own days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, bindparam, delete, select

from bot.store.dialects import insert_into
from bot.store.moments import DAY, ms_of_day
from bot.store.office_tables import leave, team_days
from bot.supervision.calendar import Days
from bot.supervision.diary import TeamDayKind, TeamDays

LEAVE_KEPT = 180 * DAY
TEAM_DAYS_KEPT = 365 * DAY

v, d = leave.c, team_days.c


@cache
def _put(table: Any, dialect: str) -> Any:
    return insert_into(table, dialect).on_conflict_do_nothing()


def keep(connection: Connection, person: str, days: Days) -> None:
    """Somebody is away on these days."""
    row = {"person": person, "first": days.first.isoformat(), "last": days.last.isoformat()}
    connection.execute(_put(leave, connection.dialect.name), {**row, "delete_after": ms_of_day(days.last) + LEAVE_KEPT})


def drop(connection: Connection, person: str, days: Days) -> None:
    """They aren't, after all."""
    connection.execute(
        delete(leave).where(v.person == person, v.first == days.first.isoformat(), v.last == days.last.isoformat())
    )


def forget(connection: Connection, person: str) -> None:
    """Nothing is known of their days away."""
    connection.execute(delete(leave).where(v.person == person))


_OF = select(v.person, v.first, v.last).where(v.person.in_(bindparam("persons", expanding=True))).order_by(v.person, v.first)


def of(connection: Connection, persons: Collection[str]) -> dict[str, tuple[Days, ...]]:
    """The days away of some people, by person."""
    found: dict[str, list[Days]] = {}
    for row in connection.execute(_OF, {"persons": list(persons)}) if persons else ():
        found.setdefault(row.person, []).append(Days(date.fromisoformat(row.first), date.fromisoformat(row.last)))
    return {person: tuple(days) for person, days in found.items()}


# --- of teams -----------------------------------------------------------------------------------------------------------


def keep_team_days(connection: Connection, days: TeamDays) -> None:
    """A team says something of its days."""
    row = {"team": days.team, "kind": days.kind, "first": days.first.isoformat(), "last": days.last.isoformat()}
    until = ms_of_day(days.last) + TEAM_DAYS_KEPT
    connection.execute(_put(team_days, connection.dialect.name), {**row, "delete_after": until})


def drop_team_days(connection: Connection, days: TeamDays) -> None:
    """It says that no more."""
    this = (d.team == days.team, d.kind == days.kind, d.first == days.first.isoformat(), d.last == days.last.isoformat())
    connection.execute(delete(team_days).where(*this))


_OF_TEAMS = select(d.team, d.kind, d.first, d.last).where(d.team.in_(bindparam("teams", expanding=True)))


def team_days_of(connection: Connection, teams: Collection[str]) -> tuple[TeamDays, ...]:
    """What some teams say of their days, by their first day."""
    rows = connection.execute(_OF_TEAMS.order_by(d.first, d.team, d.kind), {"teams": list(teams)}) if teams else ()
    return tuple(
        TeamDays(row.team, cast(TeamDayKind, row.kind), date.fromisoformat(row.first), date.fromisoformat(row.last))
        for row in rows
    )
