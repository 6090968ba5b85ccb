"""A server of its own, and a phone in Chromium to look at it with. Importing this skips where there is no Chromium."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.web.fakes import FakeBot, make

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if not CHROMIUM:
    pytest.skip("no Chromium here: install the package chromium", allow_module_level=True)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
]
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
TALKS = {
    "start": "",
    "answer": "uncle",
    "choices": "which",
    "card": "danger",
    "card and answer": "both",
    "sources": "source",
    "arabic": "سؤال",
    "files": "file",
}


class Server:
    """The web chat on a port of its own, in a thread; each test puts a bot of its own behind it."""

    def __init__(self) -> None:
        self.bot, self.app = FakeBot(), make(FakeBot())
        self.loop: asyncio.AbstractEventLoop | None = None
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(self._serve, interface="asgi3", log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        self.server, ready = uvicorn.Server(config), threading.Event()

        async def run() -> None:
            self.loop = asyncio.get_running_loop()
            self.loop.call_soon(ready.set)
            await self.server.serve([listener])

        self.thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
        self.thread.start()
        assert ready.wait(10)

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)

    def fresh(self) -> FakeBot:
        """A new bot."""
        self.bot = FakeBot()
        self.app = make(self.bot)
        return self.bot

    def do(self, what: Coroutine[Any, Any, Any]) -> Any:
        """Run something of the bot's in the server's thread."""
        assert self.loop
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(10)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


class Phone:
    """A page of the chat, and what a person does on it."""

    def __init__(self, context: Any, url: str) -> None:
        self.context, self.url, self.errors = context, url, list[str]()
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if "Content Security" in message.text else None)

    def open(self, path: str = "/") -> Phone:
        """Go to the chat and see the first message."""
        self.page.goto(self.url + path)
        self.page.locator("article").first.wait_for()
        return self

    def say(self, text: str) -> Phone:
        """Type a question, send it and see the answer."""
        if text:
            before = self.page.locator("article").count()
            self.page.fill("#text", text)
            self.page.click(".send")
            self.sees(before + 1)
        return self

    def sees(self, messages: int) -> None:
        """Wait until that many messages of the bot are on the page."""
        sync_api.expect(self.page.locator("article")).to_have_count(messages)

    def focused(self) -> str:
        """The id or the words of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
