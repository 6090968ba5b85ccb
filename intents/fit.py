"""Fitting a book: runs in a child process, writes .npy and JSON, renamed into place when whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents import text as t
from intents.book import PhraseBook
from intents.calibrate import ASIDE_SHARE, Outcome, folds, temperature, thresholds
from intents.code import code_version
from intents.concepts import without
from intents.features import Sparse, Vectoriser
from intents.index import PhraseIndex, Query
from intents.model import Logistic, Model
from intents.regression import solve
from intents.scoring import ASIDE, FEATURES, weigh
from intents.urgency import fit_urgency
from intents.verdict import Policy

Floats = NDArray[np.float32]

BLOCKS = (1.0, 0.7, 0.7)
"""Weights of the word, character and concept blocks (chosen on validation splits of public sets)."""
STRENGTH = 10.0


def fit(book: PhraseBook, folder: Path) -> Policy:
    """Fit every language of `book` into `folder`, replacing what is there in one step. Returns the thresholds.

    Raises OSError when the folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        outcomes: list[Outcome] = []
        for lang in book.languages:
            model, held_out = fit_language(book, lang)
            outcomes += held_out
            (work / lang).mkdir()
            model.save(work / lang)
        policy = thresholds(outcomes)
        fit_urgency(book, work)
        meta = {
            "digest": book.digest(), "code": code_version(), "languages": book.languages, "policy": policy.plain(),
        }  # fmt: skip
        (work / "fit.json").write_text(json.dumps(meta, sort_keys=True), encoding="ascii")
        _replace(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return policy


def _replace(work: Path, folder: Path) -> None:
    work.chmod(0o755)
    if folder.exists():
        # A folder cannot be renamed over a full one; readers that have the old one mapped keep it.
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        os.replace(folder, old / "old")
        os.replace(work, folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.replace(work, folder)


def fit_language(book: PhraseBook, lang: str) -> tuple[Model, list[Outcome]]:
    """The model of one language, and how it did on phrases it had not seen."""
    index = PhraseIndex.build(book, lang, book.labels)
    asides = [a for a in book.asides if a.lang == lang]
    kinds = sorted({a.kind for a in asides})
    names = (*book.labels, *(ASIDE + kind for kind in kinds))
    texts = list(index.readings) + [without(t.read(a.text, lang), index.skip) for a in asides]
    classes = np.concatenate([
        index.owner, np.array([len(book.labels) + kinds.index(a.kind) for a in asides], np.int64)
    ]).astype(np.int64)  # fmt: skip
    concepts = [index.meant(words) for words in texts]
    vectoriser, rows = Vectoriser.fit(list(zip(texts, concepts, strict=True)), BLOCKS)
    kernel = rows.gram(len(vectoriser.keys))
    fold = folds(kernel, classes)
    held_out = _held_out_scores(kernel, classes, len(names), fold)
    heat = temperature(held_out, classes)
    features, right, first_rows = _evidence(index, texts, concepts, classes, held_out / heat, fold)
    confidence = _confidence(features, right, first_rows, classes, len(index.phrases))
    outcomes = _outcomes(features, right, first_rows, confidence, len(index.phrases))
    mix = solve(kernel, np.eye(len(names), dtype=np.float32)[classes], np.ones(len(classes), np.float32), STRENGTH)
    weights = _primal(rows, mix, len(vectoriser.keys)).astype(np.float16)
    return Model(vectoriser, weights, names, confidence, heat), outcomes


def _primal(rows: Sparse, mix: Floats, width: int) -> Floats:
    """W = X' A, one feature a row."""
    by_column = rows.transposed(width)
    out = np.zeros((width, mix.shape[1]), np.float32)
    step = max(1, 4_000_000 // max(mix.shape[1], 1))
    for start in range(0, width, step):
        end = min(width, start + step)
        low, high = by_column.starts[start], by_column.starts[end]
        owner = np.repeat(np.arange(end - start), np.diff(by_column.starts[start : end + 1]))
        product = by_column.values[low:high, None] * mix[by_column.columns[low:high]]
        np.add.at(out[start:end], owner, product)
    return out


def _held_out_scores(kernel: Floats, classes: NDArray[np.int64], count: int, fold: NDArray[np.int64]) -> Floats:
    out = np.zeros((len(classes), count), np.float32)
    targets = np.eye(count, dtype=np.float32)[classes]
    for number in np.unique(fold):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if not len(seen):
            continue
        mix = solve(kernel[np.ix_(seen, seen)], targets[seen], np.ones(len(seen), np.float32), STRENGTH, 1e-2)
        out[unseen] = kernel[np.ix_(unseen, seen)] @ mix
    return out


def _evidence(
    index: PhraseIndex,
    texts: list[t.Words],
    concepts: list[tuple[int, ...]],
    classes: NDArray[np.int64],
    scores: Floats,
    fold: NDArray[np.int64],
) -> tuple[Floats, NDArray[np.bool_], list[int]]:
    rows = [np.zeros((0, len(FEATURES)), np.float32)]
    right: list[bool] = []
    first_rows: list[int] = []
    for i, words in enumerate(texts):
        allowed = fold[: len(index.phrases)] != fold[i]
        query = Query(words, words, words, concepts[i], concepts[i])
        evidence = weigh(query, scores[i], index, allowed)
        first_rows.append(len(right))
        rows.append(evidence.features)
        right += [label == classes[i] for label in evidence.labels]
    return np.concatenate(rows), np.array(right, np.bool_), first_rows


def _confidence(
    features: Floats, right: NDArray[np.bool_], first_rows: list[int], classes: NDArray[np.int64], ours: int
) -> Logistic:
    weights = np.ones(len(right), np.float32)
    asides = len(classes) - ours
    if asides:
        start = first_rows[ours]
        weights[start:] = ASIDE_SHARE / (1 - ASIDE_SHARE) * ours / asides
    return Logistic.fit(features, right, weights)


def _outcomes(
    features: Floats, right: NDArray[np.bool_], first_rows: list[int], confidence: Logistic, ours: int
) -> list[Outcome]:
    sure = confidence(features)
    out = []
    for i, start in enumerate(first_rows):
        end = first_rows[i + 1] if i + 1 < len(first_rows) else len(sure)
        order = start + np.argsort(-sure[start:end], kind="stable")
        if not len(order):
            continue
        second = float(sure[order[1]]) if len(order) > 1 else 0.0
        top = int(order[0])
        out.append(Outcome(float(sure[top]), second, bool(right[top]), float(features[top, 6]), i >= ours))
    return out
