"""SQLite: one writer that groups what is ready into one transaction, one reader beside it, one process that owns the file."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.pool import NullPool

from bot.store import migrate
from bot.store.errors import StoreDown, StoreReadOnly
from bot.store.lock import FileLock
from bot.store.unit import Store, Work

T = TypeVar("T")

GROUP_AT_MOST = 50  # works in one transaction
GROUP_SECONDS = 0.005  # how long a transaction stays open for more works
TIDY_PATIENCE = 100  # milliseconds
BUSY_SECONDS = 5.0  # how long another process may hold the file before that is an error

_DOWN = {
    "SQLITE_BUSY": "the database is locked by another program",
    "SQLITE_LOCKED": "the database is locked by another program",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "the disk doesn't answer",
    "SQLITE_CANTOPEN": "the database file can't be opened",
    "SQLITE_CORRUPT": "the database file is damaged",
    "SQLITE_NOTADB": "the file is no database",
    "SQLITE_NOMEM": "there is no memory left",
    "SQLITE_PROTOCOL": "the database is locked by another program",
}


def understood(error: BaseException) -> BaseException:
    """A driver's error as what it means for us; anything else as it is."""
    driver = error.orig if isinstance(error, exc.DBAPIError) else error
    if not isinstance(driver, sqlite3.Error):
        return error
    name = getattr(driver, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return StoreReadOnly("the database can't be written")
    for start, reason in _DOWN.items():
        if name.startswith(start):
            return StoreDown(reason)
    if isinstance(driver, sqlite3.ProgrammingError) and "closed" in str(driver):
        return StoreDown("the database was closed")
    return error


def connect_to(path: str, read_only: bool = False) -> Engine:
    """An engine whose connections keep nothing that was deleted and wait for the disk."""
    engine = create_engine(
        f"sqlite:///{path}" if path else "sqlite://",
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        # Transactions are begun and ended below: the driver's own way would begin them DEFERRED.
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
    )

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "secure_delete=ON",
            "trusted_schema=OFF",
            "temp_store=MEMORY",
            *(("query_only=ON",) if read_only else ()),
        ):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    return engine


@dataclass(eq=False, slots=True)
class _Job:
    work: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    alone: bool = False
    """Outside any transaction (a checkpoint can't run in one)."""


Outcome = tuple[_Job, Any, BaseException | None]


