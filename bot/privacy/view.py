"""A text as the rules read it: plain letters and digits, with the way back to the text as given."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

TAKEN = "\x01"  # stands in the view where a detail was found, so that no second rule reads it again

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = (
    *range(0x0300, 0x0370),  # accents typed apart from their letter
    *range(0x064B, 0x0660),  # Arabic vowel signs
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0x00AD,
    0x0640,
    0x0670,
    0xFEFF,
)
_LOOK_ALIKES = dict(zip("АВЕКМНОРСТХІаеорсухіᴀ", "ABEKMHOPCTXIaeopcyxia", strict=True))
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "،": ",", "؛": ";", "؟": "?", "٫": ".", "٬": ",", "ی": "ي", "ک": "ك"}
_LATIN = {
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
    "ß": "s",
    "æ": "a",
    "Æ": "A",
    "œ": "o",
    "Œ": "O",
    "ð": "d",
}
_MARKS = dict(zip("‘’‚‛ʼ′`´“”„‟«»‐‑‒–—―−·…", "''''''''\"\"\"\"\"\"-------..", strict=True))


def _table() -> dict[int, str | None]:
    """One character for one character, or None where nothing is seen: so that places can be counted back."""
    table: dict[int, str | None] = {}
    for code in (*range(0xA0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800)):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isprintable() and base != chr(code):
            table[code] = base
    for code in range(0x0660, 0xAC00):  # the digits of every script that is typed on phones
        if chr(code).isdecimal():
            table[code] = str(unicodedata.decimal(chr(code)))
    for signs in (_LATIN, _ARABIC, _MARKS, _LOOK_ALIKES, dict.fromkeys(_SPACES, " ")):
        table |= {ord(sign): plain for sign, plain in signs.items()}
    return table | dict.fromkeys(_INVISIBLE)


_TABLE = _table()
_UNSEEN = re.compile("[" + "".join(re.escape(chr(code)) for code in _INVISIBLE) + "]")


_LEFT = re.compile(rf"[^\s{TAKEN}](?:[^{TAKEN}]*[^\s{TAKEN}])?")


@dataclass
class View:
    """`plain` is the text folded; `lower` the same in lower case, letter for letter as long.

    `taken` collects what was found, as (start, end, type) in places of the view; `place` turns them into places of the text.
    """

    plain: str
    lower: str
    places: list[int] | None  # for each character of the view its place in the text; None where they are the same
    taken: list[tuple[int, int, str]]

    def take(self, start: int, end: int, kind: str) -> None:
        """Note a detail of this type, and hide it from the rules that follow. An empty type only hides.

        What another rule took before stays as it is: only the rest is taken, so that details never overlap.
        """
        if kind:
            pieces = _LEFT.finditer(self.plain, start, end)
            self.taken += [(piece.start(), piece.end(), kind) for piece in pieces]
        gap = TAKEN * (end - start)
        self.plain = self.plain[:start] + gap + self.plain[end:]
        self.lower = self.lower[:start] + gap + self.lower[end:]

    def show(self, plain: str) -> None:
        """Show again what was only hidden, given the view as it was at first."""
        shown = list(plain)
        for start, end, _ in self.taken:
            shown[start:end] = TAKEN * (end - start)
        self.plain = "".join(shown)
        self.lower = self.plain.lower()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Places in the text as given, in code points."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def view(text: str) -> View:
    """Fold a text for reading. Raises ValueError if lower case changed the length, which no folded letter does."""
    text = text.replace(TAKEN, " ")
    if text.isascii():
        return View(text, text.lower(), None, [])
    plain = text.translate(_TABLE)
    places = None if len(plain) == len(text) else [at for at, sign in enumerate(text) if not _UNSEEN.match(sign)]
    lower = plain.lower()
    if len(lower) != len(plain) or (places is not None and len(places) != len(plain)):
        raise ValueError("the folded text lost its places")
    return View(plain, lower, places, [])


def fold(word: str) -> str:
    """A word as the rules read it."""
    return view(word).lower


def listed(*lines: str) -> frozenset[str]:
    """The words of these lines, folded."""
    return frozenset(word for line in lines for word in fold(line).split())
