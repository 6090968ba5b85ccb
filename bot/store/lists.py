"""What was agreed in check-ins, and what somebody wants to take to supervision."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from bot.store.dialects import insert_into, is_shared
from bot.store.moments import DAY, moment, ms
from bot.store.office_tables import agreed_actions, to_take
from bot.supervision.diary import AgreedAction, ToTake

TO_TAKE_AT_MOST = 365 * DAY

a, t = agreed_actions.c, to_take.c
_ACTION = (a.id, a.checkin, a.supervisor, a.worker, a.by_person, a.words, a.due, a.done_on, a.version)


@cache
def _put(table: Any, dialect: str) -> Any:
    return insert_into(table, dialect).on_conflict_do_nothing()


# --- agreed actions -----------------------------------------------------------------------------------------------------


def _action(row: Any) -> AgreedAction:
    done_on = date.fromisoformat(row.done_on) if row.done_on else None
    due = date.fromisoformat(row.due)
    return AgreedAction(row.id, row.checkin, row.supervisor, row.worker, row.by_person, row.words, due, done_on, row.version)


_CHANGE = (
    update(agreed_actions)
    .where(a.id == bindparam("row"), a.version == bindparam("seen"))
    .values(
        words=bindparam("to_words"), due=bindparam("to_due"), done_on=bindparam("to_done_on"),
        next_due_at=bindparam("to_next_due_at"), version=bindparam("seen") + 1, delete_after=bindparam("to_delete_after"),
    )
)  # fmt: skip


def keep_action(connection: Connection, one: AgreedAction, due_at: int | None, delete_after: int) -> bool:
    """Write an agreed action: a new one has version 0, else it is the version that was seen. False if it has moved on, or
    is there.

    `due_at` is when there is something to do, such as to remind (None: nothing).
    """
    done_on = one.done_on.isoformat() if one.done_on else None
    if one.version:
        values = {
            "row": one.id, "seen": one.version, "to_words": one.words, "to_due": one.due.isoformat(), "to_done_on": done_on,
            "to_next_due_at": due_at, "to_delete_after": delete_after,
        }  # fmt: skip
        return connection.execute(_CHANGE, values).rowcount == 1
    row = {
        "id": one.id, "checkin": one.checkin, "supervisor": one.supervisor, "worker": one.worker, "by_person": one.by,
        "words": one.words, "due": one.due.isoformat(), "done_on": done_on, "next_due_at": due_at, "version": 1,
        "delete_after": delete_after,
    }  # fmt: skip
    return connection.execute(_put(agreed_actions, connection.dialect.name), row).rowcount == 1


_ACTIONS_OF = (
    select(*_ACTION)
    .where(or_(a.worker == bindparam("of"), a.supervisor == bindparam("of")))
    .where(or_(a.done_on.is_(None), a.done_on >= bindparam("since")))
    .order_by(a.due, a.id)
)


def actions_of(connection: Connection, person: str, since: date) -> tuple[AgreedAction, ...]:
    """What a person agreed on either side: what is open, and what was closed from a day on."""
    rows = connection.execute(_ACTIONS_OF, {"of": person, "since": since.isoformat()})
    return tuple(_action(row) for row in rows)


_ACTIONS_DUE = select(*_ACTION).where(a.next_due_at <= bindparam("now")).order_by(a.next_due_at).limit(bindparam("n"))


def due_actions(connection: Connection, now: int, limit: int) -> tuple[AgreedAction, ...]:
    """Actions for which there is something to do; with replicas, those that no other one is seeing to."""
    statement = _ACTIONS_DUE.with_for_update(skip_locked=True) if is_shared(connection) else _ACTIONS_DUE
    return tuple(_action(row) for row in connection.execute(statement, {"now": now, "n": limit}))


def action_reckoned(connection: Connection, id: str, due_at: int | None) -> None:
    """Note when there is something to do next (None: nothing)."""
    connection.execute(update(agreed_actions).where(a.id == id).values(next_due_at=due_at))


# --- to take to supervision ---------------------------------------------------------------------------------------------

_SHOW = update(to_take).where(t.person == bindparam("of"), t.topic == bindparam("about")).values(shown=bindparam("to_shown"))
_TAKING = (
    select(t.id, t.person, t.topic, t.at, t.shown)
    .where(
        or_(t.person == bindparam("me"), (t.person.in_(bindparam("others", expanding=True))) & (t.shown == 1)),
        t.topic.not_in(bindparam("private", expanding=True)) | (t.person == bindparam("me")),
    )
    .order_by(t.at, t.id)
)


def take(connection: Connection, item: ToTake) -> None:
    """Put a topic on a person's list, or change whether it is shown; the same topic stands there once."""
    changed = {"of": item.person, "about": item.topic, "to_shown": int(item.shown)}
    if connection.execute(_SHOW, changed).rowcount:
        return
    row = {"id": item.id, "person": item.person, "topic": item.topic, "at": ms(item.at), "shown": int(item.shown)}
    connection.execute(_put(to_take, connection.dialect.name), {**row, "delete_after": ms(item.at) + TO_TAKE_AT_MOST})


def taking(connection: Connection, me: str, others: Collection[str], private: Collection[str]) -> tuple[ToTake, ...]:
    """What somebody wants to take along, and what some others let them see: never one of the `private` topics."""
    rows = connection.execute(_TAKING, {"me": me, "others": list(others), "private": list(private)})
    return tuple(ToTake(row.id, row.person, row.topic, moment(row.at), bool(row.shown)) for row in rows)


def hide(connection: Connection, persons: Collection[str]) -> None:
    """What these people let their supervisors see is their own again."""
    if persons:
        connection.execute(update(to_take).where(t.person.in_(list(persons)), t.shown == 1).values(shown=0))


def drop(connection: Connection, person: str, id: str) -> None:
    """Take a line off a person's own list."""
    connection.execute(delete(to_take).where(t.person == person, t.id == id))


def forget(connection: Connection, person: str) -> None:
    """Their list is empty."""
    connection.execute(delete(to_take).where(t.person == person))
