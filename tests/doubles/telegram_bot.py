"""The channel under test, with an intake that keeps what it is given: no store, no conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TypeVar

import pytest
import structlog
from structlog.typing import EventDict

from bot.channels import telegram, telegram_menu, telegram_poll, telegram_updates
from bot.channels.base import Outgoing
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.library.richtext import Block, Paragraph, Text
from bot.talk.messages import Drawn, DrawnButton, Incoming, Voice
from tests.doubles.telegram_api import PATIENCE, TelegramDouble

_T = TypeVar("_T", bound=Incoming)


class StoppedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Naps:
    """A sleep that is over at once, and remembers how long it was to be."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


class KeepingIntake:
    """Keeps what it is given, dropping repeats as the inbox does. `fails` makes it refuse that many times first."""

    def __init__(self, fails: int = 0) -> None:
        self.taken: list[Incoming] = []
        self.brought = 0
        self.fails = fails
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self._seen: set[str] = set()
        self._changed = asyncio.Condition()

    async def take(self, incoming: Sequence[Incoming]) -> None:
        self.brought += len(incoming)
        self.begun.set()
        await self.gate.wait()
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the disk is full")
        for one in incoming:
            if one.origin.update_id not in self._seen:
                self._seen.add(one.origin.update_id)
                self.taken.append(one)
        async with self._changed:
            self._changed.notify_all()

    async def wait_for(self, number: int) -> list[Incoming]:
        """What was taken, once it is so many."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: len(self.taken) >= number)
        return self.taken

    async def first(self, kind: type[_T]) -> _T:
        """The first that was taken, which is of this kind."""
        one = (await self.wait_for(1))[0]
        assert isinstance(one, kind), one
        return one


def hear_logs(patch: pytest.MonkeyPatch) -> list[EventDict]:
    """Everything that the channel's modules log from now on, at any level.

    Put in the place of their loggers: a logger that was used before keeps the configuration of its first use.
    """
    heard: list[EventDict] = []

    def keep(_: object, level: str, event: EventDict) -> EventDict:
        heard.append({**event, "level": level})
        raise structlog.DropEvent

    logger = structlog.wrap_logger(structlog.PrintLogger(), processors=[keep])
    for module in (telegram, telegram_menu, telegram_poll, telegram_updates):
        patch.setattr(module, "log", logger)
    return heard


def a_channel(
    double: TelegramDouble, *, token: str = "", naps: Naps | None = None, seconds: float = PATIENCE, **more: str
) -> TelegramChannel:
    """The channel, connected to the double, not yet running. It waits `seconds` for the answer to a send."""
    settings = TelegramSettings(token=token or double.token, api_url=double.root, **more)
    return TelegramChannel(settings, StoppedClock(), sleep=naps or Naps(), send_seconds=seconds)


@asynccontextmanager
async def running(channel: TelegramChannel, intake: KeepingIntake) -> AsyncIterator[asyncio.Task[None]]:
    """The channel, bringing what comes in."""
    task = asyncio.create_task(channel.run(intake))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()


def a_drawn(*blocks: Block | str, buttons: Sequence[Sequence[str]] = (), lang: str = "en", assertive: bool = False) -> Drawn:
    """A drawn message in one language; a string is a paragraph, a button carries its own words."""
    told = tuple(Paragraph((Text(block),)) if isinstance(block, str) else block for block in blocks)
    rows = tuple(tuple(DrawnButton(label, f"say:{label}") for label in row) for row in buttons)
    voice = Voice(lang, "rtl" if lang == "ar" else "ltr", told)
    return Drawn((voice,), rows, lang, assertive)


def outgoing(chat: int, *blocks: Block | str, **more: str | bool) -> Outgoing:
    """A message on its way out."""
    return Outgoing(str(chat), a_drawn(*blocks), **more)  # type: ignore[arg-type]
