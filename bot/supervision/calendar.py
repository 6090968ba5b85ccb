"""A person's working time: week, public holidays, leave, quiet hours, and when a message may go. Pure; moments are given.

Quiet are the hours in which nothing rings that nobody asked for, and every day off. Who sets a check-in in them means it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

from bot.public_days import PublicDays, none_known, public_days
from bot.supervision.plan import instant
from bot.supervision.weekends import USUAL, weekend_of

LOOK_AHEAD = 400  # days: past every parental leave that is still to be planned with
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From one wall time to another, the second not included; over midnight if it is earlier."""

    start: time
    end: time

    def covers(self, at: time) -> bool:
        """Whether a wall time lies in it."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


NIGHT = (Span(time(19), time(8)),)
"""Quiet unless somebody says otherwise."""


@dataclass(frozen=True)
class Days:
    """From a first to a last day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Season:
    """Days with hours of their own, such as Ramadan: its dates are given, never computed, since they wait for the moon."""

    days: Days
    quiet: tuple[Span, ...]
    hours: Span


DayOff = Literal["weekend", "holiday", "closed", "leave"]


@dataclass(frozen=True)
class Off:
    """Why a day is off. `expected` marks a holiday whose date isn't certain yet; `name` is the holiday's, in English."""

    why: DayOff
    expected: bool = False
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """When a person works.

    `zone` is IANA. `weekend` are weekdays (Monday = 0). `public` tells public holidays; `closed` and `opened` are the team's own
    word on single days, which beats them: a feast that was sighted a day later is one of each. `hours` are the working ones,
    within which times are proposed.
    """

    zone: str
    weekend: frozenset[int] = USUAL
    public: PublicDays = none_known
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    leave: tuple[Days, ...] = ()
    quiet: tuple[Span, ...] = NIGHT
    hours: Span = Span(time(9), time(17))
    seasons: tuple[Season, ...] = ()

    def off(self, day: date) -> Off | None:
        """Why a day is off, None for a working day. Leave comes first: it is about the person."""
        if any(day in days for days in self.leave):
            return Off("leave")
        if day in self.opened:
            return None
        if day in self.closed:
            return Off("closed")
        holiday = self.public(day)
        if holiday:
            return Off("holiday", holiday.expected, holiday.name)
        return Off("weekend") if day.weekday() in self.weekend else None

    def local(self, moment: datetime) -> datetime:
        """What the person's wall shows at a moment."""
        if moment.tzinfo is None:
            raise ValueError("a moment has a time zone")
        return moment.astimezone(ZoneInfo(self.zone))

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nothing may ring then that nobody asked for."""
        here = self.local(moment)
        # The hours first: they are cheaper to look up than a country's holidays.
        return any(span.covers(here.time()) for span in self._on(here.date())[0]) or self.off(here.date()) is not None

    def quiet_from(self, moment: datetime) -> datetime | None:
        """The first moment (aware) after one that isn't quiet at which it is; None if none comes by the end of the next day."""
        day = self.local(moment).date()
        starts = [(day, span.start) for span in self._on(day)[0]] + [(day + _DAY, time(0))]
        starts += [(day + _DAY, span.start) for span in self._on(day + _DAY)[0]]
        found = (instant(day, at, self.zone) for day, at in starts)
        return min((at for at in found if at is not None and at > moment and self.is_quiet(at)), default=None)

    def on_leave(self, moment: datetime) -> bool:
        """Whether the person is away on the day of a moment."""
        return any(self.local(moment).date() in days for days in self.leave)

    def works(self, start: datetime, end: datetime) -> bool:
        """Whether a stretch lies within the working hours of one day."""
        first, last = self.local(start), self.local(end)
        hours = self._on(first.date())[1]
        same_day = first.date() == last.date() and self.off(first.date()) is None
        return same_day and hours.start <= first.time() and last.time() <= hours.end

    def _on(self, day: date) -> tuple[tuple[Span, ...], Span]:
        season = next((season for season in self.seasons if day in season.days), None)
        return (season.quiet, season.hours) if season else (self.quiet, self.hours)

    def awake_from(self, day: date) -> Iterator[datetime]:
        """The moments of a day at which quiet ends, in order; none on a day off."""
        if self.off(day) is None:
            for at in sorted({time(0), *(span.end for span in self._on(day)[0])}):
                moment = instant(day, at, self.zone)
                if moment is not None and not self.is_quiet(moment):
                    yield moment


def calendar_at(code: str, zone: str) -> Calendar:
    """The calendar to start from at an ISO 3166 code, a country (`JO`) or one of its regions (`GB-SCT`)."""
    return Calendar(zone, weekend_of(code), public_days(code))


