"""An invented office to ask questions of: two teams, and somebody of every kind."""

from __future__ import annotations

from datetime import date, timedelta

from bot.people.changes import hand_over, join, name_manager, stand_in
from bot.people.person import Dates, Person, Role
from bot.people.relations import Staff
from bot.people.subject import Relation
from bot.people.team import Team

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def person(id: str, *roles: Role) -> Person:
    return Person(id, id.capitalize(), frozenset(roles))


def office(today: date = TODAY) -> Staff:
    """Team north: Mara manages, Sana supervises Edi and Awa, Dara stands in for Sana this week. Team south: Max manages, Sol
    supervises Noor. Ada is admin and Lea safeguarding lead, both in a team of their own."""
    teams = (Team("north", "North", "JO"), Team("south", "South", "NG"), Team("office", "Office"))
    staff = Staff(teams={team.id: team for team in teams})
    for id, role, team in [
        ("mara", "manager", "north"), ("sana", "supervisor", "north"), ("dara", "supervisor", "north"),
        ("edi", "caseworker", "north"), ("awa", "caseworker", "north"),
        ("max", "manager", "south"), ("sol", "supervisor", "south"), ("noor", "caseworker", "south"),
        ("ada", "admin", "office"), ("lea", "safeguarding-lead", "office"),
    ]:  # fmt: skip
        staff = join(staff, person(id), role, team, today)
    staff = hand_over(staff, "edi", "north", "sana", today, today)
    staff = hand_over(staff, "awa", "north", "sana", today, today)
    staff = hand_over(staff, "sana", "north", "mara", today, today)
    staff = hand_over(staff, "noor", "south", "sol", today, today)
    return stand_in(staff, "north", "sana", "dara", Dates(today, today + 6 * DAY), today)


def somebody_who(relation: Relation, role: Role) -> Staff:
    """An office in which `actor`, whose only role is this one, is just that to `edi` (for `self`: look at `actor`)."""
    # Facts are laid down by roles that may hold them; then the actor is left with the role that is asked about.
    staff = Staff(teams={"north": Team("north", "North"), "south": Team("south", "South")})
    staff = join(staff, person("edi"), "caseworker", "north", TODAY)
    staff = join(staff, person("sana"), "supervisor", "north", TODAY)
    staff = hand_over(staff, "edi", "north", "sana", TODAY, TODAY)
    beginning: Role = "manager" if relation == "manages" else "supervisor"
    staff = join(staff, person("actor"), beginning, "north" if relation == "same-team" else "south", TODAY)
    match relation:
        case "supervises":
            staff = hand_over(staff, "edi", "north", "actor", TODAY, TODAY)
        case "deputy":
            staff = stand_in(staff, "north", "sana", "actor", Dates(TODAY, TODAY), TODAY)
        case "manages":
            staff = name_manager(staff, "north", "actor", TODAY, TODAY)
    left = Person("actor", "Actor", frozenset({role}), staff.people["actor"].memberships)
    return Staff({**staff.people, "actor": left}, staff.teams, staff.supervisions)
