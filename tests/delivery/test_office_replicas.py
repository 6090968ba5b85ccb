"""Several workers on one PostgreSQL and people who joined: what one of them changed, the others know at the next message."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.people import changes
from bot.people.invite import Invite, code_of
from bot.store import devices, invites
from bot.talk.messages import Joined
from tests.delivery.cast import SIGNER, FixedClock, MemoryChannel, Stage, stage
from tests.delivery.office import MONDAY, Script, filled
from tests.delivery.test_dealings import changed, joining
from tests.people.office import office
from tests.store.databases import POSTGRES, empty_postgres

if POSTGRES:
    CODE = code_of(b"sixteen bytes ok")
    INVITE = Invite(SIGNER.hashes(CODE)[0], "sana", "caseworker", "north", MONDAY + timedelta(hours=72))

    @pytest.fixture(autouse=True)
    async def _empty() -> None:
        await empty_postgres()

    async def replicas(stack: AsyncExitStack, n: int) -> list[tuple[Stage, Script]]:
        """Replicas of the invented office, with one clock and one channel."""
        clock, channel = FixedClock(MONDAY), MemoryChannel()
        made = []
        for number in range(n):
            script = Script()
            s = await stack.enter_async_context(stage(POSTGRES, clock=clock, channel=channel, talk=script.talk()))
            if not number:
                await s.store.inner.write(filled(office(), MONDAY))
            made.append((s, script))
        return made

    async def asked(s: Stage, script: Script, text: str, who: str) -> None:
        """One message, answered by this replica: the others are asleep, since nothing was brought to them."""
        before = len(script.desks)
        while len(script.desks) == before:  # another one may have been quicker
            await s.says(text, who)
            await s.settled()

    async def test_who_was_suspended_at_one_has_no_desk_at_another() -> None:
        async with AsyncExitStack() as stack:
            (one, first), (other, second) = await replicas(stack, 2)
            await asked(other, second, "hello", "edi")
            assert second.desk.office is not None
            for script in (first, second):
                script.doing["suspend"] = changed(lambda s: changes.suspend(s, "edi"), "suspend")
            await one.says("suspend", "mara")
            await one.settled()
            await asked(other, second, "hello", "edi")
            await asked(one, first, "hello", "edi")
            assert [(script.desk.member, script.desk.office) for script in (first, second)] == [("", None)] * 2

    async def test_a_device_that_was_signed_out_at_one_is_nobodys_at_another() -> None:
        async with AsyncExitStack() as stack:
            (one, first), (other, second) = await replicas(stack, 2)
            await asked(other, second, "hello", "edi")
            await one.store.inner.write(lambda c: devices.end(c, "telegram", "edi"))
            await asked(other, second, "hello", "edi")
            assert (second.desk.member, second.desk.office) == ("", None)
            assert first.desks == [] or first.desk.office is not None or first.desk.member == ""

    async def test_of_fifty_who_press_at_once_at_three_exactly_one_comes_in() -> None:
        async with AsyncExitStack() as stack:
            some = await replicas(stack, 3)
            await some[0][0].store.inner.write(lambda c: invites.keep(c, "i1", INVITE))
            for _, script in some:
                script.doing[f"i_{CODE}"] = joining
            brought = [(some[n % 3][0], Joined(some[0][0].origin(f"chat {n}"), f"i_{CODE}")) for n in range(50)]
            await asyncio.gather(*(s.delivery.intake.take([joined]) for s, joined in brought))
            for s, _ in some:
                await s.settled()
            rows = [row for row in await some[0][0].rows("devices") if row["chat"].startswith("chat")]
            assert len(rows) == 1
            assert len(await some[0][0].rows("people")) == len(office().people) + 1
            assert await some[0][0].counted("given-up") == {}

    async def test_many_with_a_link_each_all_come_in_at_three() -> None:
        async with AsyncExitStack() as stack:
            some = await replicas(stack, 3)
            codes = [code_of(bytes([n] * 16)) for n in range(24)]
            for n, code in enumerate(codes):
                link = replace(INVITE, hash=SIGNER.hashes(code)[0])
                await some[0][0].store.inner.write(lambda c, n=n, link=link: invites.keep(c, f"i{n}", link))  # type: ignore[misc]
                for _, script in some:
                    script.doing[f"i_{code}"] = joining
            brought = [(some[n % 3][0], Joined(some[0][0].origin(f"chat {n}"), f"i_{c}")) for n, c in enumerate(codes)]
            await asyncio.gather(*(s.delivery.intake.take([joined]) for s, joined in brought))
            for s, _ in some:
                await s.settled()
            assert len(await some[0][0].rows("people")) == len(office().people) + 24
            assert await some[0][0].counted("given-up") == {}
