"""Rhythms: the newly qualified worker's staircase, and by when the next one should have been held."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.supervision.kind import NEWLY_QUALIFIED, Every, Kind, Ladder, Retention, Rhythm, Stage, due_by, plans
from bot.supervision.plan import EveryWeeks, MonthlyOnWeekday, NotAPlan, occurrences

TUESDAY = date(2026, 11, 24)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def held_on(rhythm: Rhythm, first: date, limit: int, until: date | None = None) -> list[date]:
    """The first dates of all stages."""
    stages = plans(rhythm, first, "UTC", time(10), until)
    return [moment.date() for plan in stages for moment in occurrences(plan, LONG_AGO, limit)][:limit]


def test_a_newly_qualified_worker_has_weeks_then_fortnights_then_months() -> None:
    dates = held_on(NEWLY_QUALIFIED, TUESDAY, 20)
    steps = [(after - before).days for before, after in pairwise(dates)]
    assert dates[0] == TUESDAY
    assert steps[:5] == [7] * 5, "six in six weeks"
    assert steps[5:15] == [14] * 10, "fortnights until 23 May, six months from the first"
    assert dates[15] == date(2027, 5, 18)
    assert dates[16:] == [date(2027, 6, 15), date(2027, 7, 20), date(2027, 8, 17), date(2027, 9, 21)], "third Tuesdays"


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_staircase_keeps_its_weekday_and_never_waits_more_than_a_step(first: date) -> None:
    dates = held_on(NEWLY_QUALIFIED, first, 40)
    assert {day.weekday() for day in dates} == {first.weekday()}
    six_weeks, six_months = first + timedelta(weeks=6), Every(6, "months").after(first)
    for before, after in pairwise(dates):
        most = 7 if after < six_weeks else 14 if after < six_months else 35
        least = 7 if before < six_weeks else 14 if after < six_months else 28
        assert min(least, most) <= (after - before).days <= max(most, 14)


def test_a_staircase_can_end_early() -> None:
    assert held_on(NEWLY_QUALIFIED, TUESDAY, 40, until=date(2027, 1, 1))[-1] == date(2026, 12, 29)
    assert [type(plan.rule) for plan in plans(NEWLY_QUALIFIED, TUESDAY, "UTC", time(10))] == [
        EveryWeeks,
        EveryWeeks,
        MonthlyOnWeekday,
    ]


def test_a_monthly_rhythm_keeps_the_place_of_its_weekday() -> None:
    monthly = (Stage(Every(1, "months")),)
    assert held_on(monthly, date(2026, 11, 30), 3) == [date(2026, 11, 30), date(2026, 12, 28), date(2027, 1, 25)]
    assert held_on(monthly, date(2026, 11, 9), 2) == [date(2026, 11, 9), date(2026, 12, 14)]


@pytest.mark.parametrize(
    ("last_held", "by"),
    [
        (None, "2026-11-24"),
        ("2026-12-01", "2026-12-08"),
        ("2027-01-04", "2027-01-11"),
        ("2027-01-05", "2027-01-19"),
        ("2027-05-23", "2027-06-06"),
        ("2027-05-24", "2027-06-24"),
        ("2028-01-31", "2028-02-29"),
    ],
)
def test_the_next_one_should_be_held_a_step_after_the_last(last_held: str | None, by: str) -> None:
    held = date.fromisoformat(last_held) if last_held else None
    assert due_by(NEWLY_QUALIFIED, TUESDAY, held) == date.fromisoformat(by)


WEEK = Every(1, "weeks")


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [
        ((Stage(WEEK), Stage(WEEK)), "a stage that never ends has others after it"),
        ((Stage(WEEK, Every(2, "months")), Stage(WEEK, Every(8, "weeks")), Stage(WEEK)), "a stage ends before it begins"),
    ],
)
def test_stages_that_do_not_follow_one_another_are_refused(rhythm: Rhythm, said: str) -> None:
    with pytest.raises(NotAPlan, match=said):
        Kind("observation", {"en": "Observation"}, Retention(Every(24, "months"), None), rhythm)


def test_a_rhythm_says_how_often() -> None:
    with pytest.raises(NotAPlan, match="say how often"):
        plans((), TUESDAY, "UTC", time(10))
    with pytest.raises(NotAPlan, match="no rhythm"):
        Every(0, "weeks")
    with pytest.raises(NotAPlan, match="no grace"):
        Ladder(grace=31)
    with pytest.raises(NotAPlan, match="at most a day"):
        Kind("visit", {}, Retention(Every(1, "months"), None), length=timedelta(0))
