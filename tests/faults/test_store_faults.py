"""The database locked, full, read-only, from the future: who asks is answered, and afterwards everything is as it should be."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.store import NewerSchema, sqlite
from bot.store.unit import open_store
from tests.delivery.cast import Stage, stage

QUESTIONS = ("danger", "a passage please", "hello")


@contextmanager
def no_file_may_grow_beyond(size: int) -> Iterator[None]:
    """A full disk, as far as this process can tell."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def is_well_again(s: Stage, file: Path) -> None:
    """The store is back without a restart, nothing is answered again, and new messages are stored."""
    answered = len(s.channel.sent)
    s.delivery.look_at_store()
    await s.settled()
    await s.says("after", "somebody else")
    await s.channel.until_sent(answered + 1)
    await s.settled()
    assert len(s.channel.sent) == answered + 1
    assert await s.store.read(lambda c: c.exec_driver_sql("PRAGMA integrity_check").scalar()) == "ok"
    assert all(row["body"] == "" for row in await s.rows("inbox"))


async def test_a_full_disk_stops_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    async with stage(f"sqlite:///{file}") as s:
        await s.says("hello")
        await s.channel.until_sent(1)
        await s.settled()
        await s.delivery.tick()
        with no_file_may_grow_beyond(4096):
            for n in range(20):
                for text in QUESTIONS:
                    await s.says(text, f"person {n}")
            assert (await s.delivery.health()).degraded
            await s.channel.until_sent(61)
        assert {o.chat for o in s.channel.sent[1:]} == {f"person {n}" for n in range(20)}
        await is_well_again(s, file)


async def test_a_read_only_database_stops_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.sqlite"
    async with stage(f"sqlite:///{file}"):
        pass
    connect = sqlite.connect_to
    monkeypatch.setattr(sqlite, "connect_to", lambda path, read_only=False: connect(path, True))
    async with stage(f"sqlite:///{file}") as s:
        for text in QUESTIONS:
            await s.says(text)
        assert len(await s.channel.until_sent(3)) == 3
        assert (await s.delivery.health()).reason == "the database can't be written"
        await s.says("keep this")
        assert s.channel.words[-1] == "store.down"


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    async with stage(f"sqlite:///{file}"):
        pass
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(NewerSchema):
        async with stage(f"sqlite:///{file}"):
            pass
    assert file.read_bytes() == before


async def _locked_for(seconds: float, tmp_path: Path) -> tuple[Stage, list[float]]:
    file, took = tmp_path / "a.sqlite", []
    async with stage(f"sqlite:///{file}") as s:
        await s.says("hello", "warm")
        await s.channel.until_sent(1)
        await s.settled()

        async def ask(text: str, chat: str) -> None:
            asked = time.monotonic()
            await s.says(text, chat)
            await s.channel.until(lambda: any(o.chat == chat for o in s.channel.sent))
            took.append(time.monotonic() - asked)

        other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(seconds, other.execute, "ROLLBACK")
        await asyncio.gather(*(ask(text, f"{text} {n}") for n in range(8) for text in QUESTIONS))
        other.close()
        await is_well_again(s, file)
        assert sorted({o.chat for o in s.channel.sent[1:-1]}) == sorted(f"{t} {n}" for n in range(8) for t in QUESTIONS)
        assert len(s.channel.sent) == 2 + 24
    return s, took


async def test_locked_for_a_moment_nobody_notices(tmp_path: Path) -> None:
    _, took = await _locked_for(0.3, tmp_path)
    assert max(took) <= 1.5


@pytest.mark.faults
async def test_locked_for_three_seconds_everybody_is_answered_within_four(tmp_path: Path) -> None:
    _, took = await _locked_for(3, tmp_path)
    assert max(took) <= 4


@pytest.mark.faults
async def test_locked_for_half_a_minute_everybody_is_answered_within_four(tmp_path: Path) -> None:
    _, took = await _locked_for(30, tmp_path)
    assert max(took) <= 4


async def test_a_damaged_file_stops_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    async with stage(f"sqlite:///{file}") as s:
        for n in range(30):
            await s.says("hello", f"before {n}")
        await s.channel.until_sent(30)
        await s.settled()
        await s.delivery.tick()
        with file.open("r+b") as damaged:
            damaged.seek(4096)
            damaged.write(b"\xff" * (file.stat().st_size - 4096))
        asked = [await s.says(text, f"person {n}, {text}") for n in range(10) for text in QUESTIONS]
        await s.channel.until_sent(60)
        assert sorted(o.reply_to for o in s.channel.sent[30:]) == sorted(said.message_id for said in asked)


@pytest.mark.faults
async def test_an_end_while_nothing_answers_takes_less_than_ten_seconds(tmp_path: Path) -> None:
    async with stage(f"sqlite:///{tmp_path / 'a.sqlite'}") as s:
        s.channel.script.append(asyncio.Event().wait)  # type: ignore[arg-type]
        await s.says("hello")
        await s.channel.until_tried(1)
        s.store.gate = asyncio.Event()
        taking = asyncio.create_task(s.says("hello", "ben"))
        began = time.monotonic()
        await s.delivery.stop()
        assert time.monotonic() - began < 10
        s.store.gate.set()
        await taking


async def test_a_process_that_cannot_own_its_file_says_so_and_touches_nothing(tmp_path: Path) -> None:
    from bot.store import StoreInUse

    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    first = open_store(url)
    await first.open()
    with pytest.raises(StoreInUse):
        async with stage(url):
            pass
    await first.close()
