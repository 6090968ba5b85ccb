"""Web and terminal fetch their messages: visible once written, in order, seen once fetched, kept for a day."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from tests.delivery.cast import HOUSE, Stage, make_edition, stage, texts


async def fetch(s: Stage, after: int = 0, chat: str = "anna") -> list[str]:
    return texts(await s.delivery.mailbox.letters("web", chat, after, 5))


async def test_a_letter_is_there_as_soon_as_it_is_written() -> None:
    async with stage() as s:
        waiting = asyncio.create_task(fetch(s))
        await s.says("hello", channel="web")
        assert await waiting == ["answer 0"]
        assert s.web.sent == []


async def test_letters_come_in_order_and_only_those_that_are_new() -> None:
    async with stage() as s:
        for _ in range(3):
            await s.says("hello", channel="web")
        await s.settled()
        letters = await s.delivery.mailbox.letters("web", "anna", 0, 0)
        assert [letter.number for letter in letters] == sorted({letter.number for letter in letters})
        assert len(letters) == 3
        assert len(await s.delivery.mailbox.letters("web", "anna", letters[0].number, 0)) == 2


async def test_waiting_for_nothing_ends_in_nothing() -> None:
    async with stage() as s:
        assert await s.delivery.mailbox.letters("web", "anna", 0, 0.01) == []


async def test_nobody_fetches_anothers_letters() -> None:
    async with stage() as s:
        await s.says("hello", channel="web")
        await s.settled()
        assert await s.delivery.mailbox.letters("web", "ben", 0, 0) == []


async def test_an_edit_of_a_letter_comes_under_a_new_number_with_the_same_id() -> None:
    async with stage() as s:
        await s.says("hm", channel="web")
        await s.settled()
        (first,) = await s.delivery.mailbox.letters("web", "anna", 0, 0)
        await s.says("hello", channel="web")
        await s.settled()
        (second,) = await s.delivery.mailbox.letters("web", "anna", first.number, 0)
        assert (second.id, second.amended, texts([second])) == (first.id, True, ["answer 1"])
        assert len(await s.delivery.mailbox.letters("web", "anna", 0, 0)) == 1


async def test_a_letter_is_drawn_when_it_is_fetched() -> None:
    served = [make_edition("one")]
    async with stage(edition=lambda: served[0]) as s:
        await s.says("a passage please", channel="web")
        await s.settled()
        served[0] = make_edition("two")
        assert await fetch(s) == ["passage disclosure of two 0800 1111"]
        assert [row["code"] for row in await s.rows("archive")] == ["7k2m"]


async def test_a_late_answer_on_a_page_is_no_lock_screen() -> None:
    async with stage() as s:
        await s.says("hello", channel="web", at=s.clock.now() - timedelta(minutes=5))
        await s.settled()
        assert await fetch(s) == ["answer 0"]


async def test_letters_are_kept_a_day_from_when_they_were_seen() -> None:
    async with stage() as s:
        await s.says("hello", channel="web")
        await s.settled()
        s.clock.move(3600)
        await fetch(s)
        await s.row("outbox", state="letter", amended=0)
        s.clock.move(HOUSE.keeps_shown_hours * 3600 - 1)
        await s.delivery.tick()
        assert await fetch(s) == ["answer 0"]
        s.clock.move(2)
        await s.delivery.tick()
        assert await s.rows("outbox") == []


async def test_numbers_never_go_back_after_everything_was_forgotten() -> None:
    async with stage() as s:
        await s.says("hello", channel="web")
        await s.settled()
        (before,) = await s.delivery.mailbox.letters("web", "anna", 0, 0)
        await s.presses("gone", channel="web")
        await s.settled()
        assert await fetch(s, after=before.number) == ["forgotten"]


async def test_hiding_leaves_one_neutral_line() -> None:
    async with stage() as s:
        for _ in range(2):
            await s.says("hello", channel="web")
        await s.settled()
        await s.presses("hide", channel="web")
        await s.settled()
        assert await fetch(s) == ["hidden"]


async def test_it_says_whether_something_is_still_being_answered() -> None:
    async with stage() as s:
        s.store.gate = asyncio.Event()
        taking = asyncio.create_task(s.says("hello", channel="web"))
        s.store.gate.set()
        s.store.gate = None
        await taking
        assert await s.delivery.mailbox.waiting("web", "anna")
        await s.settled()
        await asyncio.gather(*s.delivery._worker._busy.values())
        assert not await s.delivery.mailbox.waiting("web", "anna")


async def test_a_letter_that_cannot_be_drawn_hides_no_other() -> None:
    async with stage() as s:
        await s.says("hello", channel="web")
        await s.settled()
        from dataclasses import replace

        from bot.delivery.apply import Sheet, place
        from bot.store.moments import ms
        from bot.talk.messages import Reply, Say

        sheet = Sheet("web", "anna", "anna", True, ms(s.clock.now()), None, HOUSE, ("web",))
        await s.store.write(lambda c: place(c, replace(sheet), Reply((Say("undrawable"),))))
        assert await fetch(s) == ["answer 0"]
