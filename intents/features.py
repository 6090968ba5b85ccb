"""Text to numbers: hashed word and character n-grams, looked up in a sorted table.

Features are 64-bit hashes and the table is a sorted array, so that it can be mapped from disk instead of being
built as a dictionary of a hundred thousand strings for each language at every start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from intents.text import Words

Hashes = NDArray[np.uint64]
Floats = NDArray[np.float32]

WORD, CHAR, CONCEPT, SLOT = 0, 1, 2, 3
"""Blocks of features; each is scaled to length one before it is weighed."""

_GRAMS = (2, 3, 4, 5)
_PRIME = np.uint64(0x100000001B3)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def word_hash(feature: str) -> int:
    """64 bits that stand for a named feature, the same on every machine."""
    return int.from_bytes(blake2b(feature.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def word_features(stems: Sequence[str], kind: str = "w") -> list[str]:
    """Names of the word features: stems and pairs of neighbours."""
    pairs = zip(stems, stems[1:], strict=False)
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


def counted(words: Words, meaning: Sequence[str], slots: Sequence[str] = ()) -> list[tuple[int, Hashes, Floats]]:
    """(block, distinct hashes ascending, damped counts) for each block of features that the text has.

    `meaning` are its stems with concepts in place of sayings; empty where a language has no concepts. `slots` are
    names of further features.
    """
    blocks = [
        (WORD, named_hashes(word_features(words.stems))),
        (CHAR, char_hashes(char_text(words))),
        (CONCEPT, named_hashes(word_features(meaning, "c"))),
        (SLOT, named_hashes([f"s {s}" for s in slots])),
    ]
    out = []
    for block, hashes in blocks:
        if len(hashes):
            distinct, counts = np.unique(hashes, return_counts=True)
            out.append((block, distinct, (1.0 + np.log(counts)).astype(np.float32)))
    return out


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
        counts = [[b for b in counted(*text) if weights[b[0]]] for text in texts]
        everything = [hashes for blocks in counts for _, hashes, _ in blocks] or [np.zeros(0, np.uint64)]
        keys, row, df = np.unique(np.concatenate(everything), return_inverse=True, return_counts=True)
        owner = np.repeat(classes, [sum(len(hashes) for _, hashes, _ in blocks) for blocks in counts])
        pairs = np.unique(row.astype(np.int64) * (int(classes.max(initial=0)) + 1) + owner)
        spread = np.bincount(pairs // (int(classes.max(initial=0)) + 1), minlength=len(keys))
        rare = np.log((1 + len(texts)) / (1 + df)) + 1
        # A word is worth more when few classes use it, however often they do: +1 point on validation splits.
        telling = np.log((2 + classes.max(initial=0)) / np.maximum(spread, 1)) + 1
        made = cls(keys, (rare**0.25 * telling**0.75).astype(np.float32), weights)
        return made, Sparse.of([made._vector(blocks) for blocks in counts])

    def transform(
        self, words: Words, meaning: Sequence[str], slots: Sequence[str] = ()
    ) -> tuple[NDArray[np.int64], Floats]:
        """(rows of the table, values) of the features that are known."""
        return self._vector(counted(words, meaning, slots))

    def _vector(self, blocks: list[tuple[int, Hashes, Floats]]) -> tuple[NDArray[np.int64], Floats]:
        if not len(self.keys):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        rows, values = [], []
        for block, hashes, counts in blocks:
            at = np.searchsorted(self.keys, hashes)
            at[at == len(self.keys)] = 0
            known = self.keys[at] == hashes
            at = at[known]
            value = counts[known] * self.idf[at]
            length = float(np.sqrt(float(value @ value)))
            if length > 0:
                rows.append(at)
                values.append(value * np.float32(self.weights[block] / length))
        if not rows:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        return np.concatenate(rows), np.concatenate(values)


@dataclass(frozen=True)
class Sparse:
    """Rows of (column, value) pairs, end to end; row i is columns[starts[i]:starts[i + 1]]."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats

    @classmethod
    def of(cls, rows: Sequence[tuple[NDArray[np.int64], Floats]]) -> Sparse:
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
        """Inner product of every row with every other, float32."""
        n = len(self)
        by_column = self.transposed(width)
        out = np.empty((n, n), np.float32)
        for i in range(n):
            columns, values = self.row(i)
            lengths = by_column.starts[columns + 1] - by_column.starts[columns]
            total = int(lengths.sum())
            offsets = np.repeat(by_column.starts[columns] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
            at = np.arange(total) + offsets
            weights = np.repeat(values, lengths) * by_column.values[at]
            out[i] = np.bincount(by_column.columns[at], weights=weights, minlength=n)
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