def moved(calendar: Calendar, expected: date, actual: date) -> Calendar:
    """The calendar once a feast that was expected on one day was announced for another."""
    closed, opened = (calendar.closed - {expected}) | {actual}, (calendar.opened - {actual}) | {expected}
    return replace(calendar, closed=closed, opened=opened)


# --- when a message may go ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Send:
    """When a message goes. `held`: later than wanted. `in_quiet`: in quiet hours all the same, which the message says. `at` is
    aware UTC, None if there is no time for it within LOOK_AHEAD days."""

    at: datetime | None
    held: bool = False
    in_quiet: bool = False


def send_at(wanted: datetime, calendar: Calendar, explicit: bool = False) -> Send:
    """When a message that is wanted at a moment may go. `explicit`: the person set this time, or it can't serve later."""
    quiet = calendar.is_quiet(wanted)
    if explicit or not quiet:
        return Send(wanted, in_quiet=quiet)
    day = calendar.local(wanted).date()
    for n in range(LOOK_AHEAD):
        for moment in calendar.awake_from(day + n * _DAY):
            if moment >= wanted:
                return Send(moment, held=True)
    return Send(None, held=True)


def working_day_before(moment: datetime, calendar: Calendar) -> datetime | None:
    """The same wall time on the last working day before a moment; if that is quiet, when quiet first ends on that day. None if
    the person doesn't work in the two weeks before."""
    here = calendar.local(moment)
    for n in range(1, 15):
        day = here.date() - n * _DAY
        if calendar.off(day) is None:
            same = instant(day, here.time().replace(second=0, microsecond=0), calendar.zone)
            if same is not None and not calendar.is_quiet(same):
                return same
            return next(calendar.awake_from(day), None)
    return None


T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Bundle(Generic[T]):
    """What goes to a person at one moment (aware UTC), oldest wish first; `held` if it waited for the quiet to end."""

    at: datetime
    items: tuple[T, ...]
    held: bool


def bundles(wanted: Iterable[tuple[T, datetime]], calendar: Calendar) -> tuple[Bundle[T], ...]:
    """Messages with the moments for which they are wanted, as they go: what quiet hours held goes as one, when they end."""
    going: dict[tuple[datetime, bool], list[T]] = {}
    for item, moment in sorted(wanted, key=lambda pair: pair[1]):
        send = send_at(moment, calendar)
        if send.at is not None:
            going.setdefault((send.at, send.held), []).append(item)
    return tuple(Bundle(at, tuple(items), held) for (at, held), items in sorted(going.items(), key=lambda pair: pair[0]))


# --- working days and free times ----------------------------------------------------------------------------------------


def grace_end(start: datetime, days: int, calendars: Sequence[Calendar]) -> datetime | None:
    """When so many days have gone by since a moment on which everybody of `calendars` works, at its wall time in the first one's
    zone. None if that isn't within LOOK_AHEAD days: nobody is hurried who isn't there."""
    here = calendars[0].local(start)
    left, day = days, here.date()
    for _ in range(LOOK_AHEAD):
        if left <= 0:
            return start if days <= 0 else instant(day, here.time(), calendars[0].zone)
        day += _DAY
        if all(calendar.off(day) is None for calendar in calendars) and instant(day, here.time(), calendars[0].zone):
            left -= 1
    return None


Busy = tuple[datetime, datetime]
"""From a moment to another, both aware."""


def free_times(
    calendars: Sequence[Calendar],
    around: datetime,
    after: datetime,
    busy: Iterable[Busy] = (),
    length: timedelta = timedelta(hours=1),
    limit: int = 3,
) -> tuple[datetime, ...]:
    """Times to propose instead of `around`: after a moment, when everybody works and nobody is busy, on different days, each as
    near to the old wall time as the day allows. Aware UTC, soonest first; at most `limit`, within four weeks."""
    first, taken = calendars[0], tuple(busy)
    old = first.local(around)
    found: list[datetime] = []
    day = first.local(after).date()
    for n in range(28):
        fitting = [
            start
            for start in _starts(day + n * _DAY, first)
            if start > after
            and all(calendar.works(start, start + length) for calendar in calendars)
            and not any(start < end and begin < start + length for begin, end in taken)
            and start != around
        ]
        if fitting:
            found.append(min(fitting, key=lambda start: (abs(_minutes(first.local(start)) - _minutes(old)), start)))
        if len(found) == limit:
            break
    return tuple(found)


def _starts(day: date, calendar: Calendar) -> Iterator[datetime]:
    """The half hours of a local day."""
    for n in range(48):
        at = time(n // 2, n % 2 * 30)
        moment = instant(day, at, calendar.zone)
        # A half hour that the clock jumps over would come a second time under another name.
        if moment is not None and calendar.local(moment).time() == at:
            yield moment


def _minutes(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute
