"""When the table of zones or the list of public holidays is another than at the last start, everything is reckoned anew.

A check-in that a rhythm made and nobody touched keeps its wall time; what people chose themselves stays at its moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version

import structlog

from bot.delivery.breaker import Breaker
from bot.store import Connection, clockwork, diary, meta
from bot.store.moments import DAY, ms
from bot.supervision.ahead import straightened
from bot.supervision.diary import Booking

KEY = "rules"
BACK = 60 * DAY
"""How far back check-ins are reckoned anew: of older ones nothing is waited for any more."""
_AT_ONCE = 200
_SECONDS = 10.0

log = structlog.get_logger(__name__)


def rules() -> str:
    """The versions of what tells clock changes and holidays."""
    return f"tzdata {version('tzdata')}, holidays {version('holidays')}"


async def reckon_anew(breaker: Breaker, now: datetime, kept_until: Callable[[Booking], int]) -> bool:
    """Do so if the rules have changed; says whether they had. `kept_until` is how long a check-in is kept. Raises StoreDown; who
    dies in between does it at the next start."""
    if await breaker.read(lambda connection: meta.get(connection, KEY)) == rules():
        return False
    after: str | None = ""
    while after is not None:
        after = await breaker.write(lambda connection, after=after: _straighten(connection, after, now, kept_until), _SECONDS)  # type: ignore[misc]
    await breaker.write(lambda connection: _all_due(connection, now), _SECONDS)
    log.info("reckoned anew", rules=rules())
    return True


def _straighten(connection: Connection, after: str, now: datetime, kept_until: Callable[[Booking], int]) -> str | None:
    """The next series in their order; gives the last one of them, None if there is no more."""
    ids = clockwork.series_after(connection, after, _AT_ONCE)
    series = diary.rhythms(connection, ids)
    untouched = diary.find(connection, clockwork.untouched(connection, ids, ms(now)))
    for booking in untouched.values():
        checkin = straightened(booking.checkin, series[booking.series])
        if checkin != booking.checkin:
            mended = replace(booking, checkin=checkin)
            diary.keep_booking(connection, mended, checkin.at.date(), ms(now), kept_until(mended))
    return ids[-1] if len(ids) == _AT_ONCE else None


def _all_due(connection: Connection, now: datetime) -> None:
    diary.everything_due_again(connection, ms(now), ms(now) - BACK)
    meta.put(connection, KEY, rules())
