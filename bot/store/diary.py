"""Rhythms and check-ins as rows. Who changes one says which version they saw; what is due is found by an index."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, func, or_, select, update

from bot.store import plans
from bot.store.dialects import insert_into, is_shared
from bot.store.moments import moment, ms
from bot.store.office_tables import bookings, series
from bot.supervision.checkin import CheckIn, Offer, State
from bot.supervision.diary import Booking, Series
from bot.supervision.escalation import Taken

b, s = bookings.c, series.c
_MILLISECOND = timedelta(milliseconds=1)
_PERSONS: BindParameter[Any] = bindparam("persons", expanding=True)
_WORKERS: BindParameter[Any] = bindparam("workers", expanding=True)
_SUPERVISORS: BindParameter[Any] = bindparam("supervisors", expanding=True)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _ms(at: datetime | None) -> int | None:
    return ms(at) if at is not None else None


# --- rhythms ------------------------------------------------------------------------------------------------------------

_SERIES = tuple(column for column in s if column.name not in ("next_due_at", "delete_after"))


def _series(row: Any) -> Series:
    return Series(
        row.id, row.kind, row.supervisor, row.worker, row.team, row.made_by, plans.read(row.plans),
        booked=moment(row.booked) if row.booked is not None else None, last_held=_day(row.last_held), paused=bool(row.paused),
        paused_until=_day(row.paused_until), ended=bool(row.ended), agreed=bool(row.agreed), code=row.code,
        version=row.version,
    )  # fmt: skip


def _of_series(one: Series, due_at: int | None, delete_after: int) -> dict[str, object]:
    return {
        "id": one.id, "kind": one.kind, "supervisor": one.supervisor, "worker": one.worker, "team": one.team,
        "made_by": one.made_by, "plans": plans.written(one.plans),
        # Two words that only the two know: whoever ends a rhythm, or leaves it, takes them along.
        "code": "" if one.ended else one.code, "booked": _ms(one.booked),
        "last_held": one.last_held.isoformat() if one.last_held else None, "paused": int(one.paused),
        "paused_until": one.paused_until.isoformat() if one.paused_until else None, "ended": int(one.ended),
        "agreed": int(one.agreed), "next_due_at": due_at, "version": one.version + 1, "delete_after": delete_after,
    }  # fmt: skip


def keep_series(connection: Connection, one: Series, due_at: int | None, delete_after: int) -> bool:
    """Write a rhythm: a new one has version 0, else it is the version that was seen. False if it has moved on, or is there.

    `due_at` is when there is something to do (None: never).
    """
    return _keep(connection, series, _of_series(one, due_at, delete_after), one.version)


def advance(connection: Connection, series_due_kept: Sequence[tuple[Series, int | None, int]]) -> None:
    """Write many rhythms that changed by themselves, each with when it is due and how long it is kept; one that has moved on
    since it was read stays as it is."""
    rows = [_changed(_of_series(one, due_at, kept), one.version) for one, due_at, kept in series_due_kept]
    if rows:
        connection.execute(_change(series), rows)


def rhythms(connection: Connection, ids: Collection[str]) -> dict[str, Series]:
    """Rhythms by their ids."""
    return {row.id: _series(row) for row in connection.execute(_SERIES_BY_ID, {"ids": list(ids)})} if ids else {}


_SERIES_BY_ID = select(*_SERIES).where(s.id.in_(bindparam("ids", expanding=True)))
_SERIES_OF = select(*_SERIES).where(
    or_(s.worker.in_(_WORKERS), s.supervisor.in_(_SUPERVISORS)),
    s.ended == 0,
)


def rhythms_of(connection: Connection, workers: Collection[str], supervisors: Collection[str]) -> tuple[Series, ...]:
    """The rhythms that go on in which one of `workers` is supervised, or one of `supervisors` supervises."""
    found = connection.execute(_SERIES_OF.order_by(s.id), {"workers": list(workers), "supervisors": list(supervisors)})
    return tuple(_series(row) for row in found)


_SERIES_DUE = select(*_SERIES).where(s.next_due_at <= bindparam("now")).order_by(s.next_due_at).limit(bindparam("n"))


def due_series(connection: Connection, now: int, limit: int) -> tuple[Series, ...]:
    """Rhythms for which there is something to do, longest due first; with replicas, those that no other one is seeing to."""
    statement = _SERIES_DUE.with_for_update(skip_locked=True) if is_shared(connection) else _SERIES_DUE
    return tuple(_series(row) for row in connection.execute(statement, {"now": now, "n": limit}))


# --- check-ins ----------------------------------------------------------------------------------------------------------

_BOOKING = tuple(column for column in b if column.name not in ("day", "next_due_at", "delete_after"))


def _list(text: str) -> Any:
    # Most are empty, and a desk reads hundreds.
    return json.loads(text) if text != "[]" else ()


def _booking(row: Any) -> Booking:
    checkin = CheckIn(
        row.id, row.supervisor, row.worker, moment(row.at), cast(State, row.state), row.length * _MILLISECOND, row.round,
        row.asked_by, frozenset(_list(row.yes)),
        tuple(Offer(by, moment(at) if at is not None else None, why) for by, at, why in _list(row.offers)),
        json.loads(row.answers) if row.answers != "{}" else {}, row.moves,
    )  # fmt: skip
    taken = tuple(
        Taken(level, moment(at), {person: moment(when) for person, when in reached.items()}, round, tuple(to))
        for level, at, reached, round, to in _list(row.taken)
    )
    return Booking(checkin, row.kind, row.team, moment(row.since), row.series or "", taken, row.topic, row.version)


def _of_booking(one: Booking, day: date, due_at: int | None, delete_after: int) -> dict[str, object]:
    checkin = one.checkin
    taken = [[t.level, ms(t.at), {who: ms(at) for who, at in t.reached.items()}, t.round, t.to] for t in one.taken]
    return {
        "id": checkin.id, "series": one.series or None, "day": day.isoformat(), "kind": one.kind, "team": one.team,
        "supervisor": checkin.supervisor, "worker": checkin.worker, "at": ms(checkin.at),
        "length": checkin.length // _MILLISECOND, "state": checkin.state, "round": checkin.round, "asked_by": checkin.asked_by,
        "yes": json.dumps(sorted(checkin.yes)),
        "offers": json.dumps([[offer.by, _ms(offer.at), offer.reason] for offer in checkin.offers]),
        "answers": json.dumps(dict(checkin.answers)), "moves": checkin.moves, "since": ms(one.since), "taken": json.dumps(taken),
        "topic": one.topic, "next_due_at": due_at, "version": one.version + 1, "delete_after": delete_after,
    }  # fmt: skip


def keep_booking(connection: Connection, one: Booking, day: date, due_at: int | None, delete_after: int) -> bool:
    """Write a check-in: a new one has version 0, else it is the version that was seen. False if it has moved on, or is there.

    `day` is the local day of the rhythm for which it is made: a rhythm has one check-in a day, whatever it was moved to. It is
    looked at only when it is new.
    """
    values = _of_booking(one, day, due_at, delete_after)
    if one.version:
        del values["day"]
    return _keep(connection, bookings, values, one.version)


def book(connection: Connection, made: Iterable[tuple[Booking, date, int, int]]) -> None:
    """Write many new check-ins, each with its local day, when it is due and how long it is kept (milliseconds); one that is there
    already, or whose day has one, stays as it is."""
    rows = [_of_booking(*one) for one in made]
    if rows:
        connection.execute(_insert(bookings, connection.dialect.name), rows)


_BY_ID = select(*_BOOKING).where(b.id.in_(bindparam("ids", expanding=True)))
_OF = (
    select(*_BOOKING)
    .where(
        or_(b.worker.in_(_WORKERS), b.supervisor.in_(_SUPERVISORS)),
        b.at >= bindparam("since"),
    )
    .order_by(b.at, b.id)
    .limit(bindparam("n"))
)


def find(connection: Connection, ids: Collection[str]) -> dict[str, Booking]:
    """Check-ins by their ids."""
    return {row.id: _booking(row) for row in connection.execute(_BY_ID, {"ids": list(ids)})} if ids else {}


def bookings_of(
    connection: Connection, workers: Collection[str], supervisors: Collection[str], since: int, limit: int = 2000
) -> tuple[Booking, ...]:
    """Check-ins from a moment on in which one of `workers` is supervised, or one of `supervisors` supervises, by their time."""
    values = {"workers": list(workers), "supervisors": list(supervisors), "since": since, "n": limit}
    return tuple(_booking(row) for row in connection.execute(_OF, values))


_BUSY = select(b.id, b.supervisor, b.worker, b.at, b.length).where(
    or_(b.worker.in_(_PERSONS), b.supervisor.in_(_PERSONS)),
    b.at.between(bindparam("since"), bindparam("until")),
    b.state.in_(("planned", "proposed", "accepted", "moved")),
)


def busy(
    connection: Connection, persons: Collection[str], since: int, until: int, but: Collection[str] = ()
) -> dict[str, tuple[tuple[datetime, datetime], ...]]:
    """When people have a check-in, by person: from and to, not with whom. Those of the ids `but` aren't among them."""
    found: dict[str, list[tuple[datetime, datetime]]] = {person: [] for person in persons}
    if not persons:
        return {}
    for row in connection.execute(_BUSY, {"persons": list(persons), "since": since, "until": until}):
        for person in {row.supervisor, row.worker} & found.keys() if row.id not in but else ():
            found[person].append((moment(row.at), moment(row.at + row.length)))
    return {person: tuple(sorted(times)) for person, times in found.items() if times}


