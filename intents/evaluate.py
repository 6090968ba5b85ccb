"""How well a matcher does on questions with known answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from intents.matcher import Matcher
from intents.verdict import Policy, Verdict, decide


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
    (right, ranked first, how often); `calibration_error` is the expected one over ten bins.
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


def evaluate(matcher: Matcher, policy: Policy, questions: Iterable[Question]) -> Report:
    """Ask every question once. Questions are never used for anything else."""
    ours: list[tuple[Question, Verdict, str | None]] = []
    seen: Counter[str] = Counter()
    strays: Counter[str] = Counter()
    confusions: Counter[tuple[str, str]] = Counter()
    got: Counter[str] = Counter()
    bins: list[list[float]] = [[0, 0.0, 0.0] for _ in range(10)]
    first = in_four = 0
    for q in questions:
        match = matcher.match(q.text, lang=q.lang, earlier=q.earlier)
        verdict = decide(match, policy, matcher.book.families)
        top = match.candidates[0].label if match.candidates else None
        right = {q.label, *q.also} - {None}
        if match.candidates:
            slot = bins[min(9, int(match.candidates[0].confidence * 10))]
            slot[0] += 1
            slot[1] += match.candidates[0].confidence
            slot[2] += top in right
        if q.label is None:
            strays[verdict.kind] += 1
            continue
        seen[q.label] += 1
        ours.append((q, verdict, top))
        first += top in right
        in_four += any(c.label in right for c in match.candidates[:4])
        got[q.label] += _helps(verdict, right)
        if top not in right:
            confusions[(q.label, top or "nothing")] += 1
    n, oos = len(ours), sum(strays.values())
    total = sum(b[0] for b in bins) or 1
    answered = [v.label in {q.label, *q.also} for q, v, _ in ours if v.kind == "answer"]
    return Report(
        questions=n,
        helped=sum(got.values()) / max(n, 1),
        right_first=first / max(n, 1),
        right_in_four=in_four / max(n, 1),
        answered=len(answered) / max(n, 1),
        wrong=answered.count(False) / max(n, 1),
        oos=oos,
        oos_answered=strays["answer"] / max(oos, 1),
        oos_offered=strays["choose"] / max(oos, 1),
        calibration_error=sum(abs(b[1] - b[2]) for b in bins) / total,
        recall={label: got[label] / count for label, count in sorted(seen.items())},
        confusions=tuple((a, b, n) for (a, b), n in confusions.most_common(50)),
    )


def _helps(verdict: Verdict, right: set[str | None]) -> bool:
    offered = {c.label for c in verdict.choices}
    if verdict.kind == "answer":
        return verdict.label in right
    return verdict.kind == "choose" and bool(offered & right)
