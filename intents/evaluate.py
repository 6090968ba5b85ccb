"""How well a matcher does on questions with known answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intents.matcher import Matcher
from intents.verdict import Candidate, Match, Policy, Verdict, decide

BINS = 10
"""Bins of confidence over which the calibration error is taken."""


@dataclass(frozen=True)
class Question:
    """`label` is the right one, None when no label is; `also` are labels that are right as well."""

    text: str
    label: str | None
    lang: str | None = None
    also: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Shares are 0 to 1: of questions with a right label, except `oos_*`, which are of those without one.

    `helped`: answered rightly, or the right label among the choices; `right_first`: it ranks first, whatever the
    verdict; `wrong`: another label was answered. `recall` is `helped` by label; `confusions` are
    (right, ranked first, how often); `calibration_error` is of all questions, also of those without a right label.
    """

    questions: int
    helped: float
    right_first: float
    right_in_four: float
    answered: float
    wrong: float
    oos: int
    oos_answered: float
    oos_offered: float
    calibration_error: float
    recall: dict[str, float]
    confusions: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Marked:
    """One question, what the matcher made of it, and what was done about it."""

    question: Question
    match: Match
    verdict: Verdict

    @property
    def right(self) -> frozenset[str]:
        """Every label that is right for the question; empty if none is."""
        return frozenset(label for label in (self.question.label, *self.question.also) if label is not None)

    @property
    def top(self) -> Candidate | None:
        """What ranked first, whatever was done about it."""
        return self.match.candidates[0] if self.match.candidates else None

    @property
    def right_first(self) -> bool:
        """A right label ranked first."""
        return self.top is not None and self.top.label in self.right

    @property
    def helped(self) -> bool:
        """Answered rightly, or a right label among the choices."""
        if self.verdict.kind == "answer":
            return self.verdict.label in self.right
        return self.verdict.kind == "choose" and any(c.label in self.right for c in self.verdict.choices)

    @property
    def wrong(self) -> bool:
        """Answered with a label that isn't right."""
        return self.verdict.kind == "answer" and self.verdict.label not in self.right


def mark(matcher: Matcher, policy: Policy, questions: Iterable[Question]) -> tuple[Marked, ...]:
    """Ask every question once. Questions are never used for anything else."""
    marked = []
    for question in questions:
        match = matcher.match(question.text, lang=question.lang, earlier=question.earlier)
        marked.append(Marked(question, match, decide(match, policy, matcher.book.families)))
    return tuple(marked)


def evaluate(matcher: Matcher, policy: Policy, questions: Iterable[Question]) -> Report:
    """Ask every question once, and sum up."""
    return summed(mark(matcher, policy, questions))


def summed(marked: Sequence[Marked]) -> Report:
    """What questions that were asked come to."""
    ours = [m for m in marked if m.question.label is not None]
    strays = [m.verdict.kind for m in marked if m.question.label is None]
    n, oos = max(len(ours), 1), max(len(strays), 1)
    seen, got = (Counter(m.question.label or "" for m in some) for some in (ours, [m for m in ours if m.helped]))
    mixed = Counter((m.question.label or "", m.top.label if m.top else "nothing") for m in ours if not m.right_first)
    return Report(
        questions=len(ours),
        helped=sum(m.helped for m in ours) / n,
        right_first=sum(m.right_first for m in ours) / n,
        right_in_four=sum(any(c.label in m.right for c in m.match.candidates[:4]) for m in ours) / n,
        answered=sum(m.verdict.kind == "answer" for m in ours) / n,
        wrong=sum(m.wrong for m in ours) / n,
        oos=len(strays),
        oos_answered=strays.count("answer") / oos,
        oos_offered=strays.count("choose") / oos,
        calibration_error=calibration_error([(m.top.confidence, m.right_first) for m in marked if m.top]),
        recall={label: got[label] / count for label, count in sorted(seen.items())},
        confusions=tuple((a, b, count) for (a, b), count in mixed.most_common(50)),
    )


def calibration_error(told: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error (0 to 1) of pairs of a confidence (0 to 1) and whether what it was claimed of is right: how
    far the two lie apart in each of ten equal bins, weighed by how many fall into it (Naeini and others, 2015). 0 of nothing."""
    bins = [0.0] * BINS
    for confidence, right in told:
        bins[min(BINS - 1, int(confidence * BINS))] += confidence - right
    return sum(map(abs, bins)) / max(len(told), 1)
