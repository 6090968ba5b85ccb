"""What quiet hours hold back is listed, with when it comes, and nothing of what it says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from bot.talk.messages import Press
from bot.talk.office import Office
from bot.talk.tokens import Signer
from tests.talk.staffed import MONDAY, Staffed

TOMORROW = MONDAY + timedelta(days=1)


@dataclass
class Holding(Staffed):
    """A team in which messages are held back for everybody."""

    held: tuple[datetime, ...] = (TOMORROW, TOMORROW, MONDAY - timedelta(hours=1))

    def office(self, me: str) -> Office:
        return replace(super().office(me), held=self.held)


def to_come(team: Staffed, who: str) -> str:
    """The list of what is to come, by its button."""
    team.says(who, "/checkins")
    data = Signer((b"a key for tests that is long enough",)).write(Press("c-all", ("held",)), f"memory:{who}")
    return team.pressed_data(who, data)[0].text


@pytest.mark.parametrize(("who", "when"), [("awa", "Tomorrow 09:00"), ("sami", "12:00"), ("lena", "09:00")])
def test_what_is_held_back_stands_there_with_when_it_comes_and_how_much(who: str, when: str) -> None:
    seen = to_come(Holding(), who)
    assert when in seen
    assert "(2)" in seen


def test_where_nothing_is_held_back_that_is_said() -> None:
    assert "No reminder is on its way" in to_come(Holding(held=()), "awa")
