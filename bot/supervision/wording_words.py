"""The words of scheduling by language, and a sentence cut into items that know what they may mean. Pure.

Compared are folded forms: lower case, no accents or vowel marks, one alef, no article in Arabic, Western digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

PLAIN = (
    "habitual", "past", "before_hour", "less", "plus", "oclock", "at", "from_day", "in", "every", "alternate", "of_month",
    "last_day", "last_workday", "end_of", "day_number", "of", "until", "from", "times", "lasting", "to", "range", "and", "or",
    "with", "for_person", "possessive", "title", "everyone", "checkin", "series", "one", "instead", "instead_of", "same",
    "henceforth", "again", "negative",
    "suffixes", "keep",
    "not_ours", "pronoun", "never", "festival", "correction", "aside", "therefore", "filler",
)  # fmt: skip
"""Keys that stand alone: words that make the weekday after them a habit; between minutes and hour; after the hour; before a
time; before a stretch of time; of rhythm; of the ends of months; before the number of a day; of beginning and end; of counting;
between things; before a person, and before a name ("Mrs"); of whole teams; of check-ins; of all or one of them; of wanting
another time, before the old one (`instead_of`), or the same hour; "from now on"; beginning "again"; "no" after a week; endings
that a verb may carry; names that look like words ("Will"), or as if they began with a clitic; what belongs to other people's
lives; "she", who may be either; what makes a sentence a question or a tale; what can't be reckoned (feasts, "soon", "except");
taking back what was just said ("no wait"); beginning a reason, and ending one ("so"); words that say nothing."""
VALUES = {
    "weekday": "MO|TU|WE|TH|FR|SA|SU",
    "weekdays": "MO|TU|WE|TH|FR|SA|SU",
    "month": "[1-9]|1[0-2]",
    "number": "[1-9]|[1-5][0-9]",
    "hour": "[1-9]|1[0-2]",
    "ordinal": "[1-9]|[12][0-9]|3[01]|-1",
    "unit": "((2|3|15|20) )?(minute|hour|day|week|month|year)|half hour",
    "minutes_before": "-?[1-5]?[0-9]",
    "minutes_after": "-?[1-5]?[0-9]",
    "half_day": "am|pm",
    "part": "morning|noon|afternoon|evening|night|early",
    "clock": "(12|00):00",
    "day": "[0-9]",
    "which": "[0-2]",
    "week": "[0-9]",
    "month_ahead": "[0-9]",
    "later": "7|14",
    "rhythm": "daily|weekly|fortnightly|monthly|two_monthly|quarterly|workdays|unclear_week|unclear_month",
    "verb": "schedule|reschedule|cancel|skip|snooze|list|pause|resume|cannot",
    "clitics": "to|and|this|on|at",
}
"""Keys that stand before a dot and a value (`weekday.TU`, `unit.2 week`, `minutes_after.-15`, `day.1` for tomorrow), and the
pattern of their values. `which` is 0 for "this", 1 for "next"; `week` and `month_ahead` count from now, `later` is in days."""

_LETTERS = str.maketrans("أإآٱىةؤئ", "ااااي" + "ه" + "وي")
_JOINTS = "'’‘ʼ-‐‑"
"""Marks that hold a word together: inside a phrase they are passed over, so that "check-in" is "check in"."""
_WHOLE = frozenset({"اليوم", "الشهر"})
"""Words that mean something else without their article: "today" would be any day, "the 30th of this month" thirty months."""
BINDING = frozenset(["عبد", "ابو", "ام", "abu", "um", "abd"])
"""Words that make one name with the next, whatever that is."""
_DROPPED = frozenset("ءـ")
_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})|(?P<slash>\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d/]))|(?P<dashed>\d{1,2}[-.]\d{1,2}[-.]\d{4})"
    r"|(?P<time>\d{1,2}(?:[:.]| ?h ?)\d{2}(?![\d:]))|(?P<hour>\d{1,2}(?:h|hs|hrs)\b)"
    r"|(?P<nth>\d{1,2}(?:st|nd|rd|th|er|re|eme|e|º|ª)\b)"
    r"|(?P<number>\d+)|(?P<word>[^\W\d_]+)|(?P<mark>[^\w\s])"
)
LONGEST = 400
"""Code points of a sentence that are read; nobody makes an appointment in more."""


@dataclass(frozen=True)
class Scheduling:
    """Words and short phrases of one language by key, as in `scheduling/<lang>.yaml`, and the sentences of the echo in `say`."""

    lang: str
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    say: Mapping[str, str] = field(default_factory=dict)

    def shown(self, key: str) -> str:
        """The form of a weekday or month that is shown: the first of its list."""
        return (self.words.get(key) or (key,))[0]


class Token(NamedTuple):
    """A word, number or mark: its folded text, its kind (see `_TOKEN`) and where it stood, in code points."""

    text: str
    kind: str
    start: int
    end: int


class Item(NamedTuple):
    """One or more tokens that mean something together, or one that says nothing. `tags` are values by key: {"weekday": "TU"}."""

    text: str
    kind: str
    tags: Mapping[str, str]
    start: int
    end: int
    slipped: bool = False

    @property
    def number(self) -> int | None:
        """The number, in digits or words."""
        if self.kind in ("number", "nth"):
            return int(re.match(r"\d+", self.text)[0][:6])  # type: ignore[index]
        return int(self.tags["number"]) if "number" in self.tags else None


def fold(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where it stood."""
    out: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for piece in unicodedata.normalize("NFKD", char.lower()):
            if unicodedata.combining(piece) or piece in _DROPPED or unicodedata.category(piece) == "Cf":
                continue
            digit = unicodedata.decimal(piece, None)
            out.append(str(digit) if digit is not None else piece.translate(_LETTERS))
            places.append(place)
    return "".join(out), places


