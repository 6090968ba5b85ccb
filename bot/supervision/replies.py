"""Words in answer to a reminder ("cant make 2", "running late", "done"), in any language whose words are content. Pure.

The words stand in `replies/<lang>.yaml`. What no phrase covers counts against a reading, so that a practice question which begins
like a reply isn't taken for one: it is left to the question, or both are offered. Nothing that was typed is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from bot.supervision.checkin import Reason
from bot.supervision.spoken import moment_in
from bot.supervision.wording import Wording
from bot.supervision.wording_reader import Reader
from bot.supervision.wording_words import Item, Token, fold, one_slip, tokens

Meant = Literal["ready", "yes", "no", "late", "cannot", "move", "held", "not-held", "later", "cancel", "pause"]
"""What a reply says. `yes` and `no` mean what was asked; `move` wants another time, `cannot` only that it can't be then."""
KINDS = ("not-held", "held", "late", "cannot", "move", "later", "cancel", "pause", "ready", "no", "yes")
"""In this order the first one that is found holds: what says more before what says less."""
REASONS: tuple[Reason, ...] = ("visit", "court", "emergency", "leave", "illness")
PLAIN = (*KINDS, "question", "filler", "instead")
"""Keys that stand alone. `question` are words by which a question is told; `instead` those that, beside a time, want another."""
SURE, PERHAPS = 1, 4
"""Words that no phrase covers: so many still leave a reply sure, so many leave it possible."""
LONGEST = 200
"""Code points that are read: a longer text is a story."""
_SHORTEST_SLIP = 5


@dataclass(frozen=True)
class Replies:
    """The words and short phrases of one language by key: those of `PLAIN`, and `reason.<one of REASONS>`."""

    lang: str
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What a text says as a reply. `sure` unless it may just as well be a question; `at` is the other time that it names (aware),
    `reason` the fixed reason that it gives, "" for none."""

    meant: Meant
    sure: bool
    at: datetime | None = None
    reason: Reason | Literal[""] = ""


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

    def _in(self, name: str, text: str, cut: list[Token], now: datetime, lang: str, about: datetime | None) -> _Reading | None:
        heard, covered = _heard(cut, self.tables[name])
        lexicon = self.wording.lexicons.get(name)
        items = lexicon.items(cut) if lexicon else []
        left, ours = _left(cut, covered, items, _told(items, now))
        timed = self._time(text, now, name, about)
        meant = _meant(heard, timed is not None)
        if meant is None or left > PERHAPS + 2 * (timed is not None):
            return None
        only_reason = not heard & set(KINDS) and timed is None
        sure = left <= SURE and ours and "question" not in heard and not only_reason
        if not ours and left > SURE + 1 and not heard & {"cannot", "late", "not-held", "held"}:
            return None
        reason = next((one for one in REASONS if f"reason.{one}" in heard), "")
        said = Said(meant, sure, timed if meant in ("move", "later") else None, reason)
        return _Reading(left, name != lang, -len(covered), said)

    def _time(self, text: str, now: datetime, name: str, about: datetime | None) -> datetime | None:
        """Another time than the one that it is about."""
        old = about.astimezone(now.tzinfo) if about else None
        return moment_in(text, self.wording, now, name, old.date() if old else None, but=old.time() if old else None, only=True)


class _Reading(NamedTuple):
    """What one language makes of a text; the one that leaves fewest words, and then the reader's own, is believed."""

    left: int
    foreign: bool
    uncovered: int
    said: Said


def _left(cut: list[Token], covered: frozenset[int], items: Sequence[Item], spans: Sequence[tuple[int, int]]) -> tuple[int, bool]:
    """How many words say nothing that belongs to a check-in, and whether all of it may be about one's own."""
    left, ours = 0, True
    for at, token in enumerate(cut):
        if token.kind in ("mark", "joint") or at in covered or any(start <= token.start < end for start, end in spans):
            continue
        item = next((one for one in items if one.start <= token.start < one.end), None)
        tags = item.tags.keys() if item is not None and not item.slipped else frozenset()
        ours = ours and not tags & {"not_ours", "never"}
        left += not tags - {"keep", "not_ours", "never"}
    return left, ours


def _meant(heard: frozenset[str], timed: bool) -> Meant | None:
    if "cannot" in heard and timed:
        return "move"
    if timed and "later" not in heard and ("instead" in heard or "move" in heard or not heard & set(KINDS)):
        return "move"
    for kind in KINDS:
        if kind in heard:
            return kind  # type: ignore[return-value]
    if any(key.startswith("reason.") for key in heard):
        return "cannot"
    return None


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


def _heard(cut: list[Token], table: Table) -> tuple[frozenset[str], frozenset[int]]:
    """The keys of every phrase that stands in the text, the longest at each place, and which tokens they cover."""
    places = [at for at, token in enumerate(cut) if token.kind != "joint" and (token.kind != "mark" or (token.text,) in table)]
    words = [cut[at].text for at in places]
    longest = max((len(parts) for parts in table), default=1)
    heard: set[str] = set()
    covered: set[int] = set()
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            keys = _keys(tuple(words[at : at + length]), table)
            if keys:
                heard |= keys
                covered |= set(places[at : at + length])
                at += length
                break
        else:
            at += 1
    return frozenset(heard), frozenset(covered)


def _keys(parts: tuple[str, ...], table: Table) -> frozenset[str]:
    if parts in table:
        return table[parts]
    if parts[0].startswith("و") and len(parts[0]) > 2 and (parts[0][1:], *parts[1:]) in table:
        return table[(parts[0][1:], *parts[1:])]
    if len(parts) == 1 and len(parts[0]) >= _SHORTEST_SLIP and parts[0].isalpha():
        single = [known[0] for known in table if len(known) == 1 and len(known[0]) >= _SHORTEST_SLIP]
        near = [table[(known,)] for known in single if one_slip(parts[0], known)]
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
