"""The lines of a board: what needs somebody first, nobody late by our fault, nothing private, whatever is on the diary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.supervision.calendar import Calendar, Days, calendar_at
from bot.supervision.checkin import CheckIn, Offer, State
from bot.supervision.diary import Booking, Series
from bot.supervision.escalation import PRIVATE_TOPICS, Taken
from bot.supervision.kind import Every, Kind, Ladder, Retention, Stage, due_by, plans
from bot.supervision.plan import EveryWeeks, MonthlyOnWeekday, Plan
from bot.supervision.standing import EXCEPTIONS, MARKS, Facts, Line, due_day, lines, weeks_since
from tests.supervision.life import drawn

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()
LONDON = calendar_at("GB-SCT", "Europe/London")
RETENTION = Retention(Every(24, "months"), None)
KINDS = {
    "individual": Kind("individual", {"en": "Supervision"}, RETENTION, (Stage(Every(2, "weeks")),)),
    "observation": Kind("observation", {"en": "Observation"}, RETENTION, ladder=Ladder(5, up=False)),
}
NAMES = {"awa": "Awa", "sami": "Sami", "lena": "Lena"}


def series(worker: str = "awa", **changes: Any) -> Series:
    """Every second Tuesday at ten with Joseph since September, last held on 10 November."""
    plan = Plan("Europe/London", time(10), date(2026, 9, 1), EveryWeeks(2, (1,)))
    usual: dict[str, Any] = {"last_held": date(2026, 11, 10), "agreed": True, "version": 1}
    one = Series(f"s-{worker}", "individual", "joseph", worker, "north", "joseph", (plan,))
    return replace(one, **(usual | changes))


def booking(day: date, state: State = "planned", worker: str = "awa", **changes: Any) -> Booking:
    """One of it, at ten."""
    at = datetime.combine(day, time(10), UTC)
    inside = {key: changes.pop(key) for key in ("answers", "offers", "moves", "round", "supervisor", "yes") if key in changes}
    checkin = replace(CheckIn(f"c-{worker}-{day}", "joseph", worker, at, state), **inside)
    return Booking(checkin, "individual", "north", at, **({"series": f"s-{worker}", "version": 1} | changes))


def facts(*what: Series | Booking, **more: Any) -> Facts:
    people = ("joseph", "awa", "sami", "lena")
    usual: dict[str, Any] = {"kinds": KINDS, "calendars": dict.fromkeys(people, LONDON)}
    return Facts(
        tuple(x for x in what if isinstance(x, Series)), tuple(x for x in what if isinstance(x, Booking)), **(usual | more)
    )


def line(*what: Series | Booking, now: datetime = NOW, **more: Any) -> Line:
    (found,) = lines({"awa": "Awa"}, facts(*what, **more), now)
    return found


UP = (Taken("two", NOW - timedelta(days=6)), Taken("board", NOW - timedelta(days=2)))


def test_a_rhythm_that_is_kept_has_no_mark_and_says_when_it_was_and_will_be() -> None:
    found = line(series(), booking(date(2026, 12, 8)))
    assert found.marks == ()
    assert (found.held, weeks_since(found.held, TODAY)) == (date(2026, 11, 10), 2)
    assert found.next == datetime(2026, 12, 8, 10, tzinfo=UTC)
    assert (found.beats[0].every, found.beats[0].due) == (Every(2, "weeks"), date(2026, 11, 24))


def test_late_is_later_than_the_rhythm_and_its_working_days_of_grace() -> None:
    due_friday = series(last_held=date(2026, 11, 6))  # by Friday the 20th; two working days of grace end on Tuesday night
    assert line(due_friday, now=NOW - timedelta(days=1)).marks == ()
    assert line(due_friday).marks == ("late",)


def test_one_that_nobody_answered_for_is_late_once_it_stands_on_the_board() -> None:
    missed = booking(date(2026, 11, 17), "missed")
    assert line(series(last_held=date(2026, 11, 12)), missed).marks == ()
    assert line(series(last_held=date(2026, 11, 12)), replace(missed, taken=UP)).marks == ("late",)


def test_a_step_of_an_earlier_round_or_before_the_last_one_held_counts_no_more() -> None:
    missed = booking(date(2026, 11, 17), "missed", round=1, taken=UP)
    assert line(series(last_held=date(2026, 11, 12)), missed).marks == ()
    assert line(series(last_held=date(2026, 11, 18)), booking(date(2026, 11, 17), "missed", taken=UP)).marks == ()


def test_a_kind_that_stays_with_the_two_is_never_late() -> None:
    one = series(kind="observation", last_held=date(2026, 6, 1))
    assert line(one, replace(booking(date(2026, 11, 17), "missed", taken=UP), kind="observation")).marks == ()


def test_never_started_is_what_had_its_first_date_long_ago_and_not_what_is_still_to_begin() -> None:
    assert line(series(last_held=None)).marks == ("never-started",)
    plan = Plan("Europe/London", time(10), TODAY + timedelta(days=6), EveryWeeks(2))
    assert line(series(last_held=None, plans=(plan,))).marks == ()


def test_while_a_check_in_waits_for_its_answer_or_for_another_time_nobody_is_late() -> None:
    old = series(last_held=date(2026, 10, 27))
    assert line(old).marks == ("late",)
    assert line(old, booking(TODAY - timedelta(days=1))).marks == ()
    moving = booking(TODAY - timedelta(days=1), "asked-to-move", offers=(Offer("awa", NOW + timedelta(days=2)),))
    assert line(old, moving).marks == ()
    assert line(old, moving).next is None


@pytest.mark.parametrize("who", ["awa", "joseph"])
def test_whom_our_question_did_not_reach_is_not_late(who: str) -> None:
    old = series(last_held=date(2026, 10, 27))
    unasked = booking(date(2026, 11, 10), "could-not")
    assert line(old, unasked).first == "not-asked"
    assert line(old, replace(unasked, checkin=replace(unasked.checkin, answers={"awa": "could-not"}))).first == "late"
    sides = frozenset({"awa", "joseph"})
    assert line(old, booking(date(2026, 11, 10), "could-not", moves=1, yes=sides)).first == "not-asked"
    assert line(old, booking(date(2026, 11, 10), "could-not", moves=1)).first == "late"
    marks = line(old, booking(date(2026, 11, 10)), reach={who: "unreachable"}).marks
    assert "late" not in marks
    assert ("unreached" in marks) == (who == "awa")


def test_who_has_no_push_channel_is_told_apart_from_who_cannot_be_reached() -> None:
    assert line(series(), reach={"awa": "no-push"}).marks == ("no-push",)
    assert line(series(), reach={"awa": "none"}).marks == ("unreached",)


def test_a_pause_and_a_leave_are_no_lateness() -> None:
    old = series(last_held=date(2026, 9, 1))
    assert line(replace(old, paused=True, paused_until=date(2027, 1, 15))).marks == ("paused",)
    assert line(old, leave_until={"awa": date(2026, 12, 4)}).marks == ("on-leave",)
    assert line(old, leave_until={"joseph": date(2026, 12, 4)}).marks == ()
    assert line(old, booking(date(2026, 11, 17), "missed", taken=UP), leave_until={"awa": date(2026, 12, 4)}).marks == (
        "on-leave",
    )


def test_one_that_fell_into_a_leave_is_followed_by_the_next_of_the_rhythm() -> None:
    was_away = replace(LONDON, leave=(Days(date(2026, 11, 5), date(2026, 11, 13)),))
    calendars = {"joseph": LONDON, "awa": was_away}
    old = series(last_held=date(2026, 10, 27))
    assert line(old).marks == ("late",)
    found = line(old, booking(date(2026, 11, 10), "cancelled"), calendars=calendars)
    assert (found.marks, found.beats[0].due) == ((), date(2026, 11, 24))
    assert line(old, calendars=calendars, now=NOW + timedelta(days=7)).marks == ("late",)


def test_the_pause_of_a_single_one_is_a_pause_until_the_next() -> None:
    old = series(last_held=date(2026, 10, 27))
    paused = booking(date(2026, 11, 10), "paused")
    assert line(old, paused).marks == ("paused",)
    assert line(old, paused, booking(date(2026, 11, 20), "cancelled")).marks == ("late",)


def test_one_paused_rhythm_among_several_does_not_pause_the_person() -> None:
    found = line(series(), series(id="s-2", kind="observation", paused=True))
    assert found.marks == ()
    assert [beat.marks for beat in found.beats] == [("paused",), ()]


def test_days_of_leave_are_no_days_of_grace() -> None:
    away = replace(LONDON, closed=frozenset({date(2026, 11, 24)}))
    old = series(last_held=date(2026, 11, 6))
    assert line(old, calendars={"joseph": LONDON, "awa": away}).marks == ()


def test_who_has_no_rhythm_and_who_waits_for_a_supervisor() -> None:
    assert line().marks == ("no-rhythm",)
    assert line(replace(series(), ended=True)).marks == ("no-rhythm",)
    assert line(unsupervised=("awa",)).marks == ("no-supervisor",)
    assert line(booking(TODAY + timedelta(days=2), series="")).next is not None


def test_a_rhythm_that_was_made_anew_goes_on_from_the_last_one_held() -> None:
    before = replace(series(), ended=True)
    plan = Plan("Europe/London", time(15), date(2026, 11, 19), EveryWeeks(2))
    anew = series(id="s-new", plans=(plan,), last_held=None)
    assert line(before, anew).marks == ()
    assert line(before, anew).held == date(2026, 11, 10)


def test_exceptions_come_first_then_names() -> None:
    what = (
        series("awa"), series("sami", last_held=date(2026, 9, 1)), series("lena", paused=True), series("zoe"),
    )  # fmt: skip
    found = lines({"zoe": "zoe", **NAMES}, facts(*what, reach={"zoe": "unreachable"}), NOW)
    assert [one.person for one in found] == ["sami", "zoe", "lena", "awa"]


def test_what_is_due_agrees_with_what_a_kind_says_of_its_rhythm() -> None:
    rhythm = (
        Stage(Every(1, "weeks"), Every(6, "weeks")),
        Stage(Every(2, "weeks"), Every(6, "months")),
        Stage(Every(1, "months")),
    )
    first = date(2026, 1, 6)
    one = series(plans=plans(rhythm, first, "Europe/London", time(10)), last_held=None)
    for held in [None, *(first + timedelta(days=7 * n) for n in range(0, 40))]:
        # Within the stages; between two of them the plan begins a step of the next one after the last date.
        assert due_day(one, held) == due_by(rhythm, first, held)
    over = series(plans=(Plan("Europe/London", time(10), first, MonthlyOnWeekday(1, 1), until=date(2026, 3, 31)),))
    assert due_day(over, date(2026, 3, 3)) is None


# --- whatever is on the diary -------------------------------------------------------------------------------------------

STATES: tuple[State, ...] = (
    "planned",
    "proposed",
    "accepted",
    "asked-to-move",
    "moved",
    "held",
    "could-not",
    "missed",
    "cancelled",
)
PEOPLE = ("awa", "sami", "lena")


@st.composite
def diaries(draw: st.DrawFn) -> Facts:
    """Any diary of three people and their supervisor."""
    what: list[Series | Booking] = []
    for worker in PEOPLE:
        if draw(st.booleans()):
            held = draw(st.none() | st.integers(0, 90).map(lambda n: TODAY - timedelta(days=n)))
            what.append(series(worker, last_held=held, paused=draw(st.booleans()), ended=draw(st.integers(0, 4)) == 0))
        for n in range(draw(st.integers(0, 4))):
            one = booking(TODAY + timedelta(days=draw(st.integers(-60, 28))), draw(st.sampled_from(STATES)), worker)
            said = draw(st.sampled_from(({}, {worker: "held"}, {worker: "could-not"}, {"joseph": "could-not"})))
            steps = draw(st.sampled_from(((), UP[:1], UP)))
            topic = draw(st.sampled_from(("", "", "case-plan", *sorted(PRIVATE_TOPICS))))
            checkin = replace(one.checkin, id=f"{one.checkin.id}-{n}", answers=said, moves=draw(st.integers(0, 3)))
            what.append(replace(one, checkin=checkin, taken=steps, topic=topic))
    reach = {who: draw(st.sampled_from(("push", "push", "no-push", "unreachable", "none"))) for who in (*PEOPLE, "joseph")}
    away = {who: TODAY + timedelta(days=9) for who in (*PEOPLE, "joseph") if draw(st.integers(0, 5)) == 0}
    return facts(*what, reach=reach, leave_until=away, unsupervised=draw(st.sampled_from(((), ("sami",)))))


@settings(max_examples=400, deadline=None)
@given(diaries())
def test_nothing_of_a_private_topic_changes_a_line(diary: Facts) -> None:
    without = replace(diary, bookings=tuple(one for one in diary.bookings if one.topic not in PRIVATE_TOPICS))
    assert lines(NAMES, diary, NOW) == lines(NAMES, without, NOW)


@settings(max_examples=400, deadline=None)
@given(diaries())
def test_nobody_is_late_whom_we_did_not_reach_or_who_is_away_or_paused(diary: Facts) -> None:
    for found in lines(NAMES, diary, NOW):
        if not {"late", "never-started"} & set(found.marks):
            continue
        asked_and_silent = any(
            one.checkin.worker == found.person and one.checkin.state == "missed" and one.taken == UP for one in diary.bookings
        )
        reached = all(diary.reach[who] in ("push", "no-push") for who in (found.person, "joseph"))
        assert asked_and_silent or reached
        assert found.person not in diary.leave_until
        assert asked_and_silent or "joseph" not in diary.leave_until
        assert asked_and_silent or not all(one.paused for one in diary.series if one.worker == found.person)


@settings(max_examples=400, deadline=None)
@given(diaries())
def test_everybody_has_one_line_the_most_pressing_first_and_the_next_one_is_to_come(diary: Facts) -> None:
    found = lines(NAMES, diary, NOW)
    assert sorted(one.person for one in found) == sorted(NAMES)
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    for one in found:
        assert list(one.marks) == [mark for mark in MARKS if mark in one.marks]
        assert one.next is None or one.next > NOW
        assert (one.first in EXCEPTIONS) == (one.rank < len(EXCEPTIONS))


@pytest.mark.parametrize("hundred", range(20))
def test_of_two_thousand_lives_of_a_check_in_none_is_late_that_nobody_could_be_asked_about(hundred: int) -> None:
    """Lived with failing channels, outages, leaves, moves and taps, and then looked at for six weeks."""
    seen = dict.fromkeys(("late", "not-asked", "other"), 0)
    for seed in range(100 * hundred, 100 * hundred + 100):
        life = drawn(seed)
        case, checkin = life.case, life.case.checkin
        calendars = {side.person: side.calendar for side in case.two}
        plan = Plan(case.worker.calendar.zone, time(9), case.worker.calendar.local(checkin.at).date(), EveryWeeks(1))
        one = replace(series(), id="s", supervisor="noor", worker="edi", plans=(plan,), last_held=None)
        booked = Booking(checkin, "individual", "north", checkin.at, "s", case.taken, case.topic, 1)
        said = bool(checkin.answers) or checkin.state == "cancelled" or (checkin.moves and not checkin.yes)
        # Nothing more comes of this check-in, and none is booked after it: what stands here hangs on it alone.
        for days in (1, 8, 15, 29, 43):
            now = checkin.ends + timedelta(days=days)
            (found,) = lines({"edi": "Edi"}, Facts((one,), (booked,), KINDS, calendars), now)
            late = bool({"late", "never-started"} & set(found.marks))
            seen["late" if late else "not-asked" if "not-asked" in found.marks else "other"] += 1
            if late and checkin.state != "missed" and case.topic not in PRIVATE_TOPICS:
                assert said, (seed, days, checkin.state)
            if checkin.state == "missed":
                assert set(case.reached) >= {"noor", "edi"}
    assert min(seen.values()) > 0, seen


def test_a_calendar_that_is_not_known_is_no_reason_to_fail() -> None:
    assert line(series(last_held=date(2026, 9, 1)), booking(TODAY, "held"), calendars={}).held == TODAY
    assert line(series(last_held=date(2026, 9, 1)), calendars={"awa": Calendar("Asia/Amman")}).marks == ("late",)
