"""One key for every way of writing the same text: folding, words, stems.

Folding is for matching only; nothing that a person reads is ever folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

MAX_READ = 400
"""Characters of a message that matching looks at: its first 240 and its last 160 (the question often comes last)."""

_SNOWBALL = {
    "ar": "arabic", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fa": "persian", "fr": "french",
    "hi": "hindi", "id": "indonesian", "it": "italian", "ne": "nepali", "nl": "dutch", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

_ARABIC = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
    "ؤ": "و", "ئ": "ي", "ک": "ك", "گ": "ك", "ڨ": "ك", "پ": "ب", "چ": "ج", "ڤ": "ف", "ء": None, "ـ": None,
}  # fmt: skip
_QUOTES = dict.fromkeys("’‘ʼ`´ʹ′ʻ＇", "'")
_ARABIC_MARKS = (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE))
_LATIN_MARKS = range(0x0300, 0x0370)
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһӏвкмнтɡαορνικ", "aeopcyxijsdhlbkmhtgaopvik")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MIXED = re.compile(r"[a-z]+[\u0370-\u052f]|[\u0370-\u052f]+[a-z]")

_ENGLISH_WHOLE = {
    "cant": "can not", "cannot": "can not", "wont": "will not", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not", "werent": "were not",
    "hasnt": "has not", "havent": "have not", "hadnt": "had not", "shouldnt": "should not", "wouldnt": "would not",
    "couldnt": "could not", "mustnt": "must not", "neednt": "need not", "aint": "is not", "im": "i am",
    "ive": "i have", "whats": "what is", "hes": "he is", "shes": "she is", "theyre": "they are", "youre": "you are",
    "thats": "that is", "wheres": "where is", "hows": "how is", "whos": "who is", "theres": "there is", "u": "you",
    "ur": "your", "r": "are", "pls": "please", "plz": "please", "wanna": "want to", "gonna": "going to",
    "dinnae": "do not", "didnae": "did not", "cannae": "can not", "isnae": "is not", "wasnae": "was not",
    "willnae": "will not", "wouldnae": "would not", "doesnae": "does not", "havenae": "have not",
}  # fmt: skip
_ENGLISH_TAILS = (("n't", " not"), ("'re", " are"), ("'m", " am"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"))


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(k): v for k, v in {**_ARABIC, **_QUOTES}.items()}
    # Only blocks that hold format characters, marks, controls or digits: reading all of Unicode costs a third of a second.
    blocks = (
        (0, 0x3100),
        (0xA600, 0xAC00),
        (0xD800, 0xE000),
        (0xFE00, 0x10000),
        (0x1E000, 0x1E960),
        (0xE0000, 0xE0200),
    )
    for code in (c for first, end in blocks for c in range(first, end)):
        category = unicodedata.category(chr(code))
        if category in ("Cf", "Mn", "Me") and (category == "Cf" or code in _LATIN_MARKS or code in _ARABIC_MARKS):
            table[code] = None
        elif category in ("Cc", "Cs"):
            table[code] = " "
        elif category == "Nd" and code > 127:
            table[code] = str(unicodedata.digit(chr(code)))
    # Joiners stand between words in Persian and Urdu; taking them out would glue the words together.
    table[0x200C] = " "
    return table


_FOLD = _table()


def clip(text: str, limit: int = MAX_READ) -> str:
    """The characters that are read: all of a short text, head and tail of a long one."""
    if len(text) <= limit:
        return text
    head = limit * 3 // 5
    return text[:head] + " " + text[head - limit + 1 :]


def fold(text: str) -> str:
    """Lower case, no accents, no invisible characters, one form of every letter and digit. Never raises."""
    if text.isascii():
        return text.casefold().translate(_FOLD)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFD", text).translate(_FOLD)
    text = unicodedata.normalize("NFC", text)
    if _MIXED.search(text):
        text = " ".join(w.translate(_LOOKALIKES) if _MIXED.search(w) else w for w in text.split(" "))
    return text


def _english(word: str) -> str:
    for tail, meaning in _ENGLISH_TAILS:
        if word.endswith(tail):
            word = {"ca": "can", "wo": "will", "sha": "shall"}.get(word[:-3], word[: -len(tail)]) + meaning
            break
    if word.endswith("'s"):
        word = word[:-2]
    return word.replace("'", "")


def tokens(folded: str, lang: str) -> list[str]:
    """Words of a folded text. English contractions are written out; other languages split at the apostrophe."""
    words = _WORD.findall(folded)
    if lang == "en":
        out: list[str] = []
        for word in words:
            if "'" in word:
                word = _english(word)
            word = _ENGLISH_WHOLE.get(word, word)
            out.extend(word.split(" ")) if " " in word else out.append(word)
        return out
    return [part for word in words for part in word.split("'")] if "'" in folded else words


@lru_cache(maxsize=32)
def _stemmer(lang: str) -> Stemmer.Stemmer | None:
    name = _SNOWBALL.get(lang)
    # The cache inside is bounded, so that hostile words cannot fill the memory.
    return Stemmer.Stemmer(name, 20_000) if name in Stemmer.algorithms() else None


def stems(words: list[str], lang: str) -> list[str]:
    """Snowball stems; the words themselves where Snowball does not know the language."""
    stemmer = _stemmer(lang)
    if stemmer is None:
        return words
    if lang == "ar":
        # Folding has made one letter of final ha and ta marbuta, and the stemmer only takes the latter off. What it
        # leaves may end in a suffix again: +1 point on a validation split each.
        words = stemmer.stemWords([w[:-1] + "ة" if w.endswith("ه") else w for w in words])
    return list(stemmer.stemWords(words))


@dataclass(frozen=True, slots=True)
class Words:
    """A text as the matcher reads it: `key` compares whole texts, `words` and `stems` run in step."""

    key: str
    words: tuple[str, ...]
    stems: tuple[str, ...]


def read(text: str, lang: str, limit: int = MAX_READ) -> Words:
    """Fold and cut up `text` (clipped to `limit` characters) as language `lang`. Never raises for any string."""
    words = tokens(fold(clip(text, limit)), lang)
    return Words(" ".join(words), tuple(words), tuple(stems(words, lang)))


_APART = "\u2028"
"""Stands between texts that are folded together; folding leaves it alone."""


def read_all(texts: Iterable[str], lang: str, limit: int = MAX_READ) -> list[Words]:
    """What `read` makes of each text, several times faster for many."""
    clipped = [clip(text, limit).replace(_APART, " ") for text in texts]
    if not clipped:
        return []
    cut = [tokens(part, lang) for part in fold(f" {_APART} ".join(clipped)).split(_APART)]
    # Each word, and each stem, is kept once, however many texts it stands in.
    known = {word: word for words in cut for word in words}
    once = {stem: stem for stem in known}
    stem = {word: once.setdefault(s, s) for word, s in zip(known, stems(list(known), lang), strict=True)}
    return [Words(" ".join(words), tuple([known[w] for w in words]), tuple([stem[w] for w in words])) for words in cut]
