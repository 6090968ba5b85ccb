"""What becomes of rhythms and check-ins when who works with whom changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.people.changes import hand_over, join, leave, move_team, suspend
from bot.people.relations import Staff
from bot.supervision.checkin import Accept, AskToMove, CheckIn, State, apply
from bot.supervision.diary import Booking, Series
from bot.supervision.handing_over import carried, followed
from bot.supervision.plan import EveryWeeks, Plan
from tests.people.office import DAY, TODAY, person
from tests.people.office import office as office_since

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PLAN = Plan("Asia/Amman", time(10), date(2026, 11, 24), EveryWeeks(1, (1,)))
SERIES = Series("s1", "individual", "sana", "edi", "north", "sana", (PLAN,), agreed=True)


def office() -> Staff:
    """As it is for a month already."""
    return office_since(TODAY - 30 * DAY)


def booking(state: State = "planned", days: int = 8, supervisor: str = "sana", worker: str = "edi", **more: object) -> Booking:
    checkin = CheckIn("c1", supervisor, worker, NOW + days * DAY, state, **more)  # type: ignore[arg-type]
    return Booking(checkin, "individual", "north", NOW, "s1")


def handed_over(day: date = TODAY, to: str = "dara") -> Staff:
    return hand_over(office(), "edi", "north", to, day, TODAY)


# --- rhythms ------------------------------------------------------------------------------------------------------------


def test_a_rhythm_goes_over_on_the_day_of_the_hand_over_and_not_before() -> None:
    staff = handed_over(TODAY + 8 * DAY)
    assert followed(staff, SERIES, TODAY + 7 * DAY) == SERIES
    assert followed(staff, SERIES, TODAY + 8 * DAY).supervisor == "dara"


def test_following_twice_changes_nothing_more() -> None:
    staff = handed_over()
    once = followed(staff, SERIES, TODAY)
    assert followed(staff, once, TODAY) == once


def test_what_nobody_changed_stays_as_it_is() -> None:
    assert followed(office(), SERIES, TODAY) == SERIES
    assert followed(suspend(office(), "sana"), SERIES, TODAY) == SERIES


def test_a_rhythm_waits_while_nobody_supervises_and_goes_on_with_whoever_does() -> None:
    gone = leave(office(), "sana", TODAY, "#1a2b3c")
    waiting = followed(gone, SERIES, TODAY)
    assert waiting.paused
    assert waiting.paused_until is None
    again = hand_over(gone, "edi", "north", "dara", TODAY + 3 * DAY, TODAY)
    assert followed(again, waiting, TODAY + DAY) == waiting
    on = followed(again, waiting, TODAY + 3 * DAY)
    assert (on.supervisor, on.paused) == ("dara", False)


def test_a_pause_that_somebody_wanted_stays_one_after_a_hand_over() -> None:
    paused = replace(SERIES, paused=True, paused_until=TODAY + 20 * DAY)
    later = followed(handed_over(), paused, TODAY)
    assert (later.supervisor, later.paused, later.paused_until) == ("dara", True, TODAY + 20 * DAY)


@pytest.mark.parametrize("who", ["left", "moved"])
def test_a_rhythm_ends_with_the_worker(who: str) -> None:
    staff = office()
    staff = leave(staff, "edi", TODAY, "#1a2b3c") if who == "left" else move_team(staff, "edi", "north", "south", TODAY)
    assert followed(staff, SERIES, TODAY).ended


def test_a_rhythm_of_two_of_whom_neither_supervises_is_nobody_elses() -> None:
    peers = replace(SERIES, supervisor="dara")
    assert followed(office(), peers, TODAY) == peers
    assert followed(leave(office(), "dara", TODAY, "#1a2b3c"), peers, TODAY).ended


def test_an_ended_rhythm_stays_ended() -> None:
    ended = replace(SERIES, ended=True)
    assert followed(handed_over(), ended, TODAY) == ended


# --- check-ins ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "whose"), [(7, "sana"), (8, "dara"), (9, "dara")])
def test_a_check_in_goes_over_by_its_own_day(days: int, whose: str) -> None:
    staff = handed_over(TODAY + 8 * DAY)
    assert carried(staff, booking(days=days), NOW).checkin.supervisor == whose


def test_what_was_before_stays_with_those_who_were_there() -> None:
    for state in ("held", "missed", "could-not", "cancelled"):
        past = booking(state, days=-3)
        assert carried(handed_over(), past, NOW) == past
    yesterday = booking("planned", days=-1)
    assert carried(handed_over(), yesterday, NOW) == yesterday


def test_older_buttons_are_over_with_a_hand_over_and_the_time_stands() -> None:
    accepted = booking("accepted", yes=frozenset({"sana", "edi"}))
    over = carried(handed_over(), accepted, NOW).checkin
    assert (over.state, over.round, over.yes, over.at) == ("planned", 1, frozenset(), accepted.checkin.at)
    late = apply(over, Accept("edi", 0, over.at), NOW)
    assert late.said == "too-late"


def test_a_time_that_the_worker_asked_for_is_still_asked_for() -> None:
    moved = apply(booking().checkin, AskToMove("edi", 0, NOW + 9 * DAY, "visit"), NOW).checkin
    over = carried(handed_over(), replace(booking(), checkin=moved), NOW).checkin
    assert over.state == "asked-to-move"
    assert [offer.by for offer in over.offers] == ["edi"]
    assert apply(over, Accept("dara", over.round, NOW + 9 * DAY), NOW).checkin.state == "moved"


def test_a_time_that_the_earlier_supervisor_asked_for_falls_away_and_the_old_one_stands() -> None:
    moved = apply(booking().checkin, AskToMove("sana", 0, NOW + 9 * DAY, "court"), NOW).checkin
    over = carried(handed_over(), replace(booking(), checkin=moved), NOW).checkin
    assert (over.state, over.offers, over.at) == ("planned", (), booking().checkin.at)


def test_a_proposal_stays_one_until_somebody_says_yes() -> None:
    by_the_worker = carried(handed_over(), booking("proposed", asked_by="edi"), NOW).checkin
    assert (by_the_worker.state, by_the_worker.asked_by) == ("proposed", "edi")
    by_the_supervisor = carried(handed_over(), booking("proposed", asked_by="sana"), NOW).checkin
    assert (by_the_supervisor.state, by_the_supervisor.asked_by) == ("proposed", "dara")


@pytest.mark.parametrize("what", ["worker left", "worker moved", "supervisor left"])
def test_a_check_in_to_come_falls_out_where_one_of_the_two_is_gone(what: str) -> None:
    staff = office()
    match what:
        case "worker left":
            staff = leave(staff, "edi", TODAY, "#1a2b3c")
        case "worker moved":
            staff = move_team(staff, "edi", "north", "south", TODAY)
        case "supervisor left":
            staff = leave(staff, "sana", TODAY, "#1a2b3c")
    assert carried(staff, booking(), NOW).checkin.state == "cancelled"
    assert carried(staff, booking(days=-2), NOW) == booking(days=-2)


def test_a_check_in_with_somebody_who_never_supervised_stays_theirs() -> None:
    observed = booking(supervisor="dara")
    assert carried(hand_over(office(), "edi", "north", "mara", TODAY, TODAY), observed, NOW) == observed
    assert carried(leave(office(), "dara", TODAY, "#1a2b3c"), observed, NOW).checkin.state == "cancelled"


def test_carrying_twice_changes_nothing_more() -> None:
    once = carried(handed_over(), booking(), NOW)
    assert carried(handed_over(), once, NOW) == once


def test_the_day_is_that_of_the_workers_wall() -> None:
    staff = join(office(), replace(person("kai"), zone="Pacific/Auckland"), "caseworker", "north", TODAY)
    staff = hand_over(staff, "kai", "north", "sana", TODAY, TODAY)
    staff = hand_over(staff, "kai", "north", "dara", TODAY + 8 * DAY, TODAY)
    # 22:00 of the day before in London is the next morning in Auckland.
    evening = replace(
        booking(worker="kai"), checkin=replace(booking(worker="kai").checkin, at=NOW + 7 * DAY + timedelta(hours=13))
    )
    assert carried(staff, evening, NOW).checkin.supervisor == "dara"


def test_a_hand_over_on_the_first_day_carries_what_was_made_on_it() -> None:
    staff = join(office(), person("kai"), "caseworker", "north", TODAY)
    before = hand_over(staff, "kai", "north", "sana", TODAY, TODAY)
    after = hand_over(before, "kai", "north", "dara", TODAY, TODAY)
    assert followed(after, replace(SERIES, worker="kai"), TODAY, before).supervisor == "dara"
    assert carried(after, booking(worker="kai"), NOW, before).checkin.supervisor == "dara"
