"""The one clockwork: a job in memory that ticks. What is due stands in the database, never in here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.store import StoreDown

SECONDS = 30

log = structlog.get_logger(__name__)

Duty = Callable[[], Awaitable[None]]


class Ticker:
    """Calls its duties in order, every half minute. A tick that comes late still comes; several missed ones are one."""

    def __init__(self, duties: Sequence[Duty]) -> None:
        self._duties = duties
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_job(
            self._ticks, "interval", seconds=SECONDS, id="tick", replace_existing=True,
            coalesce=True, max_instances=1, misfire_grace_time=None,
        )  # fmt: skip
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _ticks(self) -> None:
        with suppress(asyncio.CancelledError):  # the program ends amid a long one: what isn't done stays due
            await self.tick()

    async def tick(self) -> None:
        """Once round. A duty that fails doesn't keep the others from theirs."""
        for duty in self._duties:
            try:
                await duty()
            except StoreDown as error:
                log.info("duty put off", reason=error.reason)
            except Exception as error:
                log.error("duty failed", error=type(error).__name__)
