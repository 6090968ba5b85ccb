"""Wrong codes: after a few somebody has to wait, and a right one isn't taken from them either."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.store.dialects import insert_into
from bot.store.moments import SECOND
from bot.store.tables import pace

AT_ONCE = 5
ONE_MORE = 12 * 60 * SECOND
"""Wrong codes of one person: so many at once, one more after each such time (milliseconds)."""


def left(connection: Connection, name: str, now: int) -> float:
    """How many wrong codes may still be sent under a name (`admin:telegram:7`) just now; below one, none."""
    row = connection.execute(select(pace.c.tokens, pace.c.at).where(pace.c.name == name)).first()
    return AT_ONCE if row is None else min(AT_ONCE, row.tokens + max(0, now - row.at) / ONE_MORE)


def wrong(connection: Connection, name: str, now: int) -> None:
    """One more wrong code."""
    row = {"name": name, "tokens": max(0.0, left(connection, name, now) - 1), "at": now, "delete_after": now + AT_ONCE * ONE_MORE}
    statement = insert_into(pace, connection.dialect.name)
    changed = {column: statement.excluded[column] for column in ("tokens", "at", "delete_after")}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=changed), row)
