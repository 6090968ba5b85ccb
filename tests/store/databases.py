"""The test database on a PostgreSQL server: where it is, and making it empty."""

from __future__ import annotations

import os

import asyncpg
from sqlalchemy import make_url

_SERVER = os.environ.get("PRACTICELINE_TEST_POSTGRES_URL", "")
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def _of_this_worker() -> str:
    """One database for each of the workers that run tests side by side: each empties its own."""
    if not _SERVER or not _WORKER:
        return _SERVER
    url = make_url(_SERVER)
    return url.set(database=f"{url.database}_{_WORKER}").render_as_string(hide_password=False)


POSTGRES = _of_this_worker()
"""Address of the test database, which any test may empty; empty text: there is none."""


async def _connect(url: str) -> asyncpg.Connection:
    return await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


async def _create(name: str) -> None:
    connection = await _connect(_SERVER)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()


async def empty_postgres() -> None:
    """Throw away everything in the test database; the first time it is made."""
    try:
        connection = await _connect(POSTGRES)
    except asyncpg.InvalidCatalogNameError:
        return await _create(make_url(POSTGRES).database or "")
    try:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    finally:
        await connection.close()
