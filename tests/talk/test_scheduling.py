"""Check-ins planned in chat: by tapping, by writing, by several people, and what each of them is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library.read import bare, read_yaml
from bot.people.changes import hand_over, join, stand_in
from bot.people.person import Dates, Person
from bot.people.relations import Staff
from bot.people.team import Team
from bot.supervision.calendar import Days
from bot.supervision.diary import TeamDays
from bot.talk.dealings import KeepBooking, KeepSeries, KeepTeamDays, Tell
from bot.talk.messages import Press
from tests.talk.planning import NOW, WEEKLY, does, planned, series
from tests.talk.staffed import TODAY, Staffed, edition, the_staff

TABLE = Path(__file__).with_name("scheduling.yaml")


def rows() -> list[dict[str, Any]]:
    node = read_yaml(TABLE.read_text("utf-8"), TABLE.name, [])
    assert node is not None
    return list(bare(node))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["case"])
def test_a_dialogue_ends_as_the_table_says(row: dict[str, Any]) -> None:
    team = Staffed()
    text = does(team, row["who"], *row["do"])
    for piece in row["sees"]:
        assert piece in text.translate({0x2068: None, 0x2069: None})
    for piece in row.get("not", ()):
        assert piece not in text
    for label in row.get("buttons", ()):
        assert label in team.last(row["who"]).buttons
    assert not [e for e in team.effects if isinstance(e, KeepSeries | KeepBooking)], "nothing is kept before a yes"
    assert len(text.split("\n\n")) <= 6


# --- a yes ----------------------------------------------------------------------------------------------------------------


def test_a_second_tap_on_yes_changes_nothing_and_says_so() -> None:
    team = Staffed()
    does(team, "joseph", NOW)
    token = team.last("joseph").presses["Yes"]
    team.pressed_data("joseph", token)
    kept = len(team.effects)
    team.pressed_data("joseph", token)
    assert "planned already" in team.last("joseph").text
    assert len(team.effects) == kept
    assert len(team.bookings) == 1


def test_a_yes_is_to_what_stood_above_it_and_not_to_what_was_typed_since() -> None:
    team = Staffed()
    does(team, "joseph", NOW)
    older = team.last("joseph").presses["Yes"]
    does(team, "joseph", "11:30")
    team.pressed_data("joseph", older)
    assert "11:30" in team.last("joseph").text
    assert not team.bookings
    does(team, "joseph", ">Yes")
    assert [b.checkin.at for b in team.bookings.values()] == [datetime(2026, 11, 24, 11, 30, tzinfo=UTC)]


def test_a_button_of_a_draft_that_lapsed_changes_nothing() -> None:
    team = Staffed()
    does(team, "joseph", NOW)
    team.waits(minutes=31)
    assert "isn't open any more" in does(team, "joseph", ">Yes")
    assert not team.bookings


def test_a_button_of_somebody_else_is_none() -> None:
    team = Staffed()
    does(team, "joseph", NOW)
    team.pressed_data("awa", team.last("joseph").presses["Yes"])
    assert not team.bookings


def test_a_single_one_is_proposed_and_fixed_with_the_other_ones_yes() -> None:
    team = Staffed()
    does(team, "joseph", NOW, ">Yes")
    (booking,) = team.bookings.values()
    assert (booking.checkin.state, booking.checkin.asked_by) == ("proposed", "joseph")
    does(team, "awa", ">Yes")
    (booking,) = team.bookings.values()
    assert booking.checkin.state == "accepted"


# --- who ------------------------------------------------------------------------------------------------------------------


def test_somebody_of_another_team_and_somebody_who_isnt_there_get_the_same_answer() -> None:
    screens = []
    for name in ("Noor", "Zamora"):
        team = Staffed()
        does(team, "joseph", f"/schedule check-in with {name} tomorrow at 10")
        screens.append((team.last("joseph").text, team.last("joseph").buttons, tuple(team.effects)))
    assert screens[0] == screens[1]
    assert "nobody of that name" in screens[0][0]


def namesakes() -> Staff:
    staff = the_staff()
    for id, name in (("awa2", "Awa Diop"), ("awa1", "Awa Sarr")):
        staff = join(staff, Person(id, name, frozenset({"caseworker"}), zone="Europe/London"), "caseworker", "north", TODAY)
        staff = hand_over(staff, id, "north", "joseph", TODAY, TODAY)
    return replace(staff, people={k: replace(p, name="Awa Ba") if k == "awa" else p for k, p in staff.people.items()})


def test_of_three_of_one_name_it_is_asked_which_and_the_rest_is_remembered() -> None:
    team = Staffed(staff=namesakes())
    does(team, "joseph", NOW)
    assert "Which of them?" in team.last("joseph").text
    assert set(team.last("joseph").buttons) == {"Awa Ba", "Awa Diop", "Awa Sarr"}
    assert "with Awa Diop, once" in does(team, "joseph", ">Awa Diop")
    assert "10:00" in team.last("joseph").text


def test_a_whole_name_needs_no_question() -> None:
    team = Staffed(staff=namesakes())
    assert "with Awa Sarr, once" in does(team, "joseph", "/schedule check-in with Awa Sarr tomorrow at 10")


def test_whoever_stands_in_plans_until_their_last_day() -> None:
    dates = Dates(TODAY, TODAY + timedelta(days=30))
    team = Staffed(staff=stand_in(the_staff(), "north", "joseph", "dara", dates, TODAY))
    text = does(team, "dara", WEEKLY)
    assert "The last day: 23 Dec 2026" in text
    does(team, "dara", ">Yes")
    assert (series(team).supervisor, series(team).plans[0].until) == ("dara", dates.last)


# --- two walls, other weeks -----------------------------------------------------------------------------------------------


def jordan() -> Staffed:
    """A team that keeps Jordan's week: Amina supervises Awa, both in Amman, and Lena, who is in Madrid."""
    since = TODAY - timedelta(days=100)
    staff = Staff(teams={"east": Team("east", "East", "JO")})
    for id, role, zone, lang in (
        ("amina", "supervisor", "Asia/Amman", "en"),
        ("awa", "caseworker", "Asia/Amman", "ar"),
        ("lena", "caseworker", "Europe/Madrid", "es"),
    ):
        staff = join(staff, Person(id, id.capitalize(), frozenset({role}), language=lang, zone=zone), role, "east", since)  # type: ignore[arg-type]
    for worker in ("awa", "lena"):
        staff = hand_over(staff, worker, "east", "amina", since, since)
    return Staffed(staff=staff)


