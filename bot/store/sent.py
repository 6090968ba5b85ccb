"""What was sent: never the words, only which wording, so that an edit finds its answer and a correction its readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.store.dialects import insert_into
from bot.store.tables import sent


@dataclass(frozen=True)
class Record:
    """One message of ours. `asked_message_id` is what it answered, `codes` and `services` are ids with a space between."""

    channel: str
    chat: str
    message_id: str
    asked_message_id: str
    outbox_id: int
    topic: str
    codes: str
    services: str
    at: int
    delete_after: int


_c = sent.c
_KEY = ["channel", "chat", "message_id"]


@cache
def _put(dialect: str) -> Any:
    statement = insert_into(sent, dialect)
    changed = {c.name: statement.excluded[c.name] for c in sent.c if c.name not in _KEY}
    return statement.on_conflict_do_update(index_elements=_KEY, set_=changed)


def put(connection: Connection, records: Sequence[Record]) -> None:
    """Note messages that were sent; an edited one takes the place of what it was."""
    if records:
        connection.execute(_put(connection.dialect.name), [asdict(record) for record in records])


_CHAT = (_c.channel == bindparam("in_channel"), _c.chat == bindparam("in_chat"))
_ANSWER = select(_c.message_id).where(*_CHAT, _c.asked_message_id == bindparam("asked")).order_by(_c.at.desc()).limit(1)
_OF_ROW = select(_c.message_id).where(*_CHAT, _c.outbox_id == bindparam("row")).limit(1)
_ALL = select(_c.message_id).where(*_CHAT).order_by(_c.at.desc()).limit(100)


def answer_to(connection: Connection, channel: str, chat: str, asked: str) -> str:
    """Our message that answered theirs, "" if none is known."""
    return connection.execute(_ANSWER, {"in_channel": channel, "in_chat": chat, "asked": asked}).scalar() or ""


def of_row(connection: Connection, channel: str, chat: str, row: int) -> str:
    """The message that an outbox row became, "" if none is known."""
    return connection.execute(_OF_ROW, {"in_channel": channel, "in_chat": chat, "row": row}).scalar() or ""


def all_of(connection: Connection, channel: str, chat: str) -> list[str]:
    """Our messages in a chat that are still on record, newest first, a hundred at most."""
    return list(connection.execute(_ALL, {"in_channel": channel, "in_chat": chat}).scalars())


def erase(connection: Connection, channel: str, chat: str) -> None:
    """Forget them."""
    connection.execute(delete(sent).where(*_CHAT), {"in_channel": channel, "in_chat": chat})
