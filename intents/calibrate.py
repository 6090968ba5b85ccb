"""What scores are worth: how rows are held out, and thresholds for stated rates.

The procedure is written down in intents/README.md. Nothing here sees a question that is kept for tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from intents.regression import softmax
from intents.verdict import Policy

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FOLDS = 5
FOLDS_OF_FEW, FEW = 10, 2000
"""A book of few rows is dealt into more folds: to lose a fifth of ten phrases would teach too little confidence."""
GROUPS = 4
TWINS = 0.7
"""Rows of one class whose cosine is above this are twins and go into the same fold."""

WRONG = 0.02
ASIDES_ANSWERED = 0.01
ASIDES_OFFERED = 0.15
"""Stated rates: wrong answers of all held-out phrases and gaps (an answer to a gap is a wrong one); answers and offers
of all held-out far and near asides."""


def folds(kernel: Floats, classes: Ints, keys: Sequence[str], count: int | None = None) -> Ints:
    """A fold (0 to `count` - 1, of more when rows are few) for each row, by the text alone, so that a new phrase moves no other.

    Twins stay together: to be asked a phrase while its twin is in training would teach too much confidence.
    """
    count = count or (FOLDS_OF_FEW if len(classes) < FEW else FOLDS)
    length = np.sqrt(np.maximum(np.diag(kernel), 1e-9))
    order = [blake2b(key.encode("utf-8", "replace"), digest_size=8).digest() for key in keys[: len(classes)]]
    out = np.zeros(len(classes), np.int64)
    for number, label in enumerate(np.unique(classes)):
        rows = sorted(np.flatnonzero(classes == label), key=lambda i: order[i])
        cosine = kernel[np.ix_(rows, rows)] / np.outer(length[rows], length[rows])
        placed: dict[int, int] = {}
        for i, row in enumerate(rows):
            twins = [placed[j] for j in range(i) if cosine[i, j] > TWINS]
            placed[i] = twins[0] if twins else (len(placed) + number) % count
            out[row] = placed[i]
    return out


def groups(names: Sequence[str], labels: int, count: int = GROUPS) -> Ints:
    """The group (0 to count - 1) that each class is left out with; -1 for asides that are no subject."""
    return np.array(
        [i % count if i < labels or name.lstrip("~").startswith("gap:") else -1 for i, name in enumerate(names)],
        np.int64,
    )


def temperature(scores: Floats, classes: Ints) -> float:
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
    """One held-out row: confidence of the best two, whether the best is right, or one of the best four; what share
    of its words is known; `kind` is "phrase", "aside" (far or near), "small", "gap" or "strange" (a subject that was left
    out)."""

    confidence: float
    second: float
    right: bool
    among: bool
    coverage: float
    kind: str
    opposed: bool = False
    """It is not answered whatever its confidence: too few words of it are the subject's own, or they say the opposite."""


def thresholds(outcomes: Sequence[Outcome], base: Policy | None = None, least: float = 0.4) -> Policy:
    """The least strict thresholds that keep the stated rates on held-out phrases and asides; none for an answer under `least`."""
    base = base or Policy()
    ours = [o for o in outcomes if o.kind == "phrase"]
    asides = [o for o in outcomes if o.kind == "aside"] or [o for o in outcomes if o.kind == "strange"]
    asked = [o for o in outcomes if o.kind in ("phrase", "gap")]
    if not ours:
        return base

    def answered(o: Outcome, answer: float) -> bool:
        return not o.opposed and o.confidence >= answer and o.confidence - o.second >= base.margin and o.coverage >= base.coverage

    answer = 0.95
    for step in range(95, round(least * 100) - 1, -1):
        limit = step / 100
        wrong = sum(answered(o, limit) and not o.right for o in asked) / len(asked)
        strayed = sum(answered(o, limit) for o in asides) / max(len(asides), 1)
        if wrong > WRONG or strayed > ASIDES_ANSWERED:
            break
        answer = limit
    choose = answer
    for step in range(int(answer * 100), 1, -1):
        offered = sum(o.confidence >= step / 100 for o in asides) / max(len(asides), 1)
        if offered > ASIDES_OFFERED:
            break
        choose = step / 100
    return Policy.of({**base.plain(), "answer": answer, "choose": min(choose, answer)})
