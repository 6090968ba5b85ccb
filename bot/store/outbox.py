"""Messages on their way out: claimed with a lease, sent, settled only with the claim's own token, and then gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Text, and_, bindparam, case, delete, func, insert, null, or_, select, update

from bot.store.dialects import is_shared
from bot.store.moments import SECOND, database_now
from bot.store.tables import WAITING, outbox

LEASE = 20 * SECOND  # covers one send: a channel gives up after 8 s


@dataclass(frozen=True)
class Parcel:
    """One message on its way. `body` is an encoded Reply, `about_at` when it was asked for (None: nobody asked).

    `asked` is the person's message that it answers; `notice` marks the bot's own neutral lines ("an answer was lost"), which
    are shown as they are however late. `tries` and `unsure` count the sends that failed and those whose outcome is unknown.
    Moments in milliseconds.
    """

    id: int
    lane: int
    channel: str
    chat: str
    person: str
    private: bool
    notice: bool
    body: str
    created_at: int
    about_at: int | None
    expires_at: int
    delete_after: int = 0
    tries: int = 0
    unsure: int = 0
    asked: str = ""
    token: str = ""


@dataclass(frozen=True)
class Claimed:
    """What was claimed, whether anything unclaimed is left, and when the next of it may become claimable.

    `again` if the pace put some off and others, which stand behind them, weren't looked at.
    """

    parcels: tuple[Parcel, ...]
    left: bool
    next_at: int | None
    again: bool = False


o = outbox.c
_earlier = outbox.alias("earlier").c
_EARLIER_WAITING = _earlier.state == WAITING.right


def _before(channel: Any, chat: Any, lane: Any, row: Any | None = None) -> Any:
    """Something of the same chat, in this lane or a more urgent one, is still on its way: an emergency waits for nothing less."""
    where = [_EARLIER_WAITING, _earlier.channel == channel, _earlier.chat == chat, _earlier.lane <= lane]
    if row is not None:
        where.append(_earlier.id < row)
    return select(_earlier.id).where(*where).exists()


_FREE_TO_GO = and_(
    bindparam("token", type_=Text).is_not(None), ~_before(bindparam("in_channel"), bindparam("in_chat"), bindparam("in_lane"))
)
_ADD = (
    insert(outbox)
    .values(
        state="waiting", lane=bindparam("in_lane"), channel=bindparam("in_channel"), chat=bindparam("in_chat"),
        not_before=bindparam("now"),
        lease_token=case((_FREE_TO_GO, bindparam("token", type_=Text)), else_=null()),
        lease_until=case((_FREE_TO_GO, database_now() + LEASE), else_=null()),
    )
    .returning(o.id, o.lease_token)
)  # fmt: skip


def add(connection: Connection, parcel: Parcel) -> Parcel:
    """Put a message into the outbox; gives it back with its row.

    With a token it is claimed at once, unless an earlier message of its chat is on its way: then the token comes back empty.
    """
    row = connection.execute(
        _ADD,
        {
            "in_lane": parcel.lane, "in_channel": parcel.channel, "in_chat": parcel.chat, "now": parcel.created_at,
            "token": parcel.token or None, "person": parcel.person, "private": int(parcel.private), "notice": int(parcel.notice),
            "asked": parcel.asked, "body": parcel.body, "created_at": parcel.created_at, "about_at": parcel.about_at,
            "expires_at": parcel.expires_at, "delete_after": parcel.delete_after,
        },
    ).one()  # fmt: skip
    return replace(parcel, id=row.id, token=row.lease_token or "")


_COLUMNS = (
    "lane", "channel", "chat", "person", "private", "notice", "asked", "body", "created_at", "about_at", "expires_at",
    "delete_after",
)  # fmt: skip
_ADD_ALL = insert(outbox).returning(o.id, sort_by_parameter_order=True)


def add_all(connection: Connection, parcels: Sequence[Parcel]) -> list[int]:
    """Put many messages into the outbox, for whoever claims them; gives their rows in the same order."""
    if not parcels:
        return []
    rows = [
        {**{name: getattr(parcel, name) for name in _COLUMNS}, "state": "waiting", "not_before": parcel.created_at}
        for parcel in parcels
    ]
    for row in rows:
        row.update(private=int(row["private"]), notice=int(row["notice"]))
    return [int(row.id) for row in connection.execute(_ADD_ALL, rows)]


_REPLACE = (
    update(outbox)
    .where(WAITING, o.id == bindparam("row"), o.lease_token.is_(None))
    .where(o.channel == bindparam("in_channel"), o.chat == bindparam("in_chat"))
    .values(
        body=bindparam("to_body"), lane=bindparam("to_lane"), about_at=bindparam("to_about"), asked=bindparam("to_asked"),
        not_before=bindparam("now"),
    )
)  # fmt: skip


def put_in_place(connection: Connection, row: int, parcel: Parcel) -> bool:
    """Let a message that isn't on its way yet say something else; False if it is, or was sent."""
    values = {
        "row": row, "in_channel": parcel.channel, "in_chat": parcel.chat, "to_body": parcel.body, "to_lane": parcel.lane,
        "to_about": parcel.about_at, "to_asked": parcel.asked, "now": parcel.created_at,
    }  # fmt: skip
    return connection.execute(_REPLACE, values).rowcount == 1


