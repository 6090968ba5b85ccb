"""What was sent: never the words, only which wording, so that an edit finds its answer and a correction its readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, Text, bindparam, case, delete, or_, select, tuple_, update

from bot.store.dialects import insert_into
from bot.store.tables import conversations, sent


@dataclass(frozen=True)
class Record:
    """One message of ours. `asked_message_id` is what it answered, `codes` and `services` are ids with a space between.

    `version` is the number of the last correction that it was drawn with; `body` the encoded reply, by topics, parts and ids, so
    that it can be drawn anew; empty where it showed neither guidance nor services.
    """

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
    version: int = 0
    body: str = ""


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


_ROW = select(sent).where(*_CHAT, _c.message_id == bindparam("in_message"))


def add_to(connection: Connection, record: Record) -> None:
    """Note a message that may be known: what it showed before stays on record, and so does when it goes from there."""
    key = {"in_channel": record.channel, "in_chat": record.chat, "in_message": record.message_id}
    known = connection.execute(_ROW, key).mappings().first()
    if known is not None:
        before = Record(**known)
        services = " ".join(sorted({*before.services.split(), *record.services.split()}))
        new = record.codes.split()
        codes = " ".join((*(code for code in before.codes.split() if code not in new), *new))
        record = replace(
            before, services=services, codes=codes, version=record.version, body=record.body or before.body, topic=record.topic
        )
    put(connection, [record])


NUMBERS = "numbers:"
"""Begins the code of a message with the numbers of a country. A chat's last one is kept as long as the chat, to be renewed."""
_WITH_NUMBERS = (" " + _c.codes).like(f"% {NUMBERS}%")
_ABOVE = ("above_channel", "above_chat", "above_message")
_KEY_ABOVE = tuple_(_c.channel, _c.chat, _c.message_id) > tuple_(*(bindparam(name, type_=Text) for name in _ABOVE))
_CARDS = select(sent).where(_WITH_NUMBERS, _KEY_ABOVE).order_by(_c.channel, _c.chat, _c.message_id).limit(bindparam("n"))
_OLD_CARDS = (
    update(sent)
    .where(*_CHAT, _WITH_NUMBERS, _c.message_id != bindparam("in_message"))
    .values(codes="", delete_after=case((_c.delete_after < bindparam("until"), _c.delete_after), else_=bindparam("until")))
)
_ITS_CONVERSATION = (
    select(conversations.c.delete_after)
    .where(conversations.c.channel == _c.channel, conversations.c.chat == _c.chat, conversations.c.delete_after > _c.delete_after)
    .scalar_subquery()
)
_AS_LONG = update(sent).where(_WITH_NUMBERS, _ITS_CONVERSATION.is_not(None)).values(delete_after=_ITS_CONVERSATION)


def with_numbers(connection: Connection, above: tuple[str, str, str], limit: int) -> list[Record]:
    """Each chat's last message with numbers, in the order of their keys (channel, chat, message), above one."""
    values = dict(zip(_ABOVE, above, strict=True))
    return [Record(**row) for row in connection.execute(_CARDS, {**values, "n": limit}).mappings()]


def is_last_card(connection: Connection, record: Record, until: int) -> None:
    """That message with numbers is its chat's last one now; earlier ones are no longer renewed, and go by `until` at latest."""
    key = {"in_channel": record.channel, "in_chat": record.chat, "in_message": record.message_id}
    connection.execute(_OLD_CARDS, {**key, "until": until})


def keep_with_conversations(connection: Connection) -> None:
    """A message with numbers stays on record as long as its conversation."""
    connection.execute(_AS_LONG)


_SERVICES = (" " + _c.services + " ").like(bindparam("like"))
_TOPICS = or_((" " + _c.codes).like(bindparam("like")), _c.topic == bindparam("subject"))
_SHOWING = (
    select(sent).where(_c.version < bindparam("below"), _c.body != "").order_by(_c.channel, _c.chat, _c.at).limit(bindparam("n"))
)
_SHOWN = (
    update(sent).where(*_CHAT, _c.message_id == bindparam("in_message")).values(version=bindparam("to_version"))
)  # fmt: skip


def showing(connection: Connection, subject: str, is_topic: bool, below: int, limit: int) -> list[Record]:
    """Messages that show a service or topic as it was before a correction of that number, oldest first."""
    like = f"% {subject}:%" if is_topic else f"% {subject} %"
    values = {"like": like, "below": below, "n": limit, **({"subject": subject} if is_topic else {})}
    rows = connection.execute(_SHOWING.where(_TOPICS if is_topic else _SERVICES), values).mappings()
    return [Record(**row) for row in rows]


def seen_to(connection: Connection, record: Record, version: int) -> None:
    """That message is being drawn anew with a correction of that number."""
    values = {"in_channel": record.channel, "in_chat": record.chat, "in_message": record.message_id, "to_version": version}
    connection.execute(_SHOWN, values)


def erase(connection: Connection, channel: str, chat: str) -> None:
    """Forget them."""
    connection.execute(delete(sent).where(*_CHAT), {"in_channel": channel, "in_chat": chat})
