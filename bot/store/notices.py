"""Messages that quiet hours hold back for the morning, by person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.store.dialects import is_shared
from bot.store.moments import DAY
from bot.store.office_tables import notices

AT_MOST = 14 * DAY

n = notices.c


@dataclass(frozen=True)
class Held:
    """One message for a person; `body` is an encoded Reply. Moments in milliseconds."""

    id: int
    person: str
    body: str
    made_at: int
    due_at: int


_COLUMNS = (n.id, n.person, n.body, n.made_at, n.due_at)


def hold(connection: Connection, person: str, body: str, now: int, due_at: int) -> None:
    """Hold a message until a moment."""
    row = {"person": person, "body": body, "made_at": now, "due_at": due_at, "delete_after": now + AT_MOST}
    connection.execute(insert(notices), row)


_DUE = select(n.person).where(n.due_at <= bindparam("now")).distinct().limit(bindparam("n"))
_ALL_OF = select(*_COLUMNS).where(n.person.in_(bindparam("persons", expanding=True))).order_by(n.id)


def due(connection: Connection, now: int, limit: int) -> tuple[Held, ...]:
    """What goes now: of each person everything that is held, in its order; with replicas, what no other one is seeing to."""
    persons = list(connection.execute(_DUE, {"now": now, "n": limit}).scalars())
    if not persons:
        return ()
    statement = _ALL_OF.with_for_update(skip_locked=True) if is_shared(connection) else _ALL_OF
    return tuple(Held(*row) for row in connection.execute(statement, {"persons": persons}))


def held_for(connection: Connection, person: str) -> tuple[Held, ...]:
    """What is held for a person, in its order."""
    return tuple(Held(*row) for row in connection.execute(_ALL_OF, {"persons": [person]}))


def done(connection: Connection, ids: Collection[int]) -> None:
    """They went, or are of no use any more."""
    if ids:
        connection.execute(delete(notices).where(n.id.in_(list(ids))))


def put_off(connection: Connection, id: int, due_at: int) -> None:
    """It can't go yet: not before a moment."""
    connection.execute(update(notices).where(n.id == id).values(due_at=due_at))


def forget(connection: Connection, person: str) -> None:
    """Nothing waits for that person any more."""
    connection.execute(delete(notices).where(n.person == person))
