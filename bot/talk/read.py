"""Reading a message: what it says, before anything is decided. Pure, and done before any lock is taken."""

from __future__ import annotations

from dataclasses import dataclass

from bot.library.edition import Edition
from bot.talk.house import House
from bot.talk.messages import Incoming
from bot.talk.session import Session
from intents import Alarm, Match, Verdict


@dataclass(frozen=True)
class Reading:
    """What a message says. `lang` is the language to answer in; `foreign` a language that isn't spoken here, "" else.

    `alarm` is a red flag; `command` a command's name with its `argument`; `personal` the types of personal details that
    stand in the text. For presses and events only `lang` is filled.
    """

    lang: str
    foreign: str = ""
    alarm: Alarm | None = None
    command: str = ""
    argument: str = ""
    personal: tuple[str, ...] = ()
    match: Match | None = None
    verdict: Verdict | None = None


def read(incoming: Incoming, earlier: tuple[str, ...], session: Session, edition: Edition, house: House) -> Reading:
    """Read one message in the light of the conversation so far. Never raises for anything a person can send."""
    raise NotImplementedError
