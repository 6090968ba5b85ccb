"""Files as people get them in Telegram: a sheet and a calendar file with their words, an invitation's link as a picture."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.delivery import NO_PACE, Delivery
from bot.people.relations import Staff
from bot.store import Connection, devices, diary, open_store, people
from bot.store.moments import DAY, ms
from bot.talk.house import Ways
from tests.delivery.cast import SIGNER, FixedClock
from tests.doubles.telegram_api import TelegramDouble
from tests.doubles.telegram_chat import Message
from tests.talk.staffed import HOUSE, edition, the_staff
from tests.talk.test_board import booking

JOSEPH = 7
# Long ago: the double dates messages by the real clock, and what was written before now is answered late.
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
PATIENCE = 10.0
KEPT = 730 * DAY


def fill(connection: Connection) -> None:
    """Joseph, who is one of the team, in Telegram; and what is on his diary."""
    assert people.save(connection, Staff(), the_staff(), 0, KEPT)
    row = devices.Row("telegram", str(JOSEPH), str(JOSEPH), "joseph", ms(MONDAY), False, ms(MONDAY))
    devices.add(connection, row, pulled=False)
    for one in (booking("awa", date(2025, 12, 9), "held"), booking("awa", date(2026, 1, 13))):
        assert diary.keep_booking(connection, replace(one, series="", version=0), one.checkin.at.date(), None, ms(MONDAY) + KEPT)


@asynccontextmanager
async def chat() -> AsyncIterator[tuple[TelegramDouble, Callable[[str], Message]]]:
    """The bot in Telegram; the second waits for a message of ours with these words."""
    edition()  # read once, before anybody waits
    clock, store = FixedClock(MONDAY), open_store("sqlite://")
    async with TelegramDouble() as double:
        telegram = TelegramChannel(TelegramSettings(double.token, double.root), clock)
        house = replace(
            HOUSE, ways=Ways(web="https://line.example", telegram=lambda payload: f"https://t.me/LineBot?start={payload}")
        )
        delivery = Delivery(store, edition, house, SIGNER, [telegram], clock, NO_PACE)
        await delivery.start()
        await store.write(fill)
        running = asyncio.create_task(telegram.run(delivery.intake))
        try:
            yield (
                double,
                lambda words: double.until(
                    lambda: next((m for m in double.messages(JOSEPH) if words in m.text), None), PATIENCE, words
                ),
            )
            assert double.complaints == []
            assert double.unknown == {}
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await delivery.stop()
            await telegram.close()
            await store.close()


async def test_a_sheet_comes_as_one_message_with_its_words() -> None:
    async with chat() as (double, seen):
        double.say(JOSEPH, "/board")
        double.press(JOSEPH, await seen("Awa"), "All check-ins (CSV)")
        message = await seen("The team's check-ins, one a row")
        assert message.file is not None
        name, _, data = message.file
        assert name == "check-ins.csv"
        assert data.decode("utf-8-sig").splitlines()[1].startswith("2025-12-09,2025-12-09T10:00+00:00,Europe/London,")


async def test_a_check_in_comes_as_a_calendar_file_and_the_calendar_has_an_address() -> None:
    async with chat() as (double, seen):
        double.say(JOSEPH, "/next")
        double.press(JOSEPH, await seen("Tuesday 13 January"), "Calendar file")
        message = await seen("For your own calendar")
        assert message.file is not None
        assert b"DTSTART:20260113T100000Z" in message.file[2]
        double.press(JOSEPH, message, "Calendar address")
        assert "https://line.example/calendar/" in (await seen("can fetch your check-ins")).text


async def test_an_invitation_comes_with_its_link_as_a_picture() -> None:
    async with chat() as (double, seen):
        double.say(JOSEPH, "/invite")
        double.press(JOSEPH, await seen("How many links"), "1")
        message = await seen("https://t.me/LineBot?start=")
        assert message.picture
        assert message.file is not None
        assert message.file[2].startswith(b"\x89PNG")
