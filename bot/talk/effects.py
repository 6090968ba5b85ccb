"""What a turn changes, as data. `delivery.apply` carries them out in the turn's own transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.talk.messages import Reply
from bot.talk.session import Session


@dataclass(frozen=True)
class DeleteMessage:
    """Take a message of the person out of the chat, where the channel can; best effort, after the transaction."""

    message_id: str


@dataclass(frozen=True)
class Count:
    """One more in a count without a person: what (`answered`, `chosen`, `unknown`, `gap`, `useful`, ...), on which topic.

    Kept by week; nothing links it to anybody.
    """

    what: str
    topic: str = ""


@dataclass(frozen=True)
class Forget:
    """Erase everything that is kept on this conversation: session, waiting and shown messages, records of sent ones."""


@dataclass(frozen=True)
class Hide:
    """Take back what was shown in this chat as far as the channel can: somebody is looking at the screen."""


@dataclass(frozen=True)
class Unreachable:
    """The person blocked the bot: nothing is sent until they write again; `back` undoes it."""

    back: bool = False


Effect = DeleteMessage | Count | Forget | Hide | Unreachable


@dataclass(frozen=True)
class Turn:
    """What one incoming message leads to. At most one new message in a private chat; `amendments` edit earlier ones.

    `toast` is a word in answer to a press (best effort; nothing that matters is said in it). `quiet` is true when nothing
    is said on purpose (a repeat, a group that was told already).
    """

    session: Session
    reply: Reply | None = None
    amendments: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    toast: str = ""
