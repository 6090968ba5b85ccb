"""Conversations: the session of each, changed only by who saw its latest version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, literal, select, update

from bot.store import devices as devices_
from bot.store.dialects import insert_into
from bot.store.office_tables import devices, people
from bot.store.tables import conversations


@dataclass(frozen=True)
class Kept:
    """What is kept of a conversation; `session` is encoded. `version` is 0 for one that nothing is kept of.

    `member` is the id of the person who joined with this chat and isn't suspended, "" for nobody.
    """

    channel: str
    chat: str
    person: str = ""
    session: str = ""
    version: int = 0
    unreachable: bool = False
    member: str = ""


_c = conversations.c
_THIS = (_c.channel == bindparam("in_channel"), _c.chat == bindparam("in_chat"))
_ROW = select(_c.version).where(*_THIS)
_d = devices.c
_HERE = select(literal(1).label("here")).subquery()
_LOAD = select(_c.person, _c.session, _c.version, _c.unreachable, people.c.id.label("member")).select_from(
    _HERE.outerjoin(conversations, and_(*_THIS))
    .outerjoin(devices, and_(_d.channel == bindparam("in_channel"), _d.chat == bindparam("in_chat")))
    .outerjoin(people, and_(people.c.id == _d.person, people.c.suspended == 0))
)


def load(connection: Connection, channel: str, chat: str) -> Kept:
    """What is kept of a conversation, and whose chat it is."""
    row = connection.execute(_LOAD, {"in_channel": channel, "in_chat": chat}).one()
    if row.version is None:
        return Kept(channel, chat, member=row.member or "")
    return Kept(channel, chat, row.person, row.session, row.version, bool(row.unreachable), row.member or "")


@cache
def _insert(dialect: str) -> Any:
    return insert_into(conversations, dialect).on_conflict_do_nothing(index_elements=["channel", "chat"])


_SAVE = (
    update(conversations)
    .where(*_THIS, _c.version == bindparam("seen"))
    .values(
        session=bindparam("to_session"), person=bindparam("to_person"), unreachable=bindparam("to_unreachable"),
        delete_after=bindparam("to_delete_after"), lapses_at=bindparam("to_lapses_at"), version=bindparam("seen") + 1,
    )
)  # fmt: skip


def save(connection: Connection, kept: Kept, delete_after: int, lapses_at: int | None = None) -> bool:
    """Write a conversation whose latest version was `kept.version`; False if it has moved on since.

    `lapses_at` is when something of the session is to be let go of (milliseconds; None: never).
    """
    if not kept.version:
        row = {
            "channel": kept.channel, "chat": kept.chat, "person": kept.person, "session": kept.session, "version": 1,
            "unreachable": int(kept.unreachable), "lapses_at": lapses_at, "delete_after": delete_after,
        }  # fmt: skip
        return connection.execute(_insert(connection.dialect.name), row).rowcount == 1
    values = {
        "in_channel": kept.channel, "in_chat": kept.chat, "seen": kept.version, "to_session": kept.session,
        "to_person": kept.person, "to_unreachable": int(kept.unreachable), "to_lapses_at": lapses_at,
        "to_delete_after": delete_after,
    }  # fmt: skip
    return connection.execute(_SAVE, values).rowcount == 1


_LAPSED = (
    select(_c.channel, _c.chat, _c.person, _c.session, _c.version)
    .where(_c.lapses_at <= bindparam("now"))
    .order_by(_c.lapses_at)
    .limit(bindparam("n"))
)
_LAPSE = (
    update(conversations)
    .where(*_THIS, _c.version == bindparam("seen"))
    .values(session=bindparam("to_session"), lapses_at=bindparam("to_lapses_at"), version=bindparam("seen") + 1)
)


def lapsed(connection: Connection, now: int, limit: int) -> list[Kept]:
    """Conversations of which something has lapsed, longest first."""
    return [Kept(*row) for row in connection.execute(_LAPSED, {"now": now, "n": limit})]


def lapse(connection: Connection, kept: Kept, lapses_at: int | None) -> None:
    """Write the session as it still stands, unless it has moved on; the row goes when it would have gone."""
    values = {"in_channel": kept.channel, "in_chat": kept.chat, "seen": kept.version, "to_session": kept.session}
    connection.execute(_LAPSE, {**values, "to_lapses_at": lapses_at})


_MARK = update(conversations).where(*_THIS).values(unreachable=bindparam("to_unreachable"))


def mark(connection: Connection, channel: str, chat: str, unreachable: bool) -> None:
    """Note that nothing reaches that chat, or that something does again."""
    connection.execute(_MARK, {"in_channel": channel, "in_chat": chat, "to_unreachable": int(unreachable)})
    # A conversation is forgotten in time; that somebody's device can't be reached is known as long as it is theirs.
    devices_.mark(connection, channel, chat, unreachable)


def erase(connection: Connection, channel: str, chat: str) -> None:
    """Forget the session."""
    connection.execute(delete(conversations).where(*_THIS), {"in_channel": channel, "in_chat": chat})


def lock(connection: Connection, channel: str, chat: str) -> None:
    """Let nobody else write into this conversation until the transaction ends (replicas; a file has one writer anyway)."""
    connection.execute(_ROW.with_for_update(), {"in_channel": channel, "in_chat": chat})


def move(connection: Connection, channel: str, chat: str, to: str) -> None:
    """The chat has another name now. A conversation that exists there already wins."""
    devices_.move(connection, channel, chat, to)
    if load(connection, channel, to).version:
        erase(connection, channel, chat)
        return
    moved = update(conversations).where(*_THIS).values(chat=bindparam("to_chat"))
    connection.execute(moved, {"in_channel": channel, "in_chat": chat, "to_chat": to})
