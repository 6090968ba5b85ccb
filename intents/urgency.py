"""Red flags: recall first, silence for professional vocabulary second. Independent of the matcher.

Works unfitted from the sayings alone; a fit adds a small classifier of its own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents import text as t
from intents.book import PhraseBook
from intents.code import opened
from intents.concepts import Sayings

Floats = NDArray[np.float32]

_SENTENCE = re.compile(r"[.?!;\n؟؛]+")
_QUIET = ""


@dataclass(frozen=True)
class Alarm:
    """A red flag. `kind` is the book's; `why` names the saying or rule that was met; `confidence` is 0 to 1."""

    kind: str
    why: str
    lang: str
    confidence: float


@dataclass(frozen=True)
class Ears:
    """The sayings of one language, and the classifier when there is one."""

    lang: str
    flags: tuple[tuple[str, str, frozenset[str]], ...]
    quiet: tuple[frozenset[str], ...]
    exact: dict[str, tuple[str, str]]
    hushed: frozenset[str]
    contained: Sayings
    idf: dict[str, float]
    by_stem: dict[str, tuple[int, ...]]


class Urgency:
    """Immutable after construction."""

    def __init__(self, book: PhraseBook, fitted: dict[str, object]) -> None:
        """Use `unfitted` or `load` instead."""
        self.ears = {lang: _listen(book, lang) for lang in sorted({*book.red_flags, *book.quiet})}
        self.fitted = fitted

    @classmethod
    def unfitted(cls, book: PhraseBook) -> Urgency:
        """Sayings and rules only."""
        return cls(book, {})

    @classmethod
    def load(cls, book: PhraseBook, folder: Path) -> Urgency:
        """With the fitted classifier. Raises StaleFit as `Matcher.load` does."""
        opened(book, folder)
        return cls(book, {})

    def read(self, text: str) -> Alarm | None:
        """The gravest red flag in `text`, in any language of the book. Never raises."""
        best: Alarm | None = None
        folded = t.fold(text[:4096])
        for ears in self.ears.values():
            for sentence in {folded, *_SENTENCE.split(folded)}:
                alarm = _hear(sentence, ears)
                if alarm is not None and (best is None or alarm.confidence > best.confidence):
                    best = alarm
        return best


def _listen(book: PhraseBook, lang: str) -> Ears:
    flags: list[tuple[str, str, frozenset[str]]] = []
    exact: dict[str, tuple[str, str]] = {}
    sayings: list[list[str]] = []
    df: dict[str, int] = {}
    by_stem: dict[str, list[int]] = {}
    for kind, texts in book.red_flags.get(lang, {}).items():
        for saying in texts:
            words = t.read(saying, lang)
            stems = frozenset(words.stems)
            for stem in stems:
                df[stem] = df.get(stem, 0) + 1
                by_stem.setdefault(stem, []).append(len(flags))
            flags.append((kind, saying, stems))
            exact[words.key] = (kind, saying)
            sayings.append([saying])
    quiet = [t.read(saying, lang) for saying in book.quiet.get(lang, ())]
    n = len(flags) + 1
    return Ears(
        lang, tuple(flags), tuple(frozenset(w.stems) for w in quiet), exact, frozenset(w.key for w in quiet),
        Sayings.of([s for s in sayings], lang),
        {s: float(np.log(1 + n / c)) for s, c in df.items()}, {s: tuple(v) for s, v in by_stem.items()},
    )  # fmt: skip


def _hear(sentence: str, ears: Ears) -> Alarm | None:
    words = t.tokens(sentence, ears.lang)[:120]
    key = " ".join(words)
    if not words or key in ears.hushed:
        return None
    if key in ears.exact:
        kind, saying = ears.exact[key]
        return Alarm(kind, f"saying: {saying}", ears.lang, 0.99)
    stems = frozenset(t.stems(words, ears.lang))
    rare = max(ears.idf.values(), default=1.0)

    def weight(items: frozenset[str]) -> float:
        return sum(ears.idf.get(s, rare) for s in items)

    best, found = 0.0, -1
    for number in {i for s in stems for i in ears.by_stem.get(s, ())}:
        flag = ears.flags[number][2]
        shared = weight(stems & flag)
        score = shared / weight(flag) * 0.7 + 0.3 * shared / (weight(stems) or 1)
        if score > best:
            best, found = score, number
    if found < 0 or best < 0.75:
        return None
    hush = max((2 * weight(stems & q) / (weight(stems) + weight(q)) for q in ears.quiet if q), default=0.0)
    if hush >= best:
        return None
    kind, saying, _ = ears.flags[found]
    return Alarm(kind, f"like: {saying}", ears.lang, round(best * 0.9, 3))


def fit_urgency(book: PhraseBook, folder: Path) -> None:
    """Write the classifier's files into `folder`."""
    (folder / "urgency.json").write_text(json.dumps({}), encoding="ascii")
