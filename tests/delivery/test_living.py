"""A check-in through its life on a real store: reminded, answered in words, moved, held, followed up; who is away has peace."""

from __future__ import annotations

import pytest

from bot.talk import ask
from tests.delivery.crew import DATABASES
from tests.delivery.test_planning import Planning, planning


async def until(team: Planning, **time: float) -> None:
    """Time goes by, and the clockwork looks."""
    hours = time.get("days", 0) * 24 + time.get("hours", 0) + time.get("minutes", 0) / 60
    team.stage.clock.move(hours * 3600)
    await team.ticks()


async def booked(team: Planning) -> None:
    """On Monday at nine Joseph plans tomorrow at ten with Awa, who says yes."""
    await team.does("joseph", "/schedule tomorrow at 10 with Awa", ">Yes")
    await team.ticks()
    assert "Fixed" in await team.does("awa", "/next", ">Yes")


@pytest.mark.parametrize("url", DATABASES)
async def test_a_reminder_is_answered_in_words_moved_held_and_followed_up(url: str) -> None:
    async with planning(url) as team:
        await booked(team)
        await until(team, days=1)
        assert "Today 10:00." in await team.does("awa")
        assert "16:00 (afternoon): ask for this?" in await team.does("awa", "can we do 4 instead")
        assert (await team.states())[0][0] == "accepted"
        await team.does("awa", ">Yes, ask for it", ">Court")
        assert (await team.states())[0][0] == "asked-to-move"
        assert "From: Today 10:00. To: Today 16:00" in await team.does("joseph")
        assert "Fixed" in await team.does("joseph", ">Yes")
        assert (await team.states())[0][0] == "moved"
        await until(team, hours=6)
        assert "Today 16:00." in await team.does("awa")

        await until(team, days=1)
        assert "did it take place?" in await team.does("awa")
        await team.does("awa", "done")
        assert (await team.states())[0][0] == "held"
        await team.does("awa", ">Agree an action", ">I do", "read the new policy together", ">In a week")
        assert "read the new policy together (Awa" in await team.does("joseph", "/actions")
        rows = await team.stage.rows("agreed_actions")
        assert [row["words"] for row in rows] == ["read the new policy together"]
        assert "Closed" in await team.does("joseph", ">Done")


@pytest.mark.parametrize("url", DATABASES)
async def test_who_is_away_is_not_reminded_and_the_other_side_hears_only_that_it_wont_be(url: str) -> None:
    async with planning(url) as team:
        await booked(team)
        await team.does("awa", "/leave", ">Tomorrow")
        assert await team.does("joseph") == "A check-in falls on days away and won't be: Tomorrow 10:00."
        before = len(team.stage.channel.sent)
        await until(team, days=1)
        await until(team, hours=3)
        assert len(team.stage.channel.sent) == before
        await until(team, days=3)
        assert "issed" not in "".join(state for state, _ in await team.states())


@pytest.mark.parametrize("url", DATABASES)
async def test_what_is_taken_along_is_seen_by_the_other_side_only_when_it_is_shown(url: str) -> None:
    async with planning(url) as team:
        await booked(team)
        await team.does("awa", "/start t_supervision-basics", ">Take to supervision")
        assert "What supervision is" not in await team.does("joseph", "/next", ">Prepare")
        await team.does("awa", ">Let supervisor see it")
        assert "What supervision is" in await team.does("joseph", "/next", ">Prepare")


@pytest.mark.parametrize("parts", [3, 0], ids=["under the answer", "behind More"])
async def test_a_topic_that_was_reached_by_tapping_is_taken_along_too(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "PARTS_SHOWN", parts)
    async with planning("sqlite://") as team:
        await team.does("awa", "/browse", ">Supervision", ">What supervision is", *([] if parts else [">More"]))
        assert "Nobody sees it but you" in await team.does("awa", ">Take to supervision")


@pytest.mark.parametrize("url", DATABASES)
async def test_two_taps_at_once_on_one_button_change_it_once(url: str) -> None:
    async with planning(url) as team:
        await booked(team)
        await team.does("awa", "/next", ">Pause", ">Pause")
        assert "already" in await team.does("awa", ">Pause")
        assert (await team.states())[0][0] == "paused"
        told = [one for one in team.stage.channel.sent if one.chat == "joseph" and "paused" in str(one.drawn)]
        assert len(told) == 1
