"""Whether two spellings of a name, one in Arabic and one in Latin letters, may be the same: سامي and Sami. Pure.

Consonants have to follow one another as in the other script; a vowel that Arabic writes has to be there in Latin letters too.
So منى is no Amina, and both Khadija and Khadidja are خديجة. What may be the same isn't said to be: whoever asks shows the name.
"""

from __future__ import annotations

import re
import unicodedata

_CONSONANTS = {
    "ب": "b p", "پ": "p b", "ت": "t", "ث": "th t s", "ج": "j dj g", "ح": "h", "خ": "kh h k", "د": "d", "ذ": "dh d z th", "ر": "r",
    "ز": "z s", "س": "s c ss", "ش": "sh ch", "ص": "s c", "ض": "d dh", "ط": "t", "ظ": "z dh d", "غ": "gh g r", "ف": "f ph v",
    "ڤ": "v f", "ق": "q k g c", "ك": "k c q ck", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "چ": "tch ch",
}  # fmt: skip
"""Arabic consonants with the Latin letters that are written for them in English, French and Spanish."""
_VOWELS = {"ا": "a", "ى": "a", "ة": "a", "و": "u", "ي": "i"}
_SILENT = "عءئؤأإآ"
_LATIN_VOWELS = {"a": "a", "e": "ai", "i": "i", "o": "ua", "u": "u", "y": "i", "w": "u"}
_LATIN = re.compile(r"tch|kh|gh|sh|ch|th|dh|dj|ph|ck|[a-z]")
_LETTERS = re.compile(r"[\u0600-\u06ff]")
_WORD = re.compile(r"[^\W\d_]+")

_Sounds = list[tuple[str, frozenset[str]]]
"""Consonants, each with the vowels before it; the last has none, only the vowels at the end."""


def alike(one: str, other: str) -> bool:
    """Whether every word of the shorter name may stand for one of the longer, written in the other script."""
    arabic, latin = (one, other) if _LETTERS.search(one) else (other, one)
    if not _LETTERS.search(arabic) or _LETTERS.search(latin):
        return False
    words = [_arabic(word) for word in _WORD.findall(_bare(arabic)) if word]
    others = [made for word in _WORD.findall(_bare(latin)) if (made := _latin(word))]
    if not words or not others:
        return False
    if len(words) <= len(others):
        return all(any(_same(word, made) for made in others) for word in words)
    return all(any(_same(word, made) for word in words) for made in others)


def _bare(name: str) -> str:
    """Lower case, without accents and vowel marks; the hamza stays on its letter."""
    kept = (c if c in _SILENT else unicodedata.normalize("NFKD", c) for c in unicodedata.normalize("NFC", name.lower()))
    return "".join(c for c in "".join(kept) if not unicodedata.combining(c) and c != "\u0640")


def _arabic(word: str) -> list[_Sounds]:
    """As it is, and with a vowel for the h at the end, as which many type it."""
    return [_written(spelling) for spelling in sorted({word, re.sub("ه$", "ة", word)})]


def _written(word: str) -> _Sounds:
    word = word[2:] if word.startswith("ال") and len(word) > 4 else word
    sounds: _Sounds = []
    vowels: set[str] = set()
    for letter in word:
        if letter in _CONSONANTS:
            sounds.append((letter, frozenset(vowels)))
            vowels = set()
        elif letter in _VOWELS:
            vowels.add(_VOWELS[letter])
        elif letter in _SILENT:
            vowels.add("")
    return [*sounds, ("", frozenset(vowels))]


def _latin(word: str) -> list[_Sounds]:
    """With and without an h at the end, which may be there for the vowel's sake (Fatimah, Saleh)."""
    if word in ("al", "el"):
        return []
    spellings = {word, re.sub(r"(?<=[aeiou])h$", "", word)}
    return [_sounds(one) for one in sorted(spellings)]


def _sounds(word: str) -> _Sounds:
    sounds: _Sounds = []
    vowels: set[str] = set()
    for letters in _LATIN.findall(word):
        if letters in _LATIN_VOWELS:
            vowels.update(_LATIN_VOWELS[letters])
        elif not (sounds and not vowels and sounds[-1][0] == letters):  # a doubled consonant is one
            sounds.append((letters, frozenset(vowels)))
            vowels = set()
    return [*sounds, ("", frozenset(vowels))]


def _same(arabic: list[_Sounds], latin: list[_Sounds]) -> bool:
    return any(len(one) == len(other) and all(map(_fits, one, other, range(len(other)))) for one in arabic for other in latin)


def _fits(written: tuple[str, frozenset[str]], heard: tuple[str, frozenset[str]], at: int) -> bool:
    (letter, long), (letters, vowels) = written, heard
    if letter and letters not in _CONSONANTS[letter].split():
        return False
    if at == 0 and letter:  # a vowel at the beginning is written in both, most often as alef
        return bool(long) == bool(vowels) and long - {"", "a"} <= vowels
    return long - {""} <= vowels and (bool(letter) or at > 0 or bool(long & vowels))
