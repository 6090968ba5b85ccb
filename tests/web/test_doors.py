"""Health checks, and the webhook's door."""

from __future__ import annotations

import httpx
import pytest

from bot.web.app import WebSettings
from bot.web.health import Health
from tests.web.conftest import Visitor
from tests.web.fakes import FakeBot, make

SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Behind:
    """What stands behind the webhook's door."""

    def __init__(self, status: int = 200) -> None:
        self.status, self.got = status, list[tuple[bytes, str | None]]()

    async def __call__(self, body: bytes, secret: str | None) -> int:
        self.got.append((body, secret))
        return self.status


@pytest.mark.parametrize(
    ("health", "status", "said"),
    [
        (Health(), 200, {"degraded": False, "answering": True}),
        (Health(degraded=True), 200, {"degraded": True, "answering": True}),
        (Health(degraded=True, details={"store": "down"}), 200, {"degraded": True, "answering": True, "store": "down"}),
        (Health(answering=False), 503, {"degraded": False, "answering": False}),
    ],
)
async def test_ready_as_long_as_anything_can_be_answered(
    bot: FakeBot, health: Health, status: int, said: dict[str, object]
) -> None:
    http = Visitor(make(bot, health=health)).http
    answer = await http.get("/readyz")
    assert (answer.status_code, answer.json()) == (status, said)
    assert (await http.get("/healthz")).status_code == 200


async def test_health_asks_nothing_of_the_store(bot: FakeBot) -> None:
    bot.broken = OSError()
    assert (await Visitor(make(bot)).http.get("/readyz")).status_code == 200


async def test_an_update_goes_through_with_its_secret_and_its_status_comes_back(bot: FakeBot) -> None:
    behind = Behind(status=403)
    http = Visitor(make(bot, telegram=behind)).http
    answer = await http.post("/telegram", content=b'{"update_id": 1}', headers={SECRET: "s3cret", "host": "any.example"})
    assert (answer.status_code, answer.content, behind.got) == (403, b"", [(b'{"update_id": 1}', "s3cret")])


async def test_no_secret_or_two_of_them_are_none(bot: FakeBot) -> None:
    behind = Behind()
    http = Visitor(make(bot, telegram=behind)).http
    await http.post("/telegram", content=b"{}")
    await http.post("/telegram", content=b"{}", headers=httpx.Headers([(SECRET, "a"), (SECRET, "b")]))
    assert [secret for _, secret in behind.got] == [None, None]


async def test_an_update_of_more_than_a_mebibyte_is_refused(bot: FakeBot) -> None:
    behind = Behind()
    answer = await Visitor(make(bot, telegram=behind)).http.post("/telegram", content=b"x" * (1024 * 1024 + 1))
    assert (answer.status_code, behind.got) == (413, [])


async def test_the_door_stands_where_it_was_asked_for_and_nowhere_without_a_handler(bot: FakeBot) -> None:
    settings = WebSettings(hosts=("testserver",), telegram_path="/hooks/t")
    http = Visitor(make(bot, telegram=Behind(), settings=settings)).http
    assert (await http.post("/hooks/t", content=b"{}")).status_code == 200
    assert (await http.post("/telegram", content=b"{}")).status_code == 404
    assert (await Visitor(make(bot)).http.post("/telegram", content=b"{}")).status_code == 404
