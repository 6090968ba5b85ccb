"""Words and short phrases that mean the same, and words that say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intents import text as t

_LONGEST = 5
"""Words in the longest saying that is looked for; longer ones are cut to it."""


@dataclass(frozen=True)
class Sayings:
    """Finds sayings of one to five words in a list of stems. Immutable; a saying belongs to one or several groups."""

    groups: dict[tuple[str, ...], tuple[int, ...]]
    lengths: dict[str, tuple[int, ...]]
    """First word of a saying to the lengths of the sayings that begin with it, longest first."""

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]], lang: str, *, stemmed: bool = True) -> Sayings:
        """Number the groups in the order given. Sayings without a word are passed over.

        Without `stemmed` they are looked for among words as written.
        """
        found: dict[tuple[str, ...], list[int]] = {}
        numbered = [(number, saying) for number, group in enumerate(groups) for saying in group]
        read = t.read_all((saying for _, saying in numbered), lang)
        for (number, _), words in zip(numbered, read, strict=True):
            key = (words.stems if stemmed else words.words)[:_LONGEST]
            if key and number not in found.setdefault(key, []):
                found[key].append(number)
        lengths: dict[str, set[int]] = {}
        for key in found:
            lengths.setdefault(key[0], set()).add(len(key))
        return cls({k: tuple(v) for k, v in found.items()}, {k: tuple(sorted(v, reverse=True)) for k, v in lengths.items()})

    def canonical(self, stems: Sequence[str]) -> list[str]:
        """`stems` with every saying replaced by the name of its (first) group, the longest sayings first."""
        if not self.groups:
            return list(stems)
        free = [True] * len(stems)
        names: dict[int, str] = {}
        for start, end, group in sorted(self.find(stems), key=lambda hit: (hit[0] - hit[1], hit[0], hit[2])):
            if all(free[start:end]):
                names[start] = f"#{group}"
                free[start:end] = [False] * (end - start)
        return [names.get(i, stem) for i, stem in enumerate(stems) if free[i] or i in names]

    def find(self, stems: Sequence[str]) -> list[tuple[int, int, int]]:
        """(start, end, group) of every saying in `stems`, longest first at each place; overlaps are all given."""
        hits = []
        lengths, groups = self.lengths, self.groups
        for start, stem in enumerate(stems):
            for length in lengths.get(stem, ()):
                for group in groups.get(tuple(stems[start : start + length]), ()):
                    hits.append((start, start + length, group))
        return hits


def without(words: t.Words, skip: Sayings) -> t.Words:
    """`words` less the sayings in `skip`; unchanged when nothing else would be left."""
    if not skip.groups:
        return words
    gone = {i for start, end, _ in skip.find(words.stems) for i in range(start, end)}
    if not gone or len(gone) >= len(words.stems):
        return words
    kept = [i for i in range(len(words.stems)) if i not in gone]
    kept_words = tuple(words.words[i] for i in kept)
    return t.Words(words.key, kept_words, tuple(words.stems[i] for i in kept))
