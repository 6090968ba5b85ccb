"""Whether the store can be relied on just now. One failure opens the breaker; a probe every two seconds closes it again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

import structlog

from bot.clock import Clock
from bot.store import Store, StoreDown, Work, meta
from bot.store.moments import ms

T = TypeVar("T")

RED_FLAG_SECONDS = 0.5  # how long a red flag waits for the store
OTHER_SECONDS = 2.0
PROBE_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Breaker:
    """The store behind a breaker: while that is open, nothing waits for the store."""

    def __init__(self, store: Store, clock: Clock, on_recovery: Callable[[], None]) -> None:
        self.store = store
        self.reason = ""
        self._clock = clock
        self._on_recovery = on_recovery
        self._look = asyncio.Event()
        self._opened, self._closed = asyncio.Event(), asyncio.Event()
        self._closed.set()
        self._probing: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the store counts as down."""
        return self._opened.is_set()

    def start(self) -> None:
        """Begin to watch."""
        self._probing = asyncio.create_task(self._probe(), name="store-probe")

    async def stop(self) -> None:
        """Stop watching."""
        if self._probing is not None:
            self._probing.cancel()
            with suppress(asyncio.CancelledError):
                await self._probing

    async def write(self, work: Work[T], within: float = OTHER_SECONDS) -> T:
        """A write that is given up after `within` seconds. Raises StoreDown, and what the work raises."""
        return await self._ask(self.store.write, work, within)

    async def read(self, work: Work[T], within: float = OTHER_SECONDS) -> T:
        """A read that is given up after `within` seconds. Raises StoreDown."""
        return await self._ask(self.store.read, work, within)

    def begin(self, work: Work[T]) -> asyncio.Task[T]:
        """A write that isn't given up: whoever waits too long for it may go on without, and see later what became of it."""
        return asyncio.create_task(self._begun(work))

    async def _begun(self, work: Work[T]) -> T:
        if self.is_open:
            raise StoreDown(self.reason)
        try:
            return await self.store.write(work)
        except StoreDown as error:
            self.trip(error.reason)
            raise

    async def _ask(self, way: Callable[[Work[T]], Awaitable[T]], work: Work[T], within: float) -> T:
        if self.is_open:
            raise StoreDown(self.reason)
        try:
            async with asyncio.timeout(within):
                return await way(work)
        except TimeoutError:
            self.trip(f"no answer within {within:g} s")
            raise StoreDown(self.reason) from None
        except StoreDown as error:
            self.trip(error.reason)
            raise

    def trip(self, reason: str) -> None:
        """The store failed: from now on nobody asks it until a probe succeeds."""
        self.reason = reason
        if not self.is_open:
            log.warning("store down", reason=reason)
            self._closed.clear()
            self._opened.set()

    async def closed(self) -> None:
        """Wait until the store can be relied on."""
        await self._closed.wait()

    def look_now(self) -> None:
        """Don't wait for the next probe."""
        self._look.set()

    async def _probe(self) -> None:
        while True:
            await self._opened.wait()
            self._look.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(PROBE_SECONDS):
                    await self._look.wait()
            try:
                async with asyncio.timeout(OTHER_SECONDS):
                    await self.store.open()
                    await self.store.write(lambda connection: meta.beat(connection, ms(self._clock.now())))
            except TimeoutError:
                continue
            except Exception as error:
                self.reason = getattr(error, "reason", "") or type(error).__name__
                continue
            log.warning("store back")
            self.reason = ""
            self._opened.clear()
            self._closed.set()
            self._on_recovery()
