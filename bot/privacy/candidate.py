"""A word that can be a name, with what stands around it, and how far the name goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.privacy import signs
from bot.privacy.lexicon import EVERYDAY, NAMED, PARTICLE, PERSON, TABLE, TITLE, Word
from bot.privacy.view import View

_MOST = 5  # words of one name
ROMANCE = frozenset(("de", "del", "di", "da", "dos", "das", "la", "le", "los", "las"))


@dataclass(slots=True)
class Around:
    """What the rules ask of a whole text, looked up once."""

    view: View
    words: Sequence[Word]
    introduced: set[int]  # places right behind "her name is" and its like
    called: set[int]
    places: set[int]  # where an address or a named place begins
    found: int = -9  # the last word of the name found last
    _order: bool | None = None
    _dated: bool | None = None

    def order(self) -> bool:
        """Whether the text is an order about check-ins, or speaks of one."""
        if self._order is None:
            self._order = signs.ORDER.search(self.view.lower) is not None
        return self._order

    def dated(self) -> bool:
        """Whether the text names a day or an hour, as an order that says no more does ("Amina Tuesdays 10")."""
        if self._dated is None:
            self._dated = signs.WHEN.search(self.view.lower) is not None
        return self._dated


@dataclass(slots=True)
class Candidate:
    """A word that can be a name: with the words around it, and those that would belong to the name."""

    around: Around
    at: int
    last: int
    word: Word
    lead: Word | None  # the word before
    further: Word | None  # the one before that
    behind: Word | None  # the word behind the whole name
    known: bool
    soft: bool
    new: bool  # a capital inside the sentence, and no ordinary word

    @property
    def led(self) -> bool:
        """Nothing but a space between it and the word before."""
        return self.lead is not None and self.word.before == " "

    @property
    def follows_person(self) -> bool:
        """It stands right behind "my client", "uncle" or their like."""
        return self.led and self.lead is not None and bool(self.lead.flags & PERSON)

    @property
    def latin(self) -> bool:
        """It is written in letters that have capitals."""
        return self.word.lower.isascii()

    def goes_on(self, *flags: int) -> bool:
        """The word right behind the name has one of these meanings."""
        return self.behind is not None and self.behind.before == " " and any(self.behind.flags & flag for flag in flags)

    def behind_is(self, words: frozenset[str]) -> bool:
        """The word right behind the name is one of these."""
        return self.behind is not None and self.behind.before == " " and self.behind.lower in words

    def age(self) -> re.Match[str] | None:
        """The age right behind the name."""
        end = self.around.words[self.last]
        return None if end.owner else signs.AGE.match(self.around.view.lower, end.end)


def start_of(words: Sequence[Word], at: int, found: int) -> Word:
    """Where a name begins when its sign stands at a later part of it: T. Moyo; حسين علي."""
    while at > max(found + 1, 0) and words[at].before in (" ", "-", ". "):
        before = words[at - 1]
        initial = before.titled and len(before.lower) == 1 and before.lower not in "ia"
        if not initial and (words[at].before == ". " or not before.flags & NAMED):
            break
        at -= 1
    return words[at]


def end_of(words: Sequence[Word], at: int, small: bool) -> int:
    """The last word of a name. `small`: one new word without a capital may belong to it, as people type on phones."""
    last = at
    while last + 1 < len(words) and last - at + 1 < _MOST and not words[last].owner:
        word = words[last + 1]
        if word.before not in (" ", "-") and not (len(words[last].lower) == 1 and word.before in (". ", ".")):
            break
        step = 1
        while (
            step < 3 and last + step < len(words) and words[last + step].flags & PARTICLE and not words[last + step].flags & NAMED
        ):
            step += 1
        if last + step >= len(words):
            break
        end = words[last + step]
        initial = len(end.lower) == 1 and end.lower not in "ia"
        titled = end.titled and (initial or not end.flags & EVERYDAY) and end.lower != "i"
        if titled or (end.flags & NAMED and word.lower not in ROMANCE):
            last += step
        elif step == 1 and small and last == at and _may_be_surname(words[at], word):
            last += 1
        else:
            break
    return last


def _may_be_surname(given: Word, word: Word) -> bool:
    if given.titled or word.flags or len(word.lower) < 3 or not word.lower.isalpha():
        return False
    return not word.lower.endswith((*signs.ENDINGS, "ed")) if word.lower.isascii() else word.lower.startswith("ال")


def _skeleton(word: str) -> str:
    """First letter and consonants in no order: the same for a word and most of its misspellings."""
    return word[0] + "".join(sorted(set(word[1:]) - set("aeiouhy")))


_PEOPLE = frozenset(
    _skeleton(word) for word, flags in TABLE.items() if (flags & (PERSON | TITLE) or word in signs.GROUPS) and word.isascii()
)


def unheard(candidate: Candidate) -> bool:
    """No list knows the word, and it isn't one of them misspelt ("techer says", "Unfortunatly")."""
    word = candidate.word
    if word.flags & EVERYDAY or not candidate.latin or len(word.lower) < 4:
        return False
    if word.titled:
        return not word.opens or not (_skeleton(word.lower) in _PEOPLE or word.lower.endswith(signs.ENDINGS))
    return not word.flags and word.lower.isalpha() and _skeleton(word.lower) not in _PEOPLE
