"""Words in answer to a reminder ("cant make 2", "running late", "done"), in any language whose words are content. Pure.

The words stand in `replies/<lang>.yaml`. What no phrase covers counts against a reading, so that a practice question which begins
like a reply isn't taken for one: it is left to the question, or both are offered. Nothing that was typed is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Literal, NamedTuple

from bot.supervision.checkin import Reason
from bot.supervision.spoken import hours_in, moment_in
from bot.supervision.wording import Wording
from bot.supervision.wording_facts import resolved
from bot.supervision.wording_reader import Reader
from bot.supervision.wording_words import Item, Token, fold, one_slip, tokens

Meant = Literal["ready", "yes", "no", "late", "cannot", "move", "held", "not-held", "later", "cancel", "pause"]
"""What a reply says. `yes` and `no` mean what was asked; `move` wants another time, `cannot` only that it can't be then."""
KINDS = ("not-held", "held", "late", "cannot", "move", "later", "cancel", "pause", "ready", "no", "yes")
"""In this order the first one that is found holds: what says more before what says less."""
REASONS: tuple[Reason, ...] = ("visit", "court", "emergency", "leave", "illness")
PLAIN = (*KINDS, "because", "question", "filler", "instead", "never", "danger", "mine")
"""Keys that stand alone. `because` are reasons that are none of the fixed ones (a car, a funeral, a training); `question` words
by which a question is told; `instead` those that, beside a time, want another; `never` what is no reply, whatever stands beside
it, and `danger` what of that belongs under the emergency card; `mine` are words of somebody who speaks of themself."""
SURE, PERHAPS = 1, 3
"""Words that no phrase covers: so many still leave a reply sure, so many leave it possible."""
STORY, LONG_STORY = 4, 9
"""The same where somebody plainly speaks of their own coming: what else they tell is why."""
GUESSED = 2
"""Words unknown to replies that may stand in one that a guess of danger doesn't stop."""
WEAK = frozenset({"yes", "no", "ready", "held", "later", "move", "cancel", "pause"})
"""What isn't believed of a text that also speaks of other people's lives."""
LONGEST = 200
"""Code points that are read: a longer text is a story."""
_SHORTEST_SLIP = 6
_REASONS = frozenset({"because", *(f"reason.{reason}" for reason in REASONS)})


