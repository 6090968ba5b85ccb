"""Working weeks, feasts that wait for the moon, leave, quiet hours: when a message goes, and which times are free."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale, UnknownLocaleError
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.supervision.calendar import (
    Bundle,
    Calendar,
    Days,
    Season,
    Span,
    bundles,
    calendar_at,
    free_times,
    grace_end,
    moved,
    send_at,
    working_day_before,
)
from bot.supervision.weekends import FRIDAY, OTHERWISE, SATURDAY, SUNDAY, weekend_of
from tests.supervision.clocks import ZONES

AMMAN = calendar_at("JO", "Asia/Amman")
LONDON = calendar_at("GB-ENG", "Europe/London")
RAMADAN = Season(
    Days(date(2027, 2, 8), date(2027, 3, 8)), (Span(time(15), time(21)), Span(time(0), time(10))), Span(time(10), time(15))
)


def wall(calendar: Calendar, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)


def shown(calendar: Calendar, moment: datetime | None) -> str:
    return f"{calendar.local(moment):%a %Y-%m-%d %H:%M}" if moment else "never"


# --- the week and its days off ------------------------------------------------------------------------------------------


def test_weekends_are_those_of_cldr_but_for_the_places_that_are_named() -> None:
    differ = set()
    for code in Locale("en").territories:
        if len(code) == 2 and code.isalpha():
            try:
                locale = Locale.parse(f"und_{code}")
            except UnknownLocaleError:
                continue
            if locale.territory == code and weekend_of(code) != {locale.weekend_start, locale.weekend_end}:
                differ.add(code)
    assert differ == {code for code in OTHERWISE if "-" not in code}


@pytest.mark.parametrize(
    ("code", "off"),
    [
        ("JO", {FRIDAY, SATURDAY}),
        ("PS", {FRIDAY, SATURDAY}),
        ("MY-03", {FRIDAY, SATURDAY}),
        ("MY", {SATURDAY, SUNDAY}),
        ("GB-SCT", {SATURDAY, SUNDAY}),
        ("IR", {FRIDAY}),
        ("", {SATURDAY, SUNDAY}),
    ],
)
def test_a_place_has_its_weekend(code: str, off: set[int]) -> None:
    assert weekend_of(code) == off


def test_a_team_may_have_a_week_of_its_own() -> None:
    saturdays = replace(AMMAN, weekend=frozenset({FRIDAY}))
    assert AMMAN.off(date(2026, 11, 28)) is not None
    assert saturdays.off(date(2026, 11, 28)) is None


def test_a_feast_by_the_moon_is_expected_and_can_be_moved() -> None:
    feast = AMMAN.off(date(2027, 3, 9))
    assert feast is not None
    assert (feast.why, feast.expected, feast.name) == ("holiday", True, "Eid al-Fitr")
    later = moved(AMMAN, date(2027, 3, 9), date(2027, 3, 14))
    assert later.off(date(2027, 3, 9)) is None
    assert later.off(date(2027, 3, 14)) is not None
    back = moved(later, date(2027, 3, 14), date(2027, 3, 9))
    assert (back.off(date(2027, 3, 14)), back.off(date(2027, 3, 9)) is None) == (None, False)


def test_leave_comes_before_what_the_team_says_of_a_day() -> None:
    away = replace(LONDON, leave=(Days(date(2026, 12, 1), date(2026, 12, 2)),), opened=frozenset({date(2026, 12, 2)}))
    found = away.off(date(2026, 12, 2))
    assert found is not None
    assert found.why == "leave"
    assert away.on_leave(wall(LONDON, "2026-12-02 23:59"))
    assert not away.on_leave(wall(LONDON, "2026-12-03 00:00"))


# --- when a message goes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("calendar", "wanted", "goes"),
    [
        pytest.param(LONDON, "2026-11-23 10:00", "Mon 2026-11-23 10:00", id="by-day"),
        pytest.param(LONDON, "2026-11-23 08:00", "Mon 2026-11-23 08:00", id="as-quiet-ends"),
        pytest.param(LONDON, "2026-11-23 19:00", "Tue 2026-11-24 08:00", id="as-quiet-begins"),
        pytest.param(LONDON, "2026-11-23 03:00", "Mon 2026-11-23 08:00", id="by-night"),
        pytest.param(LONDON, "2026-11-20 20:00", "Mon 2026-11-23 08:00", id="over-a-weekend"),
        pytest.param(LONDON, "2026-12-24 20:00", "Tue 2026-12-29 08:00", id="over-christmas-and-the-monday-for-boxing-day"),
        pytest.param(AMMAN, "2026-11-27 10:00", "Sun 2026-11-29 08:00", id="a-friday-in-jordan"),
        pytest.param(replace(AMMAN, seasons=(RAMADAN,)), "2027-02-14 16:00", "Sun 2027-02-14 21:00", id="ramadan-evening"),
        pytest.param(replace(AMMAN, seasons=(RAMADAN,)), "2027-02-15 02:00", "Mon 2027-02-15 10:00", id="ramadan-morning"),
        pytest.param(
            replace(LONDON, leave=(Days(date(2026, 11, 23), date(2027, 1, 29)),)),
            "2026-11-23 10:00", "Mon 2027-02-01 08:00", id="leave",
        ),
        pytest.param(replace(LONDON, leave=(Days(date(2026, 1, 1), date(2030, 1, 1)),)), "2026-11-23 10:00", "never", id="gone"),
    ],
)  # fmt: skip
def test_a_message_waits_for_the_quiet_to_end(calendar: Calendar, wanted: str, goes: str) -> None:
    send = send_at(wall(calendar, wanted), calendar)
    assert shown(calendar, send.at) == goes
    assert send.held == (not goes.endswith(wanted))
    assert not send.in_quiet


def test_an_explicit_time_wins_over_quiet_hours_and_says_so() -> None:
    night = wall(AMMAN, "2026-11-27 22:00")
    send = send_at(night, AMMAN, explicit=True)
    assert (send.at, send.held, send.in_quiet) == (night, False, True)
    day = wall(AMMAN, "2026-11-29 10:00")
    assert not send_at(day, AMMAN, explicit=True).in_quiet


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 1), timezones=st.just(UTC)),
    st.lists(st.tuples(st.times(), st.times()).filter(lambda t: t[0] != t[1]), max_size=2),
    st.sets(st.integers(0, 6), max_size=5),
)
def test_nothing_rings_in_quiet_hours_nor_earlier_than_wanted_and_no_later_than_needed(
    zone: str, moment: datetime, spans: list[tuple[time, time]], weekend: set[int]
) -> None:
    quiet = tuple(Span(a.replace(second=0, microsecond=0, fold=0), b.replace(second=0, microsecond=0, fold=0)) for a, b in spans)
    calendar = Calendar(zone, frozenset(weekend), quiet=quiet)
    moment = moment.replace(second=0, microsecond=0)
    send = send_at(moment, calendar)
    if send.at is None:
        assert all(any(s.covers(time(n // 60, n % 60)) for s in quiet) for n in range(0, 1440, 7))
        return
    assert not calendar.is_quiet(send.at)
    assert send.at >= moment
    # Every ten minutes until it goes, it is quiet.
    waited = (send.at - moment) // timedelta(minutes=10)
    before = [moment + n * timedelta(minutes=10) for n in range(min(waited, 300)) if moment + n * timedelta(minutes=10) < send.at]
    assert all(calendar.is_quiet(at) for at in before)


def test_what_was_held_goes_in_one_bundle_in_the_morning() -> None:
    night = [
        ("a", wall(LONDON, "2026-11-20 21:00")),
        ("b", wall(LONDON, "2026-11-22 12:00")),
        ("c", wall(LONDON, "2026-11-23 09:00")),
    ]
    assert bundles(reversed(night), LONDON) == (
        Bundle(wall(LONDON, "2026-11-23 08:00"), ("a", "b"), held=True),
        Bundle(wall(LONDON, "2026-11-23 09:00"), ("c",), held=False),
    )


@pytest.mark.parametrize(
    ("calendar", "at", "before"),
    [
        pytest.param(LONDON, "2026-11-24 10:00", "Mon 2026-11-23 10:00", id="yesterday"),
        pytest.param(LONDON, "2026-11-23 10:00", "Fri 2026-11-20 10:00", id="before-the-weekend"),
        pytest.param(AMMAN, "2026-11-29 10:00", "Thu 2026-11-26 10:00", id="before-friday-and-saturday"),
        pytest.param(LONDON, "2026-11-24 20:30", "Mon 2026-11-23 08:00", id="its-own-hour-would-be-quiet"),
        pytest.param(
            replace(LONDON, leave=(Days(date(2026, 10, 1), date(2026, 11, 23)),)), "2026-11-24 10:00", "never", id="back-today"
        ),
    ],
)  # fmt: skip
def test_the_day_before_is_a_working_day(calendar: Calendar, at: str, before: str) -> None:
    assert shown(calendar, working_day_before(wall(calendar, at), calendar)) == before


# --- working days and free times ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "calendars", "end"),
    [
        pytest.param("2026-11-23 10:00", 2, [LONDON], "Wed 2026-11-25 10:00", id="midweek"),
        pytest.param("2026-11-20 10:00", 1, [LONDON], "Mon 2026-11-23 10:00", id="over-the-weekend"),
        pytest.param("2026-11-19 10:00", 2, [LONDON, AMMAN], "Tue 2026-11-24 10:00", id="days-on-which-both-work"),
        pytest.param(
            "2026-11-23 10:00", 1, [LONDON, replace(LONDON, leave=(Days(date(2026, 11, 24), date(2026, 11, 27)),))],
            "Mon 2026-11-30 10:00", id="one-is-on-leave",
        ),
        pytest.param("2026-11-23 10:00", 0, [LONDON], "Mon 2026-11-23 10:00", id="no-grace"),
        pytest.param("2026-11-23 10:00", 1, [Calendar("UTC", frozenset(range(7)))], "never", id="never-there"),
    ],
)  # fmt: skip
def test_grace_counts_days_on_which_everybody_works(start: str, days: int, calendars: list[Calendar], end: str) -> None:
    assert shown(LONDON, grace_end(wall(LONDON, start), days, calendars)) == end


def test_free_times_are_near_the_old_hour_on_days_when_both_work() -> None:
    old, now = wall(LONDON, "2026-11-25 14:00"), wall(LONDON, "2026-11-25 08:40")
    stretches = [("2026-11-25 14:00", "2026-11-25 16:30"), ("2026-11-26 13:30", "2026-11-26 14:30")]
    busy = [(wall(LONDON, begin), wall(LONDON, end)) for begin, end in stretches]
    found = free_times([LONDON, LONDON], old, now, busy)
    assert [shown(LONDON, at) for at in found] == ["Wed 2026-11-25 13:00", "Thu 2026-11-26 14:30", "Fri 2026-11-27 14:00"]


def test_free_times_keep_to_the_hours_of_a_season() -> None:
    calendar = replace(AMMAN, seasons=(RAMADAN,))
    old = wall(AMMAN, "2027-02-15 15:30")
    # Ten to three in Ramadan, till 8 March; then the feast, the weekend, and nine to five again.
    assert [shown(AMMAN, at) for at in free_times([calendar], old, old, limit=1)] == ["Tue 2027-02-16 14:00"]
    after = wall(AMMAN, "2027-03-08 15:00")
    assert [shown(AMMAN, at) for at in free_times([calendar], old, after, limit=1)] == ["Sun 2027-03-14 15:30"]


def test_the_old_time_is_not_proposed_again() -> None:
    old = wall(LONDON, "2026-11-25 14:00")
    assert shown(LONDON, free_times([LONDON], old, old - timedelta(hours=2), limit=1)[0]) == "Wed 2026-11-25 13:30"


def test_free_times_fit_both_working_weeks() -> None:
    found = free_times([AMMAN, LONDON], wall(AMMAN, "2026-11-26 10:00"), wall(AMMAN, "2026-11-26 10:30"), limit=4)
    # London's nine o'clock is noon in Amman; Friday is off there, Saturday there and Sunday here.
    assert [shown(AMMAN, at) for at in found] == [
        "Thu 2026-11-26 12:00",
        "Mon 2026-11-30 12:00",
        "Tue 2026-12-01 12:00",
        "Wed 2026-12-02 12:00",
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 1), timezones=st.just(UTC)),
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), max_size=6),
)
def test_no_free_time_is_outside_anybody_s_hours_or_in_what_is_busy(
    zones: tuple[str, str], now: datetime, hours: list[tuple[int, int]]
) -> None:
    both = [Calendar(zone) for zone in zones]
    busy = [(now + timedelta(hours=a), now + timedelta(hours=a + b)) for a, b in hours]
    found = free_times(both, now + timedelta(hours=5), now, busy)
    assert list(found) == sorted(found)
    for start in found:
        end = start + timedelta(hours=1)
        assert start > now
        assert not any(begin < end and start < stop for begin, stop in busy)
        for calendar in both:
            assert time(9) <= calendar.local(start).time() <= calendar.local(end).time() <= time(17)
            assert not calendar.is_quiet(start)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        LONDON.is_quiet(datetime(2026, 11, 23, 10))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2033, 12, 1), timezones=st.just(UTC)),
    st.lists(st.tuples(st.integers(0, 47), st.integers(0, 47)), max_size=2),
)
def test_quiet_begins_where_a_walk_along_the_clock_finds_it(zone: str, at: datetime, halves: list[tuple[int, int]]) -> None:
    spans = tuple(Span(time(a // 2, a % 2 * 30), time(b // 2, b % 2 * 30)) for a, b in halves)
    calendar = Calendar(zone, frozenset({4, 5}), quiet=spans)
    at = at.replace(minute=0, second=0, microsecond=0)
    if calendar.is_quiet(at):
        return
    found = calendar.quiet_from(at)
    steps = (at + timedelta(minutes=5 * n) for n in range(1, 12 * 24))
    walked = next((moment for moment in steps if calendar.is_quiet(moment)), None)
    if walked is not None:
        assert found is not None
        assert timedelta(0) <= walked - found < timedelta(minutes=5)
    else:
        assert found is None or found > at + timedelta(hours=23)
