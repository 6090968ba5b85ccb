"""What would a subpoena get: the table is complete, everything personal has an end, and what is deleted is gone."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Table

from bot.store import Store, conversations, inbox, office_tables, open_store, outbox, retention, sent
from bot.store.conversations import Kept
from bot.store.inbox import Arrival
from bot.store.sent import Record
from bot.store.tables import metadata
from tests.store.test_rows import FOR_EVER, parcel


def test_the_table_of_what_is_kept_is_the_schema() -> None:
    columns = [(table.name, column.name) for table in metadata.tables.values() for column in table.columns]
    assert sorted((kept.table, kept.column) for kept in retention.KEPT) == sorted(columns)


def test_every_column_says_what_it_means_and_how_long_it_stays() -> None:
    assert all(kept.meaning and kept.how_long for kept in retention.KEPT)


def test_every_table_with_something_personal_has_an_end_for_its_rows() -> None:
    personal = {kept.table for kept in retention.KEPT if kept.personal}
    of_talking = {"inbox", "conversations", "outbox", "sent", "pace", "admins", "reports", "audit"}
    of_people = {table.name for table in vars(office_tables).values() if isinstance(table, Table)} - {"teams", "team_days"}
    assert personal == of_talking | of_people
    assert all("delete_after" in metadata.tables[table].c for table in personal)


def test_counts_and_archive_lead_to_nobody() -> None:
    nobody = ("counts", "archive", "meta", "corrections", "teams", "team_days")
    assert not any(kept.personal for kept in retention.KEPT if kept.table in nobody)


async def test_what_is_past_its_time_is_deleted_and_nothing_else(store: Store) -> None:
    await store.write(lambda c: conversations.save(c, Kept("telegram", "old", "p", "{}"), 99))
    await store.write(lambda c: conversations.save(c, Kept("telegram", "new", "p", "{}"), 100))
    await store.write(lambda c: outbox.add(c, parcel(delete_after=99)))
    await store.write(lambda c: sent.put(c, [Record("telegram", "x", "m", "", 1, "", "", "", 1, 99)]))
    assert not await store.write(lambda c: retention.purge(c, 100))
    assert not (await store.read(lambda c: conversations.load(c, "telegram", "old"))).version
    assert (await store.read(lambda c: conversations.load(c, "telegram", "new"))).version
    assert await store.read(outbox.oldest) == ({}, None)
    assert await store.read(lambda c: sent.all_of(c, "telegram", "x")) == []


async def test_a_great_purge_comes_in_small_steps(store: Store) -> None:
    many = [Record("telegram", "x", f"m{n}", "", 1, "", "", "", 1, 1) for n in range(retention.PURGED_AT_ONCE + 1)]
    await store.write(lambda c: sent.put(c, many))
    assert await store.write(lambda c: retention.purge(c, 100))
    assert not await store.write(lambda c: retention.purge(c, 100))


async def test_an_answered_update_is_remembered_two_days(store: Store) -> None:
    day = 24 * 3600 * 1000
    (row,) = await store.write(lambda c: inbox.put(c, [Arrival("telegram", "u", "anna", "b", 0)]))
    await store.write(lambda c: inbox.done(c, row or 0, 0))
    await store.write(lambda c: retention.purge(c, 2 * day))
    assert await store.write(lambda c: inbox.put(c, [Arrival("telegram", "u", "anna", "b", 0)])) == [None]
    await store.write(lambda c: retention.purge(c, 2 * day + 1))
    assert await store.write(lambda c: inbox.put(c, [Arrival("telegram", "u", "anna", "b", 0)])) != [None]


async def test_forgetting_takes_one_conversation_out_of_every_table(store: Store) -> None:
    for chat in ("anna", "ben"):
        await store.write(lambda c, chat=chat: conversations.save(c, Kept("telegram", chat, chat, "{}"), FOR_EVER))
        await store.write(lambda c, chat=chat: outbox.add(c, parcel(chat=chat)))
        await store.write(lambda c, chat=chat: sent.put(c, [Record("telegram", chat, "m", "", 1, "", "", "", 1, FOR_EVER)]))
    await store.write(lambda c: retention.forget(c, "telegram", "anna"))
    for table in ("conversations", "outbox", "sent"):
        chats = await store.read(lambda c, table=table: c.exec_driver_sql(f"SELECT chat FROM {table}").scalars().all())
        assert chats == ["ben"], table


async def test_deleted_words_are_in_no_file_beside_the_database(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    store = open_store(f"sqlite:///{file}")
    await store.open()
    words = "marmalade skies " * 300  # over several pages, and one beside it
    rows = await store.write(lambda c: inbox.put(c, [Arrival("t", f"u{n}", "anna", words[: 20 + n * 400], 0) for n in range(12)]))
    assert any(b"marmalade" in found.read_bytes() for found in tmp_path.iterdir())
    for row in rows:
        await store.write(lambda c, row=row: inbox.done(c, row or 0, 1))
    await store.tidy()
    assert (tmp_path / "a.sqlite-wal").stat().st_size == 0
    for found in tmp_path.iterdir():
        assert b"marmalade" not in found.read_bytes(), found.name
    await store.close()
