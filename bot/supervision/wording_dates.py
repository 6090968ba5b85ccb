"""Reads the dates of a sentence, in figures and words: "12 March", "3.12.2026", "the 15th", "fin janvier". Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.supervision.wording_facts import Fact, MonthDay, On, month_on
from bot.supervision.wording_hours import Hours


class Dates(Hours):
    """Reads a date, or the day of a month."""

    def _last_day(self, at: int) -> Fact | None:
        if self._is(at, "end_of"):
            after = at + 1 + (self._is(at + 1, "of") and not self._is(at + 1, "month"))
            if month := self._tag(after, "month"):
                first = self._coming(int(month), 1) or self.today
                if int(month) == self.today.month:
                    first = self.today
                return On(at, after + 1, month_on(first, 0, -1))
        for key, day in (("last_workday", -2), ("last_day", -1)):
            if self._is(at, key):
                return MonthDay(at, at + 1, day)
        return None

    def _ordinal(self, at: int) -> int:
        tag = self._tag(at, "ordinal")
        if tag is not None:
            return int(tag)
        number = self._number(at) if 0 <= at < len(self.items) and self.items[at].kind == "nth" else None
        return number if number and number < 6 else 0

    def _of_month_after(self, at: int) -> bool:
        return self._is(at, "of_month") or (self._is(at, "rhythm") and self._tag(at, "rhythm") == "monthly")

    def _date(self, at: int) -> Fact | None:
        start = at
        if self._is(at, "from_day", "day_number", "from") and not self._is(at, "day") and self._month_near(at + 1):
            at += 1
        item = self.items[at] if at < len(self.items) else None
        if item is None:
            return None
        if "day" in item.tags:
            return self._relative(start, at, int(item.tags["day"]))
        if item.kind in ("iso", "slash", "dashed"):
            return self._numeric(start, at, item.text)
        number = item.number or self._ordinal(at)
        if number and 0 < number < 32:
            after = at + 1
            while (self._is(after, "of", "from_day") and not self._is(after, "month")) or (
                self._tag(after, "filler") == "" and self._mark(after, "-")
            ):
                after += 1
            month = self._tag(after, "month")
            if month and not (self._is(after, "number") and not self._digits(at)):
                return self._in_year(start, after + 1, number, int(month))
            if self._is(after, "month_ahead"):
                return MonthDay(start, after + 1, number, int(self._tag(after, "month_ahead") or 0))
        if "month_ahead" in item.tags:
            named = self._month_day(at + 1) or self._month_day(at + 2)
            ahead = int(item.tags["month_ahead"])
            if named is not None and named.ahead is None:
                return replace(named, start=start, ahead=ahead)
            return MonthDay(start, at + 1, 0, ahead)
        month = item.tags.get("month")
        after = at + 1 + self._is(at + 1, "day_number") if month else at
        follows = self._number(after) if month and self._digits(after) else None
        later = after + 1 + self._is(after + 1, "of")
        if month and follows and follows < 32 and not self._is(after + 1, "half_day", "oclock") and not self._is(later, "month"):
            return self._in_year(start, after + 1, follows, int(month))
        if month and not item.slipped and self._is(at - 1, "in", "until", "from", "of"):
            return MonthDay(start, at + 1, 0, (int(month) - self.today.month) % 12)
        return None

    def _month_near(self, at: int) -> bool:
        return any(self._is(step, "month") for step in (at, at + 1, at + 2)) or (
            at < len(self.items) and self.items[at].kind in ("iso", "slash", "dashed")
        )

    def _relative(self, start: int, at: int, ahead: int) -> On:
        day, after = self.today + timedelta(days=ahead), at + 1
        if self._is(after, "later") or (self._tag(after, "unit") or "").endswith("week"):
            later = self._tag(after, "later")
            unit = self._tag(after, "unit") or ""
            day, after = day + timedelta(days=int(later) if later else 14 if unit.startswith("2") else 7), after + 1
        return On(start, after, day, part=self.items[at].tags.get("part", ""))

    def _in_year(self, start: int, after: int, day: int, month: int) -> On | None:
        year = self._number(after) if self._digits(after) else None
        if year is None and self._is(after, "of") and self._digits(after + 1) and 2000 < (self._number(after + 1) or 0) < 2200:
            year, after = self._number(after + 1), after + 1
        if self._mark(after) and self._digits(after + 1) and 2000 < (self._number(after + 1) or 0) < 2200:
            year, after = self._number(after + 1), after + 1
        if year is not None and 2000 < year < 2200:
            made = _day(year, month, day)
            return None if made is None else On(start, after + 1, made)
        made = self._coming(month, day)
        return None if made is None else On(start, after, made)

    def _coming(self, month: int, day: int) -> date | None:
        for year in range(self.today.year, self.today.year + 9):
            made = _day(year, month, day)
            if made is not None and made >= self.today:
                return made
        return None

    def _numeric(self, start: int, at: int, text: str) -> On | None:
        parts = [int(part) for part in text.replace("/", "-").replace(".", "-").split("-")]
        if len(parts) == 3 and parts[0] > 31:
            made = _day(parts[0], parts[1], parts[2])
            return None if made is None else On(start, at + 1, made)
        year = parts[2] + (2000 if parts[2] < 100 else 0) if len(parts) == 3 else None
        ways = []
        for day, month in ((parts[0], parts[1]), (parts[1], parts[0])):
            made = _day(year, month, day) if year else self._coming(month, day)
            if made is not None and made not in ways:
                ways.append(made)
        if "." in text:
            del ways[1:]  # with dots the day comes first
        ways.sort(key=lambda day: day < self.today)
        return On(start, at + 1, ways[0], ways[1] if len(ways) > 1 else None) if ways else None

    def _month_day(self, at: int) -> MonthDay | None:
        start, marked = at, False
        while self._is(at, "day_number") or (
            self._tag(at, "filler") == "" and not self._is(at, "at", "to", "number", "with", "hour", "part", "ordinal")
        ):
            marked = marked or self._is(at, "day_number")
            at += 1
            if at - start > 3:
                return None
        if self._ordinal(at) > 0 and self._is(at + 1, "of_month"):
            return MonthDay(start, at + 1, self._ordinal(at))
        number = self._number(at)
        nth = at < len(self.items) and self.items[at].kind == "nth"
        if not number or not (nth or (marked and self._digits(at))) or number > 31:
            return None
        unit = self._is(at + 1, "unit") and not self._is(at + 1, "at")
        if unit or self._is(at + 1, "oclock", "half_day", "part", "times", "weekday", "month"):
            return None
        if self._is(at + 1, "of") and self._is(at + 2, "month"):
            return None
        ahead = self._tag(at + 1, "month_ahead")
        return MonthDay(start, at + 1 + (ahead is not None), number, None if ahead is None else int(ahead))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