_COMING = (
    delete(bookings)
    .where(b.series == bindparam("of"), b.at > bindparam("now"), b.state.in_(("planned", "proposed")))
    .where(b.round == 0, b.moves == 0, b.yes == "[]")
)
_LAST = select(func.max(b.at)).where(b.series == bindparam("of"))


def drop_coming(connection: Connection, series_id: str, now: int) -> tuple[int, int | None]:
    """Take out the check-ins of a rhythm that are still to come and that nobody touched: how many, and when the last one of those
    that stay is (None if none does)."""
    dropped = connection.execute(_COMING, {"of": series_id, "now": now}).rowcount
    return dropped, connection.execute(_LAST, {"of": series_id}).scalar()


# --- what is due --------------------------------------------------------------------------------------------------------

_DUE = select(b.id, b.supervisor, b.worker).where(b.next_due_at <= bindparam("now")).order_by(b.next_due_at).limit(bindparam("n"))
_DUE_WITH = select(b.id, b.supervisor, b.worker).where(
    b.next_due_at <= bindparam("now"),
    or_(b.worker.in_(_PERSONS), b.supervisor.in_(_PERSONS)),
)
_DUE_OF_TWO = select(*_BOOKING).where(
    b.next_due_at <= bindparam("now"),
    and_(b.worker.in_(_PERSONS), b.supervisor.in_(_PERSONS)),
)


