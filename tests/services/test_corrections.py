"""Corrections laid over the files: what goes, what is mended, what brings it back, and where the files have moved on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.library.load import load
from bot.library.read import Folder
from bot.library.write_services import patch
from bot.services.corrections import Correction, checked, dialled, instead_of, lay, targets_in, value_of
from bot.services.hours_table import read as hours
from bot.services.model import Contact, Directory, Service
from tests.library.small import SMALL, small_content

AT = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LINE = Service(
    "gb-line", "Day and Night Line", "GB", "helpline",
    (Contact("phone", "020 7946 0000", "+442079460000", hours=hours("24/7")), Contact("web", "https://line.example")),
    alternates=("DNL",), audience=("child",), topics=("neglect",), confidence="high", compiled_on=TODAY,
)  # fmt: skip
SECOND = Contact("phone", "020 7946 0111", "+442079460111")
OTHER = replace(LINE, id="gb-other", name="Other Line", alternates=(), contacts=(SECOND,))
ABROAD = replace(LINE, id="ie-line", name="Line abroad", country="IE")
EMERGENCY = Service("gb-999", "Police", "GB", "emergency", (Contact("phone", "999", "999"),), confidence="high")
FILES = Directory({s.id: s for s in (LINE, OTHER, ABROAD, EMERGENCY)})


def made(*changes: dict[str, object]) -> list[Correction]:
    """Corrections in their order."""
    return [Correction(f"c{n}", AT + timedelta(minutes=n), number=n, **change) for n, change in enumerate(changes, 1)]  # type: ignore[arg-type]


def laid(*changes: dict[str, object], files: Directory = FILES) -> Directory:
    return lay(files, made(*changes))[0]


WITHDRAW = {"kind": "withdraw", "target": "gb-line", "before": "020 7946 0000, https://line.example"}
BEFORE, AFTER = "020 7946 0000", "020 7946 0999"
FIX = {"kind": "fix", "target": "gb-line#1", "field": "number", "before": BEFORE, "after": AFTER, "how": "rang"}


def test_nothing_corrected_changes_nothing() -> None:
    assert lay(FILES, ()) == (FILES, ())


def test_a_withdrawn_service_is_in_no_list_and_is_kept_to_be_named() -> None:
    served = laid(WITHDRAW)
    assert "gb-line" not in served.services
    assert served.withdrawn["gb-line"].name == LINE.name
    assert [gap.name for gap in served.gaps] == [LINE.name]
    assert set(FILES.services) - set(served.services) == {"gb-line"}


def test_a_withdrawn_number_goes_alone_and_the_others_keep_their_numbers() -> None:
    served = laid({"kind": "withdraw", "target": "gb-line#1", "before": "020 7946 0000"})
    assert [(n, c.way) for n, c in served.services["gb-line"].numbered()] == [(2, "web")]
    assert "gb-line" in served.withdrawn


def test_with_its_last_contact_a_service_goes_as_a_whole() -> None:
    assert "gb-other" not in laid({"kind": "withdraw", "target": "gb-other#1", "before": "020 7946 0111"}).services


def test_a_mended_number_is_shown_and_dialled() -> None:
    contact = laid(FIX).services["gb-line"].contacts[0]
    assert (contact.shown, contact.dial) == ("020 7946 0999", "+442079460999")


@pytest.mark.parametrize("field", ["number", "hours", "note"])
def test_what_somebody_was_told_stays_withdrawn(field: str) -> None:
    after = {"number": "020 7946 0999", "hours": "mon-fri 09:00-17:00", "note": "Ask for the duty worker."}[field]
    served = laid({"kind": "fix", "target": "gb-line#1", "field": field, "after": after, "how": "told"})
    assert [c.way for c in served.services["gb-line"].contacts] == ["web"]


def test_a_number_that_was_rung_comes_back_and_one_that_was_only_told_does_not() -> None:
    assert "gb-line" in laid(WITHDRAW, FIX).services
    assert "gb-line" not in laid(WITHDRAW, {**FIX, "how": "told"}).services


def test_mended_hours_do_not_bring_back_what_was_withdrawn() -> None:
    fix = {"kind": "fix", "target": "gb-line#1", "field": "hours", "before": "24/7", "after": "sat 10:00-12:00", "how": "rang"}
    assert "gb-line" not in laid(WITHDRAW, fix).services


def test_what_was_withdrawn_after_it_was_mended_is_withdrawn() -> None:
    assert "gb-line" not in laid(FIX, WITHDRAW).services


def test_restoring_a_service_brings_back_its_numbers_and_takes_marks_away() -> None:
    number = {"kind": "withdraw", "target": "gb-line#1", "before": "020 7946 0000"}
    mark = {"kind": "mark", "target": "gb-line#1", "before": "020 7946 0000"}
    assert laid(mark).reported == {"gb-line#1"}
    served = laid(WITHDRAW, number, mark, {"kind": "restore", "target": "gb-line"})
    assert served.services["gb-line"].contacts[0].shown == "020 7946 0000"
    assert not served.reported
    assert not served.withdrawn


def test_undone_or_waiting_for_a_second_person_it_does_not_hold() -> None:
    emergency = {"kind": "withdraw", "target": "gb-999", "before": "999", "needs_two": True}
    assert "gb-999" in laid(emergency).services
    assert "gb-999" not in laid({**emergency, "confirmed_by": "second"}).services
    assert "gb-line" in laid({**WITHDRAW, "undone": True}).services


def test_a_change_of_the_same_field_in_the_files_is_a_conflict_and_the_correction_holds() -> None:
    later = replace(LINE, contacts=(replace(LINE.contacts[0], shown="020 7946 0555"), LINE.contacts[1]))
    served, conflicts = lay(Directory({later.id: later}), made(FIX))
    assert served.services["gb-line"].contacts[0].shown == "020 7946 0999"
    assert [(c.correction.id, c.files) for c in conflicts] == [("c1", "020 7946 0555")]


def test_files_that_took_the_correction_over_are_no_conflict() -> None:
    later = replace(LINE, contacts=(replace(LINE.contacts[0], shown="020 7946 0999"), LINE.contacts[1]))
    assert not lay(Directory({later.id: later}), made(FIX))[1]


def test_a_number_that_was_withdrawn_is_found_where_it_has_moved_to() -> None:
    later = replace(LINE, contacts=(LINE.contacts[1], LINE.contacts[0]))
    withdrawn = {"kind": "withdraw", "target": "gb-line#1", "before": "020 7946 0000"}
    served, conflicts = lay(Directory({later.id: later}), made(withdrawn))
    assert [c.way for c in served.services["gb-line"].contacts] == ["web"]
    assert not conflicts


def test_a_value_that_can_no_longer_be_read_takes_the_number_out_instead_of_the_program_down() -> None:
    served = laid({"kind": "fix", "target": "gb-line#1", "field": "hours", "before": "24/7", "after": "at dawn", "how": "rang"})
    assert [c.way for c in served.services["gb-line"].contacts] == ["web"]


def test_a_service_that_the_files_have_no_longer_is_passed_over() -> None:
    assert lay(Directory({}), made(WITHDRAW, FIX)) == (Directory({}), ())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gb-line", ["gb-line"]),
        ("gb-line#2", ["gb-line#2"]),
        ("gb-line#9", []),
        ("020 7946 0000", ["gb-line#1", "ie-line#1"]),
        ("+44 20 7946 0111", ["gb-other#1"]),
        ("dnl", ["gb-line", "ie-line"]),
        ("other line", ["gb-other"]),
        ("line", ["gb-line", "gb-other", "ie-line"]),
        ("999", ["gb-999#1"]),
        ("no such service", []),
        ("", []),
    ],
)
def test_what_is_meant_by_an_id_a_number_or_a_name(typed: str, found: list[str]) -> None:
    assert sorted(targets_in(FILES, typed)) == sorted(found)


def test_what_was_withdrawn_is_still_found_by_its_number() -> None:
    served = laid({"kind": "withdraw", "target": "gb-other#1", "before": "020 7946 0111"})
    assert targets_in(served, "020 7946 0111") == ("gb-other#1",)


@pytest.mark.parametrize(
    ("field", "typed", "country", "value"),
    [
        ("number", " 020  7946 0999 ", "GB", "020 7946 0999"),
        ("number", "+962 6 123 4567", "GB", "+962 6 123 4567"),
        ("number", "112", "NG", "112"),
        ("number", "116 111", "FR", "116 111"),
        ("number", "123456789012345678", "GB", None),
        ("number", "020 7946 0000", "INT", None),
        ("number", "call me", "GB", None),
        ("hours", "Mon-Fri 9:00-17:00", "GB", "mon-fri 09:00-17:00; sat-sun closed"),
        ("hours", "24/7", "GB", "24/7"),
        ("hours", "in the morning", "GB", None),
        ("web", "https://example.org/help", "GB", "https://example.org/help"),
        ("web", "http://example.org", "GB", None),
        ("name", "A new name", "GB", "A new name"),
        ("name", "x" * 81, "GB", None),
        ("note", "", "GB", None),
    ],
)
def test_a_value_is_taken_as_a_file_would_take_it(field: str, typed: str, country: str, value: str | None) -> None:
    assert checked(field, typed, country) == value


def test_a_number_is_dialled_as_its_country_dials() -> None:
    assert dialled("020 7946 0000", "GB") == "+442079460000"
    assert dialled("999", "GB") == "999"


def test_instead_of_a_service_one_of_its_own_country_is_offered_or_none() -> None:
    served = laid(WITHDRAW)
    found = instead_of(LINE, served, TODAY)
    assert found is not None
    assert found.id == "gb-other"
    assert instead_of(ABROAD, FILES, TODAY) is None
    assert instead_of(EMERGENCY, FILES, TODAY) is None


def test_as_a_folder_the_corrections_come_to_what_is_served(tmp_path: Path) -> None:
    files = small_content().directory
    line, fix = "gb-childline#1", {"kind": "fix", "how": "page"}
    changes = made(
        {"kind": "withdraw", "target": "ng-emergency-112", "needs_two": True, "confirmed_by": "b", "before": "112"},
        {**fix, "target": line, "field": "number", "before": "0800 1111", "after": "020 7946 0999"},
        {**fix, "target": line, "field": "hours", "before": "24/7", "after": "mon-fri 09:00-17:00"},
        {**fix, "target": "gb-childline", "field": "name", "before": "Childline", "after": 'The "Child" Line'},
    )
    served = lay(files, changes)[0]
    for path, text in patch(files, served, ["neglect"]).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert (tmp_path / "hidden.yaml").read_text("utf-8") == "topics: [neglect]\n"
    (tmp_path / "hidden.yaml").unlink()  # the small folder has no such topic
    loaded = load([Folder(SMALL), Folder(tmp_path)])
    assert loaded.content is not None, loaded.problems
    again = loaded.content.directory.services
    for place, field in ((1, "number"), (1, "hours"), (0, "name")):
        assert value_of(again["gb-childline"], place, field) == value_of(served.services["gb-childline"], place, field)
    assert again["gb-childline"].contacts[0].dial == "+442079460999"
    assert again["gb-childline"].contacts[0].cost == "free"
    assert again["ng-emergency-112"].status == "inactive"


def test_instead_of_a_line_on_many_subjects_the_one_most_like_it_is_offered_not_one_on_a_narrow_subject() -> None:
    def another(name: str, *topics: str) -> Service:
        return replace(LINE, id=f"gb-{name}", topics=topics, audience=("anyone",))

    wide = replace(LINE, topics=("disclosure", "neglect", "physical-abuse"), audience=("child",))
    near, narrow = another("near", "disclosure", "neglect", "sexual-abuse"), another("a-narrow", "runaway", "disclosure")
    directory = Directory({s.id: s for s in (wide, narrow, near)})
    assert instead_of(wide, directory, TODAY) == near
