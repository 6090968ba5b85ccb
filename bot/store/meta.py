"""The store's own few facts."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection

from bot.store.dialects import insert_into
from bot.store.tables import meta


@cache
def _put(dialect: str) -> Any:
    statement = insert_into(meta, dialect)
    return statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})


def beat(connection: Connection, now: int) -> None:
    """Write something, to see whether the store can be written."""
    connection.execute(_put(connection.dialect.name), {"key": "heartbeat", "value": str(now)})
