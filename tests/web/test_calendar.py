"""The address that a calendar program fetches: no cookie, no page, and nothing to learn from a wrong one."""

from __future__ import annotations

import httpx
import pytest

from bot.talk.messages import File
from tests.web.fakes import FakeBot, FixedClock, make

CALENDAR = File("check-in.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


async def calendar(token: str) -> File | None:
    if token == "down":
        raise RuntimeError("the store is down")
    return CALENDAR if token == "d2ViOng.0123" else None


def client(clock: FixedClock | None = None) -> httpx.AsyncClient:
    app = make(FakeBot(), calendar=calendar, clock=clock or FixedClock())
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver")


async def test_a_calendar_program_gets_the_calendar_without_a_cookie_and_nothing_keeps_it() -> None:
    async with client() as http:
        got = await http.get("/calendar/d2ViOng.0123.ics")
        assert (got.status_code, got.content, got.headers["content-type"]) == (200, CALENDAR.data, CALENDAR.media)
        assert got.headers["cache-control"] == "no-store"
        assert "set-cookie" not in got.headers
        head = await http.head("/calendar/d2ViOng.0123.ics")
        assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("token", ["x", "d2ViOng.0124", "%2e%2e", "é"])
async def test_an_address_that_means_none_is_not_there(token: str) -> None:
    async with client() as http:
        assert (await http.get(f"/calendar/{token}.ics")).status_code == 404


async def test_a_store_that_is_down_asks_to_come_again() -> None:
    async with client() as http:
        got = await http.get("/calendar/down.ics")
        assert got.status_code == 503
        assert int(got.headers["retry-after"]) >= 60


async def test_whoever_guesses_is_slowed_down() -> None:
    async with client() as http:
        codes = [(await http.get(f"/calendar/{n}.ics")).status_code for n in range(130)]
    assert codes[0] == 404
    assert codes[-1] == 429


async def test_without_check_ins_there_is_no_such_address() -> None:
    app = make(FakeBot())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as http:
        assert (await http.get("/calendar/d2ViOng.0123.ics")).status_code == 404
