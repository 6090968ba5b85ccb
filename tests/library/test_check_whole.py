"""Whether a calibration is of this content, and whether what is told apart in sections.yaml is told apart in the texts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.library.check import check, unclaimed
from bot.library.load import Content, load
from bot.library.read import Folder
from tests.library.small import small_edition

TODAY = date(2026, 11, 22)
DISCLOSURE = "guidance/urgent/disclosure.en.md"
NOW = 28
"""English phrasings of the small tree."""


def loaded(tree: Path) -> Content:
    found = load([Folder(tree, "content")])
    assert found.content is not None, "\n".join(map(str, found.problems))
    return found.content


def calibrated(tree: Path, then: int, lang: str = "en") -> list[str]:
    (tree / "calibration.yaml").write_text(
        f"made_on: 2026-11-01\nlanguages:\n  {lang}:\n    phrasings: {then}\n    answer: 0.5\n", "utf-8"
    )
    return [str(p) for p in check(loaded(tree), TODAY) if "calibrated" in p.what and p.level == "warning"]


@pytest.mark.parametrize("then", [NOW, 27, 29])
def test_a_calibration_holds_while_few_phrasings_come_or_go(tree: Path, then: int) -> None:
    assert calibrated(tree, then) == []


@pytest.mark.parametrize("then", [26, 30, 100])
def test_a_calibration_of_other_phrasings_is_told_at_its_line(tree: Path, then: int) -> None:
    assert calibrated(tree, then) == [
        f"content/calibration.yaml:4: `en` was calibrated with {then} phrasings and has {NOW} — "
        "run `make calibrate` when the writing is done"
    ]


def test_each_language_is_held_against_its_own_number(tree: Path) -> None:
    assert calibrated(tree, 3, "fr") == []
    assert calibrated(tree, NOW, "fr") != []


def test_a_calibration_that_names_no_number_is_not_doubted(tree: Path) -> None:
    (tree / "calibration.yaml").write_text("languages:\n  en:\n    answer: 0.5\n", "utf-8")
    assert not [p for p in check(loaded(tree), TODAY) if "calibrated" in p.what]


def test_a_topic_that_is_taken_for_another_needs_a_question_of_that_one(tree: Path) -> None:
    matcher = small_edition(own_words=True).matcher
    (found,) = unclaimed(matcher, loaded(tree))
    assert (found.file, found.level) == (f"content/{DISCLOSURE}", "warning")
    assert "`immediate-danger`" in found.what
    text = (tree / DISCLOSURE).read_text("utf-8")
    (tree / DISCLOSURE).write_text(text + "- whom do i call when a child is in danger right now\n", "utf-8")
    assert not list(unclaimed(matcher, loaded(tree)))