@dataclass(frozen=True)
class Replies:
    """The words and short phrases of one language by key: those of `PLAIN`, and `reason.<one of REASONS>`."""

    lang: str
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What a text says as a reply. `sure` unless it may just as well be a question; `at` is the other time that it names (aware),
    `reason` the fixed reason that it gives, "" for none. `asks`: there is a word of questions in it."""

    meant: Meant
    sure: bool
    at: datetime | None = None
    reason: Reason | Literal[""] = ""
    asks: bool = False


class Listener:
    """Reads replies with the words of several languages; `wording` reads the times in them."""

    def __init__(self, languages: Mapping[str, Replies], wording: Wording) -> None:
        self.wording = wording
        self.tables = {lang: _table(words) for lang, words in languages.items()}

    def read(self, text: str, now: datetime, lang: str, about: datetime | None = None) -> Said | None:
        """What a text says in answer to a reminder about a check-in at `about` (aware); None if it is no reply.

        `now` is aware, in the reader's zone. Every language is tried; words of `lang` count first.
        """
        if len(text) > LONGEST:
            return None
        cut = tokens(text)
        found = [read for name in self.tables if (read := self._in(name, text, cut, now, lang, about)) is not None]
        return min(found, key=lambda read: read[:3]).said if found else None

    def plain(self, text: str, now: datetime) -> bool:
        """Whether a text is hardly anything but words of replies and of time, in one language."""
        cut = tokens(text[: LONGEST + 1])
        if not cut or len(text) > LONGEST:
            return False
        return not self.grave(text) and any(self._plain(name, cut, now) for name in self.tables)

    def grave(self, text: str) -> bool:
        """Whether a text has a word that makes it no reply, in whatever language: somebody may be in danger."""
        cut = tokens(text[:LONGEST])
        return any(_heard(cut, table).keys & _GRAVE for table in self.tables.values())

    def endangered(self, text: str) -> bool:
        """Whether a text that begins or ends like a reply, and asks nothing, has a word of danger in it."""
        cut = tokens(text[:LONGEST])
        for table in self.tables.values():
            keys = _heard(cut, table).keys
            if "danger" in keys and "question" not in keys and any(key in (*KINDS, "because") or "." in key for key in keys):
                return True
        return False

    def _plain(self, name: str, cut: list[Token], now: datetime) -> bool:
        lexicon = self.wording.lexicons.get(name)
        items = lexicon.items(cut) if lexicon else []
        heard = _heard(cut, self.tables[name])
        spans = _told(items, now)
        words = [at for at, token in enumerate(cut) if token.kind not in ("mark", "joint")]
        said = heard.keys - {"filler", "mine"} or spans
        numbers = {at for at in words if cut[at].kind == "number" and len(cut[at].text) < 3}
        left = [at for at in words if at not in heard.covered | numbers and not any(a <= cut[at].start < b for a, b in spans)]
        others = any("not_ours" in item.tags for at in left for item in items if item.start <= cut[at].start < item.end)
        spoken_of = any("pronoun" in item.tags for item in items)
        most = min(STORY, len(words) // 2) if not spoken_of else min(GUESSED, len(words) // 4)
        few = len(left) <= most and bool(heard.long - _SAYING_NOTHING) and not others
        return bool(said) and (not left or few) and "question" not in heard.keys

    def asks(self, text: str) -> bool:
        """Whether a text has a word by which a question is told."""
        cut = tokens(text[:LONGEST])
        return any("question" in _heard(cut, table).keys for table in self.tables.values())

    def hours(self, text: str, now: datetime, lang: str) -> frozenset[tuple[int, int]]:
        """The times of day that a text names, on a clock of twelve hours."""
        return hours_in(text[:LONGEST], self.wording, now, lang)

    def _in(self, name: str, text: str, cut: list[Token], now: datetime, lang: str, about: datetime | None) -> _Reading | None:
        lexicon = self.wording.lexicons.get(name)
        items = lexicon.items(cut) if lexicon else []
        heard = _heard(cut, self.tables[name], items)
        spans = _told(items, now)
        unknown, others = _left(cut, heard.covered, items, spans)
        left = len(unknown)
        over = about is not None and about <= now
        keys = _possible(heard.keys, about is not None and not over)
        timed = self._time(text, now, name, about) or self._bare(cut, items, keys, now, about)
        lead = heard.lead(cut)
        meant = _meant(keys, timed is not None, over, heard.long, lead)
        asks = "question" in keys
        alone = meant is None and bool(spans) and not (asks or others or left > SURE or keys & {"later"})
        if alone:
            meant = "move"  # A day or an hour alone, to whoever was just told of one: "could Thursday do?"
        because = bool(keys & _REASONS or unknown) and bool(keys & {"cannot", *_REASONS})
        if meant == "move" and because and not keys & {"move", "instead"} and not _apart(cut, spans):
            meant, timed = "cannot", None  # The hour belongs to the reason: "report due at 3, can't".
        if meant is None or keys & _GRAVE:
            return None
        only_reason = not keys & set(KINDS) and timed is None and meant != "move"
        # Beside a question only what is said whole in a part of its own counts: "can't make 2, dad came drunk, what do I do".
        strange = (*others, *unknown, *heard.places("question"))
        beside = asks and meant in ("cannot", "late", "move") and heard.own(cut, strange, meant)
        own = heard.own(cut, others, meant) if not asks else beside
        led = bool(lead & {"yes", "no"}) and not others
        story = own and (heard.longest > 1 or timed is not None or heard.told or led)
        # What nobody asks, and what is about nobody else, may be a reply however much of it is unknown.
        free = story or (not asks and not others and keys & {"mine", "because", *KINDS})
        if left > (LONG_STORY if free else PERHAPS if timed or heard.longest > 1 else SURE):
            return None
        if meant in ("yes", "no") and left and not led:
            return None
        if asks and not beside and (left or only_reason or meant not in ("move", "later", "cannot")):
            return None
        if others and not own and (asks or meant in WEAK or left > SURE + 1 or others[0] < heard.first(keys)):
            return None
        # "Home visit" may be asked for; "I'm on a home visit" is told.
        unwell = bool(keys & {"reason.illness", "reason.leave"}) and ("mine" in keys or "reason.illness" in keys)
        most = STORY if story else SURE if timed or heard.longest > 1 or unwell or "?" in text or "؟" in text else 0
        sure = left <= most and (own or not others) and not asks and (not only_reason or "mine" in keys or heard.told or unwell)
        sure = sure and (not alone or "?" in text or "؟" in text)
        reason = next((one for one in REASONS if f"reason.{one}" in keys), None)
        said = Said(meant, sure, timed if meant in ("move", "later") else None, reason or "", asks)
        return _Reading(left, name != lang, -len(heard.covered), said)

    def _time(self, text: str, now: datetime, name: str, about: datetime | None) -> datetime | None:
        """Another time than the one that it is about."""
        old = about.astimezone(now.tzinfo) if about else None
        return moment_in(text, self.wording, now, name, old.date() if old else None, but=old.time() if old else None, only=True)

    def _bare(
        self, cut: list[Token], items: Sequence[Item], keys: frozenset[str], now: datetime, about: datetime | None
    ) -> datetime | None:
        """The hour in "can we do 4": a number alone where another time is wanted, that counts nothing."""
        if about is None or not keys & {"move", "instead"}:
            return None
        around = [None, *items, None]
        for before, item, after in zip(around, items, around[2:], strict=False):
            number = item.number if item.kind == "number" else None
            lasts = before is not None and "until" in before.tags
            counts = after is not None and after.tags.keys() & {"unit", "times", "month"}
            if number is None or not 0 < number < 25 or lasts or counts:
                continue
            there = about.astimezone(now.tzinfo).replace(hour=resolved(number, 0, False, "")[0], minute=0)
            if number % 12 != there.hour % 12 or there == about:
                continue
            return there if there > now else None
        return None


class _Reading(NamedTuple):
    """What one language makes of a text; the one that leaves fewest words, and then the reader's own, is believed."""

    left: int
    foreign: bool
    uncovered: int
    said: Said


