"""Text to numbers: hashed word and character n-grams, looked up in a sorted table.

Features are 64-bit hashes and the table is a sorted array, so that it can be mapped from disk instead of being
built as a dictionary of a hundred thousand strings for each language at every start.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from intents.text import Words

Hashes = NDArray[np.uint64]
Floats = NDArray[np.float32]

_DENSE_FROM = 16
_DENSE_AT_ONCE = 1024
_BAND = 1024

WORD, CHAR, CONCEPT, SLOT, BIAS = 0, 1, 2, 3, 4
"""Blocks of features; each is scaled to length one before it is weighed. The last is the same for every text: what is to be
thought of one that nothing is known of."""

_GRAMS = (2, 3, 4, 5)
_PRIME = np.uint64(0x100000001B3)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


@lru_cache(maxsize=20_000)
def word_hash(feature: str) -> int:
    """64 bits that stand for a named feature, the same on every machine."""
    return int.from_bytes(blake2b(feature.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def word_features(stems: Sequence[str], kind: str = "w") -> list[str]:
    """Names of the word features: stems and pairs of neighbours."""
    pairs = itertools.pairwise(stems)
    return [*(f"{kind} {s}" for s in stems), *(f"{kind}{kind} {a} {b}" for a, b in pairs)]


def char_text(words: Words) -> str:
    """The text that character n-grams are taken from: the words with one space around each."""
    return " " + " ".join(words.words) + " "


def char_hashes(text: str) -> Hashes:
    """Hashes of the character 2- to 5-grams that lie within one word (its edges included), with repetitions."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    n = len(codes)
    spaces = np.concatenate(([0], np.cumsum(codes == 32)))
    running = codes.copy()
    out = []
    for gram in _GRAMS:
        m = n - gram + 1
        if m <= 0:
            break
        if gram == 2:
            running = codes[:m] * _PRIME + codes[1:]
        else:
            running = running[:m] * _PRIME + codes[gram - 1 :]
        # A space may stand first or last, never inside.
        inside = spaces[gram - 1 : gram - 1 + m] - spaces[1 : m + 1]
        grams = (running[inside == 0] + np.uint64(gram)) * _SPREAD
        out.append(grams ^ (grams >> _SHIFT))
    return np.concatenate(out) if out else np.zeros(0, np.uint64)


