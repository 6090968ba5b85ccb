"""Reading beside a running bot: without owning the database, and without changing it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TypeVar

from sqlalchemy import make_url

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


async def _elsewhere(url: str, work: Work[T]) -> T:
    store = open_store(url)
    await store.open()
    try:
        return await store.read(work)
    finally:
        await store.close()
