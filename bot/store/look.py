"""Beside a running bot: looking without owning the database, and one short write."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TypeVar

from sqlalchemy import make_url

from bot.store import migrate
from bot.store.errors import StoreDown
from bot.store.sqlite import connect_to, understood
from bot.store.unit import Work, open_store

T = TypeVar("T")


def look(url: str, work: Work[T]) -> T:
    """What `work`, which only reads, returns. Raises StoreDown, also where there is no database yet."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return asyncio.run(_elsewhere(url, work))
    file = Path(address.database or "")
    if not file.is_file():
        raise StoreDown(f"{file}: there is no database yet")
    engine = connect_to(str(file), read_only=True)
    try:
        with engine.connect() as connection:
            return work(connection)
    except Exception as error:
        raise understood(error) from None
    finally:
        engine.dispose()


def jot(url: str, work: Work[T]) -> T:
    """A short write beside a running bot. Raises StoreDown, also where there is no database yet, or one of another version."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return asyncio.run(_elsewhere(url, work))
    file = Path(address.database or "")
    if not file.is_file():
        raise StoreDown(f"{file}: there is no database yet: start the bot once")
    engine = connect_to(str(file))
    try:
        with engine.connect() as connection:
            if migrate.revision(connection) != migrate.HEAD:
                raise StoreDown("the database is of another version: start the bot once")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            result = work(connection)
            connection.exec_driver_sql("COMMIT")
            return result
    except Exception as error:
        raise understood(error) from None
    finally:
        engine.dispose()


async def _elsewhere(url: str, work: Work[T]) -> T:
    store = open_store(url)
    await store.open()
    try:
        return await store.write(work)
    finally:
        await store.close()
