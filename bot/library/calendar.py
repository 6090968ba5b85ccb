"""When a day of the field falls: rules as an admin writes them, and which days come next. Pure; today is always given.

A rule is read once from its words (`30 July`, `third Tuesday of March`, `first full week of May`, `2026-03-17`) and then asked
for any year. Weeks begin on Monday (ISO 8601).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
"""Not the fifth: not every month has one."""
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HOW = "write 30 July, third Tuesday of March, first full week of May, or a date such as 2027-03-16"


class NotADay(ValueError):
    """The words are no rule; `what` says which ones, `remedy` what would be one."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} — {remedy}")
        self.what, self.remedy = what, remedy


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class OnDate:
    """The same date each year."""

    month: int
    day: int


@dataclass(frozen=True)
class OnWeekday:
    """The nth weekday of a month; weekdays count from Monday = 0, `nth` is -1 for the last."""

    nth: int
    weekday: int
    month: int


@dataclass(frozen=True)
class FullWeek:
    """The nth week from Monday to Sunday that lies wholly in a month; `nth` is -1 for the last."""

    nth: int
    month: int


@dataclass(frozen=True)
class FromTo:
    """From one day to another, into the next year if the second comes before the first."""

    first: OnDate | OnWeekday
    last: OnDate | OnWeekday


@dataclass(frozen=True)
class Listed:
    """Dates that somebody sets anew each time, oldest first."""

    spans: tuple[Period, ...]


Rule = OnDate | OnWeekday | FullWeek | FromTo | Listed


@dataclass(frozen=True)
class Observance:
    """A day or week of the field. `places` is empty for one that is kept everywhere; `source` says where to look its rule up."""

    id: str
    titles: Mapping[str, str]
    rule: Rule
    source: str
    about: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Occurrence:
    """An observance with the dates on which it falls."""

    observance: Observance
    span: Period


# --- reading -----------------------------------------------------------------------------------------------------------


def rule_of(text: str) -> Rule:
    """The rule that the words of `on` are. Raises NotADay."""
    words = " ".join(text.casefold().split())
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        return Listed((span_of(words),))
    if found := re.fullmatch(r"(\d{1,2}) ([a-z]+)", words):
        if found[2] in MONTHS:
            return _on_date(int(found[1]), MONTHS.index(found[2]), text)
    elif found := re.fullmatch(r"([a-z]+) full week of ([a-z]+)", words):
        if found[1] in ORDINALS and found[2] in MONTHS:
            return FullWeek(ORDINALS[found[1]], MONTHS.index(found[2]) + 1)
    elif (found := re.fullmatch(r"([a-z]+) ([a-z]+) of ([a-z]+)", words)) and (
        found[1] in ORDINALS and found[2] in WEEKDAYS and found[3] in MONTHS
    ):
        return OnWeekday(ORDINALS[found[1]], WEEKDAYS.index(found[2]), MONTHS.index(found[3]) + 1)
    raise NotADay(f"`{text}` isn't a day that can be reckoned", _meant(words) or _HOW)


def day_of(text: str) -> OnDate | OnWeekday:
    """A single day of every year, for `from` and `to`. Raises NotADay."""
    rule = rule_of(text)
    if isinstance(rule, OnDate | OnWeekday):
        return rule
    raise NotADay(f"`{text}` isn't one day of every year", "write 25 November, or third Monday of October")


