"""What changes who works with whom: joining, handing over, standing in, moving team, leaving. Pure.

Each gives new facts from today on, or from a later day: what was before stays what it was. A change that is made twice changes
nothing. Whether somebody may make it is `access`'s to say. Raises NotPossible for what can't be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from bot.people.person import SUPERVISING, Dates, Membership, NotPossible, Person, Role
from bot.people.relations import Staff, Supervision
from bot.people.team import Deputy, Team, Tenure

_DAY = timedelta(days=1)


def join(staff: Staff, person: Person, role: Role, team: str, today: date) -> Staff:
    """Somebody comes, or one who is there gets another role or team."""
    known = staff.people.get(person.id, person)
    if known.left is not None:
        raise NotPossible("somebody who left", "they join anew, as a new person")
    _team(staff, team)
    memberships = known.memberships
    if team not in known.teams(today):
        memberships = (*memberships, Membership(team, Dates(today)))
    staff = _with(staff, replace(known, roles=known.roles | {role}, memberships=memberships))
    found, tenure = staff.teams[team], Tenure(person.id, Dates(today))
    if role == "supervisor" and person.id not in found.supervisors_on(today):
        return _with(staff, replace(found, supervisors=(*found.supervisors, tenure)))
    # Where there is a manager already, now or soon, an invitation doesn't replace them: naming another is a change of its own.
    if role == "manager" and all(one.dates.last and one.dates.last < today for one in found.managers):
        return _with(staff, replace(found, managers=(*found.managers, tenure)))
    return staff


def name_manager(staff: Staff, team: str, person: str, day: date, today: date) -> Staff:
    """From a day on somebody manages a team, instead of whoever did."""
    _from_today(day, today)
    found, manager = _team(staff, team), _there(staff, person, day)
    if "manager" not in manager.roles:
        raise NotPossible("a manager without that role", "give it with an invitation first")
    to_come = [one for one in found.managers if one.dates.last is None or one.dates.last >= day]
    if [one.person for one in to_come] == [person] and day in to_come[0].dates:
        return staff
    return _with(staff, replace(found, managers=(*_until(found.managers, day), Tenure(person, Dates(day)))))


def hand_over(staff: Staff, worker: str, team: str, to: str, day: date, today: date) -> Staff:
    """From a day on somebody is supervised by another, for good. The one before keeps the days before."""
    _from_today(day, today)
    if team not in _there(staff, worker, day).teams(day):
        raise NotPossible("somebody who isn't in the team on that day", "move them there first")
    _supervising(staff, to, day)
    dates = Dates(day)
    if to == worker or worker in staff.above(to, dates):
        raise NotPossible("somebody who would supervise themself", "name somebody else")
    here = tuple(one for one in staff.supervisions if (one.worker, one.team) == (worker, team))
    to_come = [one for one in here if one.dates.last is None or one.dates.last >= day]
    if [one.supervisor for one in to_come] == [to] and day in to_come[0].dates:
        return staff
    rest = tuple(one for one in staff.supervisions if (one.worker, one.team) != (worker, team))
    return replace(staff, supervisions=(*rest, *_until(here, day), Supervision(to, worker, team, dates)))


def stand_in(staff: Staff, team: str, supervisor: str, deputy: str, dates: Dates, today: date) -> Staff:
    """From a day to another somebody stands in for a supervisor of the team, who stays the supervisor."""
    _from_today(dates.first, today)
    found = _team(staff, team)
    _supervising(staff, deputy, dates.first)
    one = Deputy(deputy, supervisor, dates)
    if one in found.deputies:
        return staff
    if any(other.supervisor == supervisor and other.dates.overlap(dates) for other in found.deputies):
        raise NotPossible("two deputies at a time", "end the other one first")
    return _with(staff, replace(found, deputies=(*found.deputies, one)))


def come_back(staff: Staff, team: str, supervisor: str, day: date, today: date) -> Staff:
    """The supervisor is back on a day: from then on nobody stands in for them."""
    _from_today(day, today)
    found = _team(staff, team)
    theirs = tuple(one for one in found.deputies if one.supervisor == supervisor)
    others = tuple(one for one in found.deputies if one.supervisor != supervisor)
    return staff if (kept := _until(theirs, day)) == theirs else _with(staff, replace(found, deputies=(*others, *kept)))


def move_team(staff: Staff, person: str, old: str, new: str, today: date) -> Staff:
    """From today somebody belongs to another team. With the old one end being supervised there, supervising, standing in and
    managing; in the new one somebody is yet to supervise them."""
    _team(staff, old), _team(staff, new)
    mover = _there(staff, person, today)
    if old == new or (old not in mover.teams(today) and new in mover.teams(today)):
        return staff
    if old not in mover.teams(today):
        raise NotPossible("somebody who isn't in that team", "look where they are")
    staff = _out_of(staff, person, [old], today)
    mover = staff.people[person]
    if new in mover.teams(today):
        return staff
    return _with(staff, replace(mover, memberships=(*mover.memberships, Membership(new, Dates(today)))))


def take_role(staff: Staff, person: str, role: Role, today: date) -> Staff:
    """From today somebody hasn't that role any more, nor what only it allows: supervising and standing in, or managing."""
    known = _known(staff, person)
    roles = known.roles - {role}
    if roles == known.roles:
        return staff
    staff = _with(staff, replace(known, roles=roles))
    if role == "manager":
        staff = _without_places(staff, person, staff.teams, today, supervising=False)
    return staff if roles & SUPERVISING else _without_places(staff, person, staff.teams, today, managing=False)


