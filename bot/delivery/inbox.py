"""The way in: stored, repeats dropped, and only then acknowledged. What can't be stored is answered directly instead."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from bot.channels.base import ChannelError
from bot.clock import Clock
from bot.delivery.breaker import OTHER_SECONDS, RED_FLAG_SECONDS, Breaker
from bot.delivery.direct import Direct
from bot.delivery.talking import Setting
from bot.delivery.worker import Item, Worker
from bot.store import StoreDown, inbox
from bot.store.inbox import Arrival, Unread
from bot.store.moments import ms
from bot.store.text import storable
from bot.talk.codec import encode
from bot.talk.messages import Incoming

log = structlog.get_logger(__name__)


class StoringIntake:
    """An Intake (see channels.base)."""

    def __init__(self, breaker: Breaker, setting: Setting, direct: Direct, worker: Worker, clock: Clock) -> None:
        self._breaker = breaker
        self._setting = setting
        self._direct = direct
        self._worker = worker
        self._clock = clock

    async def take(self, incoming: Sequence[Incoming]) -> None:
        """Take messages over: stored, or answered. Raises ChannelError where neither could be done: then they aren't ours."""
        fresh = [one for one in incoming if not self._direct.has_answered(one.origin.channel, one.origin.update_id)]
        if fresh:
            # Whoever brings them may go away meanwhile; what was begun is ended all the same.
            await asyncio.shield(self._take(fresh))

    async def _take(self, fresh: Sequence[Incoming]) -> None:
        if self._breaker.is_open:
            await self._direct.answer_all(fresh)
            return
        now = ms(self._clock.now())
        try:
            arrivals = [Arrival(o.channel, o.update_id, o.chat, storable(encode(m)), now) for m in fresh for o in [m.origin]]
            storing = asyncio.ensure_future(self._breaker.store.write(lambda connection: inbox.put(connection, arrivals)))
            rows = await self._wait(storing, fresh)
        except StoreDown as error:
            self._breaker.trip(error.reason)
            await self._direct.answer_all(fresh)
            return
        except ChannelError:
            raise
        except Exception as error:
            log.error("messages not stored", error=type(error).__name__)  # whatever it was, these people wait for an answer
            await self._direct.answer_all(fresh)
            return
        self._worker.offer(
            [
                Item((Unread(row, a.channel, a.update_id, a.chat, "", a.at),), one)
                for row, a, one in zip(rows, arrivals, fresh, strict=True)
                if row is not None
            ]
        )

    async def _wait(self, storing: asyncio.Future[list[int | None]], fresh: Sequence[Incoming]) -> list[int | None]:
        """The rows. A red flag waits half a second for them, then it is answered; anything else two seconds."""
        done, _ = await asyncio.wait({storing}, timeout=RED_FLAG_SECONDS)
        if not done:
            urgent = [one for one in fresh if self._setting.is_urgent(one)]
            if urgent:
                await self._direct.answer_all(urgent)
            done, _ = await asyncio.wait({storing}, timeout=OTHER_SECONDS - RED_FLAG_SECONDS)
        if not done:
            storing.cancel()
            with suppress(asyncio.CancelledError):
                await storing
            raise StoreDown(f"no answer within {OTHER_SECONDS:g} s")
        return storing.result()
