"""Who may take back and mend: those who redeemed a one-time code. The code itself is kept nowhere, only its hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.store import tries
from bot.store.dialects import insert_into
from bot.store.moments import DAY, HOUR
from bot.store.office_tables import devices
from bot.store.tables import admin_codes, admins

CODE_HOLDS = HOUR
UNUSED_DAYS = 365
"""After so many days without a change by them somebody is no admin any more."""

a = admins.c


@dataclass(frozen=True)
class Admin:
    """One admin, as the channel names them. `alias` is six characters that stand for them in what is kept for longer."""

    channel: str
    person: str
    chat: str
    alias: str
    role: str


def hash_of(code: str) -> str:
    """What is kept of a code. It has 128 random bits, so that a plain hash can't be guessed back."""
    return hashlib.sha256(code.strip().encode("utf-8", "replace")).hexdigest()


def offer(connection: Connection, code_hash: str, role: str, now: int) -> None:
    """Let a new code be redeemed once within the hour."""
    row = {"hash": code_hash, "role": role, "expires_at": now + CODE_HOLDS, "delete_after": now + CODE_HOLDS}
    connection.execute(insert(admin_codes), row)


def role_of_code(connection: Connection, code_hash: str, now: int) -> str:
    """The role that a code gives just now, "" for a wrong, used or expired one."""
    found = select(admin_codes.c.role).where(admin_codes.c.hash == code_hash, admin_codes.c.expires_at > now)
    return connection.execute(found).scalar() or ""


@cache
def _put(dialect: str) -> Any:
    statement = insert_into(admins, dialect)
    changed = {name: statement.excluded[name] for name in ("chat", "alias", "role", "since", "delete_after")}
    return statement.on_conflict_do_update(index_elements=["channel", "person"], set_=changed)


def redeem(connection: Connection, code_hash: str, channel: str, person: str, chat: str, now: int) -> Admin | None:
    """Use a code up and make its bearer an admin; None if somebody else was first, or its hour is over."""
    use_up = delete(admin_codes).where(admin_codes.c.hash == code_hash, admin_codes.c.expires_at > now)
    role = connection.execute(use_up.returning(admin_codes.c.role)).scalar()
    if role is None:
        return None
    known = find(connection, channel, person)
    # Made of the code, which nobody has kept: it leads back to nobody.
    alias = known.alias if known else hashlib.sha256(f"{code_hash}:{channel}:{person}".encode()).hexdigest()[:6]
    row = {"channel": channel, "person": person, "chat": chat, "alias": alias, "role": role, "since": now}
    connection.execute(_put(connection.dialect.name), {**row, "delete_after": now + UNUSED_DAYS * DAY})
    return Admin(channel, person, chat, alias, role)


def let(connection: Connection, admin: Admin, now: int, delete_after: int) -> None:
    """Somebody who joined as one is an admin in that chat, as long as they are."""
    row = {"channel": admin.channel, "person": admin.person, "chat": admin.chat, "alias": admin.alias, "role": admin.role}
    connection.execute(_put(connection.dialect.name), {**row, "since": now, "delete_after": delete_after})


_THIS = (a.channel == bindparam("in_channel"), a.person == bindparam("in_person"))
_COLUMNS = (a.channel, a.person, a.chat, a.alias, a.role)
_FIND = select(*_COLUMNS).where(*_THIS)


def find(connection: Connection, channel: str, person: str) -> Admin | None:
    """The admin of that name in a channel, if they are one."""
    row = connection.execute(_FIND, {"in_channel": channel, "in_person": person}).first()
    return Admin(*row) if row else None


def everybody(connection: Connection) -> list[Admin]:
    """All admins, longest first."""
    return [Admin(*row) for row in connection.execute(select(*_COLUMNS).order_by(a.since, a.alias))]


def used(connection: Connection, channel: str, person: str, now: int) -> None:
    """They changed something: their year begins anew."""
    until = now + UNUSED_DAYS * DAY
    # Whoever joined as one is one as long as they are there; on a shared computer no longer for having used it.
    shared = (
        select(devices.c.chat).where(devices.c.channel == a.channel, devices.c.chat == a.chat, devices.c.shared == 1).exists()
    )
    kept = update(admins).where(*_THIS, a.delete_after < until, ~shared).values(delete_after=until)
    connection.execute(kept, {"in_channel": channel, "in_person": person})


def erase(connection: Connection, channel: str, chat: str) -> None:
    """Whoever writes from that chat is no admin any more."""
    connection.execute(delete(admins).where(a.channel == channel, a.chat == chat))


# --- wrong codes ------------------------------------------------------------------------------------------------------


def tries_left(connection: Connection, channel: str, person: str, now: int) -> float:
    """How many wrong codes somebody may still send just now; below one, a right one isn't taken either."""
    return tries.left(connection, f"admin:{channel}:{person}", now)


def wrong(connection: Connection, channel: str, person: str, now: int) -> None:
    """One more wrong code."""
    tries.wrong(connection, f"admin:{channel}:{person}", now)
