"""What turns a sentence round: negations, negated adjectives, and words that speak of the other side.

"Safe to go home" and "not safe to go home" share all their words but one, and so do "my supervisor cancels" and "my supervisee
cancels". A regression hardly hears such a word; so it is looked for by itself, and forbids an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intents import text as t
from intents.concepts import Sayings

NEGATIONS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        ["not", "no", "never", "nobody", "nothing", "none", "without", "neither", "nor", "unable", "refuse", "refuses"]
    ),
    "fr": frozenset(["pas", "jamais", "personne", "rien", "aucun", "aucune", "sans", "ni"]),
    "es": frozenset(["no", "nunca", "jamas", "nadie", "nada", "ningun", "ninguna", "ninguno", "sin", "ni", "tampoco"]),
    "ar": frozenset(["لا", "لم", "لن", "ليس", "ليست", "ما", "مش", "مو", "موش", "غير", "بدون", "دون", "ولا", "بلا"]),
}
"""Words that turn a sentence round, folded, for the languages the library was made with. French "ne" is none: it only goes with
one of the others, and two would undo each other."""
_PREFIXES = ("un", "in", "im", "non", "dis")
_PREFIXED = ("en", "fr", "es")


@dataclass(frozen=True)
class Turns:
    """What turns sentences of one language round. `sides` finds the words of a pair: number 2n is one side, 2n + 1 the other."""

    lang: str
    negations: frozenset[str]
    sides: Sayings

    @classmethod
    def of(cls, lang: str, more: Iterable[str] = (), opposites: Sequence[tuple[Sequence[str], Sequence[str]]] = ()) -> Turns:
        """`more` are further negations, `opposites` pairs of lists of sayings."""
        negations = NEGATIONS.get(lang, frozenset()) | {t.fold(word) for word in more}
        return cls(lang, negations, Sayings.of((side for pair in opposites for side in pair), lang))

    def opposed(self, one: t.Words, other: t.Words) -> bool:
        """Whether one sentence is negated and the other is not ("safe" and "not safe", "safe" and "unsafe"), or each speaks of
        another side alone ("supervisor" and "supervisee")."""
        if self._negated(one) != self._negated(other):
            return True
        words = {*one.words, *other.words}
        differing = self._prefixed(one) ^ self._prefixed(other)
        if any(w.removeprefix(p) in words for w in differing for p in _PREFIXES if w.startswith(p)):
            return True
        mine, theirs = self._sides(one), self._sides(other)
        return any(side ^ 1 in theirs and side not in theirs and side ^ 1 not in mine for side in mine)

    def _negated(self, words: t.Words) -> bool:
        return sum(w in self.negations for w in words.words) % 2 == 1

    def _prefixed(self, words: t.Words) -> frozenset[str]:
        if self.lang not in _PREFIXED:
            return frozenset()
        return frozenset(w for w in words.words if len(w) > 5 and w.startswith(_PREFIXES))

    def _sides(self, words: t.Words) -> frozenset[int]:
        return frozenset(side for _, _, side in self.sides.find(words.stems))
