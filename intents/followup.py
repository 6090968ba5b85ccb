"""Questions about a part of what is being read: "and what are the signs?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intents import text as t
from intents.concepts import Sayings
from intents.index import PhraseIndex, Query

_LEAD = 1.0
"""How much likelier than the best label a part has to be."""
_MOST_OWN = 0.8
"""A text whose words are in hardly any cue is no follow-up, however little it says of anything else."""
_LITTLE = 0.5
"""A text with less of its own than this is a follow-up on weaker evidence."""
_ENOUGH = 0.6
"""Least share of a text's weight that a cue has to make up for the text to be a follow-up."""


@dataclass(frozen=True)
class Cues:
    """Sayings that ask for a part, by part. Immutable."""

    parts: tuple[str, ...]
    sayings: Sayings
    stems: tuple[tuple[frozenset[str], int], ...]
    """The words of each saying, with the number of its part."""
    heard: frozenset[str]
    lang: str

    @classmethod
    def of(cls, cues: Mapping[str, tuple[str, ...]], index: PhraseIndex) -> Cues:
        """`cues`: part id to sayings, in the language of `index`."""
        parts = tuple(cues)
        stems = []
        for number, part in enumerate(parts):
            for saying in cues[part]:
                words = frozenset(_stems(t.read(saying, index.lang), index.lang))
                if words:
                    stems.append((words, number))
        heard = frozenset(s for words, _ in stems for s in words)
        plain = [[" ".join(_plain(t.read(saying, index.lang).words, index.lang)) for saying in said] for said in cues.values()]
        return cls(parts, Sayings.of(plain, index.lang), tuple(stems), heard, index.lang)

    def inside(self, query: Query) -> str | None:
        """The part whose saying of at least two words stands in the text, the longest first."""
        stems = _stems(query.typed, self.lang)
        hits = [(end - start, -group) for start, end, group in self.sayings.find(stems) if end - start > 1]
        return self.parts[-max(hits)[1]] if hits else None

    def part(self, query: Query, index: PhraseIndex, shares: Mapping[str, float], rival: float) -> str | None:
        """The part that the text as a whole asks for; None when it has a subject of its own.

        `shares` are the shares of the probability of the parts, as far as a model knows them, and `rival` that of
        the best label.
        """
        likely = max(shares, key=lambda part: shares[part], default=None)
        total = sum(shares.values())
        own, said = self._own(query, index)
        if said is not None:
            return said
        if likely is not None and own <= _MOST_OWN and (total > _LEAD * rival or (own < _LITTLE and total > rival / 3)):
            return likely
        return None

    def _own(self, query: Query, index: PhraseIndex) -> tuple[float, str | None]:
        """The share of the text that no cue has, and the part whose cue the text nearly is."""
        mine = set(_stems(query.typed, self.lang))
        if not mine or not self.stems:
            return 1.0, None
        ceiling = float(index.idf.max()) if len(index.idf) else 1.0

        def weight(stems: set[str] | frozenset[str]) -> float:
            return sum(float(index.idf[index.stem_ids[s]]) if s in index.stem_ids else 0.7 * ceiling for s in stems)

        total = weight(mine)
        best, found = 0.0, None
        for words, number in self.stems:
            shared = weight(mine & words)
            score = 2 * shared / (total + weight(words)) if shared else 0.0
            if score > best:
                best, found = score, number
        # What is left over decides whether the text brings its own subject.
        own = weight({s for s in mine if s not in self.heard}) / total if total else 1.0
        if found is None or best < _ENOUGH or own > 1 - _ENOUGH:
            return own, None
        return own, self.parts[found]


def _stems(words: t.Words, lang: str) -> tuple[str, ...]:
    return tuple(t.stems(_plain(words.words, lang), lang)) if lang == "ar" else words.stems


def _plain(words: Sequence[str], lang: str) -> list[str]:
    """In Arabic "and" and "so" are written onto the next word, and a follow-up begins with them more often than not."""
    if lang != "ar":
        return list(words)
    return [w[1:] if w[:1] in ("و", "ف") and len(w) > 3 else w for w in words]
