"""The calendar file of a booking, read back by a small reader of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.supervision.ics import Booking, ics

START = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Amman"))
MADE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def booking(**changes: object) -> Booking:
    return Booking(
        **({"uid": "c-7k2m@practice-line", "sequence": 0, "start": START, "made_at": MADE, "title": "Check-in"} | changes)
    )  # type: ignore[arg-type]


def read(text: str) -> dict[str, list[str]]:
    """Every property under its component ("VEVENT.UID"), unfolded and unescaped; fails on what no calendar would read."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    within: list[str] = []
    found: dict[str, list[str]] = {}
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, colon, value = line.partition(":")
        assert colon, line
        if name == "BEGIN":
            within.append(value)
        elif name == "END":
            assert within.pop() == value
        else:
            out, escaped = "", False
            for c in value:
                assert not (c in ",;" and not escaped and name != "RRULE"), value
                out += {"n": "\n"}.get(c, c) if escaped else "" if c == "\\" else c
                escaped = c == "\\" and not escaped
            found.setdefault(f"{within[-1]}.{name}", []).append(out)
    assert not within
    return found


def test_a_booking_is_one_event_in_utc_with_an_alarm() -> None:
    found = read(ics(booking()))
    assert found["VCALENDAR.METHOD"] == ["PUBLISH"]
    assert found["VEVENT.UID"] == ["c-7k2m@practice-line"]
    assert found["VEVENT.DTSTART"] == ["20261124T070000Z"]
    assert found["VEVENT.DTEND"] == ["20261124T080000Z"]
    assert found["VEVENT.DTSTAMP"] == ["20261122T120000Z"]
    assert found["VEVENT.STATUS"] == ["CONFIRMED"]
    assert found["VALARM.TRIGGER"] == ["-PT30M"]


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    before, after = read(ics(booking())), read(ics(booking(sequence=1, start=START + timedelta(days=1))))
    assert before["VEVENT.UID"] == after["VEVENT.UID"]
    assert (before["VEVENT.SEQUENCE"], after["VEVENT.SEQUENCE"]) == (["0"], ["1"])


def test_a_cancelled_booking_says_so_and_rings_no_more() -> None:
    found = read(ics(booking(sequence=2, cancelled=True)))
    assert found["VCALENDAR.METHOD"] == ["CANCEL"]
    assert found["VEVENT.STATUS"] == ["CANCELLED"]
    assert "VALARM.TRIGGER" not in found


def test_a_file_holds_nothing_but_what_it_needs() -> None:
    assert set(read(ics(booking()))) == {
        *(f"VCALENDAR.{name}" for name in ("VERSION", "PRODID", "METHOD")),
        *(f"VEVENT.{n}" for n in ("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS")),
        *(f"VALARM.{name}" for name in ("ACTION", "DESCRIPTION", "TRIGGER")),
    }


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200))
def test_any_title_comes_back_as_it_was(title: str) -> None:
    assert read(ics(booking(title=title)))["VEVENT.SUMMARY"] == [title]


@pytest.mark.parametrize("title", ["إشراف فردي " * 30, "x" * 66 + "é" * 40, "," * 90])
def test_long_lines_are_folded_between_characters(title: str) -> None:
    assert read(ics(booking(title=title)))["VEVENT.SUMMARY"] == [title]


def test_a_title_cannot_write_lines_of_its_own() -> None:
    found = read(ics(booking(title="Check-in\r\nATTENDEE:mailto:x\rEND:VEVENT\x0b\x85")))
    assert found["VEVENT.SUMMARY"] == ["Check-in\nATTENDEE:mailto:xEND:VEVENT"]
    assert "VEVENT.ATTENDEE" not in found


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ics(booking(start=datetime(2026, 11, 24, 10)))
