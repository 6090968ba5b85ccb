"""PostgreSQL: every work is a transaction of its own; what collides with another replica is done again."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import asyncpg
from sqlalchemy import URL, exc
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store import migrate
from bot.store.errors import StoreDown, StoreReadOnly
from bot.store.unit import Store, Work

T = TypeVar("T")

CONNECTIONS = 8
TRIES = 5  # for a work that collides
STATEMENT_SECONDS = 10
_COLLISIONS = {"40001", "40P01"}  # serialization_failure, deadlock_detected
_READ_ONLY = {"25006"}
_DOWN_CLASSES = {
    "08": "the connection broke",
    "53": "the database has no room",
    "57": "the database is shutting down",
    "58": "its disk fails",
}


def state_of(error: BaseException) -> str:
    """The five characters by which PostgreSQL names an error, "" if it wasn't PostgreSQL that spoke."""
    cause: BaseException | None = error
    for _ in range(5):  # SQLAlchemy wraps its adapter's error, which wraps the driver's
        if cause is None:
            break
        state = getattr(cause, "sqlstate", None)
        if state:
            return str(state)
        cause = getattr(cause, "orig", None) or cause.__cause__
    return ""


def understood(error: Exception) -> Exception:
    """A driver's error as what it means for us; anything else as it is."""
    state = state_of(error)
    if state in _READ_ONLY:
        return StoreReadOnly("the database can't be written")
    if state[:2] in _DOWN_CLASSES:
        return StoreDown(f"the database can't be used: {_DOWN_CLASSES[state[:2]]}")
    if state in ("28P01", "28000", "3D000"):
        return StoreDown("the database doesn't let us in: check PRACTICELINE_DATABASE_URL")
    if isinstance(error, exc.TimeoutError | TimeoutError | OSError | exc.InterfaceError | asyncpg.InterfaceError):
        return StoreDown("the database doesn't answer")
    if isinstance(error, exc.DBAPIError) and (error.connection_invalidated or not state):
        return StoreDown("the database doesn't answer")
    return error


class PostgresStore(Store):
    """A database that replicas share. Backups are the database's own business (pg_dump)."""

    shared = True

    def __init__(self, address: URL) -> None:
        self._address = address
        self._engine: AsyncEngine | None = None

    async def open(self) -> None:
        """Connect and migrate; see Store."""
        if self._engine is not None:
            return
        engine = create_async_engine(
            self._address,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=2,
            pool_pre_ping=False,
            connect_args={
                "timeout": 5,
                "command_timeout": STATEMENT_SECONDS,
                "server_settings": {"application_name": "practiceline", "statement_timeout": str(STATEMENT_SECONDS * 1000)},
            },
        )
        try:
            async with engine.begin() as connection:
                await connection.run_sync(migrate.bring_up)
        except Exception as error:
            raise understood(error) from error
        else:
            self._engine = engine
        finally:
            if self._engine is None:
                await engine.dispose()

    async def write(self, work: Work[T]) -> T:
        """A transaction; see Store."""
        engine = self._ready()
        for tried in range(1, TRIES + 1):
            try:
                async with engine.begin() as connection:
                    return await connection.run_sync(work)
            except (exc.SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                if state_of(error) in _COLLISIONS and tried < TRIES:
                    await asyncio.sleep(0.005 * tried)
                    continue
                raise understood(error) from error
        raise AssertionError("unreachable")

    async def read(self, work: Work[T]) -> T:
        """A transaction too; see Store."""
        return await self.write(work)

    async def tidy(self) -> None:
        """Deleted rows are taken out of the files by autovacuum; nothing to do from here."""

    async def close(self) -> None:
        """Let go; see Store."""
        engine, self._engine = self._engine, None
        if engine is not None:
            await engine.dispose()

    def _ready(self) -> AsyncEngine:
        if self._engine is None:
            raise StoreDown("the database isn't open")
        return self._engine
