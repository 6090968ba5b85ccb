"""An update of Telegram becomes an Incoming, or nothing. No file is ever asked for, and a place on the map is forgotten here."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import structlog
from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatType

from bot.clock import Clock
from bot.talk.messages import (
    Blocked,
    Edited,
    Incoming,
    Joined,
    Origin,
    Pressed,
    Said,
    SentSomething,
    SharedLocation,
    Unblocked,
)

NAME = "telegram"
ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)

Kind = Literal["photo", "voice", "video", "sticker", "file", "contact", "other"]
_KINDS: Mapping[str, Kind] = {
    "photo": "photo",
    "voice": "voice",
    "audio": "file",
    "video": "video",
    "video_note": "video",
    "animation": "video",  # comes with a document of the same name, so it stands before it
    "document": "file",
    "sticker": "sticker",
    "contact": "contact",
    "dice": "other",
    "game": "other",
    "poll": "other",
    "story": "other",
    "paid_media": "other",
    "checklist": "other",
}
_ALBUMS = 256
_NAMED_COMMAND = re.compile(r"(/\w+)@(\w+)(?!\S)")

log = structlog.get_logger(__name__)


class Reader:
    """Reads updates. It remembers which albums it saw, as every picture of one is an update of its own."""

    def __init__(self, clock: Clock) -> None:
        self.username = ""  # known after getMe; then "/help@OurBot" is a command and "/help@OtherBot" isn't ours
        self._clock = clock
        self._albums: OrderedDict[str, int] = OrderedDict()

    def read(self, raw: object) -> Incoming | None:
        """What an update says, or None for one that needs no answer or makes no sense. Never raises.

        A message that can't be read is logged by the kind of its fault only: it may hold what somebody wrote.
        """
        try:
            return self._incoming(*_pruned(raw))
        except Exception as error:  # a message that can't be read must not stop those behind it
            log.warning("update not understood", channel=NAME, error=type(error).__name__)
            return None

    def _incoming(self, update: Update, holds: frozenset[str]) -> Incoming | None:
        number = int(_id(update.update_id))
        if update.message is not None:
            return self._message(number, update.message, holds)
        if update.edited_message is not None:
            return self._edited(number, update.edited_message)
        if update.callback_query is not None:
            return self._pressed(number, update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(number, update.my_chat_member)
        return None

    def _message(self, number: int, message: Message, holds: frozenset[str]) -> Incoming | None:
        if not _of_a_person(message):
            return None
        origin = self._origin(number, message.chat, message.from_user, message.date)
        sent, forwarded = _id(message.message_id), "forward_origin" in holds
        if message.text is not None:
            text = self._ours(message.text)
            return None if text is None else Said(origin, text, sent, forwarded)
        if "location" in holds or "venue" in holds:
            return SharedLocation(origin, message_id=sent)
        kind = next((kind for name, kind in _KINDS.items() if name in holds), None)
        if kind is None or self._seen(number, message):
            return None  # a notice (somebody joined, a title was changed), or one more picture of an album
        return SentSomething(origin, kind, _text(message.caption), sent, forwarded)

    def _edited(self, number: int, message: Message) -> Incoming | None:
        words = message.text if message.text is not None else message.caption
        if words is None or not _of_a_person(message):
            return None  # a live location that moved
        text = self._ours(_text(words))
        origin = self._origin(number, message.chat, message.from_user, message.edit_date or message.date)
        return None if text is None else Edited(origin, text, _id(message.message_id))

    def _pressed(self, number: int, query: CallbackQuery) -> Incoming | None:
        if query.message is None or query.data is None:
            return None  # a button in somebody else's chat (inline mode), or a game
        # Telegram doesn't say when a button was pressed.
        origin = self._origin(number, query.message.chat, query.from_user, self._clock.now())
        return Pressed(origin, _text(query.data), _id(query.message.message_id), _text(query.id))

    def _membership(self, number: int, change: ChatMemberUpdated) -> Incoming | None:
        origin = self._origin(number, change.chat, change.from_user, change.date)
        was_out, is_out = (member.status == ChatMember.LEFT for member in (change.old_chat_member, change.new_chat_member))
        if was_out == is_out or change.chat.type == ChatType.CHANNEL:
            return None
        if not origin.private:
            # Nothing is ever sent to a group unasked, so that leaving one needs no word.
            return None if is_out else Joined(origin)
        return Blocked(origin) if is_out else Unblocked(origin)

    def _origin(self, number: int, chat: Chat, person: User | None, at: datetime) -> Origin:
        return Origin(
            channel=NAME,
            update_id=str(number),
            chat=_id(chat.id),
            person=_id(person.id if person is not None else chat.id),
            at=at.astimezone(UTC),
            private=chat.type == ChatType.PRIVATE,
            locale=_text(person.language_code) if person is not None else "",
        )

    def _ours(self, text: object) -> str | None:
        """The text, a command without our name behind it; None for a command to another bot of the group."""
        words = _text(text)
        named = _NAMED_COMMAND.match(words)
        if named is None:
            return words
        if self.username and named[2].casefold() != self.username.casefold():
            return None
        return named[1] + words[named.end() :]

    def _seen(self, number: int, message: Message) -> bool:
        """Whether an album was already answered by another of its pictures. One with a caption always counts.

        The picture that stood for the album is remembered, so that it counts again if Telegram brings it again.
        """
        album = message.media_group_id
        if album is None:
            return False
        first = self._albums.setdefault(album, number)
        while len(self._albums) > _ALBUMS:
            self._albums.popitem(last=False)
        return first != number and not message.caption


def update_number(raw: object) -> int | None:
    """The number of an update that came from getUpdates, or None if it has none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