def leave(staff: Staff, person: str, today: date, pseudonym: str) -> Staff:
    """From today somebody isn't there any more: the name goes, `pseudonym` stands for them in what the organisation keeps.

    Make it of random characters, so that it leads back to nobody."""
    leaver = _known(staff, person)
    if leaver.left is not None:
        return staff
    if not pseudonym or pseudonym == leaver.name:
        raise NotPossible("a leaver without a pseudonym", "make one of random characters")
    staff = _out_of(staff, person, staff.teams, today)
    return _with(staff, replace(staff.people[person], name="", pseudonym=pseudonym, left=today, roles=frozenset(), quiet=None))


def suspend(staff: Staff, person: str) -> Staff:
    """At once: nothing is shown to them, and nothing is taken from them. For a lost phone."""
    return _with(staff, replace(_known(staff, person), suspended=True))


def restore(staff: Staff, person: str) -> Staff:
    """The phone was found, or there is a new one."""
    return _with(staff, replace(_known(staff, person), suspended=False))


# --- ends of facts ------------------------------------------------------------------------------------------------------

D = TypeVar("D", Membership, Tenure, Deputy, Supervision)


def _until(facts: Iterable[D], day: date) -> tuple[D, ...]:
    """The facts as they are if they end before a day; what was to begin later falls away."""
    return _ended(facts, lambda fact: True, day)


def _ended(facts: Iterable[D], which: Callable[[D], bool], day: date) -> tuple[D, ...]:
    """The facts, of which some end before a day."""
    kept: list[D] = []
    for fact in facts:
        if not which(fact) or (fact.dates.last is not None and fact.dates.last < day):
            kept.append(fact)
        elif fact.dates.first < day:
            kept.append(replace(fact, dates=Dates(fact.dates.first, day - _DAY)))
    return tuple(kept)


def _out_of(staff: Staff, person: str, teams: Collection[str], day: date) -> Staff:
    """Somebody belongs to some teams no more, and is nothing in them."""
    mover = _known(staff, person)
    memberships = _ended(mover.memberships, lambda one: one.team in teams, day)
    supervised = _ended(staff.supervisions, lambda one: one.worker == person and one.team in teams, day)
    staff = replace(_with(staff, replace(mover, memberships=memberships)), supervisions=supervised)
    return _without_places(staff, person, teams, day)


def _without_places(
    staff: Staff, person: str, teams: Collection[str], day: date, supervising: bool = True, managing: bool = True
) -> Staff:
    """Somebody supervises and stands in, or manages, in some teams no more."""
    changed = dict(staff.teams)
    for team in (changed[one] for one in teams):
        if supervising:
            deputies = _ended(team.deputies, lambda one: person in (one.person, one.supervisor), day)
            team = replace(team, supervisors=_ended(team.supervisors, lambda one: one.person == person, day), deputies=deputies)
        if managing:
            team = replace(team, managers=_ended(team.managers, lambda one: one.person == person, day))
        changed[team.id] = team
    kept = staff.supervisions
    if supervising:
        kept = _ended(kept, lambda one: one.supervisor == person and one.team in teams, day)
    return replace(staff, teams=changed, supervisions=kept)


# --- what has to be so --------------------------------------------------------------------------------------------------


def _from_today(day: date, today: date) -> None:
    if day < today:
        raise NotPossible(f"{day} has gone by", "what was stays as it was: give today or a later day")


def _team(staff: Staff, team: str) -> Team:
    if team not in staff.teams:
        raise NotPossible("no such team", "look which there are")
    return staff.teams[team]


def _known(staff: Staff, person: str) -> Person:
    if person not in staff.people:
        raise NotPossible("nobody of that name", "look who is there")
    return staff.people[person]


def _there(staff: Staff, person: str, day: date) -> Person:
    found = _known(staff, person)
    if found.left is not None and found.left <= day:
        raise NotPossible("somebody who has left", "look who is there")
    return found


def _supervising(staff: Staff, person: str, day: date) -> None:
    if not _there(staff, person, day).roles & SUPERVISING:
        raise NotPossible("a supervisor without that role", "give it with an invitation first")


def _with(staff: Staff, one: Person | Team) -> Staff:
    if isinstance(one, Person):
        return replace(staff, people={**staff.people, one.id: one})
    return replace(staff, teams={**staff.teams, one.id: one})
