"""One check-in: which tap changes what, in which state, and that a second one changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.supervision.checkin import (
    ALLOWED,
    STANDING,
    Accept,
    Action,
    AskToMove,
    Cancel,
    CheckIn,
    IllegalMove,
    Lapse,
    Offer,
    Pause,
    Report,
    Result,
    Resume,
    State,
    apply,
)

AT = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
LATER, FRIDAY = AT + timedelta(hours=2, minutes=30), AT + timedelta(days=2)
AFTER = AT + timedelta(days=9)
NOOR, EDI = "noor", "edi"  # the supervisor, the worker
BEFORE = AT - timedelta(days=1)
STATES: tuple[State, ...] = get_args(State)


def checkin(state: State = "planned", **changes: object) -> CheckIn:
    given_: dict[str, object] = {"id": "c1", "supervisor": NOOR, "worker": EDI, "at": AT, "state": state}
    if state == "proposed":
        given_ |= {"asked_by": NOOR}
    if state == "asked-to-move":
        given_ |= {"offers": (Offer(EDI, LATER, "visit"),), "moves": 1}
    if state in ("held", "could-not"):
        given_ |= {"answers": {EDI: state}}
    return CheckIn(**(given_ | changes))  # type: ignore[arg-type]


def tapped(one: CheckIn, action: Action, now: datetime = BEFORE) -> Result:
    """What an action comes to, the day before unless said; what lapses does so long afterwards."""
    return apply(one, action, AFTER if isinstance(action, Lapse) and now == BEFORE else now)


# --- every state, every action ------------------------------------------------------------------------------------------

# What becomes of each state when the worker (of lapse: nobody) does something in the present round: the new state, `same` where
# nothing changes, a dash where it is refused. `other` accepts a time that nobody offered, `resume` is before the time.
TABLE = """
                accept    other  ask            held  could-not  cancel     pause   resume   lapse
