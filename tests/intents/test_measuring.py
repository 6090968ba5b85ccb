from __future__ import annotations

import json
from pathlib import Path

import pytest

from intents import Matcher, Question, calibration_error, evaluate, explain
from intents.__main__ import main
from intents.benchmark import language_of


def test_a_report_counts_what_helped_and_what_was_wrong(matcher: Matcher) -> None:
    questions = [
        Question("nobody opens the door", "home-visits"),
        Question("nobody opens the door", "supervision"),
        Question("nobody opens the door", "supervision", also=("home-visits",)),
        Question("qwertz uiop", None),
    ]
    report = evaluate(matcher, matcher.policy, questions)
    assert (report.questions, report.oos) == (3, 1)
    assert report.right_first == pytest.approx(2 / 3)
    assert report.wrong == pytest.approx(1 / 3)
    assert report.oos_answered == 0
    assert report.recall == {"home-visits": 1.0, "supervision": 0.5}
    assert report.confusions == (("supervision", "home-visits", 1),)


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ([], 0.0),
        ([(1.0, True), (0.0, False)], 0.0),
        ([(0.9, True), (0.9, False)], 0.4),
        # Too sure in one bin isn't made good by too little in another.
        ([(0.85, False), (0.15, True)], 0.85),
    ],
)
def test_the_calibration_error_is_how_far_confidence_lies_from_what_came_true(
    told: list[tuple[float, bool]], error: float
) -> None:
    assert calibration_error(told) == pytest.approx(error)


def test_an_explanation_says_why_not(matcher: Matcher) -> None:
    explanation = explain(matcher, "weather and football")
    assert explanation.verdict.kind != "answer"
    assert explanation.why_not
    assert explanation.nearest
    assert any("weather" in what for what, _ in explanation.features)


def test_an_answer_needs_no_excuse(matcher: Matcher) -> None:
    assert explain(matcher, "nobody opens the door").why_not == ()


def _write(path: Path, rows: list[tuple[str, str]]) -> Path:
    path.write_text("".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in rows))
    return path


def test_the_benchmark_prints_one_object_with_every_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train = [
        ("open the door", "door"),
        ("close the door", "door"),
        ("play a song", "music"),
        ("some music please", "music"),
        ("rain", "oos"),
    ]
    a, b = (
        _write(tmp_path / "a", train),
        _write(tmp_path / "b", [("the door", "door"), ("a song", "music"), ("what is love", "oos")]),
    )
    out = tmp_path / "predictions"
    assert main(["benchmark", "--train", str(a), "--test", str(b), "--predictions", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["accuracy", "top3", "oos_recall", "auroc", "p50_ms", "p99_ms", "fit_s", "peak_mb"]
    assert found["accuracy"] == 100
    assert [json.loads(line)["predicted"] for line in out.read_text().splitlines()][:2] == ["door", "music"]


def test_a_bad_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad"
    bad.write_text('{"text": "a", "label": "b"}\n{"text": 1}\n')
    assert main(["benchmark", "--train", str(bad), "--test", str(bad), "--json"]) == 2
    assert ":2:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("what is the time", "en"),
        ("quelle est la date de la fête", "fr"),
        ("qué es lo que hay en el plan", "es"),
        ("ما هذا", "ar"),
    ],
)
def test_the_language_of_a_data_set_is_seen(text: str, lang: str) -> None:
    assert language_of([text]) == lang
