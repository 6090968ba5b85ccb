"""The way in: stored, repeats dropped, and only then acknowledged. What can't be stored is answered directly instead."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from bot.clock import Clock
from bot.delivery.breaker import OTHER_SECONDS, RED_FLAG_SECONDS, Breaker
from bot.delivery.direct import Direct
from bot.delivery.talking import Setting
from bot.delivery.worker import Item, Worker
from bot.store import StoreDown, inbox
from bot.store.inbox import Arrival, Unread
from bot.store.moments import ms
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
        if not fresh:
            return
        if self._breaker.is_open:
            await self._direct.answer_all(fresh)
            return
        now = ms(self._clock.now())
        arrivals = [Arrival(o.channel, o.update_id, o.chat, encode(one), now) for one in fresh for o in [one.origin]]
        storing = asyncio.ensure_future(self._breaker.store.write(lambda connection: inbox.put(connection, arrivals)))
        try:
            rows = await self._wait(storing, fresh)
        except Exception as error:
            # Whatever it was, these people wait for an answer.
            reason = error.reason if isinstance(error, StoreDown) else type(error).__name__
            self._breaker.trip(reason)
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
            urgent = [one for one in fresh if self._setting.is_red_flag(one)]
            if urgent:
                await self._direct.answer_all(urgent)
            done, _ = await asyncio.wait({storing}, timeout=OTHER_SECONDS - RED_FLAG_SECONDS)
        if not done:
            storing.cancel()
            with suppress(asyncio.CancelledError):
                await storing
            raise StoreDown(f"no answer within {OTHER_SECONDS:g} s")
        return storing.result()