planned         accepted  same   asked-to-move  held  could-not  cancelled  paused  -        missed
proposed        accepted  same   asked-to-move  held  could-not  cancelled  paused  -        cancelled
accepted        accepted  same   asked-to-move  held  could-not  cancelled  paused  -        missed
asked-to-move   same      same   asked-to-move  held  could-not  cancelled  paused  -        could-not
moved           moved     same   asked-to-move  held  could-not  cancelled  paused  -        missed
held            -         -      -              same  could-not  -          -       -        same
could-not       -         -      asked-to-move  held  same       -          paused  -        same
missed          -         -      asked-to-move  held  could-not  -          paused  -        same
cancelled       -         -      -              -     -          same       -       -        same
paused          -         -      -              -     -          cancelled  same    planned  -
"""
COLUMNS, *ROWS = (line.split() for line in TABLE.strip().splitlines())
CELLS = [(row[0], action, wanted) for row in ROWS for action, wanted in zip(COLUMNS, row[1:], strict=True)]
ACTIONS: dict[str, Action] = {
    "accept": Accept(EDI, 0, AT),
    "other": Accept(EDI, 0, FRIDAY),
    "ask": AskToMove(EDI, 0, FRIDAY, "court"),
    "held": Report(EDI, 0, "held"),
    "could-not": Report(EDI, 0, "could-not"),
    "cancel": Cancel(EDI, 0),
    "pause": Pause(EDI, 0),
    "resume": Resume(EDI, 0),
    "lapse": Lapse(),
}


@pytest.mark.parametrize(("state", "action", "wanted"), CELLS)
def test_each_state_answers_each_action_as_the_table_says(state: State, action: str, wanted: str) -> None:
    before = checkin(state)
    if wanted == "-":
        with pytest.raises(IllegalMove):
            tapped(before, ACTIONS[action])
        return
    result = tapped(before, ACTIONS[action])
    if wanted == "same":
        assert result.checkin is before
        assert result.said != "done"
    else:
        assert result.checkin.state == wanted
        assert result.said == "done"


def test_the_table_has_every_state_and_every_action() -> None:
    assert {row[0] for row in ROWS} == set(STATES)
    assert set(COLUMNS) == set(ACTIONS)


def test_the_table_of_what_is_allowed_has_every_action() -> None:
    assert set(ALLOWED) == {type(action) for action in ACTIONS.values()}


# --- moving -------------------------------------------------------------------------------------------------------------


def test_asking_to_move_takes_the_old_time_off() -> None:
    asked = tapped(checkin("accepted", yes=frozenset({NOOR, EDI})), AskToMove(EDI, 0, LATER, "visit")).checkin
    assert asked.state == "asked-to-move"
    assert asked.yes == frozenset()
    assert tapped(asked, Lapse()).checkin.state == "could-not"


def test_a_yes_to_the_old_time_that_comes_late_changes_nothing() -> None:
    asked = checkin("asked-to-move")
    result = tapped(asked, Accept(NOOR, 0, AT))
    assert (result.said, result.checkin) == ("too-late", asked)


def test_the_first_move_accepted_wins_and_the_other_is_told() -> None:
    both = tapped(checkin("asked-to-move"), AskToMove(NOOR, 0, FRIDAY, "court")).checkin
    assert {offer.by: offer.at for offer in both.offers} == {EDI: LATER, NOOR: FRIDAY}
    won = tapped(both, Accept(NOOR, 0, LATER))
    assert (won.checkin.state, won.checkin.at, won.checkin.round, won.checkin.moves) == ("moved", LATER, 1, 1)
    assert won.lost == (Offer(NOOR, FRIDAY, "court"),)
    second = tapped(won.checkin, Accept(EDI, 0, FRIDAY))
    assert (second.said, second.checkin) == ("too-late", won.checkin)


def test_both_asking_for_the_same_time_is_a_yes() -> None:
    result = tapped(checkin("asked-to-move"), AskToMove(NOOR, 0, LATER))
    assert (result.checkin.state, result.checkin.at) == ("moved", LATER)


def test_nobody_accepts_their_own_time() -> None:
    with pytest.raises(IllegalMove):
        tapped(checkin("asked-to-move"), Accept(EDI, 0, LATER))
    with pytest.raises(IllegalMove):
        tapped(checkin("proposed"), Accept(NOOR, 0, AT))


def test_not_then_without_another_time_takes_the_time_off_too() -> None:
    asked = tapped(checkin("accepted"), AskToMove(EDI, 0, None, "illness")).checkin
    assert (asked.state, asked.offers) == ("asked-to-move", (Offer(EDI, None, "illness"),))
    offered = tapped(asked, AskToMove(EDI, 0, FRIDAY, "illness")).checkin
    assert offered.offers == (Offer(EDI, FRIDAY, "illness"),)


def test_another_time_instead_of_a_proposed_one_is_no_move() -> None:
    assert tapped(checkin("proposed"), AskToMove(EDI, 0, FRIDAY)).checkin.moves == 0


def test_a_missed_check_in_can_still_be_moved() -> None:
    asked = tapped(checkin("missed"), AskToMove(NOOR, 0, AFTER)).checkin
    agreed = tapped(asked, Accept(EDI, 0, AFTER)).checkin
    assert (agreed.state, agreed.at) == ("moved", AFTER)


def test_a_move_that_is_still_to_come_does_not_lapse() -> None:
    asked = checkin("asked-to-move", offers=(Offer(EDI, AFTER),))
    with pytest.raises(IllegalMove):
        tapped(asked, Lapse())
    assert tapped(asked, Lapse(), AFTER + timedelta(hours=1)).checkin.state == "could-not"


def test_nothing_lapses_before_it_is_over() -> None:
    with pytest.raises(IllegalMove):
        tapped(checkin(), Lapse(), AT + timedelta(minutes=59))


# --- what became of it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "state", "disagree"),
    [
        ([(EDI, "held")], "held", False),
        ([(NOOR, "held")], "held", False),
        ([(EDI, "held"), (NOOR, "held")], "held", False),
        ([(EDI, "could-not"), (NOOR, "could-not")], "could-not", False),
        ([(NOOR, "held"), (EDI, "could-not")], "could-not", True),
        ([(EDI, "could-not"), (NOOR, "held")], "could-not", True),
        ([(EDI, "could-not"), (NOOR, "held"), (EDI, "held")], "held", False),
    ],
)
def test_the_answers_of_both_make_one_outcome(answers: list[tuple[str, str]], state: str, disagree: bool) -> None:
    now = checkin("accepted")
    for by, outcome in answers:
        now = tapped(now, Report(by, 0, outcome)).checkin  # type: ignore[arg-type]
    assert (now.state, now.disagree) == (state, disagree)


def test_a_time_that_has_gone_by_is_not_accepted_nor_asked_for() -> None:
    asked = checkin("asked-to-move")
    late = tapped(asked, Accept(NOOR, 0, LATER), LATER)
    assert (late.said, late.checkin) == ("too-late", asked)
    with pytest.raises(IllegalMove):
        tapped(checkin(), AskToMove(EDI, 0, LATER), LATER)


def test_what_nobody_could_be_asked_about_was_not_missed_and_can_be_told_later() -> None:
    unasked = tapped(checkin("accepted"), Lapse("unasked")).checkin
    assert (unasked.state, unasked.answers) == ("could-not", {})
    assert tapped(unasked, Report(EDI, 0, "held"), AFTER).checkin.state == "held"


def test_nobody_misses_what_falls_in_leave() -> None:
    assert tapped(checkin("accepted"), Lapse("away")).checkin.state == "cancelled"


def test_a_late_held_mends_what_was_missed() -> None:
    assert tapped(checkin("missed"), Report(EDI, 0, "held")).checkin.state == "held"


def test_a_time_that_went_by_in_a_pause_was_not_missed() -> None:
    paused = tapped(checkin("accepted"), Pause(EDI, 0)).checkin
    assert tapped(paused, Resume(NOOR, 1), AFTER).checkin.state == "cancelled"
    assert tapped(paused, Resume(NOOR, 1), AT - timedelta(hours=1)).checkin.state == "planned"


def test_a_stranger_changes_nothing() -> None:
    for action in ACTIONS.values():
        if not isinstance(action, Lapse):
            with pytest.raises(IllegalMove):
                tapped(checkin(), replace(action, by="somebody"))


def test_a_round_that_has_not_been_is_refused() -> None:
    with pytest.raises(IllegalMove):
        tapped(checkin(), Cancel(EDI, 1))


# --- any order of taps --------------------------------------------------------------------------------------------------

people = st.sampled_from([NOOR, EDI])
rounds = st.integers(0, 4)
times = st.sampled_from([AT, LATER, FRIDAY])
moments = st.sampled_from([BEFORE, AT + timedelta(hours=2), AFTER])
taps = st.one_of(
    st.builds(Accept, people, rounds, times),
    st.builds(AskToMove, people, rounds, st.none() | times, st.just("other")),
    st.builds(Report, people, rounds, st.sampled_from(["held", "could-not"])),
    st.builds(Cancel, people, rounds),
    st.builds(Pause, people, rounds),
    st.builds(Resume, people, rounds),
    st.builds(Lapse, st.sampled_from(["silence", "away", "unasked"])),
)


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(["planned", "proposed"]), st.lists(st.tuples(taps, moments), max_size=12))
def test_in_any_order_of_taps_a_repeat_changes_nothing_and_only_a_yes_changes_the_time(
    state: State, actions: list[tuple[Action, datetime]]
) -> None:
    now = checkin(state)
    for action, moment in actions:
        before = now
        try:
            result = apply(now, action, moment)
        except IllegalMove:
            assert now == before
            continue
        now = result.checkin
        assert (result.said == "done") == (now is not before)
        assert now.state in STATES
        assert now.round - before.round in (0, 1)
        assert len({offer.by for offer in now.offers}) == len(now.offers)
        assert (now.state == "asked-to-move") == bool(now.offers)
        if now.at != before.at:
            assert (before.state, now.state) == ("asked-to-move", "moved")
            assert now.round == before.round + 1
            assert now.at > moment
        if now.state == "missed" and before.state != "missed":
            assert before.state in STANDING
        if now.round > before.round and not isinstance(action, Lapse):
            # Every button of the old round is over.
            for late in (Cancel, Pause):
                assert apply(now, late(NOOR, before.round), moment).checkin is now
        repeated = None
        try:
            repeated = apply(now, action, moment).checkin
        except IllegalMove:
            continue
        assert repeated is now
