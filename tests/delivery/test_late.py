"""A reply that comes late says nothing on a lock screen (hazard H12): only that something is ready, without a sound."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.apply import Sheet, place
from bot.store.moments import ms
from bot.talk.messages import Reply, Say
from tests.delivery.cast import HOUSE, Stage, stage


@pytest.mark.parametrize(("seconds", "said"), [(59, "answer 0"), (61, "late.ready")])
async def test_a_reply_is_neutral_from_a_minute_after_the_question(seconds: int, said: str) -> None:
    async with stage() as s:
        await s.says("hello", at=s.clock.now() - timedelta(seconds=seconds))
        assert await s.channel.until_sent(1) == [said]
        assert s.channel.sent[0].silent == (said == "late.ready")


async def test_a_reply_that_grows_late_while_it_waits_is_neutral_too() -> None:
    async with stage() as s:
        first = asyncio.Event()
        s.channel.script.append(first.wait)  # type: ignore[arg-type]
        await s.says("hello")
        await s.says("hello")
        await s.channel.until_tried(1)
        await s.row("outbox", lease_token=None)
        s.clock.move(61)
        first.set()
        assert (await s.channel.until_sent(2))[-1] == "late.ready"


async def late(s: Stage) -> str:
    """Somebody is told that their answer is ready; the token of the button that brings it."""
    await s.says("hello", at=s.clock.now() - timedelta(minutes=5))
    await s.channel.until_sent(1)
    await s.row("outbox", state="held")
    return s.channel.sent[0].drawn.buttons[0][0].data


async def test_the_button_brings_the_reply_in_the_place_of_the_line() -> None:
    async with stage() as s:
        token = await late(s)
        await s.presses(token, under="m1")
        assert await s.channel.until_sent(2) == ["late.ready", "answer 0"]
        assert s.channel.sent[1].amends == "m1"
        await s.settled()
        (row,) = await s.rows("outbox")
        assert (row["state"], row["body"]) == ("shown", "")


async def test_a_second_press_brings_nothing_more() -> None:
    async with stage() as s:
        token = await late(s)
        for _ in range(3):
            await s.presses(token, under="m1")
        await s.settled()
        await s.channel.until(lambda: len(s.channel.toasts) == 3)
        assert s.channel.words == ["late.ready", "answer 0"]


async def test_another_person_cannot_press_for_it() -> None:
    async with stage() as s:
        token = await late(s)
        await s.presses(token, under="m1", chat="ben")
        assert (await s.channel.until_sent(2))[-1] == "sorry.lost"
        assert (await s.rows("outbox"))[0]["state"] == "held"


async def test_after_a_day_it_is_gone_and_that_is_said() -> None:
    async with stage() as s:
        token = await late(s)
        s.clock.move(HOUSE.keeps_shown_hours * 3600 + 1)
        await s.delivery.tick()
        assert await s.rows("outbox") == []
        await s.presses(token, under="m1")
        assert (await s.channel.until_sent(2))[-1] == "sorry.lost"


@pytest.mark.parametrize("junk", ["show:", "show:x", "show:99999999999999999999999", "show:-1", "show:0"])
async def test_a_forged_number_finds_nothing(junk: str) -> None:
    async with stage() as s:
        await s.presses(junk)
        assert await s.channel.until_sent(1) == ["sorry.lost"]


async def test_what_nobody_asked_for_is_silent_and_neutral() -> None:
    async with stage() as s:
        sheet = Sheet("telegram", "anna", "anna", True, ms(s.clock.now()), None, HOUSE, ("web",))
        told = Reply((Say("announcement"),), lane="bulk")
        await s.store.write(lambda c: place(c, sheet, told))
        s.delivery.wake()
        assert await s.channel.until_sent(1) == ["late.ready"]
        assert s.channel.sent[0].silent


async def test_a_reminder_is_neutral_by_itself_and_rings() -> None:
    async with stage() as s:
        sheet = Sheet("telegram", "anna", "anna", True, ms(s.clock.now()), None, HOUSE, ("web",))
        await s.store.write(lambda c: place(c, sheet, Reply((Say("reminder"),), lane="reminder")))
        await s.later(3600)
        assert await s.channel.until_sent(1) == ["reminder"]
        assert not s.channel.sent[0].silent


async def test_the_neutral_line_names_no_subject() -> None:
    async with stage() as s:
        await s.says("a passage please", at=s.clock.now() - timedelta(minutes=5))
        assert await s.channel.until_sent(1) == ["late.ready"]
        row = await s.row("sent", message_id="m1")
        assert (row["topic"], row["codes"], row["services"]) == ("", "", "")
