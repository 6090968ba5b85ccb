"""More than twenty messages a minute: one "slower", the rest is answered as one when it is quiet; a red flag never waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.delivery import NO_PACE, Pace
from tests.delivery.cast import Stage, stage


async def flood(s: Stage, n: int = 25) -> None:
    for i in range(n):
        await s.says(f"line {i}")
        await s.settled_but_held(max(0, i - 19))


async def test_the_twenty_first_gets_one_slower_and_the_rest_is_answered_as_one() -> None:
    async with stage(pace=Pace()) as s:
        await flood(s)
        assert s.channel.words.count("slower") == 1
        assert len(s.channel.sent) == 21
        await s.later(9.9)
        assert len(s.channel.sent) == 21
        await s.later(0.1)
        assert (await s.channel.until_sent(22))[-1] == "answer 5 lines"
        await s.settled()
        assert all(row["body"] == "" for row in await s.rows("inbox"))


async def test_another_message_makes_it_wait_longer() -> None:
    async with stage(pace=Pace()) as s:
        await flood(s, 22)
        await s.later(9)
        await s.says("and this")
        await s.settled_but_held(3)
        await s.later(9)
        assert len(s.channel.sent) == 21
        await s.later(1)
        assert (await s.channel.until_sent(22))[-1] == "answer 3 lines"


@pytest.mark.parametrize("urgent", ["danger", "/sos"])
async def test_a_red_flag_is_answered_in_the_midst_of_it(urgent: str) -> None:
    async with stage(pace=Pace()) as s:
        await flood(s)
        danger = await s.says(urgent)
        await s.channel.until_sent(22)
        assert s.channel.sent[-1].reply_to == danger.message_id


async def test_a_flood_holds_up_nobody_else() -> None:
    async with stage(pace=Pace()) as s:
        await flood(s)
        await s.says("hello", "ben")
        await s.channel.until_sent(22)
        assert s.channel.sent[-1].chat == "ben"


async def test_presses_are_never_held() -> None:
    async with stage(pace=Pace()) as s:
        await flood(s)
        await s.presses("anything")
        assert (await s.channel.until_sent(22))[-1] == "pressed"


@pytest.mark.parametrize("seconds", [1, 11])
async def test_what_is_held_is_answered_after_a_restart(tmp_path: Path, seconds: int) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    async with stage(url, Pace()) as s:
        await flood(s)
        clock = s.clock
    clock.move(seconds)
    async with stage(url, Pace(), clock) as s:
        await s.later(11 - seconds)
        assert await s.channel.until_sent(1) == ["answer 5 lines"]


async def test_without_a_pace_no_number_is_too_many() -> None:
    async with stage(pace=NO_PACE) as s:
        for _ in range(50):
            await s.says("hello")
        await s.channel.until_sent(50)
        assert "slower" not in s.channel.words
