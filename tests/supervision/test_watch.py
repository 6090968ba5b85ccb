"""One check-in as it is kept, looked at: what it comes to by itself, what is to be said, when it is due again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.supervision.calendar import Days, calendar_at
from bot.supervision.checkin import CheckIn, Report, apply
from bot.supervision.diary import AgreedAction, Booking, Reminded
from bot.supervision.kind import Every, Kind, Ladder, Retention
from bot.supervision.reminders import Key, ReminderKind, snoozed
from bot.supervision.watch import Watched, follow_up_at

LONDON = calendar_at("GB-ENG", "Europe/London")
KIND = Kind("individual", {}, Retention(Every(24, "months"), None), ladder=Ladder(1))
AT = datetime(2026, 11, 24, 11, tzinfo=UTC)  # a Tuesday
ASKED = AT + timedelta(hours=1, minutes=15)
DAY = timedelta(days=1)
CALENDARS = dict.fromkeys(("noor", "edi", "mo", "di"), LONDON)


def went(kind: ReminderKind, at: datetime, reached: bool = True, round: int = 0, *people: str) -> tuple[Reminded, ...]:
    """A reminder of both, or of some."""
    keys: list[Key] = [(who, "c1", kind, round) for who in people or ("noor", "edi")]
    return tuple(Reminded(key, kind, at, at if reached else None) for key in keys)


def watched(*reminded: Reminded, **changes: object) -> Watched:
    booking = Booking(CheckIn("c1", "noor", "edi", AT, "accepted"), "individual", "north", AT - 20 * DAY)
    return replace(Watched(booking, KIND, CALENDARS, "mo", reminded=reminded), **changes)  # type: ignore[arg-type]


def test_both_asked_it_is_missed_after_the_grace_and_the_two_are_to_hear() -> None:
    one = watched(*went("afterwards", ASKED))
    assert one.now(ASKED + DAY - timedelta(minutes=1)) == one
    later = one.now(ASKED + DAY)
    assert (later.booking.checkin.state, [t.level for t in later.booking.taken]) == ("missed", ["two"])
    assert {(r.person, r.kind, r.at) for r in later.waiting} == {("noor", "two", ASKED + DAY), ("edi", "two", ASKED + DAY)}


def test_what_was_queued_and_reached_nobody_is_no_question() -> None:
    one = watched(*went("afterwards", ASKED, reached=False))
    assert one.now(ASKED + 10 * DAY) == one
    assert one.now(ASKED + 15 * DAY).booking.checkin.state == "could-not"


def test_a_step_waits_until_the_one_below_has_reached_both() -> None:
    told = watched(*went("afterwards", ASKED)).now(ASKED + DAY)
    half = (*told.reminded, *went("two", ASKED + DAY, True, 0, "edi"), *went("two", ASKED + DAY, False, 0, "noor"))
    assert replace(told, reminded=half).now(ASKED + 9 * DAY).booking == told.booking
    both = (*told.reminded, *went("two", ASKED + DAY))
    assert [t.level for t in replace(told, reminded=both).now(ASKED + 2 * DAY).booking.taken] == ["two", "board"]


def test_who_a_step_went_to_hears_it_whatever_changes_meanwhile() -> None:
    reminded = (*went("afterwards", ASKED), *went("two", ASKED + DAY))
    one = watched(*reminded).now(ASKED + DAY)
    up = one.now(ASKED + 2 * DAY).now(ASKED + 3 * DAY)
    assert up.booking.taken[-1].to == ("mo",)
    assert [r.person for r in replace(up, manager="di").waiting] == ["mo"]
    answered = apply(up.booking.checkin, Report("edi", 0, "held"), ASKED + 3 * DAY).checkin
    assert "above" not in {r.kind for r in replace(up, booking=replace(up.booking, checkin=answered)).waiting}


def test_a_reminder_that_was_put_off_is_due_at_its_moment_and_once() -> None:
    before = next(r for r in watched().messages if r.kind == "before" and r.person == "edi")
    back = snoozed(before, AT - timedelta(minutes=17), AT - timedelta(minutes=50), LONDON)
    gone = (*went("day-before", AT - DAY), *went("before", AT - timedelta(hours=1)))
    one = watched(*gone, snoozed=(back,))
    assert one.due(AT - timedelta(minutes=49), {}) == AT - timedelta(minutes=17)
    assert one.due(AT - timedelta(minutes=49), {}, [back.key]) == ASKED


@pytest.mark.parametrize("minutes", [5, 30])
def test_who_is_held_back_is_due_when_that_is_over(minutes: int) -> None:
    until = AT - DAY + timedelta(minutes=minutes)
    gone = watched(*went("day-before", AT - DAY, True, 0, "noor"))
    assert gone.due(AT - DAY, {"edi": until}) == until


@pytest.mark.parametrize(
    ("now", "due_at"),
    [
        ("2026-11-20 12:00", "2026-11-24 09:00"),
        ("2026-11-24 09:00", "2026-11-24 09:00"),
        ("2026-11-24 11:00", "2026-11-24 15:00"),
        ("2026-11-24 18:00", "2026-11-25 09:00"),
        ("2026-11-27 18:00", "2026-11-30 08:00"),  # a Friday evening: the weekend is quiet
        ("2026-12-20 12:00", None),
    ],
)
def test_an_agreed_action_is_followed_up_on_its_day_or_the_next_morning(now: str, due_at: str | None) -> None:
    action = AgreedAction("a1", "c1", "noor", "edi", "edi", "call the school", date(2026, 11, 24))
    found = follow_up_at(action, LONDON, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == (datetime.fromisoformat(due_at).replace(tzinfo=UTC) if due_at else None)
    assert follow_up_at(replace(action, done_on=date(2026, 11, 23)), LONDON, AT) is None


def test_it_is_not_followed_up_in_leave() -> None:
    action = AgreedAction("a1", "c1", "noor", "edi", "edi", "call the school", date(2026, 11, 24))
    away = replace(LONDON, leave=(Days(date(2026, 11, 23), date(2026, 11, 25)),))
    assert follow_up_at(action, away, AT - 3 * DAY) == datetime(2026, 11, 26, 8, tzinfo=UTC)
