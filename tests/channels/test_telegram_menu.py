"""The commands menu and the descriptions, as the content has them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.library.words import Command, Language, Words
from tests.doubles import telegram_faults as faults
from tests.doubles.telegram_api import TelegramDouble
from tests.doubles.telegram_bot import KeepingIntake, Naps, a_channel, running

SOS = Command("sos", "Emergency numbers")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as telegram:
        yield telegram
        assert telegram.complaints == []


def some_words(*commands: Command, **sentences: str) -> Words:
    english = Language("en", "English", {key.replace("_", "."): text for key, text in sentences.items()}, commands)
    arabic = Language("ar", "العربية", {}, (Command("sos", "أرقام الطوارئ"),))
    return Words({"en": english, "ar": arabic, "pt-br": Language("pt-br", "Português", {})})


async def test_each_language_has_its_menu_and_english_is_everybodys(telegram: TelegramDouble) -> None:
    channel = a_channel(telegram)
    async with running(channel, KeepingIntake()):
        channel.publish(some_words(SOS, telegram_description="What this is", telegram_about="About"), "1")
        await telegram.wait_for_call("setMyShortDescription", 2)
    assert telegram.commands == {
        "": [{"command": "sos", "description": "Emergency numbers"}],
        "ar": [{"command": "sos", "description": "أرقام الطوارئ"}],
    }
    assert telegram.descriptions["description", ""] == "What this is"
    assert telegram.descriptions["short_description", "ar"] == "About"
    assert {call.params["scope"]["type"] for call in telegram.calls_of("setMyCommands")} == {"all_private_chats"}


async def test_a_new_edition_tells_only_what_has_changed(telegram: TelegramDouble) -> None:
    channel = a_channel(telegram)
    async with running(channel, KeepingIntake()):
        channel.publish(some_words(SOS), "1")
        await telegram.wait_for_call("setMyCommands", 2)
        channel.publish(some_words(SOS), "2")
        channel.publish(some_words(SOS, Command("why", "Why this answer")), "3")
        await telegram.wait_for_call("setMyCommands", 3)
    assert [command["command"] for command in telegram.commands[""]] == ["sos", "why"]
    assert telegram.counts["setMyCommands"] == 3


async def test_names_that_telegram_would_refuse_are_left_out_and_long_lines_cut(telegram: TelegramDouble) -> None:
    channel = a_channel(telegram)
    async with running(channel, KeepingIntake()):
        channel.publish(
            some_words(Command("طوارئ", "x"), Command("Upper", "x"), Command("empty", " "), Command("long", "y" * 300)), "1"
        )
        await telegram.wait_for_call("setMyCommands", 2)
    assert telegram.commands[""] == [{"command": "long", "description": "y" * 256}]


async def test_a_menu_that_is_refused_is_tried_again_while_messages_come_in(telegram: TelegramDouble) -> None:
    naps, intake = Naps(), KeepingIntake()
    telegram.faults.script("setMyCommands", faults.too_many(40), faults.BAD_GATEWAY)
    channel = a_channel(telegram, naps=naps)
    async with running(channel, intake):
        channel.publish(some_words(SOS), "1")
        telegram.say(7, "help")
        await intake.wait_for(1)
        await telegram.wait_for_call("setMyCommands", 4)
    assert naps.taken == [40.0, 2.0]
