"""How much lies on whose desk: what a message may be about, and of many others no more than that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.delivery import office
from bot.talk.dealings import KeepBooking
from tests.delivery.office import MONDAY, InOffice, booking, in_office


async def with_three(o: InOffice) -> None:
    """Check-ins of Sana with Edi and with Awa, and later one of Mara with Sana."""
    await o.does("sana", KeepBooking(booking("b1")), KeepBooking(booking("b2", MONDAY + timedelta(hours=30), worker="awa")))
    last = booking("b3", MONDAY + timedelta(days=9), worker="sana", supervisor="mara")
    await o.does("mara", KeepBooking(last), text="own")


async def lies(o: InOffice, who: str, text: str) -> list[str]:
    """The check-ins on somebody's desk when they type that."""
    await o.does(who, text=text)
    desk = o.script.desk.office
    assert desk is not None
    return sorted(one.checkin.id for one in desk.bookings)


async def test_what_a_manager_types_is_about_their_own_and_a_command_about_all_whom_they_manage() -> None:
    async with in_office() as o:
        await with_three(o)
        assert await lies(o, "mara", "a practice question") == ["b3"]
        assert await lies(o, "mara", "/board") == ["b1", "b2", "b3"]


async def test_a_supervisor_and_whoever_stands_in_have_theirs_for_whatever_they_type() -> None:
    async with in_office() as o:
        await with_three(o)
        for text in ("a practice question", "/checkins"):
            assert await lies(o, "sana", text) == ["b1", "b2", "b3"]
            assert await lies(o, "dara", text) == ["b1", "b2"]
            assert await lies(o, "edi", text) == ["b1"]
            assert await lies(o, "sol", text) == []


async def test_ones_own_never_fall_out_because_there_are_too_many_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_MANY", 1)
    async with in_office() as o:
        await with_three(o)
        assert await lies(o, "mara", "/board") == ["b1", "b3"]
