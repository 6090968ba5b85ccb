"""Every wording of guidance that was ever shown, by its code, so that a quoted answer can be read years later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from bot.store.dialects import insert_into
from bot.store.tables import archive


@dataclass(frozen=True)
class Wording:
    """One text as it was shown. It is content, nobody's data, and is kept for good."""

    topic: str
    lang: str
    code: str
    text: str
    first_shown: int


@cache
def _put(dialect: str) -> Any:
    return insert_into(archive, dialect).on_conflict_do_nothing(index_elements=["topic", "lang", "code"])


def put(connection: Connection, wordings: Sequence[Wording]) -> None:
    """Keep wordings that aren't kept yet."""
    if wordings:
        connection.execute(_put(connection.dialect.name), [asdict(wording) for wording in wordings])


def find(connection: Connection, topic: str, code: str) -> Wording | None:
    """The wording of that code, in whatever language it was."""
    statement = select(archive).where(archive.c.topic == topic, archive.c.code == code).limit(1)
    row = connection.execute(statement).first()
    return Wording(*row) if row else None
