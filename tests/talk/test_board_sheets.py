"""Sheets for audit: what stands in them, who gets which rows, and that no spreadsheet runs them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.changes import move_team, stand_in
from bot.people.person import Dates
from bot.supervision.checkin import Offer
from bot.supervision.escalation import PRIVATE_TOPICS
from bot.talk.board import sheet
from tests.talk.staffed import MONDAY, TODAY, Staffed, edition
from tests.talk.test_board import booking, past, series, team


def rows(staffed: Staffed, who: str, what: str, id: str = "north", now: datetime = MONDAY) -> list[dict[str, str]] | None:
    """The rows of the sheet that somebody gets, by column; None where they get none."""
    text = sheet.made(what, id, staffed.office(who), edition().kinds, now)
    if text is None:
        return None
    assert text.startswith(sheet.MARK)
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix(sheet.MARK))))


def test_a_board_has_a_row_a_rhythm_with_both_zones() -> None:
    found = rows(team(), "joseph", "board")
    assert found is not None
    assert [row["person"] for row in found] == ["Awa", "Lena", "Sami"]
    assert found[0] | {"state": ""} == {
        "team": "North", "person": "Awa", "supervisor": "Joseph", "kind": "individual", "every": "P2W",
        "last_held": "2026-10-13", "weeks_since": "5", "due_by": "2026-10-27", "next": "", "zone": "", "next_there": "",
        "zone_there": "", "state": "", "until": "",
    }  # fmt: skip
    assert found[0]["state"] == "late"
    assert (found[2]["next"], found[2]["zone"]) == ("2026-12-01T10:00+00:00", "Europe/London")
    assert (found[2]["next_there"], found[2]["zone_there"]) == ("2026-12-01T13:00+03:00", "Asia/Amman")
    assert (found[1]["state"], found[2]["state"]) == ("no-rhythm", "as-planned")


def test_check_ins_have_a_row_each_with_what_became_of_them() -> None:
    found = rows(team(*past()), "amina", "team")
    assert found is not None
    assert [(row["date"], row["worker"], row["outcome"]) for row in found] == [
        ("2026-10-27", "Awa", "held"),
        ("2026-10-29", "Awa", "unknown"),
        ("2026-10-31", "Awa", "unanswered"),
        ("2026-11-02", "Awa", "cancelled"),
        ("2026-11-04", "Awa", "open"),
        ("2026-12-01", "Sami", "open"),
    ]


def test_ones_own_are_always_ones_own_and_nobody_elses() -> None:
    staffed = team(*past())
    own = rows(staffed, "awa", "own", "")
    assert own is not None
    assert {row["worker"] for row in own} == {"Awa"}
    assert rows(staffed, "lena", "own", "") == []


@pytest.mark.parametrize("what", ["board", "team"])
@pytest.mark.parametrize("who", ["awa", "ada", "sol", "dara"])
def test_whom_a_sheet_is_not_for_gets_none(who: str, what: str) -> None:
    assert rows(team(*past()), who, what) is None
    assert rows(team(*past()), who, what, "nowhere") is None


@pytest.mark.parametrize("what", ["board", "team"])
def test_who_stands_in_takes_nothing_along(what: str) -> None:
    staffed = team(*past())
    staffed.staff = stand_in(staffed.staff, "north", "joseph", "dara", Dates(TODAY, TODAY + timedelta(days=9)), TODAY)
    assert rows(staffed, "dara", what) is None


def test_who_moved_away_takes_their_later_days_along_and_leaves_the_earlier_ones() -> None:
    staffed = team(*past())
    staffed.staff = move_team(staffed.staff, "awa", "north", "south", TODAY)
    assert [row["person"] for row in rows(staffed, "amina", "board") or []] == ["Lena", "Sami"]
    assert len([row for row in rows(staffed, "amina", "team") or [] if row["worker"] == "Awa"]) == 5


def test_no_sheet_holds_a_reason_a_topic_an_answer_or_a_private_check_in() -> None:
    ill = booking("awa", date(2026, 11, 20), "asked-to-move", topic="disclosure")
    ill = replace(ill, checkin=replace(ill.checkin, offers=(Offer("awa", None, "illness"),), answers={"awa": "could-not"}))
    private = [booking("awa", date(2026, 11, 10 + n), "held", topic=topic) for n, topic in enumerate(sorted(PRIVATE_TOPICS))]
    staffed = team(ill, *private)
    for who in ("joseph", "amina"):
        for what in ("board", "team"):
            text = sheet.made(what, "north", staffed.office(who), edition().kinds, MONDAY) or ""
            assert text
            assert not any(word in text for word in ("illness", "disclosure", *PRIVATE_TOPICS))
            assert "2026-11-10" not in text
            assert "2026-11-11" not in text


def test_columns_are_the_ones_that_the_page_on_check_ins_names() -> None:
    page = (Path(__file__).parents[2] / "docs/checkins.md").read_text("utf-8")
    for column in (*sheet.BOARD, *sheet.CHECK_INS):
        assert f"`{column}`" in page, column


@given(st.text(max_size=30).filter(lambda name: name.strip()))
def test_whatever_somebody_is_called_no_spreadsheet_runs_it_and_no_row_breaks(name: str) -> None:
    staffed = team()
    people = {**staffed.staff.people, "awa": replace(staffed.staff.people["awa"], name=name)}
    staffed.staff = replace(staffed.staff, people=people)
    text = sheet.made("board", "north", staffed.office("joseph"), edition().kinds, MONDAY)
    assert text is not None
    found = list(csv.reader(io.StringIO(text.removeprefix(sheet.MARK), newline="")))
    assert {len(row) for row in found} == {len(sheet.BOARD)}
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in found for cell in row)
    assert name in {row[1].removeprefix("'") for row in found} | {row[1] for row in found}


@pytest.mark.parametrize("what", ["board", "team"])
def test_a_rhythm_that_was_handed_over_is_in_the_sheet_of_who_has_it_now(what: str) -> None:
    staffed = team(series("lena", date(2026, 11, 17), supervisor="dara"), booking("lena", date(2026, 12, 8), supervisor="dara"))
    assert all(row.get("supervisor") != "Dara" for row in rows(staffed, "joseph", what) or [])
    assert any(row.get("supervisor") == "Dara" for row in rows(staffed, "amina", what) or [])