def tokens(text: str) -> list[Token]:
    """The tokens of a text."""
    folded, places = fold(text)
    made = []
    for found in _TOKEN.finditer(folded):
        kind = found.lastgroup or "mark"
        word = found[0]
        if kind == "word" and word.startswith("ال") and len(word) > 4 and word not in _WHOLE:
            word = word[2:]
        if kind == "mark" and word in _JOINTS and folded[found.start() - 1 : found.end() + 1].replace(word, "").isalpha():
            kind = "joint"
        end = places[found.end()] if found.end() < len(places) else len(text)  # with the hamza that folding dropped
        made.append(Token(word, kind, places[found.start()], len(text[:end].rstrip())))
    return made


class Lexicon:
    """Every phrase of one language by its tokens."""

    def __init__(self, words: Scheduling) -> None:
        self.words = words
        self.phrases: dict[tuple[str, ...], dict[str, str]] = {}
        self.clitics: list[tuple[str, str]] = []
        self.suffixes = sorted((fold(ending)[0] for ending in words.words.get("suffixes", ())), key=len, reverse=True)
        for name, phrases in words.words.items():
            key, _, value = name.partition(".")
            if key == "suffixes":
                continue
            for phrase in phrases:
                if key == "clitics":
                    self.clitics.append((fold(phrase)[0], value))
                    continue
                parts = tuple(token.text for token in tokens(phrase) if token.kind != "joint")
                self.phrases.setdefault(parts, {}).setdefault(key, value)
        self.clitics.sort(key=lambda clitic: -len(clitic[0]))
        self._reach: dict[str, int] = {}
        for parts in filter(None, self.phrases):
            self._reach[parts[0]] = max(self._reach.get(parts[0], 1), len(parts))
        self.reach = lru_cache(2048)(self._longest)
        self._near: dict[str, set[str]] = {}
        for known, tags in self.phrases.items():
            if len(known) == 1 and len(known[0]) > 4 and tags.keys() & _SLIPS:
                for shorter in _shorter(known[0]):
                    self._near.setdefault(shorter, set()).add(known[0])
        self.slip = lru_cache(2048)(self._slip)

    def items(self, cut: list[Token]) -> list[Item]:
        """The tokens as items: at each place the longest phrase that is known."""
        return list(self._items(cut))

    def _items(self, cut: list[Token]) -> Iterator[Item]:
        at = 0
        while at < len(cut):
            for length in range(min(self.reach(cut[at].text) + 3, len(cut) - at), 0, -1):
                if length > 1 and "joint" in (cut[at].kind, cut[at + length - 1].kind):
                    continue
                parts = tuple(token.text for token in cut[at : at + length] if token.kind != "joint" or length == 1)
                tags = self.phrases.get(parts)
                if tags is None and parts[0] and cut[at].kind == "word":
                    tags = self._joined(parts)
                if tags is not None:
                    break
            else:
                length, tags = 1, {}
            first, last = cut[at], cut[at + length - 1]
            slipped = False
            if not tags and first.kind == "word" and len(first.text) > 5:
                near = self.slip(first.text)
                if near and first.text[0] > "\u02ff" and self.phrases[near,].keys() & _GUESSED:
                    near = ""  # where no capitals tell them apart, it may well be a name
                slipped, tags = bool(near), (self.phrases[near,] if near else {})
            kind = first.kind if length == 1 else "phrase"
            yield Item(" ".join(t.text for t in cut[at : at + length]), kind, tags, first.start, last.end, slipped)
            at += length

    def _longest(self, word: str) -> int:
        """How many tokens the longest phrase has that begins with a word, bare or behind a clitic."""
        stems = [word[len(clitic) :] for clitic, _ in self.clitics if word.startswith(clitic)]
        stems += [stem[2:] for stem in stems if stem.startswith("ال")]
        return max(self._reach.get(stem, 1) for stem in (word, *stems))

    def _joined(self, parts: tuple[str, ...]) -> dict[str, str] | None:
        """The tags of a phrase whose first word carries a clitic, with what the clitic itself says."""
        for clitic, says in self.clitics:
            rest = parts[0][len(clitic) :]
            if len(rest) > 1 and parts[0].startswith(clitic):
                for stem in (rest, rest[2:] if rest.startswith("ال") else ""):
                    tags = self.phrases.get((stem, *parts[1:])) if stem else None
                    thanked = says == "and" and len(rest) > 3 and tags is not None and tags.keys() == {"filler"}
                    if tags is not None and (thanked or not (len(parts) == 1 and tags.keys() <= _BARE)):
                        carried = {says: ""} if says in ("to", "and", "at") else {"which": "0"} if says == "this" else {}
                        return {**carried, **tags}
                if len(parts) == 1 and says in ("and", "to") and (tags := self._suffixed(rest)):
                    return tags
        return self._suffixed(parts[0]) if len(parts) == 1 else None

    def _suffixed(self, word: str) -> dict[str, str] | None:
        """The tags of a verb that carries an ending: "agéndalo", "احجزلي"."""
        for ending in self.suffixes:
            stem = word[: -len(ending)]
            if len(stem) > 2 and word.endswith(ending) and "verb" in self.phrases.get((stem,), {}):
                return {"verb": self.phrases[stem,]["verb"]}
        return None

    def _slip(self, word: str) -> str:
        """The one word of weekdays, months, days and verbs that is a single slip away, or ""."""
        found = {known for part in _shorter(word) for known in self._near.get(part, ()) if one_slip(word, known)}
        return found.pop() if len(found) == 1 else ""


_SLIPS = {"weekday", "weekdays", "month", "day", "rhythm", "verb", "checkin", "unit", "which"}
_GUESSED = {"verb", "checkin", "rhythm"}
_BARE = {"filler", "to", "and", "of", "from", "for_person", "in", "with", "range", "or", "not_ours", "never", "keep"}


def _shorter(word: str) -> set[str]:
    """The word, and the word without each of its letters: two words that are one slip apart share one of these."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter changed, left out, added, or by two neighbours that changed places."""
    if len(one) > len(other):
        one, other = other, one
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) < len(other):
        return len(other) - len(one) == 1 and one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
