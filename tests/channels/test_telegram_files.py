"""Files through the real python-telegram-bot over real HTTP: one message, its words as the caption."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Outgoing, Refused
from bot.channels.telegram import TelegramChannel
from bot.library.richtext import Paragraph, Strong, Text
from bot.talk.messages import File
from tests.doubles import telegram_faults as faults
from tests.doubles.telegram_api import TelegramDouble
from tests.doubles.telegram_bot import a_channel, a_drawn, outgoing

ANN = 7
CALENDAR = File("check-in.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
SHEET = File("check-ins.csv", "text/csv; charset=utf-8", "﻿date,kind\r\n".encode())
PICTURE = File("invitation.png", "image/png", b"\x89PNG\r\n\x1a\n picture")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as telegram:
        telegram.knows(ANN)
        yield telegram
        assert telegram.complaints == []
        assert telegram.unknown == {}


@pytest.fixture
async def channel(telegram: TelegramDouble) -> AsyncIterator[TelegramChannel]:
    channel = a_channel(telegram)
    yield channel
    await channel.close()


def with_file(file: File, text: str = "For your calendar.", **more: object) -> Outgoing:
    return Outgoing(str(ANN), a_drawn(text, buttons=[["Back"]]), files=(file,), **more)  # type: ignore[arg-type]


async def test_a_file_is_one_message_with_the_words_under_it_and_the_buttons(
    telegram: TelegramDouble, channel: TelegramChannel
) -> None:
    drawn = a_drawn(Paragraph((Text("For "), Strong("your calendar"))), buttons=[["Back"]])
    sent = await channel.send(Outgoing(str(ANN), drawn, files=(CALENDAR,)))
    (message,) = telegram.messages(ANN)
    assert sent.message_id == str(message.id)
    assert (message.text, message.buttons, message.picture) == ("For your calendar", [["Back"]], False)
    assert message.styled("bold") == ["your calendar"]
    assert message.file is not None
    assert (message.file[0], message.file[2]) == (CALENDAR.name, CALENDAR.data)


@pytest.mark.parametrize("file", [CALENDAR, SHEET])
async def test_a_file_arrives_under_its_name_byte_for_byte(
    telegram: TelegramDouble, channel: TelegramChannel, file: File
) -> None:
    await channel.send(with_file(file))
    got = telegram.messages(ANN)[0].file
    assert got is not None
    assert (got[0], got[2]) == (file.name, file.data)
    assert got[1].partition(";")[0] == file.media.partition(";")[0]


async def test_a_picture_is_shown_as_one(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    await channel.send(with_file(PICTURE))
    assert telegram.messages(ANN)[0].picture


async def test_words_that_no_caption_holds_come_before_the_file_and_the_buttons_stand_under_it(
    telegram: TelegramDouble, channel: TelegramChannel
) -> None:
    await channel.send(with_file(SHEET, "word " * 300))
    words, file = telegram.messages(ANN)
    assert (words.file, words.buttons, words.silent) == (None, [], False)
    assert (file.text, file.buttons, file.silent) == ("", [["Back"]], True)


async def test_a_file_in_place_of_a_message_takes_that_one_back(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    first = await channel.send(outgoing(ANN, "Your check-in."))
    await channel.send(with_file(CALENDAR, amends=first.message_id))
    assert [message.text for message in telegram.messages(ANN)] == ["For your calendar."]


async def test_words_in_place_of_a_file_are_sent_anew(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    first = await channel.send(with_file(CALENDAR))
    await channel.send(outgoing(ANN, "It was moved.", amends=first.message_id))
    assert [message.text for message in telegram.messages(ANN)] == ["It was moved."]


async def test_a_file_that_fails_leaves_no_half_message(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    telegram.faults.script("sendDocument", faults.bad_request("file must be non-empty"))
    with pytest.raises(Refused):
        await channel.send(with_file(SHEET, "word " * 300))
    assert telegram.messages(ANN) == []
