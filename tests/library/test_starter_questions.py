"""The held-out questions, asked of the starter content as it is served. What they are: tests/questions/README.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.library.edition import Edition
from bot.library.read import bare, read_yaml
from intents import Question, Report, evaluate

QUESTIONS = Path(__file__).parents[1] / "questions" / "en"


def questions(file: str) -> Any:
    """The entries of a file."""
    node = read_yaml((QUESTIONS / file).read_text("utf-8"), file, [])
    assert node is not None
    return bare(node)


@pytest.fixture(scope="module")
def report(starter: Edition) -> Report:
    """Every topic question and every question that isn't ours."""
    asked = [
        Question(entry["q"], topic, "en", _several(entry.get("also", [])))
        for topic, entries in questions("topics.yaml").items()
        for entry in entries
    ]
    asked += [Question(entry["q"], None, "en") for entry in questions("out-of-scope.yaml")]
    return evaluate(starter.matcher, starter.policy, asked)


def _several(also: str | list[str]) -> tuple[str, ...]:
    return (also,) if isinstance(also, str) else tuple(also)


def test_most_questions_reach_their_answer(report: Report) -> None:
    print(
        f"\n{report.questions} held-out questions: helped {report.helped:.1%}, right first {report.right_first:.1%}, "
        f"answered {report.answered:.1%}, wrong {report.wrong:.1%}; "
        f"{report.oos} out of scope: answered {report.oos_answered:.1%}, offered a choice {report.oos_offered:.1%}"
    )
    weakest = sorted(report.recall.items(), key=lambda row: row[1])[:5]
    print("weakest:", ", ".join(f"{topic} {share:.0%}" for topic, share in weakest))
    assert report.helped >= 0.85
    assert report.right_first >= 0.65


def test_hardly_any_question_gets_another_ones_answer(report: Report) -> None:
    assert report.wrong <= 0.06


def test_what_is_not_ours_is_not_answered(report: Report) -> None:
    assert report.oos_answered <= 0.02


def test_every_topic_is_reached_by_some_of_its_questions(report: Report) -> None:
    assert min(report.recall.values()) >= 0.25, report.recall