def due_bookings(connection: Connection, now: int, limit: int) -> tuple[Booking, ...]:
    """Check-ins for which there is something to do, about `limit` of them, longest due first; with replicas, those that nobody is
    just changing. Everything that is due of the same people comes together, so that it can be one message: of replicas only one
    may ask at a time (`clockwork.alone`).
    """
    rows = connection.execute(_DUE, {"now": now, "n": limit}).all()
    persons = {person for row in rows for person in (row.supervisor, row.worker)}
    while rows and len(rows) < 2 * limit:
        rows = connection.execute(_DUE_WITH, {"now": now, "persons": sorted(persons)}).all()
        more = {person for row in rows for person in (row.supervisor, row.worker)} - persons
        if not more:
            break
        persons |= more
    if not persons:
        return ()
    statement = _DUE_OF_TWO.order_by(b.next_due_at, b.id)
    if is_shared(connection):
        statement = statement.with_for_update(skip_locked=True)
    return tuple(_booking(row) for row in connection.execute(statement, {"now": now, "persons": sorted(persons)}))


def reckoned(connection: Connection, due: Iterable[tuple[str, int | None]], of_series: bool = False) -> None:
    """Note when there is something to do next (None: never), by the id of a check-in or rhythm; nothing else of it changes."""
    rows = [{"row": id, "to_due_at": due_at} for id, due_at in due]
    if rows:
        connection.execute(_RECKONED_SERIES if of_series else _RECKONED, rows)


_RECKONED = update(bookings).where(b.id == bindparam("row")).values(next_due_at=bindparam("to_due_at"))
_RECKONED_SERIES = update(series).where(s.id == bindparam("row")).values(next_due_at=bindparam("to_due_at"))


def due_again(connection: Connection, persons: Collection[str], now: int, since: int) -> None:
    """What hangs on the calendars of some people is to be reckoned anew: their rhythms, and their check-ins from `since` on."""
    if not persons:
        return
    values = {"persons": list(persons), "now": now}
    connection.execute(_ANEW_SERIES, values)
    connection.execute(_ANEW, {**values, "from_moment": since})


def everything_due_again(connection: Connection, now: int, since: int) -> None:
    """Likewise of everybody: the rules of the clocks or the holidays have changed."""
    connection.execute(update(series).where(s.ended == 0).values(next_due_at=now))
    connection.execute(update(bookings).where(b.at >= since).values(next_due_at=now))


_ANEW_SERIES = (
    update(series)
    .where(or_(s.worker.in_(_PERSONS), s.supervisor.in_(_PERSONS)))
    .where(s.ended == 0)
    .values(next_due_at=bindparam("now"))
)
_ANEW = (
    update(bookings)
    .where(or_(b.worker.in_(bindparam("persons", expanding=True)), b.supervisor.in_(bindparam("persons", expanding=True))))
    .where(b.at >= bindparam("from_moment"))
    .values(next_due_at=bindparam("now"))
)


# --- writing ------------------------------------------------------------------------------------------------------------


@cache
def _insert(table: Any, dialect: str) -> Any:
    return insert_into(table, dialect).on_conflict_do_nothing()


@cache
def _change(table: Any) -> Any:
    changed = {c.name: bindparam(f"to_{c.name}", type_=c.type) for c in table.c if c.name not in ("id", "day")}
    return update(table).where(table.c.id == bindparam("row"), table.c.version == bindparam("seen")).values(changed)


def _keep(connection: Connection, table: Any, values: dict[str, object], version: int) -> bool:
    if not version:
        return connection.execute(_insert(table, connection.dialect.name), values).rowcount == 1
    return connection.execute(_change(table), _changed(values, version)).rowcount == 1


def _changed(values: dict[str, object], version: int) -> dict[str, object]:
    return {**{f"to_{name}": value for name, value in values.items() if name != "id"}, "row": values["id"], "seen": version}
