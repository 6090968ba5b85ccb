"""Transcripts on the real channels: the real store, the real delivery, and each channel as a person uses it."""

from __future__ import annotations

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest
from rich.console import Console

from bot.channels.mailbox import PullChannel
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.terminal import TerminalChat
from bot.delivery import NO_PACE, Delivery
from bot.library.edition import Edition
from bot.store import open_store
from bot.talk.tokens import Signer
from bot.web.app import WebSettings, create_app
from bot.web.health import Health
from tests.doubles import telegram_api, telegram_chat
from tests.doubles.telegram_api import TelegramDouble
from tests.talk.transcript import Driver, Shown, Transcript
from tests.web.dom import Element, every, fields, read

SIGNER = Signer((b"a key for tests that is long enough",))
PATIENCE = 10.0  # seconds until a driver gives up waiting


@dataclass
class MovableClock:
    """Stands still until a transcript waits."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class WebDriver:
    """A browser without scripts: pages and forms."""

    client: httpx.AsyncClient
    clock: MovableClock
    seen: dict[str, str] = field(default_factory=dict)
    page: Element = field(default_factory=lambda: Element("#", {}))

    async def act(self, act: str, what: str) -> list[Shown]:
        match act:
            case "waits":
                self.clock.at += timedelta(seconds=float(what))
                return []
            case "starts":
                return self._look(await self.client.get("/"))
            case "says":
                if not self.seen:
                    self._look(await self.client.get("/"))
                (form,) = every(self.page, "form", id="say")
                return await self._post("/say", {**fields(form), "text": what})
            case "presses":
                for form in reversed(every(self.page, "form", action="/press")):
                    for button in every(form, "button"):
                        if button.text.strip() == what:
                            return await self._post("/press", {**fields(form), "data": button.attrs["value"]})
                raise AssertionError(f"no such button on the page: {what}")
        raise AssertionError(act)

    async def _post(self, path: str, data: dict[str, str]) -> list[Shown]:
        response = await self.client.post(path, data=data, headers={"origin": "http://localhost"}, follow_redirects=True)
        return self._look(response)

    def _look(self, response: httpx.Response) -> list[Shown]:
        assert response.status_code == 200, response.text
        self.page = read(response.text)
        (log,) = every(self.page, "div", id="log")
        new = []
        for article in every(log, "article"):
            name, words = article.attrs["data-id"], article.text
            if self.seen.get(name) == words:
                continue
            buttons = tuple(b.text.strip() for b in every(article, "button"))
            text = words
            for button in reversed(buttons):
                text = text[: text.rfind(button)] if text.rstrip().endswith(button) else text
            new.append(Shown(text, buttons, name in self.seen))
            self.seen[name] = words
        return new


@dataclass
class TerminalDriver:
    """The keyboard and the screen of `practiceline chat`."""

    clock: MovableClock
    screen: io.StringIO
    lines: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)
    asks: asyncio.Event = field(default_factory=asyncio.Event)
    numbers: dict[str, str] = field(default_factory=dict)

    async def read_line(self, prompt: str) -> str | None:
        self.asks.set()
        return await self.lines.get()

    async def act(self, act: str, what: str) -> list[Shown]:
        match act:
            case "waits":
                self.clock.at += timedelta(seconds=float(what))
                return []
            case "starts":
                await self._idle()
                return self._look()
            case "says":
                await self._idle()
                self.screen.truncate(self.screen.seek(0))
                return await self._type(what)
            case "presses":
                assert what in self.numbers, f"no such button on the screen: {what}"
                return await self._type(self.numbers[what])
        raise AssertionError(act)

    async def _idle(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.asks.wait()

    async def _type(self, line: str) -> list[Shown]:
        self.screen.truncate(self.screen.seek(0))
        self.asks.clear()
        self.lines.put_nowait(line)
        await self._idle()
        return self._look()

    def _look(self) -> list[Shown]:
        written = self.screen.getvalue()
        found = re.findall(r"^ +(\d{1,2}) (?:! )?(\S.*?)\s*$", written, re.MULTILINE)
        text = re.sub(r"^ +\d{1,2} (?:! )?\S.*$|[┏┓┗┛━┃]|! ! !", "", written, flags=re.MULTILINE)
        if found:
            self.numbers = {label: number for number, label in found}
        self.screen.truncate(self.screen.seek(0))
        return [Shown(text, tuple(label for _, label in found), True)] if text.strip() else []


@dataclass
class TelegramDriver:
    """A person in Telegram, by way of a Bot API server of our own and real HTTP."""

    double: TelegramDouble
    clock: MovableClock
    chat: int = 7
    versions: dict[int, int] = field(default_factory=dict)
    asked: int = 0

    async def act(self, act: str, what: str) -> list[Shown]:
        match act:
            case "waits":
                self.clock.at += timedelta(seconds=float(what))
                return []
            case "says":
                self.asked = self.double.say(self.chat, what)
            case "starts":
                self.asked = self.double.say(self.chat, f"/start {what}".strip())
            case "sends":
                self.asked = self.double.send(self.chat, what)
            case "edits":
                self.double.edit(self.chat, self.asked, what)
            case "presses":
                for message in reversed(self.double.messages(self.chat)):
                    if any(what in row for row in message.buttons):
                        self.double.press(self.chat, message, what)
                        break
                else:
                    raise AssertionError(f"no such button in the chat: {what}")
        return await self._news()

    async def _news(self) -> list[Shown]:
        """What is new or changed, as soon as something is."""
        found = await self.double.until(lambda: self._changed() or None, PATIENCE, "an answer")
        shown = []
        for number, text, buttons, amended in found or ():
            self.versions[number] = self.versions.get(number, 0) + 1
            shown.append(Shown(text, buttons, amended))
        self.versions = {m.id: len(m.versions) for m in self.double.sent(self.chat)}
        return shown

    async def news_now(self) -> list[Shown]:
        """What is new at this moment, without waiting for any."""
        return await self._news() if self._changed() else []

    def _changed(self) -> list[tuple[int, str, tuple[str, ...], bool]]:
        return [
            (m.id, m.text, tuple(b for row in m.buttons for b in row), m.id in self.versions)
            for m in self.double.sent(self.chat)
            if self.versions.get(m.id) != len(m.versions)
        ]


CANNOT = {"web": ("sends", "edits"), "terminal": ("sends", "edits"), "telegram": ()}
"""What a person can't do in a channel: a transcript with such a step isn't one of that channel."""


@asynccontextmanager
async def driving(
    channel: str, transcript: Transcript, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Driver]:
    """A driver on a running installation with nothing in it."""
    clock = MovableClock(transcript.at)
    store = open_store("sqlite://")
    async with AsyncExitStack() as stack:
        telegram: TelegramChannel | None = None
        double: TelegramDouble | None = None
        if channel == "telegram":
            for module in (telegram_api, telegram_chat):
                fixed = SimpleNamespace(time=lambda: clock.now().timestamp(), monotonic=time.monotonic)
                monkeypatch.setattr(module, "time", fixed)
            double = await stack.enter_async_context(TelegramDouble())
            telegram = TelegramChannel(TelegramSettings(double.token, double.root), clock)
            stack.push_async_callback(telegram.close)
        channels = [telegram] if telegram else [PullChannel(channel)]
        delivery = Delivery(store, lambda: edition, transcript.house, SIGNER, channels, clock, NO_PACE)
        await delivery.start()
        stack.push_async_callback(store.close)
        stack.push_async_callback(delivery.stop)
        tasks: list[asyncio.Task[None]] = []
        if telegram and double:
            tasks.append(asyncio.create_task(telegram.run(delivery.intake)))
            driver: Driver = TelegramDriver(double, clock)
        elif channel == "web":
            app = create_app(
                intake=delivery.intake, mailbox=delivery.mailbox, edition=lambda: edition, house=transcript.house,
                keys=SIGNER.keys, clock=clock, health=Health, settings=WebSettings(hosts=("localhost",)),
            )  # fmt: skip
            transport = httpx.ASGITransport(app=app)
            client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://localhost"))
            driver = WebDriver(client, clock)
        else:
            screen = io.StringIO()
            terminal = TerminalDriver(clock, screen)
            chat = TerminalChat(delivery.intake, delivery.mailbox, lambda: edition.words, clock, Console(file=screen, width=100))
            tasks.append(asyncio.create_task(chat.run(terminal.read_line)))
            driver = terminal
        try:
            yield driver
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
