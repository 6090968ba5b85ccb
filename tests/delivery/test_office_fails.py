"""Whatever is wrong with check-ins: whoever asks gets guidance and the emergency card, and nobody's reminders wait for it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.delivery import desk as desks
from tests.delivery.office import in_office


def broken(*args: Any, **more: Any) -> Any:
    raise ValueError("a row that nobody understands")


@pytest.fixture
def office_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's desk can be laid, and no door be looked at."""
    monkeypatch.setattr(desks, "office_of", broken)
    monkeypatch.setattr(desks, "door_of", broken)


@pytest.mark.usefixtures("office_breaks")
async def test_a_member_whose_desk_cannot_be_laid_is_answered_as_if_the_store_were_down() -> None:
    async with in_office() as o:
        await o.stage.says("hello", "edi")
        await o.stage.settled()
        assert (o.script.desk.storing, o.script.desk.office, o.script.desk.member) == (False, None, "edi")
        assert len(o.stage.channel.sent) == 1
        assert await o.stage.counted("given-up") == {}


@pytest.mark.usefixtures("office_breaks")
async def test_nothing_is_promised_to_be_kept_then() -> None:
    async with in_office() as o:
        await o.stage.says("keep this", "edi")
        await o.stage.settled()
        assert o.stage.channel.words == ["store.down"]


@pytest.mark.usefixtures("office_breaks")
async def test_a_red_flag_of_a_member_is_urgent_as_ever() -> None:
    async with in_office() as o:
        await o.stage.says("danger", "edi")
        await o.stage.settled()
        assert len(o.stage.channel.sent) == 1
        assert o.stage.channel.words[0].startswith("answer")


async def test_a_red_flag_whose_turn_fails_is_answered_without_anybodys_world() -> None:
    async with in_office() as o:
        o.script.doing["danger"] = lambda desk: broken() if desk.storing else []
        o.script.doing["hello"] = broken
        await o.stage.says("danger", "edi")
        await o.stage.says("hello", "awa")
        await o.stage.settled()
        assert {(one.chat, word.split()[0]) for one, word in zip(o.stage.channel.sent, o.stage.channel.words, strict=True)} == {
            ("edi", "did"), ("awa", "sorry.lost"),
        }  # fmt: skip
