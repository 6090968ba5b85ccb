"""The next moment of a plan or a check-in: what everything is recomputed by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.supervision.calendar import Days, Span, calendar_at
from bot.supervision.checkin import CheckIn, Offer, Report, State, apply
from bot.supervision.due import AHEAD, CheckInAt, PlanAt, next_due_at
from bot.supervision.escalation import Case, Taken
from bot.supervision.kind import Ladder, Times
from bot.supervision.plan import EveryWeeks, Plan
from bot.supervision.reminders import Side, snoozed

LONDON = calendar_at("GB-ENG", "Europe/London")
EARLY = datetime(2026, 11, 1, tzinfo=UTC)
WEEKLY = Plan("Asia/Amman", time(10), date(2026, 12, 6), EveryWeeks(1), until=date(2026, 12, 20))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


AT = utc("2026-11-24 11:00")  # a Tuesday


def subject(
    state: State = "accepted", *, leave: tuple[Days, ...] = (), quiet: tuple[Span, ...] = LONDON.quiet, **changes: object
) -> CheckInAt:
    calendar = replace(LONDON, leave=leave, quiet=quiet)
    case = Case(CheckIn("c1", "noor", "edi", AT, state), Ladder(1), Side("noor", LONDON), Side("edi", calendar))
    return CheckInAt(replace(case, **changes), Times(), EARLY)  # type: ignore[arg-type]


def after(one: CheckInAt, moment: str) -> CheckInAt:
    """When everything up to a moment has gone."""
    return replace(one, settled={r.key for r in one.reminders() if r.at <= utc(moment)})


# --- plans --------------------------------------------------------------------------------------------------------------


def test_a_plan_is_due_four_weeks_before_the_check_in_that_is_not_booked_yet() -> None:
    first = utc("2026-12-06 07:00")
    assert next_due_at(PlanAt(WEEKLY), EARLY) == first - AHEAD
    assert next_due_at(PlanAt(WEEKLY, booked=first), EARLY) == first - AHEAD + timedelta(days=7)
    assert PlanAt(WEEKLY, booked=first).next() == first + timedelta(days=7)


def test_a_plan_that_has_ended_or_is_paused_is_never_due() -> None:
    assert next_due_at(PlanAt(WEEKLY, booked=utc("2026-12-20 07:00")), EARLY) is None
    assert next_due_at(PlanAt(WEEKLY, paused=True), EARLY) is None


def test_what_should_have_been_done_long_ago_is_due_now() -> None:
    assert next_due_at(PlanAt(WEEKLY), utc("2027-03-01 00:00")) == utc("2027-03-01 00:00")


def test_a_plan_that_counts_from_the_last_one_held_moves_with_it() -> None:
    plan = replace(WEEKLY, until=None, from_last_held=True, rule=EveryWeeks(2))
    booked = PlanAt(plan, booked=utc("2026-12-10 07:00"), last_held=date(2026, 12, 10))
    assert booked.next() == utc("2026-12-27 07:00")
    assert next_due_at(booked, EARLY) == utc("2026-12-27 07:00") - AHEAD


def test_a_plan_that_counts_from_the_last_one_held_waits_for_it() -> None:
    plan = replace(WEEKLY, until=None, from_last_held=True)
    assert next_due_at(PlanAt(plan, booked=utc("2026-12-06 07:00"), open=True), EARLY) is None
    assert next_due_at(PlanAt(WEEKLY, booked=utc("2026-12-06 07:00"), open=True), EARLY) is not None


# --- check-ins ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gone", "due_at"),
    [
        ("2026-11-01 00:00", "2026-11-23 11:00"),
        ("2026-11-23 11:00", "2026-11-24 10:00"),
        ("2026-11-24 10:00", "2026-11-24 12:15"),
    ],
)
def test_a_check_in_is_due_with_its_next_reminder(gone: str, due_at: str) -> None:
    assert next_due_at(after(subject(), gone), utc(gone)) == utc(due_at)


def test_it_is_due_when_silence_ends_and_with_each_step_up() -> None:
    asked = {(who, 0): utc("2026-11-24 12:15") for who in ("noor", "edi")}
    waiting = after(subject(asked=asked), "2026-11-24 12:15")
    assert next_due_at(waiting, utc("2026-11-24 12:16")) == utc("2026-11-25 12:15")
    told = Taken("two", utc("2026-11-25 12:15"), {who: utc("2026-11-25 12:15") for who in ("noor", "edi")})
    missed = replace(waiting, case=replace(subject("missed").case, asked=asked, taken=(told,)))
    assert next_due_at(missed, utc("2026-11-25 12:16")) == utc("2026-11-26 12:15")


def test_it_is_never_due_again_when_nothing_is_to_come() -> None:
    done = subject()
    both = done.case.checkin
    for who in ("edi", "noor"):
        both = apply(both, Report(who, 0, "held"), AT).checkin
    assert next_due_at(replace(done, case=replace(done.case, checkin=both)), EARLY) is None
    assert next_due_at(subject("cancelled"), EARLY) is None


def test_a_question_that_reached_nobody_is_given_up_when_it_is_not_worth_asking() -> None:
    assert next_due_at(after(subject(), "2026-12-31 00:00"), utc("2026-11-24 13:00")) == utc("2026-12-08 12:00")


def test_it_moves_with_quiet_hours_and_leave() -> None:
    asked = "2026-11-24 12:15"
    late = subject(quiet=(Span(time(12), time(16)),))
    found = {r.person: r.at for r in late.reminders() if r.kind == "afterwards"}
    assert found == {"noor": utc(asked), "edi": utc("2026-11-24 16:00")}
    # On leave when it is: it lapses with its end, and nobody hears anything.
    assert next_due_at(subject(leave=(Days(AT.date(), AT.date()),)), EARLY) == AT + timedelta(hours=1)


def test_a_late_reminder_in_quiet_hours_is_due_when_they_end() -> None:
    gone = after(subject(), "2026-11-24 10:00")
    assert next_due_at(gone, utc("2026-11-24 22:00")) == utc("2026-11-25 08:00")


def test_a_snoozed_reminder_counts_while_it_is_meant() -> None:
    gone = after(subject(), "2026-11-24 10:00")
    before = next(r for r in gone.reminders() if r.kind == "before" and r.person == "edi")
    back = snoozed(before, utc("2026-11-24 10:40"), utc("2026-11-24 10:01"), LONDON)
    put_off = replace(gone, snoozed=(back,))
    assert next_due_at(put_off, utc("2026-11-24 10:02")) == utc("2026-11-24 10:40")
    moved = replace(put_off.case.checkin, round=1, at=AT + timedelta(days=1))
    assert next_due_at(replace(put_off, case=replace(put_off.case, checkin=moved)), utc("2026-11-24 10:02")) == utc(
        "2026-11-24 11:00"
    )


def test_a_move_that_nobody_answers_is_due_before_its_time_and_when_it_comes_to_nothing() -> None:
    case = subject("asked-to-move").case
    offered = replace(case, checkin=replace(case.checkin, offers=(Offer("edi", AT + timedelta(days=1)),)))
    waiting = replace(subject(), case=offered)
    assert next_due_at(waiting, AT) == utc("2026-11-25 08:00")
    assert next_due_at(after(waiting, "2026-11-25 08:00"), utc("2026-11-25 09:00")) == utc("2026-11-26 12:00")
