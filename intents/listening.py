"""Fitting the classifier of red flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents import text as t
from intents.book import PhraseBook
from intents.features import Vectoriser
from intents.model import Linear
from intents.regression import softmax, solve
from intents.slots import ABOUT_SELF, ANYONE, SELF_KINDS
from intents.urgency import QUIET, READ, Ear

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FALSE_ALARMS = 0.03
"""Stated rate: alarms among held-out sayings that must stay quiet. The slots were made with such sayings in view, so
that the rate among strangers' sentences is somewhat higher."""
BLOCKS = (1.0, 1.0, 1.0, 0.35, 1.0)
QUICK_BLOCKS = (1.0, 0.0, 0.0, 1.0, 1.0)
STRENGTH = 5.0
FRAMED_WEIGHT = 0.3
ORDINARY_WEIGHT = 0.1
"""Weight of questions and asides, which nobody wrote with red flags in mind."""
MOST_ORDINARY = 2000
"""Ordinary texts that are learnt from, drawn by their hash; more of them cost time and teach little."""
_DOUBTFUL = 0.3
_DOUBTFUL_SHARE = 0.04
_NONSENSE = 4
"""Every so many sayings one is learnt backwards, as nonsense."""
_FOLDS = 5
_LOOSE = 5e-2

Row = tuple[t.Words, Sequence[str], Sequence[str]]


def quick(book: PhraseBook, ear: Ear) -> Linear:
    """A classifier from the sayings of one language alone, in a fraction of a second."""
    rows, classes, names = _sayings(book, ear)
    return _fit(rows, classes, names, np.ones(len(rows), np.float32), QUICK_BLOCKS)


def fit_ear(book: PhraseBook, lang: str, folder: Path) -> float:
    """Write the classifier of a language into `folder`; returns the recall of held-out sayings (0 to 1)."""
    ear = Ear.of(book, lang)
    rows, classes, names = _sayings(book, ear)
    said = len(rows)
    protective = {label for family in book.families for label in family}
    ordinary = [(p.text, p.label) for p in book.phrases if p.lang == lang and p.label not in protective]
    ordinary += [(a.text, a.kind) for a in book.asides if a.lang == lang]
    ordinary = sorted(ordinary, key=lambda pair: _digest(pair[0]))[:MOST_ORDINARY]
    rows += [ear.features(t.read(text, lang, READ)) for text, _ in ordinary]
    classes = np.concatenate([classes, np.full(len(ordinary), names.index(QUIET), np.int64)])
    weights = np.ones(len(rows), np.float32)
    weights[said:] = ORDINARY_WEIGHT
    keys = [row[0].key for row in rows]
    framed = list(_framed(book, ear, names))
    rows += [row for row, _, _ in framed]
    keys += [key for _, _, key in framed]
    classes = np.concatenate([classes, np.array([number for _, number, _ in framed], np.int64)])
    weights = np.concatenate([weights, np.full(len(framed), FRAMED_WEIGHT, np.float32)])
    vectoriser, vectors = Vectoriser.fit(rows, classes, BLOCKS)
    kernel = vectors.gram(len(vectoriser.keys))
    targets = np.eye(len(names), dtype=np.float32)[classes]
    mix = solve(kernel, targets, weights, STRENGTH, _LOOSE)
    flagged = _held_out(kernel, targets, weights, keys, mix)
    end = said + len(ordinary)
    weights[said:end] *= _trusted(flagged[said:end], [subject for _, subject in ordinary])
    mix = solve(kernel, targets, weights, STRENGTH, start=mix)
    flagged = _held_out(kernel, targets, weights, keys, mix)
    linear = Linear(vectoriser, vectors.primal(mix, len(vectoriser.keys)).astype(np.float16), names)
    quiet, flags = flagged[:said][classes[:said] == 0], flagged[:said][classes[:said] != 0]
    threshold = float(np.clip(np.quantile(quiet, 1 - FALSE_ALARMS) if len(quiet) else 0.5, 0.1, 0.6))
    recall = float((flags >= threshold).mean()) if len(flags) else 1.0
    linear.save(folder / f"urgent-{lang}", {"threshold": round(threshold, 4), "recall": round(recall, 4)})
    return recall


def _sayings(book: PhraseBook, ear: Ear) -> tuple[list[Row], Ints, tuple[str, ...]]:
    kinds = book.red_flags.get(ear.lang, {})
    names = (QUIET, *sorted(kinds))
    said = [(saying, names.index(kind)) for kind in sorted(kinds) for saying in kinds[kind]]
    said += [(saying, 0) for saying in book.quiet.get(ear.lang, ())]
    # Texts of unknown words have to stay quiet: whatever is typed in another language is one.
    said += [(saying[::-1], 0) for saying, _ in said[::_NONSENSE]]
    rows: list[Row] = [ear.features(t.read(saying, ear.lang, READ)) for saying, _ in said]
    return rows, np.array([number for _, number in said], np.int64), names


def _framed(book: PhraseBook, ear: Ear, names: tuple[str, ...]) -> Iterator[tuple[Row, int, str]]:
    """Every saying once more as a question, with the key of the saying (both are held out together)."""
    frames = book.frames.get(ear.lang, {})
    for kind, sayings in sorted(book.red_flags.get(ear.lang, {}).items()):
        for saying in sayings:
            key = t.read(saying, ear.lang, READ).key
            chosen = [*frames.get(ANYONE, ()), *(frames.get(ABOUT_SELF, ()) if kind in SELF_KINDS else ())]
            if chosen:
                frame = chosen[_digest(key) % len(chosen)]
                yield ear.features(t.read(frame.replace("{}", saying), ear.lang, READ)), names.index(kind), key


def _digest(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=4).digest(), "little")


def _fit(rows: list[Row], classes: Ints, names: tuple[str, ...], weights: Floats, blocks: tuple[float, ...]) -> Linear:
    vectoriser, vectors = Vectoriser.fit(rows, classes, blocks)
    targets = np.eye(len(names), dtype=np.float32)[classes]
    mix = solve(vectors.gram(len(vectoriser.keys)), targets, weights, STRENGTH, _LOOSE)
    return Linear(vectoriser, vectors.primal(mix, len(vectoriser.keys)).astype(np.float16), names)


def _trusted(flagged: Floats, subjects: Sequence[str]) -> NDArray[np.bool_]:
    """Ordinary phrases that may teach silence.

    Some are a red flag themselves ("I want to die", asked of a topic), and where several of a subject are, the rest
    of that subject is in doubt as well.
    """
    numbers = np.unique(subjects, return_inverse=True)[1] if len(subjects) else np.zeros(0, np.int64)
    doubtful = flagged > _DOUBTFUL
    share = np.bincount(numbers, weights=doubtful) / np.maximum(np.bincount(numbers), 1) if len(subjects) else numbers
    return np.asarray(~doubtful & (share[numbers] < _DOUBTFUL_SHARE))


def _held_out(kernel: Floats, targets: Floats, weights: Floats, keys: Sequence[str], whole: Floats) -> Floats:
    """How much each row sounds like a red flag to a classifier that has not seen it; `whole` is the fit of all rows, where fits
    start from."""
    fold = np.array([_digest(key) % _FOLDS for key in keys])
    flagged = np.zeros(len(keys), np.float32)
    for number in range(_FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(seen) and len(unseen):
            mix = solve(kernel[np.ix_(seen, seen)], targets[seen], weights[seen], STRENGTH, _LOOSE, whole[seen])
            flagged[unseen] = 1 - softmax(kernel[np.ix_(unseen, seen)] @ mix)[:, 0]
    return flagged
