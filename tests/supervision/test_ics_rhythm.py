"""A rhythm as a calendar file, read back by another reader of the standard (dateutil, which comes with `holidays`)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.supervision.ics import Booking, Rhythm, ics
from bot.supervision.plan import (
    LAST,
    EveryDays,
    EveryWeeks,
    MonthlyOnDay,
    MonthlyOnWeekday,
    NotAPlan,
    Once,
    Plan,
    Rule,
    occurrences,
)
from tests.supervision.test_ics import read

rrule: Any = pytest.importorskip("dateutil.rrule")
tz: Any = pytest.importorskip("dateutil.tz")

MADE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ZONES = ("Europe/London", "Asia/Amman", "Africa/Cairo", "America/Mexico_City", "Africa/Casablanca", "Asia/Gaza", "Asia/Kathmandu")
RULES: tuple[Rule, ...] = (
    Once(), EveryDays(10), EveryWeeks(), EveryWeeks(2, (1, 3)), MonthlyOnWeekday(LAST, 4), MonthlyOnWeekday(2, 1, 3),
    MonthlyOnDay(31), MonthlyOnDay(30), MonthlyOnDay(5, 2),
)  # fmt: skip


def rhythm(plan: Plan, **changes: Any) -> Rhythm:
    return Rhythm(**({"uid": "r-1@practice-line", "sequence": 3, "plan": plan, "made_at": MADE, "title": "Check-in"} | changes))


def second_reader(text: str, limit: int) -> list[datetime]:
    """The first moments (aware UTC) that another program finds in a file with one rhythm."""
    start = next(line for line in text.splitlines() if line.startswith("DTSTART;TZID="))
    zone_name, wall = start.removeprefix("DTSTART;TZID=").split(":")
    zone = tz.tzical(io.StringIO(text)).get(zone_name)
    first = datetime.strptime(wall, "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    rule = next((line for line in text.replace("\r\n ", "").splitlines() if line.startswith("RRULE:")), "")
    moments = rrule.rrulestr(rule, dtstart=first) if rule else [first]
    found: list[datetime] = []
    for moment in moments:
        if len(found) == limit:
            break
        found.append(moment.astimezone(UTC))
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_another_reader_finds_the_same_moments_over_the_clock_changes(zone: str, rule: Rule) -> None:
    plan = Plan(zone, time(10, 30), date(2026, 11, 23), rule)
    # So far ahead clock changes are written down; a calendar that knows the zone needs none of them.
    mine = [moment for moment in occurrences(plan, MADE - timedelta(days=9), 30) if moment < MADE + timedelta(days=5 * 365)]
    assert second_reader(ics(rhythm(plan)), len(mine)) == mine


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES), st.sampled_from(RULES[1:]), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 23),
    st.one_of(st.none(), st.integers(1, 20)), st.one_of(st.none(), st.integers(0, 400)),
)  # fmt: skip
def test_it_does_so_for_any_first_date_hour_and_end(
    zone: str, rule: Rule, first: date, hour: int, count: int | None, days: int | None
) -> None:
    # The hours of the night in which clocks change are read differently by each program.
    at = time(hour if 4 <= hour <= 22 else 9, 15)
    until = first + timedelta(days=days) if days is not None and count is None else None
    plan = Plan(zone, at, first, rule, count, until)
    mine = list(occurrences(plan, datetime.combine(first, time(0), UTC) - timedelta(days=9), 12))
    if mine:
        assert second_reader(ics(rhythm(plan)), 12) == mine


def test_a_rhythm_is_wall_time_of_its_zone_with_the_changes_of_the_clock_beside_it() -> None:
    found = read(ics(rhythm(Plan("Europe/London", time(10), date(2026, 11, 24), EveryWeeks(2)))))
    assert found["VEVENT.DTSTART;TZID=Europe/London"] == ["20261124T100000"]
    assert found["VEVENT.RRULE"] == ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"]
    assert found["VEVENT.SEQUENCE"] == ["3"]
    assert found["VTIMEZONE.TZID"] == ["Europe/London"]
    assert "20270328T010000" in found["DAYLIGHT.DTSTART"]
    assert "20271031T020000" in found["STANDARD.DTSTART"]


def test_the_file_begins_on_the_first_day_that_fits_the_rule() -> None:
    found = read(ics(rhythm(Plan("Asia/Amman", time(9), date(2026, 11, 22), EveryWeeks(1, (1,))))))
    assert found["VEVENT.DTSTART;TZID=Asia/Amman"] == ["20261124T090000"]


def test_a_zone_whose_clock_never_changes_is_one_line_of_it() -> None:
    found = read(ics(rhythm(Plan("Asia/Amman", time(9), date(2026, 11, 22), EveryWeeks()))))
    assert found["STANDARD.TZOFFSETTO"] == ["+0300"]
    assert "DAYLIGHT.DTSTART" not in found


def test_what_counts_from_the_last_one_held_is_refused() -> None:
    with pytest.raises(NotAPlan):
        ics(rhythm(Plan("Asia/Amman", time(9), date(2026, 11, 22), EveryWeeks(), from_last_held=True)))


def test_an_ended_rhythm_cancels_and_a_time_that_nobody_agreed_to_is_tentative() -> None:
    plan = Plan("Asia/Amman", time(9), date(2026, 11, 22), EveryWeeks())
    found = read(ics(rhythm(plan, cancelled=True)))
    assert (found["VCALENDAR.METHOD"], found["VEVENT.STATUS"]) == (["CANCEL"], ["CANCELLED"])
    start = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Amman"))
    assert read(ics(Booking("b@x", 0, start, MADE, "Check-in", tentative=True)))["VEVENT.STATUS"] == ["TENTATIVE"]


def test_several_stand_in_one_file_and_it_cancels_only_if_all_are_off() -> None:
    start = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Amman"))
    one, other = Booking("a@x", 0, start, MADE, "Check-in"), Booking("b@x", 1, start, MADE, "Check-in", cancelled=True)
    found = read(ics(one, other))
    assert found["VEVENT.UID"] == ["a@x", "b@x"]
    assert found["VCALENDAR.METHOD"] == ["PUBLISH"]
    assert found["VEVENT.STATUS"] == ["CONFIRMED", "CANCELLED"]
