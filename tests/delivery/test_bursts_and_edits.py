"""Messages of one minute are read together, and an edited question gets its answer edited."""

from __future__ import annotations

import asyncio

from bot.delivery.pace import Limits, Pace, Rate
from bot.talk.messages import Edited
from tests.delivery.cast import stage


async def test_a_not_known_within_a_minute_is_edited_into_the_answer_of_the_whole() -> None:
    async with stage() as s:
        await s.says("hm")
        await s.channel.until_sent(1)
        await s.settled()
        s.clock.move(59)
        await s.says("hello")
        assert await s.channel.until_sent(2) == ["unknown", "answer 1"]
        assert s.channel.sent[1].amends == "m1"


async def test_after_a_minute_it_is_a_question_of_its_own() -> None:
    async with stage() as s:
        await s.says("hm")
        await s.channel.until_sent(1)
        s.clock.move(61)
        await s.says("hello")
        assert (await s.channel.until_sent(2))[-1] == "answer 0"
        assert s.channel.sent[1].amends == ""


async def test_an_answer_ends_the_burst() -> None:
    async with stage() as s:
        for text in ("hm", "hello", "hello"):
            await s.says(text)
            await s.settled()
        assert s.channel.words == ["unknown", "answer 1", "answer 0"]


async def test_another_persons_words_are_not_read_together_with_mine() -> None:
    async with stage() as s:
        await s.says("hm", "anna")
        await s.says("hello", "ben")
        assert sorted(await s.channel.until_sent(2)) == ["answer 0", "unknown"]


async def test_a_not_known_that_is_being_sent_is_edited_as_soon_as_it_is_there() -> None:
    async with stage() as s:
        slow = asyncio.Event()
        s.channel.script.append(slow.wait)  # type: ignore[arg-type]
        await s.says("hm")
        await s.channel.until_tried(1)
        await s.says("hello")
        await s.row("outbox", lease_token=None)
        slow.set()
        assert await s.channel.until_sent(2) == ["unknown", "answer 1"]
        assert s.channel.sent[1].amends == "m1"


async def test_a_not_known_that_still_waits_is_replaced() -> None:
    closed = Pace({"telegram": Limits(overall=Rate(0.001, 1))})
    async with stage(pace=closed) as s:
        await s.says("hello", "ben")  # takes the only token
        await s.channel.until_sent(1)
        await s.says("hm")
        await s.row("outbox", chat="anna")
        await s.says("hello")
        await s.settled_but_waiting()
        (row,) = await s.rows("outbox")
        assert "answer" in row["body"]
        await s.later(1000)
        # It is late by now: what stands in the row is what matters.
        assert (await s.channel.until_sent(2))[-1] == "late.ready"


async def test_the_words_of_a_burst_stand_in_no_table() -> None:
    async with stage() as s:
        await s.says("hm xylophone")
        await s.channel.until_sent(1)
        await s.settled()
        for table in ("inbox", "outbox", "conversations", "sent", "counts"):
            assert "xylophone" not in repr(await s.rows(table)), table


async def test_an_edited_question_gets_its_answer_edited() -> None:
    async with stage() as s:
        said = await s.says("hello")
        await s.channel.until_sent(1)
        await s.settled()
        await s.delivery.intake.take([Edited(s.origin(), "hello again", said.message_id)])
        await s.channel.until_sent(2)
        assert s.channel.sent[1].amends == "m1"


async def test_a_question_edited_while_its_answer_is_being_sent_gets_it_edited() -> None:
    async with stage() as s:
        slow = asyncio.Event()
        s.channel.script.append(slow.wait)  # type: ignore[arg-type]
        said = await s.says("hello")
        await s.channel.until_tried(1)
        await s.delivery.intake.take([Edited(s.origin(), "hello again", said.message_id)])
        await s.row("outbox", lease_token=None)
        slow.set()
        await s.channel.until_sent(2)
        assert s.channel.sent[1].amends == "m1"


async def test_an_edit_of_something_long_gone_is_answered_anew() -> None:
    async with stage() as s:
        await s.delivery.intake.take([Edited(s.origin(), "hello again", "q-years-ago")])
        await s.channel.until_sent(1)
        assert s.channel.sent[0].amends == ""
