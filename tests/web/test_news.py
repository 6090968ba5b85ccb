"""What the script asks for: news as soon as there are any, and nothing left open."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.web import samples
from tests.web.conftest import Visitor
from tests.web.dom import every, read
from tests.web.fakes import FakeBot, make

SCRIPT = {"accept": "application/json"}


async def test_a_form_of_the_script_is_acknowledged_without_a_page(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    answer = await visitor.post("/say", {**visitor.form("say"), "text": "uncle"}, **SCRIPT)
    assert (answer.status_code, answer.content, bot.said) == (204, b"", ["uncle"])


async def test_news_come_with_their_number_and_their_words(visitor: Visitor) -> None:
    await visitor.open()
    await visitor.post("/say", {**visitor.form("say"), "text": "danger"}, **SCRIPT)
    news = (await visitor.http.get("/letters?after=1", headers=SCRIPT)).json()
    assert (news["after"], news["waiting"], news["more"]) == (2, False, False)
    assert [(one["id"], one["lang"]) for one in news["letters"]] == [("m2", "en")]
    page = read(news["letters"][0]["html"])
    assert page.inside[0].tag == "article"
    assert len(page.inside) == 1
    assert {i.attrs["value"] for i in every(page, "input", name="after")} == {"2"}


async def test_a_question_for_news_stays_open_until_there_are_any(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    bot.waits.clear()
    asked = asyncio.create_task(visitor.http.get("/letters?after=1"))
    while not bot.waits:
        await asyncio.sleep(0)
    assert bot.waits == [25.0]
    await bot.put(bot.taken[0].origin.chat, samples.ANSWER)
    assert (await asked).json()["after"] == 2


async def test_many_messages_come_a_few_at_a_time(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    for _ in range(6):
        await bot.put(bot.taken[0].origin.chat, samples.NOT_KNOWN)
    first = (await visitor.http.get("/letters?after=1")).json()
    rest = (await visitor.http.get(f"/letters?after={first['after']}")).json()
    assert [len(first["letters"]), first["more"], len(rest["letters"]), rest["more"]] == [4, True, 2, False]


async def test_a_fifth_open_question_of_one_browser_is_answered_at_once(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    bot.waits.clear()
    opened = [asyncio.create_task(visitor.http.get("/letters?after=1")) for _ in range(4)]
    while len(bot.waits) < 4:
        await asyncio.sleep(0)
    assert (await visitor.http.get("/letters?after=1")).status_code == 204
    await bot.put(bot.taken[0].origin.chat, samples.ANSWER)
    assert [(await one).status_code for one in opened] == [200] * 4


async def test_when_the_program_stops_open_questions_end(bot: FakeBot) -> None:
    stopping = asyncio.Event()
    visitor = Visitor(make(bot, stopping=stopping))
    await visitor.open()
    bot.waits.clear()
    asked = asyncio.create_task(visitor.http.get("/letters?after=1"))
    while not bot.waits:
        await asyncio.sleep(0)
    stopping.set()
    assert (await asked).status_code == 204


async def test_who_went_away_is_not_waited_for(bot: FakeBot) -> None:
    app = make(bot)
    visitor = Visitor(app)
    await visitor.open()
    bot.waits.clear()
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.http.cookies.items())
    scope = {
        "type": "http", "method": "GET", "scheme": "http", "path": "/letters", "query_string": b"after=1",
        "headers": [(b"host", b"testserver"), (b"cookie", cookie.encode())], "client": ("192.0.2.1", 1),
    }  # fmt: skip
    gone, sent = asyncio.Event(), []

    async def receive() -> dict[str, object]:
        if bot.waits:
            await gone.wait()
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    asked = asyncio.create_task(app(scope, receive, send))
    while not bot.waits:
        await asyncio.sleep(0)
    gone.set()
    await asyncio.wait_for(asked, 5)
    assert sent[0]["status"] == 204


async def test_a_stranger_gets_no_news(bot: FakeBot) -> None:
    answer = await Visitor(make(bot)).http.get("/letters?after=0", headers=SCRIPT)
    assert (answer.status_code, answer.json()) == (403, {"problem": "web.stale"})


@pytest.mark.parametrize("after", ["", "-1", "x", "1e9", "٣", "9" * 400])
async def test_an_odd_number_is_none(visitor: Visitor, bot: FakeBot, after: str) -> None:
    await visitor.open()
    answer = await visitor.http.get("/letters", params={"after": after}, headers=SCRIPT)
    assert answer.json()["after"] == 1
    assert (await visitor.http.get("/", params={"after": after})).status_code == 200


async def test_troubles_reach_the_script_as_their_status(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    bot.broken = OSError()
    answer = await visitor.post("/say", {**visitor.form("say"), "text": "x"}, **SCRIPT)
    assert (answer.status_code, json.loads(answer.text)) == (503, {"problem": "store.down"})
    assert answer.headers["retry-after"] == "5"
