"""A booking as a calendar file (RFC 5545), so that a person's own calendar reminds them.

It holds no name and no matter: calendars are shared, synchronised and shown on lock screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_LINE = 75
"""Octets of a line, without its end."""


@dataclass(frozen=True)
class Booking:
    """One check-in, for a calendar.

    `uid` names it for good, `sequence` grows with each change, so that a calendar replaces what it has. `start` and `made_at`
    (when this file was made) are aware. `title` is a neutral word in the reader's language; `alarm` is how long before the start
    the calendar rings, None for not at all.
    """

    uid: str
    sequence: int
    start: datetime
    made_at: datetime
    title: str
    length: timedelta = timedelta(hours=1)
    alarm: timedelta | None = timedelta(minutes=30)
    cancelled: bool = False


def ics(booking: Booking) -> str:
    """The file's text, with CRLF at the end of each line and lines folded at 75 octets. Moments are in UTC: every calendar knows
    it, and a single booking has no clock change to survive."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Practice Line//Check-ins//EN",
        f"METHOD:{'CANCEL' if booking.cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{_text(booking.uid)}",
        f"SEQUENCE:{booking.sequence}",
        f"DTSTAMP:{_moment(booking.made_at)}",
        f"DTSTART:{_moment(booking.start)}",
        f"DTEND:{_moment(booking.start + booking.length)}",
        f"SUMMARY:{_text(booking.title)}",
        f"STATUS:{'CANCELLED' if booking.cancelled else 'CONFIRMED'}",
        "CLASS:PRIVATE",
    ]
    if booking.alarm is not None and not booking.cancelled:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(booking.title)}",
            f"TRIGGER:-PT{int(booking.alarm.total_seconds()) // 60}M",
            "END:VALARM",
        ]
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(_folded(line) + "\r\n" for line in lines)


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
