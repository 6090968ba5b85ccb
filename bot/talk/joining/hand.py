"""Which invitation somebody holds in their hand: a code that they bring along, or one that they look at since. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.people.invite import PREFIX, SHARED_PREFIX, code_in, is_shared
from bot.talk.messages import Incoming, Joined, Press, Said
from bot.talk.read import Reading
from bot.talk.session import Session

DOOR_VERBS = ("j-in",)
NAMING = "joining-name-new"


@dataclass(frozen=True)
class Hand:
    """`code` is what was sent just now ("" for nothing that can be a code).

    `id` is of the invitation that this conversation looked at before: it stood in a button that we signed, or in the session, so
    that no guess can be in it. `tried` is true where somebody meant to send a code: a wrong one counts. `shared`: others use that
    computer too."""

    code: str = ""
    id: str = ""
    tried: bool = False
    shared: bool = False


def in_hand(incoming: Incoming, reading: Reading, session: Session, press: Press | None = None) -> Hand | None:
    """What a message or a press brings along; None where it has nothing to do with an invitation."""
    if press is not None:
        return Hand(id=press.args[0]) if press.verb in DOOR_VERBS and press.args else None
    brought = _brought(incoming, reading)
    if brought is not None:
        return Hand(code_in(brought) or "", tried=True, shared=is_shared(brought))
    if session.asked == NAMING and isinstance(incoming, Said) and session.asked_args:
        return Hand(id=session.asked_args[0])
    return None


def is_invitation(payload: str) -> bool:
    """Whether somebody came by the link of an invitation; also one that lost a letter on its way, so that they are told."""
    return payload.startswith((PREFIX, SHARED_PREFIX)) or code_in(payload) is not None


def _brought(incoming: Incoming, reading: Reading) -> str | None:
    """Words in which a code stands, or should."""
    match incoming:
        case Joined(payload=payload):
            return payload if is_invitation(payload) else None
        case Said(text=text) if reading.command == "join":
            return reading.argument or None
        case Said(text=text) if reading.command == "start" or not reading.command:
            return text if code_in(text) else None
        case _:
            return None
