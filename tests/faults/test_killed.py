"""Killed at any moment: every message is answered, nothing is done twice, and only what was in flight is sent again."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import sqlite3
import time
from collections import Counter, deque
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults import victim
from tests.faults.recorder import Recorder

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.victim"])

CHATS = 100  # with few enough messages each that nobody is told to slow down


def in_flight(file: Path) -> set[str]:
    """The questions whose answers were claimed and not settled, as the dead process left them."""
    if not file.exists():
        return set()
    with closing(sqlite3.connect(file)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchone():
            return set()
        return {asked for (asked,) in connection.execute("SELECT asked FROM outbox WHERE lease_token IS NOT NULL")}


async def killed_and_killed_again(folder: Path, messages: int, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    updates = [(f"q{n}", f"person {chance.randrange(CHATS)}") for n in range(messages)]
    file, recorder = folder / "a.sqlite", Recorder(folder / "socket", deque(updates))
    await recorder.start()
    caught: Counter[str] = Counter()
    for answered in sorted(chance.sample(range(messages), kills)):
        child = start(file, recorder)
        await recorder.until_so_far(answered, chance.randrange(1, 20))
        for _ in range(chance.randrange(50)):  # somewhere between two things that happen
            await asyncio.sleep(0)
        child.kill()
        await asyncio.to_thread(child.join)
        caught.update(in_flight(file))
    child = start(file, recorder)
    await recorder.until_answered({message for message, _ in updates})
    await ended(child)
    await recorder.stop()

    sends = Counter(asked for _, asked in recorder.sent)
    assert {message for message, _ in updates} <= set(sends), "unanswered"
    assert {message: n for message, n in sends.items() if n > 1 + caught[message]} == {}, (
        "sent again without having been in flight"
    )
    with closing(sqlite3.connect(file)) as connection:
        effects = dict(connection.execute("SELECT topic, sum(n) FROM counts WHERE what = 'seen' GROUP BY topic"))
        assert effects == {message: 1 for message, _ in updates}
        assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    first_answers: dict[str, list[int]] = {}
    for chat, asked in dict.fromkeys(recorder.sent):
        first_answers.setdefault(chat, []).append(int(asked[1:]))
    assert all(order == sorted(order) for order in first_answers.values()), "out of order"


def start(file: Path, recorder: Recorder) -> Any:
    """A new bot on the same file."""
    child = _FORKS.Process(target=victim.main, args=(f"sqlite:///{file}", str(recorder.socket)), daemon=True)
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
    file, recorder = tmp_path / "a.sqlite", Recorder(tmp_path / "socket", deque(updates))
    await recorder.start()
    for sent in (20, 90):
        child = start(file, recorder)
        await recorder.until_sent(sent)
        assert await ended(child) <= 10
        assert in_flight(file) == set()
    child = start(file, recorder)
    await recorder.until_answered({message for message, _ in updates})
    await ended(child)
    await recorder.stop()
    assert len(recorder.sent) == len(updates), "an orderly end doubles nothing"


async def test_five_kills_over_a_hundred_messages_lose_nothing(tmp_path: Path) -> None:
    await killed_and_killed_again(tmp_path, messages=100, kills=5, seed=20261122)


@pytest.mark.faults
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_sixty_kills_over_a_thousand_messages_lose_nothing(tmp_path: Path, seed: int) -> None:
    await killed_and_killed_again(tmp_path, messages=1000, kills=60, seed=seed)
