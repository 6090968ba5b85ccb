"""What scores are worth: folds that keep like with like, and thresholds for stated rates.

The procedure is written in intents/README.md. Nothing here sees a question that is kept for tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.regression import softmax
from intents.verdict import Policy

Floats = NDArray[np.float32]

FOLDS = 5
ASIDE_SHARE = 0.2
"""Share of the traffic that calibration takes to be none of ours."""
WRONG = 0.03
"""Stated rate: answers that are wrong, of all questions that have a right one."""
ASIDES_ANSWERED = 0.01
ASIDES_OFFERED = 0.12


def folds(kernel: Floats, classes: NDArray[np.int64], count: int = FOLDS) -> NDArray[np.int64]:
    """A fold (0 to count - 1) for each row; look-alikes of one class go into the same fold.

    Random folds would ask a phrase while its twin is in training; people who ask know no twin.
    """
    out = np.zeros(len(classes), np.int64)
    for number, label in enumerate(np.unique(classes)):
        rows = np.flatnonzero(classes == label)
        near = kernel[np.ix_(rows, rows)].astype(np.float64)
        left = set(range(len(rows)))
        at = int(near.sum(axis=1).argmin())
        chain = [at]
        left.discard(at)
        while left:
            at = max(left, key=lambda j: (near[at, j], -j))
            chain.append(at)
            left.discard(at)
        for place, j in enumerate(chain):
            out[rows[j]] = (place * count // len(chain) + number) % count
    return out


def temperature(scores: Floats, classes: NDArray[np.int64]) -> float:
    """The divisor (0.25 to 3) under which the shares of held-out rows are likeliest."""
    rows = np.arange(len(classes))
    best, found = np.inf, 1.0
    for candidate in np.geomspace(0.25, 3.0, 40):
        share = softmax(np.asarray(scores / candidate, dtype=np.float32))[rows, classes]
        loss = -float(np.log(share + 1e-9).mean())
        if loss < best:
            best, found = loss, float(candidate)
    return round(found, 4)


@dataclass(frozen=True)
class Outcome:
    """One held-out row: confidence of the best two, whether the best is right, its coverage; and is it an aside."""

    confidence: float
    second: float
    right: bool
    coverage: float
    aside: bool


def thresholds(outcomes: list[Outcome], base: Policy | None = None) -> Policy:
    """The least strict thresholds that keep the stated rates on held-out phrases and asides."""
    base = base or Policy()
    ours = [o for o in outcomes if not o.aside]
    asides = [o for o in outcomes if o.aside]
    if not ours:
        return base

    def answered(o: Outcome, answer: float) -> bool:
        return o.confidence >= answer and o.confidence - o.second >= base.margin and o.coverage >= base.coverage

    answer = 0.95
    for step in range(95, 29, -1):
        limit = step / 100
        wrong = sum(answered(o, limit) and not o.right for o in ours) / len(ours)
        strayed = sum(answered(o, limit) for o in asides) / len(asides) if asides else 0.0
        if wrong > WRONG or strayed > ASIDES_ANSWERED:
            break
        answer = limit
    choose = answer
    for step in range(int(answer * 100), 1, -1):
        limit = step / 100
        offered = sum(o.confidence >= limit for o in asides) / len(asides) if asides else 0.0
        if offered > ASIDES_OFFERED:
            break
        choose = limit
    plain = {**base.plain(), "answer": answer, "choose": min(choose, answer)}
    return Policy.of(plain)
