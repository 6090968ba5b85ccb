from __future__ import annotations

from typing import Any

import pytest

from intents import Candidate, Match, Policy, decide

POLICY = Policy(answer=0.6, margin=0.15, coverage=0.25, choose=0.1, offer=0.02, aside=0.5)


def found(*confidences: tuple[str, float], **more: Any) -> Match:
    plain: dict[str, Any] = dict.fromkeys(("foreign", "phrase", "phrase_label", "runner_up", "aside", "follow_up"))
    plain |= {"lang": "en", "tier": "model", "coverage": 1.0, "aside_confidence": 0.0, "also": ()}
    plain["candidates"] = tuple(Candidate(label, c) for label, c in confidences)
    return Match(**{**plain, **more})


def test_score_and_margin_and_coverage_make_an_answer() -> None:
    verdict = decide(found(("a", 0.7), ("b", 0.1)), POLICY)
    assert (verdict.kind, verdict.label, verdict.choices) == ("answer", "a", ())


@pytest.mark.parametrize(
    "match",
    [
        found(("a", 0.5), ("b", 0.1)),
        found(("a", 0.7), ("b", 0.6)),
        found(("a", 0.7), ("b", 0.1), coverage=0.1),
        found(("a", 0.7), ("b", 0.1), tier="bm25"),
        found(("a", 0.7), ("b", 0.1), opposed=True),
        found(("a", 0.99), ("b", 0.01), tier="exact", opposed=True),
    ],
    ids=["low score", "near tie", "unknown words", "not fitted", "opposite", "opposite of a whole phrase"],
)
def test_one_missing_makes_a_choice(match: Match) -> None:
    verdict = decide(match, POLICY)
    assert verdict.kind == "choose"
    assert verdict.label is None
    assert [c.label for c in verdict.choices] == ["a", "b"]


def test_a_choice_has_two_to_four_labels() -> None:
    many = found(*((label, 0.2) for label in "abcdef"))
    assert len(decide(many, POLICY).choices) == 4
    assert len(decide(found(("a", 0.3), ("b", 0.001), ("c", 0.001)), POLICY).choices) == 2


def test_too_little_is_nothing() -> None:
    assert decide(found(("a", 0.05), ("b", 0.01)), POLICY).kind == "none"
    assert decide(found(), POLICY).kind == "none"


def test_a_near_tie_in_a_safe_family_is_answered_with_the_more_protective() -> None:
    family = [("danger", "telling", "report")]
    verdict = decide(found(("report", 0.5), ("danger", 0.45), ("other", 0.02)), POLICY, family)
    assert (verdict.kind, verdict.label) == ("answer", "danger")
    assert [c.label for c in verdict.choices] == ["report", "other"]


def test_a_near_tie_with_a_stranger_stays_a_choice() -> None:
    verdict = decide(found(("report", 0.45), ("stranger", 0.44), ("danger", 0.4)), POLICY, [("danger", "report")])
    assert verdict.kind == "choose"


def test_a_weak_tie_in_a_safe_family_is_not_answered() -> None:
    assert decide(found(("report", 0.2), ("danger", 0.15)), POLICY, [("danger", "report")]).kind == "choose"


@pytest.mark.parametrize(
    ("aside", "kind", "label"),
    [("small:thanks", "small_talk", None), ("gap:fostering", "gap", "fostering"), ("far", "none", None)],
)
def test_a_sure_aside_is_named(aside: str, kind: str, label: str | None) -> None:
    verdict = decide(found(("a", 0.05), aside=aside, aside_confidence=0.9), POLICY)
    assert (verdict.kind, verdict.label) == (kind, label)


def test_a_surer_label_beats_an_aside() -> None:
    assert decide(found(("a", 0.9), aside="small:thanks", aside_confidence=0.6), POLICY).kind == "answer"


def test_a_foreign_text_is_not_guessed_at() -> None:
    assert decide(found(("a", 0.9), foreign="ha"), POLICY).kind == "none"


def test_thresholds_are_read_back_and_unknown_ones_refused() -> None:
    assert Policy.of(POLICY.plain()) == POLICY
    with pytest.raises(TypeError, match="unknown"):
        Policy.of({"anser": 0.5})
