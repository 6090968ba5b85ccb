"""Bringing a database up to this version's tables: nothing to do, a first making, or a migration with a copy made before.

Alembic is loaded only when there is something to do, so that an ordinary start doesn't wait for it.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.store.errors import NewerSchema
from bot.store.office_tables import metadata

FOLDER = Path(__file__).with_name("migrations")
HEAD = "0003"
"""The newest revision; a test compares it with the files."""

_ONE_AT_A_TIME = 7_341_160_501  # any number: replicas that start together migrate one after the other


def known() -> frozenset[str]:
    """The revisions that this version of the program knows."""
    return frozenset(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("0*.py"))


def revision(connection: Connection) -> str:
    """The revision that the database is at, "" for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def bring_up(connection: Connection, path: str = "", backups: Path | None = None) -> None:
    """Bring the schema to HEAD. `path` is the SQLite file, of which a copy is laid into `backups` before it is changed.

    Raises NewerSchema, and whatever the database raises.
    """
    now = revision(connection)
    if now == HEAD:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
        now = revision(connection)
        if now == HEAD:
            return
    if now and now not in known():
        raise NewerSchema(
            f"the database is at revision {now}, made by a newer version of Practice Line; this one knows up to {HEAD}"
        )
    if now and path and backups:
        from bot.store.backup import copy

        copy(path, backups / f"{Path(path).stem}-before-{HEAD}-from-{now}.sqlite")
    if now:
        _run(connection)
    else:
        _make(connection)


def _make(connection: Connection) -> None:
    """An empty database gets the tables at once, as all migrations together would make them; a test compares the two."""
    # SQLite's connections are in autocommit here: without this, half of the tables could stay.
    alone = connection.dialect.name == "sqlite"
    if alone:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
    if alone:
        connection.exec_driver_sql("COMMIT")


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
