"""Everything that a dialogue may look at while it decides: one bundle instead of eight arguments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.library.edition import Edition
from bot.library.model import Guidance
from bot.talk.desk import Desk
from bot.talk.effects import Effect, Turn
from bot.talk.house import House
from bot.talk.messages import Button, Label, Piece, Press, Reply, Rows, Say, TitleOf
from bot.talk.read import Reading
from bot.talk.session import Session
from bot.talk.tokens import Signer

NO_KEYS = Signer(())
ROW = 2  # buttons beside each other: two of 24 characters fit a phone


@dataclass(frozen=True)
class Scene:
    """One message being answered.

    `asked` is the person's message, "" for events; `under` the message that a pressed button stood under. `chat` is the
    conversation as its channel names it; `signer` makes the codes of invitations.
    """

    session: Session
    reading: Reading
    desk: Desk
    edition: Edition
    house: House
    now: datetime
    asked: str = ""
    under: str = ""
    channel: str = ""
    chat: str = ""
    signer: Signer = NO_KEYS

    @property
    def lang(self) -> str:
        """The language to answer in."""
        return self.reading.lang

    @property
    def country(self) -> str:
        """The person's country as far as it's known: said in this conversation, else kept, else the organisation's home."""
        return self.session.country_now or self.session.country or self.house.home_country

    def reply(self, *pieces: Piece, buttons: Rows = (), topic: str = "", amends: str = "") -> Reply:
        """A reply to this message in its language."""
        return Reply(pieces, buttons, lang=self.lang, reply_to=self.asked, topic=topic, amends=amends)

    def turn(self, *pieces: Piece, buttons: Rows = (), session: Session | None = None, effects: tuple[Effect, ...] = ()) -> Turn:
        """A turn that says this and leaves the session as it is unless another is given."""
        return Turn(session or self.session, self.reply(*pieces, buttons=buttons), effects=effects)

    def listed(self, words: Iterable[str]) -> str:
        """Several words in a row, with the comma of the language of the answer between them."""
        return self.edition.words.say(self.lang, "hours.comma").join(words)

    def served(self, topic: str) -> Guidance | None:
        """The text of a topic that this installation shows, or None: no text, hidden, or an unreviewed one that is held back."""
        return served(topic, self.lang, self.edition, self.house)


def served(topic: str, lang: str, edition: Edition, house: House) -> Guidance | None:
    """The text of a topic in `lang` (else in the source language) as far as `serve_drafts` lets it be shown."""
    library = edition.library
    found = library.find(topic, lang)
    if found is None:
        return None
    if not _held_back(found, edition, house):
        return found
    original = library.find(topic, library.source_lang)
    return original if original and not _held_back(original, edition, house) else None


def _held_back(text: Guidance, edition: Edition, house: House) -> bool:
    if text.status == "reviewed" or house.serve_drafts == "all":
        return False
    return house.serve_drafts == "none" or text.section == "urgent"


def button(label: Label | str, verb: str, *args: str) -> Button:
    """A button; a plain string is the key of a sentence."""
    return Button(Say(label) if isinstance(label, str) else label, Press(verb, args))


def topic_button(topic: str) -> Button:
    """A button with a topic's title that opens its answer."""
    return button(TitleOf(topic=topic), "a", topic)


def rows(buttons: list[Button], width: int = ROW) -> Rows:
    """Buttons in rows of at most `width`, in order."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
