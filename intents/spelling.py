"""Slips of the finger: the nearest word that the phrases use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4
"""Shorter words are left alone: one edit away from a word of three letters stands half the dictionary."""
_LONG = 7
"""From this length on two edits are allowed."""
_LONGEST = 30
_WORDS_A_TEXT = 10
"""Unknown words that are looked up in one text, so that a hostile text costs no more than a bad one."""


@dataclass(frozen=True)
class Speller:
    """Corrects words towards a vocabulary. Immutable."""

    counts: Mapping[str, int]
    by_length: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Speller:
        """`counts` says how often each word occurs; the more frequent of two equally near words wins."""
        lengths: dict[int, list[str]] = {}
        for word in sorted(counts):
            if len(word) >= _SHORTEST - 1 and not word.isdigit():
                lengths.setdefault(len(word), []).append(word)
        return cls(dict(counts), {n: tuple(words) for n, words in lengths.items()})

    def word(self, word: str) -> str:
        """The nearest known word, or `word` itself when it is known, short, a number, or too far from all."""
        n = len(word)
        if n < _SHORTEST or n > _LONGEST or word in self.counts or any(c.isdigit() for c in word):
            return word
        limit = 1 if n < _LONG else 2
        best: tuple[int, bool, int, str] | None = None
        for length in range(n - limit, n + limit + 1):
            choices = self.by_length.get(length)
            if not choices:
                continue
            for near, distance, _ in process.extract(word, choices, scorer=OSA.distance, score_cutoff=limit, limit=20):
                rank = (int(distance), near[0] != word[0], -self.counts[near], near)
                if best is None or rank < best:
                    best = rank
        return best[3] if best else word

    def fix(self, words: Sequence[str], known_stems: Sequence[bool] | None = None) -> tuple[str, ...]:
        """`words` corrected one by one; words whose stem is known (`known_stems`) are left as typed."""
        out, looked_up = [], 0
        for i, word in enumerate(words):
            if word in self.counts or (known_stems is not None and known_stems[i]) or looked_up >= _WORDS_A_TEXT:
                out.append(word)
            else:
                looked_up += 1
                out.append(self.word(word))
        return tuple(out)
