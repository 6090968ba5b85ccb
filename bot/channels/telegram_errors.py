"""What an error of the Bot API means for the message that met it."""

from __future__ import annotations

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from bot.channels.base import ChannelError, Moved, NotSent, Refused, SlowDown, Unreachable, Unsure
from bot.channels.telegram_request import FarSideFailed, NoConnection, TooMany

# Telegram has no codes for these: it answers 400 and a sentence, which it has kept for years.
_GONE = (
    "chat not found",
    "user not found",
    "chat_id is empty",
    "peer_id_invalid",
    "user is deactivated",
    "have no rights to send a message",
    "not enough rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "group chat was deactivated",
    "bot is not a member",
)
_SAME = ("message is not modified",)
_NOT_THERE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message is not found",
    "no text in the message to edit",  # it is a file: its words are a caption
)


def meaning(error: Exception) -> ChannelError:
    """The channel's error for one of python-telegram-bot's. It names what happened, never the text, the chat or the address."""
    match error:
        case TooMany():
            return SlowDown(error.seconds)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Unreachable(_words(error.message))
        case BadRequest():
            return Unreachable(_words(error.message)) if _holds(error, _GONE) else Refused(_words(error.message))
        case NoConnection() | FarSideFailed():
            return NotSent(error.message)
        case InvalidToken():
            return NotSent("the token was refused")  # no fault of the message; the poll loop says what to do
        case _:
            return Unsure(type(error).__name__)


def unchanged(error: Exception) -> bool:
    """Whether an edit was refused because the message says just that already: what was wanted is so."""
    return isinstance(error, BadRequest) and _holds(error, _SAME)


def not_there(error: Exception) -> bool:
    """Whether an edit was refused because its message is gone, too old to be edited, or a file."""
    return isinstance(error, BadRequest) and _holds(error, _NOT_THERE)


def _holds(error: BadRequest, sayings: tuple[str, ...]) -> bool:
    message = error.message.casefold()
    return any(saying in message for saying in sayings)


def _words(message: str) -> str:
    """The sentence before any colon: what follows can quote what was sent."""
    first, colon, rest = message.partition(":")
    return rest.split(":")[0].strip() if colon and first in ("Forbidden", "Bad Request") else first.strip()
