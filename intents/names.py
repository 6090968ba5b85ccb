"""Names inside a text: services, places, people, and words of a list, each with a slip or two.

A library of its own beside the matcher: the matcher ranks what a whole text is about, this finds what stands in it by name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.text import clip, fold

MAX_TEXT = 400
"""Characters of a text that are looked at, head and tail of a longer one."""
_SHORTEST_SLIP = 5
_LOOKED_UP = 8
"""Unknown words that are looked up in one text, longest first, so that a hostile text costs no more than a bad one."""
_SLIP = 0.07
"""What one slip takes from the likeness of a word."""
_APART = 1
"""Words that may stand between the words of one name."""
_WORD = re.compile(r"[^\W_]+")
_ARTICLE = "ال"
_CLITICS = ("و", "ف", "ب", "ل", "ك", "ع")
"""What Arabic writes onto the front of a word: and, so, in, for, like, on."""


_Hit = tuple[float, int, int]
"""How alike a word of the text is to the name's, and where it stands."""


@dataclass(frozen=True)
class Named:
    """A name that stands in a text. `score` is the share of the name that was found, slips counting less, in 0..1.

    `start` and `end` are the places of its first and last word among the text's words, `phrase` the name as it was listed.
    """

    key: str
    score: float
    start: int
    end: int
    phrase: str


def words_of(text: str) -> list[str]:
    """The words of a text, folded; letters and digits only."""
    folded = fold(clip(text, MAX_TEXT)).replace("'s ", " ").replace("'", "")
    return _WORD.findall(folded)


def bare(word: str) -> str:
    """An Arabic word without its article, as long as enough of it stays; any other word as it is."""
    return word[2:] if word.startswith(_ARTICLE) and len(word) > 4 else word


def forms(word: str) -> tuple[str, ...]:
    """What a word of a text may be in a list: itself, without its article, without "and", "in", "for" written onto its front."""
    if not "\u0600" <= word[:1] <= "\u06ff":
        return (word,)
    found = [bare(word)]
    rest = word
    for _ in range(2):
        if rest[:1] in _CLITICS and len(rest) > 3:
            rest = rest[1:]
            found += [bare(rest), _without_for(rest)]
    return tuple(dict.fromkeys((*found, _without_for(word))))


def _without_for(word: str) -> str:
    """ "For the" swallows the article's first letter."""
    return word[2:] if word.startswith("لل") and len(word) > 4 else bare(word)


