"""Which reminders which message carries, and when they reached their people: what was sent, or fetched, has reached them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from bot.store.moments import DAY
from bot.store.office_tables import bookings, posted, reminders
from bot.store.tables import LETTER, WAITING, outbox
from bot.supervision.reminders import Key

KEPT = 14 * DAY

_p, _r, _o = posted.c, reminders.c, outbox.c


def note(connection: Connection, carried: Sequence[tuple[int, Key]], now: int) -> None:
    """A message, by its row, carries a reminder. Each pair once."""
    if carried:
        connection.execute(
            insert(posted),
            [
                {
                    "outbox_id": row, "person": person, "checkin": checkin, "kind": kind, "round": round,
                    "delete_after": now + KEPT,
                }
                for row, (person, checkin, kind, round) in carried
            ],
        )  # fmt: skip


_CARRIED = select(_p.person, _p.checkin, _p.kind, _p.round).where(_p.outbox_id.in_(bindparam("rows", expanding=True))).distinct()
_REACHED = (
    update(reminders)
    .where(
        _r.checkin == bindparam("in_checkin"), _r.person == bindparam("in_person"), _r.kind == bindparam("in_kind"),
        _r.round == bindparam("in_round"), _r.reached_at.is_(None),
    )
    .values(reached_at=bindparam("now"))
)  # fmt: skip
_GONE = delete(posted).where(_p.outbox_id.in_(bindparam("rows", expanding=True)))
_DUE = (
    update(bookings)
    .where(
        bookings.c.id.in_(bindparam("ids", expanding=True)),
        or_(bookings.c.next_due_at.is_(None), bookings.c.next_due_at > bindparam("now")),
    )
    .values(next_due_at=bindparam("now"))
)
_WAITED_FOR = ("afterwards", "two")
"""Kinds on whose arrival it hangs how a check-in goes on; the others only inform."""


def reached(connection: Connection, rows: Sequence[int], now: int) -> bool:
    """These messages were sent, or fetched: what they carry has reached its people, and what hangs on that is due. Says whether
    they carried anything."""
    if not rows:
        return False
    carried = connection.execute(_CARRIED, {"rows": list(rows)}).all()
    if not carried:
        return False
    connection.execute(
        _REACHED,
        [
            {"in_person": one.person, "in_checkin": one.checkin, "in_kind": one.kind, "in_round": one.round, "now": now}
            for one in carried
        ],
    )
    ids = {one.checkin for one in carried if one.kind.partition("+")[0] in _WAITED_FOR}
    if ids:
        connection.execute(_DUE, {"ids": sorted(ids), "now": now})
    connection.execute(_GONE, {"rows": list(rows)})
    return True


_NOT_REACHED = delete(reminders).where(
    _r.checkin == bindparam("in_checkin"), _r.person == bindparam("in_person"), _r.kind == bindparam("in_kind"),
    _r.round == bindparam("in_round"), _r.reached_at.is_(None), _r.passed == 0,
)  # fmt: skip


def anew(connection: Connection, rows: Sequence[int], now: int) -> None:
    """These messages came too late to be sent: what they carried and nothing else brought is due again as far as it is of use."""
    carried = connection.execute(_CARRIED, {"rows": list(rows)}).all() if rows else []
    if carried:
        connection.execute(
            _NOT_REACHED,
            [{"in_person": x.person, "in_checkin": x.checkin, "in_kind": x.kind, "in_round": x.round} for x in carried],
        )
        connection.execute(_DUE, {"ids": sorted({one.checkin for one in carried}), "now": now})
        connection.execute(_GONE, {"rows": list(rows)})


_ON_ITS_WAY = (
    select(_p.outbox_id)
    .join(outbox, and_(_o.id == _p.outbox_id, WAITING))
    .where(_p.person == _r.person, _p.checkin == _r.checkin, _p.kind == _r.kind, _p.round == _r.round)
    .exists()
)
_LOST = select(_r.person, _r.checkin, _r.kind, _r.round).where(
    _r.person == bindparam("of"), _r.at >= bindparam("since"), _r.reached_at.is_(None), _r.passed == 0, ~_ON_ITS_WAY
)


def back(connection: Connection, person: str, now: int) -> None:
    """Something reaches that person again: what didn't lately is due again, as far as it is of use."""
    lost = connection.execute(_LOST, {"of": person, "since": now - KEPT}).all()
    if lost:
        connection.execute(
            _NOT_REACHED, [{"in_person": x.person, "in_checkin": x.checkin, "in_kind": x.kind, "in_round": x.round} for x in lost]
        )
        connection.execute(_DUE, {"ids": sorted({one.checkin for one in lost}), "now": now})


def forget(connection: Connection, rows: Sequence[int]) -> None:
    """These messages will never be sent."""
    if rows:
        connection.execute(_GONE, {"rows": list(rows)})


_UNSEEN = (
    select(_p.outbox_id, _p.checkin)
    .join(outbox, and_(_o.id == _p.outbox_id))
    .where(LETTER, _o.channel == bindparam("in_channel"), _o.chat == bindparam("in_chat"), _o.seen_at.is_(None))
)


def take_out_unseen(connection: Connection, channel: str, chat: str, checkins: Collection[str]) -> None:
    """Letters of a chat that nobody has fetched yet and that are about nothing but these check-ins: a newer one says it."""
    if not checkins:
        return
    about: dict[int, set[str]] = {}
    for row, checkin in connection.execute(_UNSEEN, {"in_channel": channel, "in_chat": chat}):
        about.setdefault(row, set()).add(checkin)
    gone = [row for row, named in about.items() if named <= set(checkins)]
    if gone:
        connection.execute(delete(outbox).where(_o.id.in_(gone)))
        forget(connection, gone)
