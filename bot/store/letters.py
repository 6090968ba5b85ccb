"""Messages of pull channels (web, terminal): visible once written, seen once fetched, kept a while, then emptied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, case, func, insert, select, update

from bot.store import conversations
from bot.store.outbox import Parcel
from bot.store.tables import LETTER, outbox

o = outbox.c


@dataclass(frozen=True)
class Stored:
    """One letter. `number` grows with every letter and edit of a chat, and never goes back, whatever is deleted."""

    id: int
    number: int
    person: str
    body: str
    at: int
    amended: bool
    seen: bool


REMINDER = 2
"""The first lane of what nobody asked for, in `outbox.lane`."""

_CHAT = (LETTER, o.channel == bindparam("in_channel"), o.chat == bindparam("in_chat"))
_LAST = select(func.max(o.number)).where(*_CHAT)
_WRITE = insert(outbox).values(state="letter").returning(o.id)
_AMEND = (
    update(outbox)
    .where(*_CHAT, o.id == bindparam("row"))
    .values(
        body=bindparam("to_body"), number=bindparam("to_number"), created_at=bindparam("now"), amended=1, seen_at=None,
        delete_after=bindparam("to_delete_after"),
    )
)  # fmt: skip


def _next(connection: Connection, parcel: Parcel, number: int) -> int:
    # Numbers are given out in the order in which letters become visible, so that no reader skips one.
    conversations.lock(connection, parcel.channel, parcel.chat)
    last = connection.execute(_LAST, {"in_channel": parcel.channel, "in_chat": parcel.chat}).scalar() or 0
    return max(number, last + 1)


def write(connection: Connection, parcel: Parcel, number: int) -> int:
    """Write a letter; gives its row. `number` is the moment in milliseconds, raised above the chat's last."""
    row = {
        "lane": parcel.lane, "channel": parcel.channel, "chat": parcel.chat, "person": parcel.person,
        "private": int(parcel.private), "notice": int(parcel.notice), "asked": parcel.asked,
        "body": parcel.body, "created_at": parcel.created_at,
        "about_at": parcel.about_at, "not_before": parcel.created_at, "expires_at": parcel.expires_at,
        "delete_after": parcel.delete_after, "number": _next(connection, parcel, number),
    }  # fmt: skip
    return int(connection.execute(_WRITE, row).scalar_one())


def amend(connection: Connection, row: int, parcel: Parcel, number: int) -> bool:
    """Let a letter say something else under a new number; False if it isn't there any more."""
    values = {
        "in_channel": parcel.channel, "in_chat": parcel.chat, "row": row, "to_body": parcel.body, "now": parcel.created_at,
        "to_number": _next(connection, parcel, number), "to_delete_after": parcel.delete_after,
    }  # fmt: skip
    return connection.execute(_AMEND, values).rowcount == 1


_AFTER = (
    select(o.id, o.number, o.person, o.body, o.created_at, o.amended, o.seen_at)
    .where(*_CHAT, o.number > bindparam("after"))
    .order_by(o.number)
    .limit(bindparam("n"))
)


def after(connection: Connection, channel: str, chat: str, number: int, limit: int = 100) -> list[Stored]:
    """The letters above a number, in order."""
    rows = connection.execute(_AFTER, {"in_channel": channel, "in_chat": chat, "after": number, "n": limit})
    return [Stored(*row[:5], bool(row.amended), row.seen_at is not None) for row in rows]


_ONE = select(o.id, o.number, o.person, o.body, o.created_at, o.amended, o.seen_at).where(*_CHAT, o.id == bindparam("row"))


def find(connection: Connection, channel: str, chat: str, row: int) -> Stored | None:
    """One letter of a chat by its row; None if it isn't theirs or is gone."""
    found = connection.execute(_ONE, {"in_channel": channel, "in_chat": chat, "row": row}).first()
    return Stored(*found[:5], bool(found.amended), found.seen_at is not None) if found else None


_SEEN = (
    update(outbox)
    .where(LETTER, o.id == bindparam("row"), o.number == bindparam("as_number"))
    .values(
        seen_at=bindparam("now"),
        # What nobody asked for stays as long as it is of use.
        delete_after=case(
            (and_(o.lane >= REMINDER, o.expires_at > bindparam("to_delete_after")), o.expires_at),
            else_=bindparam("to_delete_after"),
        ),
    )
)  # fmt: skip


def seen(connection: Connection, letters: Sequence[Stored], now: int, delete_after: int) -> None:
    """Note that letters were fetched, and how long they stay from now on."""
    fresh = [letter for letter in letters if not letter.seen]
    if fresh:
        rows = [{"row": x.id, "as_number": x.number, "now": now, "to_delete_after": delete_after} for x in fresh]
        connection.execute(_SEEN, rows)


def last_number(connection: Connection) -> int:
    """The highest number of all, 0 if there is no letter."""
    return connection.execute(select(func.max(o.number)).where(LETTER)).scalar() or 0


def take_back(connection: Connection, channel: str, chat: str) -> None:
    """Somebody is looking at the screen: what was shown there is gone."""
    connection.execute(outbox.delete().where(*_CHAT), {"in_channel": channel, "in_chat": chat})
