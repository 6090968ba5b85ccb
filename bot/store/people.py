"""Who joined, and who works with whom: read around a few people, never the whole organisation unless that is asked for; written
as the difference between what was and what is to be."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from functools import cache
from itertools import groupby
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, Table, and_, bindparam, delete, insert, or_, select, union, update

from bot.people.person import Dates, Membership, Person, Role
from bot.people.relations import Staff, Supervision
from bot.people.team import Deputy, Team, Tenure
from bot.store import meta, zones
from bot.store.dialects import insert_into
from bot.store.moments import ms_of_day
from bot.store.office_tables import NEVER, deputies, memberships, people, supervisions, teams, tenures

COUNTER = "staff"
"""Under this key `meta` counts how often anything about staff was changed."""

m, v, t, d = memberships.c, supervisions.c, tenures.c, deputies.c
_P: BindParameter[Any] = bindparam("persons", expanding=True)
_T: BindParameter[Any] = bindparam("teams", expanding=True)
_SINCE: BindParameter[Any] = bindparam("since")


def version(connection: Connection) -> int:
    """How often anything about staff was changed. Read it before the staff: then a change in between is noticed."""
    return int(meta.get(connection, COUNTER) or 0)


# --- reading ------------------------------------------------------------------------------------------------------------


def _live(table: Table) -> Any:
    return or_(table.c.last.is_(None), table.c.last >= _SINCE)


_CORE = union(
    select(m.team).where(m.person.in_(_P), _live(memberships)),
    select(t.team).where(t.person.in_(_P), _live(tenures)),
    select(d.team).where(or_(d.person.in_(_P), d.supervisor.in_(_P)), _live(deputies)),
    select(v.team).where(or_(v.worker.in_(_P), v.supervisor.in_(_P)), _live(supervisions)),
)
_AROUND = union(
    select(m.person).where(m.team.in_(_T), _live(memberships)),
    select(t.person).where(t.team.in_(_T), _live(tenures)),
    select(d.person).where(d.team.in_(_T), _live(deputies)),
    select(d.supervisor).where(d.team.in_(_T), _live(deputies)),
    select(v.worker).where(or_(v.team.in_(_T), v.supervisor.in_(_P)), _live(supervisions)),
    select(v.supervisor).where(or_(v.team.in_(_T), v.worker.in_(_P)), _live(supervisions)),
)
_SUPERVISIONS = select(v.supervisor, v.worker, v.team, v.first, v.last)
_SUPERVISIONS_OF = _SUPERVISIONS.where(or_(v.worker.in_(_P), v.supervisor.in_(_P)))
_ABOVE = _SUPERVISIONS.where(v.worker.in_(_P))
_TENURES = select(t.team, t.what, t.person, t.first, t.last)
_TENURES_OF = _TENURES.where(or_(t.team.in_(_T), t.person.in_(_P)))
_DEPUTIES = select(d.team, d.person, d.supervisor, d.first, d.last)
_DEPUTIES_OF = _DEPUTIES.where(or_(d.team.in_(_T), d.person.in_(_P), d.supervisor.in_(_P)))
_MEMBERSHIPS = select(m.person, m.team, m.first, m.last).order_by(m.person, m.first, m.team)
_PEOPLE = select(people).order_by(people.c.id)
_TEAMS = select(teams).order_by(teams.c.id)


def staff_around(connection: Connection, persons: Collection[str], since: date, in_teams: Collection[str] = ()) -> Staff:
    """Some people with everything around them: their teams and `in_teams` with all that are in them, whom they supervise and who
    supervises them, all the way up; of everybody every fact of theirs.

    Where a fact ended before `since`, nobody is brought in because of it.
    """
    values: dict[str, Any] = {"persons": sorted(persons), "since": since.isoformat()}
    core = {*connection.execute(_CORE, values).scalars(), *in_teams}
    values["teams"] = sorted(core)
    near = {*connection.execute(_AROUND, values).scalars(), *persons}
    values["persons"] = sorted(near)
    supervising = list(connection.execute(_SUPERVISIONS_OF, values))
    tenure_rows = list(connection.execute(_TENURES_OF, values))
    deputy_rows = list(connection.execute(_DEPUTIES_OF, values))
    far = {row.supervisor for row in supervising} - near
    while far:
        more = list(connection.execute(_ABOVE, {"persons": sorted(far)}))
        supervising += [row for row in more if row.supervisor not in near]
        near |= far
        far = {row.supervisor for row in more} - near
    known = near | {row.worker for row in supervising} | {row.person for row in (*tenure_rows, *deputy_rows)}
    known |= {row.supervisor for row in deputy_rows}
    found = {"persons": sorted(known)}
    member_rows = list(connection.execute(_MEMBERSHIPS.where(m.person.in_(_P)), found))
    named = core | {row.team for row in (*member_rows, *supervising, *tenure_rows, *deputy_rows)}
    return _staff(
        connection.execute(_PEOPLE.where(people.c.id.in_(_P)), found),
        connection.execute(_TEAMS.where(teams.c.id.in_(_T)), {"teams": sorted(named)}),
        member_rows, supervising, tenure_rows, deputy_rows,
    )  # fmt: skip


def staff_of(
    connection: Connection, persons: Collection[str], workers: Collection[str] = (), in_teams: Collection[str] = ()
) -> Staff:
    """Some people as they are, who supervises the `workers`, and who manages `in_teams` or stands in there for one of them: what
    the clockwork needs, in few queries however many they are."""
    values = {"persons": sorted(workers)}
    supervising = list(connection.execute(_ABOVE, values)) if workers else []
    values = {"persons": sorted(persons), "teams": sorted(in_teams)}
    managing = list(connection.execute(_TENURES.where(t.team.in_(_T), t.what == "manager"), values)) if in_teams else []
    standing_in = list(connection.execute(_DEPUTIES.where(d.team.in_(_T), d.supervisor.in_(_P)), values)) if in_teams else []
    more = {row.person for row in (*managing, *standing_in)} | {row.supervisor for row in supervising}
    values["persons"] = sorted({*persons, *more})
    member_rows = list(connection.execute(_MEMBERSHIPS.where(m.person.in_(_P)), values))
    values["teams"] = sorted({*in_teams, *(row.team for row in member_rows)})
    return _staff(
        connection.execute(_PEOPLE.where(people.c.id.in_(_P)), values),
        connection.execute(_TEAMS.where(teams.c.id.in_(_T)), values),
        member_rows, supervising, managing, standing_in,
    )  # fmt: skip


def just(connection: Connection, persons: Collection[str]) -> Staff:
    """Some people with their teams, and nothing of who works with whom."""
    values = {"persons": sorted(persons)}
    member_rows = list(connection.execute(_MEMBERSHIPS.where(m.person.in_(_P)), values))
    teams_of = {"teams": sorted({row.team for row in member_rows})}
    found = connection.execute(_PEOPLE.where(people.c.id.in_(_P)), values)
    return _staff(found, connection.execute(_TEAMS.where(teams.c.id.in_(_T)), teams_of), member_rows, (), (), ())


def who_supervises(connection: Connection, workers: Collection[str], supervisors: Collection[str]) -> Staff:
    """Some people as they are, with everything that is known of who supervises the workers among them."""
    supervising = list(connection.execute(_ABOVE, {"persons": sorted(workers)}))
    known = {"persons": sorted({*workers, *supervisors, *(row.supervisor for row in supervising)})}
    member_rows = list(connection.execute(_MEMBERSHIPS.where(m.person.in_(_P)), known))
    return _staff(connection.execute(_PEOPLE.where(people.c.id.in_(_P)), known), (), member_rows, supervising, (), ())


def members(connection: Connection, team: str) -> set[str]:
    """Everybody who belongs to a team, did or will."""
    return set(connection.execute(select(m.person).where(m.team == team)).scalars())


def everybody(connection: Connection) -> Staff:
    """The whole organisation."""
    rows = (list(connection.execute(statement)) for statement in (_MEMBERSHIPS, _SUPERVISIONS, _TENURES, _DEPUTIES))
    return _staff(connection.execute(_PEOPLE), connection.execute(_TEAMS), *rows)


def _dates(row: Any) -> Dates:
    return Dates(date.fromisoformat(row.first), date.fromisoformat(row.last) if row.last else None)


def _staff(
    people_rows: Iterable[Any], team_rows: Iterable[Any], member_rows: Iterable[Any], supervising: Iterable[Any],
    tenure_rows: Iterable[Any], deputy_rows: Iterable[Any],
) -> Staff:  # fmt: skip
    by_person = {who: tuple(rows) for who, rows in groupby(member_rows, key=lambda row: str(row.person))}
    by_team: dict[tuple[str, str], list[Any]] = {}
    for row in tenure_rows:
        by_team.setdefault((row.team, row.what), []).append(row)
    for row in deputy_rows:
        by_team.setdefault((row.team, "deputy"), []).append(row)
    for rows in by_team.values():
        rows.sort(key=lambda row: (row.first, row.person))
    return Staff(
        {row.id: _person(row, by_person.get(row.id, ())) for row in people_rows},
        {row.id: _team(row, by_team) for row in team_rows},
        tuple(
            Supervision(row.supervisor, row.worker, row.team, _dates(row))
            for row in sorted(supervising, key=lambda row: (row.worker, row.team, row.first))
        ),
    )


def _person(row: Any, member_of: Sequence[Any]) -> Person:
    quiet = None if row.quiet is None else tuple(
        (time.fromisoformat(start), time.fromisoformat(end)) for start, end in json.loads(row.quiet)
    )  # fmt: skip
    return Person(
        row.id, row.name, frozenset(cast(Iterable[Role], row.roles.split())),
        tuple(Membership(one.team, _dates(one)) for one in member_of), row.language, zones.known(row.zone), quiet,
        bool(row.suspended), date.fromisoformat(row.left_on) if row.left_on else None, row.pseudonym,
    )  # fmt: skip


def _team(row: Any, by_team: Mapping[tuple[str, str], Sequence[Any]]) -> Team:
    def held(what: str) -> tuple[Tenure, ...]:
        return tuple(Tenure(one.person, _dates(one)) for one in by_team.get((row.id, what), ()))

    standing_in = tuple(Deputy(one.person, one.supervisor, _dates(one)) for one in by_team.get((row.id, "deputy"), ()))
    weekend = None if row.weekend is None else frozenset(int(day) for day in row.weekend.split())
    return Team(row.id, row.name, row.country, held("supervisor"), standing_in, held("manager"), weekend)


# --- writing ------------------------------------------------------------------------------------------------------------

Key = tuple[str, ...]
Row = Mapping[str, object]
_KEYS: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    table.name: (table, tuple(column.name for column in table.primary_key.columns))
    for table in (people, teams, memberships, supervisions, tenures, deputies)
}


def save(connection: Connection, before: Staff, after: Staff, seen: int, kept: int) -> bool:
    """Write what is different. False, and then nothing may stay, where staff has changed since it was read at version `seen`.

    Who only comes in, and manages and supervises nobody, hangs on nobody else's place: many can join at the same moment. `kept`
    is how long (milliseconds) after their last day facts, and those who left, stay.
    """
    old, new = dict(_rows(before, kept)), dict(_rows(after, kept))
    changed = {key: row for key, row in new.items() if old.get(key) != row}
    gone = [key for key in old if key not in new]
    if not changed and not gone:
        return True
    now = meta.hold(connection, COUNTER)
    if now != seen and (gone or any(key in old for key in changed) or not _only_come_in(connection, changed)):
        return False
    for key in gone:
        if not _take_out(connection, key):
            return False
    for key, row in changed.items():
        if not (_put_in(connection, key, row) if key not in old else _change(connection, key, old[key], row)):
            return False
    meta.put(connection, COUNTER, str(now + 1))
    return True


def _only_come_in(connection: Connection, new: Mapping[Key, Row]) -> bool:
    """Whether new facts are only that newcomers belong to a team, may supervise in it, and are supervised by somebody who hasn't
    left meanwhile: whom nobody knew yet supervises nobody, so there is no ring."""
    supervisors = set()
    for key, row in new.items():
        who = row.get("worker") or row.get("person") or row.get("id")
        if ("people", who) not in new or key[0] in ("teams", "deputies") or row.get("what") == "manager":
            return False
        if key[0] == "supervisions":
            supervisors.add(str(row["supervisor"]))
    left = select(people.c.id).where(people.c.id.in_(_P), people.c.left_on.is_not(None))
    return not supervisors or connection.execute(left, {"persons": sorted(supervisors)}).first() is None


def _rows(staff: Staff, kept: int) -> Iterator[tuple[Key, Row]]:
    for one in staff.people.values():
        yield from _of_person(one, kept)
    for team in staff.teams.values():
        yield from _of_team(team, kept)
    for fact in staff.supervisions:
        yield _fact("supervisions", fact.dates, kept, worker=fact.worker, team=fact.team, supervisor=fact.supervisor)


def _of_person(one: Person, kept: int) -> Iterator[tuple[Key, Row]]:
    quiet = None if one.quiet is None else json.dumps([[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in one.quiet])
    yield ("people", one.id), {
        "id": one.id, "name": one.name, "roles": " ".join(sorted(one.roles)), "language": one.language, "zone": one.zone,
        "quiet": quiet, "suspended": int(one.suspended), "left_on": one.left.isoformat() if one.left else None,
        "pseudonym": one.pseudonym, "delete_after": ms_of_day(one.left) + kept if one.left else NEVER,
    }  # fmt: skip
    for belongs in one.memberships:
        yield _fact("memberships", belongs.dates, kept, person=one.id, team=belongs.team)


def _of_team(team: Team, kept: int) -> Iterator[tuple[Key, Row]]:
    weekend = None if team.weekend is None else " ".join(str(day) for day in sorted(team.weekend))
    yield ("teams", team.id), {"id": team.id, "name": team.name, "country": team.country, "weekend": weekend}
    for what, held in (("supervisor", team.supervisors), ("manager", team.managers)):
        for one in held:
            yield _fact("tenures", one.dates, kept, team=team.id, what=what, person=one.person)
    for deputy in team.deputies:
        yield _fact("deputies", deputy.dates, kept, team=team.id, supervisor=deputy.supervisor, person=deputy.person)


def _fact(table: str, dates: Dates, kept: int, **what: str) -> tuple[Key, Row]:
    last = dates.last.isoformat() if dates.last else None
    row = {**what, "first": dates.first.isoformat(), "last": last}
    key = (table, *(str(row[name]) for name in _KEYS[table][1]))
    return key, {**row, "delete_after": ms_of_day(dates.last) + kept if dates.last else NEVER}


def _this(key: Key) -> tuple[Table, Any]:
    table, names = _KEYS[key[0]]
    return table, and_(*(table.c[name] == value for name, value in zip(names, key[1:], strict=True)))


def _take_out(connection: Connection, key: Key) -> bool:
    table, this = _this(key)
    return connection.execute(delete(table).where(this)).rowcount == 1


@cache
def _put(table: Table, dialect: str) -> Any:
    return insert_into(table, dialect).on_conflict_do_nothing()


def _put_in(connection: Connection, key: Key, row: Row) -> bool:
    return connection.execute(_put(_this(key)[0], connection.dialect.name), dict(row)).rowcount == 1


def _change(connection: Connection, key: Key, old: Row, new: Row) -> bool:
    # Only what is different: somebody may have chosen another language meanwhile, on which nothing hangs.
    table, this = _this(key)
    changed = {name: value for name, value in new.items() if old[name] != value}
    return connection.execute(update(table).where(this).values(changed)).rowcount == 1


# --- what hangs on nobody else ------------------------------------------------------------------------------------------


def speak(connection: Connection, person: str, language: str) -> None:
    """They chose a language in the chat."""
    connection.execute(update(people).where(people.c.id == person, people.c.language != language).values(language=language))


def told(connection: Connection, person: str) -> int:
    """The number of the notice about what is kept that they saw last."""
    return connection.execute(select(people.c.told).where(people.c.id == person)).scalar() or 0


def saw(connection: Connection, person: str, number: int) -> None:
    """They saw that notice."""
    connection.execute(update(people).where(people.c.id == person, people.c.told < number).values(told=number))


def usual_quiet(connection: Connection, person: str) -> None:
    """They have no quiet hours of their own any more."""
    connection.execute(update(people).where(people.c.id == person).values(quiet=None))


def is_there(connection: Connection, person: str, today: date) -> bool:
    """Whether somebody may act on a day: known, neither suspended nor gone."""
    found = connection.execute(select(people.c.suspended, people.c.left_on).where(people.c.id == person)).first()
    return found is not None and not found.suspended and (found.left_on is None or today.isoformat() < found.left_on)


def add_team(connection: Connection, team: Team) -> None:
    """A new team, before anybody is in it."""
    for key, row in _of_team(team, 0):
        connection.execute(insert(_this(key)[0]), dict(row))


def team_called(connection: Connection, name: str) -> Team | None:
    """The team of exactly that name, without who is in it."""
    row = connection.execute(_TEAMS.where(teams.c.name == name)).first()
    return _team(row, {}) if row else None
