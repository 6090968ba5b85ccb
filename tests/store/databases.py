"""Making a test's database empty."""

from __future__ import annotations

import asyncpg
from sqlalchemy import make_url


async def empty_postgres(url: str) -> None:
    """Throw away everything in the test database."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    try:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    finally:
        await connection.close()
