"""Red flags: recall first, silence for professional vocabulary second. Independent of the matcher.

A text is heard in every language that has sayings. Whole sayings are known by heart; everything else is weighed by
a small classifier over its words, its letters and its slots (who, what, when, and what keeps a sentence quiet).
Unfitted, a smaller one is made from the sayings alone, so that red flags are heard from the first second on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents import text as t
from intents.book import PhraseBook
from intents.code import StaleFit, opened
from intents.concepts import Sayings
from intents.model import Linear
from intents.regression import softmax
from intents.slots import AS_WRITTEN, CLOCK, HARMS, NUMBER, QUIETING, SWALLOWING
from intents.turning import NEGATIONS
from intents.verdict import Tuning

Floats = NDArray[np.float32]

QUIET = ""
"""Name of the class of texts that are no red flag."""
READ = 4096
"""Characters that are heard: danger may stand anywhere in a long message."""
UNFITTED_THRESHOLD = 0.5
_SENTENCE = re.compile(r"[.?!;\n؟؛…]+")
_AGE = re.compile(r"(\d{1,2})(yo|yrs?|y|yearold|ans?|a)?$")
_ANY_AGE = "7"
"""What every age is read as where a saying holds a number."""
_ASKING = 2
"""A question that keeps a sentence quiet begins within its first words; at the end it is a cry for help."""
_LONG = 14
"""Words from which on the sentences of a text are heard one by one as well."""
_MOST_SENTENCES = 12
_MOST_WORDS = 60
_KNOWN = 0.25
"""Share of its stems that an ear has to know of a text before the classifier is asked."""
_SHORTEST_SAYING, _LONGEST_INSIDE = 3, 5
"""Words of the shortest and the longest saying that counts when it stands inside a longer text."""


@dataclass(frozen=True)
class Alarm:
    """A red flag. `kind` is the book's; `why` names the saying or the words that were met; `confidence` is 0 to 1."""

    kind: str
    why: str
    lang: str
    confidence: float


