"""A rhythm of check-ins: a wall time in the owner's zone, and the moments that it comes to. Pure; no day is ever today by itself.

The wall time is kept when the clocks change: ten o'clock stays ten o'clock. Each local day has at most one occurrence. Days are
counted as RFC 5545 counts them, with weeks that begin on Monday, but for one thing: a day that a short month doesn't have is its
last day, since supervision on the 31st is meant every month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LAST = -1
"""The last weekday of a month, for `MonthlyOnWeekday.nth`."""
FARTHEST = date(2200, 1, 1)
"""No plan is asked for a day after this."""


class NotAPlan(ValueError):
    """What was given is no plan; `what` says why, `remedy` what would be one."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} — {remedy}")
        self.what, self.remedy = what, remedy


@dataclass(frozen=True)
class Once:
    """On the first date and never again."""


@dataclass(frozen=True)
class EveryDays:
    """Every `n` days from the first date."""

    n: int = 1


@dataclass(frozen=True)
class EveryWeeks:
    """On some weekdays (Monday = 0) of every `n`th week, counted from the week of the first date. None: the first date's."""

    n: int = 1
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True)
class MonthlyOnWeekday:
    """On the nth weekday (Monday = 0) of every `n`th month. `nth` is 1 to 5, or LAST; a month without a fifth has none."""

    nth: int
    weekday: int
    n: int = 1


@dataclass(frozen=True)
class MonthlyOnDay:
    """On a day of every `n`th month, 1 to 31; in a month that is too short, on its last day."""

    day: int
    n: int = 1


Rule = Once | EveryDays | EveryWeeks | MonthlyOnWeekday | MonthlyOnDay


@dataclass(frozen=True)
class Plan:
    """A rhythm as its owner said it.

    `zone` is the owner's IANA zone and `at` the wall time there, without seconds. Nothing comes before `first`, which itself is
    an occurrence only if the rule says so. It ends after `count` occurrences, or with the day `until`, or never.
    `from_last_held`: each date is counted from the last check-in that took place, not from the first date (see `following`).
    """

    zone: str
    at: time
    first: date
    rule: Rule
    count: int | None = None
    until: date | None = None
    from_last_held: bool = False

    def __post_init__(self) -> None:
        _known(self.zone)
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise NotAPlan(f"{self.at} is no time of a plan", "give hour and minute on the wall, without a zone")
        if self.count is not None and self.until is not None:
            raise NotAPlan("a plan ends after a number of times or on a day, not both", "leave one of them out")
        if self.count is not None and not 1 <= self.count <= 1000:
            raise NotAPlan(f"{self.count} times is no number of check-ins", "give 1 to 1000, or leave it open")
        if self.until is not None and self.until < self.first:
            raise NotAPlan("the plan ends before it begins", "give an end that isn't before the first date")
        if not self.first.year < FARTHEST.year:
            raise NotAPlan(f"{self.first} is too far away", f"give a date before {FARTHEST.year}")
        object.__setattr__(self, "rule", _checked(self.rule, self.first))
        if self.from_last_held:
            self._countable()

    def _countable(self) -> None:
        if isinstance(self.rule, Once):
            raise NotAPlan("what happens once isn't counted from the last one", "give a rhythm, such as every two weeks")
        if isinstance(self.rule, EveryWeeks) and len(self.rule.weekdays) > 1:
            raise NotAPlan("counting from the last one held takes a single weekday", "keep one, or count from the first date")
        if isinstance(self.rule, MonthlyOnWeekday) and self.rule.nth == 5:
            raise NotAPlan("not every month has a fifth weekday to count to", "take the last one")
        if self.count is not None:
            raise NotAPlan("a number of times can't be counted while dates follow the last one held", "give an end date instead")


