"""Counts by week, without a person."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from bot.store.dialects import insert_into
from bot.store.moments import week
from bot.store.tables import counts


@cache
def _more(dialect: str) -> Any:
    statement = insert_into(counts, dialect)
    return statement.on_conflict_do_update(
        index_elements=["week", "what", "topic"], set_={"n": counts.c.n + statement.excluded.n}
    )


def add(connection: Connection, what: str, topic: str, now: int, n: int = 1) -> None:
    """One more (or `n`) of what, on a topic, in the week of `now`."""
    connection.execute(_more(connection.dialect.name), {"week": week(now), "what": what, "topic": topic, "n": n})


def of(connection: Connection, weeks: Iterable[str] | None = None) -> list[tuple[str, str, str, int]]:
    """(week, what, topic, n) in order; of some weeks or of all."""
    statement = select(counts).order_by(counts.c.week, counts.c.what, counts.c.topic)
    if weeks is not None:
        statement = statement.where(counts.c.week.in_(list(weeks)))
    return [(row.week, row.what, row.topic, row.n) for row in connection.execute(statement)]