@dataclass(frozen=True)
class Ear:
    """What is listened for in one language."""

    lang: str
    known: Mapping[str, tuple[str, str]]
    """Folded saying to its kind and its text."""
    hushed: frozenset[str]
    inside: Sayings
    inside_names: tuple[tuple[str, str], ...]
    slots: Sayings
    numbered: Sayings
    """Slots whose sayings hold an age."""
    familiar: frozenset[str]
    """Stems of all that is listened for; a text that shares few of them is in another language."""
    written: Sayings
    """Slots that are met by their stems, and slots that are met letter by letter."""
    slot_names: tuple[str, ...]
    negations: frozenset[str]
    concepts: Sayings

    @classmethod
    def of(cls, book: PhraseBook, lang: str) -> Ear:
        """Collect the sayings of `lang`."""
        pairs = [(kind, saying) for kind, sayings in book.red_flags.get(lang, {}).items() for saying in sayings]
        slots = book.signals.get(lang, {})
        heard = [saying for _, saying in pairs] + list(book.quiet.get(lang, ())) + [s for said in slots.values() for s in said]
        aged = [[s.replace(NUMBER, _ANY_AGE) for s in said if NUMBER in s] for said in slots.values()]
        read = t.read_all(heard, lang, READ)
        said, hushed = read[: len(pairs)], read[len(pairs) : len(pairs) + len(book.quiet.get(lang, ()))]
        short = [len(words.words) <= _LONGEST_INSIDE for words in said]
        return cls(
            lang=lang,
            known={words.key: pair for words, pair in zip(said, pairs, strict=True)},
            hushed=frozenset(words.key for words in hushed),
            inside=Sayings.of(([saying] if few else [] for few, (_, saying) in zip(short, pairs, strict=True)), lang),
            inside_names=tuple(pairs),
            slots=Sayings.of(
                (() if slot in AS_WRITTEN else [s for s in said if NUMBER not in s] for slot, said in slots.items()), lang
            ),
            numbered=Sayings.of(aged, lang, stemmed=False),
            familiar=frozenset(stem for words in read for stem in words.stems),
            written=Sayings.of(
                ([s for s in said if NUMBER not in s] if slot in AS_WRITTEN else () for slot, said in slots.items()),
                lang,
                stemmed=False,
            ),
            slot_names=tuple(slots),
            # A language that this library has no list for brings its own with the book.
            negations=NEGATIONS.get(lang) or frozenset(t.fold(word) for word in book.negations.get(lang, ())),
            concepts=Sayings.of(book.concepts.get(lang, ()), lang),
        )

    def slots_of(self, words: t.Words) -> list[tuple[str, str]]:
        """(slot, the words that fill it) in the order of the text; the longest saying of each slot at a place."""
        hits = (*self.slots.find(words.stems), *self.written.find(words.words), *self.numbered.find(_with_ages(words)))
        found = [(s, e, self.slot_names[n]) for s, e, n in hits]
        swallowed = {i for s, e, slot in found if slot in SWALLOWING for i in range(s, e)}
        taken: list[tuple[int, int, str]] = []
        for start, end, slot in sorted(found, key=lambda hit: hit[0] - hit[1]):
            if slot == "ask" and start > _ASKING:
                continue
            if slot not in SWALLOWING and all(i in swallowed for i in range(start, end)):
                continue
            if not any(other == slot and s <= start and end <= e for s, e, other in taken):
                taken.append((start, end, slot))
        taken += [(i, i + 1, slot) for i, slot in self._structure(words, taken)]
        return [(slot, " ".join(words.words[start:end])) for start, end, slot in sorted(taken)]

    def _structure(self, words: t.Words, taken: list[tuple[int, int, str]]) -> Iterator[tuple[int, str]]:
        """Slots that no list can hold: ages, people in action, and harm that is denied."""
        harms = [(start, end) for start, end, slot in taken if slot in HARMS]
        told = {i for start, end, slot in taken if slot in (CLOCK, "selfage", "age") for i in range(start, end)}
        for i, word in enumerate(words.words):
            if i not in told and _is_age(word):
                yield i, "age"
            # "dad is smashing": somebody, and an English form of what is going on just now.
            acting = self.lang == "en" and word.endswith(("ing", "in")) and len(word) > 4
            if acting and any(end in (i, i - 1) for _, end, slot in taken if slot == "people"):
                yield i, "acting"
            # "never harmed herself", but neither "can not breathe" nor a "not" that is part of the saying.
            denies = word in self.negations and words.words[i - 1 : i] not in (("can",), ("will",))
            if denies and any(i < start <= i + 3 for start, _ in harms) and not any(s <= i < e for s, e in harms):
                yield i, "unharmed"

    def features(self, words: t.Words) -> tuple[t.Words, list[str], list[str]]:
        """What the classifier sees: words, their meaning, and slots alone and in pairs."""
        slots = sorted({slot for slot, _ in self.slots_of(words)})
        pairs = [f"{a}+{b}" for i, a in enumerate(slots) for b in slots[i + 1 :]]
        shape = ["hushing" if any(slot in QUIETING for slot in slots) else "plain"] if self.slot_names else []
        first = [f"first {words.words[0]}"] if words.words and self.slot_names else []
        meaning = self.concepts.canonical(words.stems) if self.concepts.groups else []
        return words, meaning, [*slots, *pairs, *shape, *first]


@dataclass(frozen=True)
class Heard:
    """How much a piece of text sounds like a red flag (0 to 1), like which, and why; `known` is the confidence of a saying."""

    level: float
    kind: str
    why: str
    known: float = 0.0


_NOTHING = Heard(0.0, "", "")