def test_on_a_friday_in_jordan_nothing_is_offered_and_who_says_it_is_told() -> None:
    team = jordan()
    does(team, "amina", "/schedule", ">Awa", ">Individual", ">Once", ">Other days")
    assert not any("Friday" in label or "Saturday" in label for label in team.last("amina").buttons)
    assert any("Sunday" in label for label in team.last("amina").buttons)
    assert "your day off; it holds all the same" in does(team, "amina", "Friday 10:00")


def test_times_are_free_on_both_walls() -> None:
    team = jordan()
    does(team, "amina", "/schedule", ">Lena", ">Individual", ">Once", ">Other days", ">Wednesday")
    # Nine in Madrid is eleven in Amman.
    assert team.last("amina").buttons[0] == "11:00"
    assert "(10:00 for the other side)" in does(team, "amina", ">12:00")


def test_the_wall_time_of_whoever_plans_is_kept_and_the_others_moves_with_the_clocks() -> None:
    team = Staffed(now=datetime(2027, 3, 15, 9, 0, tzinfo=UTC))
    text = does(team, "joseph", "/schedule every Tuesday at 10 with Sami")
    lines = [line for line in text.split("\n\n") if "10:00" in line]
    assert [line.count("(13:00") for line in lines] == [1, 1, 0]
    assert "(12:00 for the other side)" in lines[2]


def test_somebody_on_leave_is_away_and_why_isnt_said() -> None:
    team = Staffed(leave={"awa": (Days(TODAY, TODAY + timedelta(days=3)),)})
    assert "Awa is away, it won't be" in does(team, "joseph", NOW)


def test_a_feast_that_waits_for_the_moon_is_expected_until_it_is_announced() -> None:
    team = jordan()
    team.now = datetime(2027, 2, 20, 9, 0, tzinfo=UTC)
    text = does(team, "amina", "/schedule every Wednesday at 10 with Awa")
    assert "a feast is expected (the date may shift)" in text
    does(team, "amina", "/daysoff")
    feast = next(label for label in team.last("amina").buttons if label.startswith("Feast"))
    does(team, "amina", f">{feast}")
    later = team.last("amina").buttons[2]
    does(team, "amina", f">{later}")
    kinds = {(one.kind, one.first) for one in team.days}
    closed = min(first for kind, first in kinds if kind == "closed")
    opened = next(first for kind, first in kinds if kind == "opened")
    assert closed == opened + timedelta(days=1)


def test_a_feast_of_one_day_is_told_as_one_day() -> None:
    team = jordan()
    team.now = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    assert {"Feast, expected: 5 Jan 2027", "Feast, expected: 9 Mar 2027 to 11 Mar 2027"} <= set(
        does(team, "amina", "/daysoff").split("\n\n")
    )


def test_what_was_announced_before_is_said_no_more_when_it_is_announced_anew() -> None:
    team = jordan()
    team.now = datetime(2027, 2, 20, 9, 0, tzinfo=UTC)
    does(team, "amina", "/daysoff")
    feast = next(label for label in team.last("amina").buttons if label.startswith("Feast"))
    for n in (2, 0, 2):
        does(team, "amina", "/daysoff", f">{feast}")
        does(team, "amina", f">{team.last('amina').buttons[n]}")
    assert len({one.kind for one in team.days}) == len(team.days) == 2


def test_nobody_else_says_anything_of_a_teams_days() -> None:
    team = Staffed()
    token = team.signer.write(Press("s-feast", ("north", "2027-03-10", "1")), "memory:awa")
    team.pressed_data("awa", token)
    assert "no team whose days you set" in team.last("awa").text
    assert not [e for e in team.effects if isinstance(e, KeepTeamDays)]


