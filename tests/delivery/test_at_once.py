"""Several people, several replicas, one moment: what was decided on what is so no more is decided again, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.people import changes
from bot.store import diary, lists
from bot.store.moments import ms
from bot.supervision.checkin import AskToMove, apply
from bot.supervision.diary import ToTake
from bot.talk.dealings import ChangeStaff, KeepBooking, KeepToTake
from bot.talk.desk import Desk
from bot.talk.effects import Effect
from tests.delivery.cast import FixedClock, MemoryChannel, Stage, stage
from tests.delivery.office import MONDAY, Script, booking, filled, in_office
from tests.delivery.test_dealings import DATABASES, changed
from tests.people.office import TODAY, office
from tests.store.databases import POSTGRES, empty_postgres


@asynccontextmanager
async def replicas(url: str) -> AsyncIterator[tuple[list[Stage], Script]]:
    """An office: three replicas where the store is shared, else one."""
    if url == POSTGRES:
        await empty_postgres()
    clock, channel, script = FixedClock(MONDAY), MemoryChannel(), Script()
    async with AsyncExitStack() as stack:
        some = [
            await stack.enter_async_context(stage(url, clock=clock, channel=channel, talk=script.talk()))
            for _ in range(3 if url == POSTGRES else 1)
        ]
        await some[0].store.inner.write(filled(office(), MONDAY))
        yield some, script


async def all_say(some: Sequence[Stage], said: Sequence[tuple[str, str]]) -> None:
    """Everybody at the same moment, each to another replica."""
    brought = [(some[n % len(some)], some[0].said(text, who)) for n, (who, text) in enumerate(said)]
    await asyncio.gather(*(s.delivery.intake.take([one]) for s, one in brought))
    for s in some:
        await s.settled()


def asks(side: str, hours: int) -> Callable[[Desk], Sequence[Effect]]:
    """Another time, asked for by one of the two, as the check-in stands on the desk."""

    def doing(desk: Desk) -> Sequence[Effect]:
        one = desk.office.booking("booking1") if desk.office else None
        assert one is not None
        tap = AskToMove(side, one.checkin.round, one.checkin.at + timedelta(hours=hours), "visit")
        result = apply(one.checkin, tap, MONDAY)
        return [KeepBooking(replace(one, checkin=result.checkin))] if result.said == "done" else []

    return doing


@pytest.mark.parametrize("url", DATABASES)
async def test_both_sides_ask_for_other_times_at_once_and_each_of_their_last_ones_stands(url: str) -> None:
    async with replicas(url) as (some, script):
        await some[0].store.inner.write(lambda c: diary.keep_booking(c, booking(), TODAY, None, ms(MONDAY) * 2))
        for side in ("sana", "edi"):
            for n in range(8):
                script.doing[f"{side} {n}"] = asks(side, n + (1 if side == "edi" else 20))
        await all_say(some, [(side, f"{side} {n}") for n in range(8) for side in ("sana", "edi")])
        found = await some[0].store.inner.read(lambda c: diary.find(c, ["booking1"]))
        checkin = found["booking1"].checkin
        assert checkin.state == "asked-to-move"
        assert {offer.by for offer in checkin.offers} == {"sana", "edi"}
        assert await some[0].counted("given-up") == {}


@pytest.mark.parametrize("url", DATABASES)
async def test_ten_people_who_change_their_own_at_once_all_have_it(url: str) -> None:
    people = sorted(office().people)
    async with replicas(url) as (some, script):

        def zone(desk: Desk) -> Sequence[Effect]:
            o = desk.office
            assert o is not None
            person = replace(o.person, zone="Africa/Lagos")
            after = replace(o.staff, people={**o.staff.people, o.me: person})
            return [ChangeStaff(o.staff, after, o.staff_version, "set-own", o.me)] if person != o.person else []

        script.doing["zone"] = zone
        await all_say(some, [(who, "zone") for who in people])
        rows = await some[0].rows("people")
        assert {row["id"]: row["zone"] for row in rows} == dict.fromkeys(people, "Africa/Lagos")
        assert await some[0].counted("given-up") == {}


@pytest.mark.parametrize("url", DATABASES)
async def test_what_somebody_shows_their_supervisor_is_not_shown_to_the_next_one(url: str) -> None:
    if url == POSTGRES:
        await empty_postgres()
    async with in_office(url) as o:
        await o.does("edi", KeepToTake(ToTake("t1", "edi", "consent", MONDAY, shown=True)), text="take")
        assert await o.read(lambda c: lists.taking(c, "sana", ["edi"], []))
        hand_over = changed(lambda s: changes.hand_over(s, "edi", "north", "dara", TODAY, TODAY))
        await o.does("mara", hand_over, text="over")
        assert await o.read(lambda c: lists.taking(c, "dara", ["edi"], [])) == ()
        (own,) = await o.read(lambda c: lists.taking(c, "edi", [], []))
        assert (own.topic, own.shown) == ("consent", False)
