"""What each word can mean for the rules: one table for four languages, and a text cut into words that know it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.privacy import everyday, given, roles, signs

GIVEN = 1  # a given name and nothing else
SOFT = 2  # a given name that is also a word
SURNAME = 4
EVERYDAY = 8  # an ordinary word, a place, a people: no name, however it is written
TITLE = 16  # Mrs: a name follows, known or not
PERSON = 32  # client, uncle, boy, wee: a name may follow
SAYS = 64  # what people do: told, cries, is. Makes a name of the word before it
ABOUT = 128  # visited, told, about: makes a name of the word behind it
PARTICLE = 256  # bin, al, de: inside a name
KIND = 512  # School, Camp: the kind of a place, after its name
KIND_FIRST = 1024  # école, مدرسة: before it
PLACE = 2048  # a country, region or city; always EVERYDAY too
OF = 4096  # of, de: between a person and a name ("la maman de Fatou")
NAMED = GIVEN | SURNAME


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for flag, words in (
        (EVERYDAY, everyday.ENGLISH | everyday.FRENCH | everyday.SPANISH | everyday.ARABIC | everyday.PLACES | everyday.CALENDAR),
        (EVERYDAY, signs.INSTITUTIONS),
        (PLACE, everyday.PLACES),
        (GIVEN, given.GIVEN | given.GIVEN_ARABIC),
        (SOFT, given.SOFT),
        (SURNAME, given.SURNAME | given.SURNAME_ARABIC),
        (TITLE | EVERYDAY, roles.TITLES),
        (PERSON | EVERYDAY, roles.PERSONS),
        (SAYS, roles.SAYS),
        (ABOUT, roles.ABOUT),
        (PARTICLE, roles.PARTICLES),
        (KIND, roles.KINDS),
        (KIND_FIRST, roles.KINDS_FIRST),
        (OF, roles.OF),
    ):
        for word in words:
            table[word] = table.get(word, 0) | flag
    for word, flags in table.items():
        if flags & (SAYS | ABOUT | KIND | KIND_FIRST) and not flags & (NAMED | SOFT):
            table[word] = flags | EVERYDAY
    return table


TABLE = _table()
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_ELIDED = frozenset(("l", "d", "j", "n", "m", "t", "s", "c", "qu", "jusqu", "lorsqu", "puisqu"))
_CONTRACTED = ("'t", "'ll", "'d", "'ve", "'re", "'m")
_END_OF_SENTENCE = re.compile(r'[.!?\n:;"]')


@dataclass(slots=True)
class Word:
    """One word of the view. `before` is what stands between it and the word before; `flags` what it can mean.

    `titled`: one capital and then small letters, so a sign of a name. `opens`: first of its sentence, where a capital says
    little. `owner`: it had 's behind it (left out of `end`).
    """

    start: int
    end: int
    lower: str
    before: str
    flags: int
    titled: bool
    opens: bool
    owner: bool


def words_of(plain: str) -> list[Word]:
    """The words of a folded text, in order. A text that is titled or capital throughout has no titled words."""
    out: list[Word] = []
    last = 0
    titled = 0
    shouted = plain.isupper()
    for match in _WORD.finditer(plain):
        start, end = match.span()
        text = match[0]
        owner = False
        if "'" in text:
            head, _, rest = text.partition("'")
            low = head.lower()
            if low in _ELIDED and (head == low or not rest[:1].isupper() or low in ("l", "qu", "jusqu", "lorsqu", "puisqu")):
                start, text = start + len(head) + 1, rest
            if text.endswith(("'s", "'S")) and len(text) > 2:
                end, text, owner = end - 2, text[:-2], True
        lower = text.lower()
        flags = TABLE.get(lower)
        if flags is None:
            start, lower, flags = _unlisted(start, lower)
        if not flags and len(text) < 6 and text.isupper() and not shouted:
            flags = EVERYDAY  # an abbreviation
        capital = text[0].isupper() and not (len(text) > 1 and text.isupper())
        before = plain[last : match.start()]
        out.append(Word(start, end, lower, before, flags, capital, not out or _END_OF_SENTENCE.search(before) is not None, owner))
        titled += capital
        last = match.end()
    if titled > 4 and titled * 10 > len(out) * 7:
        for word in out:
            word.titled = False
    return out


def _unlisted(start: int, lower: str) -> tuple[int, str, int]:
    """A word with something before, behind or inside it that hides the word that is listed."""
    if "'" in lower:
        return start, lower, EVERYDAY if lower.endswith(_CONTRACTED) else TABLE.get(lower.replace("'", ""), 0)
    if "-" in lower:
        parts = [TABLE.get(part, 0) for part in lower.split("-")]
        if parts[0] & GIVEN:
            return start, lower, GIVEN
        return start, lower, EVERYDAY if all(flags & EVERYDAY for flags in parts) else 0
    if lower.isdigit():
        return start, lower, EVERYDAY
    if "\u0620" <= lower[0] <= "\u064a":
        return _arabic(start, lower)
    return start, lower, EVERYDAY if lower[0].isdigit() else 0


def _arabic(start: int, lower: str) -> tuple[int, str, int]:
    """Arabic writes and, so, with, for, like and the article together with their word; the article stays part of it."""
    if lower.startswith("ال"):
        return start, lower, TABLE.get(lower[2:], 0) & (EVERYDAY | SOFT)
    if len(lower) > 3 and lower[0] in "وفبلك":
        rest = "ال" + lower[2:] if lower.startswith("لل") else lower[1:]
        flags = TABLE.get(rest, 0) or (TABLE.get(rest[2:], 0) & EVERYDAY if rest.startswith("ال") else 0)
        if flags:
            return start + 1, rest, flags & ~SOFT
        if lower.startswith("لل") and TABLE.get(lower[1:], 0) & GIVEN:
            return start + 1, lower[1:], GIVEN
    return start, lower, 0
