"""What comes in and what goes out, in no channel's words. Both travel through the store as JSON (see `codec`).

An outgoing reply holds references (topic, part, key of a sentence), never finished text: it is drawn when it is sent, so
that a text that was withdrawn or mended in between is not sent any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.library.richtext import Block, plain

Lane = Literal["urgent", "reply", "reminder", "bulk"]
LANES: tuple[Lane, ...] = ("urgent", "reply", "reminder", "bulk")


# --- in -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Origin:
    """Where a message came from.

    `update_id` is unique in its channel and is what repeats are recognised by; `chat` is the conversation, `person` who
    wrote in it (both as the channel names them); `at` is when it was sent; `locale` is what the channel says of the
    person's language; `private` is false in groups.
    """

    channel: str
    update_id: str
    chat: str
    person: str
    at: datetime
    private: bool = True
    locale: str = ""


@dataclass(frozen=True)
class Said:
    """Typed words."""

    origin: Origin
    text: str
    message_id: str = ""
    forwarded: bool = False


@dataclass(frozen=True)
class Edited:
    """A message that was changed after it was sent; `text` is the new wording."""

    origin: Origin
    text: str
    message_id: str


@dataclass(frozen=True)
class Pressed:
    """A button. `data` is what the button carried (see `tokens`), and may be forged; `message_id` is the message it was under."""

    origin: Origin
    data: str
    message_id: str = ""
    press_id: str = ""


@dataclass(frozen=True)
class SharedLocation:
    """A place on the map, already reduced to a country code where the channel could tell, else empty."""

    origin: Origin
    country: str = ""
    message_id: str = ""


@dataclass(frozen=True)
class SentSomething:
    """Anything that isn't words: it is never downloaded. `caption` is read like typed words."""

    origin: Origin
    kind: Literal["photo", "voice", "video", "sticker", "file", "contact", "other"]
    caption: str = ""
    message_id: str = ""
    forwarded: bool = False


@dataclass(frozen=True)
class Joined:
    """The bot was added to a group (`private` is false) or a person opened the chat (`payload` of a deep link)."""

    origin: Origin
    payload: str = ""


@dataclass(frozen=True)
class Blocked:
    """The person stopped the bot."""

    origin: Origin


@dataclass(frozen=True)
class Unblocked:
    """The person let the bot back in."""

    origin: Origin


Incoming = Said | Edited | Pressed | SharedLocation | SentSomething | Joined | Blocked | Unblocked


# --- out ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Say:
    """A sentence of the chat by its key in `content/words`, with its places filled."""

    key: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TitleOf:
    """A title: of a topic, its part (with `place` if it has one), a section, an area, a language, a gap, a service."""

    topic: str = ""
    part: str = ""
    place: str = ""
    section: str = ""
    country: str = ""
    language: str = ""
    gap: str = ""
    service: str = ""


@dataclass(frozen=True)
class Passage:
    """Guidance: the short answer of a topic, or one of its parts, with the one last line (source, place, state, reference)."""

    topic: str
    part: str = ""
    place: str = ""


@dataclass(frozen=True)
class EmergencyCard:
    """Whom to call now: own numbers, the emergency numbers of `country` (empty: of the organisation's countries)."""

    country: str = ""


@dataclass(frozen=True)
class NumbersCard:
    """Numbers for a country ("" = of the organisation's countries): emergency, own, and helplines.

    `audience` narrows them for a for-you card: a child gets the child helpline first, a worker the staff's own support.
    `keep` is the key of the sentence that says how to keep them for when there is no network, "" where it isn't said.
    """

    country: str = ""
    audience: str = ""
    keep: str = ""


@dataclass(frozen=True)
class ServiceList:
    """Services by id, as they stand when the message is sent. `place` is the area they were looked for in, `asker` the asker's.

    `whole` shows every way to reach the one service; `ways` puts those first (`silent`: without speaking).
    """

    services: tuple[str, ...]
    place: str = ""
    asker: str = ""
    whole: bool = False
    ways: tuple[str, ...] = ()


@dataclass(frozen=True)
class PassedOn:
    """A service as a text for a family, in its message's language; `neutral`: its number under a name that says nothing."""

    service: str
    neutral: bool = False


@dataclass(frozen=True)
class Aloud:
    """A service's number in groups, to be read out."""

    service: str


