"""Killed at any moment: every message is answered, nothing is done twice, and only what was in flight is sent again."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import sqlite3
import time
from collections import Counter, deque
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import make_url

from tests.faults import victim
from tests.faults.recorder import Recorder
from tests.store.databases import POSTGRES, empty_postgres

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.victim"])

CHATS = 100  # with few enough messages each that nobody is told to slow down


@dataclass
class SqliteFile:
    """What a dead process left in its file."""

    file: Path
    processes: int = 1

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    async def ask(self, query: str) -> list[tuple[Any, ...]]:
        if not self.file.exists():
            return []
        with closing(sqlite3.connect(self.file)) as connection:
            made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchone()
            return connection.execute(query).fetchall() if made else []

    async def free(self) -> None:
        """The next owner frees what is claimed by itself."""


@dataclass
class Postgres:
    """What dead processes left on a server."""

    url: str
    processes: int = 2

    async def ask(self, query: str) -> list[tuple[Any, ...]]:
        connection = await asyncpg.connect(make_url(self.url).set(drivername="postgresql").render_as_string(False))
        try:
            if not await connection.fetchval("SELECT to_regclass('outbox')::text"):
                return []
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    async def free(self) -> None:
        """Half a minute later, as far as claims can tell."""
        await self.ask("UPDATE inbox SET lease_until = 1 WHERE lease_until IS NOT NULL RETURNING id")
        await self.ask("UPDATE outbox SET lease_until = 1 WHERE lease_until IS NOT NULL RETURNING id")


Database = SqliteFile | Postgres
CLAIMED = "SELECT asked FROM outbox WHERE lease_token IS NOT NULL"


async def killed_and_killed_again(folder: Path, database: Database, messages: int, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    updates = [(f"q{n}", f"person {chance.randrange(CHATS)}") for n in range(messages)]
    recorder = Recorder(folder / "socket", deque(updates))
    await recorder.start()
    caught, claimed = Counter[str](), set[str]()
    for answered in sorted(chance.sample(range(messages), kills)):
        children = [start(database, recorder) for _ in range(database.processes)]
        await recorder.until_so_far(answered, chance.randrange(1, 20))
        for _ in range(chance.randrange(50)):  # somewhere between two things that happen
            await asyncio.sleep(0)
        for child in children:
            child.kill()
        for child in children:
            await asyncio.to_thread(child.join)
        claimed = {asked for (asked,) in await database.ask(CLAIMED)}
        caught.update(claimed)
        await database.free()
    before = len(recorder.sent)
    child = start(database, recorder)
    await recorder.until_so_far(0, 2)  # it listens to being asked to end
    await recorder.until_answered({message for message, _ in updates})
    await recorder.until_answered(claimed, since=before)
    await ended(child)
    await recorder.stop()

    sends = Counter(asked for _, asked in recorder.sent)
    assert {message for message, _ in updates} <= set(sends), "unanswered"
    assert {m: n for m, n in sends.items() if n > 1 + caught[m]} == {}, "sent again without having been in flight"
    effects = dict(await database.ask("SELECT topic, sum(n) FROM counts WHERE what = 'seen' GROUP BY topic"))
    assert effects == {message: 1 for message, _ in updates}
    assert await database.ask("SELECT count(*) FROM outbox") == [(0,)]
    first_answers: dict[str, list[int]] = {}
    for chat, asked in dict.fromkeys(recorder.sent):
        first_answers.setdefault(chat, []).append(int(asked[1:]))
    if database.processes == 1:  # two who fetch are given the messages in any order
        assert all(order == sorted(order) for order in first_answers.values()), "out of order"


def start(database: Database, recorder: Recorder) -> Any:
    """A new bot on the same database."""
    child = _FORKS.Process(target=victim.main, args=(database.url, str(recorder.socket)), daemon=True)
    child.start()
    return child


async def ended(child: Any) -> float:
    """Ask a bot to end, and see that it does; the seconds that it took."""
    began = time.monotonic()
    child.terminate()
    await asyncio.to_thread(child.join, 15)
    assert child.exitcode == 0
    return time.monotonic() - began


async def test_asked_to_end_amid_its_work_it_ends_soon_and_leaves_nothing_claimed(tmp_path: Path) -> None:
    updates = [(f"q{n}", f"person {n}") for n in range(200)]
    database, recorder = SqliteFile(tmp_path / "a.sqlite"), Recorder(tmp_path / "socket", deque(updates))
    await recorder.start()
    for sent in (20, 90):
        child = start(database, recorder)
        await recorder.until_sent(sent)
        assert await ended(child) <= 10
        assert await database.ask(CLAIMED) == []
    child = start(database, recorder)
    await recorder.until_answered({message for message, _ in updates})
    await ended(child)
    await recorder.stop()
    assert len(recorder.sent) == len(updates), "an orderly end doubles nothing"


async def test_five_kills_over_a_hundred_messages_lose_nothing(tmp_path: Path) -> None:
    await killed_and_killed_again(tmp_path, SqliteFile(tmp_path / "a.sqlite"), messages=100, kills=5, seed=20261122)


@pytest.mark.faults
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_sixty_kills_over_a_thousand_messages_lose_nothing(tmp_path: Path, seed: int) -> None:
    await killed_and_killed_again(tmp_path, SqliteFile(tmp_path / "a.sqlite"), messages=1000, kills=60, seed=seed)


if POSTGRES:

    @pytest.mark.faults
    async def test_fifty_kills_of_two_replicas_at_once_lose_nothing(tmp_path: Path) -> None:
        await empty_postgres()
        await killed_and_killed_again(tmp_path, Postgres(POSTGRES), messages=500, kills=50, seed=4)
