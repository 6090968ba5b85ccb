"""Rhythms, check-ins, reminders and lists as rows: what comes back is what was kept, and what is due comes once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import Store, diary, leave, lists, notices, plans, reminders, retention
from bot.store.moments import DAY, ms, ms_of_day
from bot.supervision.calendar import Days
from bot.supervision.checkin import CheckIn, Offer
from bot.supervision.diary import AgreedAction, Booking, Series, TeamDays, ToTake
from bot.supervision.escalation import Taken
from bot.supervision.plan import LAST, EveryDays, EveryWeeks, MonthlyOnDay, MonthlyOnWeekday, NotAPlan, Once, Plan
from bot.supervision.reminders import Reminder

T = datetime(2026, 12, 1, 10, tzinfo=UTC)
DAY_ONE = date(2026, 12, 1)
HOUR = timedelta(hours=1)
FOR_EVER = ms(T) + 10_000 * DAY


def a_series(id: str = "s1", **more: object) -> Series:
    of = {"kind": "individual", "supervisor": "sana", "worker": "edi", "team": "north", "made_by": "sana"}
    weekly = Plan("Asia/Amman", time(10), DAY_ONE, EveryWeeks(1))
    return Series(**{"id": id, **of, "plans": (weekly,), **more})  # type: ignore[arg-type]


def a_booking(id: str = "b1", at: datetime = T, worker: str = "edi", supervisor: str = "sana", **more: object) -> Booking:
    return Booking(CheckIn(id, supervisor, worker, at), "individual", "north", T - 24 * HOUR, **more)  # type: ignore[arg-type]


async def kept(store: Store, *bookings: Booking, due_at: int | None = 1) -> None:
    for one in bookings:
        assert await store.write(
            lambda c, one=one: diary.keep_booking(c, one, one.checkin.at.date(), due_at, FOR_EVER)  # type: ignore[misc]
        )


# --- plans --------------------------------------------------------------------------------------------------------------

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
RULES = st.one_of(
    st.just(Once()),
    st.builds(EveryDays, st.integers(1, 366)),
    st.builds(EveryWeeks, st.integers(1, 60), st.lists(st.integers(0, 6), max_size=3).map(tuple)),
    st.builds(MonthlyOnWeekday, st.sampled_from([1, 2, 3, 4, 5, LAST]), st.integers(0, 6), st.integers(1, 24)),
    st.builds(MonthlyOnDay, st.integers(1, 31), st.integers(1, 24)),
)


@given(
    RULES, DAYS, st.times(time(0), time(23, 59)), st.sampled_from(["UTC", "Asia/Amman", "Pacific/Apia", "America/Nuuk"]),
    st.none() | st.integers(1, 1000), st.none() | DAYS, st.booleans(),
)  # fmt: skip
def test_a_plan_comes_back_as_it_was_kept(
    rule: Once | EveryDays | EveryWeeks | MonthlyOnWeekday | MonthlyOnDay, first: date, at: time, zone: str, count: int | None,
    until: date | None, from_last_held: bool,
) -> None:  # fmt: skip
    try:
        plan = Plan(zone, at.replace(second=0, microsecond=0), first, rule, count, until, from_last_held)
    except NotAPlan:
        return
    assert plans.read(plans.written([plan, plan])) == (plan, plan)


# --- rhythms and check-ins ----------------------------------------------------------------------------------------------


async def test_a_rhythm_comes_back_as_it_was_kept_and_changes_for_who_saw_it(store: Store) -> None:
    one = a_series(booked=T, last_held=DAY_ONE, paused=True, paused_until=date(2027, 1, 15), agreed=True, code="فانوس قطن")
    assert await store.write(lambda c: diary.keep_series(c, one, 5, FOR_EVER))
    assert not await store.write(lambda c: diary.keep_series(c, one, 5, FOR_EVER)), "a second tap makes the same id"
    seen = (await store.read(lambda c: diary.rhythms(c, ["s1", "other"])))["s1"]
    assert seen == replace(one, version=1)
    assert await store.write(lambda c: diary.keep_series(c, replace(seen, ended=True), None, FOR_EVER))
    assert not await store.write(lambda c: diary.keep_series(c, seen, None, FOR_EVER))
    assert await store.read(lambda c: diary.rhythms_of(c, ["edi"], ["sana"])) == (), "what is over is on no desk"


async def test_the_two_words_of_a_rhythm_go_when_it_ends_however_it_ends(store: Store) -> None:
    two = [a_series("s1", code="copper lantern"), a_series("s2", code="maple drum")]
    for one in two:
        assert await store.write(lambda c, one=one: diary.keep_series(c, one, 5, FOR_EVER))  # type: ignore[misc]
    first, second = (replace(one, ended=True, version=1) for one in two)
    assert await store.write(lambda c: diary.keep_series(c, first, None, FOR_EVER))
    await store.write(lambda c: diary.advance(c, [(second, None, FOR_EVER)]))
    seen = await store.read(lambda c: diary.rhythms(c, ["s1", "s2"]))
    assert [(one.ended, one.code) for one in seen.values()] == [(True, ""), (True, "")]


FULL = Booking(
    CheckIn(
        "b1", "sana", "edi", T, "asked-to-move", timedelta(minutes=90), 3, "edi", frozenset({"edi"}),
        (Offer("edi", T + HOUR, "visit"), Offer("sana", None)), {"edi": "held", "sana": "could-not"}, 2,
    ),
    "individual", "north", T - HOUR, "s1", (Taken("two", T, {"edi": T}, 3), Taken("board", T + HOUR)), "consent",
)  # fmt: skip


async def test_a_check_in_comes_back_as_it_was_kept(store: Store) -> None:
    await kept(store, FULL)
    assert (await store.read(lambda c: diary.find(c, ["b1"]))) == {"b1": replace(FULL, version=1)}


async def test_of_two_changes_at_once_one_holds(store: Store) -> None:
    await kept(store, a_booking())
    seen = (await store.read(lambda c: diary.find(c, ["b1"])))["b1"]
    tries = [
        store.write(lambda c, n=n: diary.keep_booking(c, replace(seen, topic=f"t{n}"), DAY_ONE, 1, FOR_EVER))  # type: ignore[misc]
        for n in range(10)
    ]
    assert (await asyncio.gather(*tries)).count(True) == 1


async def test_a_rhythm_has_one_check_in_a_day_also_after_it_was_moved(store: Store) -> None:
    await kept(store, a_booking("b1", series="s1"))
    again = a_booking("b2", T + HOUR, series="s1")
    assert not await store.write(lambda c: diary.keep_booking(c, again, DAY_ONE, 1, FOR_EVER))
    seen = (await store.read(lambda c: diary.find(c, ["b1"])))["b1"]
    moved = replace(seen, checkin=replace(seen.checkin, at=T + 24 * HOUR))
    assert await store.write(lambda c: diary.keep_booking(c, moved, DAY_ONE + timedelta(days=1), 1, FOR_EVER))
    assert not await store.write(lambda c: diary.keep_booking(c, again, DAY_ONE, 1, FOR_EVER)), "its own day stays taken"
    assert await store.write(lambda c: diary.keep_booking(c, replace(again, series=""), DAY_ONE, 1, FOR_EVER))


async def test_single_check_ins_may_be_on_one_day(store: Store) -> None:
    await kept(store, a_booking("b1"), a_booking("b2", T + HOUR))
    found = await store.read(lambda c: diary.bookings_of(c, ["edi"], [], ms(T) - 1))
    assert [one.checkin.id for one in found] == ["b1", "b2"]


async def test_when_somebody_is_busy_is_known_without_with_whom(store: Store) -> None:
    off = a_booking("off", T + 5 * HOUR)
    await kept(
        store, a_booking(), a_booking("b2", T + 2 * HOUR, "awa"), a_booking("b3", T, "noor", "sol"),
        replace(off, checkin=replace(off.checkin, state="cancelled")),
    )  # fmt: skip
    found = await store.read(lambda c: diary.busy(c, ["sana", "awa"], ms(T), ms(T) + DAY))
    assert found == {"sana": ((T, T + HOUR), (T + 2 * HOUR, T + 3 * HOUR)), "awa": ((T + 2 * HOUR, T + 3 * HOUR),)}
    assert await store.read(lambda c: diary.busy(c, ["sana"], ms(T), ms(T) + DAY, {"b1", "b2"})) == {}


async def test_what_nobody_touched_is_taken_out_of_a_rhythm_and_nothing_else(store: Store) -> None:
    for n, change in enumerate([{}, {"moves": 1}, {"yes": frozenset({"edi"})}, {"round": 1}, {"state": "held"}, {}]):
        one = a_booking(f"b{n}", T + n * 24 * HOUR, series="s1")
        await kept(store, replace(one, checkin=replace(one.checkin, **change)))  # type: ignore[arg-type]
    await kept(store, a_booking("other", T + 99 * HOUR, series="s2"))
    assert await store.write(lambda c: diary.drop_coming(c, "s1", ms(T))) == (1, ms(T + 4 * 24 * HOUR)), "b0 isn't to come"
    found = await store.read(lambda c: diary.bookings_of(c, ["edi"], [], 0))
    assert {one.checkin.id for one in found} == {"b0", "b1", "b2", "b3", "b4", "other"}


# --- what is due --------------------------------------------------------------------------------------------------------


async def test_what_is_due_of_the_same_people_comes_together(store: Store) -> None:
    pairs = [("edi", "sana"), ("awa", "sana"), ("noor", "sol"), ("sana", "mara")]
    await kept(store, *(a_booking(f"b{n}", T, *pair) for n, pair in enumerate(pairs)), due_at=10)
    await kept(store, a_booking("later", T), due_at=99)
    await store.write(lambda c: diary.reckoned(c, [("b0", 1), ("b2", 5)]))
    first = await store.write(lambda c: diary.due_bookings(c, 10, 1))
    assert {one.checkin.id for one in first} == {"b0", "b1", "b3"}, "all of Edi's and Sana's, and what hangs on those"
    await store.write(lambda c: diary.reckoned(c, [(one.checkin.id, None) for one in first]))
    assert [one.checkin.id for one in await store.write(lambda c: diary.due_bookings(c, 10, 1))] == ["b2"]
    assert await store.write(lambda c: diary.due_bookings(c, 0, 1)) == ()


async def test_due_rows_are_found_by_their_index(store: Store) -> None:
    if store.shared:
        return  # PostgreSQL reads a small table whole, whatever indexes there are

    def told(connection) -> str:  # type: ignore[no-untyped-def]
        rows = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM bookings WHERE next_due_at <= 5 ORDER BY next_due_at LIMIT 9"
        )
        return " ".join(str(row) for row in rows)

    assert "USING INDEX bookings_next_due_at" in (await store.read(told))


async def test_what_hangs_on_a_calendar_is_reckoned_anew(store: Store) -> None:
    await kept(store, a_booking(), a_booking("old", T - 90 * 24 * HOUR), a_booking("other", T, "noor", "sol"), due_at=None)
    await store.write(lambda c: diary.keep_series(c, a_series(), None, FOR_EVER))
    await store.write(lambda c: diary.keep_series(c, a_series("over", ended=True), None, FOR_EVER))
    await store.write(lambda c: diary.due_again(c, ["edi"], 7, ms(T) - DAY))
    assert [one.checkin.id for one in await store.write(lambda c: diary.due_bookings(c, 7, 9))] == ["b1"]
    assert [one.id for one in await store.write(lambda c: diary.due_series(c, 7, 9))] == ["s1"]
    await store.write(lambda c: diary.everything_due_again(c, 8, 0))
    assert len(await store.write(lambda c: diary.due_bookings(c, 8, 9))) == 3


# --- reminders ----------------------------------------------------------------------------------------------------------

KEY = ("edi", "b1", "before", 0)


async def test_a_reminder_is_queued_once_whoever_tries(store: Store) -> None:
    keys = [KEY, ("sana", "b1", "before", 0)]
    await asyncio.gather(*(store.write(lambda c, n=n: reminders.queue_all(c, keys, n)) for n in range(5, 15)))  # type: ignore[misc]
    await store.write(lambda c: reminders.queue_all(c, [KEY], 99, passed=True))
    await store.write(lambda c: reminders.queue_all(c, [("edi", "b1", "before", 1)], 99))
    found = await store.read(lambda c: reminders.about(c, ["b1"]))
    assert {one.key for one in found} == {*keys, ("edi", "b1", "before", 1)}
    assert all(one.at < datetime.fromtimestamp(0.02, UTC) for one in found if one.key in keys)


async def test_reminders_of_late_are_those_that_went_the_latest_first(store: Store) -> None:
    await store.write(lambda c: reminders.queue_all(c, [KEY], 5))
    await store.write(lambda c: reminders.queue_all(c, [("edi", "b1", "before+1", 0)], 6))
    await store.write(lambda c: reminders.queue_all(c, [("edi", "b1", "day-before", 0)], 7, passed=True))
    found = await store.read(lambda c: reminders.lately(c, "edi", 5))
    assert [(one.key[2], one.kind) for one in found] == [("before+1", "before"), ("before", "before")]
    assert await store.read(lambda c: reminders.lately(c, "edi", 7)) == ()


async def test_a_snoozed_reminder_comes_back_and_its_check_in_is_due(store: Store) -> None:
    await kept(store, a_booking(), due_at=None)
    back = Reminder("edi", "b1", "before", 0, T + HOUR, T + 2 * HOUR, explicit=True, again=1)
    await store.write(lambda c: reminders.snooze(c, back, 5))
    await store.write(lambda c: reminders.snooze(c, replace(back, at=T), 5))
    assert await store.read(lambda c: reminders.snoozed(c, ["b1"])) == (replace(back, at=T),)
    assert len(await store.write(lambda c: diary.due_bookings(c, 5, 9))) == 1
    await store.write(lambda c: reminders.forget_snoozes(c, "edi"))
    assert await store.read(lambda c: reminders.snoozed(c, ["b1"])) == ()


async def test_of_a_person_everything_that_is_held_goes_at_once(store: Store) -> None:
    for due_at in (5, 50):
        await store.write(lambda c, due_at=due_at: notices.hold(c, "edi", f"until {due_at}", 1, due_at))  # type: ignore[misc]
    await store.write(lambda c: notices.hold(c, "awa", "hers", 1, 50))
    assert await store.write(lambda c: notices.due(c, 4, 9)) == ()
    found = await store.write(lambda c: notices.due(c, 5, 9))
    assert [one.body for one in found] == ["until 5", "until 50"]
    await store.write(lambda c: notices.done(c, [one.id for one in found]))
    assert [one.body for one in await store.read(lambda c: notices.held_for(c, "awa"))] == ["hers"]


# --- lists and leave ----------------------------------------------------------------------------------------------------


async def test_an_agreed_action_comes_back_is_due_and_is_closed(store: Store) -> None:
    one = AgreedAction("a1", "b1", "sana", "edi", "edi", "Read the protocol", date(2026, 12, 8))
    assert await store.write(lambda c: lists.keep_action(c, one, 5, FOR_EVER))
    assert not await store.write(lambda c: lists.keep_action(c, one, 5, FOR_EVER))
    (seen,) = await store.write(lambda c: lists.due_actions(c, 5, 9))
    assert seen == replace(one, version=1)
    done = replace(seen, done_on=date(2026, 12, 7))
    assert await store.write(lambda c: lists.keep_action(c, done, None, FOR_EVER))
    assert not await store.write(lambda c: lists.keep_action(c, done, None, FOR_EVER)), "closed by the other one meanwhile"
    assert await store.write(lambda c: lists.due_actions(c, 99, 9)) == ()
    for who in ("edi", "sana"):
        assert len(await store.read(lambda c, who=who: lists.actions_of(c, who, DAY_ONE))) == 1  # type: ignore[misc]
    assert await store.read(lambda c: lists.actions_of(c, "edi", date(2026, 12, 8))) == ()


async def test_a_topic_stands_on_a_list_once_and_is_seen_by_others_only_if_shown(store: Store) -> None:
    for n in range(2):
        await store.write(lambda c, n=n: lists.take(c, ToTake(f"t{n}", "edi", "consent", T)))  # type: ignore[misc]
    assert [one.id for one in await store.read(lambda c: lists.taking(c, "edi", [], []))] == ["t0"]
    assert await store.read(lambda c: lists.taking(c, "sana", ["edi"], [])) == ()
    await store.write(lambda c: lists.take(c, ToTake("t9", "edi", "consent", T, shown=True)))
    assert [one.id for one in await store.read(lambda c: lists.taking(c, "sana", ["edi"], []))] == ["t0"]
    assert await store.read(lambda c: lists.taking(c, "sana", ["edi"], ["consent"])) == (), "a private topic, whatever was tapped"
    await store.write(lambda c: lists.drop(c, "awa", "t0"))
    assert await store.read(lambda c: lists.taking(c, "edi", [], [])), "nobody takes off another's"
    await store.write(lambda c: lists.drop(c, "edi", "t0"))
    assert await store.read(lambda c: lists.taking(c, "edi", [], [])) == ()


async def test_days_away_and_a_teams_own_days_come_back_and_go_in_time(store: Store) -> None:
    days = Days(date(2026, 12, 1), date(2026, 12, 4))
    ramadan = TeamDays("north", "ramadan", date(2027, 2, 8), date(2027, 3, 9))
    for _ in range(2):
        await store.write(lambda c: leave.keep(c, "edi", days))
        await store.write(lambda c: leave.keep_team_days(c, ramadan))
    assert await store.read(lambda c: leave.of(c, ["edi", "awa"])) == {"edi": (days,)}
    assert await store.read(lambda c: leave.team_days_of(c, ["north"])) == (ramadan,)
    await store.write(lambda c: retention.purge(c, ms_of_day(days.last) + leave.LEAVE_KEPT + 1))
    assert await store.read(lambda c: leave.of(c, ["edi"])) == {}
    await store.write(lambda c: leave.drop_team_days(c, ramadan))
    assert await store.read(lambda c: leave.team_days_of(c, ["north"])) == ()


@pytest.mark.parametrize("past", [0, 1])
async def test_a_check_in_goes_when_its_time_is_over(store: Store, past: int) -> None:
    assert await store.write(lambda c: diary.keep_booking(c, a_booking(), DAY_ONE, None, 1000))
    await store.write(lambda c: retention.purge(c, 1000 + past))
    assert len(await store.read(lambda c: diary.find(c, ["b1"]))) == 1 - past
