"""Once a tick: what is past its time is deleted, and taken out of the files beside the database too."""

from __future__ import annotations

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.store import retention
from bot.store.moments import ms

_PURGE_SECONDS = 10.0


async def tidy_up(breaker: Breaker, clock: Clock) -> None:
    """Purge and truncate. Raises StoreDown."""
    now = ms(clock.now())
    while await breaker.write(lambda connection: retention.purge(connection, now), _PURGE_SECONDS):
        pass  # some hundred rows at a time: answers pass between
    await breaker.store.tidy()
