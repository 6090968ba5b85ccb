"""Reminders: when each goes, in whose hours, that none goes twice, and that an outage ends in one notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.supervision.calendar import Calendar, Days, calendar_at
from bot.supervision.checkin import Accept, AskToMove, Cancel, CheckIn, Lapse, Offer, Pause, Report, State, apply
from bot.supervision.kind import Times
from bot.supervision.reminders import Due, Notice, Reminder, Side, TooLate, due, reminders, snoozed, still_meant
from tests.supervision.clocks import ZONES

AMMAN, LONDON = calendar_at("JO", "Asia/Amman"), calendar_at("GB-ENG", "Europe/London")
NOOR, EDI = Side("noor", AMMAN), Side("edi", LONDON)
TIMES = Times(before=timedelta(hours=1), after=timedelta(minutes=15))
EARLY = datetime(2026, 11, 1, tzinfo=UTC)
CALENDARS = {"noor": AMMAN, "edi": LONDON}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TUESDAY = utc("2026-11-24 11:00")  # 14:00 in Amman, 11:00 in London


def checkin(at: datetime = TUESDAY, state: State = "accepted", **changes: object) -> CheckIn:
    return CheckIn("c1", "noor", "edi", at, state, **changes)  # type: ignore[arg-type]


def shown(found: tuple[Reminder, ...], calendar: Calendar, person: str) -> list[str]:
    return [f"{r.kind} {calendar.local(r.at):%a %H:%M}{' in quiet' * r.in_quiet}" for r in found if r.person == person]


def test_each_side_is_reminded_the_day_before_shortly_before_and_asked_afterwards() -> None:
    found = reminders(checkin(), TIMES, [NOOR, EDI], EARLY)
    assert shown(found, AMMAN, "noor") == ["day-before Mon 14:00", "before Tue 13:00", "afterwards Tue 15:15"]
    assert shown(found, LONDON, "edi") == ["day-before Mon 11:00", "before Tue 10:00", "afterwards Tue 12:15"]
    assert len({r.key for r in found}) == 6


@pytest.mark.parametrize(
    ("at", "noor", "edi"),
    [
        pytest.param(
            "2026-11-29 09:00",  # a Sunday: a working day in Amman, none in London
            ["day-before Thu 12:00", "before Sun 11:00", "afterwards Sun 13:15"],
            ["day-before Fri 09:00", "before Sun 08:00 in quiet", "afterwards Mon 08:00"],
            id="a-day-off-of-one-of-them",
        ),
        pytest.param(
            "2026-11-24 17:30",
            ["day-before Mon 08:00", "before Tue 19:30 in quiet", "afterwards Wed 08:00"],
            ["day-before Mon 17:30", "before Tue 16:30", "afterwards Tue 18:45"],
            id="an-evening-that-somebody-chose",
        ),
        pytest.param(
            "2026-11-24 08:30",
            ["day-before Mon 11:30", "before Tue 10:30", "afterwards Tue 12:45"],
            ["day-before Mon 08:30", "before Tue 08:00", "afterwards Tue 09:45"],
            id="shortly-after-quiet-ends",
        ),
    ],
)
def test_quiet_hours_are_those_of_each_and_a_time_set_in_them_wins(at: str, noor: list[str], edi: list[str]) -> None:
    found = reminders(checkin(utc(at)), TIMES, [NOOR, EDI], EARLY)
    assert shown(found, AMMAN, "noor") == noor
    assert shown(found, LONDON, "edi") == edi


def test_nobody_is_reminded_of_what_falls_into_leave() -> None:
    away = Side("edi", replace(LONDON, leave=(Days(date(2026, 11, 24), date(2026, 11, 24)),)))
    assert reminders(checkin(), TIMES, [NOOR, away], EARLY) == ()


def test_what_was_due_before_the_booking_is_not_made_up_for() -> None:
    found = reminders(checkin(), TIMES, [EDI], utc("2026-11-24 09:00"))
    assert [r.kind for r in found] == ["before", "afterwards"]


@pytest.mark.parametrize("state", ["cancelled", "paused", "missed"])
def test_what_is_over_reminds_nobody(state: State) -> None:
    assert reminders(checkin(state=state), TIMES, [NOOR, EDI], EARLY) == ()


def test_a_time_that_is_not_agreed_is_said_to_be_open_and_not_reminded() -> None:
    asked = checkin(state="asked-to-move", offers=(Offer("edi", utc("2026-11-24 14:00"), "visit"),))
    found = reminders(asked, TIMES, [NOOR, EDI], EARLY)
    assert [(r.person, r.kind, f"{r.at:%H:%M}") for r in found] == [
        ("edi", "unconfirmed", "11:00"),
        ("noor", "unconfirmed", "11:00"),
    ]
    proposed = reminders(checkin(state="proposed", asked_by="noor"), TIMES, [EDI], EARLY)
    assert [(r.kind, f"{r.at:%H:%M}") for r in proposed] == [("unconfirmed", "08:00")]


def test_a_moved_check_in_has_reminders_of_its_own() -> None:
    asked = apply(checkin(), AskToMove("edi", 0, TUESDAY + timedelta(days=1)), EARLY).checkin
    moved = apply(asked, Accept("noor", 0, TUESDAY + timedelta(days=1)), EARLY).checkin
    before = {r.key for r in reminders(checkin(), TIMES, [NOOR, EDI], EARLY)}
    after = {r.key for r in reminders(moved, TIMES, [NOOR, EDI], EARLY)}
    assert len(after) == 6
    assert not before & after


def test_nobody_is_asked_about_a_move_that_came_to_nothing() -> None:
    asked = checkin(state="asked-to-move", offers=(Offer("edi", None),))
    nothing = apply(asked, Lapse(), TUESDAY + timedelta(days=3)).checkin
    assert nothing.state == "could-not"
    assert reminders(nothing, TIMES, [NOOR, EDI], EARLY) == ()


def test_who_has_answered_is_not_asked() -> None:
    answered = apply(checkin(), Report("edi", 0, "held"), TUESDAY).checkin
    assert [r.person for r in reminders(answered, TIMES, [NOOR, EDI], EARLY)] == ["noor"]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 1), timezones=st.just(UTC)),
    st.sampled_from(["planned", "proposed", "moved", "held", "asked-to-move"]),
    st.integers(0, 3),
    st.integers(15, 600),
)
def test_none_goes_into_quiet_hours_that_nobody_chose_and_each_has_its_own_key(
    zone: str, at: datetime, state: State, round_: int, before: int
) -> None:
    calendar = Calendar(zone, frozenset({4, 5}))
    one = checkin(at.replace(second=0, microsecond=0), state, round=round_)
    if state == "asked-to-move":
        one = replace(one, offers=(Offer("edi", one.at + timedelta(hours=5)),))
    found = reminders(one, Times(before=timedelta(minutes=before)), [NOOR, Side("edi", calendar)], EARLY - timedelta(days=400))
    assert len({r.key for r in found}) == len(found)
    for r in found:
        theirs = {"noor": AMMAN, "edi": calendar}[r.person]
        assert r.in_quiet == theirs.is_quiet(r.at)
        assert not r.in_quiet or (r.kind == "before" and theirs.is_quiet(one.at))
        assert r.at < r.until
        assert r.kind not in ("day-before", "before") or r.at <= one.at
        assert r.kind != "afterwards" or r.at >= one.ends


# --- due ----------------------------------------------------------------------------------------------------------------


def due_at(text: str, *checkins: CheckIn, settled: set[tuple[str, str, str, int]] | None = None) -> Due:
    every = [r for one in checkins for r in reminders(one, TIMES, [NOOR, EDI], EARLY)]
    return due(every, settled or set(), CALENDARS, utc(text))


def told(notice: Notice) -> list[str]:
    return [f"{r.checkin} {r.kind}" for r in notice.reminders]


def test_a_reminder_is_due_at_its_time_and_never_again() -> None:
    assert due_at("2026-11-23 10:59", checkin()) == Due((), ())
    now = due_at("2026-11-23 11:00", checkin())
    assert [(n.person, told(n), n.late) for n in now.notices] == [
        ("edi", ["c1 day-before"], False),
        ("noor", ["c1 day-before"], False),
    ]
    settled = {r.key for n in now.notices for r in n.reminders}
    assert due_at("2026-11-23 11:00", checkin(), settled=settled) == Due((), ())


def test_after_three_days_of_silence_a_person_gets_one_notice() -> None:
    days = [replace(checkin(TUESDAY + timedelta(days=n)), id=f"c{n}") for n in range(5)]
    found = due_at("2026-11-27 11:10", *days)
    assert told(found.notices[0]) == ["c3 before", "c4 day-before", "c0 afterwards", "c1 afterwards", "c2 afterwards"]
    # Friday is a day off for Noor: what was set on it rings, the rest waits for Sunday.
    assert [told(n) for n in found.notices[1:]] == [["c3 before"]]
    assert found.notices[0].late
    edi = [r for day in days for r in reminders(day, TIMES, [EDI], EARLY)]
    settled = {r.key for r in found.notices[0].reminders} | set(found.passed)
    assert due(edi, settled, CALENDARS, utc("2026-11-27 11:10")) == Due((), ())


def test_what_is_of_no_use_any_more_is_passed_in_silence() -> None:
    found = due_at("2026-11-24 11:16", checkin())
    assert found.notices == ()
    assert {(key[0], key[2]) for key in found.passed} == {(p, k) for p in ("noor", "edi") for k in ("day-before", "before")}


def test_a_late_notice_waits_for_quiet_hours_too() -> None:
    assert due_at("2026-11-24 22:00", checkin()).notices == ()
    morning = due_at("2026-11-25 08:00", checkin())
    assert [(n.person, told(n), n.late) for n in morning.notices] == [
        ("edi", ["c1 afterwards"], True),
        ("noor", ["c1 afterwards"], True),
    ]


def test_what_quiet_hours_held_goes_as_one_message() -> None:
    sunday = [replace(checkin(utc("2026-11-29 15:30")), id="a"), replace(checkin(utc("2026-11-29 16:30")), id="b")]
    found = due_at("2026-11-30 08:00", *sunday)
    assert [told(n) for n in found.notices if n.person == "edi"] == [["a afterwards", "b afterwards"]]


# --- snoozing -----------------------------------------------------------------------------------------------------------

BEFORE = next(r for r in reminders(checkin(), TIMES, [EDI], EARLY) if r.kind == "before")


def test_a_snoozed_reminder_returns_at_exactly_the_moment_chosen() -> None:
    back = snoozed(BEFORE, utc("2026-11-24 10:37"), utc("2026-11-24 10:01"), LONDON)
    assert (back.at, back.again, back.until, back.in_quiet) == (utc("2026-11-24 10:37"), 1, BEFORE.until, False)
    assert back.key != BEFORE.key
    assert snoozed(back, utc("2026-11-24 10:50"), utc("2026-11-24 10:38"), LONDON).key not in (BEFORE.key, back.key)


def test_a_moment_chosen_in_quiet_hours_is_kept_and_said() -> None:
    asked = next(r for r in reminders(checkin(), TIMES, [EDI], EARLY) if r.kind == "afterwards")
    back = snoozed(asked, utc("2026-11-24 21:00"), utc("2026-11-24 12:20"), LONDON)
    assert back.in_quiet
    found = due([back], set(), CALENDARS, utc("2026-11-24 21:00"))
    assert [n.reminders for n in found.notices] == [(back,)]


def test_of_two_reminders_of_one_check_in_only_the_later_goes() -> None:
    back = snoozed(BEFORE, utc("2026-11-24 10:37"), utc("2026-11-24 10:01"), LONDON)
    found = due([back, BEFORE], set(), CALENDARS, utc("2026-11-24 10:40"))
    assert [n.reminders for n in found.notices] == [(back,)]
    assert found.passed == (BEFORE.key,)


@pytest.mark.parametrize("to", ["2026-11-24 10:00", "2026-11-24 11:15"])
def test_a_reminder_is_not_put_off_to_the_past_or_past_its_use(to: str) -> None:
    with pytest.raises(TooLate):
        snoozed(BEFORE, utc(to), utc("2026-11-24 10:01"), LONDON)


def test_a_snoozed_reminder_falls_away_with_what_it_was_about() -> None:
    back = snoozed(BEFORE, utc("2026-11-24 10:37"), utc("2026-11-24 10:01"), LONDON)
    assert still_meant(back, checkin())
    for action in (Cancel("noor", 0), Pause("edi", 0), AskToMove("noor", 0, None), Report("edi", 0, "held")):
        assert not still_meant(back, apply(checkin(), action, TUESDAY).checkin)
    assert not still_meant(back, checkin(round=1))


def test_who_works_on_no_day_is_reminded_only_of_what_was_set_for_them() -> None:
    never = Side("edi", Calendar("UTC", frozenset(range(7))))
    assert shown(reminders(checkin(), TIMES, [never], EARLY), never.calendar, "edi") == ["before Tue 10:00 in quiet"]
