"""Days and times that somebody typed by themselves, in answer to "when?": read with the words of scheduling. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.supervision.wording import Wording
from bot.supervision.wording_facts import Ahead, Days, Fact, Hour, Mark, MonthDay, On, Week, resolved
from bot.supervision.wording_reader import Reader
from bot.supervision.wording_when import WORKDAYS, Planner
from bot.supervision.wording_words import LONGEST, Item, fold, tokens

_DAYS = (On, Days, MonthDay, Ahead, Week)


def _items(text: str, wording: Wording, lang: str) -> Iterator[list[Item]]:
    """The text cut by the words of `lang` first, then by those of each other language."""
    cut = tokens(text[:LONGEST])
    for name in sorted(wording.lexicons, key=lambda name: name != lang):
        yield wording.lexicons[name].items(cut)


def _facts(text: str, wording: Wording, now: datetime, lang: str) -> Iterator[list[Fact]]:
    for items in _items(text, wording, lang):
        yield list(Reader(items, now.replace(tzinfo=None)).facts())


def moment_in(
    text: str, wording: Wording, now: datetime, lang: str, around: date | None = None, workdays: Sequence[int] = WORKDAYS,
    *, but: time | None = None, only: bool = False,
) -> datetime | None:  # fmt: skip
    """The moment that a text names (aware), seen from `now` (aware, in the reader's zone); None where it names none, or may mean
    two. An hour alone is on the day `around` if it is still to come then, else the next such hour.

    An hour that is the same as `but` is passed over: it says which one is spoken of. `only` reads with the words of `lang` alone.
    """
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    wall = now.replace(tzinfo=None)
    bare = fold(text)[0].strip()
    if bare.isdecimal() and 0 < int(bare[:3]) < 25 and len(bare) < 3:
        text = f"{resolved(int(bare), 0, False, '')[0] % 24}:00"
    for read in list(_facts(text, wording, now, lang))[: 1 if only else None]:
        facts = [fact for fact in _beginning(read) if but is None or not _is(fact, but)]
        if not any(isinstance(fact, Hour) or (isinstance(fact, Ahead) and fact.minutes) for fact in facts):
            continue
        when = Planner(wall, zone, workdays).plan(facts, "", recurring=False)
        if not isinstance(when.first, datetime) or (when.asked is not None and when.asked.key != "ask_day"):
            return None
        first = when.first
        if around is not None and not any(isinstance(fact, _DAYS) for fact in facts):
            there = datetime.combine(around, first.time())
            first = there if there > wall else first
        return first.replace(tzinfo=zone)
    return None


def _beginning(facts: Sequence[Fact]) -> list[Fact]:
    """The pieces without the hour until which something else lasts ("in court till 4")."""
    ends = {n + 1 for n, fact in enumerate(facts) if isinstance(fact, Mark) and "until" in fact.names and "to" not in fact.names}
    return [fact for n, fact in enumerate(facts) if not (n in ends and isinstance(fact, Hour))]


def _is(fact: Fact, hour: time) -> bool:
    return isinstance(fact, Hour) and (fact.hour % 12, fact.minute) == (hour.hour % 12, hour.minute)


def hours_in(text: str, wording: Wording, now: datetime, lang: str) -> frozenset[tuple[int, int]]:
    """The times of day that a text names, on a clock of twelve hours."""
    every = (fact for facts in _facts(text, wording, now, lang) for fact in facts)
    return frozenset((fact.hour % 12, fact.minute) for fact in every if isinstance(fact, Hour))


def days_in(text: str, wording: Wording, now: datetime, lang: str, workdays: Sequence[int] = WORKDAYS) -> tuple[date, ...]:
    """The days that a text names, in their order; a week is its first and its last day. Empty where it names none, or where one
    of them may be another."""
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    for items in _items(text, wording, lang):
        planner = Planner(now.replace(tzinfo=None), zone, workdays)
        days: list[date] = []
        for fact in Reader(items, planner.now).facts():
            if isinstance(fact, On) and (first := _first_of(items, fact)) is not None:
                days.append(first)
            found = planner.day_of(fact) if isinstance(fact, _DAYS) else None
            if found is None:
                continue
            day, other = found
            if other is not None:
                return ()
            days += [day, day + timedelta(days=6)] if isinstance(fact, Week) else [day]
        if days:
            return tuple(sorted(set(days)))
    return ()


def _first_of(items: Sequence[Item], last: On) -> date | None:
    """The 3rd in "3 to 14 December"."""
    before = items[max(last.start - 2, 0) : last.start]
    number = next((item.number for item in reversed(before) if item.kind in ("number", "nth")), None)
    if number is None or not 0 < number < 32:
        return None
    month = last.day if number < last.day.day else last.day.replace(day=1) - timedelta(days=1)
    try:
        return month.replace(day=number)
    except ValueError:
        return None
