"""The router: red flag, then command, then the answer to what the bot last asked, then question."""

from __future__ import annotations

from datetime import datetime

from bot.library.edition import Edition
from bot.talk.desk import Desk
from bot.talk.effects import Turn
from bot.talk.house import House
from bot.talk.messages import Incoming
from bot.talk.read import Reading
from bot.talk.session import Session
from bot.talk.tokens import Signer


def turn(
    incoming: Incoming, reading: Reading, session: Session, desk: Desk, edition: Edition, house: House, signer: Signer, now: datetime
) -> Turn:
    """What one message leads to. Pure and synchronous; never raises for anything a person can send."""
    raise NotImplementedError