# --- what holds everywhere ------------------------------------------------------------------------------------------------


def test_nothing_that_was_typed_is_kept_and_what_others_are_told_names_nobody() -> None:
    team = Staffed()
    for text in (
        "/schedule check-in with Zamora tomorrow at 10 about Zamora", NOW,
        "/schedule case of Zamora with Awa every Tuesday at 10", "/schedule pause Zamora until 15 January",
    ):  # fmt: skip
        does(team, "joseph", text)
        assert "Zamora" not in repr(team.sessions["joseph"])
        if "Yes" in team.last("joseph").buttons:
            does(team, "joseph", ">Yes")
    assert "Zamora" not in repr(team.effects)
    told = [e.reply for e in team.effects if isinstance(e, Tell)]
    assert told
    names = {person.name for person in team.staff.people.values()} | {"Individual", "supervision"}
    assert not any(name in repr(reply) for reply in told for name in names)


def test_for_somebody_who_hasnt_joined_there_is_one_kind_line() -> None:
    team = Staffed(devices={})
    assert "teams that joined" in does(team, "joseph", "/schedule")


def test_from_another_room_a_button_begins_with_the_person() -> None:
    team = Staffed()
    team.pressed_data("joseph", team.signer.write(Press("s-new", ("awa",)), "memory:joseph"))
    assert "What kind of check-in?" in team.last("joseph").text
    team.pressed_data("joseph", team.signer.write(Press("s-new", ("noor",)), "memory:joseph"))
    assert "With whom?" in team.last("joseph").text


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_every_button_of_the_dialogue_is_short_enough_in_every_language(lang: str) -> None:
    words = edition().words
    own = {key: text for key, text in words.languages[lang].sentences.items() if key.startswith("button.s_")}
    long = [key for key, text in own.items() if "{" not in text and len(text) > 24]
    assert not long
    keys = {key for key in words.languages["en"].sentences if key.startswith(("schedule.", "button.s_"))}
    assert keys <= words.languages[lang].sentences.keys()


SOME = """
every second Tuesday at 10 with Awa Sami Lena and , skip next week pause until 15 January 31st 29 February 2028 cancel move to all
my team mornings half nine monthly last Friday biweekly twice a year 0 99999 25:61 not then instead or can't make from now on
03/04 1/1/1 the fifth yes no tous les mardis cada quince días los lunes كل أحد الساعة ٩ مع سامي
"""
WORDS = st.sampled_from(SOME.split())
TEXTS = st.one_of(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), st.text(max_size=80))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(TEXTS, min_size=1, max_size=4), taps=st.lists(st.integers(0, 9), max_size=6))
def test_no_words_and_no_taps_break_it(texts: list[str], taps: list[int]) -> None:
    team = planned()
    for text in texts:
        team.says("joseph", f"/schedule {text}")
        team.says("joseph", text) if text.strip() and not text.startswith("/") else None
        for tap in taps:
            shown = team.last("joseph")
            tokens = [data for data in shown.presses.values() if data.startswith("s-")]
            if tokens:
                team.pressed_data("joseph", tokens[tap % len(tokens)])


def test_the_teams_own_days_are_of_one_team() -> None:
    team = Staffed(days=[TeamDays("south", "closed", TODAY + timedelta(days=1), TODAY + timedelta(days=1))])
    assert "off" not in does(team, "joseph", NOW)


def test_a_second_rhythm_of_the_same_kind_says_that_there_is_one() -> None:
    team = planned()
    assert "have a rhythm of this kind already" in does(team, "joseph", WEEKLY)
    assert "every week on Tuesday" in does(team, "joseph", ">The one there is")


@pytest.mark.parametrize(
    ("reach", "said"),
    [("push", ""), ("no-push", "sees it on opening it"), ("unreachable", "can't be reached"), ("none", "can't be reached")],
)
def test_whoever_plans_hears_whom_it_reaches_only_later_or_not_at_all(reach: Any, said: str) -> None:
    team = Staffed(reach={"awa": reach})
    text = does(team, "joseph", NOW, ">Yes")
    assert (said in text) if said else "Awa is told" in text
    assert ("reached" in text) == (reach in ("unreachable", "none"))


@pytest.mark.parametrize(
    ("steps", "files"),
    [
        ((NOW, ">Yes"), ("check-in.ics",)),
        ((WEEKLY, ">Yes"), ("check-in.ics",)),
        ((WEEKLY, ">Count from last held", ">Yes"), ()),
        (("/schedule weekly with each of my team, Sunday to Thursday mornings", ">Yes"), ("check-in.ics",)),
    ],
    ids=["one", "a rhythm", "counted from the last one held: no rule that a calendar knows", "several"],
)
def test_with_what_was_planned_comes_a_calendar_file(steps: tuple[str, ...], files: tuple[str, ...]) -> None:
    team = Staffed()
    does(team, "joseph", *steps)
    assert team.last("joseph").files == files