class _Hand(threading.Thread):
    """A thread with one connection that carries out jobs in the order in which they come."""

    def __init__(self, path: str, loop: asyncio.AbstractEventLoop, read_only: bool) -> None:
        super().__init__(name="store-reader" if read_only else "store-writer", daemon=True)
        self.jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._engine = connect_to(path, read_only)
        self._begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        self._loop = loop
        self._connection: Connection | None = None

    def run(self) -> None:
        while (job := self.jobs.get()) is not None:
            outcomes: list[Outcome] = []
            try:
                more = self._alone(job, outcomes) if job.alone else self._group(job, outcomes)
            except BaseException as error:
                self._let_go()
                meant = understood(error)
                known = {id(done[0]) for done in outcomes}
                outcomes = [(done, None, failed or meant) for done, _, failed in outcomes]
                if id(job) not in known:
                    outcomes.append((job, None, meant))
                # Whoever queued behind it would only wait as long again for the same answer.
                more = self._turn_away(meant, outcomes) if isinstance(meant, StoreDown) else True
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(_tell, outcomes)
            if not more:
                break
        self._let_go()
        self._engine.dispose()

    def _group(self, first: _Job, outcomes: list[Outcome]) -> bool:
        """One transaction, a savepoint for each work: one that fails takes back only what it did itself. False = stop."""
        connection, driver = self._connected()
        driver.execute(self._begin)
        until = time.monotonic() + GROUP_SECONDS
        job: _Job | None = first
        more = True
        while job is not None:
            if not job.future.cancelled():
                outcomes.append(_one(job, connection, driver))
                if not driver.in_transaction:
                    # A full disk or a failed write ends the whole transaction, and with it what the others did.
                    raise outcomes[-1][2] or StoreDown("the transaction was lost")
            if len(outcomes) >= GROUP_AT_MOST or time.monotonic() > until:
                break
            try:
                job = self.jobs.get_nowait()
            except Empty:
                break
            if job is None:
                more = False
            elif job.alone:
                self.jobs.put(job)
                break
        driver.execute("COMMIT")
        return more

    def _turn_away(self, error: StoreDown, outcomes: list[Outcome]) -> bool:
        with suppress(Empty):
            while (job := self.jobs.get_nowait()) is not None:
                outcomes.append((job, None, error))
            return False
        return True

    def _alone(self, job: _Job, outcomes: list[Outcome]) -> bool:
        connection, _ = self._connected()
        outcomes.append((job, job.work(connection), None))
        return True

    def _connected(self) -> tuple[Connection, sqlite3.Connection]:
        if self._connection is None:
            self._connection = self._engine.connect()
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return self._connection, driver

    def _let_go(self) -> None:
        """After a failure the connection is made anew: what state it is in can't be told from here."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                driver = connection.connection.driver_connection
                if isinstance(driver, sqlite3.Connection) and driver.in_transaction:
                    driver.execute("ROLLBACK")
            with suppress(Exception):
                connection.close()


def _one(job: _Job, connection: Connection, driver: sqlite3.Connection) -> Outcome:
    driver.execute("SAVEPOINT work")
    try:
        result = job.work(connection)
    except BaseException as error:
        if driver.in_transaction:
            driver.execute("ROLLBACK TO work")
            driver.execute("RELEASE work")
        return job, None, understood(error)
    driver.execute("RELEASE work")
    return job, result, None


def _tell(outcomes: list[Outcome]) -> None:
    for job, result, error in outcomes:
        if job.future.done():
            continue
        if error is None:
            job.future.set_result(result)
        else:
            job.future.set_exception(error)


class SqliteStore(Store):
    """A file (or, with an empty path, memory). The file is 0600 and belongs to one process at a time."""

    shared = False

    def __init__(self, path: str, backups: Path | None = None) -> None:
        self.path = "" if path == ":memory:" else path
        self.beside = Path(f"{path}.corrections.json") if self.path else None
        self._backups = backups or Path(path).parent / "backups"
        self._lock = FileLock(Path(f"{path}.lock")) if self.path else None
        self._writer: _Hand | None = None
        self._reader: _Hand | None = None

    async def open(self) -> None:
        """Take the file and migrate it; see Store."""
        if self._writer is not None:
            return
        loop = asyncio.get_running_loop()
        if self._lock is not None:
            await asyncio.to_thread(self._own_file)
        writer = _Hand(self.path, loop, read_only=False)
        writer.start()
        try:
            await self._ask(writer, lambda connection: migrate.bring_up(connection, self.path, self._backups), alone=True)
        except BaseException:
            writer.jobs.put(None)
            if self._lock is not None:
                self._lock.release()
            raise
        self._writer = writer
        if self.path:
            self._reader = _Hand(self.path, loop, read_only=True)
            self._reader.start()

    def _own_file(self) -> None:
        assert self._lock is not None
        try:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            self._lock.take()
            os.close(os.open(self.path, os.O_CREAT | os.O_RDONLY, 0o600))
            with suppress(PermissionError):
                Path(self.path).chmod(0o600)
        except OSError as error:
            raise StoreDown(f"the database file can't be opened: {error.strerror}") from error

    async def write(self, work: Work[T]) -> T:
        """In a savepoint of the next group; see Store."""
        return await self._ask(self._writer, work)

    async def read(self, work: Work[T]) -> T:
        """On the reader's connection; see Store."""
        # In memory there is one connection, and the writer has it.
        return await self._ask(self._reader or self._writer, work)

    async def tidy(self) -> None:
        """Move the journal into the file and make it empty; see Store."""

        def truncate(connection: Connection) -> None:
            # Whoever reads just now isn't waited for: everybody else would wait too. The next minute will do.
            connection.exec_driver_sql(f"PRAGMA busy_timeout={TIDY_PATIENCE}")
            try:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")

        await self._ask(self._writer, truncate, alone=True)

    async def close(self) -> None:
        """Finish what is queued, let go of the file; see Store."""
        for hand in (self._reader, self._writer):
            if hand is not None:
                hand.jobs.put(None)
                await asyncio.to_thread(hand.join, 5)
        self._reader = self._writer = None
        if self._lock is not None:
            self._lock.release()

    async def _ask(self, hand: _Hand | None, work: Work[T], alone: bool = False) -> T:
        if hand is None:
            raise StoreDown("the database isn't open")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        hand.jobs.put(_Job(work, future, alone))
        return await future
