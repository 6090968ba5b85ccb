"""What a series books ahead: four weeks, once a day, in its zone, and never into the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.supervision.ahead import book_ahead, id_of, straightened
from bot.supervision.checkin import Accept as Yes
from bot.supervision.checkin import CheckIn, apply
from bot.supervision.diary import Series
from bot.supervision.due import AHEAD
from bot.supervision.kind import NEWLY_QUALIFIED, Every, Kind, Retention, plans
from bot.supervision.plan import EveryWeeks, MonthlyOnDay, Plan
from tests.supervision.clocks import ZONES

KIND = Kind("individual", {"en": "Supervision"}, Retention(Every(12, "months"), None), length=timedelta(minutes=90))
TUESDAYS = Plan("Asia/Amman", time(10), date(2026, 11, 24), EveryWeeks(1))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def series(*stages: Plan, **changes: object) -> Series:
    made = Series("s1", "individual", "noor", "edi", "north", "noor", stages or (TUESDAYS,), agreed=True)
    return replace(made, **changes)  # type: ignore[arg-type]


def days(found: object) -> list[str]:
    return [f"{one.checkin.at.astimezone(ZoneInfo('Asia/Amman')):%m-%d %H:%M}" for one in found.made]  # type: ignore[attr-defined]


def test_four_weeks_are_booked_and_the_fifth_is_due_when_it_comes_into_sight() -> None:
    found = book_ahead(series(), KIND, NOW, open=False)
    assert days(found) == ["11-24 10:00", "12-01 10:00", "12-08 10:00", "12-15 10:00"]
    assert found.due == found.made[-1].checkin.at + timedelta(days=7) - AHEAD
    assert book_ahead(found.series, KIND, NOW, open=True).made == ()
    later = book_ahead(found.series, KIND, found.due, open=True)
    assert days(later) == ["12-22 10:00"]


def test_a_booking_has_the_kind_s_length_and_an_id_that_its_day_gives() -> None:
    first = book_ahead(series(), KIND, NOW, open=False).made[0]
    assert (first.checkin.length, first.checkin.id) == (timedelta(minutes=90), id_of("s1", date(2026, 11, 24)))
    assert (first.series, first.team, first.since, first.version) == ("s1", "north", NOW, 0)


def test_until_the_other_side_has_agreed_each_of_them_is_a_proposal() -> None:
    assert {one.checkin.state for one in book_ahead(series(), KIND, NOW, open=False).made} == {"planned"}
    asked = book_ahead(series(agreed=False), KIND, NOW, open=False).made
    assert {(one.checkin.state, one.checkin.asked_by) for one in asked} == {("proposed", "noor")}


def test_a_stage_follows_the_other_without_a_gap() -> None:
    stages = plans(NEWLY_QUALIFIED, date(2026, 10, 27), "Asia/Amman", time(10))
    found = book_ahead(series(*stages), KIND, NOW, open=False)
    assert days(found) == ["11-24 10:00", "12-01 10:00", "12-15 10:00"]


def test_what_should_have_been_booked_while_nothing_ran_is_left_out() -> None:
    long_ago = series(booked=datetime(2026, 9, 1, 7, tzinfo=UTC))
    assert days(book_ahead(long_ago, KIND, NOW, open=False))[0] == "11-24 10:00"


def test_counted_from_the_last_one_held_it_waits_for_the_open_one() -> None:
    plan = replace(TUESDAYS, from_last_held=True, rule=EveryWeeks(2))
    first = book_ahead(series(plan), KIND, NOW, open=False)
    assert (days(first), first.due) == (["11-24 10:00"], None)
    assert book_ahead(first.series, KIND, NOW + timedelta(days=5), open=True).made == ()
    # Held two days late: two weeks from then, on the weekday of the rhythm.
    held = book_ahead(first.series, KIND, NOW + timedelta(days=5), open=False, last_held=date(2026, 11, 26))
    assert days(held) == ["12-08 10:00"]
    assert held.series.last_held == date(2026, 11, 26)


def test_a_later_stage_waits_with_the_open_one_of_the_stage_before() -> None:
    first = replace(TUESDAYS, from_last_held=True, until=date(2026, 12, 1))
    second = Plan("Asia/Amman", time(10), date(2026, 12, 15), EveryWeeks(2), from_last_held=True)
    booked = series(first, second, booked=datetime(2026, 12, 1, 7, tzinfo=UTC))
    assert book_ahead(booked, KIND, NOW, open=True).made == ()
    assert days(book_ahead(booked, KIND, NOW, open=False)) == ["12-15 10:00"]


def test_a_paused_series_books_nothing_until_its_day_has_come() -> None:
    paused = series(paused=True, paused_until=date(2026, 12, 7))
    found = book_ahead(paused, KIND, NOW, open=False)
    assert (found.made, found.due) == ((), datetime(2026, 12, 6, 21, tzinfo=UTC))
    assert found.due is not None
    back = book_ahead(paused, KIND, found.due, open=False)
    assert (back.series.paused, back.series.paused_until) == (False, None)
    assert days(back)[0] == "12-08 10:00"
    assert book_ahead(series(paused=True), KIND, NOW, open=False).due is None


def test_a_series_that_has_ended_books_nothing() -> None:
    found = book_ahead(series(ended=True), KIND, NOW, open=False)
    assert (found.made, found.due) == ((), None)
    last = series(replace(TUESDAYS, until=date(2026, 12, 1)))
    assert days(book_ahead(last, KIND, NOW, open=False)) == ["11-24 10:00", "12-01 10:00"]
    assert book_ahead(last, KIND, NOW, open=False).due is None


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.dates(date(2026, 1, 1), date(2034, 1, 1)),
    st.sampled_from([EveryWeeks(1), EveryWeeks(2, (0, 2, 4)), MonthlyOnDay(31)]),
    st.booleans(),
    st.lists(st.integers(1, 40), min_size=2, max_size=8),
)
def test_looked_at_now_and_then_each_local_day_has_one_and_none_is_in_the_past(
    zone: str, at: time, first: date, rule: object, counted: bool, waits: list[int]
) -> None:
    if counted and isinstance(rule, EveryWeeks) and len(rule.weekdays) > 1:
        counted = False
    one = series(Plan(zone, at, first, rule, from_last_held=counted))  # type: ignore[arg-type]
    now = datetime.combine(first, time(0), UTC) - timedelta(days=30)
    booked: list[CheckIn] = []
    for wait in waits:
        found = book_ahead(one, KIND, now, open=any(checkin.at > now for checkin in booked))
        assert all(now < made.checkin.at <= now + AHEAD for made in found.made)
        booked += [made.checkin for made in found.made]
        assert book_ahead(found.series, KIND, now, open=bool(booked)).made == (), "looked at twice, it books nothing more"
        one, now = found.series, now + timedelta(days=wait)
    local = [checkin.at.astimezone(ZoneInfo(zone)).date() for checkin in booked]
    assert len(set(local)) == len(local) == len({checkin.id for checkin in booked})


@pytest.mark.parametrize(
    ("hours", "state", "mended"), [(1, "planned", True), (-1, "planned", True), (3, "planned", False), (1, "accepted", False)]
)
def test_with_a_new_table_of_zones_what_nobody_touched_keeps_its_wall_time(hours: int, state: str, mended: bool) -> None:
    right = datetime(2026, 11, 24, 7, tzinfo=UTC)
    old = CheckIn("c1", "noor", "edi", right + timedelta(hours=hours), state)  # type: ignore[arg-type]
    assert (straightened(old, series()).at == right) is mended


def test_a_time_that_somebody_said_yes_to_is_theirs() -> None:
    old = CheckIn("c1", "noor", "edi", datetime(2026, 11, 24, 8, tzinfo=UTC))
    said = apply(old, Yes("edi", 0, old.at), NOW).checkin
    assert straightened(said, series()) == said
