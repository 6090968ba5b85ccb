"""Who works with whom on which day, and what a change changes."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.people.changes import come_back, hand_over, join, leave, move_team, name_manager, stand_in, take_role
from bot.people.person import Dates, NotPossible, Person
from bot.people.team import Deputy
from tests.people.office import DAY, TODAY, office, person

LATER = TODAY + 10 * DAY


# --- handing over -------------------------------------------------------------------------------------------------------


def test_after_a_hand_over_each_day_has_its_supervisor() -> None:
    staff = hand_over(office(), "edi", "north", "dara", LATER, TODAY)
    days = (TODAY - DAY, TODAY, LATER - DAY, LATER, LATER + 400 * DAY)
    assert [staff.supervisors("edi", day) for day in days] == [(), ("sana",), ("sana",), ("dara",), ("dara",)]
    assert staff.supervised("sana", LATER) == ("awa",)


def test_a_hand_over_made_twice_changes_nothing() -> None:
    staff = hand_over(office(), "edi", "north", "dara", LATER, TODAY)
    assert hand_over(staff, "edi", "north", "dara", LATER, TODAY) == staff
    assert hand_over(staff, "edi", "north", "dara", LATER + DAY, TODAY) == staff


def test_a_second_thought_replaces_a_hand_over_that_has_not_begun() -> None:
    staff = hand_over(office(), "edi", "north", "dara", LATER, TODAY)
    staff = hand_over(staff, "edi", "north", "mara", TODAY + DAY, TODAY)
    assert [staff.supervisors("edi", day) for day in (TODAY, TODAY + DAY, LATER)] == [("sana",), ("mara",), ("mara",)]


def test_who_supervises_somebody_can_be_supervised_by_others() -> None:
    staff = office()
    assert (staff.supervised("sana", TODAY), staff.supervisors("sana", TODAY)) == (("edi", "awa"), ("mara",))


@pytest.mark.parametrize(
    ("worker", "team", "to", "says"),
    [
        ("edi", "north", "edi", "without that role"),
        ("sana", "north", "sana", "supervise themself"),
        ("mara", "north", "sana", "supervise themself"),  # she supervises sana
        ("edi", "north", "awa", "without that role"),
        ("edi", "north", "nobody", "nobody of that name"),
        ("nobody", "north", "sana", "nobody of that name"),
        ("edi", "south", "sol", "isn't in the team"),
    ],
)
def test_what_can_not_be_handed_over_is_refused_with_what_to_do(worker: str, team: str, to: str, says: str) -> None:
    with pytest.raises(NotPossible, match=f"{says}.* — "):
        hand_over(office(), worker, team, to, TODAY, TODAY)


# --- standing in --------------------------------------------------------------------------------------------------------


def test_a_deputy_stands_in_from_a_day_to_another_and_the_supervisor_stays() -> None:
    staff, last = office(), TODAY + 6 * DAY
    deputies = [[one.person for one in staff.deputies("edi", day)] for day in (TODAY - DAY, TODAY, last, last + DAY)]
    assert deputies == [[], ["dara"], ["dara"], []]
    assert staff.supervisors("edi", TODAY) == ("sana",)
    assert staff.deputies("noor", TODAY) == ()


def test_nobody_stands_in_for_a_deputy_or_for_their_own_supervisor() -> None:
    staff = stand_in(office(), "north", "dara", "mara", Dates(TODAY, LATER), TODAY)
    assert [one.person for one in staff.deputies("edi", TODAY)] == ["dara"]
    staff = stand_in(office(), "north", "mara", "sana", Dates(TODAY, LATER), TODAY)
    assert staff.deputies("sana", TODAY) == ()


def test_a_supervisor_who_is_back_early_has_no_deputy_from_that_day() -> None:
    back = TODAY + 2 * DAY
    staff = come_back(office(), "north", "sana", back, TODAY)
    assert [len(staff.deputies("edi", day)) for day in (back - DAY, back)] == [1, 0]
    assert come_back(staff, "north", "sana", back, TODAY) == staff
    again = stand_in(staff, "north", "sana", "mara", Dates(back + DAY, LATER), TODAY)
    assert [one.person for one in again.deputies("edi", LATER)] == ["mara"]


def test_standing_in_is_asked_for_twice_and_noted_once_but_two_at_a_time_are_refused() -> None:
    dates = Dates(TODAY, TODAY + 6 * DAY)
    assert stand_in(office(), "north", "sana", "dara", dates, TODAY) == office()
    with pytest.raises(NotPossible, match="two deputies at a time"):
        stand_in(office(), "north", "sana", "mara", dates, TODAY)


def test_a_deputy_without_an_end_or_of_themself_is_none() -> None:
    with pytest.raises(NotPossible, match="without a last day"):
        Deputy("dara", "sana", Dates(TODAY))
    with pytest.raises(NotPossible, match="of themself"):
        Deputy("sana", "sana", Dates(TODAY, LATER))


# --- moving, leaving, roles ---------------------------------------------------------------------------------------------


def test_whoever_moves_team_is_new_there_and_nothing_in_the_old_one_any_more() -> None:
    staff = move_team(office(), "edi", "north", "south", LATER)
    assert [staff.people["edi"].teams(day) for day in (LATER - DAY, LATER)] == [("north",), ("south",)]
    assert [staff.supervisors("edi", day) for day in (LATER - DAY, LATER)] == [("sana",), ()]
    assert staff.unsupervised("south", LATER) == ("edi",)
    assert move_team(staff, "edi", "north", "south", LATER) == staff


def test_when_a_supervisor_moves_their_people_wait_for_another_and_their_deputy_goes() -> None:
    staff = move_team(office(), "sana", "north", "south", TODAY + 2 * DAY)
    assert staff.unsupervised("north", TODAY + 2 * DAY) == ("edi", "awa")
    assert staff.supervisors("sana", TODAY + 2 * DAY) == ()
    assert staff.teams["north"].supervisors_on(TODAY + 2 * DAY) == ("dara",)
    assert staff.teams["north"].deputies_on("sana", TODAY + 2 * DAY) == ()
    assert staff.supervisors("edi", TODAY) == ("sana",)


def test_coming_back_to_a_team_brings_no_old_supervisor_back() -> None:
    staff = move_team(office(), "edi", "north", "south", LATER)
    staff = move_team(staff, "edi", "south", "north", LATER + 10 * DAY)
    assert [staff.supervisors("edi", LATER + n * DAY) for n in (-1, 5, 10, 20)] == [("sana",), (), (), ()]


def test_a_team_that_was_joined_and_left_on_one_day_leaves_no_trace() -> None:
    staff = join(office(), person("edi"), "caseworker", "south", LATER)
    assert move_team(staff, "edi", "south", "office", LATER).people["edi"].teams(LATER) == ("north", "office")


def test_a_leaver_is_a_pseudonym_without_name_role_or_place_and_the_days_before_stay() -> None:
    staff = leave(office(), "sana", LATER, "former 7k2m")
    sana = staff.people["sana"]
    assert (sana.name, sana.called, sana.roles, sana.teams(LATER)) == ("", "former 7k2m", frozenset(), ())
    assert [staff.supervisors("edi", day) for day in (LATER - DAY, LATER)] == [("sana",), ()]
    assert [sana.there(day) for day in (LATER - DAY, LATER)] == [True, False]
    assert leave(staff, "sana", LATER + DAY, "former 9x9x") == staff
    with pytest.raises(NotPossible, match="join anew"):
        join(staff, person("sana"), "supervisor", "north", LATER)
    with pytest.raises(NotPossible, match="without a pseudonym"):
        leave(office(), "edi", LATER, "Edi")


def test_a_role_that_is_taken_takes_what_only_it_allows() -> None:
    staff = join(office(), person("sana"), "manager", "south", TODAY)
    still = take_role(staff, "sana", "supervisor", LATER)
    assert still.supervised("sana", LATER) == ("edi", "awa")
    staff = take_role(still, "sana", "manager", LATER)
    assert (staff.supervised("sana", LATER - DAY), staff.supervised("sana", LATER)) == (("edi", "awa"), ())
    assert take_role(staff, "sana", "manager", LATER) == staff
    assert take_role(office(), "mara", "manager", LATER).teams["north"].managers_on(LATER) == ()


def test_a_team_has_one_manager_and_an_invitation_does_not_replace_them() -> None:
    staff = join(office(), person("mo"), "manager", "north", TODAY)
    assert staff.teams["north"].managers_on(TODAY) == ("mara",)
    staff = name_manager(staff, "north", "mo", LATER, TODAY)
    assert [staff.teams["north"].managers_on(day) for day in (LATER - DAY, LATER)] == [("mara",), ("mo",)]
    assert name_manager(staff, "north", "mo", LATER, TODAY) == staff
    with pytest.raises(NotPossible, match="without that role"):
        name_manager(staff, "north", "sana", LATER, TODAY)


@pytest.mark.parametrize(
    "change",
    [
        lambda day: hand_over(office(), "edi", "north", "dara", day, TODAY),
        lambda day: stand_in(office(), "south", "sol", "dara", Dates(day, LATER), TODAY),
        lambda day: come_back(office(), "north", "sana", day, TODAY),
        lambda day: name_manager(office(), "south", "mara", day, TODAY),
    ],
)
def test_nothing_is_changed_for_a_day_that_has_gone_by(change) -> None:  # type: ignore[no-untyped-def]
    change(TODAY)
    with pytest.raises(NotPossible, match="has gone by — what was stays as it was"):
        change(TODAY - DAY)


# --- a person -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"id": ""}, "without an id"),
        ({"name": " "}, "without a name"),
        ({"name": "x" * 61}, "a name of 61 characters"),
        ({"roles": frozenset({"boss"})}, "boss is no role — choose of caseworker, supervisor"),
        ({"zone": "Amman"}, "Amman is no time zone — write it as Asia/Amman"),
    ],
)
def test_a_person_who_can_not_be_is_refused_with_what_to_do(wrong: dict[str, object], says: str) -> None:
    fitting: dict[str, object] = {"id": "edi", "name": "Edi", "roles": frozenset({"caseworker"}), "zone": "Asia/Amman"}
    Person(**fitting)  # type: ignore[arg-type]
    with pytest.raises(NotPossible, match=says):
        Person(**fitting | wrong)  # type: ignore[arg-type]


def test_quiet_hours_are_the_persons_own_the_usual_ones_or_none() -> None:
    own = Person("edi", "Edi", frozenset(), quiet=((time(20), time(7)),))
    usual, none = Person("edi", "Edi", frozenset()), Person("edi", "Edi", frozenset(), quiet=())
    assert [one.quiet for one in (own, usual, none)] == [((time(20), time(7)),), None, ()]


def test_dates_hold_their_first_and_last_day() -> None:
    dates = Dates(date(2026, 11, 23), date(2026, 11, 25))
    assert [date(2026, 11, day) in dates for day in (22, 23, 25, 26)] == [False, True, True, False]
    assert dates.overlap(Dates(date(2026, 11, 25)))
    assert not dates.overlap(Dates(date(2026, 11, 26)))
    with pytest.raises(NotPossible, match="ends before it begins"):
        Dates(date(2026, 11, 25), date(2026, 11, 24))
