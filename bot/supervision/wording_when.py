"""From the pieces of a sentence to a plan: the first date and time, the rhythm as RFC 5545 writes it, its end. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.supervision.wording_facts import (
    CODES,
    Ahead,
    Asked,
    Days,
    Fact,
    Hour,
    Mark,
    MonthDay,
    OfMonth,
    On,
    Part,
    Rhythm,
    Stretch,
    Week,
    When,
    month_on,
    nth_weekday,
    resolved,
)  # fmt: skip

F = TypeVar("F", bound=Fact)
WORKDAYS = (0, 1, 2, 3, 4)
SUNDAY = 6
_HOURS = {"morning": (9, 11), "noon": (12, 13), "afternoon": (14, 16), "evening": (18, 20), "night": (19, 21), "early": (5, 6)}
"""Two hours of each part of the day: what is offered when no hour was said."""
_TYPICAL = (10, 14)


@dataclass
class _Draft:
    """The pieces by kind, and what is unclear so far; the first doubt is the one that is asked about."""

    facts: Sequence[Fact]
    doubts: list[Asked] = field(default_factory=list)

    def all(self, kind: type[F]) -> list[F]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def one(self, kind: type[F]) -> F | None:
        return next(iter(self.all(kind)), None)


class Planner:
    """Puts the pieces together, for somebody whose wall clock shows `now` in `zone`."""

    def __init__(self, now: datetime, zone: ZoneInfo, workdays: Sequence[int] = WORKDAYS) -> None:
        self.now, self.zone, self.today, self.workdays = now, zone, now.date(), tuple(sorted(workdays))
        self._sunday_first = SUNDAY in self.workdays

    # --- days --------------------------------------------------------------------------------------------------------------

    def monday(self, day: date) -> date:
        """The Monday of its week."""
        return day - timedelta(days=day.weekday())

    def week(self, fact: Week) -> date:
        """The Monday of the week that is meant."""
        late = self._sunday_first and self.today.weekday() == SUNDAY and not fact.ahead
        return self.monday(self.today) + timedelta(weeks=fact.ahead + late)

    def _other_week(self, fact: Week, weekday: int | None = None) -> int:
        """Where weeks begin on Sunday: how many weeks another reading lies ahead, seen from weeks that begin on Monday."""
        if not self._sunday_first:
            # Said on a Sunday, "this week" may be the one that ends or the one that comes.
            return 1 if weekday is None and not fact.ahead and self.today.weekday() == SUNDAY else 0
        if not fact.ahead or (weekday == SUNDAY) == (self.today.weekday() == SUNDAY):
            return 0
        return -1 if weekday == SUNDAY else 1 if self.today.weekday() == SUNDAY else 0

    def day_of(self, fact: Fact, week: Week | None = None, hour: Hour | None = None) -> tuple[date, date | None] | None:
        """The date that a piece means, and the other one that it may mean."""
        if isinstance(fact, On):
            return fact.day, fact.other
        if isinstance(fact, MonthDay):
            return self._month_day(fact), None
        if isinstance(fact, Ahead) and not fact.minutes:
            return month_on(self.today, fact.months) + timedelta(days=fact.days), None
        if isinstance(fact, Week):
            weeks = self._other_week(fact)
            return self.week(fact), self.week(fact) + timedelta(weeks=weeks) if weeks else None
        if isinstance(fact, Days):
            return self._weekday(fact, week, hour)
        return None

    def _month_day(self, fact: MonthDay) -> date:
        def in_month(ahead: int) -> date:
            if fact.day == 0:
                return max(month_on(self.today, ahead, 1), self.today)
            if fact.day == -2:
                day = month_on(self.today, ahead, -1)
                while day.weekday() not in self.workdays:
                    day -= timedelta(days=1)
                return day
            return month_on(self.today, ahead, fact.day)

        if fact.ahead:
            return in_month(fact.ahead)
        return in_month(0) if in_month(0) >= self.today else in_month(1)

    def _weekday(self, fact: Days, week: Week | None, hour: Hour | None) -> tuple[date, date | None]:
        day = fact.days[0]
        if fact.nth:
            return self._nth(fact), None
        if week is not None:
            found, weeks = self.week(week) + timedelta(days=day), self._other_week(week, day)
            return found, found + timedelta(weeks=weeks) if weeks else None
        coming = self.today + timedelta(days=(day - self.today.weekday()) % 7)
        if coming == self.today and (fact.weeks or fact.next or (hour and time(hour.hour, hour.minute) <= self.now.time())):
            coming += timedelta(weeks=1)
        if fact.next:
            return coming, coming + timedelta(weeks=1)
        return coming + timedelta(weeks=fact.weeks), None

    def _nth(self, fact: Days) -> date:
        for ahead in range(0, 13):
            first = month_on(self.today, ahead, 1)
            found = nth_weekday(first, fact.days[0], fact.nth)
            if found is not None and found >= self.today and fact.month in (0, found.month):
                return found
        return self.today

    # --- times -------------------------------------------------------------------------------------------------------------

    def at(self, day: date, hour: time) -> datetime:
        """Wall time on a day; one that the clock skips moves later by as much as it skips."""
        wall = datetime.combine(day, hour)
        moved = wall.replace(tzinfo=self.zone).astimezone(UTC).astimezone(self.zone).replace(tzinfo=None)
        return moved.replace(fold=0)

    def _hour(self, draft: _Draft, needed: str) -> time | None:
        """The time that was said. With none, there is a doubt if one is `needed` (the key of its question)."""
        hours, part = draft.all(Hour), draft.one(Part)
        if part is None and (named := next((on.part for on in draft.all(On) if on.part), "")):
            part = Part(0, 0, named)
        if hours:
            hour = hours[0]
            made = time(hour.hour, hour.minute)
            if part is not None and not hour.sure:
                bare = hour.hour - 12 if 12 < hour.hour < 19 else hour.hour
                made = time(_with(bare, part.name), hour.minute)
            others = [time(h.hour, h.minute) for h in hours[1:] if (h.hour, h.minute) != (hour.hour, hour.minute)]
            if others and not any({"range", "to"} & mark.names for mark in draft.all(Mark)):
                draft.doubts.append(Asked("ask_either", made, others[0]))
            elif not others and any("or" in mark.names for mark in draft.all(Mark)):
                draft.doubts.append(Asked("ask_either", made, time((made.hour + 1) % 24, made.minute)))
            return made
        if part is not None:
            a, b = _HOURS[part.name]
            draft.doubts.append(Asked("ask_hour", time(a), time(b)))
        elif needed:
            draft.doubts.append(Asked(needed, time(_TYPICAL[0]), time(_TYPICAL[1])))
        return None

    # --- whole plans -------------------------------------------------------------------------------------------------------

    def plan(self, facts: Sequence[Fact], needed: str, recurring: bool = True) -> When:
        """The plan in these pieces. `needed` is the question where no hour was said ("" if none is needed)."""
        facts, until, unsure = self.ending(facts)
        draft = _Draft(facts)
        doubts = draft.doubts
        if unsure:
            doubts.append(unsure)
        ahead = draft.one(Ahead)
        if ahead is not None and ahead.minutes:
            begun = self.now.replace(second=0, microsecond=0, tzinfo=self.zone).astimezone(UTC)
            return When((begun + timedelta(minutes=ahead.minutes)).astimezone(self.zone).replace(tzinfo=None, fold=0))
        rhythm = draft.one(Rhythm)
        monthly = draft.one(OfMonth) is not None
        days = draft.all(Days)
        habit = any(day.habit for day in days)
        explicit = [fact for fact in facts if isinstance(fact, (On, MonthDay, Ahead))]
        stretch = draft.one(Stretch)
        if rhythm is None and stretch is not None and len(days) == 1 and not (explicit or days[0].nth or monthly):
            rhythm = Rhythm(0, 0, "WEEKLY")  # "Monday at 9 for six weeks"
        dated_habit = not (rhythm or monthly) and draft.one(On) is not None  # French "le mardi 24 novembre" is one day
        if recurring and (rhythm or monthly or habit) and not dated_habit:
            return self._series(draft, rhythm or Rhythm(0, 0, "MONTHLY" if monthly else "WEEKLY"), monthly, until, needed)
        made = self._once(draft, needed, explicit)
        return replace(made, until=until) if until or stretch is None else made

    def _once(self, draft: _Draft, needed: str, explicit: Sequence[Fact]) -> When:
        hours, weeks, days = draft.one(Hour), draft.one(Week), draft.all(Days)
        week_of = self.week(weeks) if weeks else None
        day: date | None = None
        if len(days) == 1 and len(explicit) == 1 and isinstance(explicit[0], Ahead):
            around = self.day_of(explicit[0])
            day = self.monday(around[0]) + timedelta(days=days[0].days[0]) if around else None
        elif explicit:
            found = self.day_of(explicit[0])
            day, other = found if found else (None, None)
            if day is not None and _no_day(explicit[0]):
                draft.doubts.append(Asked("ask_day", day, day + timedelta(days=1)))
            named = days[0].days if days else ()
            if other is not None and day is not None and named and (day.weekday() in named) != (other.weekday() in named):
                day, other = (day, None) if day.weekday() in named else (other, None)
            if other is not None and day is not None:
                draft.doubts.append(Asked("ask_either", day, other))
            elif named and day is not None and day.weekday() not in named:
                draft.doubts.append(Asked("ask_either", self._weekday(days[0], weeks, hours)[0], day))
            elif len(explicit) > 1 and (second := self.day_of(explicit[1])) and second[0] != day and day is not None:
                draft.doubts.append(Asked("ask_either", day, second[0]))
        elif days:
            day, other = self._weekday(days[0], weeks, hours)
            if days[0].nth and not days[0].month:
                draft.doubts.append(Asked("ask_once", day))
            elif day == self.today and not days[0].this and weeks is None:
                draft.doubts.append(Asked("ask_either", day, day + timedelta(weeks=1)))
            listed = [*days[0].days[1:], *(more.days[0] for more in days[1:])]
            if other is None and listed:
                other = self._weekday(replace(days[0], days=(listed[0],), next=False), weeks, hours)[0]
            if other is not None and other != day:
                draft.doubts.append(Asked("ask_either", day, other))
        elif weeks is not None and week_of is not None:
            a = max(week_of, self.today)
            draft.doubts.append(Asked("ask_day", a, a + timedelta(days=1)))
        elif hours is not None:
            day = self.today
            if time(hours.hour, hours.minute) <= self.now.time():
                day += timedelta(days=1)
        elif draft.one(Part) is not None:
            day = self.today
        else:
            draft.doubts.append(Asked("ask_day", self.today, self.today + timedelta(days=1)))
        hour = self._hour(draft, needed if day is not None else "")
        first = day if day is None or hour is None else self.at(day, hour)
        if isinstance(first, datetime) and explicit and day == self.today and first < self.now:
            draft.doubts.append(Asked("ask_either", first, first + timedelta(days=1)))
        return When(first, None, None, week_of if day is None else None, draft.doubts[0] if draft.doubts else None)

    def _series(self, draft: _Draft, rhythm: Rhythm, monthly: bool, until: date | None, needed: str) -> When:
        doubts = draft.doubts
        if rhythm.unclear:
            doubts.append(Asked(f"ask_unclear_{rhythm.unclear}"))
        days = draft.all(Days)
        nth = next((day for day in days if day.nth and not day.month), None)
        month_day = next((fact for fact in draft.all(MonthDay) if fact.day), None)
        freq, interval = rhythm.freq, rhythm.interval
        if (nth or (monthly and month_day)) and freq == "WEEKLY" and interval == 1:
            freq = "MONTHLY"
        if freq == "DAILY" and interval == 1 and days:
            freq = "WEEKLY"  # "daily, Monday to Friday"
        hour = self._hour(draft, needed)
        start, fixed = self._start(draft, freq)
        listed = tuple(sorted({day for fact in days if not fact.month for day in fact.days if not fact.next or len(days) == 1}))
        by, fits = self._by(freq, rhythm, listed, nth, month_day, start if fixed else None, doubts)
        first: date | None = start
        if fits is None:
            if not fixed:
                doubts.insert(
                    1 if rhythm.unclear else 0, Asked("ask_day", self.today + timedelta(days=1), self.today + timedelta(days=2))
                )
                first = None
        else:
            first = next((day for day in (start + timedelta(days=step) for step in range(0, 400)) if fits(day)), start)
        if first is not None and not fixed and first == self.today and hour is not None and hour <= self.now.time():
            step = (first + timedelta(days=ahead) for ahead in range(1, 400))
            first = next((day for day in step if fits is None or fits(day)), first)
        if month_day is not None and freq == "MONTHLY" and first is not None and 0 < month_day.day != first.day:
            doubts.append(Asked("ask_either", first, month_on(first, 1, month_day.day)))
        rule = f"FREQ={freq}" + (f";INTERVAL={interval}" if interval > 1 else "") + by
        stretch = draft.one(Stretch)
        if stretch is not None:
            count, until = self._counted(stretch, freq, interval, rhythm.workdays, first or self.today, until)
            rule += f";COUNT={count}" if count else ""
        if until is not None:
            rule += f";UNTIL={until:%Y%m%d}"
        begins = first if first is None or hour is None else self.at(first, hour)
        return When(begins, rule, until, None, doubts[0] if doubts else None)

    def _start(self, draft: _Draft, freq: str) -> tuple[date, bool]:
        """From when on dates are looked for, and whether a date was said."""
        facts = draft.facts
        for number, fact in enumerate(facts):
            if isinstance(fact, (On, Ahead)) or (isinstance(fact, MonthDay) and freq != "MONTHLY" and fact.day > 0):
                found = self.day_of(fact)
                if found is not None:
                    if found[1] is not None:
                        draft.doubts.append(Asked("ask_either", found[0], found[1]))
                    return found[0], True
            if isinstance(fact, MonthDay) and fact.day == 0:
                return self._month_day(fact), False
            if isinstance(fact, Week):
                return max(self.week(fact), self.today), False
            if isinstance(fact, Days) and fact.next and not fact.nth:
                day, other = self._weekday(fact, None, None)
                draft.doubts.append(Asked("ask_either", day, other or day))
                return day, len(draft.all(Days)) > 1 and number > 0
            if isinstance(fact, Days) and fact.weeks:
                return self._weekday(fact, None, None)[0], False
        return self.today, False

    def _by(
        self, freq: str, rhythm: Rhythm, listed: tuple[int, ...], nth: Days | None, month_day: MonthDay | None,
        start: date | None, doubts: list[Asked],
    ) -> tuple[str, Callable[[date], bool] | None]:  # fmt: skip
        """The BY part of the rule, and the days that it takes (None: any)."""
        if freq == "DAILY":
            return "", (lambda _: True) if rhythm.interval == 1 else None
        if rhythm.workdays:
            return ";BYDAY=" + ",".join(CODES[day] for day in self.workdays), lambda day: day.weekday() in self.workdays
        if freq == "WEEKLY":
            if not listed and start is not None:
                listed = (start.weekday(),)
            codes = ",".join(CODES[day] for day in listed)
            return (f";BYDAY={codes}", lambda day: day.weekday() in listed) if listed else ("", None)
        if nth is not None:
            wanted, number = nth.days[0], nth.nth
            return f";BYDAY={number}{CODES[wanted]}", lambda day: nth_weekday(day.replace(day=1), wanted, number) == day
        if month_day is not None and month_day.day == -2:
            codes = ",".join(CODES[day] for day in self.workdays)
            return f";BYDAY={codes};BYSETPOS=-1", lambda day: self._last_workday(day)
        if month_day is not None or start is not None:
            number = month_day.day if month_day else (start or self.today).day
            return f";BYMONTHDAY={number}", lambda day: month_on(day, 0, number) == day
        if listed:
            # "Monthly on Fridays" doesn't say on which of them.
            coming = self.today + timedelta(days=(listed[0] - self.today.weekday()) % 7)
            doubts.append(Asked("ask_day", coming, coming + timedelta(weeks=1)))
            return f";BYDAY=1{CODES[listed[0]]}", lambda day: nth_weekday(day.replace(day=1), listed[0], 1) == day
        return "", None

    def _last_workday(self, day: date) -> bool:
        later = [day + timedelta(days=step) for step in range(1, 8)]
        same = any(other.month == day.month and other.weekday() in self.workdays for other in later)
        return day.weekday() in self.workdays and not same

    def _counted(
        self, stretch: Stretch, freq: str, interval: int, workdays: bool, first: date, until: date | None
    ) -> tuple[int, date | None]:
        """How many times, or until when."""
        number = min(stretch.number, 1000)
        if stretch.unit == "times":
            return number, until
        if stretch.unit == "year":
            number, stretch = 12 * number, replace(stretch, unit="month")
        if (stretch.unit, freq) in (("week", "WEEKLY"), ("day", "DAILY"), ("month", "MONTHLY")) and not workdays:
            return max(1, number // interval), until
        if stretch.unit == "month":
            return 0, month_on(first, number)
        return 0, first + timedelta(days=number * (7 if stretch.unit == "week" else 1) - 1)

    # --- ends --------------------------------------------------------------------------------------------------------------

    def ending(self, facts: Sequence[Fact]) -> tuple[list[Fact], date | None, Asked | None]:
        """The pieces without "until ...", the day that it names, and a doubt about it."""
        left: list[Fact] = []
        until: date | None = None
        doubt: Asked | None = None
        skip = False
        for number, fact in enumerate(facts):
            if skip:
                skip = False
                continue
            after = facts[number + 1] if number + 1 < len(facts) else None
            if isinstance(fact, Mark) and "until" in fact.names and after is not None and after.start - fact.end < 3:
                span = isinstance(after, Days) and number and isinstance(facts[number - 1], Days) and "range" in fact.names
                only_end = not span and ("to" not in fact.names or number > 0)
                found = self.day_of(after) if only_end else None
                if found is not None:
                    until, skip = found[0], True
                    doubt = Asked("ask_either", found[0], found[1]) if found[1] else doubt
                    if _no_day(after):
                        doubt = Asked("ask_either", found[0], month_on(found[0], 0, -1))
                    continue
                if "to" not in fact.names:
                    doubt = Asked("ask_day", self.today, self.today + timedelta(days=1))
            elif isinstance(fact, Mark) and "until" in fact.names and "to" not in fact.names:
                doubt = Asked("ask_day", self.today, self.today + timedelta(days=1))
            left.append(fact)
        return left, until, doubt


def _no_day(fact: Fact) -> bool:
    """A month, and none of its days."""
    return isinstance(fact, MonthDay) and fact.day == 0


def _with(hour: int, part: str) -> int:
    """A bare hour in a part of the day that was said apart from it: "tomorrow morning at 3"."""
    return resolved(hour, 0, False, part)[0]
