"""A unit of work: a plain function over a connection, run in one transaction, wherever the database lives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, make_url

T = TypeVar("T")
Work = Callable[[Connection], T]
"""Does its statements and returns. May be run again from the start, so it changes nothing but the database."""


class Store(ABC):
    """The database. Made by `open_store`, opened by `open`; every method belongs to the event loop that opened it."""

    shared: bool
    """Whether other processes work on the same database: then leases count, and nothing may be remembered between works."""
    beside: Path | None = None
    """A file beside the database that outlives a copy of it which is put back; None where there is no such place."""

    @abstractmethod
    async def open(self) -> None:
        """Connect, take ownership, bring the schema up to date.

        May be called again after StoreDown. Raises StoreDown, StoreInUse, NewerSchema.
        """

    @abstractmethod
    async def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction of its own and return what it returned, once it is safe on disk.

        What `work` raises comes out here, with nothing of it kept. Raises StoreDown. A write that is cancelled before it
        was begun isn't carried out; one that was begun may be.
        """

    @abstractmethod
    async def read(self, work: Work[T]) -> T:
        """Run `work`, which only reads, on a consistent picture of everything that was written before. Raises StoreDown."""

    @abstractmethod
    async def tidy(self) -> None:
        """Once a minute: take what was deleted out of the files beside the database too. Raises StoreDown."""

    @abstractmethod
    async def close(self) -> None:
        """Finish what was begun and let go of the database. Never raises."""


def open_store(url: str, backups: Path | None = None) -> Store:
    """The store behind an address, not opened yet.

    `sqlite:///file`, `sqlite://` (in memory) or `postgresql://...`, with or without a driver. `backups` is the folder for
    the copy that is made before a migration (default: `backups` beside the file). Raises ValueError for other databases.
    """
    address = make_url(url)
    backend = address.get_backend_name()
    if backend == "sqlite":
        from bot.store.sqlite import SqliteStore

        return SqliteStore(address.database or "", backups)
    if backend == "postgresql":
        from bot.store.postgres import PostgresStore

        return PostgresStore(address.set(drivername="postgresql+asyncpg"))
    raise ValueError(f"{backend} is no database for Practice Line: use sqlite:///FILE or postgresql://USER@HOST/NAME")
