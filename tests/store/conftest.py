"""One suite, two databases: SQLite always, PostgreSQL where an address is set, else one visible skip."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import Store, open_store
from tests.store.databases import POSTGRES, empty_postgres


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that asks for a store runs on each database. Without PostgreSQL one test says so, not all of them."""
    if "store" in metafunc.fixturenames:
        metafunc.parametrize("database", ["sqlite", "memory", *(["postgresql"] if POSTGRES else [])])


@pytest.fixture
async def store(database: str, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty, open store."""
    if database == "postgresql":
        await empty_postgres()
    url = {"sqlite": f"sqlite:///{tmp_path / 'a.sqlite'}", "memory": "sqlite://", "postgresql": POSTGRES}[database]
    store = open_store(url)
    await store.open()
    yield store
    await store.close()
