"""Reads the pieces of a sentence about time, item by item: see `wording_facts` for what there is. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.supervision.wording_dates import Dates
from bot.supervision.wording_facts import (
    CODES,
    FREQS,
    RHYTHMS,
    Ahead,
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
)
from bot.supervision.wording_words import BINDING


class Reader(Dates):
    """Reads the pieces of one sentence, item by item; `now` is wall time where the plan's owner is."""

    def facts(self) -> list[Fact]:
        """Every piece, in the order of the sentence."""
        found: list[Fact] = []
        at = 0
        while at < len(self.items):
            fact = self._fact(at, found)
            if fact is None:
                at += 1
                continue
            spans = isinstance(fact, Hour) and found and isinstance(found[-1], Hour) and found[-1].end == at
            if spans and self._is(at, "range", "to"):
                found.append(Mark(at, at, frozenset({"range"})))  # "de 10h30 à 11h30", where "à" is of the hour too
            found.append(fact)
            at = fact.end
        return found

    # --- one piece ---------------------------------------------------------------------------------------------------------

    def _fact(self, at: int, found: list[Fact]) -> Fact | None:
        if self._named(at):
            return None
        for read in (
            self._rhythm, self._stretch, self._ahead, self._last_day, self._week, self._date, self._days, self._month_day,
        ):  # fmt: skip
            fact = read(at)
            if fact is not None:
                return fact
        if found and (day := self._bare_day(at, found[-1])):
            return day
        loose = (
            bool(found) and found[-1].end >= at - 1 and isinstance(found[-1], (Days, On, Mark, MonthDay, OfMonth, Rhythm, Week))
        )
        hour = self._hour(at, loose)
        if hour is not None:
            return hour
        if self._is(at, "part", "half_day"):
            name = self._tag(at, "part")
            beside = (found and found[-1].end >= at - 1) or self._is(at + 1, "weekday", "day", "at", "of", "from_day")
            return Part(at, at + 1, name) if name and beside else None
        if self._is(at, "of_month"):
            return OfMonth(at, at + 1)
        names = frozenset(name for name in ("until", "from", "to", "or", "range") if self._is(at, name))
        if "or" in names and self.items[at].text in BINDING and at + 1 < len(self.items) and not self.items[at + 1].tags:
            return None  # "أم خالد"
        return Mark(at, at + 1, names) if names else None

    def _bare_day(self, at: int, before: Fact) -> MonthDay | None:
        """The day after a weekday, where the hour is said as well: "Monday 30 at 10"."""
        number = self._number(at)
        ends = isinstance(before, Mark) and "until" in before.names and before.end == at
        if ends and self._digits(at) and number and number < 32 and self._off():
            told = self._is(at + 1, "unit", "oclock", "half_day", "part", "times", "month", "of", "month_ahead")
            return None if told else MonthDay(at, at + 1, number)
        if not (isinstance(before, Days) and before.end == at and len(before.days) == 1 and self._digits(at) and number):
            return None
        if number > 31 or self._is(at + 1, "unit", "oclock", "half_day", "part", "past", "before_hour", "minutes_after"):
            return None
        hour = self._hour(at + 1 + self._mark(at + 1), True)
        return MonthDay(at, at + 1, number) if hour is not None else None

    def _off(self) -> bool:
        """Check-ins rest: then "until the 11th" may go without a word for the day."""
        return any(item.tags.get("verb") in ("pause", "skip", "cancel") for item in self.items)

    def _rhythm(self, at: int) -> Fact | None:
        day = self._tag(at, "weekday")
        if day and self._is(at + 1, "negative") and any(self._tag(step, "weekday") == day for step in range(max(at - 4, 0), at)):
            return Rhythm(at, at + 2, "WEEKLY", 2)  # "one Monday yes, one Monday no"
        rhythm = self._tag(at, "rhythm")
        ordinal = self._is(at - 1, "weekday") and self._is(at, "of_month")
        if rhythm == "daily" and self._is(at + 1, "weekday"):
            return Rhythm(at, at + 1, "WEEKLY")
        if rhythm is not None and not ordinal:
            freq, interval = RHYTHMS[rhythm]
            unclear = rhythm.removeprefix("unclear_") if rhythm.startswith("unclear") else ""
            return Rhythm(at, at + 1, freq, interval, rhythm == "workdays", unclear)
        if self._is(at, "alternate"):
            unit = self._tag(at + 1, "unit")
            if unit in FREQS:
                return Rhythm(at, at + 2, FREQS[unit], 2)
            if self._is(at + 1, "weekday") and self._is(at + 2, "of_month"):
                # "Every second Tuesday of the month" is no fortnight.
                return Days(at, at + 2, (CODES.index(self.items[at + 1].tags["weekday"]),), nth=2)
            return Rhythm(at, at + 1, "WEEKLY", 2)
        if not self._is(at, "every"):
            return None
        number, after = self._number(at + 1), at + 2
        if number is None or (self._digits(at + 1) and self.items[at + 1].kind == "nth" and not self._is(at + 2, "weekday")):
            number, after = 1, at + 1
        counted = number is not None and self._is(at + 2, "unit") and not self._is(at + 2, "at")
        if self._is(at + 1, "weekday") and not counted:
            number, after = 1, at + 1
        ordinal_before = self._tag(after, "ordinal")
        if number == 1 and ordinal_before and self._is(after + 1, "unit") and int(ordinal_before) > 1:
            number, after = int(ordinal_before), after + 1
        unit = self._tag(after, "unit")
        if unit and (unit in FREQS or " " in unit) and not self._is(after, "weekday"):
            times, _, name = unit.rpartition(" ")
            if name in FREQS:
                return Rhythm(at, after + 1, FREQS[name], max(1, number) * int(times or 1))
        if self._is(after, "weekday", "weekdays") and number > 1:
            return Rhythm(at, after, "WEEKLY", number)
        nth = self._tag(at + 1, "ordinal")
        if nth and self._is(at + 2, "weekday", "weekdays") and int(nth) > 1 and not self._of_month_after(at + 3):
            return Rhythm(at, at + 2, "WEEKLY", int(nth))
        if nth and self._is(at + 2, "weekday", "weekdays"):
            return Rhythm(at, at + 1, "MONTHLY")
        if self._is(after, "weekday", "weekdays", "part"):
            return Rhythm(at, after, "DAILY" if self._is(after, "part") else "WEEKLY")
        if self._is(at + 1, "day_number") and self._number(at + 2) is not None:
            return Rhythm(at, at + 1, "MONTHLY")
        return None

    def _stretch(self, at: int) -> Stretch | None:
        coming = self._tag(at, "which") == "1" and (self._number(at + 1) or 0) > 1
        if not self._is(at, "lasting") and not coming:
            number = self._number(at)
            spoken = self._tag(at + 1, "unit") or ""
            pausing = any(item.tags.get("verb") in ("pause", "skip") for item in self.items)
            if pausing and spoken in ("day", "week", "month") and number and not self._is(at - 1, "in"):
                return Stretch(at, at + 2, number, spoken)
            times, _, name = (self._tag(at, "unit") or "").rpartition(" ")
            if pausing and times.isdigit() and name in FREQS and not self._is(at - 1, "in"):
                return Stretch(at, at + 1, int(times), name)  # Arabic and "fortnight" have the number in the word
            if number is not None and self._is(at + 1, "times") and not self._is(at, "ordinal"):
                return Stretch(at, at + 2, number, "times")
            if number and number > 1 and self._is(at + 1, "rhythm") and self._is(at + 2, "times", "checkin"):
                return Stretch(at, at + 1, number, "times")  # "four fortnightly sessions"
            if self._is(at, "times") and len(self.items[at].text) == 1 and (times := str(self._number(at + 1) or "")):
                return Stretch(at, at + 2, int(times), "times")  # "x6"
            return None
        number, after = self._number(at + 1), at + 2
        if number is None:
            number, after = 1, at + 1
        if self._is(after, "times") and number > 1:
            return Stretch(at, after + 1, number, "times")
        unit = self._tag(after, "unit")
        if unit is None or (self._is(after, "weekday") and number == 1):
            return None
        times, _, name = unit.rpartition(" ")
        return Stretch(at, after + 1, number * int(times or 1), name) if name in FREQS and name != "half" else None

    def _ahead(self, at: int) -> Fact | None:
        start = at
        again = "snooze" in (self._tag(at - 1, "verb"), self._tag(at - 2, "verb"))
        at += self._is(at, "in") or (again and self._is(at, "lasting"))
        leading = at > start or (again and self._number(at) is not None and not self._is(at, "weekday"))
        if at > start and at < len(self.items) and self.items[at].kind in ("hour", "time") and "h" in self.items[at].text:
            whole, _, odd = self.items[at].text.replace(" ", "").rstrip("rs").partition("h")
            return Ahead(start, at + 1, minutes=60 * int(whole) + int(odd or 0))
        number, after = self._number(at), at + 1
        if number is None:
            number, after = 1, at
        unit = self._tag(after, "unit")
        if unit is None:
            return None
        times, _, name = unit.rpartition(" ")
        if times == "half":
            return Ahead(start, after + 1, minutes=30 * number) if leading else None
        count = number * int(times or 1)
        if not leading:
            # "A week tomorrow", "two weeks on Tuesday": counted on from a day that follows.
            follows = after + 1 + self._is(after + 1, "from_day")
            day = self._days(follows) or self._date(follows)
            if name != "week" or day is None or after == at or isinstance(day, MonthDay):
                return None
            if isinstance(day, Days):
                return replace(day, start=start, weeks=day.weeks + count) if len(day.days) == 1 else None
            assert isinstance(day, On)
            return On(start, day.end, day.day + timedelta(weeks=min(count, 500)))
        after += 1
        if name in ("minute", "hour"):
            minutes = min(count, 100000) * (60 if name == "hour" else 1)
            extra = self._number(after + 1) if self._is(after, "plus", "and") and self._is(after + 2, "unit") else None
            if name == "hour" and extra and self._tag(after + 2, "unit") == "minute":
                return Ahead(start, after + 3, minutes=minutes + extra)
            if name == "hour" and self._is(after, "minutes_after"):
                return Ahead(start, after + 1, minutes=minutes + int(self._tag(after, "minutes_after") or 0))
            return Ahead(start, after, minutes=minutes)
        if name == "year":
            return Ahead(start, after, months=12 * min(count, 50))
        if name == "month":
            return Ahead(start, after, months=min(count, 600))
        return Ahead(start, after, days=min(count, 5000) * (7 if name == "week" else 1))

    def _week(self, at: int) -> Fact | None:
        week = self._tag(at, "week")
        if week is not None:
            return Week(at, at + 1, int(week))
        return None

    def _days(self, at: int) -> Days | None:
        start = at
        this = next_ = habit = False
        nth = 0
        while True:
            if self._is(at, "which") and not self._is(at, "weekday"):
                which = self._tag(at, "which")
                this, next_ = this or which == "0", next_ or which == "1"
            elif self._is(at, "habitual") and self._is(at + 1, "weekday", "weekdays"):
                habit = True
            elif not (self._ordinal(at) and self._is(at + 1, "weekday", "weekdays")):
                break
            else:
                nth = self._ordinal(at)
            at += 1
        listed: list[int] = []
        while self._is(at, "weekday", "weekdays"):
            if self._is(at, "minutes_before") or self._named(at):
                break
            ends = (self._date, self._days, self._last_day, self._week)
            if self._is(at, "until") and any(read(at + 1) for read in ends):
                break  # "لحد" is Sunday, and until
            habit = habit or self._is(at, "weekdays")
            this = this or (self._tag(at, "which") == "0")
            day = CODES.index(self._tag(at, "weekday") or self._tag(at, "weekdays") or "MO")
            if listed and self._range(at - 1):
                listed += [(listed[-1] + step) % 7 for step in range(1, (day - listed[-1]) % 7)]
            listed.append(day)
            at += 1
            step = at
            while (self._is(step, "and", "range", "or", "habitual") and not self._is(step, "weekday", "weekdays")) or self._mark(
                step, ",،/"
            ):
                step += 1
            if step > at and self._is(step, "weekday", "weekdays") and not self._is(at, "or") and not (
                self._range(at) and not habit and not self._is(start - 1, "every", "rhythm") and not self._habits(step)
            ):  # fmt: skip
                at = step
            elif step == at and self._is(at, "weekday") and self._is(at, "and"):
                continue
            else:
                break
        if not listed:
            return None
        weeks = 0
        if not nth and self._ordinal(at) and self._of_month_after(at + 1):
            nth, at = self._ordinal(at), at + 1
        if self._is(at, "which") and not self._is(at, "weekday", "week") and len(listed) == 1:
            which = self._tag(at, "which")
            next_, this = next_ or which in ("1", "2"), this or which == "0"
            at += 1
        elif self._is(at, "later"):
            weeks, at = int(self._tag(at, "later") or 7) // 7, at + 1
        month = 0
        if nth and self._is(at, "of") and self._is(at + 1, "month"):
            month, at = int(self._tag(at + 1, "month") or 0), at + 2
        elif nth and self._is(at, "month_ahead"):
            month, at = (self.today.month + int(self._tag(at, "month_ahead") or 0) - 1) % 12 + 1, at + 1
        return Days(start, at, tuple(dict.fromkeys(listed)), habit, nth, weeks, next_, this, month)

    def _range(self, at: int) -> bool:
        return self._is(at, "range") and not self._is(at, "and")

    def _habits(self, at: int) -> bool:
        return self._is(at + 1, "part") and not self._number(at + 2)
