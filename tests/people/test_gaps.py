"""What is missing in a team so that check-ins can hold there."""

from __future__ import annotations

from bot.people.changes import join, leave, suspend, take_role
from bot.people.gaps import Gaps, gaps
from bot.people.relations import Staff
from bot.people.team import Team
from tests.people.office import TODAY, office, person


def of(staff: Staff, without: str = "") -> dict[str, Gaps]:
    return {one.team: one for one in gaps(staff, set(staff.people) - {without}, TODAY)}


def test_a_team_in_which_everybody_is_supervised_lacks_nothing() -> None:
    assert of(office())["North"] == Gaps("North", 5, 0, False, 0)


def test_a_caseworker_whom_nobody_supervises_is_counted() -> None:
    assert of(join(office(), person("new"), "caseworker", "north", TODAY))["North"] == Gaps("North", 6, 1, False, 0)
    assert of(leave(office(), "sana", TODAY, "p-1"))["North"].unsupervised == 2


def test_a_team_that_nobody_manages_is_named_also_when_its_manager_is_suspended() -> None:
    assert of(take_role(office(), "mara", "manager", TODAY))["North"].unmanaged
    assert of(suspend(office(), "mara"))["North"].unmanaged
    assert of(office())["Office"].unmanaged


def test_whom_nothing_can_reach_is_counted_without_their_name() -> None:
    found = of(office(), without="edi")["North"]
    assert found == Gaps("North", 5, 0, False, 1)
    assert "Edi" not in repr(found)


def test_an_empty_team_is_left_out() -> None:
    assert gaps(Staff(teams={"t": Team("t", "Empty")}), (), TODAY) == ()
