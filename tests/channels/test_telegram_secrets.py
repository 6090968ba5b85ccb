"""The bot token, the webhook's secret and what people write stay out of every log and every error."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable

import pytest

from bot.channels.base import ChannelError
from bot.channels.telegram import TelegramChannel, TelegramSettings, WrongToken
from tests.doubles import telegram_faults as faults
from tests.doubles.telegram_api import PATIENCE, TelegramDouble
from tests.doubles.telegram_bot import KeepingIntake, Naps, StoppedClock, a_channel, hear_logs, outgoing, running
from tests.doubles.telegram_faults import Fault

ANN = 7
CANARY = "canary-4711"
SECRET = "webhook-secret-4711"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Everything that is logged by anybody at any level, tracebacks too."""
    caplog.set_level(logging.DEBUG)
    events = hear_logs(monkeypatch)
    return lambda: caplog.text + repr(events)


def everything(error: BaseException | None) -> str:
    """An error as the loudest logger would write it: causes, contexts and all."""
    said = ""
    while error is not None:
        said += repr(error) + str(error) + "".join(traceback.format_exception(error))
        error = error.__cause__ or error.__context__
    return said


async def test_no_fault_brings_the_token_or_a_message_into_logs_and_errors(logged: Callable[[], str]) -> None:
    async with TelegramDouble() as telegram:
        token = telegram.token.partition(":")[2]
        naming = f"http://127.0.0.1/bot{telegram.token}/sendMessage {CANARY}"  # a proxy that quotes the address in its page
        bad = [
            faults.SERVER_ERROR,
            faults.PORTAL,
            faults.DROPPED_BEFORE,
            faults.DROPPED_AFTER,
            faults.HALF_OPEN,
            faults.BLOCKED,
            *[Fault("page", status, naming) for status in (200, 302, 400, 403, 404, 407, 429, 500, 502, 504)],
            faults.bad_request(f"can't parse entities in: {CANARY}"),
        ]
        channel, intake = a_channel(telegram, seconds=0.3), KeepingIntake()
        errors = []
        async with running(channel, intake):
            telegram.faults.script("getUpdates", *[fault for fault in bad if fault.kind != "half_open"])
            telegram.faults.script("sendMessage", *bad)
            telegram.say(ANN, CANARY)
            telegram.push({"message": {"text": CANARY, "from": CANARY}})
            for _ in bad:
                with pytest.raises(ChannelError) as met:
                    await channel.send(outgoing(ANN, CANARY))
                errors.append(everything(met.value))
            await intake.wait_for(1)
            await channel.delete(str(ANN), "12")
            await channel.answer_press(CANARY, CANARY)
    written = "\n".join([*errors, logged(), repr(channel), repr(channel._bot), str(channel._settings)])
    assert len(errors) == len(bad)
    assert token not in written
    assert CANARY not in written


async def test_a_wrong_token_and_a_wrong_address_are_not_repeated(logged: Callable[[], str]) -> None:
    async with TelegramDouble() as telegram:
        channel = a_channel(telegram, token="77:AAmy-wrong-token")
        with pytest.raises(WrongToken) as wrong:
            await asyncio.wait_for(channel.run(KeepingIntake()), PATIENCE)
        await channel.close()
    for address in ("http://127.0.0.1:1", "http://[half", "ftp://x", "http://no.such.host.invalid"):
        channel = TelegramChannel(TelegramSettings("77:AAmy-wrong-token", address), StoppedClock(), sleep=Naps())
        with pytest.raises(ChannelError) as met:
            await channel.send(outgoing(ANN, "x"))
        await channel.close()
        assert "AAmy-wrong-token" not in everything(met.value)
    assert "AAmy-wrong-token" not in everything(wrong.value) + logged()


async def test_the_webhooks_secret_is_never_written(logged: Callable[[], str]) -> None:
    settings = TelegramSettings("77:x", "http://127.0.0.1:1", "https://example.org/telegram", SECRET)
    channel = TelegramChannel(settings, StoppedClock(), sleep=Naps())
    assert await channel.webhook_update(b"{}", "wrong") == 403
    assert await channel.webhook_update(b"not json", SECRET) == 400
    await channel.close()
    assert SECRET not in repr(settings) + repr(channel) + logged()