@dataclass(frozen=True)
class ComingUp:
    """The next days of the field in a place ("" = not known), or with `past` the last ones; reckoned on the day of drawing."""

    place: str = ""
    past: bool = False


@dataclass(frozen=True)
class Sources:
    """The sources of a topic, each with its address."""

    topic: str


@dataclass(frozen=True)
class Quoted:
    """An older wording by its code, as it was shown (`/ref disclosure 7k2m`); `text` was looked up when the turn was made."""

    topic: str
    code: str
    text: str = ""
    first_shown: str = ""


@dataclass(frozen=True)
class SayAt:
    """A sentence with moments in it, as their reader's wall shows them.

    `moments` (aware) by the names of their places; `zone` is the reader's IANA zone. Shown with weekday, date, 24 h time and
    part of day; `brief` as on a button or a lock screen ("Today 14:00", "Wednesday 10:00", else with the date). Where `other`
    is another zone whose wall shows something else then, its time stands beside it.
    """

    key: str
    moments: Mapping[str, datetime]
    zone: str
    args: Mapping[str, str] = field(default_factory=dict)
    other: str = ""
    brief: bool = False


@dataclass(frozen=True)
class Listed:
    """Sentences one below the other, as a list; `names` are what each begins with, strongly, if they have some."""

    lines: tuple[Say | SayAt, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class InviteLink:
    """The links of an invitation, one for each way in, by the id under which it is kept. The code in them is made from the bot's
    key when the message is drawn, and stands nowhere else."""

    invite: str


@dataclass(frozen=True)
class CalendarLink:
    """The address under which a calendar program fetches the check-ins of whoever reads this; likewise made when it is drawn."""


@dataclass(frozen=True)
class Document:
    """A file, made when it is sent: `ics` (a booking or a series, without names), `qr` (a picture of an invitation's link), `csv`
    (a board or one's own history). `args` say of what."""

    kind: Literal["ics", "qr", "csv"]
    args: tuple[str, ...] = ()


Piece = (
    Say | TitleOf | Passage | EmergencyCard | NumbersCard | PassedOn | Aloud | ServiceList | ComingUp | Sources | Quoted
    | SayAt | Listed | InviteLink | CalendarLink | Document
)  # fmt: skip
Label = Say | TitleOf | SayAt


@dataclass(frozen=True)
class Press:
    """What a button does: a verb of `tokens` and its arguments."""

    verb: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True)
class Button:
    """Words of at most 24 characters, and what they do."""

    label: Label
    press: Press


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Reply:
    """One message. `amends` edits that message of ours instead of sending a new one.

    `reply_to` is the message of the person that this answers; `topic` is what it answers with (for edits and corrections);
    `assertive` is for what has to interrupt (the emergency card). `ends` is for the last one of a chat that its person signed out
    of: where people fetch their messages, none is shown any more, and whoever comes next is somebody new.
    """

    pieces: tuple[Piece, ...]
    buttons: Rows = ()
    lang: str = "en"
    lane: Lane = "reply"
    reply_to: str = ""
    amends: str = ""
    topic: str = ""
    assertive: bool = False
    ends: bool = False


# --- drawn --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Voice:
    """A stretch of a message in one language, with its direction."""

    lang: str
    direction: Literal["ltr", "rtl"]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class DrawnButton:
    """A button's words and the token that it carries (at most 64 bytes)."""

    text: str
    data: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message: what it is called on the screen, under which name it is saved, and what it is made of
    when it is sent or fetched (`delivery.documents`)."""

    title: str
    name: str
    media: str
    document: Document

    @property
    def picture(self) -> bool:
        """Whether it is to be looked at rather than kept."""
        return self.media.startswith("image/")


@dataclass(frozen=True)
class File:
    """A file as it leaves: its name, its media type, its bytes."""

    name: str
    media: str
    data: bytes


@dataclass(frozen=True)
class Drawn:
    """A reply as a channel gets it: a tree of words and buttons, ready to be put into the channel's own markup, and its files."""

    voices: tuple[Voice, ...]
    buttons: tuple[tuple[DrawnButton, ...], ...] = ()
    lang: str = "en"
    assertive: bool = False
    files: tuple[Attachment, ...] = ()
    ends: bool = False

    def words(self) -> str:
        """All its words, without its buttons."""
        return "\n".join(plain(voice.blocks) for voice in self.voices)
