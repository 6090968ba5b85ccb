"""What is served: the edition of the files with the corrections laid over it, the same on every replica within seconds.

The corrections stand in the store, and their last number is looked at every three seconds. With the store down the last known
ones go on to hold. Where the database is a file, a copy of them lies beside it, so that a withdrawal also survives a backup of
yesterday that is put back; replicas put back what they know themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import structlog

from bot.delivery.breaker import Breaker
from bot.delivery.talking import Edition
from bot.store import Connection, StoreDown, corrections
from bot.store.corrections import Row
from bot.talk.corrected import Laid, corrected
from bot.talk.desk import Conflict

LOOK_EVERY = 3.0
"""Seconds between two looks. With two seconds for the answer every replica knows a change within five."""

log = structlog.get_logger(__name__)


class Overlay:
    """Keeps the corrections and lays them over whatever edition is current."""

    def __init__(self, breaker: Breaker, files: Callable[[], Edition]) -> None:
        self._breaker = breaker
        self._files = files
        self._number = 0
        self._rows: tuple[Row, ...] = ()
        self._base: Edition = None
        self._laid: Laid | None = None
        self._begun = False
        self._one_at_a_time = asyncio.Lock()
        self._woken = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    @property
    def number(self) -> int:
        """The number of the last change that is laid over."""
        return self._number

    def edition(self) -> Edition:
        """What answers at this moment."""
        return self._now()[0] if self._rows else self._files()

    def conflicts(self) -> tuple[Conflict, ...]:
        """Corrections that the files have moved on from since they were made."""
        return self._now()[1] if self._rows else ()

    def _now(self) -> Laid:
        base = self._files()
        if self._laid is None or base is not self._base:
            self._base, self._laid = base, self._over(base, self._rows, self._number)
        return self._laid

    @staticmethod
    def _over(base: Edition, rows: Sequence[Row], number: int) -> Laid:
        laid = corrected(base, [row.correction for row in rows], number)
        _ = laid[0].finder  # made now, so that nobody's question waits for it
        return laid

    async def look(self) -> bool:
        """See whether there are other corrections than those that are known; True if there were. Raises StoreDown."""
        async with self._one_at_a_time:
            if not self._begun:
                await self._begin()
            number = await self._breaker.read(corrections.last_number)
            if number == self._number and self._begun:
                return False
            if number < self._number or not self._begun:
                await self._put_back()
            number, rows = await self._breaker.read(lambda c: (corrections.last_number(c), corrections.everything(c)))
            base = self._files()
            # Not on the loop: people wait for answers, and a large directory takes a while.
            laid = await asyncio.to_thread(self._over, base, rows, number) if rows else None
            self._number, self._rows, self._base, self._laid, self._begun = number, rows, base, laid, True
            await self._keep_beside()
            if rows:
                log.info("corrections laid over the content", files=len(rows), version=str(number))
            return True

    async def _begin(self) -> None:
        """What lies beside the database holds until the database says more."""
        beside = self._breaker.store.beside
        if beside is None or self._rows:
            return
        try:
            self._rows = await asyncio.to_thread(corrections.read_beside, beside)
            self._number = max((row.correction.number for row in self._rows), default=0)
        except (OSError, ValueError) as error:
            log.error("corrections beside the database can't be read", error=type(error).__name__)

    async def _put_back(self) -> None:
        """The database is older than what is known here: it was put back from a copy. What was withdrawn since stays so."""
        known = self._rows

        def put_back(connection: Connection) -> None:
            there = {row.correction.id: row.correction.number for row in corrections.everything(connection)}
            corrections.merge(connection, [r for r in known if there.get(r.correction.id, 0) < r.correction.number])

        if known:
            await self._breaker.write(put_back)

    async def _keep_beside(self) -> None:
        beside = self._breaker.store.beside
        if beside is None or not (self._rows or beside.exists()):
            return
        try:
            await asyncio.to_thread(corrections.write_beside, beside, self._rows)
        except OSError as error:
            log.error("corrections can't be kept beside the database", error=type(error).__name__)

    # --- its own life ---

    async def start(self, afterwards: Callable[[], Awaitable[None]]) -> None:
        """Know what holds before anything is answered, and watch from then on; `afterwards` follows each look."""
        try:
            await self.look()
        except StoreDown as error:
            log.info("corrections not read yet", reason=error.reason)
        except Exception as error:
            log.error("corrections not looked at", error=type(error).__name__)
        self._watching = asyncio.create_task(self._watch(afterwards), name="corrections")

    def wake(self) -> None:
        """Look now."""
        self._woken.set()

    async def stop(self) -> None:
        """Stop watching."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def _watch(self, afterwards: Callable[[], Awaitable[None]]) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._woken.wait()
            self._woken.clear()
            try:
                await self.look()
                await afterwards()
            except StoreDown:
                continue
            except Exception as error:
                log.error("corrections not looked at", error=type(error).__name__)
