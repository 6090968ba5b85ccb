"""Times of day in a sentence, in every form in which they are spoken: "half nine", "9h30", "las diez menos cuarto". Pure."""

from __future__ import annotations

from datetime import datetime

from bot.supervision.wording_facts import Hour, resolved
from bot.supervision.wording_words import Item


class Looks:
    """The items of one sentence, and what they are asked; `now` is wall time where the plan's owner is."""

    def __init__(self, items: list[Item], now: datetime) -> None:
        self.items, self.now, self.today = items, now, now.date()

    def _tag(self, at: int, key: str) -> str | None:
        return self.items[at].tags.get(key) if 0 <= at < len(self.items) else None

    def _is(self, at: int, *keys: str) -> bool:
        return 0 <= at < len(self.items) and any(key in self.items[at].tags for key in keys)

    def _number(self, at: int) -> int | None:
        return self.items[at].number if 0 <= at < len(self.items) else None

    def _digits(self, at: int) -> bool:
        return 0 <= at < len(self.items) and self.items[at].kind in ("number", "nth")

    def _mark(self, at: int, text: str = ",") -> bool:
        return 0 <= at < len(self.items) and self.items[at].text in text

    def _named(self, at: int) -> bool:
        """The item is a person: it follows "with"."""
        return self._is(at - 1, "with") and not self._is(at, "everyone", "checkin")


class Hours(Looks):
    """Reads an hour."""

    def _hour(self, at: int, loose: bool) -> Hour | None:
        start, told = at, loose or self._is(at, "at")
        while self._is(at, "at") and not (self._is(at, "clock", "hour") or self._number(at) is not None):
            told, at = True, at + 1
        item = self.items[at] if at < len(self.items) else None
        if item is None:
            return None
        if item.kind == "time":
            hour, minute = (int(piece) for piece in item.text.replace("h", ":").replace(".", ":").replace(" ", "").split(":"))
            return self._told(start, at + 1, hour, minute, item.text.startswith("0")) if minute < 60 and hour < 25 else None
        if "clock" in item.tags:
            hour = int(item.tags["clock"][:2])
            minute, after = self._minutes(at + 1)
            return _clock(start, after, hour * 60 + minute, True)
        if "minutes_before" in item.tags and (whole := self._hours(at + 1)):
            before = int(item.tags["minutes_before"])
            return self._told(start, at + 2 + self._is(at + 2, "oclock"), whole, before, False)
        number = item.number
        hours = self._hours(at + 2) if self._is(at + 1, "past", "before_hour") else None
        if number and number < 60 and hours and (not self._digits(at) or (number % 5 == 0 and hours < 13)):
            return self._told(start, at + 3, hours, number if self._is(at + 1, "past") else -number, False)
        on_24 = item.kind == "number" and len(item.text) == 4 and number is not None and number % 100 < 60 and number < 2400
        year = loose and start == at and 2000 < (number or 0) < 2100
        if told and on_24 and number is not None and not year:
            return self._told(start, at + 1 + self._is(at + 1, "oclock"), number // 100, number % 100, item.text[0] == "0")
        return self._plain_hour(start, at, told)

    def _plain_hour(self, start: int, at: int, told: bool) -> Hour | None:
        item = self.items[at]
        hours = self._hours(at)
        if (
            hours is None
            or item.kind == "nth"
            or (self._is(at, "ordinal") and not (told and start != at) and "hour" not in item.tags)
        ):
            return None
        if (
            start == at
            and not self._digits(at)
            and (self._is(at - 1, "of") or self._is(at - 2, "of"))
            and self._is(at + 1, "unit")
        ):
            return None  # "D'une heure" is a stretch of time
        if hours == 1 and not self._digits(at) and "hour" not in item.tags and at + 1 < len(self.items):
            thing = self.items[at + 1]
            if thing.kind == "word" and (not thing.tags or thing.tags.keys() & {"not_ours", "checkin", "ordinal"}):
                return None  # "pour une banque", "about a case"
        after = at + 1
        written = item.kind == "hour"
        if self._is(after, "oclock"):
            after, written = after + 1, True
        minute, ends = self._minutes(after, written or told)
        shaped = written or "hour" in item.tags or ends > after or self._is(ends, "half_day", "part")
        if (
            self._is(after, "month", "times")
            or (self._is(after, "unit") and not written)
            or (self._is(after, "weekday") and not told)
        ):
            return None
        if not (told or shaped) or (start == at and not shaped and item.kind != "number" and not self._is(at, "hour", "at")):
            return None
        return self._told(start, ends, hours, minute, len(item.text) > 1 and item.text.startswith("0"))

    def _hours(self, at: int) -> int | None:
        if not 0 <= at < len(self.items):
            return None
        item = self.items[at]
        if item.kind == "hour":
            return int("".join(char for char in item.text if char.isdigit())) if int(item.text.rstrip("hrs")) < 25 else None
        if item.kind == "number" and len(item.text) > 2:
            return None
        number = int(item.tags["hour"]) if "hour" in item.tags else item.number
        return number if number is not None and 0 <= number < 25 and item.kind != "nth" else None

    def _minutes(self, at: int, plain: bool = False) -> tuple[int, int]:
        """Minutes after (or, below zero, before) an hour, and the item after them."""
        if self._is(at, "minutes_after"):
            return int(self._tag(at, "minutes_after") or 0), at + 1
        number = self._number(at + 1)
        if number and number < 60 and self._is(at, "less") and not self._is(at + 1, "ordinal"):
            return -number, at + 2 + (self._tag(at + 2, "unit") == "minute")
        if (
            number
            and number < 60
            and self._is(at, "plus")
            and not self._is(at + 2, "unit", "month", "weekday", "half_day", "part", "oclock")
        ) and (not self._digits(at + 1) or number > 12):
            return number, at + 2
        if number and number < 60 and self._is(at, "plus", "and") and self._tag(at + 2, "unit") == "minute":
            return number, at + 3
        number = self._number(at)
        if plain and number and 4 < number < 60 and not self._digits(at) and not self._is(at + 1, "unit", "times", "month"):
            return number, at + 1
        return 0, at

    def _told(self, start: int, after: int, hour: int, minute: int, sure: bool) -> Hour | None:
        step = after
        while self._tag(step, "filler") == "" and not self._is(step, "part", "half_day", "with") and step < after + 2:
            step += 1
        part = self._tag(after, "half_day") or self._tag(after, "part") or self._tag(step, "part")
        if part is None and "part" not in self.items[min(after, len(self.items) - 1)].tags:
            step = after
        if part is not None:
            after = (after if self._is(after, "part", "half_day") else step) + 1
        if self._is(after, "part") and part in ("am", "pm"):
            after += 1
        if minute < 0:
            return _clock(start, after, resolved(hour, 0, sure, part or "")[0] * 60 + minute, True)
        hour, minute = resolved(hour, minute, sure, part or "")
        return Hour(start, after, hour, minute, sure or bool(part) or hour > 18 or hour == 0)


def _clock(start: int, after: int, minutes: int, sure: bool) -> Hour:
    return Hour(start, after, minutes // 60 % 24, minutes % 60, sure)
