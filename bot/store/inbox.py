"""Messages that came in: stored before they are acknowledged, emptied when they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from bot.store.dialects import insert_into, is_shared
from bot.store.moments import DAY, SECOND, database_now
from bot.store.tables import UNREAD, inbox

KEPT_AFTER = 2 * DAY  # how long an update id is remembered; Telegram brings nothing again that is older than a day
UNREAD_AT_MOST = 7 * DAY  # an unread message that nobody could answer is thrown away after this
LEASE = 30 * SECOND  # what a worker may take for one turn


@dataclass(frozen=True)
class Arrival:
    """A message to be stored; `body` is the encoded Incoming, `at` when it arrived here, in milliseconds."""

    channel: str
    update_id: str
    chat: str
    body: str
    at: int


@dataclass(frozen=True)
class Unread:
    """A stored message that waits for its answer. `token` is the claim that it is held by, "" with one owner."""

    id: int
    channel: str
    update_id: str
    chat: str
    body: str
    at: int
    held_until: int | None = None
    token: str = ""


@cache
def _put(dialect: str) -> Any:
    return insert_into(inbox, dialect).on_conflict_do_nothing(index_elements=["channel", "update_id"]).returning(inbox.c.id)


def put(connection: Connection, arrivals: Sequence[Arrival]) -> list[int | None]:
    """Store messages; the row of each, None for one that was brought before."""
    statement = _put(connection.dialect.name)
    return [
        connection.execute(
            statement,
            {
                "channel": a.channel,
                "update_id": a.update_id,
                "chat": a.chat,
                "body": a.body,
                "at": a.at,
                "delete_after": a.at + UNREAD_AT_MOST,
            },
        ).scalar()
        for a in arrivals
    ]


_COLUMNS = (inbox.c.id, inbox.c.channel, inbox.c.update_id, inbox.c.chat, inbox.c.body, inbox.c.at, inbox.c.held_until)
# "+ 0", because SQLite would rather walk all answered rows in order than sort the few that it finds by the index of unread ones.
_IN_ORDER = inbox.c.id + 0
_UNREAD = select(*_COLUMNS).where(UNREAD, bindparam("after") < _IN_ORDER).order_by(_IN_ORDER).limit(bindparam("n"))


def unread(connection: Connection, limit: int, after: int = 0) -> list[Unread]:
    """What waits, oldest first, from row `after` on. For the owner of a file only: nothing is claimed."""
    return [Unread(*row) for row in connection.execute(_UNREAD, {"n": limit, "after": after})]


_earlier = inbox.alias("earlier")


def _not_held(table: Any) -> Any:
    return or_(table.c.held_until.is_(None), table.c.held_until <= bindparam("now"))


_HEADS = (
    select(*_COLUMNS)
    .where(
        UNREAD,
        _not_held(inbox),
        or_(inbox.c.lease_until.is_(None), inbox.c.lease_until < database_now()),
        ~select(_earlier.c.id)
        .where(
            _earlier.c.done_at.is_(None),
            _earlier.c.channel == inbox.c.channel,
            _earlier.c.chat == inbox.c.chat,
            _earlier.c.id < inbox.c.id,
            _not_held(_earlier),
        )
        .exists(),
    )
    .order_by(inbox.c.id)
    .limit(bindparam("n"))
    .with_for_update(skip_locked=True, of=inbox)
)
_LEASE = (
    update(inbox).where(inbox.c.id == bindparam("row")).values(lease_token=bindparam("token"), lease_until=database_now() + LEASE)
)


def claim(connection: Connection, limit: int, now: int, token: str) -> list[Unread]:
    """Claim the oldest message of up to `limit` conversations. Who holds the oldest one holds the conversation."""
    rows = connection.execute(_HEADS, {"n": limit, "now": now}).all()
    if rows:
        connection.execute(_LEASE, [{"row": row.id, "token": token} for row in rows])
    return [Unread(*row, token=token) for row in rows]


_HELD = select(*_COLUMNS).where(
    UNREAD, inbox.c.channel == bindparam("channel"), inbox.c.chat == bindparam("chat"), inbox.c.held_until.is_not(None)
)


def held(connection: Connection, channel: str, chat: str) -> list[Unread]:
    """The messages of a conversation that are held back to be answered together, oldest first."""
    found = connection.execute(_HELD.order_by(inbox.c.id), {"channel": channel, "chat": chat})
    return [Unread(*row) for row in found]


_HOLD = (
    update(inbox)
    .where(UNREAD, inbox.c.channel == bindparam("in_channel"), inbox.c.chat == bindparam("in_chat"))
    .where(or_(inbox.c.held_until.is_not(None), inbox.c.id == bindparam("row")))
    .values(held_until=bindparam("until"), lease_token=None, lease_until=None)
)


def hold(connection: Connection, row: int, channel: str, chat: str, until: int) -> None:
    """Hold a message back, and whatever of its conversation is held already, until a moment."""
    connection.execute(_HOLD, {"row": row, "in_channel": channel, "in_chat": chat, "until": until})


_DONE = (
    update(inbox)
    .where(inbox.c.id == bindparam("row"), UNREAD)
    .values(
        chat="", body="", held_until=None, lease_token=None, lease_until=None,
        done_at=bindparam("now"), delete_after=bindparam("now") + KEPT_AFTER,
    )
)  # fmt: skip
_DONE_CLAIMED = _DONE.where(inbox.c.lease_token == bindparam("token"))


def done(connection: Connection, row: int, now: int, token: str = "") -> bool:
    """Mark a message answered and empty it; False if somebody else did, or holds it now."""
    if token and is_shared(connection):
        return connection.execute(_DONE_CLAIMED, {"row": row, "now": now, "token": token}).rowcount == 1
    return connection.execute(_DONE, {"row": row, "now": now}).rowcount == 1


_RELEASE = (
    update(inbox).where(UNREAD, inbox.c.lease_token.startswith(bindparam("process"))).values(lease_token=None, lease_until=None)
)


def release(connection: Connection, process: str) -> None:
    """At an orderly end: give back what is claimed with tokens that begin with `process`."""
    connection.execute(_RELEASE, {"process": process})


_CHAT_WAITS = (
    select(inbox.c.id).where(UNREAD, inbox.c.channel == bindparam("channel"), inbox.c.chat == bindparam("chat")).limit(1)
)


def waits(connection: Connection, channel: str, chat: str) -> bool:
    """Whether a message of that conversation is unanswered."""
    return connection.execute(_CHAT_WAITS, {"channel": channel, "chat": chat}).first() is not None


def oldest(connection: Connection) -> tuple[int, int | None]:
    """How many messages are unanswered, and since when the oldest one is (milliseconds)."""
    n, at = connection.execute(select(func.count(), func.min(inbox.c.at)).where(and_(UNREAD))).one()
    return n, at
