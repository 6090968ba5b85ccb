"""What only the clockwork asks of the store: to be alone at it, and what hangs on many series at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, BindParameter, Connection, case, func, select, text
from sqlalchemy.sql.expression import bindparam

from bot.store.dialects import is_shared
from bot.store.office_tables import bookings, series
from bot.supervision.checkin import OPEN

_THIS_IS_IT = 7_341_160_502  # any number that nothing else locks
_ALONE = text("SELECT pg_try_advisory_xact_lock(:it)")

b = bookings.c
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


def alone(connection: Connection) -> bool:
    """Whether no other replica sees to what is due until this transaction ends; a file has one owner anyway.

    Locked is the work, not its rows: one message to a person can only be made by whoever sees all that is due to them. Whoever
    dies lets go of it.
    """
    return not is_shared(connection) or bool(connection.execute(_ALONE, {"it": _THIS_IS_IT}).scalar())


class Standing(NamedTuple):
    """How it stands with the check-ins of a series: when the last one that took place was (milliseconds, None for none), and
    whether one is still to come or to be answered."""

    held_at: int | None
    open: bool


_STANDING = (
    select(
        b.series,
        func.max(case((b.state == "held", b.at), else_=None), type_=BigInteger).label("held_at"),
        func.max(case((b.state.in_(sorted(OPEN)), 1), else_=0)).label("open"),
    )
    .where(b.series.in_(_IDS))
    .group_by(b.series)
)


def standing(connection: Connection, ids: Collection[str]) -> dict[str, Standing]:
    """How it stands with some series, by id; one without a check-in isn't among them."""
    found = connection.execute(_STANDING, {"ids": list(ids)}) if ids else ()
    return {row.series: Standing(row.held_at, bool(row.open)) for row in found}


_AFTER = select(series.c.id).where(series.c.ended == 0, series.c.id > bindparam("after")).order_by(series.c.id)


def series_after(connection: Connection, id: str, limit: int) -> list[str]:
    """The ids of the series that go on, in their order, from after one of them."""
    return list(connection.execute(_AFTER.limit(limit), {"after": id}).scalars())


_UNTOUCHED = select(b.id).where(
    b.series.in_(_IDS), b.at > bindparam("now"), b.state.in_(("planned", "proposed")), b.round == 0, b.moves == 0, b.yes == "[]"
)


def untouched(connection: Connection, ids: Collection[str], now: int) -> list[str]:
    """The check-ins of some series that are still to come and that nobody has touched, by id."""
    return list(connection.execute(_UNTOUCHED, {"ids": list(ids), "now": now}).scalars())
