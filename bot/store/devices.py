"""Whose chat a chat is. A person may have several; one on a shared computer is gone half a day after it was last used."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, case, delete, or_, select, update

from bot.store.dialects import insert_into
from bot.store.moments import DAY, HOUR, MINUTE
from bot.store.office_tables import NEVER, devices

SHARED_FOR = 12 * HOUR
PULLED_FOR = 400 * DAY
"""After the last use a chat that its person fetches from is no device any more: browsers keep who they are no longer."""
TO = 10 * MINUTE
"""How exactly it is noted when a device was last used."""

v = devices.c


@dataclass(frozen=True)
class Row:
    """A device as it is kept; moments in milliseconds. `channel_person` is who writes there, as the channel names them."""

    channel: str
    chat: str
    channel_person: str
    person: str
    since: int
    shared: bool
    used_at: int
    unreachable: bool = False


_COLUMNS = (v.channel, v.chat, v.channel_person, v.person, v.since, v.shared, v.used_at, v.unreachable)
_THIS = (v.channel == bindparam("in_channel"), v.chat == bindparam("in_chat"))


def _row(row: Any) -> Row:
    shared, unreachable = bool(row.shared), bool(row.unreachable)
    return Row(row.channel, row.chat, row.channel_person, row.person, row.since, shared, row.used_at, unreachable)


def _until(pulled: bool, shared: bool, now: int) -> int:
    return now + SHARED_FOR if shared else now + PULLED_FOR if pulled else NEVER


@cache
def _put(dialect: str) -> Any:
    statement = insert_into(devices, dialect)
    names = [column.name for column in devices.c if not column.primary_key]
    changed = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=["channel", "chat"], set_=changed)


def add(connection: Connection, row: Row, pulled: bool) -> None:
    """A chat is a person's from now on; `pulled` if they fetch from it."""
    values = {
        "channel": row.channel, "chat": row.chat, "channel_person": row.channel_person, "person": row.person, "since": row.since,
        "shared": int(row.shared), "used_at": row.used_at, "unreachable": 0,
        "delete_after": _until(pulled, row.shared, row.used_at),
    }  # fmt: skip
    connection.execute(_put(connection.dialect.name), values)


_OF = select(*_COLUMNS).where(v.person.in_(bindparam("persons", expanding=True)), v.delete_after >= bindparam("now"))


def of(connection: Connection, persons: Collection[str], now: int) -> list[Row]:
    """The devices of some people, each person's oldest first."""
    if not persons:
        return []
    statement = _OF.order_by(v.person, v.since, v.channel, v.chat)
    return [_row(row) for row in connection.execute(statement, {"persons": list(persons), "now": now})]


def with_chat(connection: Connection) -> set[str]:
    """Everybody who has a chat."""
    return set(connection.execute(select(v.person).distinct()).scalars())


_FIND = select(*_COLUMNS).where(*_THIS, v.delete_after >= bindparam("now"))


def find(connection: Connection, channel: str, chat: str, now: int) -> Row | None:
    """Whose a chat is; None if it is nobody's."""
    row = connection.execute(_FIND, {"in_channel": channel, "in_chat": chat, "now": now}).first()
    return _row(row) if row else None


_NOW = bindparam("now", type_=BigInteger)
_USED = (
    update(devices)
    .where(*_THIS, or_(v.used_at < _NOW - TO, v.unreachable == 1))
    .values(
        used_at=_NOW,
        unreachable=0,
        delete_after=case(
            (v.shared == 1, _NOW + SHARED_FOR),
            (v.delete_after < NEVER, _NOW + PULLED_FOR),
            else_=v.delete_after,
        ),
    )
)


def used(connection: Connection, channel: str, chat: str, now: int) -> None:
    """Its person wrote there, so it reaches them."""
    connection.execute(_USED, {"in_channel": channel, "in_chat": chat, "now": now})


_MARK = update(devices).where(*_THIS).values(unreachable=bindparam("to_unreachable"))


def mark(connection: Connection, channel: str, chat: str, unreachable: bool) -> None:
    """Note that nothing gets through to it, or that something does again."""
    connection.execute(_MARK, {"in_channel": channel, "in_chat": chat, "to_unreachable": int(unreachable)})


def end(connection: Connection, channel: str, chat: str) -> None:
    """It is nobody's any more."""
    connection.execute(delete(devices).where(*_THIS), {"in_channel": channel, "in_chat": chat})


def move(connection: Connection, channel: str, chat: str, to: str) -> None:
    """The chat has another name now."""
    if connection.execute(select(v.chat).where(*_THIS), {"in_channel": channel, "in_chat": to}).first():
        return end(connection, channel, chat)
    moved = update(devices).where(*_THIS).values(chat=bindparam("to_chat"))
    connection.execute(moved, {"in_channel": channel, "in_chat": chat, "to_chat": to})
