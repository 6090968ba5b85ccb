"""What a message showed: which wordings and which services, so that a quotation and a correction find them. Never any words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.delivery.talking import Edition
from bot.store.archive import Wording
from bot.talk.house import House
from bot.talk.messages import Drawn, Passage, Reply
from bot.talk.scene import served


@dataclass(frozen=True)
class Shown:
    """`codes` are quotable references ("disclosure:7k2m"), `services` ids; both with a space between. `new` are their texts,
    those that this process hasn't seen shown before."""

    topic: str = ""
    codes: str = ""
    services: str = ""
    new: tuple[Wording, ...] = ()


NOTHING = Shown()


class Witness:
    """Sees what is shown."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._version = ""
        self._contacts: dict[str, str] = {}
        self._archived: set[tuple[str, str, str]] = set()

    def see(self, reply: Reply, drawn: Drawn, edition: Edition, now: int) -> Shown:
        """What a reply showed as it was drawn, at a moment in milliseconds."""
        topics = dict.fromkeys(piece.topic for piece in reply.pieces if isinstance(piece, Passage))
        texts = [text for topic in topics if (text := served(topic, reply.lang, edition, self._house)) is not None]
        wordings = [Wording(text.topic, text.lang, text.code, text.text, now) for text in texts]
        return Shown(
            topic=reply.topic,
            codes=" ".join(f"{wording.topic}:{wording.code}" for wording in wordings),
            services=" ".join(sorted(self._services(drawn, edition))),
            new=tuple(w for w in wordings if (w.topic, w.lang, w.code) not in self._archived),
        )

    def archived(self, wordings: Iterable[Wording]) -> None:
        """These are in the archive."""
        self._archived.update((w.topic, w.lang, w.code) for w in wordings)

    def _services(self, drawn: Drawn, edition: Edition) -> set[str]:
        """Services by the numbers and addresses that stood in the message: what was really there, whatever put it there."""
        if edition.version != self._version:
            self._contacts = {
                mark: service.id
                for service in edition.directory.services.values()
                for contact in service.contacts
                for mark in (contact.dial, contact.shown)
                if mark
            }
            self._version = edition.version
        return {self._contacts[mark] for mark in _marks(drawn) if mark in self._contacts}


def _marks(drawn: Drawn) -> Iterator[str]:
    """What can be dialled or opened in a message. Which kinds of lines there are is the drawing room's business."""
    for voice in drawn.voices:
        for block in voice.blocks:
            lines: Any = getattr(block, "items", None) or (getattr(block, "inlines", ()),)
            for inline in (inline for line in lines for inline in line):
                yield from (mark for name in ("dial", "url") if (mark := getattr(inline, name, "")))
