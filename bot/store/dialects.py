"""The few words in which the two databases differ."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(table: Table, dialect: str) -> Any:
    """An INSERT that knows ON CONFLICT, in the words of `sqlite` or `postgresql`."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def is_shared(connection: Connection) -> bool:
    """Whether other processes may work on the same rows at this moment (PostgreSQL); a SQLite file has one owner."""
    return connection.dialect.name != "sqlite"
