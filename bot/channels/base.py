"""What the rest of the program knows of a channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.talk.messages import Drawn, File, Incoming


@dataclass(frozen=True)
class Outgoing:
    """One message on its way out.

    `silent` makes no sound; `amends` edits a message of ours, and with `only_edit` nothing is sent where that one is gone;
    `reply_to` quotes one of theirs. `files` are those of the message that could be made.
    """

    chat: str
    drawn: Drawn
    reply_to: str = ""
    amends: str = ""
    silent: bool = False
    only_edit: bool = False
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Sent:
    """The channel took it; `message_id` is how the channel names it."""

    message_id: str


class ChannelError(Exception):
    """A message could not be sent."""


class Refused(ChannelError):
    """Refused for good: sending the same again can't succeed."""


class Unreachable(Refused):
    """The person blocked the bot, or the chat is gone: nothing reaches it until they write again."""


class Moved(Refused):
    """The chat has another id now (a group that grew)."""

    def __init__(self, chat: str) -> None:
        super().__init__("the chat moved")
        self.chat = chat


class SlowDown(ChannelError):
    """Not before `seconds` have passed; it doesn't count as a try."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not before {seconds:g} s")
        self.seconds = seconds


class NotSent(ChannelError):
    """It certainly did not arrive (no connection, or the far side failed before taking it): try again."""


class Unsure(ChannelError):
    """It may or may not have arrived (time-out, connection lost after sending): trying again may double it."""


class Channel(Protocol):
    """A way to people. Implementations are in this folder and in `web`."""

    @property
    def name(self) -> str:
        """The word that stands in `Origin.channel`."""

    @property
    def pull(self) -> bool:
        """Whether people fetch their messages themselves (web, terminal): then sending only makes the message visible."""

    async def send(self, outgoing: Outgoing) -> Sent:
        """Send or edit one message. Raises ChannelError."""

    async def delete(self, chat: str, message_id: str) -> bool:
        """Take a message out of the chat; False where that can't be done."""

    async def answer_press(self, press_id: str, toast: str) -> None:
        """Tell the channel that a press was heard, with a word to show; best effort, never raises."""


class Intake(Protocol):
    """Where a channel brings what came in. Implemented by `delivery`."""

    async def take(self, incoming: Sequence[Incoming]) -> None:
        """Take messages over for good. Returns when each is stored, or answered directly because the store is down.

        Only after it has returned may the channel acknowledge them. A message that was brought before (same channel and
        update id) is dropped.
        """


@dataclass(frozen=True)
class Letter:
    """One message as a pull channel shows it. `number` grows with each message or edit; `id` names the message itself; `fresh`:
    nobody has fetched it before."""

    number: int
    id: str
    drawn: Drawn
    at: datetime
    amended: bool = False
    fresh: bool = False


class Mailbox(Protocol):
    """What pull channels fetch from. Implemented by `delivery`."""

    async def letters(self, channel: str, chat: str, after: int, wait: float) -> Sequence[Letter]:
        """The messages numbered above `after`, oldest first; waits up to `wait` seconds for a first one.

        What is fetched counts as seen.
        """

    async def waiting(self, channel: str, chat: str) -> bool:
        """Whether something of that chat is still being answered."""

    async def is_device(self, channel: str, chat: str) -> bool:
        """Whether that chat is somebody's who joined; False too while the store is down."""

    async def file(self, channel: str, chat: str, letter: str, number: int) -> File | None:
        """The file with a number (from 0) of that chat's letter, made at this moment; None for any other, for one that is gone,
        and where whoever asks may not have it (any more)."""


@dataclass(frozen=True)
class Recipient:
    """Where to write an e-mail, and the address of the page that stops it."""

    address: str
    stop: str


class Addresses(Protocol):
    """What the e-mail channel asks. Its chats are people, by id: an address stands in the one row that its owner can empty.
    Implemented by `delivery`."""

    async def recipient(self, person: str) -> Recipient | None:
        """Where to write; None for somebody who wants no e-mail (any more), or for whom nothing waits any more."""

    async def refused(self, person: str, address: str) -> None:
        """There is no such mailbox: it isn't written to again, and its owner finds a line about it in their chat."""
