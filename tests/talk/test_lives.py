"""The lives of tests/lives go just like that on every channel: real store, real delivery, weeks of clockwork."""

from __future__ import annotations

import pytest

from bot.library.edition import Edition
from tests.talk.lives import PLACES, Life, all_lives, living


@pytest.mark.parametrize("channel", PLACES)
@pytest.mark.parametrize("life", all_lives(), ids=lambda life: life.name)
async def test_the_life_of_a_team_goes_as_written(
    life: Life, channel: str, starter: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with living(channel, life, starter, monkeypatch) as cast:
        problems = await cast.play()
    assert not problems, "\n".join([f"{life.name} ({channel}): {life.title}", *problems])
