"""Sending, editing and deleting through the real python-telegram-bot over real HTTP, and what each fault means."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from bot.channels.base import ChannelError, Moved, NotSent, Outgoing, Refused, SlowDown, Unreachable, Unsure
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.library.richtext import Heading, Paragraph, Strong, Text
from tests.doubles import telegram_faults as faults
from tests.doubles.telegram_api import PATIENCE, TelegramDouble
from tests.doubles.telegram_bot import StoppedClock, a_channel, a_drawn, outgoing
from tests.doubles.telegram_faults import Fault

ANN = 7
LONG = "word " * 1500


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


# --- what arrives ---


async def test_a_message_arrives_with_its_words_styles_and_buttons(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    drawn = a_drawn(Heading("A child tells you"), Paragraph((Text("Don't "), Strong("promise"))), buttons=[["Who to tell"]])
    sent = await channel.send(Outgoing(str(ANN), drawn))
    (message,) = telegram.messages(ANN)
    assert sent.message_id == str(message.id)
    assert message.text == "A child tells you\n\nDon't promise"
    assert message.styled("bold") == ["A child tells you", "promise"]
    assert message.buttons == [["Who to tell"]]
    assert message.data("Who to tell") == "say:Who to tell"
    assert (message.silent, message.preview) == (False, False)


async def test_a_silent_message_makes_no_sound(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    await channel.send(outgoing(ANN, "Your answer is ready.", silent=True))
    assert telegram.messages(ANN)[0].silent


async def test_an_answer_quotes_its_question(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    question = telegram.say(ANN, "what do i do")
    await channel.send(outgoing(ANN, "Stay with him.", reply_to=str(question)))
    assert telegram.messages(ANN)[0].reply_to == question


async def test_an_answer_to_a_question_that_was_deleted_is_sent_all_the_same(
    telegram: TelegramDouble, channel: TelegramChannel
) -> None:
    await channel.send(outgoing(ANN, "Stay with him.", reply_to="4711"))
    assert telegram.messages(ANN)[0].reply_to is None


async def test_what_does_not_fit_comes_in_several_with_one_sound_and_the_buttons_last(
    telegram: TelegramDouble, channel: TelegramChannel
) -> None:
    question = telegram.say(ANN, "everything please")
    sent = await channel.send(Outgoing(str(ANN), a_drawn(LONG, buttons=[["More"]]), reply_to=str(question)))
    messages = telegram.messages(ANN)
    assert sent.message_id == ",".join(str(message.id) for message in messages)
    assert [message.silent for message in messages] == [False, True]
    assert [message.reply_to for message in messages] == [question, None]
    assert [message.buttons for message in messages] == [[], [["More"]]]


async def test_nothing_to_say_is_refused_before_it_is_sent(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    with pytest.raises(Refused):
        await channel.send(outgoing(ANN, " "))
    assert telegram.counts["sendMessage"] == 0


# --- edits ---


async def test_an_amended_message_is_edited_in_place(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    first = await channel.send(outgoing(ANN, "I don't know."))
    again = await channel.send(Outgoing(str(ANN), a_drawn("Stay with him.", buttons=[["More"]]), amends=first.message_id))
    (message,) = telegram.messages(ANN)
    assert (again, message.text, message.buttons) == (first, "Stay with him.", [["More"]])


async def test_an_edit_that_changes_nothing_counts_as_sent(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    first = await channel.send(outgoing(ANN, "Stay with him."))
    assert await channel.send(outgoing(ANN, "Stay with him.", amends=first.message_id)) == first


@pytest.mark.parametrize("sentence", ["message to edit not found", "message can't be edited"])
async def test_an_edit_of_a_message_that_is_gone_is_sent_anew(
    telegram: TelegramDouble, channel: TelegramChannel, sentence: str
) -> None:
    first = await channel.send(outgoing(ANN, "I don't know."))
    telegram.faults.script("editMessageText", faults.bad_request(sentence))
    again = await channel.send(outgoing(ANN, "Stay with him.", amends=first.message_id))
    assert again != first
    assert [message.text for message in telegram.messages(ANN)] == ["Stay with him."]


@pytest.mark.parametrize("sentence", ["message to edit not found", "message can't be edited"])
async def test_what_may_only_be_edited_is_never_sent_anew_and_what_is_there_stays(
    telegram: TelegramDouble, channel: TelegramChannel, sentence: str
) -> None:
    first = await channel.send(outgoing(ANN, "Childline 0800 1111"))
    telegram.faults.script("editMessageText", faults.bad_request(sentence))
    with pytest.raises(Refused):
        await channel.send(outgoing(ANN, "Childline 0800 2222", amends=first.message_id, only_edit=True))
    with pytest.raises(Refused):
        await channel.send(outgoing(ANN, LONG, amends=first.message_id, only_edit=True))
    assert [message.text for message in telegram.messages(ANN)] == ["Childline 0800 1111"]


async def test_an_edit_may_shorten_or_lengthen_a_message_of_several_parts(
    telegram: TelegramDouble, channel: TelegramChannel
) -> None:
    long = await channel.send(outgoing(ANN, LONG))
    short = await channel.send(outgoing(ANN, "Short.", amends=long.message_id))
    assert [message.text for message in telegram.messages(ANN)] == ["Short."]
    await channel.send(outgoing(ANN, LONG, amends=short.message_id))
    assert [len(message.text) > 2000 for message in telegram.messages(ANN)] == [True, True]


# --- deleting, and presses ---


async def test_all_parts_of_a_message_are_deleted(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    sent = await channel.send(outgoing(ANN, LONG))
    assert await channel.delete(str(ANN), sent.message_id) is True
    assert telegram.messages(ANN) == []
    assert await channel.delete(str(ANN), sent.message_id) is False
    assert await channel.delete(str(ANN), "no number") is False


async def test_a_message_of_theirs_can_be_deleted_in_a_private_chat(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    question = telegram.say(ANN, "a name")
    assert await channel.delete(str(ANN), str(question)) is True
    assert telegram.deleted == {question}


async def test_a_press_is_answered_with_its_toast(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    press = telegram.press(ANN, 1, data="x")
    await channel.answer_press(press, "Kept")
    assert telegram.answered == {press: "Kept"}


async def test_a_press_that_cannot_be_answered_raises_nothing(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    await channel.answer_press("too old", "x" * 500)
    telegram.faults.stand(faults.DROPPED_BEFORE)
    await channel.answer_press("press", "")


# --- faults ---


@pytest.mark.parametrize(
    ("fault", "error", "arrives"),
    [
        (faults.BLOCKED, Unreachable, False),
        (faults.DEACTIVATED, Unreachable, False),
        (faults.bad_request("chat not found"), Unreachable, False),
        (faults.bad_request("not enough rights to send text messages to the chat"), Unreachable, False),
        (faults.bad_request("BUTTON_DATA_INVALID"), Refused, False),
        (faults.bad_request("message is too long"), Refused, False),
        (faults.too_many(7), SlowDown, False),
        (Fault("answer", 429, "Too Many Requests"), SlowDown, False),
        (faults.migrated(-200), Moved, False),
        (faults.SERVER_ERROR, NotSent, False),
        (faults.BAD_GATEWAY, NotSent, False),
        (faults.UNAUTHORIZED, NotSent, False),
        (Fault("page", 403, "<html>The proxy of the office</html>"), NotSent, False),
        (faults.GATEWAY_TIMEOUT, Unsure, False),
        (faults.PORTAL, Unsure, False),
        (faults.DROPPED_BEFORE, Unsure, False),
        (faults.DROPPED_AFTER, Unsure, True),
        (faults.HALF_OPEN, Unsure, False),
        (faults.DONE_BUT_SILENT, Unsure, True),
    ],
    ids=lambda value: value.description or value.kind if isinstance(value, Fault) else None,
)
async def test_each_fault_says_whether_it_can_have_arrived(
    telegram: TelegramDouble, fault: Fault, error: type[ChannelError], arrives: bool
) -> None:
    channel = a_channel(telegram, seconds=0.2 if fault in (faults.HALF_OPEN, faults.DONE_BUT_SILENT) else PATIENCE)
    telegram.faults.script("sendMessage", fault)
    with pytest.raises(ChannelError) as met:
        await channel.send(outgoing(ANN, "Stay with him."))
    assert type(met.value) is error
    assert bool(telegram.messages(ANN)) is arrives
    await channel.send(outgoing(ANN, "And again."))  # nothing is broken for the next one
    await channel.close()


async def test_slow_down_and_moved_say_until_when_and_where_to(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    telegram.faults.script("sendMessage", faults.too_many(7), faults.migrated(-200))
    with pytest.raises(SlowDown) as slow:
        await channel.send(outgoing(ANN, "x"))
    assert slow.value.seconds == 7
    with pytest.raises(Moved) as moved:
        await channel.send(outgoing(ANN, "x"))
    assert moved.value.chat == "-200"


async def test_without_a_connection_nothing_was_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    channel = TelegramChannel(TelegramSettings("1:x", f"http://127.0.0.1:{port}"), StoppedClock())
    with pytest.raises(NotSent):
        await channel.send(outgoing(ANN, "x"))
    await channel.close()


async def test_a_chat_of_another_channel_is_refused(channel: TelegramChannel) -> None:
    with pytest.raises(Refused):
        await channel.send(Outgoing("web-1", a_drawn("x")))


@pytest.mark.parametrize("fault", [faults.SERVER_ERROR, faults.DROPPED_AFTER, faults.too_many(3)], ids=lambda fault: fault.kind)
async def test_a_message_of_several_parts_is_there_as_a_whole_or_not_at_all(
    telegram: TelegramDouble, channel: TelegramChannel, fault: Fault
) -> None:
    telegram.faults.script("sendMessage", None, fault)
    with pytest.raises(ChannelError):
        await channel.send(outgoing(ANN, LONG))
    first, *_ = telegram.sent(ANN)
    assert first.deleted


async def test_two_hundred_messages_at_once_all_arrive(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    sent = await asyncio.gather(*(channel.send(outgoing(ANN, f"message {n}")) for n in range(200)))
    assert len({one.message_id for one in sent}) == 200
    assert {message.text for message in telegram.messages(ANN)} == {f"message {n}" for n in range(200)}


async def test_telegrams_own_pace_is_met_as_slow_down() -> None:
    async with TelegramDouble(limits=True) as telegram:
        telegram.knows(ANN)
        channel = a_channel(telegram)
        for n in range(3):
            await channel.send(outgoing(ANN, str(n)))
        with pytest.raises(SlowDown):
            await channel.send(outgoing(ANN, "too soon"))
        await channel.close()
