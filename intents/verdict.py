"""From a match to what is done about it: answer, offer a choice, or admit not to know."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

Kind = Literal["answer", "choose", "small_talk", "gap", "none"]
WHOLE_TIERS = ("exact", "alias", "typo")
"""Tiers in which the text is one of the book's own phrases as a whole."""


@dataclass(frozen=True)
class Candidate:
    """A label that may be meant; `confidence` is the calibrated chance (0 to 1) that it is the right one."""

    label: str
    confidence: float
    part: str | None = None


@dataclass(frozen=True)
class Match:
    """All that was found out about one text; nothing is decided yet.

    `candidates` are in order of confidence, at most six. `tier` says what the first rests on: "exact", "alias",
    "typo", "model", "bm25" or "nothing". `phrase` is the book's phrase nearest to the text, of label
    `phrase_label`; `runner_up` is the second label. `coverage` is the share of the text's words, rare ones counting
    more, that the book knows, `own_coverage` the share that the texts of the first candidate know. `also` are labels
    of other questions in the same message. `follow_up` is the part of the current topic that the text asks for.
    `opposed`: the nearest phrase says the opposite of the text, or speaks of the other side.
    """

    lang: str
    foreign: str | None
    candidates: tuple[Candidate, ...]
    tier: str
    phrase: str | None
    phrase_label: str | None
    runner_up: str | None
    coverage: float
    aside: str | None
    aside_confidence: float
    also: tuple[str, ...]
    follow_up: str | None
    opposed: bool = False
    own_coverage: float = 1.0


@dataclass(frozen=True)
class Tuning:
    """How sure to be in one language (see tuning.py). `slope` and `shift` put the log-odds of the fit's confidence right;
    `answer` and `choose` are thresholds as in `Policy`; `alarm` is that of red flags (0 to 1), None for the fit's own."""

    slope: float = 1.0
    shift: float = 0.0
    answer: float | None = None
    choose: float | None = None
    alarm: float | None = None

    def of(self, confidence: float) -> float:
        """`confidence` (0 to 1) put right."""
        p = min(max(confidence, 1e-6), 1 - 1e-6)
        return 1 / (1 + math.exp(-(self.slope * math.log(p / (1 - p)) + self.shift)))


@dataclass(frozen=True)
class Policy:
    """Thresholds on confidence (0 to 1). The defaults serve until a fit brings calibrated ones.

    `answer`: least confidence of an answer; `margin`: least lead over the runner-up; `tie`: what lies
    as near to the first as this is as likely, for a safe family; `coverage`: least share of
    known words; `own_coverage`: least share of words that the first candidate's texts know; `choose`: least confidence
    of the best candidate for a choice to be offered; `offer`: least confidence of each further choice; `aside`: least
    confidence of an aside that is named.
    """

    answer: float = 0.6
    margin: float = 0.3
    tie: float = 0.1
    coverage: float = 0.25
    own_coverage: float = 0.65
    choose: float = 0.1
    offer: float = 0.02
    aside: float = 0.5
    most_choices: int = 4
    tunings: Mapping[str, Tuning] = field(default_factory=dict)
    """What is different in a language."""

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it, without the tunings."""
        return {name: value for name, value in asdict(self).items() if name != "tunings"}

    def spoken(self, lang: str) -> Policy:
        """The thresholds of one language."""
        tuning = self.tunings.get(lang)
        if tuning is None:
            return self
        return replace(
            self,
            answer=self.answer if tuning.answer is None else tuning.answer,
            choose=self.choose if tuning.choose is None else tuning.choose,
            tunings={},
        )

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Policy:
        """Read back what `plain` gave; unknown keys are an error (TypeError)."""
        names = {f.name for f in fields(cls)}
        if set(plain) - names:
            raise TypeError(f"unknown thresholds: {sorted(set(plain) - names)}")
        return cls(**plain)


@dataclass(frozen=True)
class Verdict:
    """What to do. `label` is set for an answer (and a gap: its id), `choices` for a choice, best first.

    An answer out of a near tie within a safe family carries the others in `choices`.
    """

    kind: Kind
    label: str | None
    part: str | None
    choices: tuple[Candidate, ...]
    aside: str | None
    also: tuple[str, ...]
    confidence: float
    tier: str


def decide(match: Match, policy: Policy, families: Iterable[Sequence[str]] = ()) -> Verdict:
    """Score and margin and coverage have to hold for an answer; near ties are offered, never guessed."""
    policy = policy.spoken(match.lang)
    top = match.candidates[0] if match.candidates else None
    confidence = top.confidence if top else 0.0
    whole = match.tier in WHOLE_TIERS and not match.opposed

    def verdict(kind: Kind, **more: Any) -> Verdict:
        plain: dict[str, Any] = {
            "label": None, "part": None, "choices": (), "aside": match.aside, "also": match.also,
            "confidence": confidence, "tier": match.tier,
        }  # fmt: skip
        return Verdict(kind=kind, **{**plain, **more})

    named = match.aside is not None and match.aside_confidence >= policy.aside
    if named and match.aside_confidence > confidence and match.aside is not None:
        kind, _, what = match.aside.partition(":")
        if kind == "small":
            return verdict("small_talk", confidence=match.aside_confidence)
        if kind == "gap":
            return verdict("gap", label=what, confidence=match.aside_confidence)
    foreign = match.foreign is not None and match.tier not in WHOLE_TIERS
    if top is None or foreign or confidence < policy.choose:
        return verdict("none")
    second = match.candidates[1].confidence if len(match.candidates) > 1 else 0.0
    covered = match.coverage >= policy.coverage and match.own_coverage >= policy.own_coverage
    sure = whole or (covered and match.tier == "model" and not match.opposed)
    if sure and confidence >= policy.answer and confidence - second >= policy.margin:
        return verdict("answer", label=top.label, part=top.part)
    choices = _choices(match, policy)
    if sure and confidence >= policy.choose:
        safe = _safest(match, policy, families)
        if safe is not None:
            others = tuple(c for c in choices if c.label != safe.label)
            return verdict("answer", label=safe.label, part=safe.part, choices=others)
    if len(choices) < 2:
        return verdict("none")
    return verdict("choose", choices=choices)


def _choices(match: Match, policy: Policy) -> tuple[Candidate, ...]:
    """Two to four candidates: the second is always offered, further ones have to be worth a button."""
    kept = [c for i, c in enumerate(match.candidates[: policy.most_choices]) if i < 2 or c.confidence >= policy.offer]
    return tuple(kept)


def _safest(match: Match, policy: Policy, families: Iterable[Sequence[str]]) -> Candidate | None:
    """The most protective of the tied candidates when all of them belong to one safe family."""
    best = match.candidates[0].confidence
    tied = [c for c in match.candidates if best - c.confidence < policy.tie]
    if len(tied) < 2 or sum(c.confidence for c in tied) < policy.answer:
        return None
    for family in families:
        order = list(family)
        if all(c.label in order for c in tied):
            return min(tied, key=lambda c: order.index(c.label))
    return None
