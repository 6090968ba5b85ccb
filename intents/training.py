"""Fitting one language: the regression on all phrases, and what held-out phrases teach about its confidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from intents import text as t
from intents.book import PhraseBook
from intents.calibrate import Outcome, folds, groups, temperature
from intents.concepts import without
from intents.features import Vectoriser
from intents.index import PASSAGE_READ, PhraseIndex, Query
from intents.model import Linear, Logistic, Model
from intents.regression import solve
from intents.scoring import ASIDE, FEATURES, PART, Evidence, weigh
from intents.verdict import Tuning

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

BLOCKS = (0.8, 1.0, 0.8, 0.0)
"""Weights of the word, character and concept blocks, and of words alone where there are no concepts (chosen on
validation splits of public sets, and on held-out phrases of our own)."""
BLOCKS_WITHOUT_CONCEPTS = (1.0, 1.0, 0.0, 0.0)
STRENGTH = 10.0
PASSAGE_WEIGHT = 0.5
_LOOSE = 2e-2
"""Tolerance of the fits that are only used for calibration."""

SHARES = (1.0, 0.25, 0.1)
"""How much phrases, asides, and phrases of subjects that were left out weigh where confidence is put to scale."""
TELLING_SHARES = (1.0, 8.0, 0.1)
"""The same where it is found out what tells what is ours from what isn't: asides are few beside phrases, and to weigh them up
turned away half as many strays again at the same share of questions that are helped (on calibration questions)."""
MOST_STRANGE = 2000
CALIBRATED_ON = 6000
"""How many phrases of left-out subjects are asked at most, and about how many rows calibration learns from."""
_ABSENT = -20.0


@dataclass(frozen=True)
class Rows:
    """Everything that one language is trained on: first the phrases of the index, then asides, then passages."""

    index: PhraseIndex
    names: tuple[str, ...]
    texts: tuple[t.Words, ...]
    meanings: tuple[tuple[str, ...], ...]
    classes: Ints
    phrases: int
    asked: int
    """Rows that somebody may type: phrases and asides, not passages."""

    @classmethod
    def of(cls, book: PhraseBook, lang: str) -> Rows:
        """Collect the rows of `lang`."""
        index = PhraseIndex.build(book, lang, book.labels)
        asides = [(a.text, a.kind) for a in book.asides if a.lang == lang]
        # Bare questions for a part ("what are the signs?") say nothing about the subject; as classes of their own
        # they take that weight away from the labels, and are what follow-ups are recognised by.
        asides += [(cue, PART + part) for part, cues in sorted(book.part_cues.get(lang, {}).items()) for cue in cues]
        kinds = sorted({kind for _, kind in asides})
        names = (*book.labels, *(ASIDE + kind for kind in kinds))
        number = {name: i for i, name in enumerate(names)}
        passages = [p for p in book.passages if p.lang == lang and p.label in number]
        texts = [
            *index.readings,
            *(without(t.read(text, lang), index.skip) for text, _ in asides),
            *(without(t.read(p.text, lang, PASSAGE_READ), index.skip) for p in passages),
        ]
        classes = [*index.owner, *(number[ASIDE + kind] for _, kind in asides), *(number[p.label] for p in passages)]
        return cls(
            index, names, tuple(texts), tuple(index.meaning(w) for w in texts), np.array(classes, np.int64),
            len(index.phrases), len(index.phrases) + len(asides),
        )  # fmt: skip

    @property
    def weights(self) -> Floats:
        """How much each row counts."""
        out = np.ones(len(self.classes), np.float32)
        out[self.asked :] = PASSAGE_WEIGHT
        return out

    def query(self, row: int) -> Query:
        """A row as if somebody had typed it."""
        words, meaning = self.texts[row], self.meanings[row]
        return Query(words, words, words, meaning, meaning)


def fit_language(book: PhraseBook, lang: str) -> tuple[Model, list[Outcome]]:
    """The model of one language, and how it did on phrases it had not seen."""
    rows = Rows.of(book, lang)
    blocks = BLOCKS if rows.index.concepts.groups else BLOCKS_WITHOUT_CONCEPTS
    vectoriser, vectors = Vectoriser.fit(
        [(*row, ()) for row in zip(rows.texts, rows.meanings, strict=True)], rows.classes, blocks
    )
    kernel = vectors.gram(len(vectoriser.keys))
    targets = np.eye(len(rows.names), dtype=np.float32)[rows.classes]
    mix = solve(kernel, targets, rows.weights, STRENGTH)
    held_out = list(_held_out(rows, kernel, mix))
    known = [h for h in held_out if not h.strange]
    heat = temperature(np.stack([h.scores for h in known]), rows.classes[[h.row for h in known]]) if known else 1.0
    evidence = [h.evidence(rows, heat) for h in held_out]
    confidence = _confidence(rows, held_out, evidence)
    weights = vectors.primal(mix, len(vectoriser.keys)).astype(np.float16)
    outcomes = [_outcome(rows, h, e, confidence) for h, e in zip(held_out, evidence, strict=True) if e.labels]
    return Model(Linear(vectoriser, weights, rows.names), confidence, heat), outcomes


@dataclass(frozen=True)
class HeldOut:
    """Scores of a row by a model that had not seen it. `strange`: nor any other row of its class."""

    row: int
    scores: Floats
    hidden: NDArray[np.bool_]
    """Classes (strange) or phrases (otherwise) that were not there."""
    strange: bool

    def evidence(self, rows: Rows, heat: float) -> Evidence:
        """What would speak for the best labels if this row were asked."""
        query, scores = rows.query(self.row), np.asarray(self.scores / heat, dtype=np.float32)
        if not self.strange:
            return weigh(query, scores, rows.index, ~self.hidden)
        found = weigh(query, scores, rows.index, ~self.hidden[rows.index.owner])
        kept = [i for i, label in enumerate(found.labels) if not self.hidden[label]]
        return replace(found, labels=tuple(found.labels[i] for i in kept), features=found.features[kept])


def _held_out(rows: Rows, kernel: Floats, whole: Floats) -> Iterator[HeldOut]:
    """Every row asked of a model that was fitted without it; `whole` is the fit of all rows, where fits start from."""
    # Of a very large book a part is enough to learn what confidence is worth, and all that memory allows.
    learnt = np.arange(0, len(rows.classes), 1 + len(rows.classes) // CALIBRATED_ON)
    asked = learnt[learnt < rows.asked]
    targets, weights = np.eye(len(rows.names), dtype=np.float32)[rows.classes], rows.weights
    fold = np.full(len(rows.classes), -1)
    fold[np.setdiff1d(np.arange(len(rows.classes)), learnt)] = -2
    fold[asked] = folds(kernel[np.ix_(asked, asked)], rows.classes[asked], [rows.texts[i].key for i in asked])

    def without(seen: Ints, unseen: Ints, there: Ints) -> Floats:
        some = np.ascontiguousarray(targets[np.ix_(seen, there)])
        start = np.ascontiguousarray(whole[np.ix_(seen, there)])
        mix = solve(kernel[np.ix_(seen, seen)], some, weights[seen], STRENGTH, _LOOSE, start)
        scores = np.full((len(unseen), len(rows.names)), _ABSENT, np.float32)
        scores[:, there] = kernel[np.ix_(unseen, seen)] @ mix
        return scores

    for number in range(int(fold.max(initial=0)) + 1):
        seen, unseen = learnt[fold[learnt] != number], learnt[fold[learnt] == number]
        if len(seen) and len(unseen):
            hidden = (fold[: rows.phrases] == number) | (fold[: rows.phrases] == -2)
            for row, scores in zip(unseen, without(seen, unseen, np.arange(len(rows.names))), strict=True):
                yield HeldOut(int(row), scores, hidden, False)
    # Whole subjects are left out as well: what nobody wrote about has to be recognised as such.
    group = groups(rows.names, len(rows.index.labels))
    for number in range(int(group.max(initial=-1)) + 1):
        hidden = group == number
        seen = learnt[~hidden[rows.classes[learnt]]]
        unseen = asked[hidden[rows.classes[asked]]][:: 1 + rows.asked // MOST_STRANGE]
        if len(seen) and len(unseen):
            for row, scores in zip(unseen, without(seen, unseen, np.flatnonzero(~hidden)), strict=True):
                yield HeldOut(int(row), scores, hidden, True)


def _confidence(rows: Rows, held_out: list[HeldOut], evidence: list[Evidence]) -> Logistic:
    """The chance that a candidate is right: first what tells it, then put to scale."""
    kind = np.array([2 if h.strange else int(h.row >= rows.phrases) for h in held_out], np.int64)
    counts = np.maximum(np.bincount(kind, minlength=3), 1)
    kinds = np.repeat(kind, [len(found.labels) for found in evidence])
    right = np.array(
        [label == rows.classes[h.row] and not h.strange for h, e in zip(held_out, evidence, strict=True) for label in e.labels],
        np.bool_,
    )
    features = np.concatenate([np.zeros((0, len(FEATURES)), np.float32), *(e.features for e in evidence)])

    def weights(shares: tuple[float, float, float]) -> Floats:
        return np.asarray((np.array(shares) * counts[0] / counts)[kinds], dtype=np.float32)

    telling = Logistic.fit(features, right, weights(TELLING_SHARES))
    return telling.tuned(Tuning(*telling.scale_of(features, right, weights(SHARES))))


def _outcome(rows: Rows, held_out: HeldOut, evidence: Evidence, confidence: Logistic) -> Outcome:
    sure = confidence(evidence.features)
    order = np.argsort(-sure, kind="stable")
    right = [evidence.labels[i] == rows.classes[held_out.row] and not held_out.strange for i in order]
    return Outcome(
        confidence=float(sure[order[0]]),
        second=float(sure[order[1]]) if len(order) > 1 else 0.0,
        right=right[0],
        among=any(right[:4]),
        coverage=evidence.coverage,
        kind="strange" if held_out.strange else _kind(rows.names[rows.classes[held_out.row]]),
    )


def _kind(name: str) -> str:
    """ "phrase" for a label; "aside", "small" or "gap" for the rest."""
    if not name.startswith(ASIDE):
        return "phrase"
    kind = name.removeprefix(ASIDE).partition(":")[0]
    return "aside" if kind in ("far", "near") else kind
