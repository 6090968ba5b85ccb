"""The webhook: what Telegram brings is taken over before it is told so, and nobody else is let in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.channels.telegram import WEBHOOK_LIMIT, TelegramChannel, TelegramSettings
from bot.talk.messages import Said
from tests.doubles import telegram_faults as faults
from tests.doubles.telegram_api import PATIENCE, TelegramDouble
from tests.doubles.telegram_bot import KeepingIntake, Naps, StoppedClock, a_channel, running

ANN = 7
SECRET = "the_secret-of-this-test"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Door:
    """The one web page that the channel needs; in the program it is Starlette's."""

    def __init__(self) -> None:
        self.channel: TelegramChannel | None = None
        self.statuses: list[int] = []
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        assert self.channel is not None
        status = await self.channel.webhook_update(await request.read(), request.headers.getall(HEADER, []))
        self.statuses.append(status)
        return web.Response(status=status)


@asynccontextmanager
async def by_webhook(telegram: TelegramDouble, intake: KeepingIntake) -> AsyncIterator[Door]:
    """The channel, running with a webhook on a port of its own."""
    door, app = Door(), web.Application(client_max_size=4 * WEBHOOK_LIMIT)
    app.router.add_post("/telegram", door.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    door.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    door.channel = a_channel(telegram, webhook_url=door.url, webhook_secret=SECRET)
    try:
        async with running(door.channel, intake):
            await telegram.until(lambda: telegram.webhook, PATIENCE, "the webhook to be set")
            yield door
    finally:
        await runner.cleanup()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(seed=22) as telegram:
        yield telegram
        assert telegram.complaints == []
        assert telegram.counts["getUpdates"] == telegram.counts["getFile"] == 0


def an_update(number: int = 1, text: str = "help") -> dict[str, Any]:
    who = {"id": ANN, "is_bot": False, "first_name": "Ann"}
    return {
        "update_id": number,
        "message": {"message_id": 5, "date": 1, "chat": {"id": ANN, "type": "private"}, "from": who, "text": text},
    }


def a_webhook_channel() -> TelegramChannel:
    settings = TelegramSettings("1:x", "http://127.0.0.1:9", "https://example.org/telegram", SECRET)
    return TelegramChannel(settings, StoppedClock(), sleep=Naps())


async def test_what_people_write_is_brought_and_answered_with_200(telegram: TelegramDouble) -> None:
    async with by_webhook(telegram, intake := KeepingIntake()) as door:
        for n in range(50):
            telegram.say(ANN, str(n))
        await telegram.wait_until_read()
        assert door.statuses == [200] * 50
    assert sorted(int(said.text) for said in intake.taken if isinstance(said, Said)) == list(range(50))


async def test_it_is_set_with_its_secret_and_drops_nothing(telegram: TelegramDouble) -> None:
    telegram.say(ANN, "written while the bot was down")
    async with by_webhook(telegram, intake := KeepingIntake()):
        await intake.wait_for(1)
        (call,) = telegram.calls_of("setWebhook")
    assert call.params["secret_token"] == SECRET
    assert call.params["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_telegram_brings_again_what_could_not_be_taken_over(telegram: TelegramDouble) -> None:
    async with by_webhook(telegram, intake := KeepingIntake(fails=3)) as door:
        telegram.say(ANN, "help")
        await telegram.wait_until_read()
        assert door.statuses == [503, 503, 503, 200]
    assert len(intake.taken) == 1


async def test_200_comes_only_after_it_was_taken_over(telegram: TelegramDouble) -> None:
    intake = KeepingIntake()
    intake.gate.clear()
    async with by_webhook(telegram, intake) as door:
        telegram.say(ANN, "help")
        await intake.begun.wait()
        assert door.statuses == []
        intake.gate.set()
        await telegram.wait_until_read()
        assert door.statuses == [200]


async def test_it_is_set_as_soon_as_telegram_can_be_reached(telegram: TelegramDouble) -> None:
    telegram.faults.script(
        "setWebhook", faults.BAD_GATEWAY, faults.DROPPED_BEFORE, faults.bad_request("bad webhook: no such host")
    )
    async with by_webhook(telegram, KeepingIntake()):
        assert telegram.counts["setWebhook"] == 3  # one of the four never reached it


@pytest.mark.parametrize("secret", [None, [], "", "wrong", SECRET[:-1], SECRET + "x", "ж", [SECRET, SECRET], [SECRET, "wrong"]])
async def test_without_the_one_right_secret_nobody_is_let_in(secret: str | Sequence[str] | None) -> None:
    channel = a_webhook_channel()
    assert await channel.webhook_update(json.dumps(an_update()).encode(), secret) == 403
    assert await channel.webhook_update(b"x" * (WEBHOOK_LIMIT + 1), secret) == 403


async def test_without_a_webhook_in_the_settings_nobody_is_let_in() -> None:
    channel = TelegramChannel(TelegramSettings("1:x"), StoppedClock())
    assert await channel.webhook_update(json.dumps(an_update()).encode(), "") == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * (WEBHOOK_LIMIT + 1), 413),
        (b"", 400),
        (b"not json", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b"7", 400),
        (b"[" * 100_000, 400),
        (b"{}", 503),  # nothing runs yet that could take it over
    ],
)
async def test_what_is_no_update_is_turned_away(body: bytes, status: int) -> None:
    assert await a_webhook_channel().webhook_update(body, SECRET) == status


@pytest.mark.parametrize(
    "update", [{}, {"update_id": "x"}, {"update_id": 1, "message": {"text": {}}}, {"update_id": 2, "new": 1}]
)
async def test_an_update_that_makes_no_sense_is_acknowledged(telegram: TelegramDouble, update: dict[str, Any]) -> None:
    async with by_webhook(telegram, intake := KeepingIntake()) as door:
        assert door.channel is not None
        assert await door.channel.webhook_update(json.dumps(update).encode(), [SECRET]) == 200
    assert intake.taken == []


async def test_junk_from_outside_costs_next_to_nothing() -> None:
    channel, loop = a_webhook_channel(), asyncio.get_running_loop()
    body, before = json.dumps(an_update()).encode(), loop.time()
    for _ in range(1000):
        assert await channel.webhook_update(body, "wrong") == 403
    assert loop.time() - before < 1.0


@pytest.mark.parametrize("secret", ["", "with blank", "x" * 257, "ж"])
def test_an_address_without_a_good_secret_is_refused_at_the_start(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        TelegramSettings("1:x", webhook_url="https://example.org", webhook_secret=secret)