def span_of(text: str) -> Period:
    """One entry of `dates`: `2026-10-21`, or `2026-10-21 to 2026-10-25`. Raises NotADay."""
    first, _, last = (part.strip() for part in text.partition(" to "))
    try:
        span = Period(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:
        remedy = "write year-month-day, as in 2026-10-21, or 2026-10-21 to 2026-10-25"
        raise NotADay(f"`{text}` isn't a date", remedy) from None
    if span.last < span.first:
        raise NotADay(f"`{text}` ends before it begins", "write the earlier date first")
    return span


def _on_date(day: int, month: int, text: str) -> OnDate:
    if (month, day) == (1, 29):
        raise NotADay("29 February isn't in every year", "write 28 February, or list it under `dates`")
    if not 1 <= day <= _DAYS[month]:
        raise NotADay(f"there is no `{text}`", f"{MONTHS[month].capitalize()} has {_DAYS[month]} days")
    return OnDate(month + 1, day)


def _meant(words: str) -> str:
    """The rule that is only a slip away, as a question, or nothing."""
    known = (*MONTHS, *WEEKDAYS, *ORDINALS, "full", "week", "of")
    near = [w if w in known or w.isdigit() else next(iter(difflib.get_close_matches(w, known, 1)), w) for w in words.split()]
    mended = " ".join(near)
    if mended == words:
        return ""
    try:
        rule_of(mended)
    except NotADay:
        return ""
    shown = " ".join(w.capitalize() if w in MONTHS or w in WEEKDAYS else w for w in near)
    return f"did you mean `{shown}`?"


# --- reckoning ---------------------------------------------------------------------------------------------------------


def occurrences(rule: Rule, year: int) -> tuple[Period, ...]:
    """Every time that begins in that year, in order."""
    match rule:
        case Listed(spans):
            return tuple(span for span in spans if span.first.year == year)
        case FullWeek(nth, month):
            monday = _nth(1, 0, year, month) + timedelta(weeks=nth - 1) if nth > 0 else _last_full_week(year, month)
            return (Period(monday, monday + timedelta(days=6)),)
        case FromTo(first, last):
            begins, ends = _day(first, year), _day(last, year)
            return (Period(begins, ends if ends >= begins else _day(last, year + 1)),)
        case OnDate() | OnWeekday():
            day = _day(rule, year)
            return (Period(day, day),)


def _day(rule: OnDate | OnWeekday, year: int) -> date:
    if isinstance(rule, OnDate):
        return date(year, rule.month, rule.day)
    return _nth(rule.nth, rule.weekday, year, rule.month)


def _nth(nth: int, weekday: int, year: int, month: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1)
    end = _end_of(year, month)
    return end - timedelta(days=(end.weekday() - weekday) % 7)


def _end_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _last_full_week(year: int, month: int) -> date:
    return _nth(-1, 6, year, month) - timedelta(days=6)


def kept_in(observance: Observance, place: str) -> bool:
    """Whether a day is kept in a place. A country's day holds for its nations; a nation's day only there; place "" is unknown."""
    return not observance.places or place in observance.places or place.partition("-")[0] in observance.places


def coming(observances: Iterable[Observance], today: date, place: str = "") -> list[Occurrence]:
    """The next time of each observance that is kept in the place, what is running first, then by date."""
    found = []
    for observance in observances:
        spans = (span for year in _years(observance.rule, today) for span in occurrences(observance.rule, year))
        following = next((span for span in spans if span.last >= today), None)
        if following and kept_in(observance, place):
            found.append(Occurrence(observance, following))
    return sorted(found, key=lambda o: (o.span.first, o.span.last, o.observance.id))


def past(observances: Iterable[Observance], today: date, place: str = "") -> list[Occurrence]:
    """The last time of each observance that is kept in the place, the latest first."""
    found = []
    for observance in observances:
        spans = [span for year in _years(observance.rule, today) for span in occurrences(observance.rule, year)]
        before = [span for span in spans if span.last < today]
        if before and kept_in(observance, place):
            found.append(Occurrence(observance, before[-1]))
    return sorted(found, key=lambda o: (o.span.last, o.span.first, o.observance.id), reverse=True)


def is_over(observance: Observance, today: date) -> bool:
    """Whether all dates that are known of it have passed."""
    return isinstance(observance.rule, Listed) and all(span.last < today for span in observance.rule.spans)


def _years(rule: Rule, today: date) -> Iterable[int]:
    """The years to look at: one before, for what runs into this one, and one after; of listed dates all."""
    if isinstance(rule, Listed):
        return sorted({span.first.year for span in rule.spans})
    return range(today.year - 1, today.year + 2)
