"""What a turn changes, as data. `delivery.apply` carries them out in the turn's own transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.corrections import Correction
from bot.talk.dealings import Dealing
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


@dataclass(frozen=True)
class Redeem:
    """Use up a one-time code, known by its hash, and make this person an admin; the first one wins."""

    code_hash: str


@dataclass(frozen=True)
class WrongCode:
    """Somebody sent a code that isn't taken: after a few they have to wait."""


@dataclass(frozen=True)
class Correct:
    """Keep a correction, and tell the other admins so (`told`, in the language of each)."""

    correction: Correction
    told: Reply


@dataclass(frozen=True)
class Undo:
    """Take a correction back, and tell the other admins so."""

    correction: Correction
    told: Reply


@dataclass(frozen=True)
class Confirm:
    """The second person's yes to a correction, and tell the other admins so."""

    correction: Correction
    told: Reply


@dataclass(frozen=True)
class Report:
    """This person says that a number didn't work. When enough have said so, `mark` is kept and the admins are `told`."""

    service: str
    contact: int
    mark: Correction
    told: Reply


Effect = DeleteMessage | Count | Forget | Hide | Unreachable | Redeem | WrongCode | Correct | Undo | Confirm | Report | Dealing


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
