"""A visitor with a browser that has no script: follows forms, keeps cookies, shows what is on the page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from tests.web.dom import Element, every, fields, read
from tests.web.fakes import FakeBot, make

BASE = "http://testserver"


class Visitor:
    """One browser."""

    def __init__(self, app: Starlette, **headers: str) -> None:
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE, headers=headers)
        self.page = Element("#", {})

    async def open(self, path: str = "/") -> httpx.Response:
        """Go to a page, over redirects."""
        answer = await self.http.get(path, follow_redirects=True)
        self.page = read(answer.text)
        return answer

    def form(self, form_id: str) -> dict[str, str]:
        """What a form on the page sends by itself."""
        return fields(every(self.page, "form", id=form_id)[0])

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """Send a form."""
        return await self.http.post(path, data=fields, headers=headers)

    async def say(self, text: str) -> httpx.Response:
        """Type and send, and see the next page."""
        answer = await self.post("/say", {**self.form("say"), "text": text})
        assert answer.status_code == 303
        return await self.open(answer.headers["location"])

    async def press(self, words: str) -> httpx.Response:
        """Press the last button with these words."""
        form, button = [(f, b) for f in every(self.page, "form") for b in every(f, "button") if b.text == words][-1]
        answer = await self.post(
            form.attrs["action"], {**fields(form), button.attrs.get("name", "-"): button.attrs.get("value", "")}
        )
        assert answer.status_code == 303
        return await self.open(answer.headers["location"])

    @property
    def messages(self) -> list[Element]:
        """The bot's messages on the page."""
        return every(every(self.page, id="log")[0], "article")


@pytest.fixture
def bot(request: pytest.FixtureRequest) -> FakeBot:
    """The bot behind the page: in a browser test the one behind the phone."""
    if "phone" not in request.fixturenames:
        return FakeBot()
    request.getfixturevalue("phone")
    return request.getfixturevalue("server").bot


@pytest.fixture
async def visitor(bot: FakeBot) -> AsyncIterator[Visitor]:
    one = Visitor(make(bot))
    yield one
    await one.http.aclose()


# --- a browser: what needs Chromium is imported when it is asked for


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    from tests.web.browser import Server

    one = Server()
    yield one
    one.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from tests.web.browser import CHROMIUM, FLAGS, sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Any, server: Any) -> Iterator[Callable[..., Any]]:
    """Makes pages; at the end none of them may have had an error or a breach of its policy."""
    from tests.web.browser import PHONE, Phone

    server.fresh()
    made: list[Phone] = []

    def make_one(**how: Any) -> Phone:
        context = chromium.new_context(**{"viewport": PHONE, "locale": "en", **how})
        made.append(Phone(context, server.url))
        return made[-1]

    yield make_one
    for one in made:
        assert one.errors == []
        one.context.close()
