"""What somebody wants to see or change, and what they are to it. Pure.

A check-in belongs to its day: who was with somebody then sees it, who came later doesn't. Records of a team are the
organisation's: whoever manages the team now sees those of its days. To themself everybody is themself only, never their own
supervisor or manager.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from bot.people.relations import Staff

Relation = Literal["self", "supervises", "deputy", "manages", "same-team", "none"]
"""What the actor is to whom or what they act on. `manages`: the manager of the team. `deputy`: stands in for the supervisor on
that day, or is the supervisor where somebody else held the check-in. `none`: there, and nothing of these."""
RELATIONS: tuple[Relation, ...] = get_args(Relation)


@dataclass(frozen=True)
class Someone:
    """A person as they are today, by id."""

    person: str


@dataclass(frozen=True)
class TheirCheckIn:
    """A check-in of two people, by their ids, on a local day of the plan; so also its notes, answers and agreed actions."""

    worker: str
    supervisor: str
    day: date


@dataclass(frozen=True)
class OfTeam:
    """Something of a team as it is today, by id: its board, its week, an invitation into it that is yet to be made. That somebody
    may see a board or export it says nothing of its rows: for each of them it is asked again, as `Someone` or `TheirCheckIn`."""

    team: str


@dataclass(frozen=True)
class AnInvitation:
    """An invitation that somebody, by id, made into a team."""

    by: str
    team: str


@dataclass(frozen=True)
class ACorrection:
    """A correction that somebody, by id, made to what everybody is shown."""

    by: str


@dataclass(frozen=True)
class Everything:
    """What belongs to no team and nobody: services, counts, the list of changes."""


Subject = Someone | TheirCheckIn | OfTeam | AnInvitation | ACorrection | Everything


def relations(staff: Staff, actor: str, subject: Subject, today: date) -> frozenset[Relation]:
    """Everything that somebody is to something today; nothing at all to what isn't there."""
    match subject:
        case Everything():
            return frozenset({"none"})
        case ACorrection(by):
            return frozenset({"self" if by == actor else "none"})
        case AnInvitation(by, team):
            return frozenset({"self"}) if by == actor and team in staff.teams else _to_team(staff, actor, team, today)
        case OfTeam(team):
            return _to_team(staff, actor, team, today)
        case Someone(person):
            if person not in staff.people:
                return frozenset()
            return frozenset({"self"} if person == actor else set(_to_person(staff, actor, person, today)) or {"none"})
        case TheirCheckIn(worker):
            if worker not in staff.people:
                return frozenset()
            return frozenset({"self"} if worker == actor else set(_to_check_in(staff, actor, subject, today)) or {"none"})


def _to_person(staff: Staff, actor: str, person: str, today: date) -> Iterator[Relation]:
    if actor in staff.supervisors(person, today):
        yield "supervises"
    if any(one.person == actor for one in staff.deputies(person, today)):
        yield "deputy"
    if _manages(staff, actor, person, today, today):
        yield "manages"
    if _colleagues(staff, actor, person, today):
        yield "same-team"


def _to_check_in(staff: Staff, actor: str, checkin: TheirCheckIn, today: date) -> Iterator[Relation]:
    supervised = actor in staff.supervisors(checkin.worker, checkin.day)
    stood_in = [one for one in staff.deputies(checkin.worker, checkin.day) if one.person == actor]
    if checkin.supervisor == actor and (supervised or stood_in):
        # One of the two: what was said stays theirs, also when the days of standing in are over.
        yield "supervises"
    elif supervised or any(one.dates.last is not None and today <= one.dates.last for one in stood_in):
        yield "deputy"
    if _manages(staff, actor, checkin.worker, checkin.day, today):
        yield "manages"
    if _colleagues(staff, actor, checkin.worker, today):
        yield "same-team"


def _to_team(staff: Staff, actor: str, team: str, today: date) -> frozenset[Relation]:
    found = staff.teams.get(team)
    if found is None:
        return frozenset()
    held: set[Relation] = set()
    theirs = (one for one in staff.supervisions if one.supervisor == actor and one.team == team and today in one.dates)
    if actor in found.supervisors_on(today) or any(theirs):
        held.add("supervises")
    if any(one.person == actor and today in one.dates for one in found.deputies):
        held.add("deputy")
    if actor in found.managers_on(today):
        held.add("manages")
    if (known := staff.people.get(actor)) is not None and team in known.teams(today):
        held.add("same-team")
    return frozenset(held or {"none"})


def _manages(staff: Staff, actor: str, person: str, day: date, today: date) -> bool:
    """Whether they manage today a team to which somebody belonged on a day."""
    return any(actor in staff.teams[team].managers_on(today) for team in staff.people[person].teams(day) if team in staff.teams)


def _colleagues(staff: Staff, actor: str, person: str, today: date) -> bool:
    known = staff.people.get(actor)
    return known is not None and bool(set(known.teams(today)) & set(staff.people[person].teams(today)))
