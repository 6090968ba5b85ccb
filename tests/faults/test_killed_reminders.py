"""Killed at any moment: everybody is reminded, nothing is queued twice, and only what was in flight goes again, the same."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import rhythm
from tests.faults import victim_of_reminders as victim
from tests.faults.recorder import Recorder
from tests.faults.test_killed import _FORKS, Database, Postgres, SqliteFile, ended
from tests.store.databases import POSTGRES, empty_postgres

IN_FLIGHT = "SELECT chat FROM outbox WHERE lease_token IS NOT NULL"


def start(database: Database, recorder: Recorder) -> Any:
    """A new bot on the same database."""
    child = _FORKS.Process(target=victim.main, args=(database.url, str(recorder.socket)), daemon=True)
    child.start()
    return child


async def killed_while_reminding(folder: Path, database: Database, checkins: int, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    await victim.prepare(database.url, checkins, datetime.now(UTC))
    recorder = Recorder(folder / "socket", deque())
    await recorder.start()
    everybody = {f"{side}{k}" for k in range(checkins) for side in ("s", "w")}
    caught = Counter[str]()
    for reminded in sorted(chance.sample(range(2 * checkins), kills)):
        children = [start(database, recorder) for _ in range(database.processes)]
        await recorder.until_sent(reminded)
        for _ in range(chance.randrange(200)):  # somewhere between two things that happen
            await asyncio.sleep(0)
        for child in children:
            child.kill()
        for child in children:
            await asyncio.to_thread(child.join)
        caught.update({chat for (chat,) in await database.ask(IN_FLIGHT)})
        await database.free()
    child = start(database, recorder)
    await recorder.until(lambda: everybody <= {chat for chat, _ in recorder.sent})
    while await database.ask("SELECT id FROM outbox"):
        await asyncio.sleep(0.02)
    await ended(child)
    await recorder.stop()

    sends = Counter(chat for chat, _ in recorder.sent)
    assert set(sends) == everybody, "somebody wasn't reminded"
    assert {who: n for who, n in sends.items() if n > 1 + caught[who]} == {}, "sent again without having been in flight"
    buttons: dict[str, set[str]] = {}
    for chat, tokens in recorder.sent:
        buttons.setdefault(chat, set()).add(tokens)
    assert all(len(found) == 1 for found in buttons.values()), "a repeat has other buttons"
    rows = await database.ask("SELECT person, reached_at FROM reminders WHERE kind = 'before' AND passed = 0")
    assert Counter(person for person, _ in rows) == dict.fromkeys(everybody, 1)
    assert all(reached is not None for _, reached in rows)
    assert await database.ask("SELECT count(*) FROM posted") == [(0,)]


async def test_five_kills_amid_eighty_reminders_lose_nothing(tmp_path: Path) -> None:
    await killed_while_reminding(tmp_path, SqliteFile(tmp_path / "a.sqlite"), checkins=40, kills=5, seed=20261122)


@pytest.mark.faults
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_fifty_kills_amid_a_thousand_reminders_lose_nothing(tmp_path: Path, seed: int) -> None:
    await killed_while_reminding(tmp_path, SqliteFile(tmp_path / "a.sqlite"), checkins=5 * rhythm.LOT, kills=50, seed=seed)


if POSTGRES:

    @pytest.mark.faults
    async def test_forty_kills_of_two_replicas_amid_their_reminders_lose_nothing(tmp_path: Path) -> None:
        await empty_postgres()
        await killed_while_reminding(tmp_path, Postgres(POSTGRES), checkins=3 * rhythm.LOT, kills=40, seed=4)
