"""Invitations as rows: kept by the hash of their code, used up by whoever is first."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.people.invite import Invite
from bot.people.person import Role
from bot.store import tries
from bot.store.dialects import insert_into
from bot.store.moments import DAY, moment, ms
from bot.store.office_tables import invites

KEPT_AFTER = 7 * DAY

i = invites.c
_COLUMNS = (i.id, i.hash, i.by_person, i.role, i.team, i.expires_at, i.used_by, i.revoked)
_OPEN = (i.used_by == "", i.revoked == 0, i.expires_at > bindparam("now"))


def _invite(row: Any) -> Invite:
    role = cast(Role, row.role)
    return Invite(row.hash, row.by_person, role, row.team, moment(row.expires_at), row.used_by, bool(row.revoked))


@cache
def _put(dialect: str) -> Any:
    return insert_into(invites, dialect).on_conflict_do_nothing()


_REVOKE = update(invites).where(i.id == bindparam("row"), i.used_by == "").values(revoked=1)


def keep(connection: Connection, id: str, one: Invite) -> bool:
    """Keep a new invitation under its id, or note that it was revoked; False for one that was used meanwhile."""
    if one.revoked:
        return connection.execute(_REVOKE, {"row": id}).rowcount == 1
    row = {
        "id": id, "hash": one.hash, "by_person": one.by, "role": one.role, "team": one.team, "expires_at": ms(one.expires_at),
        "used_by": one.used_by, "revoked": 0, "delete_after": ms(one.expires_at) + KEPT_AFTER,
    }  # fmt: skip
    connection.execute(_put(connection.dialect.name), row)
    return True


_BY_HASH = select(*_COLUMNS).where(i.hash.in_(bindparam("hashes", expanding=True)))
_BY_ID = select(*_COLUMNS).where(i.id.in_(bindparam("ids", expanding=True)))


def of_hash(connection: Connection, hashes: Collection[str]) -> tuple[str, Invite] | None:
    """The invitation with one of these hashes, with its id, whatever has become of it."""
    row = connection.execute(_BY_HASH, {"hashes": list(hashes)}).first() if hashes else None
    return (row.id, _invite(row)) if row else None


def of_id(connection: Connection, ids: Collection[str]) -> tuple[str, Invite] | None:
    """The invitation with one of these ids, likewise."""
    row = connection.execute(_BY_ID, {"ids": list(ids)}).first() if ids else None
    return (row.id, _invite(row)) if row else None


_OPEN_OF = (
    select(*_COLUMNS)
    .where(*_OPEN, or_(i.by_person == bindparam("by"), i.team.in_(bindparam("teams", expanding=True))))
    .order_by(i.expires_at, i.id)
)


def open_of(connection: Connection, by: str, teams: Collection[str], now: int) -> dict[str, Invite]:
    """The open invitations that somebody made or that lead into some teams, by id, soonest over first."""
    return {row.id: _invite(row) for row in connection.execute(_OPEN_OF, {"by": by, "teams": list(teams), "now": now})}


_USE_UP = update(invites).where(i.id == bindparam("row"), *_OPEN).values(used_by=bindparam("who"))


def use_up(connection: Connection, id: str, person: str, now: int) -> bool:
    """Let one person in with it; False if somebody else was first, or it holds no more. Of many at once exactly one gets True."""
    return connection.execute(_USE_UP, {"row": id, "who": person, "now": now}).rowcount == 1


_REVOKE_ALL = update(invites).where(i.by_person == bindparam("by"), i.used_by == "").values(revoked=1)


def revoke_all(connection: Connection, by: str) -> None:
    """Nothing that somebody made lets anybody in any more: with a lost phone go the links in it."""
    connection.execute(_REVOKE_ALL, {"by": by})


def tries_left(connection: Connection, channel: str, person: str, now: int) -> float:
    """How many wrong codes somebody may still send just now; below one, a right one isn't taken either."""
    return tries.left(connection, f"invite:{channel}:{person}", now)


def wrong(connection: Connection, channel: str, person: str, now: int) -> None:
    """One more wrong code."""
    tries.wrong(connection, f"invite:{channel}:{person}", now)
