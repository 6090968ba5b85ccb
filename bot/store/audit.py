"""Who changed what, and when: a line for each change of what people are shown and of who may change it. Never a question."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from bot.store.moments import DAY
from bot.store.tables import audit

KEPT_DAYS = 730


@dataclass(frozen=True)
class Entry:
    """One line: `who` is an admin's pseudonym, `what` a word (`withdraw`, `fix`, `undo`, ...), `subject` what it was done to."""

    at: int
    who: str
    what: str
    subject: str


def write(connection: Connection, entry: Entry) -> None:
    """Add a line."""
    values = {"at": entry.at, "who": entry.who, "what": entry.what, "subject": entry.subject}
    connection.execute(insert(audit), {**values, "delete_after": entry.at + KEPT_DAYS * DAY})


def latest(connection: Connection, limit: int = 100) -> list[Entry]:
    """The last lines, newest first."""
    columns = (audit.c.at, audit.c.who, audit.c.what, audit.c.subject)
    return [Entry(*row) for row in connection.execute(select(*columns).order_by(audit.c.id.desc()).limit(limit))]
