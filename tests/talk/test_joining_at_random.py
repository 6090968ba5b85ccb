"""Tapping about at random, in four languages: nothing breaks, nothing is left unsaid, and every button fits."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.people.changes import stand_in
from bot.people.person import Dates
from tests.talk.staffed import TODAY, Staffed
from tests.talk.transcript import Shown

STEPS = 120
TYPED = ("/team", "/me", "/invite", "/forget", "hm", "1 December", "Amman", "21-7", "Zeinab", "awa@example.org", "Sami\nLena")


def team_in(lang: str) -> Staffed:
    """The team, everybody with one language, and somebody who stands in today."""
    team = Staffed()
    people = {id: replace(one, language=lang) for id, one in team.staff.people.items()}
    staff = replace(team.staff, people=people)
    team.staff = stand_in(staff, "north", "joseph", "dara", Dates(TODAY, TODAY), TODAY)
    return team


def looks_right(seen: Shown) -> None:
    assert seen.text.strip()
    assert "{" not in seen.text
    assert all(label.strip() and "{" not in label and len(label) <= 24 for label in seen.buttons)
    assert all(len(token) <= 64 for token in seen.presses.values())


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_tapped_and_typed_there_is_a_fitting_answer(lang: str, seed: int) -> None:
    team, chance = team_in(lang), random.Random(f"{lang}{seed}")
    people = ["amina", "joseph", "awa", "ada", "sol"]
    for _ in range(STEPS):
        who = chance.choice(people)
        shown = [
            t for seen in team.screens.get(who, [])[-1:] for t in seen.presses.values() if t.startswith(("j-", "say:forget"))
        ]
        # Leaving ends a life: rarely, so that the others get to live theirs. What leads on to a change is tapped rather.
        tokens = [t for t in shown if not t.startswith(("j-y:x", "j-a:x")) or chance.random() < 0.05]
        tokens = [t for t in tokens if t.startswith(("j-a", "j-y"))] or tokens if chance.random() < 0.7 else tokens
        if tokens and chance.random() < 0.85:
            for seen in team.pressed_data(who, chance.choice(tokens)):
                looks_right(seen)
        else:
            for seen in team.says(who, chance.choice(TYPED)):
                looks_right(seen)
        for one in team.staff.people.values():
            assert one.left is None or (not one.name and not one.roles)
        for id in team.staff.people:
            assert id not in team.staff.above(id, Dates(TODAY))
