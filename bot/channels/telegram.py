"""Telegram as a channel: python-telegram-bot's `Bot` at the edge, nothing of it inside.

Of python-telegram-bot only the Bot, its types and its errors are used. Its Application acknowledges updates before they are
stored, and its ConversationHandler and JobQueue keep in memory what has to outlive a restart.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

import structlog
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.error import TelegramError

from bot.channels.base import ChannelError, Intake, Outgoing, Refused, Sent, Unsure
from bot.channels.telegram_errors import meaning, not_there, unchanged
from bot.channels.telegram_keyboard import keyboard
from bot.channels.telegram_menu import Menu
from bot.channels.telegram_poll import LONG_POLL_SECONDS, Patience, Poll, QuietBot, Sleep, State, WrongToken
from bot.channels.telegram_request import SEND_SECONDS, AiohttpRequest
from bot.channels.telegram_text import Part, fits_a_caption, write
from bot.channels.telegram_updates import ALLOWED, NAME, Reader
from bot.clock import Clock
from bot.library.words import Words
from bot.talk.messages import File

__all__ = ["WEBHOOK_LIMIT", "TelegramChannel", "TelegramSettings", "WrongToken"]

WEBHOOK_LIMIT = 1 << 20  # bytes
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOAST = 200  # characters
_ALL_PARTS_SECONDS = 16.0  # below the outbox's lease of 20 s
_TAKE_BACK_SECONDS = 3.0  # the two together stay below it too
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TelegramSettings:
    """How to reach Telegram and how it reaches us.

    `api_url` is the root of a Bot API server. With a `webhook_url` Telegram brings updates there, with `webhook_secret` in a
    header (1 to 256 of A-Z a-z 0-9 _ -); without one they are fetched. Raises ValueError for an address without a secret.
    """

    token: str = field(repr=False)
    api_url: str = "https://api.telegram.org"
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.webhook_url and not _SECRET.fullmatch(self.webhook_secret):
            raise ValueError("a webhook needs a secret of 1 to 256 of A-Z a-z 0-9 _ -")


class TelegramChannel:
    """The channel. `run` brings what comes in; `send` and its sisters may be called before and beside it, until `close`."""

    name = NAME
    pull = False

    def __init__(
        self,
        settings: TelegramSettings,
        clock: Clock,
        *,
        sleep: Sleep = asyncio.sleep,
        send_seconds: float = SEND_SECONDS,
    ) -> None:
        # At lower levels python-telegram-bot logs the address with the token, and every text that is sent.
        logging.getLogger("telegram").setLevel(logging.WARNING)
        self._settings = settings
        self._bot = QuietBot(
            settings.token,
            base_url=f"{settings.api_url.rstrip('/')}/bot",
            request=AiohttpRequest(read_seconds=send_seconds),
            get_updates_request=AiohttpRequest(connections=2, read_seconds=LONG_POLL_SECONDS),
        )
        self._reader = Reader(clock)
        self._sleep = sleep
        self._patience = Patience(sleep)
        self._intake: Intake | None = None
        self._menu = Menu(self._bot, sleep)
        self._words: Words | None = None
        self._version = ""
        self._new_words = asyncio.Event()

    @property
    def state(self) -> State:
        """How updates come in at the moment, for a health page."""
        return self._patience.state

    # --- in ---

    async def run(self, intake: Intake) -> None:
        """Bring updates until cancelled. Raises WrongToken."""
        self._intake = intake
        beside = [asyncio.create_task(self._introduce()), asyncio.create_task(self._keep_menu())]
        try:
            if self._settings.webhook_url:
                await self._patience.insist(self._set_webhook)
                await asyncio.Event().wait()
            else:
                await Poll(self._bot, self._reader, self._patience).run(intake)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def close(self) -> None:
        """Close the connections."""
        await self._bot.shutdown()
        for request in (self._bot.request, self._bot._request[0]):  # shutdown does nothing before initialize
            await request.shutdown()

    async def webhook_update(self, body: bytes, secret_header: str | Sequence[str] | None) -> int:
        """Take one update that came by the webhook, and return the HTTP status for it.

        `secret_header` is X-Telegram-Bot-Api-Secret-Token, all of them if it came more than once. 200 is returned only after
        the update was taken over; 503 lets Telegram bring it again. A body over 1 MiB should not be read to its end: 413.
        """
        if not self._secret_is(secret_header):
            return HTTPStatus.FORBIDDEN
        if len(body) > WEBHOOK_LIMIT:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return HTTPStatus.BAD_REQUEST
        if not isinstance(raw, dict):
            return HTTPStatus.BAD_REQUEST
        if self._intake is None:
            return HTTPStatus.SERVICE_UNAVAILABLE
        incoming = self._reader.read(raw)
        try:
            if incoming is not None:
                await self._intake.take([incoming])
        except Exception as error:  # not taken over: Telegram is to bring it again
            log.error("update not taken over", channel=NAME, error=type(error).__name__)
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    def _secret_is(self, header: str | Sequence[str] | None) -> bool:
        given = [header] if isinstance(header, str) else list(header or ())
        wanted = self._settings.webhook_secret
        if not wanted or len(given) != 1:
            return False
        return hmac.compare_digest(given[0].encode(errors="replace"), wanted.encode())

    async def _set_webhook(self) -> None:
        await self._bot.set_webhook(
            self._settings.webhook_url,
            secret_token=self._settings.webhook_secret,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
        )

    async def _introduce(self) -> None:
        """Learn our own name, which group commands and deep links need."""
        try:
            me = await Patience(self._sleep).insist(self._bot.get_me)
        except WrongToken:
            return  # `run` meets it too, and says so
        self._reader.username = me.username or ""

    # --- out ---

    async def send(self, outgoing: Outgoing) -> Sent:
        """Send or edit a message. The id of one that took several messages names them all ("12,13")."""
        parts = write(outgoing.drawn)
        if not parts and not outgoing.files:
            raise Refused("nothing to say")
        chat = _number(outgoing.chat)
        markup = keyboard(outgoing.drawn)
        failure: ChannelError
        try:
            async with asyncio.timeout(_ALL_PARTS_SECONDS):
                old = _numbers(outgoing.amends)
                if outgoing.files and old and not outgoing.only_edit:
                    # Words can't become a file by an edit.
                    await self._take_back(chat, old)
                    old = []
                if outgoing.only_edit and len(parts) > len(old):
                    raise Refused("it would be longer than the message to edit")
                sent = await self._amend(chat, old, parts, markup, outgoing.only_edit) if old else None
                if sent is None and outgoing.only_edit:
                    raise Refused("the message to edit is gone")
                if sent is None:
                    sent = await self._send_new(outgoing, chat, parts, markup)
                return Sent(",".join(map(str, sent)))
        except TimeoutError:
            failure = Unsure("not done in time")
        except Refused as refused:
            failure = refused
        except Exception as error:  # an answer that makes no sense is an answer too: it may have arrived
            failure = meaning(error)
        raise failure  # here, so that Telegram's own words, which can quote a message, don't hang on it as its context

    async def delete(self, chat: str, message_id: str) -> bool:
        """Take a message out of the chat, all parts of it; False if any part is still there."""
        done = [await self._delete(_number(chat), number) for number in _numbers(message_id)]
        return bool(done) and all(done)

    async def answer_press(self, press_id: str, toast: str) -> None:
        """Stop the button's spinner. Nothing is lost if that fails: nothing that matters is said in a toast."""
        try:
            await self._bot.answer_callback_query(press_id, text=toast[:_TOAST] or None)
        except Exception as error:  # best effort, never raises
            log.debug("press not answered", channel=NAME, error=type(error).__name__)

    def deep_link(self, payload: str) -> str:
        """The address that opens the chat with `/start payload`; '' while the bot's name isn't known. Raises ValueError."""
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError("a deep link carries 1 to 64 of A-Z a-z 0-9 _ -")
        return f"https://t.me/{self._reader.username}?start={payload}" if self._reader.username else ""

    def publish(self, words: Words, version: str) -> None:
        """Show the commands and descriptions of an edition; returns at once, and does nothing for a version it has shown."""
        if version != self._version:
            self._words, self._version = words, version
            self._new_words.set()

    async def _keep_menu(self) -> None:
        while True:
            await self._new_words.wait()
            self._new_words.clear()
            if self._words is not None:
                await self._menu.show(self._words)

    async def _send_new(
        self, outgoing: Outgoing, chat: int, parts: Sequence[Part], markup: InlineKeyboardMarkup | None
    ) -> list[int]:
        sent: list[int] = []
        quoted = _numbers(outgoing.reply_to)[:1]
        caption = parts[0] if outgoing.files and len(parts) == 1 and fits_a_caption(parts[0]) else None
        pieces: list[Part | File] = [*(() if caption else parts), *outgoing.files]
        try:
            for piece in pieces:
                first, last = not sent, len(sent) == len(pieces) - 1
                more = {
                    "reply_markup": markup if last else None,
                    "disable_notification": outgoing.silent or not first,
                    "reply_parameters": (
                        ReplyParameters(quoted[0], allow_sending_without_reply=True) if quoted and first else None
                    ),
                }
                if isinstance(piece, Part):
                    number = await self._bot.put(
                        chat, piece.text, None, entities=piece.entities, link_preview_options=_NO_PREVIEW, **more
                    )
                elif caption and last:
                    number = await self._bot.put_file(
                        chat, piece, caption=caption.text, caption_entities=caption.entities, **more
                    )
                else:
                    number = await self._bot.put_file(chat, piece, **more)
                sent.append(number)
        except BaseException:
            # A message is there as a whole or not at all: it will be sent again from its first part.
            await asyncio.shield(self._take_back(chat, sent))
            raise
        return sent

    async def _amend(
        self, chat: int, old: Sequence[int], parts: Sequence[Part], markup: InlineKeyboardMarkup | None, only_edit: bool
    ) -> list[int] | None:
        """Edit a message of ours; None if that can't be done and it has to be sent anew: then it is out of the way already."""
        if len(parts) > len(old):
            await self._take_back(chat, old)
            return None
        for place, (number, part) in enumerate(zip(old, parts, strict=False), 1):
            try:
                await self._bot.put(
                    chat,
                    part.text,
                    number,
                    entities=part.entities,
                    reply_markup=markup if place == len(parts) else None,
                    link_preview_options=_NO_PREVIEW,
                )
            except TelegramError as error:
                if not_there(error):
                    await self._take_back(chat, () if only_edit else old)
                    return None
                if not unchanged(error):
                    raise
        await self._take_back(chat, old[len(parts) :])
        return list(old[: len(parts)])

    async def _take_back(self, chat: int, numbers: Sequence[int]) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TAKE_BACK_SECONDS):
                for number in numbers:
                    await self._delete(chat, number)

    async def _delete(self, chat: int, number: int) -> bool:
        try:
            return bool(await self._bot.delete_message(chat, number))
        except Exception as error:  # the caller asks whether it is gone, and it isn't
            log.debug("message not deleted", channel=NAME, error=type(error).__name__)
            return False


def _number(chat: str) -> int:
    try:
        return int(chat)
    except ValueError:
        raise Refused("no chat of Telegram") from None


def _numbers(message_id: str) -> list[int]:
    """The messages that an id names; none for one that isn't Telegram's."""
    return [int(number) for number in message_id.split(",") if number.isascii() and number.isdigit()]
