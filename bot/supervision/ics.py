"""Check-ins as a calendar file (RFC 5545), so that a person's own calendar reminds them.

It holds no name and no matter: calendars are shared, synchronised and shown on lock screens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.supervision.plan import Plan, dates
from bot.supervision.rrule import text_of

_LINE = 75
"""Octets of a line, without its end."""
_YEARS = 6
"""So long a zone's clock changes are written down for a rhythm without an end; by then the calendar knows the zone itself."""


@dataclass(frozen=True)
class Booking:
    """One check-in, for a calendar.

    `uid` names it for good, `sequence` grows with each change, so that a calendar replaces what it has. `start` and `made_at`
    (when this file was made) are aware. `title` is a neutral word in the reader's language; `alarm` is how long before the start
    the calendar rings, None for not at all. `tentative`: the time isn't agreed yet.
    """

    uid: str
    sequence: int
    start: datetime
    made_at: datetime
    title: str
    length: timedelta = timedelta(hours=1)
    alarm: timedelta | None = timedelta(minutes=30)
    cancelled: bool = False
    tentative: bool = False


@dataclass(frozen=True)
class Rhythm:
    """A rhythm of check-ins, for a calendar: likewise, with its plan in place of a start."""

    uid: str
    sequence: int
    plan: Plan
    made_at: datetime
    title: str
    length: timedelta = timedelta(hours=1)
    alarm: timedelta | None = timedelta(minutes=30)
    cancelled: bool = False


def ics(*entries: Booking | Rhythm, again: timedelta | None = None) -> str:
    """The file's text, with CRLF at the end of each line and lines folded at 75 octets. `again` is how long a calendar program
    that subscribed to it should wait before it fetches it anew.

    The moment of a single check-in is in UTC: every calendar knows it, and it has no clock change to survive. A rhythm is in wall
    time of its zone, with the zone's clock changes beside it. Raises NotAPlan for a rhythm that counts from the last one held.
    """
    cancelled = bool(entries) and all(entry.cancelled for entry in entries)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Practice Line//Check-ins//EN",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
    ]
    if again is not None:
        lines.append(f"REFRESH-INTERVAL;VALUE=DURATION:PT{int(again.total_seconds()) // 60}M")
    for zone, plans in _zones(entries).items():
        lines += _zone(zone, plans)
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _event(entry: Booking | Rhythm) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{_moment(entry.made_at)}"
    if isinstance(entry, Booking):
        yield f"DTSTART:{_moment(entry.start)}"
        yield f"DTEND:{_moment(entry.start + entry.length)}"
    else:
        # The standard counts the start itself as the first one: it has to be a day of the rule.
        first = next(iter(dates(entry.plan.rule, entry.plan.first)))
        yield f"DTSTART;TZID={entry.plan.zone}:{first:%Y%m%d}T{entry.plan.at:%H%M%S}"
        yield f"DURATION:PT{int(entry.length.total_seconds()) // 60}M"
        if rule := text_of(entry.plan):
            yield f"RRULE:{rule}"
    yield f"SUMMARY:{_text(entry.title)}"
    tentative = isinstance(entry, Booking) and entry.tentative
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'TENTATIVE' if tentative else 'CONFIRMED'}"
    yield "CLASS:PRIVATE"
    if entry.alarm is not None and not entry.cancelled:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(entry.title)}"
        yield f"TRIGGER:-PT{int(entry.alarm.total_seconds()) // 60}M"
        yield "END:VALARM"
    yield "END:VEVENT"


# --- zones --------------------------------------------------------------------------------------------------------------


def _zones(entries: Iterable[Booking | Rhythm]) -> dict[str, list[Plan]]:
    found: dict[str, list[Plan]] = {}
    for entry in entries:
        if isinstance(entry, Rhythm):
            found.setdefault(entry.plan.zone, []).append(entry.plan)
    return found


def _zone(name: str, plans: Iterable[Plan]) -> Iterator[str]:
    """A zone as its clock changes from the first day of some plans to the last."""
    plans = tuple(plans)
    begin = datetime.combine(min(plan.first for plan in plans), datetime.min.time(), UTC) - timedelta(days=2)
    ends = [plan.until for plan in plans]
    known = [end for end in ends if end is not None]
    last = begin + timedelta(days=366 * _YEARS)
    if len(known) == len(ends):
        last = min(last, datetime.combine(max(known), datetime.max.time(), UTC) + timedelta(days=2))
    zone = ZoneInfo(name)
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{name}"
    here = begin.astimezone(zone)
    yield from _observance(here, here.utcoffset() or timedelta(), here.replace(tzinfo=None))
    for change in _changes(zone, begin, last):
        before = (change - timedelta(seconds=1)).astimezone(zone).utcoffset() or timedelta()
        yield from _observance(change.astimezone(zone), before, (change + before).replace(tzinfo=None))
    yield "END:VTIMEZONE"


def _observance(after: datetime, before: timedelta, wall: datetime) -> Iterator[str]:
    """What the clock shows from a moment on; `wall` is what it showed at that moment by the offset `before` it."""
    kind = "DAYLIGHT" if after.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{wall:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_offset(before)}"
    yield f"TZOFFSETTO:{_offset(after.utcoffset() or timedelta())}"
    yield f"END:{kind}"


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments (aware UTC) at which a zone's clock is put forward or back, to the second."""

    def offset(moment: datetime) -> timedelta | None:
        return moment.astimezone(zone).utcoffset()

    day = timedelta(days=1)
    for low in islice(_steps(begin, day), (end - begin) // day):
        if offset(low) == offset(low + day):
            continue
        earlier, later = low, low + day
        while later - earlier > timedelta(seconds=1):
            middle = (earlier + (later - earlier) / 2).replace(microsecond=0)
            earlier, later = (middle, later) if offset(middle) == offset(low) else (earlier, middle)
        yield later


def _steps(moment: datetime, step: timedelta) -> Iterator[datetime]:
    while True:
        yield moment
        moment += step


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


# --- lines --------------------------------------------------------------------------------------------------------------


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a moment has a time zone")
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Text as the standard escapes it; other control characters have no place in it."""
    kept = "".join(c for c in words.replace("\r\n", "\n") if c == "\n" or c.isprintable() or ord(c) > 0x9F)
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line over 75 octets goes on in the next, after a space; never within a character."""
    whole, row = [], b""
    for character in line:
        octets = character.encode()
        if len(row) + len(octets) > _LINE:
            whole.append(row)
            row = b" "
        row += octets
    return b"\r\n".join([*whole, row]).decode()