_PARCEL = (
    o.id, o.lane, o.channel, o.chat, o.person, o.private, o.notice, o.body, o.created_at, o.about_at, o.expires_at,
    o.delete_after, o.tries, o.unsure, o.asked,
)  # fmt: skip
_HEADS = select(*_PARCEL).where(
    WAITING,
    o.not_before <= bindparam("now"),
    # "|| ''", so that SQLite walks the lanes in order and stops at the limit, instead of finding all and sorting.
    o.channel.concat("").in_(bindparam("channels", expanding=True)),
    ~_before(o.channel, o.chat, o.lane, o.id),
)
_HEADS = _HEADS.order_by(o.lane, o.id).limit(bindparam("n"))
_FREE = o.lease_token.is_(None)
_FREE_SHARED = or_(_FREE, o.lease_until < database_now())
_TAKE = (
    update(outbox).where(o.id == bindparam("row")).values(lease_token=bindparam("to_token"), lease_until=database_now() + LEASE)
)
_PUT_OFF = update(outbox).where(o.id == bindparam("row")).values(not_before=bindparam("to_not_before"))
_LEFT = select(func.count(), func.min(o.not_before)).where(WAITING, o.channel.in_(bindparam("channels", expanding=True)))

Grant = Callable[[Parcel], int]
"""Asks the pace for one message: 0 if it may go now, else the milliseconds after which it may be asked again."""


def claim(connection: Connection, channels: Sequence[str], now: int, limit: int, token: str, grant: Grant) -> Claimed:
    """Claim up to `limit` messages: most urgent lane first, oldest first in it, only the oldest of each chat.

    Pace first, then claim: one that the pace refuses is put off and claimed by nobody meanwhile.
    """
    free = _FREE_SHARED if is_shared(connection) else _FREE
    heads = _HEADS.where(free)
    if is_shared(connection):
        heads = heads.with_for_update(skip_locked=True, of=outbox)
    taken: list[Parcel] = []
    put_off: list[dict[str, int]] = []
    found = connection.execute(heads, {"now": now, "channels": list(channels), "n": limit}).all()
    for row in found:
        parcel = Parcel(*row[:5], bool(row.private), bool(row.notice), *row[7:])
        wait = grant(parcel)
        if wait:
            put_off.append({"row": parcel.id, "to_not_before": now + wait})
        else:
            taken.append(replace(parcel, token=f"{token}-{parcel.id}"))
    if taken:
        connection.execute(_TAKE, [{"row": p.id, "to_token": p.token} for p in taken])
    if put_off:
        connection.execute(_PUT_OFF, put_off)
    left, next_at = connection.execute(_LEFT.where(free), {"channels": list(channels)}).one()
    return Claimed(tuple(taken), left > 0, next_at, again=len(found) == limit and bool(put_off))


_OURS = (o.id == bindparam("row"), o.lease_token == bindparam("token"))
_CONFIRM = update(outbox).where(WAITING, *_OURS).values(lease_until=database_now() + LEASE)


def confirm(connection: Connection, row: int, token: str) -> bool:
    """Whether the claim still holds; if so it begins anew."""
    return connection.execute(_CONFIRM, {"row": row, "token": token}).rowcount == 1


_REMOVE = delete(outbox).where(*_OURS)


def remove(connection: Connection, row: int, token: str) -> bool:
    """Settle a message that was sent, or given up: nothing of it stays. False if the claim was lost, or the row is gone."""
    return connection.execute(_REMOVE, {"row": row, "token": token}).rowcount == 1


def discard(connection: Connection, row: int) -> None:
    """Take out a message that was said in another way, whoever claims it."""
    connection.execute(delete(outbox).where(o.id == bindparam("row")), {"row": row})


_LATER = (
    update(outbox)
    .where(*_OURS)
    .values(
        lease_token=None,
        lease_until=None,
        not_before=bindparam("to_not_before"),
        tries=bindparam("to_tries"),
        unsure=bindparam("to_unsure"),
    )
)