def named_hashes(names: Sequence[str]) -> Hashes:
    """Hashes of named features, with repetitions."""
    return np.array([word_hash(name) for name in names], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct features of a text: hashes ascending, the block of each, and damped counts."""

    hashes: Hashes
    blocks: NDArray[np.int64]
    counts: Floats


def counted(words: Words, meaning: Sequence[str], slots: Sequence[str] = (), blocks: Sequence[float] = (1, 1, 1, 1)) -> Counts:
    """Features of the blocks whose weight in `blocks` is not zero.

    `meaning` are the stems with concepts in place of sayings; empty where a language has no concepts. `slots` are
    names of further features.
    """
    names: list[list[str]] = [[], [], [], [], []]
    if blocks[WORD]:
        names[WORD] = word_features(words.stems)
    if blocks[CONCEPT]:
        names[CONCEPT] = word_features(meaning, "c")
    if blocks[SLOT]:
        names[SLOT] = [f"s {s}" for s in slots]
    if len(blocks) > BIAS and blocks[BIAS]:
        names[BIAS] = ["always"]
    chars = char_hashes(char_text(words)) if blocks[CHAR] else np.zeros(0, np.uint64)
    hashes = np.concatenate([named_hashes([name for block in _NAMED for name in names[block]]), chars])
    ends = np.cumsum([len(names[block]) for block in _NAMED])
    distinct, first, counts = np.unique(hashes, return_index=True, return_counts=True)
    # Where the first of each stood says which block it is of.
    owner = _ORDER[np.searchsorted(ends, first, side="right")]
    return Counts(distinct, owner, (1.0 + np.log(counts)).astype(np.float32))


_NAMED = (WORD, CONCEPT, SLOT, BIAS)
_ORDER = np.array([*_NAMED, CHAR])


@dataclass(frozen=True)
class Vectoriser:
    """A table of known features: hashes (ascending), inverse document frequencies, and the weight of each block."""

    keys: Hashes
    idf: Floats
    weights: tuple[float, ...]

    @classmethod
    def fit(
        cls,
        texts: Sequence[tuple[Words, Sequence[str], Sequence[str]]],
        classes: NDArray[np.int64],
        weights: tuple[float, ...],
    ) -> tuple[Vectoriser, Sparse]:
        """Learn the table from (words, meaning, slots) and their classes, and give their vectors with it."""
        counts = [counted(*text, weights) for text in texts]
        everything = [c.hashes for c in counts] or [np.zeros(0, np.uint64)]
        keys, row, df = np.unique(np.concatenate(everything), return_inverse=True, return_counts=True)
        owner = np.repeat(classes, [len(c.hashes) for c in counts])
        pairs = np.unique(row.astype(np.int64) * (int(classes.max(initial=0)) + 1) + owner)
        spread = np.bincount(pairs // (int(classes.max(initial=0)) + 1), minlength=len(keys))
        rare = np.log((1 + len(texts)) / (1 + df)) + 1
        # A word is worth more when few classes use it, however often they do: +1 point on validation splits.
        telling = np.log((2 + classes.max(initial=0)) / np.maximum(spread, 1)) + 1
        made = cls(keys, (rare**0.25 * telling**0.75).astype(np.float32), weights)
        return made, Sparse.of([made._vector(c) for c in counts])

    def transform(self, words: Words, meaning: Sequence[str], slots: Sequence[str] = ()) -> tuple[NDArray[np.int64], Floats]:
        """(rows of the table, values) of the features that are known."""
        return self._vector(counted(words, meaning, slots, self.weights))

    def _vector(self, found: Counts) -> tuple[NDArray[np.int64], Floats]:
        if not len(self.keys) or not len(found.hashes):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        at = np.searchsorted(self.keys, found.hashes)
        at[at == len(self.keys)] = 0
        known = self.keys[at] == found.hashes
        at, blocks = at[known], found.blocks[known]
        values = found.counts[known] * self.idf[at]
        lengths = np.sqrt(np.bincount(blocks, weights=values * values, minlength=len(self.weights)))
        scale = np.array(self.weights) / np.maximum(lengths, 1e-9)
        return at, (values * scale[blocks]).astype(np.float32)


@dataclass(frozen=True)
class Sparse:
    """Rows of (column, value) pairs, end to end; row i is columns[starts[i]:starts[i + 1]]."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats

    @classmethod
    def of(cls, rows: Sequence[tuple[NDArray[np.int64], Floats]]) -> Sparse:
        """Join rows given as (columns, values)."""
        starts = np.concatenate(([0], np.cumsum([len(c) for c, _ in rows]))).astype(np.int64)
        if not rows:
            return cls(starts, np.zeros(0, np.int64), np.zeros(0, np.float32))
        return cls(starts, np.concatenate([c for c, _ in rows]), np.concatenate([v for _, v in rows]))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, i: int) -> tuple[NDArray[np.int64], Floats]:
        """Columns and values of row i."""
        here = slice(self.starts[i], self.starts[i + 1])
        return self.columns[here], self.values[here]

    def transposed(self, width: int) -> Sparse:
        """Columns as rows: for each of `width` columns the rows that hold it."""
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        starts = np.searchsorted(self.columns[order], np.arange(width + 1)).astype(np.int64)
        return Sparse(starts, rows[order], self.values[order])

    def gram(self, width: int) -> Floats:
        """Inner product of every row with every other, float32, for rows over `width` features."""
        n = len(self)
        by_column = self.transposed(width)
        lengths = np.diff(by_column.starts)
        # Frequent features go through one product of matrices, rare ones through their few rows: the first costs
        # n * n for a feature, the second the square of its rows.
        frequent = np.flatnonzero(lengths > max(n // _DENSE_FROM, 8))
        out = np.zeros((n, n), np.float32)
        for first in range(0, len(frequent), _DENSE_AT_ONCE):
            some = frequent[first : first + _DENSE_AT_ONCE]
            dense = np.zeros((len(some), n), np.float32)
            for i, column in enumerate(some):
                rows, values = by_column.row(int(column))
                dense[i, rows] = values
            # A band of rows at a time: the product of all of them would take as much memory again.
            for top in range(0, n, _BAND):
                out[top : top + _BAND] += dense[:, top : top + _BAND].T @ dense
        rare = np.ones(width, np.bool_)
        rare[frequent] = False
        for i in range(n):
            columns, values = self.row(i)
            kept = rare[columns]
            columns, values = columns[kept], values[kept]
            many = lengths[columns]
            offsets = np.repeat(by_column.starts[columns] - np.concatenate(([0], np.cumsum(many)[:-1])), many)
            at = np.arange(len(offsets)) + offsets
            weights = np.repeat(values, many) * by_column.values[at]
            out[i] += np.bincount(by_column.columns[at], weights=weights, minlength=n)
        return out

    def primal(self, mix: Floats, width: int) -> Floats:
        """X' mix: the weights of `width` features (rows) that a mix of training rows amounts to."""
        by_column = self.transposed(width)
        out = np.zeros((width, mix.shape[1]), np.float32)
        filled = np.flatnonzero(np.diff(by_column.starts))
        step = 4096
        for first in range(0, len(filled), step):
            some = filled[first : first + step]
            low, high = by_column.starts[some[0]], by_column.starts[some[-1] + 1]
            product = by_column.values[low:high, None] * mix[by_column.columns[low:high]]
            out[some] = np.add.reduceat(product, by_column.starts[some] - low, axis=0)
        return out
