"""What somebody with ill will, or bad luck, types and taps among check-ins: nobody else's screen is touched by it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from bot.people.person import cleaned
from bot.talk.board import sheet
from bot.talk.dealings import Dealing, Tell
from bot.talk.moments import coded
from bot.talk.read import read
from bot.talk.session import Session
from tests.talk import staffed
from tests.talk.planning import NOW, WEEKLY, does
from tests.talk.staffed import HOUSE, Staffed, edition
from tests.talk.test_checkins import AWA, TODAY_14, press, team_with

UNSEEN = ("\x00", "\u202e", "\u2066", "\u200b", "\x1b", "\ue000", "\u2028", "\ud800")


# --- names and words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", UNSEEN, ids=ascii)
def test_a_name_keeps_nothing_that_cannot_be_seen(mark: str) -> None:
    team = Staffed()
    does(team, "joseph", "/me", ">Name", f"Jo{mark}seph B")
    assert team.staff.people["joseph"].name in ("Joseph B", "Jo seph B")


def test_a_name_keeps_the_joiners_that_scripts_need_and_its_own_letters() -> None:
    assert cleaned("  مریم‌السادات \t ক্‍ষ  ") == "مریم‌السادات ক্‍ষ"
    assert cleaned("Jose\u0301") == "José"


@pytest.mark.parametrize("name", ["\u202e\u202e", "\x00", "\u200b \u200b"], ids=ascii)
def test_nobody_can_be_called_nothing(name: str) -> None:
    team = Staffed()
    does(team, "joseph", "/me", ">Name", name)
    assert team.staff.people["joseph"].name == "Joseph"


@pytest.mark.parametrize("name", ["{team}", "{roles} {name}", "{when}"])
def test_braces_in_a_name_stay_braces(name: str) -> None:
    team = Staffed()
    seen = does(team, "joseph", "/me", ">Name", name)
    assert f"{name}: supervisor. Team: North" in seen
    assert f"Supervisor: {name}" in does(team, "awa", "/team")
    assert edition().words.say("en", "team.supervises", {"names": "{names} {x}"}).count("{names} {x}") == 1


def test_braces_and_marks_in_what_was_agreed_are_only_letters() -> None:
    team = team_with(state="held")
    press(team, "joseph", "c-aa", AWA, "w")
    team.says("joseph", "read {who} by\u202e {day}\x00")
    team.presses("joseph", "In a week")
    (action,) = team.agreed.values()
    assert action.words == "read {who} by {day}"
    assert "read {who} by {day}" in does(team, "awa", "/actions")


@pytest.mark.parametrize("address", ["a\x00b@example.org", "a\u202eb@example.org", "a\r\nbcc: x@example.org", "a b@example.org"])
def test_an_address_that_could_forge_a_header_is_none(address: str) -> None:
    team = Staffed(house=replace(HOUSE, ways=replace(HOUSE.ways, email=True)))
    does(team, "awa", "/me", ">E-mail", address)
    assert not team.emails.get("awa")


@pytest.mark.parametrize("name", ["=1+1", "x;=1+1;y", "x,@SUM(1)", " =1+1", "＝1+1", "x\t-1", "+49 1", "a|=b"])
def test_no_cell_of_a_sheet_begins_a_formula_wherever_a_spreadsheet_splits_it(name: str) -> None:
    team = team_with(state="held")
    team.staff = replace(
        team.staff, people={**team.staff.people, "awa": replace(team.staff.people["awa"], name=name)}
    )  # fmt: skip
    text = sheet.made("team", "north", team.office("joseph"), edition().kinds, team.now) or ""
    assert "'" in text
    for delimiter in ",;\t|":
        for row in csv.reader(io.StringIO(text.removeprefix(sheet.MARK)), delimiter=delimiter):
            assert not [cell for cell in row if cell.lstrip()[:1] in tuple("=+-@＝＋－＠")]


# --- red flags ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["/schedule", "/next", "/leave", "/board", "/team", "/settings"])
def test_a_red_flag_behind_a_command_comes_first(command: str) -> None:
    team = Staffed()
    assert team.says("awa", f"{command} she says she is going to kill herself tonight")[0].text.startswith("Danger now")
    assert not [effect for effect in team.effects if isinstance(effect, Dealing)]


def test_a_red_flag_behind_a_stroke_that_is_no_command_comes_first() -> None:
    assert Staffed().says("awa", "/he is hitting her right now")[0].text.startswith("Danger now")


def test_a_guess_behind_a_command_and_the_name_of_a_topic_are_no_red_flag() -> None:
    team = Staffed()
    assert "Danger" not in team.says("joseph", WEEKLY)[0].text
    said = team._origin("joseph")
    for words in ("/withdraw she says she is going to kill herself tonight", "/ref suicide-self-harm"):
        assert read(staffed.Said(said, words, "1"), (), Session(), edition(), HOUSE).alarm is None


# --- the same again and again -----------------------------------------------------------------------------------------------


def test_fifty_taps_on_running_late_tell_the_other_side_once() -> None:
    team = team_with()
    for _ in range(50):
        press(team, "awa", "c-late", AWA, "0")
    assert [screen.text for screen in team.screens["joseph"]] == ["Today 14:00: it may begin a little later."]


def test_two_who_are_asked_for_a_time_in_turn_are_each_asked_once() -> None:
    team = Staffed()
    for _ in range(5):
        for worker in ("awa", "sami"):
            team.says("joseph", "/board")
            team.presses("joseph", team.staff.people[worker].name)
            team.presses("joseph", "Ask for a time")
    told = [effect.person for effect in team.effects if isinstance(effect, Tell)]
    assert told == ["awa", "sami"]


def test_words_after_running_late_are_read_as_ever() -> None:
    team = team_with()
    press(team, "awa", "c-late", AWA, "0")
    assert does(team, "awa", "/next") == does(team_with(), "awa", "/next")
    assert team.says("awa", "he is hitting her right now")[0].text.startswith("Danger now")


# --- content that changes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("planned", [NOW, WEEKLY])
def test_a_kind_that_goes_before_the_yes_is_asked_for_again(planned: str, monkeypatch: pytest.MonkeyPatch) -> None:
    team = Staffed()
    does(team, "joseph", planned)
    kinds = {id: kind for id, kind in edition().kinds.items() if id != "individual"}
    less = replace(edition(), kinds=kinds)
    monkeypatch.setattr(staffed, "edition", lambda: less)
    seen = does(team, "joseph", ">Yes")
    assert not team.effects
    assert "kind" in seen.casefold()


def test_a_check_in_whose_kind_is_gone_is_shown_moved_and_held_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    less = replace(edition(), kinds={})
    monkeypatch.setattr(staffed, "edition", lambda: less)
    team = team_with(TODAY_14)
    assert "14:00" in press(team, "awa", "c-show", AWA)
    press(team, "awa", "c-ok", AWA, "0", coded(TODAY_14))
    team.waits(hours=7)
    press(team, "awa", "c-did", AWA, "0", "held")
    assert team.bookings[AWA].checkin.state == "held"
    for command in ("/next", "/checkins", "/actions", "/board", "/history"):
        assert does(team, "joseph", command)
