"""Slips of the finger: the nearest word that the phrases use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 3
"""Shorter words are left alone: one edit away from a word of two letters stands half the dictionary."""
_LONG = 6
"""From this length on two edits are allowed."""
_LONGEST = 30
_WORDS_A_TEXT = 10
"""Unknown words that are looked up in one text, so that a hostile text costs no more than a bad one."""


@dataclass(frozen=True)
class Speller:
    """Corrects words towards a vocabulary. Immutable."""

    counts: Mapping[str, int]
    near: Mapping[int, tuple[str, ...]]
    """For each length of a word, the known words that are not too long or short to be meant."""

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Speller:
        """`counts` says how often each word occurs; the more frequent of two equally near words wins."""
        lengths: dict[int, list[str]] = {}
        for word in sorted(counts):
            if len(word) >= _SHORTEST and not word.isdigit():
                lengths.setdefault(len(word), []).append(word)
        near = {
            n: tuple(w for m in range(n - _limit(n), n + _limit(n) + 1) for w in lengths.get(m, ()))
            for n in range(_SHORTEST, _LONGEST + 1)
        }
        return cls(counts, {n: words for n, words in near.items() if words})

    def word(self, word: str) -> str:
        """The nearest known word, or `word` itself when it is known, short, a number, or too far from all."""
        choices = self.near.get(len(word))
        if not choices or word in self.counts or any(c.isdigit() for c in word):
            return word
        limit = _limit(len(word))
        distances = process.cdist([word], choices, scorer=OSA.distance, score_cutoff=limit, dtype=np.uint8)[0]
        nearest = int(distances.min())
        if nearest > limit:
            return word
        # People rarely slip on the first letter.
        return min(
            (choices[i] for i in np.flatnonzero(distances == nearest)),
            key=lambda near: (near[0] != word[0], -self.counts[near], near),
        )

    def fix(self, words: Sequence[str], known: Sequence[bool]) -> tuple[str, ...]:
        """`words` corrected one by one; `known` marks those that are left as typed, because their stem is known."""
        out, looked_up = [], 0
        for word, sure in zip(words, known, strict=True):
            if sure or word in self.counts or looked_up >= _WORDS_A_TEXT:
                out.append(word)
            else:
                looked_up += 1
                out.append(self.word(word))
        return tuple(out)


def _limit(length: int) -> int:
    """Edits that a word of this length is forgiven."""
    return 1 if length < _LONG else 2
