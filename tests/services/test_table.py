"""The directory as a sheet: what is exported comes back as it was, and every mistake is told with its row, column and remedy."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.services.cells import decoded, guarded, items, joined, unguarded
from bot.services.hours_table import read as hours
from bot.services.model import Ages, Audience, Confidence, Contact, Kind, Seen, Service, Way
from bot.services.table import SheetRefused, read, sheet
from tests.services.drawn import hours_near

MISTAKES = yaml.safe_load((Path(__file__).parent / "sheet_mistakes.yaml").read_text("utf-8"))

CHILDLINE = Service(
    "gb-line", "A line", "GB", "helpline",
    (
        Contact("phone", "0800 1111", "+448001111", {"en": "day"}, hours("24/7"), ("en",), free=True, note={"fr": "le jour"}),
        Contact("text", "85258", "85258", hours=hours("mon-fri 09:00-17:00", "office hours"), abroad=False),
    ),
    alternates=("The line; all of it", "=SUM(A1)"), topics=("neglect",), audience=("child",), ages=Ages(None, 19),
    description={"en": "For children."}, seen_on=(Seen("https://example.org/a;b", "the number"), Seen("https://example.org")),
    compiled_on=date(2026, 11, 1), confidence="high", time_zone="Europe/London",
)  # fmt: skip
KNOWN = {"gb-line": CHILDLINE}

# --- there and back -----------------------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20).map(str.strip)
typed = texts.filter(bool) | st.sampled_from(
    ["=1+1", "+44 20", "-", "@x", "'", "''", "'=1", "24/7", "0800", "2026-11-22", "1e5", "a;b\\;c", "\\"]
)
said = st.dictionaries(st.sampled_from(["en", "fr", "es", "ar", "so"]), typed, max_size=3)
names = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)?", fullmatch=True)
bools = st.none() | st.booleans()
contacts = st.builds(
    Contact, st.sampled_from(get_args(Way)), typed, st.sampled_from(["", "999", "+448001111"]), said,
    hours_near(date(2026, 12, 25)), st.lists(st.sampled_from(["en", "ar"]), max_size=2).map(tuple), st.booleans(), bools, texts,
    bools, bools, said,
)  # fmt: skip


def some(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


services = st.builds(
    Service, names, typed, st.sampled_from(["GB", "INT"]), st.sampled_from(get_args(Kind)),
    st.lists(contacts, max_size=3).map(tuple), alternates=some(typed), area=st.sampled_from([(), ("GB-SCT", "GB-DND")]),
    area_note=texts, audience=some(st.sampled_from(get_args(Audience))),
    ages=st.builds(Ages, st.none() | st.just(5), st.none() | st.just(19)), topics=some(names), description=said,
    seen_on=st.lists(st.builds(Seen, typed, texts.filter(lambda t: t != "-")), max_size=2).map(tuple),
    compiled_on=st.just(date(2026, 11, 1)), confidence=st.sampled_from(get_args(Confidence)),
    assured_date=st.none() | st.just(date(2026, 1, 2)), assurer=texts, status=st.sampled_from(["active", "inactive"]),
    shown_with=some(names), refuge=st.booleans(), notes=texts, time_zone=st.sampled_from(["", "Europe/London"]), owner=texts,
)  # fmt: skip


@given(st.lists(services, min_size=1, max_size=4, unique_by=lambda s: s.id))
def test_what_is_exported_comes_back_as_it_was(listed: list[Service]) -> None:
    there = {s.id: s for s in listed}
    assert {w.service.id: w.service for w in read(sheet(listed), there)} == there
    with_contacts = {i: s for i, s in there.items() if s.contacts}
    if with_contacts:
        assert {w.service.id: w.service for w in read(sheet(with_contacts.values()), {})} == with_contacts


@given(typed)
def test_no_cell_begins_like_a_formula_and_every_text_comes_back(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@"))
    assert unguarded(cell) == text


@pytest.mark.parametrize(
    "text", ["24/7", "0800", "08001111", "116 111", "2026-11-22", "448001111222", "1e5", "=A1", "+44", "-1", "@x"]
)
def test_what_a_spreadsheet_would_change_is_written_with_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["0800 1111", "999", "999, 112", "'s Heeren", "https://example.org", "mon-fri 09:00-17:00", "yes"]
)
def test_what_a_spreadsheet_leaves_alone_is_written_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.lists(typed, max_size=5))
def test_a_list_comes_back_out_of_its_cell(listed: list[str]) -> None:
    assert items(joined(listed)) == tuple(listed)


# --- as spreadsheets save it ----------------------------------------------------------------------------------------------

ARABIC = "id,name\r\ngb-line,خط نجدة الطفل\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_an_arabic_sheet_is_read_however_it_was_saved(encoding: str) -> None:
    assert decoded(ARABIC.encode(encoding)) == ARABIC


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_so_is_a_spanish_one(encoding: str) -> None:
    assert decoded("id,name\nes-x,Teléfono del niño\n".encode(encoding)) == "id,name\nes-x,Teléfono del niño\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_parted_by_commas_semicolons_or_tabs(delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(sheet([CHILDLINE]))))
    assert [w.service for w in read(out.getvalue(), {})] == [CHILDLINE]


def test_rows_may_be_sorted_and_empty_rows_count() -> None:
    lines = sheet([CHILDLINE]).splitlines()
    (wanted,) = read("\n".join([lines[0], ",,,", lines[2], lines[1]]), {})
    assert wanted.row == 3
    assert {c.way: c for c in wanted.service.contacts} == {c.way: c for c in CHILDLINE.contacts}
    assert wanted.service.description == CHILDLINE.description


# --- sheets that say little -----------------------------------------------------------------------------------------------


def changed(text: str) -> Service:
    (wanted,) = read(text, KNOWN)
    return wanted.service


def test_a_sheet_may_say_only_who_verified_what() -> None:
    found = changed("id,assured_date,assurer\ngb-line,2026-11-20,safeguarding lead\n")
    assert (found.assured_date, found.assurer) == (date(2026, 11, 20), "safeguarding lead")
    assert (found.contacts, found.name, found.description) == (CHILDLINE.contacts, CHILDLINE.name, CHILDLINE.description)


def test_a_contact_keeps_what_the_sheet_has_no_column_for() -> None:
    found = changed("id,way,shown,hours\ngb-line,phone,0800 1111,mon-fri 09:00-17:00\n,text,85258,24/7\n")
    assert [c.hours.week[6] for c in found.contacts] == [(), hours("24/7").week[6]]
    assert found.contacts[0].label == {"en": "day"}
    assert found.contacts[1].hours.published == "office hours"


def test_a_number_that_is_mended_keeps_the_rest_of_its_row() -> None:
    found = changed("id,way,shown\ngb-line,phone,0800 2222\ngb-line,text,85258\n")
    assert [c.shown for c in found.contacts] == ["0800 2222", "85258"]
    assert found.contacts[0].hours.always


def test_an_apostrophe_before_a_number_is_no_part_of_it() -> None:
    assert changed("id,way,shown\ngb-line,phone,'0800 2222\n").contacts[0].shown == "0800 2222"


def test_an_empty_cell_takes_away_what_was_there() -> None:
    found = changed("id,alternates,time_zone,description_en,age_to\ngb-line,,,,\n")
    assert (found.alternates, found.time_zone, found.description, found.ages) == ((), "", {}, Ages())


def test_a_row_that_is_gone_is_a_contact_that_is_gone() -> None:
    assert [c.way for c in changed("id,way,shown\ngb-line,text,85258\n").contacts] == ["text"]


# --- mistakes ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case["says"][0])
def test_a_mistake_is_told_with_its_row_its_column_and_its_remedy(case: dict[str, object]) -> None:
    with pytest.raises(SheetRefused) as refused:
        read(str(case["sheet"]), KNOWN)
    assert [str(error) for error in refused.value.errors] == case["says"]


def test_any_text_is_a_sheet_or_is_refused() -> None:
    @given(st.text(max_size=60) | st.text("id,;\n\"'name gb-line", max_size=60).map(lambda t: "id,name\n" + t))
    def holds(text: str) -> None:
        try:
            found: object = read(text, KNOWN)
        except SheetRefused as refused:
            found = refused.errors
        assert found

    holds()
