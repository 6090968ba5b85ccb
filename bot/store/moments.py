"""Moments as the tables hold them: whole milliseconds since 1970, UTC, the same on every database and cheap to compare."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def ms(at: datetime) -> int:
    """A moment as milliseconds. Raises TypeError for one without a zone."""
    return (at - _EPOCH) // _MILLISECOND


def moment(milliseconds: int) -> datetime:
    """Milliseconds as an aware moment in UTC."""
    return _EPOCH + milliseconds * _MILLISECOND


def ms_of_day(day: date) -> int:
    """The end of a day, wherever on earth it ends last, as milliseconds."""
    return ms(datetime(day.year, day.month, day.day, tzinfo=UTC)) + 36 * HOUR


def week(milliseconds: int) -> str:
    """The ISO week of a moment, such as `2026-W47`: counts are no finer than that."""
    year, number, _ = moment(milliseconds).isocalendar()
    return f"{year}-W{number:02}"


class database_now(FunctionElement[int]):
    """The database's own clock, in milliseconds. Leases are told by it, because replicas' clocks differ."""

    type = BigInteger()
    inherit_cache = True


@compiles(database_now, "sqlite")
def _sqlite_now(element: Any, compiler: Any, **kw: Any) -> str:
    # unixepoch('subsec') came with SQLite 3.42; this works with every version that has RETURNING.
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


@compiles(database_now, "postgresql")
def _postgresql_now(element: Any, compiler: Any, **kw: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"
