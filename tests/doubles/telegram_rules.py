"""What Telegram refuses, and what it takes but silently changes. Sentences are those of the Bot API."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from telegram.constants import MessageEntityType

UNITS, CAPTION, ENTITIES, DATA_BYTES, COPY_LENGTH = 4096, 1024, 100, 64, 256
_TYPES = frozenset(entity.value for entity in MessageEntityType)
_CHANGED = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u030a\u033f\u0333]")
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060-\u2069\ufeff]+")
_ACTIONS = ("callback_data", "copy_text", "url", "switch_inline_query", "web_app", "login_url", "pay")


class Wrong(Exception):
    """An answer other than `ok`: status, description, and `parameters` (retry_after, migrate_to_chat_id)."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def units(text: str) -> int:
    """The length of a text as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def covered(text: str, offset: int, length: int) -> str:
    """The words that an entity covers. Raises UnicodeDecodeError where it cuts a character in two."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def check_text(text: object, complaints: list[str]) -> str:
    """A message's text. Raises Wrong; complains of what Telegram would change in it."""
    if not isinstance(text, str) or not _INVISIBLE.sub("", text):
        raise Wrong(400, "Bad Request: message text is empty")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Wrong(400, "Bad Request: strings must be encoded in UTF-8") from None
    if units(text) > UNITS:
        raise Wrong(400, "Bad Request: message is too long")
    if _CHANGED.search(text) or text.strip() != text:
        complaints.append("a text that Telegram would change")
    return text


def check_entities(text: str, entities: object, complaints: list[str]) -> list[dict[str, Any]]:
    """The entities of a text. Raises Wrong; complains of those that Telegram would drop."""
    if entities is None:
        return []
    if not isinstance(entities, Sequence):
        raise Wrong(400, "Bad Request: entities must be an Array")
    for entity in entities:
        kind, offset, length = entity["type"], entity["offset"], entity["length"]
        if kind not in _TYPES:
            raise Wrong(400, "Bad Request: can't parse entities: unsupported entity type")
        if offset < 0 or length < 1 or offset + length > units(text):
            raise Wrong(400, "Bad Request: can't parse entities: entity lies outside the text")
        try:
            words = covered(text, offset, length)
        except UnicodeDecodeError:
            raise Wrong(400, "Bad Request: can't parse entities: entity ends in the middle of a UTF-16 symbol") from None
        if words.strip() != words:
            complaints.append("an entity that begins or ends in a blank")
        if kind == "text_link" and not str(entity.get("url", "")).startswith(("https://", "http://", "tg://")):
            complaints.append("a link that Telegram would drop")
    if len(entities) > ENTITIES:
        complaints.append(f"{len(entities)} entities: Telegram shows {ENTITIES}")
    _check_nesting(entities, complaints)
    return list(entities)


def _check_nesting(entities: Sequence[Mapping[str, Any]], complaints: list[str]) -> None:
    spans = sorted((e["offset"], -e["length"], e["type"]) for e in entities)
    open_until: list[tuple[int, str]] = []
    for offset, negative, kind in spans:
        end = offset - negative
        open_until = [(until, outer) for until, outer in open_until if until > offset]
        for until, outer in open_until:
            if end > until:
                complaints.append("entities that cross")
            if "code" in (kind, outer):
                complaints.append("code within other entities")
        open_until.append((end, kind))


def check_keyboard(markup: object) -> list[list[dict[str, Any]]]:
    """The rows of an inline keyboard. Raises Wrong."""
    if markup is None:
        return []
    rows = markup.get("inline_keyboard") if isinstance(markup, Mapping) else None
    if not isinstance(rows, Sequence):
        raise Wrong(400, "Bad Request: object expected as reply markup")
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise Wrong(400, "Bad Request: reply markup is too long")
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            raise Wrong(400, "Bad Request: can't parse inline keyboard button: text must be non-empty")
        actions = [action for action in _ACTIONS if action in button]
        if len(actions) != 1:
            raise Wrong(400, "Bad Request: can't parse inline keyboard button: exactly one action must be used")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
            raise Wrong(400, "Bad Request: BUTTON_DATA_INVALID")
        if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= COPY_LENGTH:
            raise Wrong(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
    return [list(row) for row in rows]


def check_commands(commands: object) -> None:
    """The commands of a menu. Raises Wrong."""
    if not isinstance(commands, Sequence) or len(commands) > 100:
        raise Wrong(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise Wrong(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise Wrong(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
