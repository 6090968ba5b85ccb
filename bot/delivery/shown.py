"""What a message showed: which wordings and which services, so that a quotation and a correction find them. Never any words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.delivery.talking import Edition
from bot.store.archive import Wording
from bot.store.sent import NUMBERS
from bot.talk.house import House
from bot.talk.messages import Drawn, NumbersCard, Passage, Reply
from bot.talk.scene import served


@dataclass(frozen=True)
class Shown:
    """`codes` are quotable references ("disclosure:7k2m"), `services` ids; both with a space between. `new` are their texts,
    those that this process hasn't seen shown before. `version` is the number of the last correction that it was drawn with."""

    topic: str = ""
    codes: str = ""
    services: str = ""
    new: tuple[Wording, ...] = ()
    version: int = 0


NOTHING = Shown()


class Witness:
    """Sees what is shown."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._version = ""
        self._contacts: dict[str, set[str]] = {}
        self._archived: set[tuple[str, str, str]] = set()

    def see(self, reply: Reply, drawn: Drawn, edition: Edition, now: int) -> Shown:
        """What a reply showed as it was drawn, at a moment in milliseconds."""
        topics = dict.fromkeys(piece.topic for piece in reply.pieces if isinstance(piece, Passage))
        texts = [text for topic in topics if (text := served(topic, reply.lang, edition, self._house)) is not None]
        wordings = [Wording(text.topic, text.lang, text.code, text.text, now) for text in texts]
        return Shown(
            topic=reply.topic,
            codes=" ".join([*(f"{wording.topic}:{wording.code}" for wording in wordings), *_codes(card_code(reply, drawn))]),
            services=" ".join(sorted(self._services(drawn, edition))),
            version=edition.corrections,
            new=tuple(w for w in wordings if (w.topic, w.lang, w.code) not in self._archived),
        )

    def archived(self, wordings: Iterable[Wording]) -> None:
        """These are in the archive."""
        self._archived.update((w.topic, w.lang, w.code) for w in wordings)

    def _services(self, drawn: Drawn, edition: Edition) -> set[str]:
        """Services by the numbers and addresses that stood in the message: what was really there, whatever put it there."""
        if edition.version != self._version:
            self._contacts = {}
            for service in edition.directory.services.values():
                for mark in {mark for contact in service.contacts for mark in (contact.dial, contact.shown) if mark}:
                    self._contacts.setdefault(mark, set()).add(service.id)
            self._version = edition.version
        found: set[str] = set()
        words = drawn.words()
        for mark in _marks(drawn):
            same = self._contacts.get(mark, set())
            # Many countries have a 116 111: where it stands with a name it is that one's.
            found |= {one for one in same if edition.directory.services[one].name in words} or same
        return found


def card_code(reply: Reply, drawn: Drawn) -> str:
    """By what a message with the numbers of a country to keep is known to show something else; "" for any other message."""
    if not any(isinstance(piece, NumbersCard) and piece.country and not piece.audience for piece in reply.pieces):
        return ""
    return NUMBERS + hashlib.sha256(repr(drawn.voices).encode()).hexdigest()[:12]


def _codes(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


def _marks(drawn: Drawn) -> Iterator[str]:
    """What can be dialled or opened in a message. Which kinds of lines there are is the drawing room's business."""
    for voice in drawn.voices:
        for block in voice.blocks:
            lines: Any = getattr(block, "items", None) or (getattr(block, "inlines", ()),)
            for inline in (inline for line in lines for inline in line):
                yield from (mark for name in ("dial", "url") if (mark := getattr(inline, name, "")))
