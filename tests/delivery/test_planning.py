"""Planning check-ins through delivery on a real store: what was said yes to is kept, booked, agreed, moved and paused there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery import REAL
from tests.delivery.cast import FixedClock, stage, words_of
from tests.delivery.crew import DATABASES, POSTGRES, Crew, with_staff
from tests.store.databases import empty_postgres
from tests.talk.staffed import HOUSE, MONDAY, edition, the_staff


class Planning(Crew):
    """The team of `staffed`, on a real store with the clockwork."""

    async def does(self, who: str, *steps: str) -> str:
        """Types and taps (">" before a button); what stands there then."""
        for step in steps:
            if step.startswith(">"):
                await self.stage.presses(self._button(who, step[1:]), "m1", who)
            else:
                await self.stage.says(step, who)
            await self.stage.settled()
        return words_of(self._of(who)[-1].drawn)

    def _of(self, who: str) -> list[Any]:
        return [one for one in self.stage.channel.sent if one.chat == who]

    def _button(self, who: str, label: str) -> str:
        for sent in reversed(self._of(who)):
            for button in (button for row in sent.drawn.buttons for button in row):
                if button.text.startswith(label):
                    return str(button.data)
        raise AssertionError(f"no button {label} for {who}")

    async def ticks(self) -> None:
        self.stage.delivery.wake()
        await self.stage.delivery.tick()
        await self.stage.settled()

    async def states(self) -> list[tuple[str, str]]:
        rows = sorted(await self.stage.rows("bookings"), key=lambda row: row["at"])
        return [(str(row["state"]), str(row["day"])) for row in rows]


@asynccontextmanager
async def planning(url: str) -> AsyncIterator[Planning]:
    if url == POSTGRES:
        await empty_postgres()
    async with stage(url, clock=FixedClock(MONDAY), edition=edition, talk=REAL, house=HOUSE) as s:
        await s.store.inner.write(with_staff(the_staff(), MONDAY))
        yield Planning(s, kinds=dict(edition().kinds))


@pytest.mark.parametrize("url", DATABASES)
async def test_a_rhythm_is_planned_booked_agreed_moved_paused_and_ended(url: str) -> None:
    async with planning(url) as team:
        await team.does("joseph", "/schedule every Tuesday at 10 with Awa", ">Yes")
        await team.ticks()
        days = ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15"]
        assert await team.states() == [("proposed", day) for day in days]

        assert "Agreed. The first: Tuesday 24 November 2026, 10:00" in await team.does("awa", ">Show", ">Yes, agreed")
        assert await team.states() == [("accepted", day) for day in days]

        team.stage.clock.move(timedelta(days=2).total_seconds())
        await team.does("joseph", "/schedule move all my check-ins with Awa to 11:30", ">Yes")
        assert "11:30" in await team.does("awa", ">Show")
        await team.ticks()
        states = {day: state for state, day in await team.states()}
        assert [states[day] for day in days[1:]] == ["proposed"] * 3
        (series,) = await team.stage.rows("series")
        assert series["agreed"] == 0

        await team.does("awa", "/schedule pause my check-ins with Joseph until 15 January", ">Yes, pause")
        await team.ticks()
        assert {state for state, day in await team.states() if day > "2026-11-25"} <= {"paused"}
        (series,) = await team.stage.rows("series")
        assert (series["paused"], series["paused_until"]) == (1, "2027-01-15")

        await team.does("joseph", "/schedule", "/checkins", ">Rhythms", ">Awa", ">End the rhythm", ">Yes, end it")
        (series,) = await team.stage.rows("series")
        assert series["ended"] == 1


async def test_each_of_a_team_is_planned_at_once_and_a_second_yes_keeps_nothing_more() -> None:
    async with planning("sqlite://") as team:
        await team.does("joseph", "/schedule weekly with each of my team, Sunday to Thursday mornings")
        yes = team._button("joseph", "Yes, all")
        for _ in range(2):
            await team.stage.presses(yes, "m1", "joseph")
            await team.stage.settled()
        assert "planned already" in words_of(team._of("joseph")[-1].drawn)
        assert len(await team.stage.rows("series")) == 3
        await team.ticks()
        assert len(await team.stage.rows("bookings")) == 12
        for who in ("awa", "sami", "lena"):
            assert len(team._of(who)) == 1


async def test_a_single_check_in_is_proposed_and_fixed() -> None:
    async with planning("sqlite://") as team:
        await team.does("joseph", "/schedule check-in with Awa tomorrow at 10", ">Yes")
        await team.does("awa", ">Yes")
        assert await team.states() == [("accepted", "2026-11-24")]


async def test_a_feast_is_moved_for_the_whole_team_and_ramadan_is_set() -> None:
    async with planning("sqlite://") as team:
        await team.does("amina", "/daysoff", ">Set Ramadan", "8 February", "9 March")
        (days,) = await team.stage.rows("team_days")
        assert (days["kind"], days["first"], days["last"]) == ("ramadan", "2027-02-08", "2027-03-09")
        await team.does("amina", ">Days of the team", ">No Ramadan")
        assert not await team.stage.rows("team_days")
