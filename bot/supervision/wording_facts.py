"""What a sentence says about time, piece by piece: days, dates, hours, rhythms, ends. `wording_when` puts them together. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Weekdays as RFC 5545 writes them, Monday first."""


@dataclass(frozen=True)
class Fact:
    """Something that was said, from item `start` to before item `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Days(Fact):
    """Weekdays (0 is Monday): `habit` as in "on Tuesdays", `nth` of the month, `weeks` further on ("Tuesday week"), `next` as in
    "next Friday", `month` of the year if one is named."""

    days: tuple[int, ...]
    habit: bool = False
    nth: int = 0
    weeks: int = 0
    next: bool = False
    this: bool = False
    month: int = 0


@dataclass(frozen=True)
class On(Fact):
    """One date, the `other` one that it may mean as well, and the `part` of the day that was said with it ("tonight")."""

    day: date
    other: date | None = None
    part: str = ""


@dataclass(frozen=True)
class MonthDay(Fact):
    """A day of some month: "the 15th"; -1 is the last, -2 the last working day, 0 none that was said. `ahead` months from now, if
    that is said."""

    day: int
    ahead: int | None = None


@dataclass(frozen=True)
class Hour(Fact):
    """A time of day. `sure`: told on 24 hours, or with a.m. or p.m."""

    hour: int
    minute: int
    sure: bool = False


@dataclass(frozen=True)
class Part(Fact):
    """A part of the day without an hour: morning, noon, afternoon, evening, night, early."""

    name: str


@dataclass(frozen=True)
class Rhythm(Fact):
    """How often: a frequency of RFC 5545 and its interval; `workdays` only; `unclear` week or month, as in "biweekly"."""

    freq: str
    interval: int = 1
    workdays: bool = False
    unclear: str = ""


@dataclass(frozen=True)
class OfMonth(Fact):
    """ "Of the month": the weekday or day beside it repeats monthly."""


@dataclass(frozen=True)
class Week(Fact):
    """A whole week, `ahead` weeks from this one."""

    ahead: int


@dataclass(frozen=True)
class Ahead(Fact):
    """A stretch of time from now: so many minutes, days or months."""

    minutes: int = 0
    days: int = 0
    months: int = 0


@dataclass(frozen=True)
class Stretch(Fact):
    """How long, or how often in all: "for six weeks", "ten times"."""

    number: int
    unit: str


@dataclass(frozen=True)
class Mark(Fact):
    """A word between the pieces: until, from, to, or, range."""

    names: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """One question: a key of the sentences `say`, and the two readings that it names."""

    key: str
    a: datetime | date | time | str = ""
    b: datetime | date | time | str = ""


@dataclass(frozen=True)
class When:
    """What a sentence says about time. `first` has no hour where none was said."""

    first: datetime | date | None = None
    rrule: str | None = None
    until: date | None = None
    week_of: date | None = None
    asked: Asked | None = None


RHYTHMS: Mapping[str, tuple[str, int]] = {
    "daily": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "fortnightly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "two_monthly": ("MONTHLY", 2),
    "quarterly": ("MONTHLY", 3),
    "workdays": ("WEEKLY", 1),
    "unclear_week": ("WEEKLY", 2),
    "unclear_month": ("MONTHLY", 2),
}
FREQS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}


def month_on(day: date, months: int, of_month: int | None = None) -> date:
    """So many months later, on the same day or on that `of_month`; the last day where a month is shorter."""
    count = day.year * 12 + day.month - 1 + months
    first = date(min(max(count // 12, 1), 9998), count % 12 + 1, 1)
    wanted = day.day if of_month is None else of_month
    last = (month_start_after(first) - timedelta(days=1)).day
    return first.replace(day=last if wanted < 0 else min(wanted, last))


def month_start_after(first: date) -> date:
    """The first day of the next month."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def nth_weekday(first: date, weekday: int, nth: int) -> date | None:
    """The nth (-1: last) weekday of the month that begins on `first`; None where there is no fifth."""
    if nth < 0:
        last = month_start_after(first) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == first.month else None


def resolved(hour: int, minute: int, sure: bool, part: str) -> tuple[int, int]:
    """A time on 24 hours: a bare 1 to 6 is afternoon, 7 to 12 as said, and a part of the day decides otherwise."""
    if sure or hour > 12 or hour == 0:
        return hour % 24, minute
    if part in ("am", "early"):
        return hour % 12, minute
    if part in ("pm", "afternoon", "evening"):
        return hour % 12 + 12 if not (part == "evening" and hour == 12) else 0, minute
    if part == "morning":
        return hour, minute
    if part == "noon":
        return (hour + 12 if hour < 6 else hour), minute
    if part == "night":
        return (hour % 12 if hour < 5 or hour == 12 else hour + 12), minute
    return (hour + 12 if hour < 7 else hour), minute
