"""When check-ins are: wall time kept in every zone, one a local day, month ends, and dates counted from the last one held."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    dates,
    echo,
    ended,
    following,
    instant,
    occurrences,
)
from tests.supervision import clocks

DAILY = EveryDays(1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(plan: Plan, limit: int, after: str = "2000-01-01") -> list[str]:
    """The next occurrences as the owner's wall shows them."""
    return [f"{m.astimezone(ZoneInfo(plan.zone)):%Y-%m-%d %H:%M}" for m in occurrences(plan, utc(after), limit)]


def days(rule: Rule, first: str, limit: int) -> list[str]:
    plan = Plan("UTC", time(10), date.fromisoformat(first), rule)
    return [day[:10] for day in local(plan, limit)]


# --- clocks -------------------------------------------------------------------------------------------------------------


def test_every_zone_has_one_occurrence_a_local_day_in_three_years_out_of_ten() -> None:
    for zone, seed in product(clocks.ZONES, range(3)):
        drawn = random.Random(f"{zone} {seed}")
        first = date(drawn.randrange(2026, 2036), 1, 1)
        plan = Plan(zone, time(drawn.randrange(24), drawn.choice((0, 15, 30, 45))), first, DAILY)
        moments = occurrences(plan, datetime.combine(first, time(0), UTC) - timedelta(days=2), 365)
        assert [m.astimezone(ZoneInfo(zone)).date() for m in moments] == [first + timedelta(days=n) for n in range(365)], zone
        assert all(m.utcoffset() == timedelta(0) for m in moments)
        steps = [after - before for before, after in pairwise(moments)]
        assert all(timedelta(hours=21) <= step <= timedelta(hours=27) for step in steps), zone


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_around_every_clock_change_it_is_what_a_walk_along_the_wall_clock_finds(data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from([z for z in clocks.ZONES if clocks.jumps(z)]))
    jump = data.draw(st.sampled_from(clocks.jumps(zone))).astimezone(ZoneInfo(zone))
    day = jump.date() + timedelta(days=data.draw(st.integers(-1, 1)))
    near = data.draw(st.integers(-130, 130))
    minute = data.draw(st.sampled_from([(jump.hour * 60 + jump.minute + near) % 1440, near % 1440]))
    at = time(minute // 60, minute % 60)
    assert instant(day, at, zone) == clocks.expected(day, at, zone)


@pytest.mark.parametrize(
    ("zone", "first", "at", "moments"),
    [
        # Jordan has kept UTC+3 all the year since October 2022.
        pytest.param("Asia/Amman", "2022-10-27", "10:00", ["27T07:00", "28T07:00", "29T07:00"], id="amman-stays-in-summer-time"),
        pytest.param("Asia/Amman", "2022-02-24", "00:30", ["23T22:30", "24T22:30", "25T21:30"], id="amman-jump-at-midnight"),
        # Morocco is at UTC+1, and at UTC in Ramadan: in 2026 from 15 February to 22 March.
        pytest.param(
            "Africa/Casablanca", "2026-02-14", "10:00", ["14T09:00", "15T10:00", "16T10:00"], id="casablanca-into-ramadan"
        ),
        pytest.param(
            "Africa/Casablanca", "2026-03-21", "10:00", ["21T10:00", "22T09:00", "23T09:00"], id="casablanca-after-ramadan"
        ),
        pytest.param(
            "Africa/Casablanca", "2026-02-15", "02:30", ["15T01:30", "16T02:30", "17T02:30"], id="casablanca-hour-shown-twice"
        ),
        pytest.param(
            "Africa/Casablanca", "2026-03-22", "02:30", ["22T02:30", "23T01:30", "24T01:30"], id="casablanca-hour-left-out"
        ),
        pytest.param(
            "Africa/Cairo", "2026-04-23", "10:00", ["23T08:00", "24T07:00", "25T07:00"], id="cairo-on-a-friday-in-april"
        ),
        pytest.param("Africa/Cairo", "2026-04-24", "00:30", ["23T22:30", "24T21:30", "25T21:30"], id="cairo-jump-at-midnight"),
        # Gaza's summer time follows Ramadan: in 2024 from 20 April to 26 October, each time in the night.
        pytest.param("Asia/Gaza", "2024-04-19", "10:00", ["19T08:00", "20T07:00", "21T07:00"], id="gaza-in-april"),
        pytest.param("Asia/Gaza", "2024-04-19", "02:30", ["19T00:30", "20T00:30", "20T23:30"], id="gaza-half-past-two-left-out"),
        pytest.param("Asia/Gaza", "2024-10-25", "01:30", ["24T22:30", "25T22:30", "26T23:30"], id="gaza-half-past-one-twice"),
        # Mexico gave up summer time in October 2022.
        pytest.param("America/Mexico_City", "2027-04-03", "09:00", ["03T15:00", "04T15:00", "05T15:00"], id="mexico-city-stays"),
        pytest.param("Europe/London", "2027-03-27", "10:00", ["27T10:00", "28T09:00", "29T09:00"], id="london-in-march"),
        pytest.param(
            "Europe/London", "2027-03-27", "01:30", ["27T01:30", "28T01:30", "29T00:30"], id="london-half-past-one-left-out"
        ),
        pytest.param(
            "Europe/London", "2026-10-24", "01:30", ["24T00:30", "25T00:30", "26T01:30"], id="london-half-past-one-twice"
        ),
        pytest.param(
            "America/Nuuk", "2026-03-27", "23:30", ["28T01:30", "29T00:30", "30T00:30"], id="nuuk-jump-at-the-end-of-a-day"
        ),
        pytest.param("Pacific/Apia", "2011-12-29", "10:00", ["29T20:00", "30T20:00", "31T20:00"], id="apia-leaves-a-day-out"),
    ],
)
def test_wall_time_is_kept(zone: str, first: str, at: str, moments: list[str]) -> None:
    plan = Plan(zone, time.fromisoformat(at), date.fromisoformat(first), DAILY)
    found = occurrences(plan, utc(first) - timedelta(days=2), 3)
    assert [f"{m:%dT%H:%M}" for m in found] == moments


def test_gaza_keeps_its_wall_time_through_every_change_that_is_announced() -> None:
    # Its changes follow Ramadan and are announced anew. The wall time holds whatever the table of zones says.
    assert clocks.jumps("Asia/Gaza")
    plan = Plan("Asia/Gaza", time(10), clocks.FIRST, DAILY)
    moments = occurrences(plan, utc("2025-12-31"), 3652)
    walls = [m.astimezone(ZoneInfo("Asia/Gaza")) for m in moments]
    assert {w.time() for w in walls} == {time(10)}
    assert [w.date() for w in walls] == [clocks.FIRST + timedelta(days=n) for n in range(3652)]


def test_a_day_that_the_zone_leaves_out_counts_for_nothing() -> None:
    plan = Plan("Pacific/Apia", time(10), date(2011, 12, 29), DAILY, count=3)
    assert local(plan, 9) == ["2011-12-29 10:00", "2011-12-31 10:00", "2012-01-01 10:00"]


# --- rules --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "first", "wanted"),
    [
        (Once(), "2026-11-22", ["2026-11-22"]),
        (EveryDays(10), "2026-02-20", ["2026-02-20", "2026-03-02", "2026-03-12"]),
        (EveryWeeks(2), "2026-11-24", ["2026-11-24", "2026-12-08", "2026-12-22"]),
        (EveryWeeks(2, (1, 3)), "2026-11-26", ["2026-11-26", "2026-12-08", "2026-12-10", "2026-12-22"]),
        # Week 53 of 2026 ends on 3 January: fortnights go on counting through it.
        (EveryWeeks(2, (0,)), "2026-12-14", ["2026-12-14", "2026-12-28", "2027-01-11"]),
        (EveryWeeks(1, (6,)), "2026-12-27", ["2026-12-27", "2027-01-03", "2027-01-10"]),
        (MonthlyOnDay(31), "2027-01-31", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (MonthlyOnDay(30), "2027-12-30", ["2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30"]),
        (MonthlyOnDay(29, 12), "2028-02-29", ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        (MonthlyOnDay(15, 3), "2026-11-22", ["2027-02-15", "2027-05-15"]),
        (MonthlyOnWeekday(2, 1), "2026-11-22", ["2026-12-08", "2027-01-12"]),
        (MonthlyOnWeekday(LAST, 4), "2026-11-01", ["2026-11-27", "2026-12-25", "2027-01-29"]),
        (MonthlyOnWeekday(5, 0), "2026-11-01", ["2026-11-30", "2027-03-29", "2027-05-31"]),
    ],
)
def test_a_rule_comes_to_its_days(rule: Rule, first: str, wanted: list[str]) -> None:
    assert days(rule, first, len(wanted)) == wanted


def test_monthly_on_the_last_days_is_twelve_times_a_year() -> None:
    for day in (28, 29, 30, 31):
        found = days(MonthlyOnDay(day), "2027-01-01", 60)
        assert [(d[:4], d[5:7]) for d in found] == [(str(y), f"{m:02}") for y in range(2027, 2032) for m in range(1, 13)]


rules = st.one_of(
    st.builds(EveryDays, st.integers(1, 40)),
    st.builds(
        EveryWeeks, st.integers(1, 9), st.lists(st.integers(0, 6), min_size=1, unique=True).map(lambda w: tuple(sorted(w)))
    ),
    st.builds(MonthlyOnWeekday, st.sampled_from([1, 2, 3, 4, 5, LAST]), st.integers(0, 6), st.integers(1, 14)),
    st.builds(MonthlyOnDay, st.integers(1, 31), st.integers(1, 14)),
)
some_days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@settings(max_examples=300, deadline=None)
@given(rules, some_days, st.integers(0, 3000))
def test_looking_from_later_on_finds_the_same_days(rule: Rule, first: date, later: int) -> None:
    since = first + timedelta(days=later)
    walk = dates(rule, first)
    wanted = next(day for day in walk if day >= since)
    assert next(dates(rule, first, since)) == wanted


@settings(max_examples=200, deadline=None)
@given(rules, some_days, st.integers(1, 30), st.integers(0, 40))
def test_a_count_ends_after_so_many_and_an_end_date_with_its_day(rule: Rule, first: date, count: int, extra: int) -> None:
    plan = Plan("Europe/London", time(10), first, rule, count=count)
    long_ago = datetime.combine(first, time(0), UTC) - timedelta(days=2)
    counted = occurrences(plan, long_ago, 1000)
    assert len(counted) == count
    assert occurrences(plan, counted[-1], 9) == ()
    assert occurrences(plan, counted[0], 1000) == counted[1:]
    last = counted[-1].astimezone(ZoneInfo("Europe/London")).date()
    assert occurrences(ended(plan, last), long_ago, 1000) == counted
    assert echo(plan, long_ago).ends == last


def test_what_was_just_now_is_over() -> None:
    plan = Plan("Asia/Amman", time(10), date(2026, 11, 22), EveryWeeks(1))
    assert local(plan, 1, "2026-11-22T07:00") == ["2026-11-29 10:00"]
    assert local(plan, 1, "2026-11-22T06:59") == ["2026-11-22 10:00"]


# --- counted from the last one held -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "held", "next_one"),
    [
        pytest.param(EveryDays(10), "2026-11-24", "2026-12-04", id="days"),
        pytest.param(EveryWeeks(2, (1,)), "2026-11-24", "2026-12-08", id="on-its-day"),
        pytest.param(EveryWeeks(2, (1,)), "2026-11-26", "2026-12-08", id="two-days-late"),
        pytest.param(EveryWeeks(2, (1,)), "2026-11-28", "2026-12-15", id="four-days-late"),
        pytest.param(EveryWeeks(2, (1,)), "2026-11-23", "2026-12-08", id="a-day-early"),
        pytest.param(EveryWeeks(1, (0,)), "2026-12-28", "2027-01-04", id="through-week-53"),
        pytest.param(MonthlyOnDay(1), "2027-02-28", "2027-04-01", id="a-day-before-the-first"),
        pytest.param(MonthlyOnDay(31), "2027-01-31", "2027-02-28", id="short-month"),
        pytest.param(MonthlyOnWeekday(LAST, 4), "2026-11-27", "2026-12-25", id="last-friday"),
        pytest.param(MonthlyOnWeekday(1, 1), "2026-12-10", "2027-01-05", id="nine-days-late"),
    ],
)
def test_the_next_one_is_counted_from_the_last_one_held(rule: Rule, held: str, next_one: str) -> None:
    assert following(rule, date.fromisoformat(held)) == date.fromisoformat(next_one)


countable = st.one_of(
    st.builds(EveryDays, st.integers(1, 40)),
    st.builds(EveryWeeks, st.integers(1, 9), st.integers(0, 6).map(lambda w: (w,))),
    st.builds(MonthlyOnWeekday, st.sampled_from([1, 2, 3, 4, LAST]), st.integers(0, 6), st.integers(1, 14)),
    st.builds(MonthlyOnDay, st.integers(1, 31), st.integers(1, 14)),
)


@settings(max_examples=300, deadline=None)
@given(countable, some_days)
def test_the_next_one_fits_the_rule_and_is_never_sooner_than_half_a_step(rule: Rule, held: date) -> None:
    found = following(rule, held)
    # A whole step, shorter only by what the rule's own day needs: half a week, or half a month.
    least = {EveryDays: rule.n, EveryWeeks: 7 * rule.n - 3}.get(type(rule), 28 * rule.n - 17)
    assert (found - held).days >= least
    step = EveryWeeks(1, rule.weekdays) if isinstance(rule, EveryWeeks) else type(rule)(**{**vars(rule), "n": 1})
    assert found in [day for day, _ in zip(dates(step, held), range(1000), strict=False)]


def test_a_rhythm_from_the_last_one_held_goes_on_when_nothing_is_held() -> None:
    plan = Plan("Asia/Amman", time(10), date(2026, 11, 24), EveryWeeks(2), from_last_held=True)
    assert local(plan, 3) == ["2026-11-24 10:00", "2026-12-08 10:00", "2026-12-22 10:00"]
    moved = occurrences(plan, utc("2026-12-03"), 2, last_held=date(2026, 12, 3))
    assert [f"{m:%m-%d %H:%M}" for m in moved] == ["12-15 07:00", "12-29 07:00"]


# --- what is said -------------------------------------------------------------------------------------------------------


def test_the_echo_says_short_months_and_the_next_three() -> None:
    found = echo(Plan("Europe/London", time(10), date(2027, 1, 31), MonthlyOnDay(31)), utc("2027-01-01"))
    assert [f"{m:%m-%d %H}" for m in found.next] == ["01-31 10", "02-28 10", "03-31 09"]
    assert (found.short_months, found.no_fifth, found.shifted, found.ends) == (True, False, (), None)


def test_the_echo_says_where_the_clock_jumps_over_the_time() -> None:
    found = echo(Plan("Europe/London", time(1, 30), date(2027, 3, 27), DAILY), utc("2027-03-26"))
    assert [f"{m:%d %H:%M}" for m in found.shifted] == ["28 01:30"]


def test_the_echo_says_that_some_months_have_no_fifth() -> None:
    assert echo(Plan("UTC", time(1), date(2027, 1, 1), MonthlyOnWeekday(5, 0)), utc("2027-01-01")).no_fifth


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "Amman"}, "`Amman` is no time zone — give an IANA name, such as Asia/Amman"),
        ({"at": time(10, 0, 5)}, "is no time of a plan"),
        ({"at": time(10, tzinfo=UTC)}, "is no time of a plan"),
        ({"count": 0}, "0 times is no number"),
        ({"count": 2, "until": date(2027, 1, 1)}, "not both"),
        ({"until": date(2026, 1, 1)}, "ends before it begins"),
        ({"rule": EveryWeeks(0)}, "every 0 is no rhythm"),
        ({"rule": EveryWeeks(1, (7,))}, "are no weekdays"),
        ({"rule": MonthlyOnDay(32)}, "no month has a day 32"),
        ({"rule": MonthlyOnWeekday(6, 0)}, "isn't in a month"),
        ({"rule": Once(), "from_last_held": True}, "what happens once"),
        ({"rule": EveryWeeks(1, (0, 2)), "from_last_held": True}, "a single weekday"),
        ({"count": 4, "from_last_held": True}, "give an end date instead"),
        ({"first": date(2300, 1, 1)}, "too far away"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_remedy(changes: dict[str, object], said: str) -> None:
    given_ = {"zone": "UTC", "at": time(10), "first": date(2026, 11, 22), "rule": EveryWeeks(1)} | changes
    with pytest.raises(NotAPlan) as refused:
        Plan(**given_)  # type: ignore[arg-type]
    assert said in str(refused.value)
    assert " — " in str(refused.value)
