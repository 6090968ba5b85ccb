"""From evidence to candidates: whole-phrase tiers, and the features that confidence is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from intents.index import PhraseIndex, Query
from intents.text import Words

Floats = NDArray[np.float32]

NEAR_PHRASES = 24
"""Phrases that are compared letter by letter; more cost time and change nothing."""
CANDIDATES = 6
ASIDE = "~"
"""First character of the names of classes that are no label."""
PART = "part:"
"""Kind of the asides that are bare questions for a part."""


@dataclass(frozen=True)
class Whole:
    """A whole phrase that the text is: `tier` is "exact", "alias" (same words, any order) or "typo"."""

    tier: str
    phrases: tuple[int, ...]
    opposed: bool
    """The phrase says the opposite: a hint at the subject, never an answer."""


def whole_phrase(query: Query, index: PhraseIndex) -> Whole | None:
    """The phrase or title that `query` is as a whole, if any."""
    if not query.typed.words:
        return None
    found = index.exact.get(query.typed.key)
    if found:
        return Whole("exact", found, False)
    for tier, words in (("alias", query.core), ("typo", query.fixed)):
        found = index.alias.get(frozenset(words.stems))
        if found and (tier == "alias" or words is not query.core):
            return _checked(tier, found, query, index)
    return None


def _checked(tier: str, found: tuple[int, ...], query: Query, index: PhraseIndex) -> Whole:
    return Whole(tier, found, any(index.turns.opposed(query.typed, index.readings[i]) for i in found))


def near_phrases(
    words: Words, bm25: Floats, index: PhraseIndex, allowed: NDArray[np.bool_] | None = None
) -> list[tuple[int, float]]:
    """(phrase, likeness 0 to 1 whatever the order of words) for the phrases that share most with the text."""
    scores = bm25 if allowed is None else np.where(allowed, bm25, 0)
    n = min(NEAR_PHRASES, len(scores))
    if not n:
        return []
    top = np.argpartition(-scores, n - 1)[:n]
    mine = " ".join(sorted(words.words))
    return [(int(i), fuzz.ratio(mine, index.sorted_keys[i]) / 100) for i in sorted(top) if scores[i] > 0]


def slip(query: Query, near: Sequence[tuple[int, float]], index: PhraseIndex) -> Whole | None:
    """A phrase that differs from the text by one or two slips of the finger in all."""
    best = max(near, key=lambda pair: pair[1], default=None)
    if best is None or best[1] < 0.9:
        return None
    mine, theirs = query.core.words, index.readings[best[0]].words
    a, b = " ".join(mine), " ".join(theirs)
    limit = 1 if len(b) < 12 else 2
    if len(b) < 5 or len(mine) != len(theirs) or OSA.distance(a, b, score_cutoff=limit) > limit:
        return None
    # A word that is known is what was meant: "now" is not a slip of "not".
    if any(x != y and (len(x) < 4 or x in index.counts) for x, y in zip(mine, theirs, strict=True)):
        return None
    return _checked("typo", (best[0],), query, index)


@dataclass(frozen=True)
class Evidence:
    """What speaks for the best labels. Rows of `features` go with `labels`, best guess first."""

    labels: tuple[int, ...]
    features: Floats
    aside: int | None
    """Class number of the strongest aside, and its share of the probability."""
    shares: Floats
    """Share of the probability of every class."""
    aside_share: float
    coverage: float
    near: tuple[tuple[int, float], ...]
    bm25: Floats


FEATURES = ("log_share", "lead", "score", "lead_over_asides", "bm25", "likeness", "coverage", "length")


def weigh(query: Query, scores: Floats, index: PhraseIndex, allowed: NDArray[np.bool_] | None = None) -> Evidence:
    """Features of the best candidates. `scores` are the regression's, labels first, then asides.

    `allowed` hides phrases, so that fitting can look at a phrase as if it had never been seen.
    """
    n_labels = len(index.labels)
    ours, asides = scores[:n_labels], scores[n_labels:]
    raw = index.bm25(query.fixed)
    if allowed is not None:
        raw = np.where(allowed, raw, np.float32(0))
    bm25 = index.by_label(raw)
    near = near_phrases(query.fixed, raw, index, allowed)
    likeness = np.zeros(n_labels, np.float32)
    for phrase, like in near:
        owner = index.owner[phrase]
        likeness[owner] = max(likeness[owner], like)
    top = float(scores.max()) if len(scores) else 0.0
    shares = np.exp(scores - top)
    shares = shares / shares.sum()
    picked = _best(ours, CANDIDATES)
    picked += [i for i in _best(bm25, 2) if i not in picked and bm25[i] > 0]
    coverage = index.coverage(query.fixed, allowed)
    strongest = float(asides.max()) if len(asides) else 0.0
    length = math.log1p(len(query.core.words))
    rows = []
    for i in picked:
        rival = float(max((ours[j] for j in picked if j != i), default=ours[i] - 5))
        rows.append([
            max(math.log(float(shares[i]) + 1e-6), -8.0),
            _within(float(ours[i]) - rival, -4, 4),
            _within(float(ours[i]), -4, 12),
            _within(float(ours[i]) - strongest, -6, 6),
            float(bm25[i]),
            float(likeness[i]),
            coverage,
            length,
        ])  # fmt: skip
    aside = int(asides.argmax()) if len(asides) else None
    return Evidence(
        labels=tuple(picked),
        features=np.array(rows, np.float32).reshape(len(picked), len(FEATURES)),
        aside=aside,
        aside_share=float(shares[n_labels + aside]) if aside is not None else 0.0,
        shares=shares,
        coverage=coverage,
        near=tuple(near),
        bm25=bm25,
    )


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _best(scores: Floats, n: int) -> list[int]:
    n = min(n, len(scores))
    if not n:
        return []
    top = np.argpartition(-scores, n - 1)[:n]
    # Ties fall to the lower number, so that the order is the same everywhere.
    return [int(i) for i in sorted(top, key=lambda i: (-scores[i], i))]
