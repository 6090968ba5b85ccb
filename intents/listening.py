"""Fitting the classifier of red flags."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents import text as t
from intents.book import PhraseBook
from intents.features import Vectoriser
from intents.model import Linear
from intents.regression import solve, softmax
from intents.urgency import QUIET, READ, Ear, languages

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FALSE_ALARMS = 0.06
"""Stated rate: alarms among held-out sayings that must stay quiet."""
BLOCKS = (1.0, 1.0, 1.0, 1.4)
QUICK_BLOCKS = (1.0, 0.0, 0.0, 1.4)
STRENGTH = 5.0
ORDINARY_WEIGHT = 0.3
"""Weight of questions and asides, which nobody wrote with red flags in mind."""
_DOUBTFUL = 0.4
"""Ordinary phrases that sound more like a red flag than this are not used: some of them are one."""
_FOLDS = 5
_LOOSE = 1e-2

Row = tuple[t.Words, Sequence[str], Sequence[str]]


def quick(book: PhraseBook, ear: Ear) -> Linear:
    """A classifier from the sayings of one language alone, in a fraction of a second."""
    rows, classes, names = _sayings(book, ear)
    return _fit(rows, classes, names, np.ones(len(rows), np.float32), QUICK_BLOCKS)


def fit_urgency(book: PhraseBook, folder: Path) -> dict[str, float]:
    """Write the classifier of each language into `folder`; returns the recall of held-out sayings (0 to 1)."""
    recalls = {}
    for lang in languages(book):
        ear = Ear.of(book, lang)
        rows, classes, names = _sayings(book, ear)
        said = len(rows)
        first = _fit(rows, classes, names, np.ones(said, np.float32), BLOCKS)
        protective = {label for family in book.families for label in family}
        ordinary = [p.text for p in book.phrases if p.lang == lang and p.label not in protective]
        ordinary += [a.text for a in book.asides if a.lang == lang]
        more = [ear.features(t.read(text, lang, READ)) for text in ordinary]
        calm = [row for row in more if _flagged(first, row) < _DOUBTFUL]
        rows = [*rows, *calm]
        classes = np.concatenate([classes, np.full(len(calm), names.index(QUIET), np.int64)])
        weights = np.ones(len(rows), np.float32)
        weights[said:] = ORDINARY_WEIGHT
        linear, threshold, recall = _calibrated(rows, classes, names, weights, said)
        linear.save(folder / f"urgent-{lang}", {"threshold": threshold, "recall": recall})
        recalls[lang] = recall
    return recalls


def _sayings(book: PhraseBook, ear: Ear) -> tuple[list[Row], Ints, tuple[str, ...]]:
    kinds = book.red_flags.get(ear.lang, {})
    names = (QUIET, *sorted(kinds))
    said = [(saying, names.index(kind)) for kind in sorted(kinds) for saying in kinds[kind]]
    said += [(saying, 0) for saying in book.quiet.get(ear.lang, ())]
    rows: list[Row] = [ear.features(t.read(saying, ear.lang, READ)) for saying, _ in said]
    return rows, np.array([number for _, number in said], np.int64), names


def _fit(rows: list[Row], classes: Ints, names: tuple[str, ...], weights: Floats, blocks: tuple[float, ...]) -> Linear:
    vectoriser, vectors = Vectoriser.fit(rows, classes, blocks)
    targets = np.eye(len(names), dtype=np.float32)[classes]
    mix = solve(vectors.gram(len(vectoriser.keys)), targets, weights, STRENGTH, _LOOSE)
    return Linear(vectoriser, vectors.primal(mix, len(vectoriser.keys)).astype(np.float16), names)


def _flagged(linear: Linear, row: Row) -> float:
    return 1.0 - float(softmax(linear.scores(*row))[linear.classes.index(QUIET)])


def _calibrated(
    rows: list[Row], classes: Ints, names: tuple[str, ...], weights: Floats, said: int
) -> tuple[Linear, float, float]:
    """The classifier, the threshold for the stated rate of false alarms, and the recall that it leaves."""
    vectoriser, vectors = Vectoriser.fit(rows, classes, BLOCKS)
    kernel = vectors.gram(len(vectoriser.keys))
    targets = np.eye(len(names), dtype=np.float32)[classes]
    digest = [blake2b(row[0].key.encode("utf-8", "replace"), digest_size=4).digest() for row in rows]
    fold = np.array([int.from_bytes(d, "little") % _FOLDS for d in digest])
    flagged = np.zeros(len(rows), np.float32)
    for number in range(_FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(seen) and len(unseen):
            mix = solve(kernel[np.ix_(seen, seen)], targets[seen], weights[seen], STRENGTH, _LOOSE)
            flagged[unseen] = 1 - softmax(kernel[np.ix_(unseen, seen)] @ mix)[:, names.index(QUIET)]
    quiet = flagged[:said][classes[:said] == names.index(QUIET)]
    flags = flagged[:said][classes[:said] != names.index(QUIET)]
    threshold = float(np.clip(np.quantile(quiet, 1 - FALSE_ALARMS) if len(quiet) else 0.5, 0.1, 0.6))
    mix = solve(kernel, targets, weights, STRENGTH)
    linear = Linear(vectoriser, vectors.primal(mix, len(vectoriser.keys)).astype(np.float16), names)
    return linear, round(threshold, 4), round(float((flags >= threshold).mean()) if len(flags) else 1.0, 4)
