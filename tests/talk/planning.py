"""Planning played on `Staffed`: what somebody types and taps one after another, and what the clockwork books of it."""

from __future__ import annotations

from dataclasses import replace

from bot.supervision.ahead import book_ahead
from bot.supervision.diary import Series
from tests.talk.staffed import Staffed, edition

NOW = "/schedule check-in with Awa tomorrow at 10"
WEEKLY = "/schedule weekly with Awa on Tuesdays at 10"


def does(team: Staffed, who: str, *steps: str) -> str:
    """Types and taps; what stands on the screen then."""
    for step in steps:
        (team.presses(who, step[1:]) if step.startswith(">") else team.says(who, step))
    return team.last(who).text


def series(team: Staffed) -> Series:
    (one,) = team.series.values()
    return one


def clockwork(team: Staffed) -> None:
    """What the clockwork would book by now."""
    for one in list(team.series.values()):
        ahead = book_ahead(one, edition().kinds[one.kind], team.now, False)
        team.series[one.id] = ahead.series
        for booking in ahead.made:
            team.bookings.setdefault(booking.checkin.id, replace(booking, version=1))


def planned() -> Staffed:
    team = Staffed()
    does(team, "joseph", WEEKLY, ">Yes")
    clockwork(team)
    return team
