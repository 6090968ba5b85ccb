"""What can be changed about a person by tapping: each change, what has to be said for it, and what is offered for that.

A change that is half said stands whole in its buttons (`Said`), so nothing of it is kept, and a tap made twice means the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.people.access import Access, Action
from bot.people.person import ROLES, SUPERVISING, Person
from bot.people.relations import Staff
from bot.people.subject import OfTeam, Someone
from bot.people.team import Deputy
from bot.talk.joining.colleagues import by_ref, ref

NONE = "-"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Deed:
    """A change: the action of the table that allows it, and what has to be said for it, in this order."""

    action: Action
    needs: tuple[str, ...] = ()


DEEDS: Mapping[str, Deed] = {
    "s": Deed("suspend"),
    "r": Deed("restore"),
    "h": Deed("hand-over", ("team", "to", "first")),
    "d": Deed("name-deputy", ("team", "to", "first", "last")),
    "b": Deed("name-deputy", ("team", "first")),
    "m": Deed("move-team", ("team", "to")),
    "n": Deed("name-manager", ("team", "first")),
    "t": Deed("take-role", ("to",)),
    "x": Deed("remove"),
}
"""By the letter that their buttons carry: suspend, restore, hand over, name a deputy, who is back, move team, name manager, take
a role, remove (or leave)."""


@dataclass(frozen=True)
class Said:
    """A change as far as it is said: of a person; `to` is a person, a team or a role, as the change needs."""

    letter: str
    person: str
    team: str = ""
    to: str = ""
    first: date | None = None
    last: date | None = None

    def args(self) -> tuple[str, ...]:
        """As a button carries it."""
        days = [day_code(day) if day else NONE for day in (self.first, self.last)]
        told = (self.letter, ref(self.person), ref(self.team) or NONE, ref(self.to) or NONE, *days)
        while told[-1] == NONE:
            told = told[:-1]
        return told

    def given(self, need: str, what: str | date) -> Said:
        """With one thing more said."""
        match need, what:
            case "first", date() as day:
                return replace(self, first=day)
            case "last", date() as day:
                return replace(self, last=day)
            case "team", str() as team:
                return replace(self, team=team)
            case _:
                return replace(self, to=str(what))

    def wants(self) -> str:
        """What is still to be said, "" for nothing."""
        return next((need for need in DEEDS[self.letter].needs if not getattr(self, need)), "")


def read(args: tuple[str, ...], staff: Staff) -> Said | None:
    """What a button carries; None where it means nobody, or nothing that is there."""
    letter, person, team, to, first, last = (*args, *(NONE,) * 6)[:6]
    known = by_ref(staff.people, person)
    if letter not in DEEDS or known is None:
        return None
    said = Said(letter, known.id, first=day_of(first), last=day_of(last))
    if team != NONE:
        found = by_ref(staff.teams, team)
        if found is None:
            return None
        said = replace(said, team=found.id)
    if to != NONE:
        other = _other(letter, to, staff)
        if not other:
            return None
        said = replace(said, to=other)
    return said


def _other(letter: str, to: str, staff: Staff) -> str:
    if letter == "t":
        return next((role for role in ROLES if role.startswith(to)), "")
    found = by_ref(staff.teams, to) if letter == "m" else by_ref(staff.people, to)
    return found.id if found is not None else ""


def day_code(day: date) -> str:
    """A day as a button carries it: four characters."""
    number, text = day.toordinal(), ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text


def day_of(code: str) -> date | None:
    """The day that a button carries; None for none."""
    if len(code) != 4 or not set(code) <= set(_DIGITS):
        return None
    number = int(code, 36)
    return date.fromordinal(number) if 700_000 < number < 800_000 else None


# --- what is offered ----------------------------------------------------------------------------------------------------


def deeds(access: Access, me: str, person: Person) -> list[str]:
    """What somebody may change about a person now, by letter, in the order in which it is offered."""
    found = []
    for letter in DEEDS:
        if allowed(access, me, letter, person.id) and _fits(letter, access, me, person):
            found.append(letter)
    return found


def allowed(access: Access, me: str, letter: str, person: str) -> bool:
    """Whether somebody may change that about a person. Of managing it is the team's manager or an admin who may."""
    action = DEEDS[letter].action
    if letter == "n":
        return any(access.may(me, action, OfTeam(team)) for team in access.staff.teams)
    return access.may(me, action, Someone(person))


def _fits(letter: str, access: Access, me: str, person: Person) -> bool:
    staff, today = access.staff, access.today
    match letter:
        case "s":
            return not person.suspended and person.id != me
        case "r":
            return person.suspended
        case "x":
            return True
        case "t":
            return len(person.roles) > 1
        case "b":
            return any(one.supervisor == person.id and _to_come(one.dates.last, today) for one in _deputies(staff))
        case _:
            need = DEEDS[letter].needs[0]
            said = Said(letter, person.id)
            teams = offered(access, me, said, need)
            return any(letter == "n" or offered(access, me, replace(said, team=team), "to") for team in teams)


def offered(access: Access, me: str, said: Said, need: str) -> list[str]:
    """What may be chosen for that: ids of teams or people, or roles."""
    staff, today = access.staff, access.today
    person = staff.people[said.person]
    theirs = [team for team in person.teams(today) if team in staff.teams]
    match said.letter, need:
        case "t", "to":
            return [role for role in ROLES if role in person.roles]
        case "m", "team":
            return theirs
        case "m", "to":
            return [team for team in staff.teams if team not in theirs]
        case "n", "team":
            manages = "manager" in person.roles
            return [
                team
                for team, found in staff.teams.items()
                if manages
                and person.id not in found.managers_on(today)
                and access.may_put(me, "name-manager", OfTeam(team), person.id)
            ]
        case "b", "team":
            standing = {team.id: team.deputies for team in staff.teams.values()}
            return [
                t
                for t, found in standing.items()
                if any(d.supervisor == person.id and _to_come(d.dates.last, today) for d in found)
            ]
        case "d", "team":
            return [team for team, found in staff.teams.items() if person.id in found.supervisors_on(today)]
        case "h", "team":
            return theirs
        case (("h" | "d"), "to"):
            now = {one.supervisor for one in staff.of(person.id, today) if one.team == said.team}
            action: Action = "hand-over" if said.letter == "h" else "name-deputy"
            return [
                one
                for one in _supervising(staff, said.team, today)
                if one != person.id
                and (said.letter != "h" or one not in now)
                and access.may_put(me, action, Someone(person.id), one)
            ]
    return []


def _supervising(staff: Staff, team: str, day: date) -> list[str]:
    """Who could supervise in a team: those with the role who belong to it, supervise in it or manage it."""
    found = staff.teams[team]
    known = dict.fromkeys((*staff.members(team, day), *found.supervisors_on(day), *found.managers_on(day)))
    able = [one for one in known if one in staff.people and staff.people[one].roles & SUPERVISING]
    return sorted(able, key=lambda one: staff.people[one].called.casefold())


def _deputies(staff: Staff) -> list[Deputy]:
    return [one for team in staff.teams.values() for one in team.deputies]


def _to_come(last: date | None, today: date) -> bool:
    return last is not None and last >= today


def days_offered(said: Said, need: str, today: date) -> list[date]:
    """Days that are offered as a button."""
    if need == "last":
        first = said.first or today
        return [first + timedelta(days=6), first + timedelta(days=13), first + timedelta(days=27)]
    monday = today + timedelta(days=7 - today.weekday())
    month = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return list(dict.fromkeys((today, monday, month)))
