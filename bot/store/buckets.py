"""The pace of replicas: token buckets in rows, looked at and taken from within the transaction that claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.store.dialects import insert_into
from bot.store.moments import HOUR
from bot.store.tables import pace

_READ = select(pace.c.name, pace.c.tokens, pace.c.at).where(pace.c.name.in_(bindparam("names", expanding=True)))


def lock(connection: Connection, name: str, tokens: float, now: int) -> None:
    """Make sure that a bucket exists and that nobody else touches it before this transaction ends."""
    row = {"name": name, "tokens": tokens, "at": now, "delete_after": now + HOUR}
    connection.execute(insert_into(pace, connection.dialect.name).on_conflict_do_nothing(index_elements=["name"]), row)
    connection.execute(_READ.with_for_update(), {"names": [name]})


def read(connection: Connection, names: Sequence[str]) -> dict[str, tuple[float, int]]:
    """(tokens, at) of the buckets that exist."""
    return {row.name: (row.tokens, row.at) for row in connection.execute(_READ, {"names": list(names)})} if names else {}


@cache
def _put(dialect: str) -> Any:
    statement = insert_into(pace, dialect)
    changed = {name: statement.excluded[name] for name in ("tokens", "at", "delete_after")}
    return statement.on_conflict_do_update(index_elements=["name"], set_=changed)


def write(connection: Connection, buckets: Mapping[str, tuple[float, int]]) -> None:
    """Write buckets back. They are kept for an hour after they were last used: full ones are as good as none."""
    if buckets:
        rows = [
            {"name": name, "tokens": tokens, "at": at, "delete_after": at + HOUR}
            for name, (tokens, at) in sorted(buckets.items())
        ]
        connection.execute(_put(connection.dialect.name), rows)
