"""What was queued of reminders: one row for each key, so that each is queued once (`posted` has what reached whom)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.store.dialects import insert_into
from bot.store.moments import DAY, moment, ms
from bot.store.office_tables import bookings, reminders, snoozes
from bot.supervision.diary import Reminded
from bot.supervision.reminders import Key, Reminder, ReminderKind

KEPT_AFTER = 180 * DAY

r, z = reminders.c, snoozes.c
_NAMES = ("person", "checkin", "kind", "round")


@cache
def _put(table: Any, dialect: str) -> Any:
    return insert_into(table, dialect).on_conflict_do_nothing()


def _row(key: Key) -> dict[str, object]:
    return dict(zip(_NAMES, key, strict=True))


def queue_all(connection: Connection, keys: Iterable[Key], now: int, passed: bool = False) -> None:
    """Note that reminders go now, or, if `passed`, never. One that was noted before stays as it was: whoever posts them is alone
    at it (`clockwork.alone`) and has looked which there are."""
    rest = {"at": now, "reached_at": None, "passed": int(passed), "delete_after": now + KEPT_AFTER}
    rows = [{**_row(key), **rest} for key in keys]
    if rows:
        connection.execute(_put(reminders, connection.dialect.name), rows)


_OF = select(reminders).where(r.checkin.in_(bindparam("checkins", expanding=True)))


_LATELY = select(reminders).where(r.person == bindparam("of"), r.at >= bindparam("since"), r.passed == 0).order_by(r.at.desc())


def lately(connection: Connection, person: str, since: int) -> tuple[Reminded, ...]:
    """The reminders that went to a person from a moment on, latest first."""
    return tuple(_reminded(row) for row in connection.execute(_LATELY, {"of": person, "since": since}))


def about(connection: Connection, checkins: Collection[str]) -> tuple[Reminded, ...]:
    """Everything that was queued or left out about some check-ins."""
    return tuple(_reminded(row) for row in connection.execute(_OF, {"checkins": list(checkins)})) if checkins else ()


def _reminded(row: Any) -> Reminded:
    kind = cast(ReminderKind, row.kind.partition("+")[0])
    reached = moment(row.reached_at) if row.reached_at is not None else None
    return Reminded((row.person, row.checkin, row.kind, row.round), kind, moment(row.at), reached)


# --- snoozed ------------------------------------------------------------------------------------------------------------


_DUE = update(bookings).where(bookings.c.id == bindparam("row")).values(next_due_at=bindparam("now"))


@cache
def _snooze(dialect: str) -> Any:
    statement = insert_into(snoozes, dialect)
    changed = {name: statement.excluded[name] for name in ("at", "until", "explicit", "in_quiet", "delete_after")}
    return statement.on_conflict_do_update(index_elements=["checkin", "person", "kind", "round", "again"], set_=changed)


def snooze(connection: Connection, one: Reminder, now: int) -> None:
    """A reminder comes back at its moment; its check-in is to be reckoned anew."""
    row = {
        "checkin": one.checkin, "person": one.person, "kind": one.kind, "round": one.round, "again": one.again, "at": ms(one.at),
        "until": ms(one.until), "explicit": int(one.explicit), "in_quiet": int(one.in_quiet), "delete_after": ms(one.until),
    }  # fmt: skip
    connection.execute(_snooze(connection.dialect.name), row)
    connection.execute(_DUE, {"row": one.checkin, "now": now})


_SNOOZED = select(snoozes).where(z.checkin.in_(bindparam("checkins", expanding=True)))


def snoozed(connection: Connection, checkins: Collection[str]) -> tuple[Reminder, ...]:
    """The reminders of some check-ins that come back."""
    if not checkins:
        return ()
    return tuple(
        Reminder(
            row.person, row.checkin, cast(ReminderKind, row.kind), row.round, moment(row.at), moment(row.until),
            bool(row.explicit), bool(row.in_quiet), row.again,
        )
        for row in connection.execute(_SNOOZED, {"checkins": list(checkins)})
    )  # fmt: skip


def forget_snoozes(connection: Connection, person: str) -> None:
    """What they put off doesn't come back."""
    connection.execute(delete(snoozes).where(z.person == person))