@dataclass(frozen=True)
class NameIndex:
    """Names with their keys. Immutable; made once for an edition. Thousands of names cost a few milliseconds a text."""

    phrases: Sequence[tuple[str, str, tuple[str, ...]]]
    """Key, phrase as listed, its words."""
    where: Mapping[str, tuple[NDArray[np.intp], NDArray[np.float64]]] = field(repr=False)
    """The phrases in which a word stands, and how much of their weight it is there."""
    whole: NDArray[np.float64] = field(repr=False)
    """The weight of each phrase."""
    rarity: Mapping[str, float] = field(repr=False)
    near: Mapping[int, tuple[str, ...]] = field(repr=False)
    """For each length the words that a slip may have been meant for."""
    letters: Mapping[int, NDArray[np.uint64]] = field(repr=False)
    """For each length the letters of those words, see `_letters`."""
    joined: Mapping[str, tuple[str, str]] = field(repr=False)
    """Names of two words written as one."""

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> NameIndex:
        """`names` are pairs of key and name; a key may have many names, and a name many keys."""
        phrases: list[tuple[str, str, tuple[str, ...]]] = []
        where: dict[str, list[int]] = defaultdict(list)
        for key, phrase in dict.fromkeys(names):
            words = tuple(bare(w) for w in words_of(phrase))
            if not words:
                continue
            for word in dict.fromkeys(words):
                where[word].append(len(phrases))
            phrases.append((key, phrase, words))
        rarity = {word: log(1 + len(phrases) / len(found)) for word, found in where.items()}
        lengths: dict[int, list[str]] = defaultdict(list)
        for word in sorted(where):
            if len(word) >= _SHORTEST_SLIP and not word.isdigit():
                lengths[len(word)].append(word)
        near = {
            n: tuple(w for m in range(n - _slips(n), n + _slips(n) + 1) for w in lengths.get(m, ()))
            for n in range(_SHORTEST_SLIP, 31)
        }
        letters = {n: np.array([_letters(w) for w in choices], dtype=np.uint64) for n, choices in near.items()}
        pairs = (words for _, _, words in phrases if len(words) == 2)
        joined = {one + two: (one, two) for one, two in pairs if one + two not in where and not (one + two).isdigit()}
        whole = np.array([sum(rarity[w] for w in words) for _, _, words in phrases])
        weighed = {
            word: (np.array(found, dtype=np.intp), np.array([rarity[word] * phrases[n][2].count(word) for n in found]))
            for word, found in where.items()
        }
        return cls(phrases, weighed, whole, rarity, near, letters, joined)

    def find(self, words: Sequence[str], least: float = 0.6) -> list[Named]:
        """Every name of which at least `least` stands in the words (of `words_of`), best first."""
        hits: dict[str, list[_Hit]] = defaultdict(list)
        for word, likeness, start, end in self._meant(words):
            hits[word].append((likeness, start, end))
        # At most so much of each name can be there: in thousands of names with a frequent word few are worth a closer look.
        most = np.zeros(len(self.phrases))
        for word, found_at in hits.items():
            names, weights = self.where[word]
            most[names] += weights * max(likeness for likeness, _, _ in found_at)
        likely = np.flatnonzero(most >= (least - 1e-9) * self.whole)
        found = [one for phrase in likely if (one := self._named(int(phrase), hits)).score >= least]
        return sorted(found, key=lambda n: (-n.score, -(n.end - n.start), n.start, n.key))

    def _named(self, phrase: int, parts: Mapping[str, Sequence[_Hit]]) -> Named:
        key, listed, wanted = self.phrases[phrase]
        whole = float(self.whole[phrase])
        used = _together(wanted, parts)
        start, end = min(hit[1] for _, hit in used), max(hit[2] for _, hit in used)
        if end - start + 1 > len(wanted) + _APART:
            # Far apart they are other words: only the weightiest of them counts.
            word, (likeness, start, end) = max(used, key=lambda one: one[1][0] * self.rarity[one[0]])
            return Named(key, likeness * self.rarity[word] / whole, start, end, listed)
        return Named(key, sum(self.rarity[w] * hit[0] for w, hit in used) / whole, start, end, listed)

    def _meant(self, words: Sequence[str]) -> list[tuple[str, float, int, int]]:
        """Known words that the text's words are, are nearly, or make when two are written as one or one as two."""
        found: list[tuple[str, float, int, int]] = []
        unknown: list[tuple[int, str]] = []
        for n, word in enumerate(words):
            known = [form for form in dict.fromkeys((*forms(word), *_singular(word))) if form in self.where]
            found += [(form, 1.0 if form in (word, bare(word)) else 0.97, n, n) for form in known]
            found += [(part, 0.97, n, n) for part in self.joined.get(word, ())]
            if not known and word not in self.joined:
                unknown.append((n, word))
        for n in range(len(words) - 1):
            joined = words[n] + words[n + 1]
            if joined in self.where and not joined.isdigit():
                found.append((joined, 0.97, n, n + 1))
        for n, word in sorted(unknown, key=lambda pair: -len(pair[1]))[:_LOOKED_UP]:
            found += [(near, likeness, n, n) for near, likeness in self._slip(bare(word))]
        return found

    def _slip(self, word: str) -> list[tuple[str, float]]:
        choices = self.near.get(len(word))
        if not choices or any(c.isdigit() for c in word):
            return []
        limit = _slips(len(word))
        # A slip changes two letters at most: words whose letters differ in more needn't be compared.
        alike = np.flatnonzero(np.bitwise_count(self.letters[len(word)] ^ _letters(word)) <= 2 * limit)
        choices = tuple(choices[i] for i in alike)
        if not choices:
            return []
        distances = process.cdist([word], choices, scorer=OSA.distance, score_cutoff=limit, dtype=np.uint8)[0]
        nearest = int(distances.min())
        if nearest > limit:
            return []
        ties = [choices[i] for i in np.flatnonzero(distances == nearest)][:6]
        # People rarely slip on the first letter.
        return [(near, (1 - _SLIP * nearest) * (1.0 if near[0] == word[0] else 0.9)) for near in ties]


def _together(wanted: Sequence[str], parts: Mapping[str, Sequence[_Hit]]) -> list[tuple[str, _Hit]]:
    """For each word of a name the places in the text that stand nearest to one another: "the number of the office of youth".

    "Nine nine nine" is three words: one of them in the text is a third of it.
    """
    there = {w: parts[w] for w in dict.fromkeys(wanted) if w in parts}
    if all(len(hits) <= wanted.count(w) for w, hits in there.items()):
        return [(w, hit) for w, hits in there.items() for hit in hits]
    anchor = min(there, key=lambda w: len(there[w]))
    best: list[tuple[str, _Hit]] = []
    least = (0, 0.0)
    for _, start, _ in there[anchor]:
        near = [
            (w, hit)
            for w, hits in there.items()
            for hit in sorted(hits, key=lambda hit: (abs(hit[1] - start), -hit[0]))[: wanted.count(w)]
        ]
        span = max(hit[2] for _, hit in near) - min(hit[1] for _, hit in near)
        rank = (span, -sum(hit[0] for _, hit in near))
        if not best or rank < least:
            best, least = near, rank
    return best


def _letters(word: str) -> np.uint64:
    """Which letters stand in a word, a bit for each; those of one script nearly all have their own."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return np.uint64(bits)


def _singular(word: str) -> tuple[str, ...]:
    return tuple(word[: -len(end)] for end in ("s",) if word.endswith(end) and len(word) > 4)


def _slips(length: int) -> int:
    """Edits that a word of this length is forgiven: names are short, so fewer than in a sentence."""
    return 1 if length < 8 else 2