# All that is read of a message. The rest is not even parsed: it is nobody's business here, and new kinds of content come
# with shapes that this version of python-telegram-bot refuses.
_READ = frozenset(
    "message_id date edit_date chat from sender_chat text caption media_group_id is_automatic_forward".split()  # noqa: SIM905
)


def _pruned(raw: Any) -> tuple[Update, frozenset[str]]:
    """The update without what isn't read, and the names of everything that its message held. Raises for what is no update."""
    kind = next((kind for kind in ALLOWED if kind in raw), None)
    if kind is None:
        return Update.de_json({"update_id": raw["update_id"]}, None), frozenset()
    content = raw[kind]
    holds = frozenset(content)
    if kind == Update.CALLBACK_QUERY:
        if content.get("message") is not None:
            content = {**content, "message": _only_read(content["message"])}
    elif kind == Update.MY_CHAT_MEMBER:
        content = {**content, **{side: _in_or_out(content[side]) for side in ("old_chat_member", "new_chat_member")}}
    else:
        content = _only_read(content)
    return Update.de_json({"update_id": raw["update_id"], kind: content}, None), holds


def _only_read(message: Any) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name in _READ}


def _in_or_out(member: Any) -> dict[str, Any]:
    """A membership without the rights that come with it, which grow with every version of the Bot API."""
    out = member["status"] in (ChatMember.LEFT, ChatMember.BANNED)
    return {"status": ChatMember.LEFT if out else ChatMember.MEMBER, "user": member["user"]}


def _of_a_person(message: Message) -> bool:
    """Not a channel's post, its copy in a discussion group, or another bot. An admin who hides behind the group's name counts."""
    if message.chat.type == ChatType.CHANNEL or message.is_automatic_forward:
        return False
    return message.from_user is None or not message.from_user.is_bot or message.sender_chat is not None


def _id(number: Any) -> str:
    if not isinstance(number, int):
        raise TypeError
    return str(number)


def _text(words: Any) -> str:
    if words is None:
        return ""
    if not isinstance(words, str):
        raise TypeError
    return words
