"""The pace of replicas: token buckets in rows, looked at and taken from within the transaction that claims."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
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


@cache
def _put(dialect: str) -> Any:
    statement = insert_into(pace, dialect)
    changed = {name: statement.excluded[name] for name in ("tokens", "at", "delete_after")}
    return statement.on_conflict_do_update(index_elements=["name"], set_=changed)


class Rows(MutableMapping[str, tuple[float, int]]):
    """Buckets by name, (tokens, at): each is read when it is first asked for; `write` puts back those that changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[str, tuple[float, int] | None] = {}
        self._changed: set[str] = set()

    def __getitem__(self, name: str) -> tuple[float, int]:
        if name not in self._read:
            row = self._connection.execute(_READ, {"names": [name]}).first()
            self._read[name] = (row.tokens, row.at) if row else None
        bucket = self._read[name]
        if bucket is None:
            raise KeyError(name)
        return bucket

    def __setitem__(self, name: str, bucket: tuple[float, int]) -> None:
        self._read[name] = bucket
        self._changed.add(name)

    def __delitem__(self, name: str) -> None:
        raise NotImplementedError("the purge deletes buckets")

    def __iter__(self) -> Iterator[str]:
        return iter(name for name, bucket in self._read.items() if bucket is not None)

    def __len__(self) -> int:
        return sum(bucket is not None for bucket in self._read.values())

    def write(self) -> None:
        """Write back. Buckets are kept for an hour after they were last used: full ones are as good as none."""
        rows = [
            {"name": name, "tokens": tokens, "at": at, "delete_after": at + HOUR}
            for name in sorted(self._changed)
            for tokens, at in [self[name]]
        ]
        if rows:
            self._connection.execute(_put(self._connection.dialect.name), rows)
