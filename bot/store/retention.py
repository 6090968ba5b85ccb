"""What is kept, what it says, and how long: the answer to "what would a subpoena get". Purging and forgetting."""

from __future__ import annotations

from sqlalchemy import Connection, Table, bindparam, delete, select, tuple_

from bot.store import admins, conversations, sent
from bot.store.kept import CONVERSATIONS, Kept
from bot.store.office_kept import OFFICE
from bot.store.office_tables import metadata
from bot.store.tables import inbox, outbox, pace

KEPT: tuple[Kept, ...] = CONVERSATIONS + OFFICE
"""Every column of every table."""

PURGED_AT_ONCE = 500  # rows: a purge never holds others up for long

_PERSONAL: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if "delete_after" in table.c)


def _overdue(table: Table) -> tuple[object, object]:
    key = list(table.primary_key.columns)
    due = select(*key).where(table.c.delete_after < bindparam("now")).limit(PURGED_AT_ONCE)
    column = key[0] if len(key) == 1 else tuple_(*key)
    return table, delete(table).where(column.in_(due))


_PURGES = [_overdue(table) for table in _PERSONAL]


def purge(connection: Connection, now: int) -> bool:
    """Delete what is past its time, some hundred rows a table; True if there may be more."""
    more = False
    for _, statement in _PURGES:
        more |= connection.execute(statement, {"now": now}).rowcount >= PURGED_AT_ONCE  # type: ignore[call-overload]
    return more


def forget(connection: Connection, channel: str, chat: str) -> None:
    """Erase what is kept on a conversation: session, waiting and shown messages, the record of sent ones, being an admin.

    What it has written and not been answered yet stays: it was asked after this.
    """
    this = {"in_channel": channel, "in_chat": chat}
    conversations.erase(connection, channel, chat)
    sent.erase(connection, channel, chat)
    admins.erase(connection, channel, chat)
    connection.execute(
        delete(outbox).where(outbox.c.channel == bindparam("in_channel"), outbox.c.chat == bindparam("in_chat")), this
    )
    connection.execute(delete(pace).where(pace.c.name == f"{channel}:{chat}"))


__all__ = ["KEPT", "Kept", "forget", "inbox", "purge"]
