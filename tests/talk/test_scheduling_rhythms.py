"""Rhythms and check-ins that are there already: agreed, moved, paused, skipped, ended, by either side and whoever stands in."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from bot.people.changes import hand_over, stand_in
from bot.people.person import Dates
from bot.supervision.plan import EveryWeeks
from bot.talk.dealings import Tell
from bot.talk.messages import Press
from tests.talk.planning import WEEKLY, does, planned, series
from tests.talk.staffed import TODAY, Staffed


def test_a_yes_keeps_the_rhythm_and_tells_the_other_side_in_their_language_without_a_name() -> None:
    team = Staffed()
    does(team, "joseph", "/schedule every second Tuesday at 10 with Sami", ">Yes")
    made = series(team)
    assert (made.supervisor, made.worker, made.team, made.made_by, made.agreed) == ("joseph", "sami", "north", "joseph", False)
    (plan,) = made.plans
    assert (plan.zone, plan.at, plan.first, plan.rule) == ("Europe/London", time(10), date(2026, 11, 24), EveryWeeks(2, (1,)))
    told = team.last("sami")
    assert "Joseph" not in told.text
    assert told.buttons == ("عرض",)
    assert "Joseph" in does(team, "sami", ">عرض")
    assert "13:00" in team.last("sami").text


def test_with_each_of_the_team_each_has_a_rhythm_of_their_own_and_hears_of_it() -> None:
    team = Staffed()
    does(team, "joseph", "/schedule weekly with each of my team, Sunday to Thursday mornings", ">Yes")
    assert {one.worker for one in team.series.values()} == {"awa", "sami", "lena"}
    firsts = sorted((plan.first, plan.at) for one in team.series.values() for plan in one.plans)
    assert len(set(firsts)) == 3
    assert {e.person for e in team.effects if isinstance(e, Tell)} == {"awa", "sami", "lena"}


def test_a_rhythm_of_which_nothing_is_booked_yet_is_told_instead_of_nothing() -> None:
    team = Staffed()
    assert does(team, "joseph", "/checkins") == "No check-in is coming."
    does(team, "joseph", WEEKLY, ">Yes")
    for command in ("/checkins", "/next"):
        assert "with Awa" in does(team, "joseph", command)
        assert team.last("joseph").buttons[0] == "Awa"


def test_a_yes_to_a_rhythm_is_a_yes_to_what_is_booked_of_it() -> None:
    team = planned()
    assert {b.checkin.state for b in team.bookings.values()} == {"proposed"}
    does(team, "awa", ">Show", ">Yes, agreed")
    assert series(team).agreed
    assert {b.checkin.state for b in team.bookings.values()} == {"accepted"}
    assert "agreed" in team.last("joseph").text


def test_a_yes_to_a_rhythm_that_was_changed_since_shows_it_as_it_is() -> None:
    team = planned()
    does(team, "awa", ">Show")
    token = team.last("awa").presses["Yes, agreed"]
    does(team, "joseph", "/schedule move all my check-ins with Awa to Thursdays", ">Yes")
    team.pressed_data("awa", token)
    assert not series(team).agreed
    assert "Thursday" in team.last("awa").text


def test_nobody_agrees_to_a_rhythm_of_their_own() -> None:
    team = planned()
    one = series(team)
    team.pressed_data("joseph", team.signer.write(Press("s-ok", (one.id, str(one.version))), "memory:joseph"))
    assert not series(team).agreed


def test_moved_from_a_day_on_the_old_rhythm_ends_the_day_before_and_what_was_agreed_asks_anew() -> None:
    team = planned()
    does(team, "awa", ">Show", ">Yes, agreed")
    team.waits(days=2)
    assert "Tuesday 1 December 2026, 11:30" in does(team, "joseph", "/schedule move all my check-ins with Awa to 11:30")
    does(team, "joseph", ">Yes")
    old, new = series(team).plans
    assert (old.at, old.until, new.at, new.first) == (time(10), date(2026, 11, 30), time(11, 30), date(2026, 12, 1))
    coming = [b.checkin for b in team.bookings.values() if b.checkin.at > team.now and b.checkin.state != "cancelled"]
    assert {(c.state, c.at.time()) for c in coming} == {("proposed", time(11, 30))}
    assert not series(team).agreed


def test_either_side_changes_a_rhythm_and_its_wall_time_is_theirs_then() -> None:
    team = Staffed()
    does(team, "joseph", "/schedule weekly with Sami on Tuesdays at 10", ">Yes")
    does(team, "sami", ">عرض", ">وقت آخر", "الخميس الساعة 14:00", ">نعم")
    assert (series(team).made_by, series(team).plans[-1].zone, series(team).plans[-1].at) == ("sami", "Asia/Amman", time(14))
    assert "Thursday" in does(team, "joseph", ">Show")
    assert "It waits for your yes." in team.last("joseph").text


def test_pausing_until_a_day_asks_no_reason_and_either_side_may() -> None:
    team = planned()
    does(team, "awa", ">Show", ">Yes, agreed")
    text = does(team, "awa", "/schedule pause my check-ins with Joseph until 15 January")
    assert "until 15 Jan 2027" in text
    does(team, "awa", ">Yes, pause")
    assert (series(team).paused, series(team).paused_until) == (True, date(2027, 1, 15))
    assert {b.checkin.state for b in team.bookings.values()} <= {"paused"}
    assert "no reason is asked" in team.last("joseph").text


def test_a_pause_until_a_day_is_typed_after_a_tap() -> None:
    team = planned()
    does(team, "joseph", ">Show", ">Pause until a day", "15 January", ">Yes, pause")
    assert series(team).paused_until == date(2027, 1, 15)


def test_the_end_is_asked_about_and_a_pause_is_offered_first() -> None:
    team = planned()
    does(team, "joseph", ">Show", ">End the rhythm")
    assert team.last("joseph").buttons == ("Pause", "Keep it", "Yes, end it")
    does(team, "joseph", ">Yes, end it")
    assert series(team).ended
    assert "has ended" in team.last("awa").text
    token = team.signer.write(Press("s-endy", (series(team).id,)), "memory:joseph")
    effects = len(team.effects)
    team.pressed_data("joseph", token)
    assert "has ended" in team.last("joseph").text
    assert len(team.effects) == effects


@pytest.mark.parametrize("verb", ["s-show", "s-move", "s-until", "s-end", "s-endy"])
def test_a_rhythm_of_others_isnt_there(verb: str) -> None:
    team = planned()
    effects = len(team.effects)
    answers = []
    for id in (series(team).id, "0000000000"):
        team.pressed_data("sol", team.signer.write(Press(verb, (id,)), "memory:sol"))
        answers.append(team.last("sol").text)
    assert answers[0] == answers[1]
    assert "Awa" not in answers[0]
    assert len(team.effects) == effects


def test_one_is_moved_by_writing_and_all_of_them_can_be() -> None:
    team = planned()
    text = does(team, "joseph", "/schedule move my check-in with Awa to Friday 3pm")
    assert "Friday 27 November 2026, 15:00 (afternoon)?" in text
    assert "Instead of Tuesday 24 November 2026, 10:00 (morning)" in text
    assert "All from then on" in team.last("joseph").buttons
    does(team, "joseph", ">Yes, ask for it")
    assert "Asked for: Friday 15:00" in team.last("joseph").text


def test_a_rhythm_of_which_nothing_is_booked_yet_is_moved_as_a_whole() -> None:
    team = Staffed()
    does(team, "joseph", WEEKLY, ">Yes")
    assert "every week on Thursday" in does(team, "joseph", "/schedule move my check-in with Awa to Thursday 9:00")


def test_this_one_or_all_is_asked_where_it_wasnt_said() -> None:
    team = planned()
    does(team, "joseph", "/schedule cancel my check-in with Awa")
    assert {"Only this one", "All of them"} <= set(team.last("joseph").buttons)


def test_next_week_is_skipped_after_a_question() -> None:
    team = planned()
    does(team, "joseph", "/schedule skip next week with Awa")
    does(team, "joseph", ">Yes, cancel it")
    states = {b.checkin.at.date(): b.checkin.state for b in team.bookings.values()}
    assert states[date(2026, 12, 1)] == "cancelled"
    assert states[date(2026, 11, 24)] == "proposed"


def test_a_week_that_isnt_booked_yet_says_so() -> None:
    team = planned()
    assert "four weeks ahead" in does(team, "joseph", "/schedule cancel my check-in with Awa on 2 March")


def test_a_rhythm_that_whoever_stands_in_moves_stays_the_supervisors_and_has_no_end() -> None:
    team = planned()
    team.staff = stand_in(team.staff, "north", "joseph", "dara", Dates(TODAY, TODAY + timedelta(days=30)), TODAY)
    team.pressed_data("dara", team.signer.write(Press("s-move", (series(team).id,)), "memory:dara"))
    does(team, "dara", "Thursday 10:00", ">Yes")
    assert (series(team).supervisor, series(team).plans[-1].until) == ("joseph", None)
    assert all("asks for another time" in team.last(who).text for who in ("awa", "joseph"))


def test_whoever_stands_in_moves_and_pauses_by_writing_and_both_hear_of_it() -> None:
    team = planned()
    team.staff = stand_in(team.staff, "north", "joseph", "dara", Dates(TODAY, TODAY + timedelta(days=30)), TODAY)
    assert "With Awa: Friday 27 November 2026, 15:00" in does(team, "dara", "/schedule move the check-in with Awa to Friday 3pm")
    does(team, "dara", "/schedule pause Awa until 15 January", ">Yes, pause")
    assert series(team).paused
    assert all("no reason is asked" in team.last(who).text for who in ("awa", "joseph"))


def test_after_a_hand_over_the_one_before_changes_nothing_any_more() -> None:
    team = planned()
    team.staff = hand_over(team.staff, "awa", "north", "dara", TODAY, TODAY)
    effects = len(team.effects)
    team.pressed_data("joseph", team.signer.write(Press("s-endy", (series(team).id,)), "memory:joseph"))
    assert len(team.effects) == effects
    assert not series(team).ended
