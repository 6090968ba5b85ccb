"""Which language a text is in, from its script, its words and its letters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from intents import text as t

_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "ru"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "ar"), (0x0750, 0x077F, "ar"), (0x0900, 0x097F, "hi"), (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"),
    (0x0D80, 0x0DFF, "si"), (0x0E00, 0x0E7F, "th"), (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"), (0x1200, 0x139F, "am"), (0x1780, 0x17FF, "km"), (0x3040, 0x30FF, "ja"),
    (0x3400, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"), (0xFB50, 0xFDFF, "ar"), (0xFE70, 0xFEFF, "ar"),
)  # fmt: skip

# Letters that only one language of a shared script writes.
_TELLING = {"uk": "іїєґ", "ur": "ےٹڈںڑ", "ps": "ښځټډېۍ", "ckb": "ێۆڕڵ", "fa": "ژ"}

_SURE = 0.85
_UNKNOWN = 1e-6


@dataclass(frozen=True)
class Guess:
    """`lang` is the likeliest language with content, `share` its share of the evidence (0 to 1; 0 = no evidence).

    `second` is the next likely language, if there are two. `foreign` names a language without content that the text
    seems to be in, else None.
    """

    lang: str
    share: float
    foreign: str | None
    second: str | None = None


@dataclass(frozen=True)
class Guesser:
    """Knows languages by the words of their own phrases; a new language needs no code. Immutable."""

    languages: tuple[str, ...]
    words: Mapping[str, Mapping[str, float]]
    letters: Mapping[str, Mapping[str, float]]
    floors: Mapping[str, float]
    unsupported: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, counts: Mapping[str, Mapping[str, int]], unsupported: Mapping[str, tuple[str, ...]]) -> Guesser:
        """`counts`: for each language with content, how often each folded word occurs in its phrases."""
        words: dict[str, dict[str, float]] = {}
        letters: dict[str, dict[str, float]] = {}
        floors: dict[str, float] = {}
        for lang, seen in counts.items():
            total = sum(seen.values()) or 1
            words[lang] = {w: n / total for w, n in seen.items()}
            grams: Counter[str] = Counter()
            for word, n in seen.items():
                for gram in _grams(word):
                    grams[gram] += min(n, 5)
            size = sum(grams.values()) + 5000
            letters[lang] = {g: math.log((n + 0.5) / size) for g, n in grams.items()}
            floors[lang] = math.log(0.5 / size)
        known = {lang: frozenset(t.fold(w) for w in listed) for lang, listed in unsupported.items() if lang not in counts}
        return cls(tuple(counts), words, letters, floors, known)

    def guess(self, text: str) -> Guess:
        """Never raises. A text without letters, or in a script of none of the languages, has share 0."""
        raw = t.clip(text)
        default = "en" if "en" in self.languages or not self.languages else self.languages[0]
        folded = t.fold(raw)
        script = _script(raw)
        if script is not None:
            if script in self.languages:
                return Guess(script, 1.0, None)
            return Guess(default, 0.0, script)
        words = [w for w in t.tokens(folded, "") if not w.isdigit()]
        if not words or not self.languages:
            return Guess(default, 0.0, None)
        foreign = self._foreign(words)
        grams = [_grams(word) for word in words]
        scores = {lang: self._score(words, grams, lang) for lang in self.languages}
        top = max(scores.values())
        shares = {lang: math.exp(max(s - top, -60.0)) for lang, s in scores.items()}
        order = sorted(shares, key=lambda lang: -shares[lang])
        return Guess(order[0], shares[order[0]] / sum(shares.values()), foreign, order[1] if len(order) > 1 else None)

    def _score(self, words: list[str], grams: list[list[str]], lang: str) -> float:
        """Log likelihood of the words by their frequency, and of their letters."""
        known, letters, floor = self.words[lang], self.letters[lang], self.floors[lang]
        total = 0.0
        for word, letters_of in zip(words, grams, strict=True):
            by_letters = sum([letters.get(g, floor) for g in letters_of]) / max(len(letters_of), 1)
            total += 0.5 * math.log(known.get(word, 0.0) + _UNKNOWN) + by_letters
        return total

    def _foreign(self, words: list[str]) -> str | None:
        ours = max(sum(w in known for w in words) for known in self.words.values())
        best, hits = None, 0
        for lang, listed in self.unsupported.items():
            found = sum(w in listed for w in words)
            if found > hits:
                best, hits = lang, found
        # One shared word is no evidence, unless it is all there is.
        enough = hits >= 2 or hits == len(words)
        return best if best and enough and hits > ours else None


def _grams(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[i : i + 3] for i in range(len(padded) - 2)]


def _script(text: str) -> str | None:
    """The language that the script of most letters stands for; None for Latin letters or no letters."""
    if text.isascii():
        return None
    seen: Counter[str] = Counter()
    for char in text:
        if char.isalpha():
            code = ord(char)
            seen[next((lang for low, high, lang in _SCRIPTS if low <= code <= high), "")] += 1
    if not seen:
        return None
    script, _ = seen.most_common(1)[0]
    if not script:
        return None
    for lang, telling in _TELLING.items():
        if (lang == "uk") == (script == "ru") and script in ("ru", "ar") and any(c in telling for c in text.lower()):
            return lang
    return "ja" if seen["ja"] and script == "zh" else script
