"""The SQLite file: one owner, nobody else's eyes, migrations with a copy before, copies that can be trusted."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.people.relations import Staff
from bot.store import NewerSchema, Store, StoreDown, StoreInUse, StoreReadOnly, counts, diary, migrate, open_store, people
from bot.store.backup import BadBackup, backup, restore
from bot.store.tables import metadata
from bot.supervision.checkin import CheckIn
from bot.supervision.diary import Booking
from tests.people.office import office

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def opened(file: Path) -> Store:
    store = open_store(f"sqlite:///{file}")
    await store.open()
    return store


def at_revision(file: Path, revision: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


@pytest.mark.parametrize("url", ["mysql://x", "oracle://x"])
def test_other_databases_are_refused_by_name(url: str) -> None:
    with pytest.raises(ValueError, match="no database for Practice Line"):
        open_store(url)


@pytest.mark.parametrize(
    "url", ["postgresql://x/y", "postgresql+psycopg://x/y", "postgresql+asyncpg://x/y", "sqlite+aiosqlite:///x"]
)
def test_an_address_may_name_a_driver_or_not(url: str) -> None:
    assert open_store(url)


async def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = await opened(tmp_path / "data" / "a.sqlite")
    await store.write(lambda c: counts.add(c, "n", "", 0))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "data").iterdir()}
    assert set(modes.values()) == {0o600}, modes
    await store.close()


async def test_it_is_written_with_care(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.sqlite")
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "trusted_schema": 0}
    for pragma, value in wanted.items():
        assert await store.write(lambda c, p=pragma: c.exec_driver_sql(f"PRAGMA {p}").scalar()) == value, pragma
    await store.close()


async def test_a_second_process_is_told_that_the_file_is_in_use(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.sqlite")
    second = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with pytest.raises(StoreInUse, match="stop that one first"):
        await second.open()
    await store.close()
    await second.open()
    await second.close()


async def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    program = f"""
import asyncio
from bot.store import open_store