def later(connection: Connection, row: int, token: str, not_before: int, tries: int, unsure: int) -> None:
    """Give a message back to be tried again, not before a moment."""
    values = {"row": row, "token": token, "to_not_before": not_before, "to_tries": tries, "to_unsure": unsure}
    connection.execute(_LATER, values)


_KEEP = (
    update(outbox)
    .where(WAITING, *_OURS)
    .values(state="held", lease_token=None, lease_until=None, delete_after=bindparam("to_delete_after"))
)


def keep_for_press(connection: Connection, row: int, token: str, delete_after: int) -> bool:
    """Its person was told that it is ready: keep it until they ask to see it. False if the claim was lost."""
    return connection.execute(_KEEP, {"row": row, "token": token, "to_delete_after": delete_after}).rowcount == 1


_THIS = (o.id == bindparam("row"), o.channel == bindparam("in_channel"), o.chat == bindparam("in_chat"))
_HELD = select(o.body, o.state).where(*_THIS)
_TAKE_OUT = (
    update(outbox)
    .where(*_THIS, o.state.in_(("held", "waiting")))
    .values(state="shown", body="", lease_token=None, lease_until=None)
)


def kept_for_press(connection: Connection, channel: str, chat: str, row: int) -> tuple[str, str]:
    """Body and state of a message that is kept for its person; ("", "") if there is none.

    It may be `waiting` still, for somebody who presses before it was noted that the line about it arrived.
    """
    found = connection.execute(_HELD, {"row": row, "in_channel": channel, "in_chat": chat}).first()
    return (found.body, found.state) if found else ("", "")


def empty_shown(connection: Connection, channel: str, chat: str, row: int) -> bool:
    """Its person asked to see it: it is emptied. False if it was before."""
    return connection.execute(_TAKE_OUT, {"row": row, "in_channel": channel, "in_chat": chat}).rowcount == 1


_CHAT = (o.channel == bindparam("in_channel"), o.chat == bindparam("in_chat"))
_RELEASE_ALL = (
    update(outbox)
    .where(WAITING, o.lease_token.is_not(None), o.id.not_in(bindparam("kept", expanding=True)))
    .values(lease_token=None, lease_until=None)
)
_RELEASE = (
    update(outbox).where(WAITING, o.lease_token.startswith(bindparam("process"))).values(lease_token=None, lease_until=None)
)


def release_all(connection: Connection, but: Sequence[int] = ()) -> None:
    """For the one owner of a file: whatever is claimed, `but` these rows, its claimer is gone."""
    connection.execute(_RELEASE_ALL, {"kept": list(but)})


def release(connection: Connection, process: str) -> None:
    """At an orderly end: give back what is claimed with tokens that begin with `process`."""
    connection.execute(_RELEASE, {"process": process})


def move(connection: Connection, channel: str, chat: str, to: str) -> None:
    """The chat has another name now: what is on its way goes there."""
    connection.execute(
        update(outbox).where(*_CHAT).values(chat=bindparam("to_chat")), {"in_channel": channel, "in_chat": chat, "to_chat": to}
    )


def drop(connection: Connection, channel: str, chat: str) -> int:
    """Nothing reaches that chat: what waits for it is taken out. Says how many."""
    return connection.execute(delete(outbox).where(WAITING, *_CHAT), {"in_channel": channel, "in_chat": chat}).rowcount


_NOTICED = select(o.id).where(WAITING, *_CHAT, o.notice == 1, o.body == bindparam("body")).limit(1)


def has_notice(connection: Connection, channel: str, chat: str, body: str) -> bool:
    """Whether the same neutral line already waits for that chat."""
    return connection.execute(_NOTICED, {"in_channel": channel, "in_chat": chat, "body": body}).first() is not None


_ANSWERING = select(o.id).where(WAITING, *_CHAT, o.asked == bindparam("asked")).order_by(o.id.desc()).limit(1)


def answering(connection: Connection, channel: str, chat: str, asked: str) -> int | None:
    """The row of the answer to a message of that chat, if it is still on its way."""
    return connection.execute(_ANSWERING, {"in_channel": channel, "in_chat": chat, "asked": asked}).scalar()


def oldest(connection: Connection) -> tuple[dict[int, int], int | None]:
    """How many messages wait in each lane, and since when the oldest one does (milliseconds)."""
    rows = connection.execute(select(o.lane, func.count(), func.min(o.created_at)).where(WAITING).group_by(o.lane)).all()
    return {lane: n for lane, n, _ in rows}, min((at for _, _, at in rows), default=None)
