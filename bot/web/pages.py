"""Drawn messages as HTML, and the pages around them. Every word passes through Jinja's escaping; nothing is marked as safe."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.channels.base import Letter
from bot.library.words import Words, direction
from bot.talk.house import House
from bot.talk.messages import Drawn, DrawnButton
from bot.web.assets import Assets
from bot.web.visitor import once

TEMPLATES = Path(__file__).parent / "templates"

SHOWN = 8
"""Messages on a page unless somebody asks for the earlier ones: a few screens, and little data."""

_DIAL = re.compile(r"\+?[0-9*#]{2,20}")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Spoken(Protocol):
    """As much of an edition as a page needs."""

    @property
    def words(self) -> Words:
        """The sentences of the chat."""


@dataclass(frozen=True)
class View:
    """One page of chat. `after` is the highest number that was on the page before, None on a first look.

    `waiting` says that something is still being answered; `more` that there are earlier messages than these; `news` how many came
    while nobody looked. Whoever `joined` is told in the title what waits, also while nobody looks.
    """

    letters: Sequence[Letter]
    last: int
    after: int | None
    waiting: bool
    more: bool
    token: str
    news: int = 0
    joined: bool = False


class Pages:
    """Makes pages of the edition of this moment.

    `emergency` draws the card for a language; it is kept in the page for when there is no connection.
    """

    def __init__(
        self, edition: Callable[[], Spoken], house: House, assets: Assets, emergency: Callable[[str], Drawn] | None = None
    ) -> None:
        self._edition, self._house, self._emergency = edition, house, emergency
        env = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        env.globals.update(asset=assets.url, once=once, house=house, direction=direction)
        env.filters.update(kind=lambda block: type(block).__name__, tel=tel, https=https, danger=opens_card, lang=lang_of)
        self._chat, self._letter = env.get_template("chat.html"), env.get_template("letter.html")
        self._plain, self._bounce = env.get_template("plain.html"), env.get_template("bounce.html")
        self._card, self._join = env.get_template("card.html"), env.get_template("join.html")
        self._mail = env.get_template("mail.html")

    def language(self, accept: str, letters: Sequence[Letter] = ()) -> str:
        """The language of a page: of the newest message, else the browser's, else the house's first; English if it lacks ours."""
        known = self._edition().words.languages
        wished = [letters[-1].drawn.lang] if letters else []
        wished += [tag.partition("-")[0].lower() for tag in languages(accept)]
        for lang in [*wished, *self._house.languages]:
            # A page half in one language and half in another would be read aloud wrongly.
            if lang in self._house.languages and lang in known and "web.send" in known[lang].sentences:
                return lang
        return "en"

    def chat(self, view: View, lang: str) -> str:
        """The whole page."""
        card = self._emergency(lang) if self._emergency else None
        return self._render(self._chat, lang, view=view, card=card)

    def letter(self, letter: Letter, token: str, after: int) -> str:
        """One message, as the script puts it into the page."""
        return self._letter.render(letter=letter, token=token, after=after, new=False)

    def trouble(self, lang: str, key: str, card: bool) -> str:
        """A page of one sentence and the way back; with the emergency card where the chat itself can't give it."""
        drawn = self._emergency(lang) if self._emergency and card else None
        return self._render(self._plain, lang, key=key, card=drawn, neutral=False)

    def card(self, drawn: Drawn, lang: str) -> str:
        """One message as a page of its own."""
        return self._render(self._card, lang, card=drawn)

    def join(self, target: str, token: str, lang: str) -> str:
        """The page of an invitation; its form goes to `target`."""
        return self._render(self._join, lang, target=target, token=token)

    def mail(self, key: str, target: str, lang: str) -> str:
        """One sentence about e-mails; with a `target` also the button that stops them."""
        return self._render(self._mail, lang, key=key, target=target)

    def blank(self, lang: str) -> str:
        """Nothing that says what was here."""
        return self._render(self._plain, lang, key="web.hidden", card=None, neutral=True)

    def bounce(self, target: str, lang: str) -> str:
        """A page that goes on to `target` by itself."""
        return self._render(self._bounce, lang, target=target)

    def _render(self, template: Template, lang: str, **what: object) -> str:
        words = self._edition().words

        def t(key: str, args: Mapping[str, str] | None = None) -> str:
            return words.say(lang, key, args)

        return template.render(t=t, page_lang=lang, **what)


def languages(accept: str) -> list[str]:
    """The tags of an Accept-Language header in their order, at most eight; what isn't a tag is left out."""
    tags = [tag.partition(";")[0].strip() for tag in accept.split(",")[:8]]
    return [tag for tag in tags if len(tag) <= 20 and _LANG.fullmatch(tag)]


def tel(dial: str) -> str:
    """The address that dials a number, or "" for what can't be dialled."""
    return f"tel:{quote(dial, safe='+*')}" if _DIAL.fullmatch(dial) else ""


def https(url: str) -> str:
    """The address if it is a plain https one with a host, else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    whole = parts.scheme == "https" and parts.hostname and not any(c.isspace() or ord(c) < 32 for c in url)
    return url if whole else ""


def lang_of(lang: str) -> str:
    """A language tag as HTML takes it; "und" for anything else."""
    return lang if _LANG.fullmatch(lang) else "und"


def opens_card_data(data: str) -> bool:
    """Whether what a button carries shows the emergency card, of any country."""
    return data == "sos" or data.startswith("sos:")


def opens_card(button: DrawnButton) -> bool:
    """Whether a button is the way to the emergency card, and not one of the card's own countries.

    It looks different from all others, and not by colour alone.
    """
    return button.data in ("sos", "sos:")
