"""Check-ins with each of a team: none clashes, everybody works at theirs, and whoever can be placed is placed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.supervision.calendar import Calendar, Days, Span, calendar_at
from bot.supervision.laying import BREAK, ROUNDS, Week, lay

SUNDAY = date(2026, 11, 29)
HOUR = timedelta(hours=1)
MORNINGS = Week(SUNDAY, (6, 0, 1, 2, 3), Span(time(9), time(12)))
AMMAN = calendar_at("JO", "Asia/Amman")


def test_five_are_spread_over_the_mornings_of_the_week_one_a_day() -> None:
    placed = lay(AMMAN, dict.fromkeys("abcde", AMMAN), MORNINGS, {})
    days = [moment.astimezone(UTC).date() for moment in placed.values()]
    assert days == [SUNDAY + timedelta(days=n) for n in range(5)]
    assert {AMMAN.local(moment).time() for moment in placed.values()} == {time(9)}


def test_whoever_works_only_on_some_days_gets_one_of_them_and_others_move_on() -> None:
    half = Calendar("Asia/Amman", frozenset({4, 5, 6}))
    narrow = Week(SUNDAY, (6, 0), Span(time(11), time(12)))
    placed = lay(AMMAN, {"any": AMMAN, "monday": half}, narrow, {})
    assert {who: moment.weekday() for who, moment in placed.items()} == {"any": 6, "monday": 0}


def test_whoever_cannot_be_placed_is_left_out() -> None:
    narrow = Week(SUNDAY, (6,), Span(time(9), time(10)))
    assert list(lay(AMMAN, dict.fromkeys("ab", AMMAN), narrow, {})) == ["a"]


def test_a_booking_three_weeks_on_keeps_its_hour_free() -> None:
    taken = datetime(2026, 12, 20, 7, 30, tzinfo=UTC)  # Sunday 10:30 in Amman
    placed = lay(AMMAN, {"a": AMMAN}, Week(SUNDAY, (6,), Span(time(10), time(14))), {"a": [(taken, taken + HOUR)]})
    assert AMMAN.local(placed["a"]).time() == time(11, 30)


def test_leave_in_the_first_week_keeps_nobody_from_a_place_in_the_rhythm() -> None:
    away = Calendar("Asia/Amman", AMMAN.weekend, leave=(Days(SUNDAY, SUNDAY + timedelta(days=6)),))
    assert "a" in lay(AMMAN, {"a": away}, MORNINGS, {})


def test_whose_hours_lie_across_the_grid_finds_a_place_between() -> None:
    madrid = calendar_at("ES", "Europe/Madrid")  # from eleven in Amman on
    placed = lay(AMMAN, {"a": AMMAN, "b": madrid}, MORNINGS, {})
    assert {who: AMMAN.local(moment).time() for who, moment in placed.items()} == {"a": time(9), "b": time(11)}


moments = st.integers(0, 8 * 7 * 24 * 4).map(lambda n: datetime(2026, 11, 29, tzinfo=UTC) + n * timedelta(minutes=15))
busy = st.lists(moments.map(lambda at: (at, at + HOUR)), max_size=6)
calendars = st.sampled_from([AMMAN, calendar_at("GB", "Europe/London"), calendar_at("MX", "America/Mexico_City")])


@settings(max_examples=150, deadline=None)
@given(
    own=calendars, others=st.lists(st.tuples(calendars, busy), min_size=1, max_size=9), mine=busy,
    weekdays=st.sets(st.integers(0, 6), min_size=1), start=st.integers(7, 13), hours=st.integers(1, 6),
    weeks=st.sampled_from([1, 2]),
)  # fmt: skip
def test_nothing_ever_clashes_and_a_free_time_stays_empty_only_if_nobody_left_could_use_it(
    own: Calendar, others: list[tuple[Calendar, list]], mine: list, weekdays: set[int], start: int, hours: int, weeks: int
) -> None:  # fmt: skip
    week = Week(SUNDAY, tuple(weekdays), Span(time(start), time(min(start + hours, 23))), weeks)
    people = {str(n): calendar for n, (calendar, _) in enumerate(others)}
    taken = {"": mine, **{str(n): stretches for n, (_, stretches) in enumerate(others)}}
    placed = lay(own, people, week, taken)
    firsts = sorted(placed.values())
    assert all(b - a >= HOUR + BREAK for a, b in pairwise(firsts))
    for who, moment in placed.items():
        wall = own.local(moment)
        assert wall.weekday() in weekdays
        for calendar in (own, people[who]):
            here = calendar.local(moment)
            assert here.weekday() not in calendar.weekend
            assert calendar.hours.start <= here.time() <= calendar.hours.end
        for r in range(ROUNDS):
            at = (wall.replace(tzinfo=None) + r * weeks * timedelta(days=7)).replace(tzinfo=wall.tzinfo)
            assert not any(at < end and begin < at + HOUR for begin, end in (*mine, *taken[who]))
    for who in people.keys() - placed.keys():
        alone = lay(own, {who: people[who]}, week, taken)
        assert not alone or any(abs(alone[who] - moment) < HOUR + BREAK for moment in placed.values())
