"""Addresses to which a line without content goes when something waits in the web chat."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.store.dialects import insert_into
from bot.store.office_tables import NEVER, emails


@cache
def _put(dialect: str) -> Any:
    statement = insert_into(emails, dialect)
    return statement.on_conflict_do_update(index_elements=["person"], set_={"address": statement.excluded.address})


def keep(connection: Connection, person: str, address: str) -> None:
    """Write there from now on; "" for nowhere."""
    if not address:
        connection.execute(delete(emails).where(emails.c.person == person))
        return
    connection.execute(_put(connection.dialect.name), {"person": person, "address": address, "delete_after": NEVER})


def of(connection: Connection, person: str) -> str:
    """Their address, "" if they gave none."""
    return connection.execute(select(emails.c.address).where(emails.c.person == person)).scalar() or ""
