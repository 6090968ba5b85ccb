"""Drawing a reply: references become words, in the language of the reply and with the edition of this moment. Pure."""

from __future__ import annotations

from datetime import datetime

from bot.library.edition import Edition
from bot.talk.house import House
from bot.talk.messages import Drawn, Reply
from bot.talk.tokens import Signer


def draw(reply: Reply, edition: Edition, house: House, signer: Signer, person: str, now: datetime) -> Drawn:
    """The reply as a channel gets it. `person` is `channel:person`, whom the buttons are signed for."""
    raise NotImplementedError
