"""A follow-up series under two words that the bot makes, where an organisation has switched that kind on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.supervision.codes import code_of
from bot.supervision.diary import Series
from bot.talk.board import sheet
from bot.talk.dealings import Tell
from bot.talk.files import calendar, of_bookings, of_series
from bot.talk.messages import Press
from tests.talk import staffed
from tests.talk.planning import clockwork, does
from tests.talk.staffed import Staffed

TUESDAYS = "/schedule follow-up series with Awa every second Tuesday at 10"
THURSDAYS = "/schedule follow-up series with Awa every second Thursday at 14:00"


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Staffed:
    """Everybody, with the kind switched on."""
    as_it_is = staffed.edition()
    kinds = {**as_it_is.kinds, "follow-up": replace(as_it_is.kinds["follow-up"], enabled=True)}
    monkeypatch.setattr(staffed, "edition", lambda: replace(as_it_is, kinds=kinds))
    return Staffed()


def two_of_them(team: Staffed) -> tuple[Series, Series]:
    for sentence in (TUESDAYS, THURSDAYS):
        does(team, "joseph", sentence, ">Yes")
        clockwork(team)
    first, second = team.series.values()
    return first, second


def test_the_bot_makes_the_two_words_and_says_so_before_the_yes(team: Staffed) -> None:
    shown = does(team, "joseph", TUESDAYS)
    assert "The bot makes the two words" in shown
    does(team, "joseph", ">Yes")
    (one,) = team.series.values()
    assert one.code == code_of(staffed.edition().codes["en"], one.id)
    assert f"Follow-up series · {one.code} with Awa" in shown


def test_a_kind_that_is_off_is_not_offered_and_others_have_no_words() -> None:
    team = Staffed()
    does(team, "joseph", TUESDAYS, ">Yes")
    assert [(one.kind, one.code) for one in team.series.values()] == [("individual", "")]


@pytest.mark.parametrize("typed", ["Smith family", "call it Layla", "Blue House", "the two words are copper Layla"])
def test_words_that_somebody_types_are_not_taken(team: Staffed, typed: str) -> None:
    does(team, "joseph", TUESDAYS)
    before = team.last("joseph").text
    does(team, "joseph", typed)
    if len(typed.split()) <= 5:
        assert team.last("joseph").text == before
    team.presses("joseph", "Yes")
    assert "Layla" not in str(team.series)
    assert all(word not in str(team.series) for word in typed.split() if word.istitle())


def test_a_name_in_the_sentence_that_plans_it_never_becomes_the_code(team: Staffed) -> None:
    does(team, "joseph", TUESDAYS.replace("with Awa", "Layla Haddad with Awa"), ">Yes")
    assert [one.worker for one in team.series.values()] == ["awa"]
    assert "Layla" not in str(team.series)


def test_two_of_the_same_people_are_told_apart_in_every_list(team: Staffed) -> None:
    first, second = two_of_them(team)
    assert not set(first.code.split()) & set(second.code.split())
    coming = does(team, "awa", "/checkins")
    assert f"Joseph · {first.code}" in coming
    assert f"Joseph · {second.code}" in coming
    rhythms = does(team, "awa", ">Rhythms")
    assert f"Follow-up series · {second.code} with Joseph" in rhythms
    assert f"Pause: {first.code}" in team.last("awa").buttons
    assert f"Follow-up series · {first.code} with Joseph" in does(team, "awa", "/next")
    team.waits(days=2)
    assert f"Follow-up series · {first.code}" in does(team, "awa", "/history")


def test_a_series_is_moved_paused_and_ended_by_its_words(team: Staffed) -> None:
    first, second = two_of_them(team)
    asked = does(team, "joseph", f"move {second.code} to Friday")
    assert f"Awa · {second.code}" in asked
    assert "Instead of Thursday 26 November" in asked
    assert "Friday 27 November 2026, 14:00" in asked
    assert f"Awa · {first.code} until 15 Jan" in does(team, "joseph", f"pause {first.code} until 15 January")
    assert f"{second.code} with Awa, every 2 weeks on Monday" in does(team, "joseph", f"{second.code} on Mondays at 9")
    assert f"{first.code} with Awa" in does(team, "joseph", first.code.title())
    does(team, "awa", f"pause {second.code}", ">Yes")
    assert [one.paused for one in team.series.values()] == [False, True]


def test_to_anybody_else_the_words_mean_nothing(team: Staffed) -> None:
    first, _ = two_of_them(team)
    for person in ("amina", "dara", "sami"):
        does(team, person, f"move {first.code} to Friday")
        does(team, person, first.code)
        team.pressed_data(person, team.signer.write(Press("s-show", (first.id,)), f"memory:{person}"))
    does(team, "amina", "/board", ">Awa")
    everything = " ".join(screen.text for person in ("amina", "dara", "sami") for screen in team.screens[person])
    assert first.code not in everything


def test_nothing_that_rings_and_no_file_has_the_words(team: Staffed) -> None:
    first, second = two_of_them(team)
    does(team, "joseph", f"move {first.code} to Friday", ">Yes, ask for it")
    does(team, "joseph", f"pause {second.code}", ">Yes, pause")
    tells = [one for one in team.effects if isinstance(one, Tell)]
    assert len(tells) >= 4
    office, now = team.office("joseph"), staffed.edition()
    sheets = [sheet.made(what, "north", office, now.kinds, team.now) for what in ("own", "team", "board")]
    documents = [of_bookings(team.bookings.values()), *(of_series(one, (), team.now) for one in team.series.values())]
    files = [calendar(one, now, "en", team.now) for one in documents]
    assert all(sheets)
    assert all(files)
    for text in (str(tells), str(sheets), str(documents), str(files)):
        assert first.code not in text
        assert second.code not in text


def test_the_words_are_of_the_language_in_which_it_is_planned(team: Staffed) -> None:
    does(team, "lena", "/schedule série de suivi avec Joseph tous les mardis à 10h", ">Oui")
    (one,) = team.series.values()
    french = staffed.edition().codes["fr"]
    assert one.kind == "follow-up"
    assert one.code.split()[0] in french.first
    assert one.code.split()[1] in french.second
