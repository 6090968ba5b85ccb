"""What of a team somebody may see on a board, and how it stands there. Pure.

A supervisor sees the check-ins that belong to supervising in that team, their own and those of whom they stand in for or took
over from. What somebody has with anybody else is nobody's business there: it may be about the supervisor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.people.subject import OfTeam, Someone, TheirCheckIn
from bot.supervision.diary import Booking, Series
from bot.supervision.escalation import PRIVATE_TOPICS
from bot.supervision.kind import Kind
from bot.supervision.standing import Facts, Line, lines
from bot.talk.office import Office


@dataclass(frozen=True)
class Board:
    """A team's board as one person sees it: names by id, and the lines."""

    team: str
    title: str
    names: Mapping[str, str]
    lines: tuple[Line, ...]

    def line(self, person: str) -> Line | None:
        """The line of a person, by id."""
        return next((one for one in self.lines if one.person == person), None)


def teams(office: Office, now: datetime) -> tuple[str, ...]:
    """The teams of which somebody may see the board, by the name of the team."""
    access = office.access(now)
    found = [team for team in office.staff.teams.values() if access.may(office.me, "see-board", OfTeam(team.id))]
    return tuple(team.id for team in sorted(found, key=lambda team: (team.name.casefold(), team.id)))


def board(office: Office, team: str, kinds: Mapping[str, Kind], now: datetime) -> Board | None:
    """The board of a team; None where there is none for this person."""
    if team not in teams(office, now):
        return None
    names = {person: office.called(person) for person in people(office, team, now)}
    away = {person: until for person in office.staff.people if (until := leave_until(office, person, now)) is not None}
    facts = Facts(
        series=tuple(one for one in office.series if one.worker in names and _sees_series(office, one, team, now)),
        bookings=tuple(one for one in office.bookings if one.checkin.worker in names and sees(office, one, team, now)),
        kinds=kinds,
        calendars=office.calendars,
        reach=office.reach,
        leave_until=away,
        unsupervised=office.staff.unsupervised(team, office.today(now)),
    )
    return Board(team, office.staff.teams[team].name, names, lines(names, facts, now))


def people(office: Office, team: str, now: datetime) -> tuple[str, ...]:
    """Those of a team who have check-ins or should, as far as this person may see their times."""
    today, access, staff = office.today(now), office.access(now), office.staff
    return tuple(
        person
        for person in staff.members(team, today)
        if person != office.me
        and _is_there(staff.people[person].left, today)
        and ("caseworker" in staff.people[person].roles or any(one.team == team for one in staff.of(person, today)))
        and access.may(office.me, "see-times", Someone(person))
    )


def _is_there(left: date | None, today: date) -> bool:
    return left is None or today < left


def sees(office: Office, booking: Booking, team: str, now: datetime) -> bool:
    """Whether a check-in is one for this person's board of a team, and for its sheets."""
    subject = office.about(booking)
    return (
        booking.team == team
        and booking.topic not in PRIVATE_TOPICS
        and office.access(now).may(office.me, "see-times", subject)
        and _of_supervising(office, team, subject.worker, subject.supervisor, now)
    )


def _sees_series(office: Office, series: Series, team: str, now: datetime) -> bool:
    today = office.today(now)
    return (
        series.team == team
        and office.access(now).may(office.me, "see-times", TheirCheckIn(series.worker, series.supervisor, today))
        and _of_supervising(office, team, series.worker, series.supervisor, now)
    )


def _of_supervising(office: Office, team: str, worker: str, supervisor: str, now: datetime) -> bool:
    if supervisor == office.me or office.me in office.staff.teams[team].managers_on(office.today(now)):
        return True
    return any((one.worker, one.team, one.supervisor) == (worker, team, supervisor) for one in office.staff.supervisions)


def leave_until(office: Office, person: str, now: datetime) -> date | None:
    """The last day of the leave in which somebody is now, on their own wall; leaves that follow one another are one."""
    known = office.staff.people.get(person)
    if known is None:
        return None
    day = now.astimezone(ZoneInfo(known.zone)).date()
    last = None
    for days in sorted(office.leave.get(person, ()), key=lambda one: one.first):
        if day in days or (last is not None and days.first <= last + timedelta(days=1)):
            last = max(days.last, last or days.last)
    return last


def may_export(office: Office, team: str, now: datetime) -> bool:
    """Whether somebody may take records of a team along: of anybody in it, since each row is asked for again."""
    access = office.access(now)
    return access.may(office.me, "export", OfTeam(team)) and any(
        access.may(office.me, "export", Someone(person)) for person in people(office, team, now)
    )
