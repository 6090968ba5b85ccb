"""Once a tick: what is past its time is deleted, and taken out of the files beside the database too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.desk import session_of
from bot.store import Connection, conversations, retention
from bot.store.moments import ms
from bot.store.text import storable
from bot.talk.codec import encode
from bot.talk.session import Session

_PURGE_SECONDS = 10.0
_AT_ONCE = 200  # conversations


async def tidy_up(breaker: Breaker, clock: Clock, changed: Callable[[str, str], None]) -> None:
    """Let sessions lapse, purge and truncate. `changed` is told of conversations (channel, chat) that stand otherwise now. Raises
    StoreDown."""
    now = clock.now()
    while chats := await breaker.write(lambda connection: _let_lapse(connection, now), _PURGE_SECONDS):
        for chat in chats:
            changed(*chat)
    while await breaker.write(lambda connection: retention.purge(connection, ms(now)), _PURGE_SECONDS):
        pass  # some hundred rows at a time: answers pass between
    await breaker.store.tidy()


def lapse_moment(session: Session) -> int | None:
    """When something of a session is to be let go of (milliseconds), None if nothing lapses."""
    at = session.lapses_at
    return ms(at + timedelta(milliseconds=1)) if at is not None else None


def _let_lapse(connection: Connection, now: datetime) -> list[tuple[str, str]]:
    """What somebody began half an hour ago and left lying isn't kept until they write again."""
    rows = conversations.lapsed(connection, ms(now), _AT_ONCE)
    for kept in rows:
        session = session_of(kept).at(now)
        as_it_stands = conversations.Kept(kept.channel, kept.chat, kept.person, storable(encode(session)), kept.version)
        conversations.lapse(connection, as_it_stands, lapse_moment(session))
    return [(kept.channel, kept.chat) for kept in rows]
