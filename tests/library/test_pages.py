"""A guidance file as it is written: front matter, parts, ways of asking, and the code of its wording."""

from __future__ import annotations

import pytest

from bot.library.page import Page, read_page
from bot.library.read import Problem
from tests.library.small import SMALL

PATH = "guidance/urgent/disclosure.en.md"
TEXT = (SMALL / PATH).read_text("utf-8")


def page(text: str, path: str = PATH, addition: bool = False) -> tuple[Page | None, list[Problem]]:
    problems: list[Problem] = []
    return read_page(text, path, path, problems, addition), problems


def good(text: str) -> Page:
    found, problems = page(text)
    assert found is not None, problems
    return found


def test_a_page_knows_where_everything_stands() -> None:
    found = good(TEXT)
    lines = TEXT.split("\n")
    assert [part.id for part in found.parts] == ["say", "write-down", "who-to-tell", "place"]
    assert all(lines[part.line - 1].startswith("## ") for part in found.parts)
    assert all(lines[asked.line - 1] == f"- {asked.text}" for asked in (*found.ask, *found.not_this, *found.parts[0].ask))
    assert lines[found.line_at("must_say") - 1].startswith("must_say")
    assert found.parts[3].places == ("NG",)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("---\ntitle", "title", "the front matter is missing"),
        ("title: A child tells you about abuse", "titel: x", "`titel` isn't a key"),
        ("title: A child tells you about abuse\nowner", "owner", "`title` is missing"),
        ("status: draft", "status: done", "`done` can't stand at `status`"),
        ("review_by: 2027-05-22", "review_by: 22 May 2027", "`22 May 2027` isn't a date"),
        ("review_by: 2027-05-22", "review_by: 2027-02-30", "`2027-02-30` isn't a date"),
        ("## What to say {#say}", "## What to say", "a heading without its id"),
        ("{#place for=NG}", "{#place}", "doesn't say for where"),
        ("{#place for=NG}", "{#place for=Nigeria}", "doesn't say for where"),
        ("- a child tells me about abuse", "a child tells me about abuse", "isn't `- ...`"),
        ("## Who to tell {#who-to-tell}", "## {#who-to-tell}", "without a heading"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, what: str) -> None:
    text = TEXT.replace(old, new)
    line = text[: text.index(new)].count("\n") + 1
    found, problems = page(text)
    assert found is None
    assert any(what in p.what and p.line == line for p in problems), [str(p) for p in problems]


@pytest.mark.parametrize("share", [0.02, 0.1, 0.2, 0.25])
def test_a_half_written_file_is_named(share: float) -> None:
    found, problems = page(TEXT[: int(len(TEXT) * share)])
    assert found is None
    assert any("breaks off" in p.what for p in problems), [str(p) for p in problems]


def test_a_file_cut_inside_a_mark_is_named() -> None:
    found, problems = page(TEXT[: TEXT.index("[^listen]\n\n### ") + 4])
    assert found is None
    assert "the last line isn't complete" in problems[0].what


def test_an_empty_file_is_named() -> None:
    assert "breaks off" in page("\n")[1][0].what


def test_a_file_under_the_wrong_name_is_named() -> None:
    assert "wrong name" in page(TEXT, "guidance/urgent/disclosure.md")[1][0].what


def test_the_code_is_four_letters_that_dont_look_alike() -> None:
    code = good(TEXT).code
    assert len(code) == 4
    assert not set(code) & set("0o1il")


@pytest.mark.parametrize(
    "change",
    [
        ("- kid told me a secret that worries me", "- a kid told me a secret"),
        ("status: draft", "status: draft "),
        ("owner: practice-team", "owner: somebody-else"),
        ("Sign it.", "Sign  it."),
        ("## {not-this}\n", "## {not-this}\n- another\n"),
    ],
)
def test_the_code_stays_when_the_wording_does(change: tuple[str, str]) -> None:
    assert change[0] in TEXT
    assert good(TEXT.replace(*change)).code == good(TEXT).code


@pytest.mark.parametrize(
    "change",
    [("Sign it.", "Sign it!"), ("title: A child", "title: The child"), ("for=NG", "for=GH"), ("What to say", "What you say")],
)
def test_a_changed_wording_has_another_code(change: tuple[str, str]) -> None:
    assert good(TEXT.replace(*change)).code != good(TEXT).code


def test_line_ends_and_spaces_of_word_processors_are_taken() -> None:
    found = good(TEXT.replace("- “", '- "').replace("1. Listen", "1.\u00a0Listen"))
    assert found.short.blocks == good(TEXT).short.blocks
