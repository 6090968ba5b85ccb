"""Hours, zones, holidays and moments as hypothesis draws them; and a slow reference for what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from bot.public_days import PublicDay, PublicDays
from bot.services.hours import ALL_DAY, DAY, Hours, Span, Spans

MINUTE = timedelta(minutes=1)
ZONES = sorted(z for z in available_timezones() if "/" in z and not z.startswith(("posix/", "right/")))
FIRST, LAST = datetime(1990, 1, 10, tzinfo=UTC), datetime(2045, 12, 1, tzinfo=UTC)


@cache
def clock_changes(zone: str) -> tuple[datetime, ...]:
    """The moments between FIRST and LAST at which the clock of a zone jumps, as a walk by hours finds them, to the minute."""
    here = ZoneInfo(zone)
    found = []
    week = timedelta(days=7)
    at = FIRST
    while at < LAST:
        if at.astimezone(here).utcoffset() != (at + week).astimezone(here).utcoffset():
            early, late = at, at + week
            while late - early > MINUTE:
                middle = early + timedelta(minutes=int((late - early) / MINUTE) // 2)
                if middle.astimezone(here).utcoffset() == early.astimezone(here).utcoffset():
                    early = middle
                else:
                    late = middle
            found.append(late)
        at += week
    return tuple(found)


def _spans(longest: int) -> st.SearchStrategy[Spans]:
    quarter = st.integers(0, DAY // 15 - 1).map(lambda n: 15 * n)
    lengths = st.integers(1, longest // 15).map(lambda n: 15 * n)
    one = st.tuples(quarter, lengths).map(lambda pair: Span(pair[0], min(pair[0] + pair[1], 2 * DAY)))
    several = st.lists(one, max_size=3).map(lambda spans: tuple(sorted(spans, key=lambda s: (s.start, s.end))))
    return several | st.just(()) | st.just(ALL_DAY)


spans = _spans(12 * 60) | _spans(2 * DAY)


def days_near(day: date) -> st.SearchStrategy[date]:
    return st.integers(-3, 6).map(lambda n: day + timedelta(days=n))


@st.composite
def hours_near(draw: st.DrawFn, day: date) -> Hours:
    """Hours with or without holidays and exceptions for days about `day`."""
    week = draw(st.tuples(*[spans] * 7) | spans.map(lambda s: (s,) * 7))
    dates = draw(st.dictionaries(days_near(day), spans, max_size=3))
    return Hours(week, draw(st.none() | spans), dates)


@st.composite
def holidays_near(draw: st.DrawFn, day: date) -> PublicDays:
    """Some public holidays about `day`, one or the other by the moon."""
    listed = draw(st.dictionaries(days_near(day), st.booleans().map(lambda e: PublicDay("a holiday", e)), max_size=4))
    return listed.get


@dataclass(frozen=True)
class Situation:
    """What one example is about."""

    zone: ZoneInfo
    hours: Hours
    now: datetime
    public: PublicDays


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Any zone, any minute, any hours and holidays."""
    zone = draw(st.sampled_from(ZONES))
    now = FIRST + draw(st.integers(0, int((LAST - FIRST) / MINUTE))) * MINUTE
    here = now.astimezone(ZoneInfo(zone)).date()
    return Situation(ZoneInfo(zone), draw(hours_near(here)), now, draw(holidays_near(here)))


@st.composite
def at_clock_changes(draw: st.DrawFn) -> Situation:
    """A few hours about a clock change, with spans that begin and end about it."""
    zone = draw(st.sampled_from([z for z in ZONES if clock_changes(z)]))
    change = draw(st.sampled_from(clock_changes(zone)))
    here = ZoneInfo(zone)
    wall = (change - MINUTE).astimezone(here)
    about = (wall.hour * 60 + wall.minute + 1) // 15 * 15
    start = (about + 15 * draw(st.integers(-10, 10))) % DAY
    length = 15 * draw(st.integers(1, 10) | st.integers(1, 2 * DAY // 15))
    span = Span(start, min(start + length, 2 * DAY))
    now = change + draw(st.integers(-200, 200)) * MINUTE
    return Situation(here, Hours((draw(st.just((span,)) | spans), *((span,),) * 6)), now, {}.get)


@st.composite
def at_the_turn_of_a_year(draw: st.DrawFn) -> Situation:
    """From 22 December to 5 January, near the beginning or the end of what is open on every day."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    every = draw(spans)
    edge = draw(st.sampled_from([e for s in every for e in (s.start, s.end)] or [0]))
    day = date(draw(st.integers(1995, 2040)), 12, 22) + timedelta(days=draw(st.integers(0, 14)))
    now = datetime.combine(day, datetime.min.time(), zone).astimezone(UTC) + (edge + draw(st.integers(-30, 30))) * MINUTE
    return Situation(zone, Hours((every,) * 7, draw(st.none() | spans)), now, draw(holidays_near(day)))


# --- the reference: a walk, minute by minute, along the clock on the wall ---------------------------------------------------


@dataclass(frozen=True)
class Minute:
    """How it stands in one minute: in hours that are certain, in hours that are usual, and whether the day is an ordinary one."""

    at: datetime
    sure: bool
    usual: bool
    trusted: bool


def walk(one: Situation, days: int = 16) -> Iterator[Minute]:
    """From the moment on. A time has come once the wall clock has shown it: what goes back opens and closes nothing again."""
    at = one.now - timedelta(hours=4)  # no clock has gone further back since FIRST
    shown = datetime.min
    while at < one.now + timedelta(days=days):
        wall = at.astimezone(one.zone).replace(tzinfo=None)
        shown = max(shown, wall)
        if at >= one.now:
            running = [day for day in (shown.date() - timedelta(days=n) for n in range(3)) if _runs(one, day, shown)]
            sure = any(trusted(one, day) for day in running)
            yield Minute(at, sure, bool(running), trusted(one, wall.date()))
        at += MINUTE


def _runs(one: Situation, day: date, shown: datetime) -> bool:
    minute = (shown - datetime.combine(day, datetime.min.time())) // MINUTE
    return any(span.start <= minute < span.end for span in _of(one, day))


def _of(one: Situation, day: date) -> Spans:
    if one.hours.holidays is not None and one.public(day) is not None:
        ordinary = one.hours.holidays
    else:
        ordinary = one.hours.week[day.weekday()]
    return one.hours.dates.get(day, ordinary)


def trusted(one: Situation, day: date) -> bool:
    """Whether the hours of a day are more than usual, as the rule is told in the guide for editors."""
    if day in one.hours.dates:
        return True
    yesterday, today, tomorrow = (one.public(day + timedelta(days=n)) for n in (-1, 0, 1))
    expected = any(d is not None and d.expected for d in (yesterday, today, tomorrow))
    moon = expected and None in (yesterday, today, tomorrow)
    if one.hours.holidays is not None:
        return not moon or one.hours.holidays == one.hours.week[day.weekday()]
    turn_of_year = (day.month == 12 and day.day >= 24) or (day.month == 1 and day.day <= 3)
    return not (turn_of_year or today or tomorrow or moon)
