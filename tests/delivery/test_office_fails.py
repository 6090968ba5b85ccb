"""Whatever is wrong with check-ins: whoever asks gets guidance and the emergency card, and nobody's reminders wait for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.delivery import desk as desks
from bot.delivery import rhythm
from bot.supervision.ahead import book_ahead
from tests.delivery.crew import DATABASES, TUESDAY, checkin, crew, tuesdays
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


# --- the clockwork ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", DATABASES)
async def test_a_zone_that_the_table_of_zones_dropped_keeps_nobody_from_their_reminders(url: str) -> None:
    async with crew(url) as c:
        await c.books(checkin("c1"))
        await c.books(checkin("c2", TUESDAY + timedelta(hours=2), worker="awa"))
        await c.keeps_series(tuesdays())
        await c.works(lambda connection: connection.execute(text("UPDATE people SET zone = 'Mars/Olympus' WHERE id = 'awa'")))
        gone = "UPDATE series SET plans = replace(plans, 'Asia/Amman', 'Mars/Olympus')"
        await c.works(lambda connection: connection.execute(text(gone)))
        await c.stage.says("hello", "awa")
        told = await c.at(TUESDAY - timedelta(minutes=15))
        assert {line.partition(":")[0] for line in told} == {"edi", "awa", "noor"}
        assert any(one.series == "s1" for one in await c.bookings())


async def test_a_rhythm_that_cannot_be_reckoned_keeps_no_other_one_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def one_breaks(series: Any, *rest: Any) -> Any:
        return broken() if series.id == "s1" else book_ahead(series, *rest)

    monkeypatch.setattr(rhythm, "book_ahead", one_breaks)
    async with crew() as c:
        await c.keeps_series(tuesdays())
        await c.keeps_series(tuesdays(id="s2", worker="awa"))
        await c.at(c.now)
        assert {one.series for one in await c.bookings()} == {"s2"}
        monkeypatch.setattr(rhythm, "book_ahead", book_ahead)
        await c.at(c.now + timedelta(hours=1))
        assert {one.series for one in await c.bookings()} == {"s1", "s2"}, "an hour later it is tried again"
