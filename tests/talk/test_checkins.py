"""Living with check-ins, played by several people without a store: moving, answering, pausing, days away; who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.people.changes import stand_in
from bot.people.person import Dates
from bot.supervision.calendar import Days
from bot.supervision.checkin import CheckIn
from bot.supervision.diary import Booking, Series
from bot.supervision.plan import EveryWeeks, Plan
from bot.talk import dealings
from bot.talk.messages import Press
from bot.talk.moments import coded
from tests.talk.staffed import MONDAY, Staffed

TODAY_14 = MONDAY.replace(hour=14)
AWA = "aaaaaaaaaa"
NAMES = ("Awa", "Joseph", "Sami", "Amina", "Lena", "Individual", "supervision")


def team_with(at: datetime = TODAY_14, worker: str = "awa", id: str = AWA, series: str = "", **more: object) -> Staffed:
    team = Staffed()
    book(team, at, worker, id, series, **more)
    return team


def book(team: Staffed, at: datetime, worker: str = "awa", id: str = AWA, series: str = "", **more: object) -> None:
    checkin = CheckIn(id, "joseph", worker, at, **more)  # type: ignore[arg-type]
    team.bookings[id] = Booking(checkin, "individual", "north", MONDAY - timedelta(days=7), series, version=1)


def press(team: Staffed, who: str, verb: str, *args: str) -> str:
    """A button pressed by whoever it was given to, from anywhere; what they see."""
    seen = team.pressed_data(who, team.signer.write(Press(verb, args), f"memory:{who}"))
    return seen[-1].text if seen else ""


def state(team: Staffed, id: str = AWA) -> str:
    return team.bookings[id].checkin.state


def told(team: Staffed, who: str) -> list[str]:
    return [repr(one.reply) for one in team.effects if isinstance(one, dealings.Tell) and one.person == who]


# --- seeing it ------------------------------------------------------------------------------------------------------------


def test_the_next_one_is_shown_with_whom_when_and_what_to_prepare_in_at_most_six_lines() -> None:
    team = team_with()
    seen = team.says("awa", "/next")[0]
    assert seen.text.startswith("Individual supervision with Joseph")
    assert "Monday 23 November 2026, 14:00 (afternoon)" in seen.text
    assert "What weighs on you" in seen.text
    assert len([line for line in seen.text.splitlines() if line.strip()]) <= 6
    for label in ("Ready", "Move", "Can't make it", "Remind me later", "Pause", "Calendar file", "Prepare"):
        assert label in seen.buttons


def test_each_side_reads_it_in_their_own_zone_and_language_with_the_other_wall_beside() -> None:
    team = team_with(worker="sami")
    mine = team.says("sami", "/next")[0].text
    theirs = team.says("joseph", "/next")[0].text
    assert "17:00" in mine
    assert "14:00" in mine
    assert "17:00 for the other side" in theirs


def test_whoever_has_not_joined_is_told_in_one_line_how_to() -> None:
    team = Staffed()
    for command in ("/next", "/checkins", "/actions", "/leave"):
        seen = team.says("stranger", command)[0]
        assert "invitation" in seen.text
        assert len(seen.text.splitlines()) == 1


@pytest.mark.parametrize("who", ["noor", "sol", "ada", "lena"])
def test_what_is_not_ones_own_looks_like_what_is_not_there(who: str) -> None:
    team = team_with()
    for verb, more in (("c-show", ()), ("c-prep", ()), ("c-cxy", ("0",)), ("c-ps", ("0",)), ("c-did", ("0", "held"))):
        there, nowhere = press(team, who, verb, AWA, *more), press(team, who, verb, "bbbbbbbbbb", *more)
        assert there == nowhere
        assert "Joseph" not in there
    assert not team.effects


def test_the_manager_sees_when_and_how_it_stands_and_neither_reasons_nor_words() -> None:
    team = team_with()
    press(team, "awa", "c-no", AWA, "0", "illness")
    seen = press(team, "amina", "c-show", AWA)
    assert "Joseph and Awa" in seen
    assert "Off at that time" in seen
    assert "llness" not in seen
    assert team.last("amina").buttons == ()


# --- moving ---------------------------------------------------------------------------------------------------------------


def test_a_move_takes_the_old_time_off_at_once_and_the_others_yes_fixes_the_new_one() -> None:
    team = team_with()
    team.says("awa", "/next")
    offered = team.presses("awa", "Move")[0].buttons
    assert offered == ("Today 15:30", "Tomorrow 14:00", "Wednesday 14:00", "Other time", "No other time yet")
    team.presses("awa", "Today 15:30")
    seen = team.presses("awa", "Visit")[0].text
    assert "Today 14:00: off until then, not missed" in seen
    assert state(team) == "asked-to-move"
    assert team.last("joseph").text == "A check-in asks to move. From: Today 14:00. To: Today 15:30.\n\nReason: visit."
    assert "Fixed: Monday 23 November 2026, 15:30" in team.presses("joseph", "Yes")[0].text
    assert team.last("awa").text == "A check-in is fixed: Today 15:30."
    assert state(team) == "moved"
    assert team.bookings[AWA].since == team.now


def test_a_second_tap_changes_nothing_and_says_so_kindly() -> None:
    team = team_with()
    press(team, "awa", "c-no", AWA, "0", "visit")
    before = team.bookings[AWA]
    assert "So it is already" in press(team, "awa", "c-no", AWA, "0", "visit")
    assert team.bookings[AWA] == before
    assert len(told(team, "joseph")) == 1


def test_of_two_who_both_ask_the_first_accepted_time_wins_and_an_older_button_is_over() -> None:
    team = team_with()
    team.says("awa", "/next")
    team.presses("awa", "Move")
    team.presses("awa", "Tomorrow")
    team.presses("awa", "Court")
    team.presses("joseph", "Propose")
    team.presses("joseph", "Wednesday")
    team.presses("joseph", "Something else")
    assert len(team.bookings[AWA].checkin.offers) == 2
    team.presses("awa", "Yes")
    assert team.bookings[AWA].checkin.at == TODAY_14 + timedelta(days=2)
    late = next(screen for screen in team.screens["joseph"] if "Yes" in screen.buttons)
    seen = team.pressed_data("joseph", late.presses["Yes"])[0].text
    assert "Something else was settled before" in seen
    assert team.bookings[AWA].checkin.at == TODAY_14 + timedelta(days=2)


@pytest.mark.parametrize("reason", ["illness", "leave", "emergency", "other"])
def test_a_reason_that_says_something_of_a_person_stands_behind_show_only(reason: str) -> None:
    team = team_with()
    press(team, "awa", "c-no", AWA, "0", reason)
    assert "eason" not in team.last("joseph").text
    assert "Reason:" in press(team, "joseph", "c-show", AWA)


def test_moved_three_times_is_a_question_about_the_rhythm_and_blames_nobody() -> None:
    team = team_with()
    for n in range(3):
        when = team.now + timedelta(days=n + 1, hours=3)
        press(team, "awa", "c-mvt", AWA, str(n), coded(when), "visit")
        if n < 2:
            press(team, "joseph", "c-ok", AWA, str(n), coded(when))
    assert "Perhaps another day or rhythm fits better; that is nobody's fault." in team.last("awa").text


def test_another_time_is_typed_and_shown_back_before_anybody_is_asked() -> None:
    team = team_with()
    team.says("awa", "/next")
    team.presses("awa", "Move")
    team.presses("awa", "Other time")
    seen = team.says("awa", "thursday 10:30")[0]
    assert "Thursday 26 November 2026, 10:30" in seen.text
    assert state(team) == "planned"
    team.presses("awa", "Yes, ask for it")
    team.presses("awa", "Visit")
    assert team.bookings[AWA].checkin.offers[0].at == datetime(2026, 11, 26, 10, 30, tzinfo=UTC)


def test_a_question_typed_while_a_time_was_asked_for_is_answered_and_not_swallowed() -> None:
    team = team_with()
    press(team, "awa", "c-mvo", AWA, "0", "")
    seen = team.says("awa", "What supervision is")[0]
    assert "What supervision is" in seen.text
    assert state(team) == "planned"


def test_a_proposal_waits_for_the_other_sides_yes() -> None:
    team = team_with(TODAY_14 + timedelta(days=2), state="proposed", asked_by="joseph")
    assert "It waits for your yes." in team.says("awa", "/next")[0].text
    assert "Yes" not in team.says("joseph", "/next")[0].buttons
    assert "Fixed" in team.presses("awa", "Yes")[0].text
    assert state(team) == "accepted"


def test_whoever_stands_in_moves_it_for_the_supervisor_and_both_are_told() -> None:
    team = team_with()
    today = team.now.date()
    team.staff = stand_in(team.staff, "north", "joseph", "dara", Dates(today, today + timedelta(days=9)), today)
    press(team, "dara", "c-no", AWA, "0", "visit")
    assert state(team) == "asked-to-move"
    assert team.bookings[AWA].checkin.offers[0].by == "joseph"
    assert told(team, "awa")
    assert told(team, "joseph")


# --- what became of it ----------------------------------------------------------------------------------------------------


def test_what_became_of_it_is_one_tap_and_a_slip_is_mended() -> None:
    team = team_with(series="s1")
    team.series["s1"] = _weekly("s1")
    team.waits(hours=7)
    team.says("awa", "/checkins")
    team.presses("awa", "Waiting for me")
    team.presses("awa", "Today 14:00")
    assert "Noted: it was held." in team.presses("awa", "Held")[0].text
    assert state(team) == "held"
    assert team.series["s1"].last_held == date(2026, 11, 23)
    assert "it could not be" in team.presses("awa", "It was not held")[0].text
    assert state(team) == "could-not"
    assert [one.last_held for one in team.series.values()] == [None]
    assert "already" in press(team, "awa", "c-did", AWA, "0", "could-not")


def _weekly(id: str, worker: str = "awa") -> Series:
    plan = Plan("Europe/London", time(14), date(2026, 11, 23), EveryWeeks(1, (0,)))
    return Series(id, "individual", "joseph", worker, "north", "joseph", (plan,), agreed=True, version=1)


def test_what_is_still_to_come_cannot_have_been_held() -> None:
    team = team_with()
    assert "still to come" in press(team, "awa", "c-did", AWA, "0", "held")
    assert state(team) == "planned"


def test_two_answers_that_differ_count_as_not_held_and_the_other_hears_so_neutrally() -> None:
    team = team_with()
    team.waits(hours=7)
    press(team, "joseph", "c-did", AWA, "0", "held")
    seen = press(team, "awa", "c-did", AWA, "0", "could-not")
    assert "counts as not held until both say so" in seen
    assert "the two answers differ" in team.last("joseph").text
    press(team, "awa", "c-did", AWA, "0", "held")
    assert state(team) == "held"


def test_the_questions_of_the_kind_are_answered_by_a_tap_and_nothing_of_it_is_kept() -> None:
    team = team_with()
    team.waits(hours=7)
    press(team, "awa", "c-did", AWA, "0", "held")
    before = (len(team.effects), team.sessions["awa"])
    seen = team.presses("awa", "Not this time")[0]
    assert "isn't kept" in seen.text
    assert (len(team.effects), team.sessions["awa"]) == before


# --- later, paused, cancelled ---------------------------------------------------------------------------------------------


def test_later_says_exactly_when_it_comes_back() -> None:
    team = team_with()
    team.says("awa", "/next")
    assert team.presses("awa", "Remind me later")[0].buttons == ("Today 09:30", "Today 10:00", "Today 12:00", "Today 13:45")
    assert "I'll come back: Monday 23 November 2026, 10:00" in team.presses("awa", "Today 10:00")[0].text
    assert [one.at for one in team.snoozed] == [team.now.replace(hour=10)]
    assert team.snoozed[0].explicit


def test_either_side_pauses_with_one_tap_no_reason_and_the_rhythm_rests_too() -> None:
    for who, other in (("awa", "joseph"), ("joseph", "awa")):
        team = team_with(series="s1")
        team.series["s1"] = _weekly("s1")
        book(team, TODAY_14 + timedelta(days=7), id="cccccccccc", series="s1")
        team.says(who, "/next")
        assert "Nobody is asked why" in team.presses(who, "Pause")[0].text
        assert state(team) == "paused"
        assert team.series["s1"].paused
        assert "cccccccccc" not in team.bookings
        assert "no reason is asked" in team.last(other).text
        team.presses(who, "Go on again")
        assert state(team) == "planned"
        assert not team.series["s1"].paused


def test_a_rhythm_is_paused_and_taken_up_again_from_the_list() -> None:
    team = Staffed()
    team.series["s1"] = _weekly("s1")
    team.says("awa", "/checkins")
    assert "Monday 30 November 2026" in team.presses("awa", "Rhythms")[0].text or "23 November" in team.last("awa").text
    team.presses("awa", "Pause: Joseph")
    assert team.series["s1"].paused
    team.presses("awa", "Rhythms")
    team.presses("awa", "Go on: Joseph")
    assert not team.series["s1"].paused


def test_cancelling_is_asked_first_and_a_second_tap_changes_nothing() -> None:
    team = team_with()
    team.says("awa", "/next")
    team.presses("awa", "Cancel it")
    assert state(team) == "planned"
    team.presses("awa", "Yes, cancel it")
    assert state(team) == "cancelled"
    assert "already" in press(team, "awa", "c-cxy", AWA, "0")
    assert len(told(team, "joseph")) == 1


# --- days away ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "typed", "first", "last"),
    [
        ("awa", "3 to 14 December", date(2026, 12, 3), date(2026, 12, 14)),
        ("awa", "Friday", date(2026, 11, 27), date(2026, 11, 27)),
        ("lena", "du 3 au 14 décembre", date(2026, 12, 3), date(2026, 12, 14)),
        ("sami", "من 3 إلى 14 كانون الأول", date(2026, 12, 3), date(2026, 12, 14)),
    ],
)
def test_days_away_are_typed_in_each_language(who: str, typed: str, first: date, last: date) -> None:
    team = Staffed()
    press(team, who, "c-awt")
    team.says(who, typed)
    assert team.leave[who] == (Days(first, last),)


def test_several_check_ins_on_days_away_are_told_in_one_message() -> None:
    team = team_with(TODAY_14 + timedelta(days=8))
    first = team.bookings[AWA]
    again = replace(first, checkin=replace(first.checkin, id="later", at=first.checkin.at + timedelta(days=1)), version=0)
    team.bookings["later"] = again
    before = len(team.screens.get("joseph", ()))
    team.says("awa", "/leave")
    team.presses("awa", "Next week")
    assert len(team.screens["joseph"]) == before + 1
    assert team.last("joseph").text.startswith("2 check-ins fall on days away and won't be. The first: 1 December, 14:00")


def test_whoever_has_a_check_in_then_is_told_that_it_wont_be_and_never_why() -> None:
    team = team_with(TODAY_14 + timedelta(days=8))
    team.says("awa", "/leave")
    assert "isn't missed" in team.presses("awa", "Next week")[0].text
    assert team.last("joseph").text == "A check-in falls on days away and won't be: 1 December, 14:00."
    assert "Away on that day" in press(team, "joseph", "c-show", AWA)
    team.presses("awa", "Not away after all")
    assert team.leave["awa"] == ()


# --- what nobody asked for --------------------------------------------------------------------------------------------------


def test_no_message_that_nobody_asked_for_names_a_person_or_a_kind() -> None:
    team = team_with(series="s1")
    team.series["s1"] = _weekly("s1")
    for verb, more in (
        ("c-no", ("0", "illness")), ("c-mvt", ("0", coded(team.now + timedelta(hours=30)), "court")), ("c-ps", ("0",)),
        ("c-rs", ("1",)), ("c-late", ("2",)), ("c-cxy", ("2",)),
    ):  # fmt: skip
        press(team, "awa", verb, AWA, *more)
    team.says("awa", "/leave")
    team.presses("awa", "Today")
    shown = [screen.text for screen in team.screens["joseph"]]
    assert len(shown) >= 5
    for text in shown:
        assert not [name for name in NAMES if name in text], text
        assert "llness" not in text


def test_opening_the_chat_shows_what_waits() -> None:
    team = team_with(TODAY_14 + timedelta(days=2), state="proposed", asked_by="joseph")
    seen = team.says("awa", "/start")[0]
    assert "Wednesday 14:00" in seen.text
    assert seen.buttons[0] == "Wednesday 14:00"
    assert "Wednesday 14:00" not in team.says("joseph", "/start")[0].buttons
