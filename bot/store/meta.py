"""The store's own few facts."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from bot.store.dialects import insert_into
from bot.store.tables import meta


@cache
def _put(dialect: str) -> Any:
    statement = insert_into(meta, dialect)
    return statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})


def beat(connection: Connection, now: int) -> None:
    """Write something, to see whether the store can be written."""
    connection.execute(_put(connection.dialect.name), {"key": "heartbeat", "value": str(now)})


def get(connection: Connection, key: str) -> str:
    """What stands under a key, "" if nothing does."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar() or ""


def put(connection: Connection, key: str, value: str) -> None:
    """Let something stand under a key."""
    connection.execute(_put(connection.dialect.name), {"key": key, "value": value})


def hold(connection: Connection, key: str) -> int:
    """The number that was counted to, and nobody else counts on until this transaction ends."""
    connection.execute(insert_into(meta, connection.dialect.name).on_conflict_do_nothing(), {"key": key, "value": "0"})
    return int(connection.execute(select(meta.c.value).where(meta.c.key == key).with_for_update()).scalar_one())


def next_number(connection: Connection, key: str) -> int:
    """Count on: one more than was given before, to nobody else until this transaction ends."""
    number = hold(connection, key) + 1
    put(connection, key, str(number))
    return number
