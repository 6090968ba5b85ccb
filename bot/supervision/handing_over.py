"""What becomes of rhythms and check-ins when who works with whom has changed: handed over, left, moved team. Pure.

What was stays with those who were there. A rhythm follows on the day on which the change begins, a check-in by its own day. Of
check-ins between two people of whom neither ever supervised the other nothing is handed over; they end only with a person.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.people.relations import Staff
from bot.supervision.checkin import OPEN, Cancel, CheckIn, IllegalMove, apply
from bot.supervision.diary import Booking, Series

_DAY = timedelta(days=1)


def followed(staff: Staff, series: Series, today: date, before: Staff | None = None) -> Series:
    """The rhythm as it is today: with whoever supervises now; paused while nobody does; ended where one of the two is gone.

    `before` is how it was before a change of this moment: what began and ended on one day stands in no fact. Unchanged where
    nothing has changed for it."""
    if series.ended:
        return series
    worker, team = series.worker, series.team
    if not _there(staff, worker, today) or (team and _moved(staff, worker, team, today)):
        return replace(series, ended=True)
    now = _supervisor(staff, worker, team, today)
    if not _supervised((staff, before), series.supervisor, worker, team):
        return series if _there(staff, series.supervisor, today) else replace(series, ended=True)
    if now == series.supervisor:
        return series
    if not now:
        return series if series.paused and series.paused_until is None else replace(series, paused=True, paused_until=None)
    # A pause that only waited for somebody to supervise is over.
    waited = not _supervisor(staff, worker, team, _begins(staff, now, worker, team, today) - _DAY)
    paused = series.paused and not waited
    return replace(series, supervisor=now, paused=paused, paused_until=series.paused_until if paused else None)


def carried(staff: Staff, booking: Booking, now: datetime, before: Staff | None = None) -> Booking:
    """A check-in as it is to be: one that is still to come goes over to whoever supervises on its day, which is that of the
    worker's wall, or falls out where nobody does. `before` as for `followed`. Unchanged where nothing has changed."""
    checkin = booking.checkin
    worker = checkin.worker
    person = staff.people.get(worker)
    if checkin.state not in OPEN or checkin.at <= now or person is None:
        return booking
    zone = ZoneInfo(person.zone)
    today, day = now.astimezone(zone).date(), checkin.at.astimezone(zone).date()
    gone = not _there(staff, worker, day) or bool(booking.team and _moved(staff, worker, booking.team, day))
    theirs = _supervised((staff, before), checkin.supervisor, worker, booking.team)
    supervisor = _supervisor(staff, worker, booking.team, max(day, today))
    if not gone and (supervisor == checkin.supervisor or (not theirs and _there(staff, checkin.supervisor, day))):
        return booking
    if gone or not theirs or not supervisor:
        return replace(booking, checkin=_off(checkin, now), since=now)
    return replace(booking, checkin=_with(checkin, supervisor), since=now)


def begun(staff: Staff, booking: Booking) -> Booking:
    """A check-in that is just being made of a rhythm, with whoever supervises on its day."""
    checkin, person = booking.checkin, staff.people.get(booking.checkin.worker)
    if person is None or not _supervised((staff,), checkin.supervisor, checkin.worker, booking.team):
        return booking
    now = _supervisor(staff, checkin.worker, booking.team, checkin.at.astimezone(ZoneInfo(person.zone)).date())
    if not now or now == checkin.supervisor:
        return booking
    asked_by = now if checkin.asked_by == checkin.supervisor else checkin.asked_by
    return replace(booking, checkin=replace(checkin, supervisor=now, asked_by=asked_by))


def next_change(staff: Staff, series: Series, today: date) -> date | None:
    """The next day on which somebody else begins to supervise the worker; None while none is known."""
    return min(
        (
            one.dates.first
            for one in staff.supervisions
            if one.worker == series.worker and (not series.team or one.team == series.team) and one.dates.first > today
        ),
        default=None,
    )


def untouched(checkin: CheckIn) -> bool:
    """Whether nobody has done anything about it: it goes with its rhythm, and comes again with it."""
    return checkin.state in ("planned", "proposed") and not (checkin.round or checkin.moves or checkin.yes)


def _with(checkin: CheckIn, supervisor: str) -> CheckIn:
    """The same time with another supervisor. What the one before had asked for or answered isn't theirs."""
    offers = tuple(one for one in checkin.offers if one.by == checkin.worker)
    asked_by = supervisor if checkin.asked_by == checkin.supervisor else checkin.asked_by
    state = checkin.state
    if (state == "asked-to-move" and not offers) or state in ("accepted", "moved"):
        state = "planned"
    return replace(
        checkin, supervisor=supervisor, state=state, asked_by=asked_by, offers=offers, yes=frozenset(), answers={},
        round=checkin.round + 1,
    )  # fmt: skip


def _off(checkin: CheckIn, now: datetime) -> CheckIn:
    try:
        return apply(checkin, Cancel(checkin.worker, checkin.round), now).checkin
    except IllegalMove:
        return checkin


def _supervisor(staff: Staff, worker: str, team: str, day: date) -> str:
    return next((one.supervisor for one in staff.of(worker, day) if not team or one.team == team), "")


def _supervised(staffs: tuple[Staff | None, ...], supervisor: str, worker: str, team: str) -> bool:
    """Whether somebody is or was the supervisor of another there."""
    return any(
        (one.supervisor, one.worker) == (supervisor, worker) and (not team or one.team == team)
        for staff in staffs
        if staff is not None
        for one in staff.supervisions
    )


def _begins(staff: Staff, supervisor: str, worker: str, team: str, day: date) -> date:
    return next(
        one.dates.first for one in staff.of(worker, day) if one.supervisor == supervisor and (not team or one.team == team)
    )


def _there(staff: Staff, person: str, day: date) -> bool:
    """Whether they haven't left by that day; whoever is only suspended comes back."""
    known = staff.people.get(person)
    return known is None or known.left is None or day < known.left


def _moved(staff: Staff, worker: str, team: str, day: date) -> bool:
    known = staff.people.get(worker)
    return known is not None and team not in known.teams(day)
