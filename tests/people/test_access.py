"""Who may see and do what: every cell of the table, and what holds whatever the table says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.people.access import ACTIONS, NOT_THERE, Access, Action
from bot.people.changes import come_back, hand_over, join, leave, move_team, name_manager, restore, suspend, take_role
from bot.people.person import ROLES, Role
from bot.people.subject import (
    RELATIONS,
    ACorrection,
    AnInvitation,
    Everything,
    OfTeam,
    Relation,
    Someone,
    Subject,
    TheirCheckIn,
    relations,
)
from tests.people.office import DAY, TODAY, office, person, somebody_who

AGREED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("who_may_what.yaml").read_text("utf-8"))
LISTS: dict[str, list[str]] = AGREED.pop("lists")
WORDS: dict[Relation, str] = {"self": "themself", "none": "stranger"}

# What was said or arranged in check-ins; none of it is for admins and safeguarding leads.
OF_CHECK_INS: tuple[Action, ...] = ACTIONS[: ACTIONS.index("see-person")]


def agreed(role: Role, relation: Relation) -> set[str]:
    listed = AGREED[role].get(WORDS.get(relation, relation), [])
    return {action for name in listed for action in LISTS.get(name, [name])}


# --- every cell ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_to_each_person_exactly_what_was_agreed(role: Role, relation: Relation) -> None:
    staff = somebody_who(relation, role)
    subject = Someone("actor" if relation == "self" else "edi")
    assert relations(staff, "actor", subject, TODAY) == {relation}
    allowed = {action for action in ACTIONS if Access(staff, TODAY).may("actor", action, subject)}
    assert allowed == agreed(role, relation)


def test_what_was_agreed_names_only_actions_roles_and_relations_that_there_are() -> None:
    assert set(AGREED) == set(ROLES)
    for role, by_relation in AGREED.items():
        assert set(by_relation) <= {WORDS.get(relation, relation) for relation in RELATIONS}
        for relation in RELATIONS:
            assert agreed(role, relation) <= set(ACTIONS)


@pytest.mark.parametrize("relation", RELATIONS)
def test_whoever_has_two_roles_may_what_either_may(relation: Relation) -> None:
    subject = Someone("actor" if relation == "self" else "edi")
    staff = somebody_who(relation, "admin")
    both = join(staff, person("actor"), "supervisor", "south", TODAY)
    allowed = {action for action in ACTIONS if Access(both, TODAY).may("actor", action, subject)}
    assert allowed == agreed("admin", relation) | agreed("supervisor", relation)


# --- what holds in every cell -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", RELATIONS[1:])
@pytest.mark.parametrize("role", ["admin", "safeguarding-lead"])
def test_admins_and_safeguarding_leads_see_no_check_in_of_anybody(role: Role, relation: Relation) -> None:
    access = Access(somebody_who(relation, role), TODAY)
    for subject in (Someone("edi"), TheirCheckIn("edi", "sana", TODAY), TheirCheckIn("edi", "actor", TODAY), OfTeam("north")):
        assert not [action for action in OF_CHECK_INS if access.may("actor", action, subject)]


def test_nobody_sees_what_anybody_asked_not_even_their_own() -> None:
    access = Access(office(), TODAY)
    for actor in access.staff.people:
        for subject in (*map(Someone, access.staff.people), OfTeam("north"), Everything()):
            assert not access.may(actor, "see-questions", subject)


def test_a_manager_sees_times_and_outcomes_of_the_team_and_nothing_that_was_said() -> None:
    access, checkin = Access(office(), TODAY), TheirCheckIn("edi", "sana", TODAY)
    seen = {who: [action for action in OF_CHECK_INS if access.may(who, action, checkin)] for who in ("mara", "max")}
    assert seen == {"mara": ["see-times", "see-board", "export", "set-leave"], "max": []}


def test_a_colleague_of_the_same_team_sees_that_somebody_is_there_and_no_more() -> None:
    access = Access(office(), TODAY)
    assert [action for action in ACTIONS if access.may("awa", action, Someone("edi"))] == ["see-person"]
    assert not [action for action in ACTIONS if access.may("noor", action, Someone("edi"))]


def test_to_themself_a_manager_is_no_manager() -> None:
    staff = name_manager(office(), "north", "mara", TODAY, TODAY)
    access = Access(staff, TODAY)
    for action in ("restore", "move-team", "hand-over", "take-over", "see-board"):
        assert not access.may("mara", action, Someone("mara"))


def test_somebody_who_is_noted_as_supervisor_without_the_role_sees_nothing() -> None:
    access = Access(somebody_who("supervises", "caseworker"), TODAY)
    assert not [action for action in ACTIONS if access.may("actor", action, TheirCheckIn("edi", "actor", TODAY))]


# --- forbidden and not there --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", ["noor", "sol", "max", "ada", "lea", "nobody"])
def test_what_is_forbidden_looks_exactly_like_what_does_not_exist(actor: str) -> None:
    access = Access(office(), TODAY)
    forbidden = access.show(actor, "see-times", TheirCheckIn("edi", "sana", TODAY), "Tuesday 10:00, held")
    missing = access.show(actor, "see-times", TheirCheckIn("nobody-here", "sana", TODAY), None)
    assert forbidden is missing is NOT_THERE
    assert access.show("sana", "see-times", TheirCheckIn("edi", "sana", TODAY), None) is NOT_THERE
    assert access.show("sana", "see-times", TheirCheckIn("edi", "sana", TODAY), "held") == "held"


@pytest.mark.parametrize("subject", [Someone("x"), TheirCheckIn("x", "ada", TODAY), OfTeam("x"), AnInvitation("ada", "x")])
@pytest.mark.parametrize("actor", sorted(office().people))
def test_nobody_may_do_anything_to_what_is_not_there(actor: str, subject: Subject) -> None:
    access = Access(office(), TODAY)
    assert not [action for action in ACTIONS if access.may(actor, action, subject)]


def test_with_a_lost_phone_nothing_is_shown_from_that_moment_and_all_is_there_again_afterwards() -> None:
    staff = office()
    gone = suspend(staff, "sana")
    for subject in (Someone("edi"), Someone("sana"), OfTeam("north"), Everything(), TheirCheckIn("edi", "sana", TODAY)):
        assert not [action for action in ACTIONS if Access(gone, TODAY).may("sana", action, subject)]
    assert restore(gone, "sana") == staff
    assert Access(gone, TODAY).may("mara", "see-times", TheirCheckIn("edi", "sana", TODAY))


def test_whoever_left_sees_nothing_and_what_they_held_stays_with_the_organisation_without_the_name() -> None:
    staff = leave(office(), "sana", TODAY + DAY, "former 7k2m")
    access = Access(staff, TODAY + 5 * DAY)
    assert not [action for action in ACTIONS if access.may("sana", action, Someone("sana"))]
    assert access.may("mara", "see-times", TheirCheckIn("edi", "sana", TODAY))
    assert staff.people["sana"].called == "former 7k2m"
    assert "Sana" not in repr(staff)


# --- what a check-in's day says -----------------------------------------------------------------------------------------


def may_see(staff: Any, actor: str, checkin: TheirCheckIn, on: date) -> list[str]:
    wanted: tuple[Action, ...] = ("see-times", "see-notes", "move")
    return [action for action in wanted if Access(staff, on).may(actor, action, checkin)]


def test_after_moving_team_each_side_keeps_what_was_theirs_and_gets_only_what_is_new() -> None:
    moved = TODAY + 10 * DAY
    staff = move_team(office(), "edi", "north", "south", moved)
    staff = hand_over(staff, "edi", "south", "sol", moved, moved)
    before, after = TheirCheckIn("edi", "sana", TODAY + 8 * DAY), TheirCheckIn("edi", "sol", moved)
    assert may_see(staff, "sana", before, moved) == ["see-times", "see-notes", "move"]
    assert may_see(staff, "sana", after, moved) == []
    assert may_see(staff, "sol", before, moved) == []
    assert may_see(staff, "sol", after, moved) == ["see-times", "see-notes", "move"]
    assert may_see(staff, "mara", before, moved) == may_see(staff, "max", after, moved) == ["see-times"]
    assert may_see(staff, "mara", after, moved) == may_see(staff, "max", before, moved) == []
    assert may_see(staff, "edi", before, moved) == may_see(staff, "edi", after, moved) == ["see-times", "see-notes", "move"]


def test_a_check_in_that_was_booked_before_the_hand_over_is_no_longer_the_old_supervisors() -> None:
    handed = TODAY + 10 * DAY
    staff = hand_over(office(), "edi", "north", "dara", handed, TODAY)
    booked = TheirCheckIn("edi", "sana", handed + DAY)
    assert may_see(staff, "sana", booked, TODAY) == []
    assert may_see(staff, "dara", booked, TODAY) == ["see-times", "move"]


def test_a_deputy_arranges_while_standing_in_and_keeps_only_what_they_held() -> None:
    staff, last = office(), TODAY + 6 * DAY
    planned, held = TheirCheckIn("edi", "sana", TODAY + 2 * DAY), TheirCheckIn("edi", "dara", TODAY + 3 * DAY)
    assert may_see(staff, "dara", planned, TODAY) == ["see-times", "move"]
    assert may_see(staff, "dara", held, last + DAY) == ["see-times", "see-notes", "move"]
    assert may_see(staff, "dara", planned, last + DAY) == []
    assert may_see(staff, "dara", TheirCheckIn("edi", "sana", last + DAY), last) == []
    # Sana wasn't in it: that it was held she sees, what was said she doesn't.
    assert may_see(staff, "sana", held, last) == ["see-times", "move"]


def test_when_the_supervisor_is_back_early_the_deputy_sees_nothing_new() -> None:
    back = TODAY + 3 * DAY
    staff = come_back(office(), "north", "sana", back, back)
    assert may_see(staff, "dara", TheirCheckIn("edi", "sana", back), back) == []
    assert Access(staff, back - DAY).may("dara", "see-board", Someone("edi"))
    assert not Access(staff, back).may("dara", "see-board", Someone("edi"))


def test_a_new_manager_has_the_records_of_the_team_and_the_old_one_has_them_no_more() -> None:
    day = TODAY + 10 * DAY
    staff = join(office(), person("mo"), "manager", "north", TODAY)
    assert not Access(staff, TODAY).may("mo", "see-times", TheirCheckIn("edi", "sana", TODAY))
    staff = name_manager(staff, "north", "mo", day, TODAY)
    checkin = TheirCheckIn("edi", "sana", TODAY)
    assert may_see(staff, "mara", checkin, day - DAY) == may_see(staff, "mo", checkin, day) == ["see-times"]
    assert may_see(staff, "mara", checkin, day) == may_see(staff, "mo", checkin, day - DAY) == []


def test_who_loses_the_role_of_supervisor_sees_nothing_of_others_any_more() -> None:
    staff = take_role(office(), "sana", "supervisor", TODAY + DAY)
    assert may_see(staff, "sana", TheirCheckIn("edi", "sana", TODAY), TODAY + DAY) == []
    assert staff.unsupervised("north", TODAY + DAY) == ("edi", "awa")
    assert staff.supervisors("edi", TODAY) == ("sana",)


# --- teams, invitations, corrections ------------------------------------------------------------------------------------


def test_each_is_to_a_team_what_they_are_in_it() -> None:
    staff = office()
    seen = {actor: relations(staff, actor, OfTeam("north"), TODAY) for actor in ("mara", "sana", "dara", "edi", "sol", "ada")}
    assert seen == {
        "mara": {"manages", "supervises", "same-team"},
        "sana": {"supervises", "same-team"},
        "dara": {"supervises", "deputy", "same-team"},
        "edi": {"same-team"},
        "sol": {"none"},
        "ada": {"none"},
    }


def test_the_board_of_a_team_is_for_those_who_supervise_or_manage_it() -> None:
    access = Access(office(), TODAY)
    assert [actor for actor in access.staff.people if access.may(actor, "see-board", OfTeam("north"))] == ["mara", "sana", "dara"]


@pytest.mark.parametrize(
    ("role", "inviters"),
    [
        ("caseworker", ["mara", "sana", "dara", "ada"]),
        ("supervisor", ["mara", "ada"]),
        ("manager", ["ada"]),
        ("admin", ["ada"]),
        ("safeguarding-lead", ["ada"]),
    ],
)
def test_nobody_but_an_admin_invites_into_a_role_as_high_as_their_own(role: Role, inviters: list[str]) -> None:
    access = Access(office(), TODAY)
    action: Action = f"invite-{role}"  # type: ignore[assignment]
    assert [actor for actor in access.staff.people if access.may(actor, action, OfTeam("north"))] == inviters


def test_an_invitation_is_revoked_by_who_made_it_the_teams_manager_or_an_admin() -> None:
    access, invitation = Access(office(), TODAY), AnInvitation("sana", "north")
    assert [who for who in access.staff.people if access.may(who, "revoke-invite", invitation)] == ["mara", "sana", "ada"]


def test_a_correction_of_an_emergency_number_is_confirmed_by_somebody_else() -> None:
    access, by_ada, by_lea = Access(office(), TODAY), ACorrection("ada"), ACorrection("lea")
    assert [who for who in access.staff.people if access.may(who, "confirm-emergency", by_ada)] == ["lea"]
    assert [who for who in access.staff.people if access.may(who, "confirm-emergency", by_lea)] == ["ada"]


def test_services_and_counts_are_the_whole_organisations() -> None:
    access = Access(office(), TODAY)
    assert [who for who in access.staff.people if access.may(who, "correct", Everything())] == ["ada", "lea"]
    assert [who for who in access.staff.people if access.may(who, "see-counts", Everything())] == ["mara", "max", "ada", "lea"]
    assert [who for who in access.staff.people if access.may(who, "see-changes", Everything())] == ["ada"]


# --- putting somebody into a place --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "action", "subject", "to", "allowed"),
    [
        ("sana", "hand-over", Someone("edi"), "dara", True),
        ("sana", "hand-over", Someone("noor"), "dara", False),
        ("ada", "hand-over", Someone("edi"), "dara", True),
        ("ada", "hand-over", Someone("edi"), "ada", False),  # would see check-ins by her own hand
        ("mara", "hand-over", Someone("edi"), "mara", True),  # a manager may take over
        ("max", "hand-over", Someone("edi"), "max", False),
        ("mara", "hand-over", Someone("edi"), "edi", False),
        ("mara", "hand-over", Someone("edi"), "nobody", False),
        ("sana", "name-deputy", Someone("sana"), "dara", True),
        ("dara", "name-deputy", Someone("sana"), "dara", False),
        ("mara", "name-deputy", Someone("sana"), "mara", False),
        ("ada", "name-manager", OfTeam("south"), "mara", True),
        ("ada", "name-manager", OfTeam("south"), "ada", False),
        ("max", "name-manager", OfTeam("south"), "mara", False),
    ],
)
def test_nobody_puts_themself_into_a_place_but_the_manager_of_the_team(
    actor: str, action: Action, subject: Subject, to: str, allowed: bool
) -> None:
    assert Access(office(), TODAY).may_put(actor, action, subject, to) is allowed


def test_nobody_is_handed_over_to_somebody_whose_phone_is_lost() -> None:
    assert not Access(suspend(office(), "dara"), TODAY).may_put("sana", "hand-over", Someone("edi"), "dara")
