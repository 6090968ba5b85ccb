"""Copies of the SQLite file, whole at one moment while the bot runs, and looked at before they are trusted."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from bot.store import migrate
from bot.store.errors import NewerSchema
from bot.store.lock import FileLock


class BadBackup(Exception):
    """A copy that can't be trusted, or that can't be made or used here; the message says what to do."""


def backup(url: str, to: Path) -> None:
    """Copy the database behind `url` into the file `to` (0600). Raises BadBackup, and OSError where `to` can't be written."""
    copy(_file_of(url, "pg_dump --format=custom"), to)


def restore(url: str, source: Path) -> None:
    """Put a copy in the place of the database. The bot must not be running. Raises BadBackup, NewerSchema, StoreInUse."""
    file = Path(_file_of(url, "pg_restore --clean"))
    if not source.is_file():
        raise BadBackup(f"{source}: there is no such file")
    _verify(source)
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(Path(f"{file}.lock"))
    lock.take()
    try:
        arriving = file.with_name(f"{file.name}.restoring")
        copy(str(source), arriving)
        # What the old file still had beside it must not be read into the new one.
        for beside in (f"{file}-wal", f"{file}-shm"):
            Path(beside).unlink(missing_ok=True)
        os.replace(arriving, file)
    finally:
        lock.release()


def copy(source: str, to: Path) -> None:
    """A consistent copy of a SQLite file, verified; an older one of the same name is replaced only by a good one."""
    if not Path(source).is_file():
        raise BadBackup(f"{source}: there is no database yet")
    to.parent.mkdir(parents=True, exist_ok=True)
    arriving = to.with_name(f"{to.name}.part")
    arriving.unlink(missing_ok=True)
    os.close(os.open(arriving, os.O_CREAT | os.O_WRONLY, 0o600))
    try:
        with (
            closing(sqlite3.connect(f"file:{Path(source).resolve()}?mode=ro", uri=True, timeout=10)) as old,
            closing(sqlite3.connect(arriving)) as new,
        ):
            old.backup(new, pages=1000, sleep=0.01)
            # A copy is one file: its journal must not be needed to read it.
            new.execute("PRAGMA journal_mode=DELETE")
        _verify(arriving)
        os.replace(arriving, to)
    except sqlite3.Error as error:
        raise BadBackup(f"{source}: can't be copied: {error}") from error
    finally:
        arriving.unlink(missing_ok=True)


def _verify(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file.resolve()}?mode=ro", uri=True)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if said != "ok":
                raise BadBackup(f"{file}: is damaged: {said}")
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BadBackup(f"{file}: is no Practice Line database: {error}") from error
    if revision is None or revision[0] not in migrate.known():
        raise NewerSchema(f"{file}: was made by a newer version of Practice Line; this one knows up to {migrate.HEAD}")


def _file_of(url: str, instead: str) -> str:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        raise BadBackup(f"PostgreSQL makes its own copies: use {instead}")
    if not address.database or address.database == ":memory:":
        raise BadBackup("a database in memory has no copies")
    return address.database
