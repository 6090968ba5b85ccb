"""Zones, the moments at which their clocks jump, and a slow reference for what a wall time on a day comes to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

MINUTE = timedelta(minutes=1)
ZONES = sorted(z for z in available_timezones() if z != "localtime" and not z.startswith(("posix/", "right/")))
FIRST, LAST = date(2026, 1, 1), date(2035, 12, 31)
"""Ten years."""


@cache
def jumps(zone: str) -> tuple[datetime, ...]:
    """The moments of the ten years from which a zone's clock is another, to the minute, as a walk by weeks finds them."""
    here, found = ZoneInfo(zone), []
    at, end, week = datetime(FIRST.year, 1, 1, tzinfo=UTC), datetime(LAST.year, 12, 31, tzinfo=UTC), timedelta(days=7)
    before = at.astimezone(here).utcoffset()
    while at < end:
        after = (at + week).astimezone(here).utcoffset()
        if before != after:
            early, late = at, at + week
            while late - early > MINUTE:
                middle = early + timedelta(minutes=int((late - early) / MINUTE) // 2)
                if middle.astimezone(here).utcoffset() == before:
                    early = middle
                else:
                    late = middle
            found.append(late)
        at, before = at + week, after
    return tuple(found)


@cache
def walked(day: date, zone: str) -> tuple[tuple[datetime, datetime], ...]:
    """Every minute from before the day to after it: the moment, and what the wall shows."""
    here = ZoneInfo(zone)
    start = datetime.combine(day, time(0), UTC) - timedelta(hours=38)
    moments = (start + n * MINUTE for n in range(100 * 60))
    return tuple((moment, moment.astimezone(here).replace(tzinfo=None)) for moment in moments)


def expected(day: date, at: time, zone: str) -> datetime | None:
    """The promise, from the walk: the first moment that shows the time; else later, or earlier, by the jump within the day."""
    wanted = datetime.combine(day, at)
    minutes = walked(day, zone)
    shown = next((moment for moment, wall in minutes if wall == wanted), None)
    if shown is not None:
        return shown
    last = max(moment for (moment, wall), (_, after) in pairwise(minutes) if wall < wanted < after)
    before, after = (dict(minutes)[moment] for moment in (last, last + MINUTE))
    jump = after - before - MINUTE
    later = last + (wanted - before)
    here = ZoneInfo(zone)
    return next((m for m in (later, later - jump) if m.astimezone(here).date() == day), None)
