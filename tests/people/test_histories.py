"""Whatever changes in whatever order: a day that has gone by stays as it was, and nobody sees what wasn't theirs.

A second bookkeeping, as simple as can be, writes down for each single day who supervised whom; the facts with dates must agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.people.access import ACTIONS, NOT_THERE, Access, Action
from bot.people.changes import come_back, hand_over, join, leave, move_team, name_manager, restore, stand_in, suspend, take_role
from bot.people.invite import Redeemed, inviting, new, redeem
from bot.people.person import SUPERVISING, Dates, NotPossible, Person, Role
from bot.people.relations import Staff
from bot.people.subject import OfTeam, Someone, TheirCheckIn
from bot.people.team import Team
from tests.people.office import DAY, TODAY, office, person

HORIZON = 30  # days that are written down one by one
PEOPLE = ("ina", "jo", "kim", "lou", "max")
TEAMS = ("north", "south")
Kind = Literal["hand-over", "stand-in", "come-back", "name-manager", "move", "leave", "take-role", "suspend", "restore"]


@dataclass(frozen=True)
class Change:
    """Something that happens `pause` days after the one before: from `ahead` days later, for `length` days."""

    kind: Kind
    who: str
    other: str
    team: str
    ahead: int
    length: int
    pause: int


changes = st.lists(
    st.builds(
        Change,
        kind=st.sampled_from(
            ["hand-over"] * 4 + ["stand-in", "name-manager", "move"] * 2 + ["come-back", "leave", "take-role"]
        ),
        who=st.sampled_from(PEOPLE),
        other=st.sampled_from(PEOPLE),
        team=st.sampled_from(TEAMS),
        ahead=st.integers(0, 6),
        length=st.integers(0, 8),
        pause=st.sampled_from([0, 0, 1, 3]),
    ),
    max_size=16,
)  # fmt: skip


def start() -> Staff:
    """Five who have every role that supervises, each in both teams: everything that may happen can."""
    staff = Staff(teams={team: Team(team, team.capitalize()) for team in TEAMS})
    for id in PEOPLE:
        for team in TEAMS:
            staff = join(staff, person(id), "supervisor", team, TODAY)
        staff = join(staff, person(id), "manager", "north", TODAY)
    return staff


def other_team(team: str) -> str:
    return "south" if team == "north" else "north"


def changed(staff: Staff, change: Change, today: date) -> Staff:
    first = today + change.ahead * DAY
    match change.kind:
        case "hand-over":
            return hand_over(staff, change.who, change.team, change.other, first, today)
        case "stand-in":
            return stand_in(staff, change.team, change.who, change.other, Dates(first, first + change.length * DAY), today)
        case "come-back":
            return come_back(staff, change.team, change.who, first, today)
        case "name-manager":
            return name_manager(staff, change.team, change.who, first, today)
        case "move":
            return move_team(staff, change.who, change.team, other_team(change.team), today)
        case "leave":
            return leave(staff, change.who, today, f"former {change.who[::-1]}")
        case "take-role":
            return take_role(staff, change.who, "manager" if change.length % 2 else "supervisor", today)
        case "suspend":
            return suspend(staff, change.who)
        case "restore":
            return restore(staff, change.who)


# --- the second bookkeeping ---------------------------------------------------------------------------------------------


@dataclass
class Page:
    """One day: of whom in which team who is supervisor, who stands in for whom (with the number of the change), who manages."""

    members: dict[str, set[str]]
    supervisor: dict[tuple[str, str], str] = field(default_factory=dict)
    standing_in: set[tuple[str, str, str, int]] = field(default_factory=set)
    manager: dict[str, str] = field(default_factory=dict)

    def out(self, who: str, team: str) -> None:
        self.members[team].discard(who)
        self.supervisor.pop((who, team), None)
        self.no_supervisor(who, team)
        self.no_manager(who, team)

    def no_supervisor(self, who: str, team: str) -> None:
        self.supervisor = {key: value for key, value in self.supervisor.items() if value != who or key[1] != team}
        self.standing_in = {one for one in self.standing_in if one[0] != team or who not in one[1:3]}

    def no_manager(self, who: str, team: str) -> None:
        if self.manager.get(team) == who:
            del self.manager[team]


class Diary:
    """All days one by one, written from a day on to the end."""

    def __init__(self) -> None:
        self.pages = [Page({team: set(PEOPLE) for team in TEAMS}, manager={"north": PEOPLE[0]}) for _ in range(3 * HORIZON)]

    def from_(self, day: date) -> Iterator[Page]:
        return iter(self.pages[(day - TODAY).days :])

    def on(self, day: date) -> Page:
        return self.pages[(day - TODAY).days]

    def write(self, change: Change, number: int, today: date, roles: frozenset[Role]) -> None:
        first = today + change.ahead * DAY
        match change.kind:
            case "hand-over":
                for page in self.from_(first):
                    page.supervisor[change.who, change.team] = change.other
            case "stand-in":
                for page in self.pages[(first - TODAY).days : (first - TODAY).days + change.length + 1]:
                    page.standing_in.add((change.team, change.who, change.other, number))
            case "come-back":
                for page in self.from_(first):
                    page.standing_in = {one for one in page.standing_in if one[:2] != (change.team, change.who)}
            case "name-manager":
                for page in self.from_(first):
                    page.manager[change.team] = change.who
            case "move":
                for page in self.from_(today):
                    if change.who in page.members[change.team]:
                        page.out(change.who, change.team)
                        page.members[other_team(change.team)].add(change.who)
            case "leave":
                for page in self.from_(today):
                    for team in TEAMS:
                        page.out(change.who, team)
            case "take-role":
                for page in self.from_(today):
                    for team in TEAMS:
                        if "manager" not in roles:
                            page.no_manager(change.who, team)
                        if not roles & SUPERVISING:
                            page.no_supervisor(change.who, team)

    def times_are_shown(self, actor: str, checkin: TheirCheckIn, today: date) -> bool:
        """Whether somebody with every role sees when a check-in was."""
        then, now = self.on(checkin.day), self.on(today)
        if actor == checkin.worker:
            return True
        for team in TEAMS:
            supervisor = then.supervisor.get((checkin.worker, team))
            if supervisor == actor:
                return True
            for one in then.standing_in:
                if one[:3] == (team, supervisor, actor) and (
                    checkin.supervisor == actor or checkin.day >= today or one in now.standing_in
                ):
                    return True
            if checkin.worker in then.members[team] and now.manager.get(team) == actor:
                return True
        return False

    def notes_are_shown(self, actor: str, checkin: TheirCheckIn) -> bool:
        then = self.on(checkin.day)
        if actor == checkin.worker:
            return True
        return checkin.supervisor == actor and any(
            supervisor == actor or any(one[:3] == (team, supervisor, actor) for one in then.standing_in)
            for (worker, team), supervisor in then.supervisor.items()
            if worker == checkin.worker
        )


def lived(some: list[Change]) -> tuple[Staff, Diary, date]:
    staff, diary, today = start(), Diary(), TODAY
    for number, change in enumerate(some):
        today = min(today + change.pause * DAY, TODAY + HORIZON * DAY)
        try:
            staff = changed(staff, change, today)
        except NotPossible:
            continue
        diary.write(change, number, today, staff.people[change.who].roles)
    return staff, diary, today


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes)
def test_on_every_day_everybody_sees_exactly_the_check_ins_that_were_theirs_to_see(some: list[Change]) -> None:
    staff, diary, today = lived(some)
    access = Access(staff, today)
    for actor in PEOPLE:
        known = staff.people[actor]
        if not known.there(today) or len(known.roles & SUPERVISING) < 2:
            continue  # what a role shows is the table's; here everybody has them all
        for worker in PEOPLE:
            for named in {actor, PEOPLE[0], PEOPLE[-1]} - {worker}:
                for n in range((today - TODAY).days + 12):
                    checkin = TheirCheckIn(worker, named, TODAY + n * DAY)
                    said = f"{actor} sees {checkin} on {today}"
                    shown = access.may(actor, "see-times", checkin)
                    assert shown is diary.times_are_shown(actor, checkin, today), said
                    assert access.may(actor, "see-notes", checkin) is diary.notes_are_shown(actor, checkin), said


@settings(max_examples=100, deadline=None)
@given(changes)
def test_no_change_changes_a_day_that_has_gone_by(some: list[Change]) -> None:
    staff, today = start(), TODAY
    known: dict[date, object] = {}
    for change in some:
        for _ in range(change.pause):
            known[today] = deepcopy(of_the_day(staff, today))
            today += DAY
        try:
            staff = changed(staff, change, today)
        except NotPossible:
            continue
    assert {day: of_the_day(staff, day) for day in known} == known


def of_the_day(staff: Staff, day: date) -> object:
    return [
        (
            id,
            set(staff.people[id].teams(day)),
            set(staff.supervisors(id, day)),
            {one.person for one in staff.deputies(id, day)},
            [staff.teams[team].managers_on(day) for team in TEAMS],
        )
        for id in PEOPLE
    ]


@settings(max_examples=100, deadline=None)
@given(changes)
def test_a_change_made_twice_is_the_same_as_once(some: list[Change]) -> None:
    staff, today = start(), TODAY
    for change in some:
        today += change.pause * DAY
        try:
            staff = changed(staff, change, today)
        except NotPossible:
            continue
        assert changed(staff, change, today) == staff


@settings(max_examples=100, deadline=None)
@given(changes)
def test_there_is_one_supervisor_in_a_team_one_manager_and_nobody_above_themself(some: list[Change]) -> None:
    staff, _, today = lived(some)
    for n in range((today - TODAY).days + 12):
        day = TODAY + n * DAY
        for team in TEAMS:
            assert len(staff.teams[team].managers_on(day)) <= 1
            for id in PEOPLE:
                assert len([one for one in staff.of(id, day) if one.team == team]) <= 1
        for id in PEOPLE:
            assert id not in staff.above(id, Dates(day, day))


# --- nobody lets themself in --------------------------------------------------------------------------------------------

THEIRS = ("edi", "awa", "sana", "dara", "mara")
OUTSIDERS: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("noor", ("caseworker",)),
    ("sol", ("supervisor",)),
    ("max", ("manager",)),
    ("lea", ("safeguarding-lead",)),
    ("ada", ("admin",)),
    ("ada", ("admin", "supervisor", "manager")),
)

attempts = st.lists(
    st.builds(
        Change,
        kind=st.sampled_from(["hand-over", "stand-in", "come-back", "name-manager", "move", "take-role", "suspend", "restore"]),
        who=st.sampled_from(["edi", "awa", "sana", "dara", "mara", "SELF"]),
        other=st.sampled_from(["SELF", "SELF", "SELF", "sana", "noor", "sol"]),
        team=st.sampled_from(TEAMS),
        ahead=st.integers(0, 3),
        length=st.integers(0, 5),
        pause=st.integers(0, 2),
    ),
    max_size=25,
)
NEEDED: dict[Kind, Action] = {
    "hand-over": "hand-over", "stand-in": "name-deputy", "come-back": "name-deputy", "name-manager": "name-manager",
    "move": "move-team", "take-role": "take-role", "suspend": "suspend", "restore": "restore", "leave": "remove",
}  # fmt: skip


def attempt(staff: Staff, actor: str, change: Change, today: date) -> Staff:
    """What comes of it if somebody tries: refused, impossible or done."""
    named = {"who": actor if change.who == "SELF" else change.who, "other": actor if change.other == "SELF" else change.other}
    change = Change(**{**change.__dict__, **named})
    access = Access(staff, today)
    match change.kind:
        case "hand-over" | "stand-in":
            allowed = access.may_put(actor, NEEDED[change.kind], Someone(change.who), change.other)
        case "name-manager":
            allowed = access.may_put(actor, "name-manager", OfTeam(change.team), change.who)
        case _:
            allowed = access.may(actor, NEEDED[change.kind], Someone(change.who))
    if not allowed:
        return staff
    try:
        return changed(staff, change, today)
    except NotPossible:
        return staff


@pytest.mark.parametrize(("outsider", "roles"), OUTSIDERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some=attempts)
def test_an_outsider_sees_no_check_in_of_a_team_whatever_they_try_themself(
    outsider: str, roles: tuple[Role, ...], some: list[Change]
) -> None:
    staff = office()
    known = staff.people[outsider]
    now = Person(outsider, known.name, frozenset(roles), known.memberships)
    staff = Staff({**staff.people, outsider: now}, staff.teams, staff.supervisions)
    assert "north" not in known.teams(TODAY)
    today = TODAY
    for change in some:
        today += change.pause * DAY
        staff = attempt(staff, outsider, change, today)
    access = Access(staff, today)
    for worker in THEIRS:
        for named in ("sana", outsider):
            for n in range((today - TODAY).days + 8):
                checkin = TheirCheckIn(worker, named, TODAY + n * DAY)
                assert not [action for action in ACTIONS[: ACTIONS.index("see-person")] if access.may(outsider, action, checkin)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(office().people)),
            st.sampled_from(["caseworker", "supervisor", "manager", "admin", "safeguarding-lead"]),
            st.sampled_from(["north", "south", "office"]),
        ),
        max_size=30,
    )
)
def test_without_an_admin_no_chain_of_invitations_makes_a_manager_an_admin_or_a_lead(
    some: list[tuple[str, Role, str]],
) -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    staff = suspend(office(), "ada")
    high = {id for id, one in staff.people.items() if one.roles & {"manager", "admin", "safeguarding-lead"}}
    for n, (by, role, team) in enumerate(some):
        inviter = f"new{n - 1}" if n % 3 == 2 and f"new{n - 1}" in staff.people else by
        access = Access(staff, TODAY)
        invite = new(access, inviter, role, team, f"hash {n}", now)
        if invite is NOT_THERE:
            assert not access.may(inviter, inviting(role), OfTeam(team))
            continue
        said = redeem(invite, f"new{n}", access, now)  # type: ignore[arg-type]
        assert isinstance(said, Redeemed)
        staff = join(staff, person(f"new{n}"), said.invite.role, said.invite.team, TODAY)
    assert {id for id, one in staff.people.items() if one.roles & {"manager", "admin", "safeguarding-lead"}} == high
