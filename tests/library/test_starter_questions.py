"""The held-out questions, asked of the starter content as it is served. What they are: tests/questions/README.md."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.library.edition import Edition
from bot.library.read import bare, read_yaml
from bot.talk.house import House
from bot.talk.once import Asked, answer_once
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


def ask(edition: Edition, q: str, prev: str | list[str] = ()) -> dict[str, Any]:  # type: ignore[assignment]
    """As `practiceline ask --json` would answer."""
    earlier = (prev,) if isinstance(prev, str) else tuple(prev)
    return answer_once(Asked(q, prev=earlier), edition, House("Test"), datetime(2026, 11, 22, 10, tzinfo=UTC))


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def test_red_flags_are_seen_and_ordinary_sentences_stay_quiet(starter: Edition) -> None:
    flags = questions("red-flags.yaml")
    direct = share([ask(starter, f["q"])["urgent"] for f in flags["urgent"] if f["how"] == "direct"])
    hinted = share([ask(starter, f["q"])["urgent"] for f in flags["urgent"] if f["how"] == "hinted"])
    false = share([ask(starter, f["q"])["urgent"] for f in flags["quiet"]])
    print(f"\nred flags: direct {direct:.1%}, hinted {hinted:.1%}, false alarms {false:.1%}")
    # Floors under what was measured; the goals (97, 80, 4 %) stand in the README of the questions.
    assert direct >= 0.92
    assert hinted >= 0.72
    assert false <= 0.06


def test_a_missed_red_flag_is_one_tap_away_from_the_card(starter: Edition) -> None:
    """Safety never hangs on the classifier alone: the channels show the way to the card whatever the answer is."""
    assert any(command.name == "sos" for command in starter.words.languages["en"].commands)
    missed = [f["q"] for f in questions("red-flags.yaml")["urgent"] if not ask(starter, f["q"])["urgent"]]
    wrong = [q for q in missed if ask(starter, q)["decision"] == "small_talk"]
    assert len(wrong) <= 1, wrong


def test_follow_ups_find_the_part_of_what_is_being_read(starter: Edition) -> None:
    found = [ask(starter, f["q"], f["prev"]) for f in questions("follow-ups.yaml")]
    right = share(
        [a["topic"] == f["topic"] and a["part"] == f["part"] for a, f in zip(found, questions("follow-ups.yaml"), strict=True)]
    )
    print(f"\nfollow-ups: {right:.1%} right in topic and part")
    assert right >= 0.4


def test_bursts_are_read_together(starter: Edition) -> None:
    bursts = questions("bursts.yaml")
    found = [ask(starter, b["q"], b["prev"]) for b in bursts]
    offered = [{c["topic"] for c in a["choices"]} if a["decision"] == "choose" else {a["topic"]} for a in found]
    helped = share([b["topic"] in topics for topics, b in zip(offered, bursts, strict=True)])
    print(f"\nbursts: {helped:.1%} answered or among the choices")
    assert helped >= 0.85
