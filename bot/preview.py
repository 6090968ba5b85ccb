"""`practiceline preview`: an answer and all its parts in the terminal, drawn by the same pen as in every channel."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console
from rich.rule import Rule

from bot.channels.terminal import drawn
from bot.library.edition import Edition
from bot.talk.desk import Desk
from bot.talk.house import House
from bot.talk.messages import Drawn, Origin, Pressed
from bot.talk.read import Reading
from bot.talk.render import draw
from bot.talk.session import Session
from bot.talk.tokens import Signer
from bot.talk.turn import turn

_SIGNER = Signer((b"nobody presses these",))


def screens(topic: str, lang: str, country: str, edition: Edition, house: House, now: datetime) -> list[Drawn]:
    """The answer, then everything that "More" leads to, as somebody in that country sees it."""

    def press(data: str) -> Drawn | None:
        incoming = Pressed(Origin("preview", "1", "1", "1", now), data)
        session = Session(lang=lang, country=country, greeted=True)
        found = turn(incoming, Reading(lang), session, Desk(), edition, house, _SIGNER, now)
        return draw(found.reply, edition, house, _SIGNER, "preview:1", now) if found.reply else None

    first, more = press(f"a:{topic}"), press(f"more:{topic}")
    parts = [b.data for row in (more.buttons if more else ()) for b in row if b.data.startswith("p:")]
    return [screen for screen in (first, *map(press, parts), press(f"src:{topic}")) if screen is not None]


def previewed(topic: str, lang: str, country: str, edition: Edition, house: House, now: datetime) -> None:
    """Print every screen, with a line between them."""
    console = Console()
    for screen in screens(topic, lang, country, edition, house, now):
        console.print(drawn(screen))
        console.print(Rule(style="dim"))
