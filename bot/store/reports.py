"""Reports that a number didn't work: enough to count different people within a week, and nothing that says who."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, func, select

from bot.store.dialects import insert_into
from bot.store.moments import DAY
from bot.store.tables import reports

COUNTED_FOR = 7 * DAY

r = reports.c


@cache
def _put(dialect: str) -> Any:
    return insert_into(reports, dialect).on_conflict_do_nothing()


def add(connection: Connection, service: str, contact: int, who: str, now: int) -> int:
    """One person's report, counted once a week; gives how many different people reported that contact within the week.

    `who` is a keyed hash of the person.
    """
    row = {"service": service, "contact": contact, "who": who, "at": now, "delete_after": now + COUNTED_FOR}
    connection.execute(_put(connection.dialect.name), row)
    found = select(func.count()).where(r.service == service, r.contact == contact, r.delete_after >= now)
    return int(connection.execute(found).scalar_one())