def _known(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotAPlan(f"`{zone}` is no time zone", "give an IANA name, such as Asia/Amman") from None


def _checked(rule: Rule, first: date) -> Rule:
    if not isinstance(rule, Once) and not 1 <= rule.n <= 366:
        raise NotAPlan(f"every {rule.n} is no rhythm", "give a number from 1 to 366")
    match rule:
        case EveryWeeks(n, weekdays):
            days = tuple(sorted(set(weekdays))) or (first.weekday(),)
            if not 0 <= days[0] <= days[-1] <= 6:
                raise NotAPlan(f"{weekdays} are no weekdays", "count from Monday = 0 to Sunday = 6")
            return EveryWeeks(n, days)
        case MonthlyOnWeekday(nth, weekday) if nth not in (1, 2, 3, 4, 5, LAST) or not 0 <= weekday <= 6:
            raise NotAPlan(f"weekday {weekday}, number {nth} isn't in a month", "give 1 to 5 or the last, Monday = 0")
        case MonthlyOnDay(day) if not 1 <= day <= 31:
            raise NotAPlan(f"no month has a day {day}", "give 1 to 31")
        case _:
            return rule


# --- moments ------------------------------------------------------------------------------------------------------------


def instant(day: date, at: time, zone: str) -> datetime | None:
    """The moment, aware UTC, at which a wall clock shows a time on a day.

    Where the clock jumps over the time it is later by the jump; where it shows it twice, the first. If later would be another day
    (a jump at the end of a day, as in Nuuk), it is earlier by the jump. None on a day that the zone leaves out (Apia, 30 December
    2011).
    """
    here = ZoneInfo(zone)
    for fold in (0, 1):
        moment = datetime.combine(day, at.replace(fold=fold), here).astimezone(UTC)
        if moment.astimezone(here).date() == day:
            return moment
    return None


def occurrences(plan: Plan, after: datetime, limit: int, last_held: date | None = None) -> tuple[datetime, ...]:
    """The next moments of a plan after a moment (aware, not itself included), aware UTC, oldest first, at most `limit`.

    `last_held` is the local day of the last check-in that took place, for a plan that counts from it.
    """
    if after.tzinfo is None:
        raise ValueError("a moment has a time zone")
    moments = (moment for _, moment in _numbered(plan, after.astimezone(ZoneInfo(plan.zone)).date(), last_held) if moment > after)
    return tuple(islice(moments, limit))


def _numbered(plan: Plan, since: date, last_held: date | None) -> Iterator[tuple[date, datetime]]:
    """Days with their moments, at least from `since` on; with a count from the beginning, since each one counts."""
    if plan.from_last_held:
        days = _counted_from(plan, last_held)
    else:
        days = dates(plan.rule, plan.first, plan.first if plan.count is not None else max(since, plan.first))
    left = plan.count
    for day in days:
        if (plan.until is not None and day > plan.until) or left == 0 or day > FARTHEST:
            return
        moment = instant(day, plan.at, plan.zone)
        if moment is None:
            continue
        if left is not None:
            left -= 1
        yield day, moment


# --- days ---------------------------------------------------------------------------------------------------------------


def dates(rule: Rule, first: date, since: date | None = None) -> Iterator[date]:
    """The days of a rule that was anchored on `first`, from `since` (if later) on, in order. Without an end: stop reading."""
    since = max(first, since or first)
    match rule:
        case Once():
            yield from [first] if since == first else []
        case EveryDays(n):
            day = first + timedelta(days=-(-(since - first).days // n) * n)
            while True:
                yield day
                day += timedelta(days=n)
        case EveryWeeks(n, weekdays):
            monday = first - timedelta(days=first.weekday())
            monday += timedelta(weeks=(since - monday).days // 7 // n * n)
            while True:
                yield from (day for w in weekdays if (day := monday + timedelta(days=w)) >= since)
                monday += timedelta(weeks=n)
        case MonthlyOnWeekday() | MonthlyOnDay():
            month = _number(first) + (_number(since) - _number(first)) // rule.n * rule.n
            while True:
                day_or_none = _in_month(rule, month)
                if day_or_none is not None and day_or_none >= since:
                    yield day_or_none
                month += rule.n


def following(rule: Rule, held: date) -> date:
    """The date that comes after a check-in held on a day, counted from that day: of the days that fit the rule (its weekday, its
    day of the month) the one nearest to a whole step later, the later one of two. So one that was held late isn't followed too
    soon, and one that was held early isn't followed by its own old date."""
    match rule:
        case EveryDays(n):
            return held + timedelta(days=n)
        case EveryWeeks(n, weekdays):
            target = held + timedelta(weeks=n)
            # The nearest day with that weekday is at most three days away, on either side.
            return target + timedelta(days=(weekdays[0] - target.weekday() + 3) % 7 - 3)
        case MonthlyOnWeekday() | MonthlyOnDay():
            month = _number(held) + rule.n
            year, in_year = divmod(month, 12)
            target = date(year, in_year + 1, min(held.day, _length(month)))
            near = [day for m in (month - 1, month, month + 1) if (day := _in_month(rule, m)) is not None and day > held]
            return min(near, key=lambda day: (abs(day - target), -day.toordinal()))
        case Once():
            raise NotAPlan("what happens once has nothing after it", "give a rhythm, such as every two weeks")


def _counted_from(plan: Plan, last_held: date | None) -> Iterator[date]:
    # A date on which nothing was held doesn't stop the rhythm: the next one is counted from it.
    day = next(dates(plan.rule, plan.first)) if last_held is None else following(plan.rule, last_held)
    while True:
        if day >= plan.first:
            yield day
        day = following(plan.rule, day)


def _number(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=4096)
def _length(month: int) -> int:
    year, in_year = divmod(month + 1, 12)
    return (date(year, in_year + 1, 1) - timedelta(days=1)).day


def _in_month(rule: MonthlyOnWeekday | MonthlyOnDay, month: int) -> date | None:
    year, in_year = divmod(month, 12)
    length = _length(month)
    if isinstance(rule, MonthlyOnDay):
        return date(year, in_year + 1, min(rule.day, length))
    if rule.nth == LAST:
        last = date(year, in_year + 1, length)
        return last - timedelta(days=(last.weekday() - rule.weekday) % 7)
    day = 1 + (rule.weekday - date(year, in_year + 1, 1).weekday()) % 7 + 7 * (rule.nth - 1)
    return date(year, in_year + 1, day) if day <= length else None


# --- what is said when it is made ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Echo:
    """What is said before the owner's yes.

    `next` are the next moments, aware UTC, to be shown in both zones. `short_months`: some months don't have the day, their last
    one is taken. `no_fifth`: some months have none. `shifted` are those of `next` whose wall time isn't the plan's, because the
    clock jumps over it. `ends` is the last day of all, None if there is no end.
    """

    next: tuple[datetime, ...]
    short_months: bool = False
    no_fifth: bool = False
    shifted: tuple[datetime, ...] = ()
    ends: date | None = None


def echo(plan: Plan, now: datetime, limit: int = 3) -> Echo:
    """What a plan comes to from `now` on."""
    here = ZoneInfo(plan.zone)
    coming = occurrences(plan, now, limit)
    ends = plan.until
    if plan.count is not None:
        ends = [day for day, _ in _numbered(plan, plan.first, None)][-1]
    return Echo(
        next=coming,
        short_months=isinstance(plan.rule, MonthlyOnDay) and plan.rule.day > 28,
        no_fifth=isinstance(plan.rule, MonthlyOnWeekday) and plan.rule.nth == 5,
        shifted=tuple(moment for moment in coming if moment.astimezone(here).time() != plan.at),
        ends=ends,
    )


def ended(plan: Plan, day: date) -> Plan:
    """The plan with its last day set: what comes after is another plan's (a new rhythm, a new time)."""
    return replace(plan, count=None, until=day)
