"""Open now: agrees with a walk along the wall clock in every zone, at every clock change, around every holiday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from bot.public_days import PublicDay, PublicDays
from bot.services.hours import ALL_DAY, ALWAYS, UNKNOWN, Hours, Opening, Span, opening
from bot.services.hours_table import read
from tests.services.drawn import Situation, at_clock_changes, at_the_turn_of_a_year, situations, walk

LONDON = ZoneInfo("Europe/London")
FAR = timedelta(days=13)
"""An opening that ends later than this isn't said to end."""


def drawn(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def expected(one: Situation) -> Opening:
    """What the walk comes to."""
    if not one.hours.known:
        return Opening(None)
    minutes = walk(one)
    first = next(minutes)
    if first.sure or first.usual:
        end = next((m.at for m in minutes if not (m.sure if first.sure else m.usual)), None)
        closes_at = end if end is not None and end <= one.now + FAR else None
        return Opening(True if first.sure else None, None if first.sure else True, closes_at, certain=first.sure)
    begins = next((m for m in minutes if m.usual), None)
    return Opening(
        False if first.trusted else None,
        None if first.trusted else False,
        opens_at=begins.at if begins else None,
        certain=begins.sure if begins else True,
    )


def agrees(one: Situation) -> None:
    found, wanted = opening(one.hours, one.zone, one.now, one.public), expected(one)
    if wanted.opens_at is not None and wanted.opens_at > one.now + FAR:
        # How far ahead is looked is nobody's promise; that nothing comes earlier is.
        assert found.opens_at is None or found.opens_at == wanted.opens_at
        assert (found.open, found.usually) == (wanted.open, wanted.usually)
    else:
        assert found == wanted


@drawn(30)
@given(situations())
def test_it_stands_as_a_walk_along_the_wall_clock_finds(one: Situation) -> None:
    agrees(one)


@drawn(200)
@given(at_clock_changes())
def test_so_it_does_where_the_clock_jumps_or_shows_an_hour_twice(one: Situation) -> None:
    agrees(one)


@drawn(50)
@given(at_the_turn_of_a_year())
def test_so_it_does_at_the_turn_of_a_year(one: Situation) -> None:
    agrees(one)


@drawn(200)
@given(situations() | at_clock_changes() | at_the_turn_of_a_year())
def test_what_is_said_to_come_next_comes_then_and_not_before(one: Situation) -> None:
    now = opening(one.hours, one.zone, one.now, one.public)
    change = now.closes_at or now.opens_at
    if change is None:
        return
    assert change > one.now
    before = opening(one.hours, one.zone, change - timedelta(seconds=1), one.public)
    after = opening(one.hours, one.zone, change, one.public)
    was_open, is_open = before.open or before.usually, after.open or after.usually
    if now.closes_at is not None:
        assert was_open
        assert not (after.open if now.open else is_open)
    else:
        assert not was_open
        assert is_open


@drawn(200)
@given(situations() | at_clock_changes() | at_the_turn_of_a_year())
def test_the_zone_of_the_moment_changes_nothing(one: Situation) -> None:
    elsewhere = one.now.astimezone(ZoneInfo("Pacific/Auckland"))
    assert opening(one.hours, one.zone, elsewhere, one.public) == opening(one.hours, one.zone, one.now, one.public)


def test_around_the_clock_is_open_on_every_day_and_never_closes() -> None:
    assert opening(ALWAYS, LONDON, datetime(2026, 12, 25, 3, tzinfo=UTC), lambda day: PublicDay("Christmas")) == Opening(True)


def test_hours_that_nobody_knows_say_nothing() -> None:
    assert opening(UNKNOWN, LONDON, datetime(2026, 7, 1, 12, tzinfo=UTC)) == Opening(None)
    assert opening(Hours(published="office hours"), LONDON, datetime(2026, 7, 1, 12, tzinfo=UTC)) == Opening(None)


def test_around_the_clock_with_one_day_off_is_closed_on_that_day() -> None:
    hours = Hours(ALWAYS.week, ALWAYS.holidays, {date(2026, 7, 2): ()}, always=True)
    found = opening(hours, LONDON, datetime(2026, 7, 2, 12, tzinfo=UTC))
    assert found == Opening(False, opens_at=datetime(2026, 7, 2, 23, tzinfo=UTC))


def test_24_hours_on_every_weekday_are_one_opening() -> None:
    hours = read("mon-sun 24h")
    assert opening(hours, LONDON, datetime(2026, 7, 1, 12, tzinfo=UTC)) == Opening(True)


def test_a_span_past_midnight_keeps_the_rule_of_the_day_on_which_it_began() -> None:
    """At one in the morning of the 24th the night line of the 23rd is as certain as the evening before; a day later it isn't."""
    hours = read("mon-sun 22:00-02:00")
    one_in_the_morning = datetime(2026, 12, 24, 1, tzinfo=UTC)
    assert opening(hours, LONDON, one_in_the_morning) == Opening(True, closes_at=datetime(2026, 12, 24, 2, tzinfo=UTC))
    assert opening(hours, LONDON, one_in_the_morning + timedelta(days=1)).open is None


@pytest.mark.parametrize(
    ("month", "day", "certain"),
    [(12, 23, True), (12, 24, False), (12, 28, False), (12, 31, False), (1, 3, False), (1, 4, True), (5, 3, True)],
)
def test_from_christmas_eve_to_the_third_of_january_hours_are_only_usual(month: int, day: int, certain: bool) -> None:
    noon = datetime(2026, month, day, 12, tzinfo=UTC)
    assert opening(read("mon-sun 09:00-17:00"), LONDON, noon).open is (True if certain else None)
    assert opening(read("mon-sun 09:00-17:00; holidays closed"), LONDON, noon).open is True


@pytest.mark.parametrize(("day", "certain"), [(2, True), (3, False), (4, False), (5, True)])
def test_on_a_public_holiday_and_its_eve_hours_are_only_usual(day: int, certain: bool) -> None:
    found = opening(
        read("mon-sun 09:00-17:00"), LONDON, datetime(2026, 5, day, 12, tzinfo=UTC), {date(2026, 5, 4): PublicDay("May")}.get
    )
    assert (found.open, found.usually) == ((True, None) if certain else (None, True))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        opening(ALWAYS, LONDON, datetime(2026, 7, 1, 12))


@pytest.mark.parametrize(("start", "end"), [(-1, 60), (60, 60), (120, 60), (1440, 1500), (0, 2881)])
def test_a_span_begins_on_its_day_and_lasts_two_days_at_most(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span of a day"):
        Span(start, end)


def moon(*days: date) -> PublicDays:
    return {day: PublicDay("Eid", expected=True) for day in days}.get


@pytest.mark.parametrize(("day", "certain"), [(9, True), (10, False), (11, False), (12, False), (13, False), (14, True)])
def test_a_feast_by_the_moon_may_come_a_day_earlier_or_later(day: int, certain: bool) -> None:
    """Expected on the 11th and 12th. What is told for holidays is certain only on a day that is surely one or surely none."""
    for hours in (read("mon-sun 09:00-17:00"), read("mon-sun 09:00-17:00; holidays closed")):
        feast = moon(date(2027, 3, 11), date(2027, 3, 12))
        found = opening(hours, ZoneInfo("Asia/Amman"), datetime(2027, 3, day, 20, tzinfo=UTC), feast)
        assert (found.open is False) is certain


def test_in_the_middle_of_a_long_feast_the_holiday_is_certain() -> None:
    feast = moon(*(date(2027, 5, day) for day in (15, 16, 17, 18)))
    hours = read("mon-sun 09:00-17:00; holidays closed")
    assert opening(hours, ZoneInfo("Asia/Amman"), datetime(2027, 5, 16, 9, tzinfo=UTC), feast).open is False


def test_hours_that_are_the_same_on_holidays_are_certain_whatever_the_moon_does() -> None:
    hours = read("mon-sun 24h; holidays 24h")
    assert hours.holidays == ALL_DAY
    assert opening(hours, ZoneInfo("Asia/Amman"), datetime(2027, 3, 11, 9, tzinfo=UTC), moon(date(2027, 3, 11))).open is True
