"""What a series books ahead: its next check-ins, stage after stage, and when it is to be looked at again. Pure.

Each local day of the series' own zone has at most one check-in, its id made from that day: whoever books it twice makes the
same one. What should have been booked while nothing ran and has gone by meanwhile is left out: nobody missed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.supervision.checkin import CheckIn
from bot.supervision.diary import Booking, Series
from bot.supervision.due import AHEAD, PlanAt
from bot.supervision.kind import Kind
from bot.supervision.plan import Plan, instant


@dataclass(frozen=True)
class Ahead:
    """What comes of looking at a series: as it stands now, the check-ins that it makes, and when (aware UTC) it is due again,
    None for never, or not before one of its check-ins changes."""

    series: Series
    made: tuple[Booking, ...] = ()
    due: datetime | None = None


def book_ahead(series: Series, kind: Kind, now: datetime, open: bool, last_held: date | None = None) -> Ahead:
    """Look at a series at a moment (aware). `open`: one of its check-ins is still to come or to be answered; `last_held` is the
    local day of the last one that took place, as its check-ins say."""
    latest = max((day for day in (series.last_held, last_held) if day is not None), default=None)
    if latest != series.last_held:
        series = replace(series, last_held=latest)
    if series.paused and series.paused_until is not None and _begins(series, series.paused_until) <= now:
        series = replace(series, paused=False, paused_until=None)
    if series.ended:
        return Ahead(series)
    if series.paused:
        return Ahead(series, due=_begins(series, series.paused_until) if series.paused_until else None)
    made: list[Booking] = []
    for plan, at in _coming(series, now, open):
        if at - AHEAD > now:
            return Ahead(series, tuple(made), at - AHEAD)
        made.append(_booked(series, plan, kind, at, now))
        series = replace(series, booked=at)
    return Ahead(series, tuple(made))


def _coming(series: Series, now: datetime, open: bool) -> Iterator[tuple[Plan, datetime]]:
    """The check-ins that are to be booked next, in order."""
    booked = max(series.booked or now, now)
    for plan in series.plans:
        while not (plan.from_last_held and open):
            at = PlanAt(plan, booked, series.last_held).next()
            if at is None:
                break
            yield plan, at
            booked, open = at, True
        else:
            return  # it waits for the one that is open, and later stages with it


def _booked(series: Series, plan: Plan, kind: Kind, at: datetime, now: datetime) -> Booking:
    day = at.astimezone(ZoneInfo(plan.zone)).date()
    checkin = CheckIn(
        id_of(series.id, day), series.supervisor, series.worker, at, "planned" if series.agreed else "proposed",
        kind.length, asked_by="" if series.agreed else series.made_by,
    )  # fmt: skip
    return Booking(checkin, series.kind, series.team, now, series.id)


def id_of(series: str, day: date) -> str:
    """The id of the check-in of a series on a local day of its zone."""
    return sha256(f"{series} {day.isoformat()}".encode()).hexdigest()[:10]


def _begins(series: Series, day: date) -> datetime:
    """The moment at which a day begins where the series has its wall time."""
    zone = series.plans[0].zone if series.plans else "UTC"
    found = (instant(day + timedelta(days=n), time(0), zone) for n in range(2))
    return next((moment for moment in found if moment is not None), datetime.combine(day, time(0), UTC))


def straightened(checkin: CheckIn, series: Series) -> CheckIn:
    """A check-in as its rhythm would have it with the table of zones of today: at the wall time of the plan on its day. Only one
    that nobody has touched is mended: a time that somebody asked for or said yes to is theirs."""
    if checkin.state not in ("planned", "proposed") or checkin.moves or checkin.round or checkin.yes:
        return checkin
    for plan in series.plans:
        day = checkin.at.astimezone(ZoneInfo(plan.zone)).date()
        if day < plan.first or (plan.until is not None and day > plan.until):
            continue
        at = instant(day, plan.at, plan.zone)
        # A table of zones never moves a clock by more; another wall time was another plan's.
        return replace(checkin, at=at) if at is not None and abs(at - checkin.at) <= timedelta(hours=2) else checkin
    return checkin


def last_held_of(bookings: Iterable[Booking], zone: str) -> date | None:
    """The local day of the last of some check-ins that took place."""
    here = ZoneInfo(zone)
    return max((one.checkin.at.astimezone(here).date() for one in bookings if one.checkin.state == "held"), default=None)
