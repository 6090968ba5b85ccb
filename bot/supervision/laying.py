"""Check-ins of one person with several others, laid into a working week so that none clashes with another. Pure.

People meet at full and half hours. As many are placed as can be at all on a grid of times that don't overlap: whoever already has
a place moves on where that makes room for somebody who has no other one. Who finds none on the grid is put between, if they can.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.public_days import none_known
from bot.supervision.calendar import Busy, Calendar, Span
from bot.supervision.plan import instant

BREAK = timedelta(minutes=15)
"""Between two check-ins of the same person: to write down, to breathe. Practice wisdom."""
ROUNDS = 8
"""So many dates of each are looked at for clashes."""
_DAY, _HALF_HOUR = timedelta(days=1), timedelta(minutes=30)


@dataclass(frozen=True)
class Week:
    """Where check-ins may be laid: weekdays (Monday = 0), and the part of the day, by the wall of whoever has them all. `first`
    is the day from which on the first ones are looked for, `weeks` how many lie between two."""

    first: date
    weekdays: Collection[int]
    hours: Span
    weeks: int = 1
    length: timedelta = timedelta(hours=1)
    rest: timedelta = BREAK


def lay(own: Calendar, others: Mapping[str, Calendar], week: Week, busy: Mapping[str, Sequence[Busy]]) -> dict[str, datetime]:
    """The first moment (aware UTC) of each of `others` who can be placed, by id, in the order of their dates.

    Everybody works at their time in an ordinary week: leave and holidays are single days, which the rhythm outlives. `busy` are
    the stretches that each already has, those of whoever has them all under "".
    """
    mine, ordinary = _ordinary(own), {person: _ordinary(calendar) for person, calendar in others.items()}

    def fits(person: str, slot: Sequence[datetime]) -> bool:
        works = all(one.works(slot[0], slot[0] + week.length) for one in (mine, ordinary[person]))
        return works and not any(_clash(slot, week.length, taken) for taken in (busy.get("", ()), busy.get(person, ())))

    step = -(-(week.length + week.rest) // _HALF_HOUR) * _HALF_HOUR
    slots = list(_slots(own, week, step))
    fitting = {person: [n for n, slot in enumerate(slots) if fits(person, slot)] for person in others}
    placed: dict[int, str] = {}
    for person in others:
        _place(person, fitting, placed, set())
    found = {person: slots[n][0] for n, person in placed.items()}
    # Whoever's hours lie across the grid finds a place between, if one is left.
    between = list(_slots(own, week, _HALF_HOUR))
    for person in others:
        if person not in found:
            free = (slot[0] for slot in between if _apart(slot[0], found.values(), week) and fits(person, slot))
            if (start := next(free, None)) is not None:
                found[person] = start
    return dict(sorted(found.items(), key=lambda entry: (entry[1], entry[0])))


def _apart(start: datetime, taken: Iterable[datetime], week: Week) -> bool:
    return all(abs(start - other) >= week.length + week.rest for other in taken)


def _place(person: str, fits: Mapping[str, Sequence[int]], placed: dict[int, str], seen: set[int]) -> bool:
    """A place for somebody, if need be one from which another can move on."""
    free = next((n for n in fits[person] if n not in placed and n not in seen), None)
    if free is not None:
        placed[free] = person
        return True
    for n in fits[person]:
        if n not in seen:
            seen.add(n)
            if _place(placed[n], fits, placed, seen):
                placed[n] = person
                return True
    return False


def _slots(own: Calendar, week: Week, step: timedelta) -> Iterator[list[datetime]]:
    """Each time of the week with its dates: first those that are earliest in their day, so that no day is crowded."""
    found: list[tuple[int, date, list[datetime]]] = []
    # The first date of each weekday, in the week (or fortnight's first week) that begins with `first`.
    for n in range(7):
        day = week.first + n * _DAY
        if day.weekday() not in week.weekdays:
            continue
        for place, at in enumerate(_times(week, step)):
            dates = [instant(day + r * week.weeks * 7 * _DAY, at, own.zone) for r in range(ROUNDS)]
            moments = [moment for moment in dates if moment is not None]
            if len(moments) == ROUNDS:
                found.append((place, day, moments))
    yield from (moments for _, _, moments in sorted(found, key=lambda one: one[:2]))


def _times(week: Week, step: timedelta) -> Iterator[time]:
    start = datetime.combine(date(2001, 1, 1), week.hours.start)
    end = datetime.combine(date(2001, 1, 1), week.hours.end)
    while start + week.length <= end:
        yield start.time()
        start += step


def _ordinary(calendar: Calendar) -> Calendar:
    """As every week is: without leave, holidays, and what a team says of single days."""
    return replace(calendar, public=none_known, leave=(), closed=frozenset(), opened=frozenset(), seasons=())


def _clash(slot: Sequence[datetime], length: timedelta, taken: Sequence[Busy]) -> bool:
    return any(start < end and begin < start + length for start in slot for begin, end in taken)
