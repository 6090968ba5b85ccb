"""Corrections as rows. Each change gets the next number of all, so that whoever knows the last one knows whether to look."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, bindparam, func, select, update

from bot.services.corrections import Correction, How, Kind
from bot.store import meta
from bot.store.dialects import insert_into, is_shared
from bot.store.moments import moment, ms
from bot.store.tables import corrections

c = corrections.c
COUNTER = "corrections"
"""Under this key `meta` has the number of the last change."""


@dataclass(frozen=True)
class Row:
    """A correction as it is kept: `changed_at` is when it was last made, confirmed or undone (milliseconds)."""

    correction: Correction
    changed_at: int


_COLUMNS = (
    c.id, c.number, c.at, c.kind, c.target, c.field, c.said_before, c.says_after, c.how, c.made_by, c.needs_two, c.confirmed_by,
    c.undone, c.changed_at,
)  # fmt: skip
_ALL = select(*_COLUMNS).order_by(c.number)
_FIND = select(*_COLUMNS).where(c.id == bindparam("row"))


def _row(row: Any) -> Row:
    made = Correction(
        row.id, moment(row.at), cast(Kind, row.kind), row.target, row.field, row.said_before, row.says_after, cast(How, row.how),
        row.made_by, bool(row.needs_two), row.confirmed_by, bool(row.undone), row.number,
    )  # fmt: skip
    return Row(made, row.changed_at)


def _values(row: Row) -> dict[str, object]:
    made = row.correction
    return {
        "id": made.id, "number": made.number, "at": ms(made.at), "changed_at": row.changed_at, "kind": made.kind,
        "target": made.target, "field": made.field, "said_before": made.before, "says_after": made.after, "how": made.how,
        "made_by": made.by, "needs_two": int(made.needs_two), "confirmed_by": made.confirmed_by, "undone": int(made.undone),
        "told": 0,
    }  # fmt: skip


def last_number(connection: Connection) -> int:
    """The number of the last change of all, 0 if there was none."""
    return int(meta.get(connection, COUNTER) or 0)


def one_at_a_time(connection: Connection) -> None:
    """Nobody else changes anything, and no other report is counted, until this transaction ends."""
    meta.hold(connection, COUNTER)


def everything(connection: Connection) -> tuple[Row, ...]:
    """All of them, in the order of their last change; those that don't hold among them."""
    return tuple(_row(row) for row in connection.execute(_ALL))


def find(connection: Connection, id: str) -> Correction | None:
    """The one of that id."""
    row = connection.execute(_FIND, {"row": id}).first()
    return _row(row).correction if row else None


@cache
def _insert(dialect: str) -> Any:
    return insert_into(corrections, dialect).on_conflict_do_nothing(index_elements=["id"])


def add(connection: Connection, correction: Correction, now: int) -> bool:
    """Keep a new one under the next number; False if it is there already."""
    numbered = replace(correction, number=meta.next_number(connection, COUNTER))
    return connection.execute(_insert(connection.dialect.name), _values(Row(numbered, now))).rowcount == 1


_CHANGED = {"number": bindparam("to_number"), "changed_at": bindparam("now"), "told": 0}
_UNDO = update(corrections).where(c.id == bindparam("row"), c.undone == 0).values(undone=1, **_CHANGED)
_CONFIRM = (
    update(corrections)
    .where(c.id == bindparam("row"), c.undone == 0, c.needs_two == 1, c.confirmed_by == "", c.made_by != bindparam("who"))
    .values(confirmed_by=bindparam("who"), **_CHANGED)
)


def undo(connection: Connection, id: str, now: int) -> bool:
    """Take one back; False if it was before, or isn't there."""
    values = {"row": id, "to_number": meta.next_number(connection, COUNTER), "now": now}
    return connection.execute(_UNDO, values).rowcount == 1


def confirm(connection: Connection, id: str, who: str, now: int) -> bool:
    """The second person's yes; False if it is the first one's, or not needed, or there already."""
    values = {"row": id, "who": who, "to_number": meta.next_number(connection, COUNTER), "now": now}
    return connection.execute(_CONFIRM, values).rowcount == 1


# --- old messages -----------------------------------------------------------------------------------------------------

_UNTOLD = select(*_COLUMNS).where(c.told == 0).order_by(c.number).limit(20)


def untold(connection: Connection) -> list[Row]:
    """Changes whose readers weren't all told yet, oldest first; with replicas, those that no other one is seeing to."""
    statement = _UNTOLD.with_for_update(skip_locked=True) if is_shared(connection) else _UNTOLD
    return [_row(row) for row in connection.execute(statement)]


def all_told(connection: Connection, row: Row) -> None:
    """Its readers were told, unless it has changed again."""
    connection.execute(update(corrections).where(c.id == row.correction.id, c.number == row.correction.number).values(told=1))


# --- what outlives a backup that is put back --------------------------------------------------------------------------


@cache
def _merge(dialect: str) -> Any:
    statement = insert_into(corrections, dialect)
    changed = {column.name: statement.excluded[column.name] for column in corrections.c if column.name != "id"}
    return statement.on_conflict_do_update(index_elements=["id"], set_=changed, where=statement.excluded.number > c.number)


def merge(connection: Connection, rows: Sequence[Row]) -> None:
    """Put in what isn't there yet, or is there in an older state. What the database has later stays."""
    if not rows:
        return
    one_at_a_time(connection)
    connection.execute(_merge(connection.dialect.name), [_values(row) for row in rows])
    meta.put(connection, COUNTER, str((connection.execute(select(func.max(c.number))).scalar() or 0) + 1))


def write_beside(file: Path, rows: Iterable[Row]) -> None:
    """Write them into a file of their own (0600), whole or not at all. Raises OSError."""
    lines = [{**asdict(row.correction), "at": ms(row.correction.at), "changed_at": row.changed_at} for row in rows]
    arriving = file.with_name(f"{file.name}.part")
    with os.fdopen(os.open(arriving, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(lines, out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    os.replace(arriving, file)


def read_beside(file: Path) -> tuple[Row, ...]:
    """What `write_beside` wrote; nothing where there is no file. Raises OSError, ValueError."""
    if not file.exists():
        return ()
    rows = []
    for line in json.loads(file.read_text("utf-8")):
        changed_at = line.pop("changed_at")
        try:
            rows.append(Row(Correction(**{**line, "at": moment(line["at"])}), changed_at))
        except (TypeError, KeyError) as error:
            raise ValueError(str(error)) from error
    return tuple(rows)
