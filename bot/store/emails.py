"""Addresses to which a line without content goes when something waits in the web chat: at most one an hour to each person."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select

from bot.store.dialects import insert_into
from bot.store.moments import HOUR, MINUTE
from bot.store.office_tables import NEVER, devices, emails
from bot.store.tables import LETTER, WAITING, outbox, pace

CHANNEL = "email"
EVERY = HOUR
"""From one e-mail to a person to the next, at least."""
A_WHILE = 2 * MINUTE
"""Whoever has the page open sees what waits within this time, and needs no e-mail."""


@cache
def _put(dialect: str) -> Any:
    statement = insert_into(emails, dialect)
    return statement.on_conflict_do_update(index_elements=["person"], set_={"address": statement.excluded.address})


def keep(connection: Connection, person: str, address: str) -> None:
    """Write there from now on; "" for nowhere."""
    if not address:
        connection.execute(delete(emails).where(emails.c.person == person))
        return
    connection.execute(_put(connection.dialect.name), {"person": person, "address": address, "delete_after": NEVER})


def of(connection: Connection, person: str) -> str:
    """Their address, "" if they gave none."""
    return connection.execute(select(emails.c.address).where(emails.c.person == person)).scalar() or ""


_o, _v = outbox.c, devices.c
_ON_ITS_WAY = select(_o.id).where(WAITING, _o.channel == CHANNEL, _o.chat == bindparam("of")).limit(1)
_LAST = select(pace.c.at).where(pace.c.name == bindparam("named"))


@cache
def _note(dialect: str) -> Any:
    statement = insert_into(pace, dialect)
    changed = {column: statement.excluded[column] for column in ("at", "delete_after")}
    return statement.on_conflict_do_update(index_elements=["name"], set_=changed)


def plan(connection: Connection, person: str, until: int, now: int) -> int | None:
    """When the next e-mail may go to a person; it is noted that one goes then. None where one that is on its way says it too, and
    where it would come after `until`, when what waits is of no use any more. Milliseconds."""
    if connection.execute(_ON_ITS_WAY, {"of": person}).first():
        return None
    name = f"{CHANNEL}:{person}"
    last = connection.execute(_LAST, {"named": name}).scalar()
    at = now + A_WHILE if last is None or last > now + EVERY else max(now + A_WHILE, last + EVERY)
    if at >= until:
        return None
    row = {"name": name, "tokens": 0.0, "at": at, "delete_after": at + EVERY}
    connection.execute(_note(connection.dialect.name), row)
    return at


_DEVICES = select(_v.channel).where(_v.person == bindparam("of"), _v.delete_after >= bindparam("now")).limit(1)
_UNSEEN = (
    select(_o.id)
    .join(devices, and_(_v.channel == _o.channel, _v.chat == _o.chat))
    .where(LETTER, _o.seen_at.is_(None), _v.person == bindparam("of"), _v.delete_after >= bindparam("now"))
    .where(_o.delete_after >= bindparam("now"))
    .limit(1)
)


def something_waits(connection: Connection, person: str, now: int) -> bool:
    """Whether there is something in the chats of a person that they haven't seen; true too for one who has no chat to look at."""
    values = {"of": person, "now": now}
    return bool(connection.execute(_UNSEEN, values).first()) or not connection.execute(_DEVICES, values).first()


def without_ring(connection: Connection, pulls: Collection[str]) -> set[str]:
    """Everybody who has only chats of these channels, from which people fetch, and gave no address."""
    rung = select(_v.person).where(_v.channel.not_in(list(pulls)))
    written = select(emails.c.person)
    found = select(_v.person).where(_v.person.not_in(rung), _v.person.not_in(written)).distinct()
    return set(connection.execute(found).scalars())