class Urgency:
    """Immutable after construction."""

    def __init__(self, ears: Mapping[str, Ear], models: Mapping[str, tuple[Linear, float]]) -> None:
        """Use `unfitted` or `load` instead. `models`: language to classifier and threshold."""
        self._ears = dict(ears)
        self._models = dict(models)

    @classmethod
    def unfitted(cls, book: PhraseBook) -> Urgency:
        """From the sayings alone; takes a fraction of a second."""
        from intents.listening import quick

        ears = {lang: Ear.of(book, lang) for lang in languages(book)}
        return cls(ears, {lang: (quick(book, ear), UNFITTED_THRESHOLD) for lang, ear in ears.items()})

    @classmethod
    def load(cls, book: PhraseBook, folder: Path, tunings: Mapping[str, Tuning] | None = None) -> Urgency:
        """With the fitted classifiers, and the thresholds of `tunings`. Raises StaleFit as `Matcher.load` does."""
        opened(book, folder)
        models = {}
        try:
            for lang in languages(book):
                linear, plain = Linear.load(folder / f"urgent-{lang}")
                tuned = (tunings or {}).get(lang, Tuning()).alarm
                models[lang] = (linear, float(plain["threshold"]) if tuned is None else tuned)
        except (OSError, KeyError, ValueError, TypeError) as error:
            raise StaleFit(f"{folder} cannot be read: {error}") from error
        return cls({lang: Ear.of(book, lang) for lang in models}, models)

    def read(self, text: str) -> Alarm | None:
        """The surest red flag in `text`, in any language of the book. Never raises."""
        folded = t.fold(text[:READ])
        best: Alarm | None = None
        pieces = {lang: _pieces(folded, lang) for lang in self._ears}
        known = {lang: _familiar(pieces[lang], ear) for lang, ear in self._ears.items()}
        most = max(known.values(), default=0.0)
        for lang, ear in self._ears.items():
            for words in pieces[lang]:
                alarm = self._hear(words, ear, judged=known[lang] >= max(most / 2, _KNOWN))
                if alarm is not None and (best is None or alarm.confidence > best.confidence):
                    best = alarm
        return best

    def level(self, text: str, lang: str) -> float:
        """How much `text` sounds like a red flag (0 to 1) to the ear of `lang`: what its threshold is held against."""
        ear = self._ears.get(lang)
        pieces = _pieces(t.fold(text[:READ]), lang) if ear is not None else []
        return max((self._weigh(words, ear).level for words in pieces if ear is not None), default=0.0)

    def _hear(self, words: t.Words, ear: Ear, judged: bool) -> Alarm | None:
        """Known sayings always count; the classifier is asked (`judged`) in the languages the text may be in."""
        heard = self._weigh(words, ear, judged)
        threshold = self._models[ear.lang][1]
        if heard.level < threshold or not heard.kind:
            return None
        # Confidence 0.5 is the threshold, whatever the fit has set it to.
        confidence = 0.5 + 0.5 * (heard.level - threshold) / max(1.0 - threshold, 1e-6)
        return Alarm(heard.kind, heard.why, ear.lang, heard.known or round(min(confidence, 0.94), 3))

    def _weigh(self, words: t.Words, ear: Ear, judged: bool = True) -> Heard:
        if words.key in ear.hushed:
            return _NOTHING
        if words.key in ear.known:
            kind, saying = ear.known[words.key]
            return Heard(1.0, kind, f"saying: {saying}", 0.99)
        inside = [number for start, end, number in ear.inside.find(words.stems) if end - start >= _SHORTEST_SAYING]
        linear = self._models[ear.lang][0]
        judged = judged and len(linear.classes) > 1
        if not inside and not judged:
            return _NOTHING
        slots = ear.slots_of(words)
        if inside and not any(slot in QUIETING for slot, _ in slots):
            kind, saying = ear.inside_names[inside[0]]
            return Heard(1.0, kind, f"saying: {saying}", 0.95)
        if not judged:
            return _NOTHING
        shares = softmax(linear.scores(*ear.features(words)))
        quiet = linear.classes.index(QUIET)
        level = 1.0 - float(shares[quiet])
        shares[quiet] = 0
        kind = linear.classes[int(np.argmax(shares))]
        why = "; ".join(f"{slot}: {said}" for slot, said in slots if slot in HARMS or slot in ("now", "soon"))
        return Heard(level, kind, why or f"reads like {kind}")


def _is_age(word: str) -> bool:
    """Whether a word is a number of years below 18, as in "9", "9yo"."""
    if not word[0].isdecimal():
        return False
    digits = _AGE.match(word)
    return digits is not None and int(digits.group(1)) < 18


def _with_ages(words: t.Words) -> tuple[str, ...]:
    """The words, with one sign for every age."""
    return tuple(_ANY_AGE if _is_age(word) else word for word in words.words)


def languages(book: PhraseBook) -> tuple[str, ...]:
    """Languages that have red flags."""
    return tuple(sorted(lang for lang, kinds in book.red_flags.items() if any(kinds.values())))


def _familiar(pieces: list[t.Words], ear: Ear) -> float:
    """Share (0 to 1) of the stems of a text that an ear knows."""
    if not pieces:
        return 0.0
    stems = pieces[0].stems
    return sum([stem in ear.familiar for stem in stems]) / len(stems)


def _pieces(folded: str, lang: str) -> list[t.Words]:
    """The text as a whole, and its sentences when it is long."""
    whole = t.tokens(folded, lang)
    if not whole:
        return []
    pieces = [whole[:_MOST_WORDS]]
    if len(whole) > _LONG:
        sentences = [s for s in (t.tokens(part, lang) for part in _SENTENCE.split(folded)) if len(s) > 2]
        if len(sentences) == 1:
            sentences = [whole[i : i + _MOST_WORDS] for i in range(_MOST_WORDS, len(whole), _MOST_WORDS)]
        # The first and the last sentences of a very long text; what is in between is skipped rather than waited for.
        half = _MOST_SENTENCES // 2
        pieces += sentences if len(sentences) <= _MOST_SENTENCES else [*sentences[:half], *sentences[-half:]]
    return [t.Words(" ".join(p), tuple(p), tuple(t.stems(p, lang))) for p in (p[:_MOST_WORDS] for p in pieces)]