_OF_A_TIME = frozenset({
    "checkin", "weekday", "weekdays", "day", "part", "week", "unit", "at", "to", "until", "from", "instead", "number", "hour",
    "with", "which", "half_day", "oclock",
})  # fmt: skip
"""Tags of words of scheduling that belong to a reply where they aren't part of a time by themselves."""


def _left(
    cut: list[Token], covered: frozenset[int], items: Sequence[Item], spans: Sequence[tuple[int, int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The words that say nothing that belongs to a check-in, and those of them that speak of other people's lives."""
    left, others = [], []
    for at, token in enumerate(cut):
        if token.kind in ("mark", "joint") or at in covered or any(start <= token.start < end for start, end in spans):
            continue
        item = next((one for one in items if one.start <= token.start < one.end), None)
        tags = item.tags.keys() if item is not None and not item.slipped else frozenset()
        if "not_ours" in tags:
            others.append(at)
        if not tags & _OF_A_TIME:
            left.append(at)
    return tuple(left), tuple(others)


def _apart(cut: list[Token], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether some part of the sentence is hardly anything but a time: "can't do 2, Thursday 11?"."""
    bounds = [-1, *(at for at, token in enumerate(cut) if token.kind == "mark"), len(cut)]
    for begin, end in pairwise(bounds):
        words = [token for token in cut[begin + 1 : end] if token.kind != "joint"]
        within = [token for token in words if any(start <= token.start < last for start, last in spans)]
        if within and len(words) - len(within) <= SURE:
            return True
    return False


def _possible(keys: Iterable[str], to_come: bool) -> frozenset[str]:
    """What can be said of a check-in: before its time nobody says that it was held, if the words may say something else."""
    known = frozenset(keys) - {"filler"}
    others = known & (set(KINDS) - {"held", "not-held"} | _REASONS)
    return known - {"held", "not-held"} if to_come and others else known


def _meant(keys: frozenset[str], timed: bool, over: bool, long: frozenset[str], lead: frozenset[str]) -> Meant | None:
    if over and ("not-held" in long or "no" in lead):
        return "move" if timed and keys & {"move", "instead"} and "not-held" not in long else "not-held"
    if over and "yes" in lead and not timed and not keys & {"not-held", "later", "move"}:
        return "held"
    if timed and "later" not in keys and (keys & {"instead", "move", "cannot"} or not keys & set(KINDS)):
        return "move"
    if "later" in long and not keys & {"move", "not-held", "held"}:
        return "later"
    for kind in KINDS:
        # "My mother is in hospital and I'm on my way there": whoever tells why hasn't agreed, unless it begins with that.
        if kind in keys and not (kind == "ready" and keys & _REASONS and not lead & {"yes", "ready"}):
            return kind  # type: ignore[return-value]
    return "cannot" if keys & _REASONS else None


Table = Mapping[tuple[str, ...], frozenset[str]]


def _table(replies: Replies) -> Table:
    made: dict[tuple[str, ...], frozenset[str]] = {}
    for key, phrases in replies.words.items():
        for phrase in phrases:
            parts = tuple(token.text for token in tokens(phrase) if token.kind not in ("joint", "mark"))
            if parts:
                made[parts] = made.get(parts, frozenset()) | {key}
            elif phrase.strip():
                made[(fold(phrase.strip())[0],)] = made.get((fold(phrase.strip())[0],), frozenset()) | {key}
    return made


_GRAVE = frozenset({"never", "danger"})
_SAYING_NOTHING = frozenset({"filler", "mine", "question", "instead"})


class _Hit(NamedTuple):
    """A phrase that stands in the text: its keys, its first token, and of how many words it is."""

    keys: frozenset[str]
    at: int
    length: int


@dataclass(frozen=True)
class _Heard:
    """The phrases that stand in a text, the longest at each place, and the tokens that they cover."""

    hits: tuple[_Hit, ...]
    covered: frozenset[int]

    @property
    def keys(self) -> frozenset[str]:
        """Everything that is said."""
        return frozenset(key for hit in self.hits for key in hit.keys)

    @property
    def longest(self) -> int:
        """Of how many words the longest phrase is that says something."""
        return max((hit.length for hit in self.hits if hit.keys & set(KINDS)), default=0)

    @property
    def long(self) -> frozenset[str]:
        """What is said in more than one word."""
        return frozenset(key for hit in self.hits if hit.length > 1 for key in hit.keys)

    def lead(self, cut: list[Token]) -> frozenset[str]:
        """What the first word says, if that is known."""
        first = next((at for at, token in enumerate(cut) if token.kind not in ("mark", "joint")), -1)
        keys = next((hit.keys for hit in self.hits if hit.at == first), frozenset())
        # "No, she was off" is an answer, "no le dan de comer" is none.
        apart = any(token.kind == "mark" for token in cut[first + 1 : first + 3])
        return keys if apart else keys - {"no"}

    def places(self, key: str) -> tuple[int, ...]:
        """The tokens at which `key` is met."""
        return tuple(hit.at for hit in self.hits if key in hit.keys)

    @property
    def told(self) -> bool:
        """Whether reasons are told rather than named: two of them, or one in several words by somebody who speaks of themself."""
        reasons = [hit for hit in self.hits if hit.keys & _REASONS]
        return len(reasons) > 1 or ("mine" in self.keys and any(hit.length > 1 for hit in reasons))

    def first(self, keys: frozenset[str]) -> int:
        """The token at which one of `keys` is first met."""
        return min((hit.at for hit in self.hits if hit.keys & keys), default=0)

    def own(self, cut: list[Token], others: Sequence[int], meant: Meant) -> bool:
        """Whether `meant` is said in some part of the sentence in which nobody else is spoken of."""
        for hit in self.hits:
            if meant not in hit.keys and not (meant == "move" and hit.keys & {"cannot", "instead"}):
                continue
            begin = max((at for at in range(hit.at) if cut[at].kind == "mark"), default=-1)
            end = next((at for at in range(hit.at, len(cut)) if cut[at].kind == "mark"), len(cut))
            if hit.length > 1 and not any(begin < at < end for at in others):
                return True
        return not others


def _heard(cut: list[Token], table: Table, items: Sequence[Item] = ()) -> _Heard:
    """Every phrase that stands in the text, the longest at each place. A word that `items` know is no slip."""
    places = [at for at, token in enumerate(cut) if token.kind != "joint" and (token.kind != "mark" or (token.text,) in table)]
    words = [cut[at].text for at in places]
    longest = max((len(parts) for parts in table), default=1)
    meant = {item.text for item in items if item.tags and not item.slipped}
    hits: list[_Hit] = []
    covered: set[int] = set()
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            keys = _keys(tuple(words[at : at + length]), table, words[at] not in meant)
            if keys:
                hits.append(_Hit(keys, places[at], length))
                covered |= set(places[at : at + length])
                at += length
                break
        else:
            at += 1
    # What is no reply holds also where another phrase begins before it: "I'm sick of it".
    grave = [
        _Hit(keys, places[at], length)
        for at in range(len(words))
        for length in range(1, min(longest, len(words) - at) + 1)
        if (keys := table.get(tuple(words[at : at + length]), frozenset()) & _GRAVE)
    ]
    return _Heard((*hits, *grave), frozenset(covered))


def _keys(parts: tuple[str, ...], table: Table, slips: bool) -> frozenset[str]:
    if parts in table:
        return table[parts]
    if parts[0].startswith("و") and len(parts[0]) > 2 and (parts[0][1:], *parts[1:]) in table:
        return table[(parts[0][1:], *parts[1:])]
    if slips and len(parts) == 1 and len(parts[0]) >= _SHORTEST_SLIP and parts[0].isalpha():
        single = [known[0] for known in table if len(known) == 1 and len(known[0]) >= _SHORTEST_SLIP]
        near = [table[(known,)] for known in single if known[0] == parts[0][0] and one_slip(parts[0], known)]
        if len(near) == 1:
            return near[0]
    return frozenset()


def _told(items: Iterable[Item], now: datetime) -> list[tuple[int, int]]:
    """The stretches of the text that speak of time."""
    listed = list(items)
    return [
        (listed[fact.start].start, listed[fact.end - 1].end)
        for fact in Reader(listed, now.replace(tzinfo=None)).facts()
        if fact.end > fact.start
    ]