async def main():
    store = open_store("sqlite:///{tmp_path}/a.sqlite")
    await store.open()
    print("open", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"open\n"
    child.kill()
    child.wait()
    child.stdout.close()
    await (await opened(tmp_path / "a.sqlite")).close()


async def test_works_that_are_ready_share_a_transaction(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.sqlite")
    begun = 0

    def counting(statement: str) -> None:
        nonlocal begun
        begun += statement.startswith("BEGIN")

    await store.write(lambda c: c.connection.driver_connection.set_trace_callback(counting))  # type: ignore[union-attr]
    await asyncio.gather(*(store.write(lambda c: counts.add(c, "n", "", 0)) for _ in range(40)))
    assert begun < 20
    await store.close()


async def test_a_write_that_is_cancelled_before_it_begins_is_not_carried_out(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.sqlite")
    with sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await store.write(lambda c: counts.add(c, "never", "", 0))
        other.execute("COMMIT")
    other.close()
    await store.write(lambda c: counts.add(c, "after", "", 0))
    assert [what for _, what, _, _ in await store.read(counts.of)] == ["after"]
    await store.close()


async def test_locked_for_too_long_is_down_for_everybody_who_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.sqlite.BUSY_SECONDS", 0.05)
    store = await opened(tmp_path / "a.sqlite")
    with sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        failed = await asyncio.gather(
            *(store.write(lambda c: counts.add(c, "n", "", 0)) for _ in range(5)), return_exceptions=True
        )
        assert [type(error) for error in failed] == [StoreDown] * 5
        assert await store.read(counts.of) == [], "reading goes on"
        other.execute("COMMIT")
    other.close()
    await store.write(lambda c: counts.add(c, "n", "", 0))
    await store.close()


async def test_a_full_disk_is_down_and_recovers(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.sqlite")
    pages = await store.write(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar())
    await store.write(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar())

    async def fill() -> None:
        for n in range(200):
            await store.write(lambda c, n=n: counts.add(c, f"{n}" * 100, "", 0))

    with pytest.raises(StoreDown, match="full"):
        await fill()
    assert await store.read(counts.of), "reading goes on"
    # The writer has made a new connection, on which the limit is what it always was.
    await store.write(lambda c: counts.add(c, "after", "", 0))
    assert await store.read(lambda c: c.exec_driver_sql("PRAGMA integrity_check").scalar()) == "ok"
    await store.close()


async def test_a_read_only_database_is_named_as_such(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.sqlite")
    await store.write(lambda c: c.exec_driver_sql("PRAGMA query_only = ON"))
    with pytest.raises(StoreReadOnly):
        await store.write(lambda c: counts.add(c, "n", "", 0))
    await store.close()


async def test_a_file_that_is_no_database_is_down_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"not a database at all, but long enough to be looked at" * 40)
    with pytest.raises(StoreDown, match="no database"):
        await opened(tmp_path / "a.sqlite")


async def test_a_folder_that_cannot_be_made_is_down_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreDown, match="can't be opened"):
        await opened(tmp_path / "file" / "a.sqlite")


# --- migrations ---


async def test_migrations_from_empty_make_exactly_the_tables(store: Store) -> None:
    def empty(connection) -> None:  # type: ignore[no-untyped-def]
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")

    await store.write(empty)
    await store.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "_make", migrate._run)
        await store.open()

    def differences(connection) -> list[object]:  # type: ignore[no-untyped-def]
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, metadata)

    assert await store.write(differences) == []


def test_the_head_is_the_newest_file() -> None:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == migrate.HEAD
    assert {script.revision for script in scripts.walk_revisions()} == migrate.known()


async def test_a_newer_database_is_refused_in_one_line(tmp_path: Path) -> None:
    await (await opened(tmp_path / "a.sqlite")).close()
    at_revision(tmp_path / "a.sqlite", "9999")
    with pytest.raises(NewerSchema) as refused:
        await opened(tmp_path / "a.sqlite")
    assert "9999" in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_a_copy_is_made_before_a_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await opened(tmp_path / "a.sqlite")
    await store.write(lambda c: counts.add(c, "before", "", 0))
    await store.close()
    monkeypatch.setattr(migrate, "HEAD", "0004")
    monkeypatch.setattr(migrate, "_run", lambda connection: None)
    await (await opened(tmp_path / "a.sqlite")).close()
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name == "a-before-0004-from-0003.sqlite"
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT what FROM counts").fetchall() == [("before",)]
    connection.close()


# --- copies ---


async def test_a_copy_made_while_the_bot_writes_can_be_put_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    store = await opened(tmp_path / "a.sqlite")
    for n in range(20):
        await store.write(lambda c, n=n: counts.add(c, f"{n}", "", 0))
    writing = [asyncio.create_task(store.write(lambda c, n=n: counts.add(c, f"more {n}", "", 0))) for n in range(50)]
    await asyncio.to_thread(backup, url, tmp_path / "copies" / "one.sqlite")
    await asyncio.gather(*writing)
    with pytest.raises(StoreInUse):
        restore(url, tmp_path / "copies" / "one.sqlite")
    await store.close()
    restore(url, tmp_path / "copies" / "one.sqlite")
    store = await opened(tmp_path / "a.sqlite")
    assert len(await store.read(counts.of)) >= 20
    assert stat.S_IMODE((tmp_path / "a.sqlite").stat().st_mode) == 0o600
    await store.close()


async def test_a_copy_has_who_joined_and_their_check_ins(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    store = await opened(tmp_path / "a.sqlite")
    assert await store.write(lambda c: people.save(c, Staff(), office(), 0, 0))
    one = Booking(CheckIn("b1", "sana", "edi", NOON), "individual", "north", NOON)
    assert await store.write(lambda c: diary.keep_booking(c, one, NOON.date(), 1, 2_000_000_000_000))
    backup(url, tmp_path / "one.sqlite")
    await store.write(lambda c: people.save(c, office(), Staff(), 1, 0))
    await store.close()
    restore(url, tmp_path / "one.sqlite")
    store = await opened(tmp_path / "a.sqlite")
    assert set((await store.read(people.everybody)).people) == set(office().people)
    assert await store.read(lambda c: diary.find(c, ["b1"])) == {"b1": replace(one, version=1)}
    await store.close()


async def test_a_bad_copy_replaces_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    await (await opened(tmp_path / "a.sqlite")).close()
    before = (tmp_path / "a.sqlite").read_bytes()
    backup(url, tmp_path / "good.sqlite")
    good = (tmp_path / "good.sqlite").read_bytes()
    (tmp_path / "cut.sqlite").write_bytes(good[: len(good) // 2])
    (tmp_path / "junk.sqlite").write_bytes(b"junk")
    for bad in ("cut", "junk", "missing"):
        with pytest.raises(BadBackup):
            restore(url, tmp_path / f"{bad}.sqlite")
    (tmp_path / "newer.sqlite").write_bytes(good)
    at_revision(tmp_path / "newer.sqlite", "9999")
    with pytest.raises(NewerSchema):
        restore(url, tmp_path / "newer.sqlite")
    assert (tmp_path / "a.sqlite").read_bytes() == before


def test_postgresql_copies_are_postgresqls_business(tmp_path: Path) -> None:
    with pytest.raises(BadBackup, match="pg_dump"):
        backup("postgresql://x/y", tmp_path / "one")
    with pytest.raises(BadBackup, match="pg_restore"):
        restore("postgresql://x/y", tmp_path / "one")
