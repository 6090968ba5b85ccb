"""A rhythm out to a recurrence rule and back; an independent reader of rules agrees on the days; the rest is refused in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.supervision.plan import LAST, EveryDays, EveryWeeks, MonthlyOnDay, MonthlyOnWeekday, NotAPlan, Once, Plan, occurrences
from bot.supervision.rrule import plan_of, text_of
from tests.supervision.test_plan import rules, some_days

FIRST = date(2026, 11, 24)
ZONES = ("UTC", "Asia/Amman", "Africa/Casablanca", "Europe/London", "America/Mexico_City", "Pacific/Kiritimati", "America/Nuuk")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    first = draw(some_days)
    count = draw(st.none() | st.integers(1, 50))
    until = None if count else draw(st.none() | st.integers(0, 900).map(lambda n: first + timedelta(days=n)))
    at = time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 15, 30, 59])))
    return Plan(draw(st.sampled_from(ZONES)), at, first, draw(rules), count, until)


@settings(max_examples=500, deadline=None)
@given(plans())
def test_a_plan_comes_back_from_its_rule(plan: Plan) -> None:
    assert plan_of(text_of(plan), plan.zone, plan.at, plan.first) == plan


@settings(max_examples=300, deadline=None)
@given(plans())
def test_another_reader_of_rules_finds_the_same_days(plan: Plan) -> None:
    plan = Plan("UTC", plan.at, plan.first, plan.rule, plan.count, plan.until)
    start = datetime.combine(plan.first, plan.at, UTC)
    wanted = [m for m, _ in zip(rrulestr(text_of(plan), dtstart=start), range(20), strict=False) if m.year < 2200]
    assert list(occurrences(plan, start - timedelta(days=1), len(wanted) + (len(wanted) < 20))) == wanted


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Once(), ""),
        (EveryDays(3), "FREQ=DAILY;INTERVAL=3"),
        (EveryWeeks(2, (1,)), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        (MonthlyOnWeekday(LAST, 4), "FREQ=MONTHLY;BYDAY=-1FR"),
        (MonthlyOnDay(31), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (MonthlyOnDay(30), "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        (MonthlyOnDay(12), "FREQ=MONTHLY;BYMONTHDAY=12"),
    ],
)
def test_a_rule_is_written_as_the_standard_has_it(rule: object, text: str) -> None:
    assert text_of(Plan("UTC", time(10), FIRST, rule)) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "rule", "count", "until"),
    [
        ("RRULE:FREQ=WEEKLY", EveryWeeks(1, (1,)), None, None),
        ("rrule:freq=weekly;byday=su,tu;interval=1;wkst=su", EveryWeeks(1, (1, 6)), None, None),
        ("FREQ=MONTHLY", MonthlyOnDay(24), None, None),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1", MonthlyOnWeekday(LAST, 1), None, None),
        ("FREQ=MONTHLY;BYDAY=+2TU;COUNT=5", MonthlyOnWeekday(2, 1), 5, None),
        ("FREQ=DAILY;UNTIL=20261201", EveryDays(1), None, date(2026, 12, 1)),
        # Ten o'clock in Amman is seven in UTC: the first end includes its day, the second doesn't.
        ("FREQ=DAILY;UNTIL=20261201T070000Z", EveryDays(1), None, date(2026, 12, 1)),
        ("FREQ=DAILY;UNTIL=20261201T065959Z", EveryDays(1), None, date(2026, 11, 30)),
    ],
)
def test_rules_of_other_calendars_are_read(text: str, rule: object, count: int | None, until: date | None) -> None:
    assert plan_of(text, "Asia/Amman", time(10), FIRST) == Plan("Asia/Amman", time(10), FIRST, rule, count, until)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("FREQ=YEARLY", "FREQ=YEARLY is no rhythm of check-ins — use DAILY, WEEKLY or MONTHLY"),
        ("INTERVAL=2", "FREQ=? is no rhythm"),
        ("FREQ=WEEKLY;BYHOUR=9", "a check-in has no BYHOUR"),
        ("FREQ=WEEKLY;FREQ=DAILY", "FREQ stands twice"),
        ("FREQ=WEEKLY;", "`` is no part of a rule"),
        ("FREQ=WEEKLY;BYDAY=1TU", "`1TU` is no weekday of a week"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU", "weeks begin on Monday here"),
        ("FREQ=DAILY;BYDAY=TU", "BYDAY says nothing with FREQ=DAILY"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "day 31 of each month skips short months, which a check-in doesn't — write BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=30", "write BYMONTHDAY=28,29,30;BYSETPOS=-1 to take their last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "no month has a day 32"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "BYMONTHDAY=-2 isn't one day of a month"),
        ("FREQ=MONTHLY;BYDAY=6TU", "isn't one weekday of a month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "BYMONTHDAY=1,15 isn't one day of a month"),
        ("FREQ=MONTHLY;BYDAY=TU", "BYDAY=TU isn't one weekday of a month"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU", "isn't one weekday of a month"),
        ("FREQ=WEEKLY;INTERVAL=0", "every 0 is no rhythm"),
        ("FREQ=WEEKLY;COUNT=many", "COUNT=MANY is no number"),
        ("FREQ=WEEKLY;UNTIL=20261301", "UNTIL=20261301 is no end"),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20270101", "not both"),
        ("every tuesday", "`EVERY TUESDAY` is no part of a rule"),
    ],
)
def test_what_a_plan_cannot_hold_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(NotAPlan) as refused:
        plan_of(text, "Asia/Amman", time(10), FIRST)
    assert said in str(refused.value)


@pytest.mark.parametrize("text", ["FREQ=MONTHLY;BYMONTHDAY=30", "FREQ=MONTHLY"])
def test_a_day_that_short_months_do_not_have_is_refused_unless_a_person_said_it_here(text: str) -> None:
    first = date(2026, 11, 30)
    with pytest.raises(NotAPlan, match="day 30 of each month skips short months"):
        plan_of(text, "UTC", time(10), first)
    assert plan_of(text, "UTC", time(10), first, last_day=True).rule == MonthlyOnDay(30)


def test_a_zone_that_nobody_knows_is_named_and_not_the_end() -> None:
    with pytest.raises(NotAPlan, match="no time zone"):
        plan_of("FREQ=DAILY;UNTIL=20261201", "Nowhere", time(10), FIRST)


def test_a_calendar_cannot_count_from_the_last_one_held() -> None:
    with pytest.raises(NotAPlan, match="from the last one held"):
        text_of(Plan("UTC", time(10), FIRST, EveryWeeks(2), from_last_held=True))
