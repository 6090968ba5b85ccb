"""The conversation as delivery needs it: three pure functions, so that a test can bring a smaller conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.talk.desk import Desk
from bot.talk.effects import Turn
from bot.talk.house import House
from bot.talk.messages import Attachment, Drawn, Edited, File, Incoming, Pressed, Reply, Said, SentSomething
from bot.talk.read import Reading, read
from bot.talk.render import draw
from bot.talk.session import Session
from bot.talk.tokens import Signer
from bot.talk.turn import turn

Edition: TypeAlias = Any
"""What answers. Handed on to the conversation as a whole; delivery itself looks at `version`, `words` and `directory` only."""

SOS = "sos"
"""The command and the button that open the emergency card."""

Read = Callable[[Incoming, tuple[str, ...], Session, Edition, House], Reading]
TakeTurn = Callable[[Incoming, Reading, Session, Desk, Edition, House, Signer, datetime], Turn]
Draw = Callable[[Reply, Edition, House, Signer, str, datetime], Drawn]
Make = Callable[[Attachment, str, str, str, str, datetime], Awaitable[File | None]]
"""Makes a file of a message: (which, language, channel, chat, person, now). None where whoever asks may not have it any more."""


async def no_file(attachment: Attachment, lang: str, channel: str, chat: str, person: str, now: datetime) -> File | None:
    """There are no files here."""
    return None


@dataclass(frozen=True)
class Talk:
    """Reading, turning and drawing."""

    read: Read = read
    turn: TakeTurn = turn
    draw: Draw = draw


REAL = Talk()


@dataclass(frozen=True)
class Setting:
    """What every answer is made with at this moment: one bundle instead of four arguments."""

    talk: Talk
    current_edition: Callable[[], Edition]
    house: House
    signer: Signer
    make: Make = no_file

    async def files(self, drawn: Drawn, channel: str, chat: str, person: str, now: datetime) -> tuple[File, ...]:
        """The files of a message that can be made at this moment."""
        made = [await self.make(one, drawn.lang, channel, chat, person, now) for one in drawn.files]
        return tuple(file for file in made if file is not None)

    def draw(self, reply: Reply, channel: str, person: str, now: datetime) -> Drawn:
        """A reply in words, with the edition of this moment."""
        return self.talk.draw(reply, self.current_edition(), self.house, self.signer, f"{channel}:{person}", now)

    def is_urgent(self, incoming: Incoming) -> bool:
        """Whether a message has to be answered whatever else is going on: a red flag, or the way to the emergency card."""
        if isinstance(incoming, Pressed):
            press = self.signer.read(incoming.data, f"{incoming.origin.channel}:{incoming.origin.person}")
            return press is not None and press.verb == SOS
        if not words_of(incoming):
            return False
        reading = self.talk.read(incoming, (), Session(), self.current_edition(), self.house)
        return reading.alarm is not None or reading.command == SOS

    def toast(self, toast: str, lang: str) -> str:
        """The word that answers a press: the sentence of that key, or the word itself."""
        words = self.current_edition().words
        return str(words.say(lang, toast)) if toast and words.has(toast) else toast


def words_of(incoming: Incoming) -> str:
    """What a person typed, "" for presses and events."""
    match incoming:
        case Said(text=text) | Edited(text=text) | SentSomething(caption=text):
            return text
        case _:
            return ""


def message_of(incoming: Incoming) -> str:
    """The id of the person's message, "" for what isn't one."""
    return incoming.message_id if isinstance(incoming, Said | Edited | SentSomething) else ""
