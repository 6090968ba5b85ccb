"""Every button of check-ins with every id there is, pressed by people whom it is none of their business: nothing is changed, and
nothing is told. The desks of these tests hold everything, which is more than anybody's in the store does."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.people.changes import suspend
from bot.people.invite import Invite
from bot.supervision.diary import AgreedAction, ToTake
from bot.talk.dealings import Dealing, KeepEmail, KeepInvite, KeepLeave, KeepToTake, SawNotice
from bot.talk.joining.colleagues import ref
from bot.talk.messages import Press
from bot.talk.moments import coded
from bot.talk.tokens import OFFICE
from tests.talk.staffed import MONDAY, TODAY, Staffed
from tests.talk.test_checkins import AWA, TODAY_14, _weekly, book, team_with

HELD = "bbbbbbbbbb"
IDS = (AWA, HELD, "s1", "act1", "tk1", "tk2", "inv1", "awa", "joseph", "north", ref("awa"), ref("joseph"), ref("north"))
WORDS = (
    "", "0", "1", "held", "could-not", "visit", "illness", coded(TODAY_14), coded(TODAY_14 + timedelta(days=1)), "x", "s", "h",
    "w", "20261130", "own", "team", "board", "yes", "no", "past", "rhythm", "caseworker",
)  # fmt: skip
ONES_OWN = (KeepLeave, KeepToTake, KeepEmail, SawNotice)
"""What anybody may change of themself."""


def world() -> Staffed:
    """Joseph and Awa with a rhythm, a check-in to come and one held, an agreed action, topics to take along, an invitation."""
    team = team_with(series="s1")
    team.series["s1"] = _weekly("s1")
    book(team, TODAY_14 - timedelta(days=3), id=HELD, state="held")
    team.agreed["act1"] = AgreedAction("act1", AWA, "joseph", "awa", "awa", "read the protocol", TODAY, version=1)
    team.taking["tk1"] = ToTake("tk1", "awa", "disclosure", MONDAY)
    team.taking["tk2"] = ToTake("tk2", "awa", "bruises", MONDAY, shown=True)
    team.invites["inv1"] = Invite("h" * 64, "joseph", "caseworker", "north", MONDAY + timedelta(hours=70))
    return team


def presses(seed: int) -> Iterator[Press]:
    """Each verb with each id, the rest drawn. Not the one that lets in: who can press that was shown an invitation."""
    drawn = random.Random(seed)
    for verb, most in OFFICE.items():
        for first in (*IDS, *drawn.sample(WORDS, 5)) if verb != "j-in" else ():
            yield Press(verb, (first, *(drawn.choice((*IDS, *WORDS)) for _ in range(most - 1)))[:most])


@pytest.mark.parametrize("who", ["a stranger", "sol", "noor", "ada", "lena", "awa"])
def test_whoever_has_nothing_to_do_with_it_changes_and_sees_nothing(who: str) -> None:
    team = world()
    if who == "awa":
        team.staff = suspend(team.staff, "awa")
    hidden = ["read the protocol", "llness"]
    if who != "lena":  # a colleague, who may know that they are there
        hidden += ["14:00"] if who == "ada" else ["14:00", "Awa", "Joseph", "Sami", "Lena", "Amina"]
    for press in presses(len(who)):
        team.effects.clear()
        seen = team.pressed_data(who, team.signer.write(press, f"memory:{who}"))
        text = " ".join(part for screen in seen for part in (screen.text, *screen.buttons))
        assert not [word for word in hidden if word in text], f"{press}: {text}"
        if who == "ada":  # who looks after people, and sees no check-ins
            done = [
                one for one in team.effects if type(one).__name__ in ("KeepBooking", "KeepSeries", "KeepAction", "KeepSnooze")
            ]
        else:
            done = [one for one in team.effects if isinstance(one, Dealing) and not _own(one, who)]
        assert not done, f"{press}: {done}"


def _own(one: Dealing, who: str) -> bool:
    return isinstance(one, ONES_OWN) or (isinstance(one, KeepInvite) and one.invite.by == who)


@pytest.mark.parametrize("who", ["joseph", "awa", "amina", "dara"])
def test_no_press_out_of_turn_is_an_exception_for_those_whose_it_is(who: str) -> None:
    team = world()
    team.says(who, "/schedule")
    for press in presses(len(who)):
        if press.verb in ("j-a", "j-y"):
            continue  # who is there changes: another test's
        assert team.pressed_data(who, team.signer.write(press, f"memory:{who}"))
