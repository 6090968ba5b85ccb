"""The double itself: as strict as Telegram, and good enough for python-telegram-bot as it is installed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot, MessageEntity, Update
from telegram.error import BadRequest
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.doubles.telegram_api import PATIENCE, TelegramDouble

ANN = 7


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as telegram:
        telegram.knows(ANN)
        yield telegram


@pytest.fixture
async def bot(telegram: TelegramDouble) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=f"{telegram.root}/bot") as bot:
        yield bot


async def test_a_plain_application_of_python_telegram_bot_runs_on_it(telegram: TelegramDouble) -> None:
    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(f"{update.message.text}!")

    application = Application.builder().token(telegram.token).base_url(f"{telegram.root}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=1)
        telegram.say(ANN, "hello")
        assert (await telegram.wait_for_message(ANN)).text == "hello!"
        telegram.closing = True  # ends the long poll, so that stopping doesn't wait for it
        telegram.wake()
        await application.updater.stop()
        await application.stop()


@pytest.mark.parametrize(
    ("words", "entities", "refusal"),
    [
        ("", [], "text is empty"),
        ("\u200b \n", [], "text is empty"),
        ("x" * 4097, [], "too long"),
        ("😀" * 2049, [], "too long"),
        ("abc", [MessageEntity("bold", 2, 2)], "outside the text"),
        ("abc", [MessageEntity("bold", 1, 0)], "outside the text"),
        ("😀", [MessageEntity("bold", 1, 1)], "in the middle of a"),
        ("abc", [MessageEntity("no such", 0, 1)], "unsupported entity"),
    ],
)
async def test_it_refuses_texts_that_telegram_refuses(bot: Bot, words: str, entities: list[MessageEntity], refusal: str) -> None:
    with pytest.raises(BadRequest, match=refusal):
        await bot.send_message(ANN, words, entities=entities)


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x"},
        {"text": " ", "callback_data": "x"},
        {"text": "x", "callback_data": ""},
        {"text": "x", "callback_data": "x" * 65},
        {"text": "x", "callback_data": "é" * 33},
        {"text": "x", "callback_data": "x", "copy_text": {"text": "x"}},
        {"text": "x", "copy_text": {"text": "x" * 257}},
    ],
)
async def test_it_refuses_buttons_that_telegram_refuses(telegram: TelegramDouble, button: dict[str, Any]) -> None:
    body = {"chat_id": ANN, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"{telegram.root}/bot{telegram.token}/sendMessage", json=body) as answer,
    ):
        assert answer.status == 400


async def test_it_complains_of_what_telegram_would_change_without_a_word(telegram: TelegramDouble, bot: Bot) -> None:
    await bot.send_message(ANN, "<b>x</b>", parse_mode="HTML")
    await bot.send_message(ANN, "left\u202eright")
    await bot.send_message(ANN, "x " * 150, entities=[MessageEntity("bold", 2 * n, 1) for n in range(101)])
    await bot.send_message(ANN, "call 999", entities=[MessageEntity("bold", 0, 8), MessageEntity("code", 5, 3)])
    assert len(telegram.complaints) == 5  # the third ends in a blank, too


async def test_a_stranger_cannot_be_written_to_and_a_method_it_lacks_is_counted(telegram: TelegramDouble, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(999, "x")
    with pytest.raises(Exception, match="Not Found"):
        await bot.get_user_profile_photos(ANN)
    assert telegram.unknown == {"getUserProfilePhotos": 1}


async def test_the_newer_of_two_pollers_ends_the_older(telegram: TelegramDouble) -> None:
    older = asyncio.create_task(telegram.call("getUpdates", {"timeout": 9}))
    await asyncio.sleep(0)
    newer = asyncio.create_task(telegram.call("getUpdates", {"timeout": 9}))
    with pytest.raises(Exception, match="terminated by other getUpdates"):
        await asyncio.wait_for(older, PATIENCE)
    telegram.say(ANN, "hello")
    assert len(await asyncio.wait_for(newer, PATIENCE)) == 1


async def test_waiting_in_vain_says_what_was_waited_for(telegram: TelegramDouble) -> None:
    with pytest.raises(AssertionError, match="a message to 7"):
        await telegram.wait_for_message(ANN, seconds=0.01)
