"""The committed content keeps everything that the content guide promises."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.library.check_ask import check_asks, held_out
from bot.library.edition import Edition
from bot.library.load import load
from bot.library.make import Kitchen, inspect
from bot.library.read import Folder, Problem

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
STARTER = {"urgent": 8, "harm": 4, "casework": 12, "supervision": 11}
"""Texts of the first issue, by section."""


@pytest.fixture(scope="module")
def problems() -> tuple[Problem, ...]:
    """As `practiceline check --questions tests/questions` finds them, without the fit."""
    return inspect(Kitchen((ROOT / "content",), ROOT / ".cache", ROOT / "tests" / "questions"), TODAY)


def test_it_passes_its_own_check(problems: tuple[Problem, ...]) -> None:
    errors = [str(p) for p in problems if p.level == "error"]
    assert not errors, "\n" + "\n".join(errors)


def test_every_text_has_enough_ways_of_asking(problems: tuple[Problem, ...]) -> None:
    few = [str(p) for p in problems if "ways of asking" in p.what]
    assert not few, "\n" + "\n".join(few)


def test_every_topic_has_a_text_or_is_named_as_a_gap(problems: tuple[Problem, ...]) -> None:
    silent = [str(p) for p in problems if "neither a text nor a gap" in p.what]
    assert not silent, "\n" + "\n".join(silent)


def test_the_sections_are_as_full_as_was_promised(starter: Edition) -> None:
    texts = Counter(text.section for (_, lang), text in starter.library.guidance.items() if lang == "en")
    assert all(texts[section] >= count for section, count in STARTER.items()), texts


def test_everything_is_a_draft_that_nobody_reviewed(starter: Edition) -> None:
    assert {text.status for text in starter.library.guidance.values()} == {"draft"}


def test_no_calibration_question_is_a_phrasing() -> None:
    loaded = load([Folder(ROOT / "content")])
    assert loaded.content is not None
    learnt = [str(p) for p in check_asks(loaded.content, held_out(ROOT / "tests/calibration")) if "held-out question" in p.what]
    assert not learnt, "\n" + "\n".join(learnt)
