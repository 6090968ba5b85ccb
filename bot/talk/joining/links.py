"""An invitation's ways in, drawn when its message is sent: an address for each channel, and the code to be typed."""

from __future__ import annotations

from bot.library.edition import Edition
from bot.library.richtext import Block, Link, Paragraph, Text
from bot.library.words import isolated
from bot.people.invite import payload, web_path
from bot.talk.house import House
from bot.talk.tokens import Signer


def drawn(invite: str, signer: Signer, house: House, edition: Edition, lang: str) -> list[Block]:
    """The ways in, the one that most people have first."""
    code = signer.invitation(invite)
    addresses = [house.ways.telegram(payload(code)), house.ways.web + web_path(code) if house.ways.web else ""]
    typed = edition.words.say(lang, "join.typed", isolated(lang, {"code": f"/join {code}"}))
    lines = [Link(one, one) if one.startswith("https://") else Text(one) for one in addresses if one]
    return [Paragraph((one,)) for one in (*lines, Text(typed))]


def address(invite: str, signer: Signer, house: House) -> str:
    """The one address that a picture of an invitation carries: Telegram where it is on, else the web chat."""
    code = signer.invitation(invite)
    return house.ways.telegram(payload(code)) or (house.ways.web + web_path(code) if house.ways.web else code)
