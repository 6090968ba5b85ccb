"""Several workers on one PostgreSQL: each message is answered once, conversations stay in order, and the pace is one for all."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from contextlib import AsyncExitStack

import pytest

from bot.delivery import NO_PACE, Pace
from bot.delivery.pace import Limits, Rate
from bot.talk.messages import Said
from tests.delivery.cast import FixedClock, MemoryChannel, Stage, stage
from tests.store.databases import POSTGRES, empty_postgres

if POSTGRES:

    @pytest.fixture(autouse=True)
    async def _empty() -> None:
        await empty_postgres()

    async def replicas(stack: AsyncExitStack, n: int, pace: Pace = NO_PACE) -> list[Stage]:
        """Replicas with one clock and one channel."""
        clock, channel = FixedClock(), MemoryChannel()
        return [await stack.enter_async_context(stage(POSTGRES, pace, clock, channel=channel)) for _ in range(n)]

    async def test_each_update_has_its_effects_once_however_often_and_wherever_it_is_brought() -> None:
        chance = random.Random(7)
        async with AsyncExitStack() as stack:
            some = await replicas(stack, 3)
            asked = [some[0].said("hello", f"person {n % 12}") for n in range(120)]
            brought = [said for said in asked for _ in range(chance.randint(1, 3))]
            chance.shuffle(brought)
            await asyncio.gather(*(chance.choice(some).delivery.intake.take([said]) for said in brought))
            channel = some[0].channel
            await channel.until_sent(120)
            for one in some:
                await one.settled()
            assert len(channel.sent) == 120
            assert await some[0].counted("seen") == {said.message_id: 1 for said in asked}
            (answers,) = {row["session"].split('"answers":')[1].split(",")[0] for row in await some[0].rows("conversations")}
            assert answers == "10"

    async def test_a_conversation_is_answered_in_order_by_whoever_answers_it() -> None:
        async with AsyncExitStack() as stack:
            some = await replicas(stack, 3)
            asked: dict[str, list[str]] = defaultdict(list)
            for n in range(90):
                said: Said = await some[n % 3].says("hello", f"person {n % 6}")
                asked[said.origin.chat].append(said.message_id)
            channel = some[0].channel
            await channel.until_sent(90)
            answered: dict[str, list[str]] = defaultdict(list)
            for outgoing in channel.sent:
                answered[outgoing.chat].append(outgoing.reply_to)
            assert answered == asked

    async def test_the_pace_is_one_for_all() -> None:
        async with AsyncExitStack() as stack:
            some = await replicas(stack, 3, Pace({"telegram": Limits(overall=Rate(1, 5))}))
            for n in range(30):
                await some[n % 3].says("hello", f"person {n}")
            channel = some[0].channel
            await channel.until_sent(5)
            for one in some:
                await one.settled_but_waiting()
            assert len(channel.sent) == 5
            some[0].clock.move(3)
            for one in some:
                one.delivery.wake()
            await channel.until_sent(8)
            for one in some:
                await one.settled_but_waiting()
            assert len(channel.sent) == 8

    async def test_what_a_dead_worker_had_claimed_is_done_by_another() -> None:
        async with AsyncExitStack() as stack:
            (one,) = await replicas(stack, 1)
            never = asyncio.Event()
            one.channel.script.append(never.wait)  # type: ignore[arg-type]
            await one.says("hello")
            await one.channel.until_tried(1)
            await one.store.write(lambda c: c.exec_driver_sql("UPDATE outbox SET lease_until = 1"))
            (two,) = await replicas(stack, 1)
            await two.channel.until_sent(1)
            await two.row("sent", message_id="m1")
            never.set()
            await one.channel.until_sent(1)
            await one.settled()

    async def test_a_flood_is_held_and_answered_as_one_by_replicas_too() -> None:
        async with AsyncExitStack() as stack:
            (one,) = await replicas(stack, 1, Pace())
            for n in range(25):
                await one.says(f"line {n}")
                await one.settled_but_held(max(0, n - 19))
            await one.later(10)
            assert (await one.channel.until_sent(22))[-1] == "answer 5 lines"
            await one.settled()

    async def test_letters_written_by_one_replica_are_fetched_from_another() -> None:
        async with AsyncExitStack() as stack:
            one, two = await replicas(stack, 2)
            fetching = asyncio.create_task(two.delivery.mailbox.letters("web", "anna", 0, 5))
            await one.says("hello", channel="web")
            assert len(await fetching) == 1

    async def test_question_text_is_in_no_table_after_the_answer() -> None:
        async with AsyncExitStack() as stack:
            (one,) = await replicas(stack, 1)
            await one.says("Zanzibar-Quokka")
            await one.settled()
            for table in ("inbox", "outbox", "conversations", "sent", "counts", "archive", "pace", "meta"):
                assert "Zanzibar" not in repr(await one.rows(table)), table
