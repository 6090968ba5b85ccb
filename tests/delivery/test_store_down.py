"""With the store down urgent, guidance and services are answered straight away, and nothing is answered twice afterwards."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.base import ChannelError, NotSent, SlowDown, Unsure
from bot.delivery import breaker, direct
from bot.store import StoreDown, StoreReadOnly
from tests.delivery.cast import Stage, stage, texts


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is given up sooner than in life, so that the tests don't wait."""
    monkeypatch.setattr("bot.delivery.inbox.RED_FLAG_SECONDS", 0.02)
    monkeypatch.setattr("bot.delivery.inbox.OTHER_SECONDS", 0.2)


async def comes_back(s: Stage) -> None:
    s.store.fault, s.store.gate = None, None
    s.delivery.look_at_store()
    await s.settled()


@pytest.mark.parametrize(
    "fault", [StoreDown("the disk is full"), StoreReadOnly("the database can't be written"), RuntimeError("?")]
)
async def test_every_question_is_answered_at_once_when_the_store_fails(fault: Exception) -> None:
    async with stage() as s:
        s.store.fault = fault
        for text in ("danger", "a passage please", "hello"):
            await s.says(text)
        assert s.channel.words == ["answer 0", "passage disclosure of one 0800 1111", "answer 0"]
        assert all(outgoing.reply_to for outgoing in s.channel.sent)


async def test_what_would_have_to_be_kept_is_refused_in_plain_words() -> None:
    async with stage() as s:
        s.store.fault = StoreDown("gone")
        await s.says("keep my country")
        assert s.channel.words == ["store.down"]


async def test_a_store_that_hangs_is_waited_for_half_a_second_for_a_red_flag_and_two_for_the_rest() -> None:
    assert (breaker.RED_FLAG_SECONDS, breaker.OTHER_SECONDS, breaker.PROBE_SECONDS) == (0.5, 2.0, 2.0)
    async with stage() as s:
        s.store.gate = asyncio.Event()
        both = asyncio.create_task(s.delivery.intake.take([s.said("hello", "ben"), s.said("danger", "anna")]))
        await s.channel.until_sent(1)
        assert s.channel.sent[0].chat == "anna"
        assert not both.done()
        await both
        assert [outgoing.chat for outgoing in s.channel.sent] == ["anna", "ben"]


async def test_nothing_is_waited_for_once_the_breaker_is_open() -> None:
    async with stage() as s:
        s.store.fault = StoreDown("gone")
        await s.says("hello")
        s.store.gate = asyncio.Event()  # whoever asks now waits for ever
        await s.says("hello")
        assert len(s.channel.sent) == 2


async def test_what_was_answered_directly_is_not_answered_again_when_the_store_is_back() -> None:
    async with stage() as s:
        s.store.fault = StoreDown("gone")
        said = await s.says("hello")
        await comes_back(s)
        await s.delivery.intake.take([said])
        await s.says("after")
        await s.channel.until_sent(2)
        await s.settled()
        assert len(s.channel.sent) == 2


async def test_a_write_that_succeeds_after_all_leads_to_no_second_answer() -> None:
    async with stage() as s:
        gate = s.store.gate = asyncio.Event()
        taking = asyncio.create_task(s.delivery.intake.take([s.said("danger"), s.said("hello", "ben")]))
        await s.channel.until_sent(1)
        gate.set()  # the store answers between half a second and two: both rows are there
        await taking
        await s.channel.until_sent(2)
        await s.settled()
        assert [outgoing.chat for outgoing in s.channel.sent] == ["anna", "ben"]


async def test_a_message_that_was_stored_just_before_is_answered_directly_too() -> None:
    async with stage() as s:
        await s.says("before", "ben")
        await s.channel.until_sent(1)
        await s.settled()
        write, stored = s.store.write, asyncio.Event()

        async def failing_after_the_first(work):  # type: ignore[no-untyped-def]
            if stored.is_set():
                s.store.fault = s.store.fault or StoreDown("gone")
            stored.set()
            return await write(work)

        s.store.write = failing_after_the_first  # type: ignore[method-assign]
        await s.says("hello")
        await s.channel.until_sent(2)
        s.store.write = write  # type: ignore[method-assign]
        await comes_back(s)
        assert [row["body"] for row in await s.rows("inbox")] == ["", ""]
        assert len(s.channel.sent) == 2


@pytest.mark.parametrize("text", ["danger", "hello"])
async def test_an_answer_that_is_written_too_slowly_is_given_directly_and_not_again(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.answering.RED_FLAG_SECONDS", 0.02)
    monkeypatch.setattr("bot.delivery.answering.OTHER_SECONDS", 0.04)
    async with stage() as s:
        await s.says("before", "ben")
        await s.channel.until_sent(1)
        await s.settled()
        write, stored, slow = s.store.write, asyncio.Event(), asyncio.Event()

        async def slowly_after_the_first(work):  # type: ignore[no-untyped-def]
            if stored.is_set():
                await slow.wait()
            stored.set()
            return await write(work)

        s.store.write = slowly_after_the_first  # type: ignore[method-assign]
        await s.says(text)
        await s.channel.until_sent(2)
        slow.set()
        await comes_back(s)
        await s.says("after")
        await s.channel.until_sent(3)
        await s.settled()
        assert [outgoing.chat for outgoing in s.channel.sent] == ["ben", "anna", "anna"]
        assert await s.rows("outbox") == []
        assert len(await s.counted("seen")) == 3, "what it changes is kept all the same"


async def test_what_was_sent_while_the_store_went_down_is_settled_when_it_is_back() -> None:
    async with stage() as s:
        slow = asyncio.Event()
        s.channel.script.append(slow.wait)  # type: ignore[arg-type]
        await s.says("hello")
        await s.channel.until_tried(1)
        s.store.fault = StoreDown("gone")
        slow.set()
        await s.channel.until_sent(1)
        await s.says("meanwhile", "ben")
        await comes_back(s)
        assert len(s.channel.sent) == 2
        assert [row["message_id"] for row in await s.rows("sent")] == ["m1"]


async def test_what_waits_in_the_outbox_goes_on_when_the_store_is_back() -> None:
    async with stage() as s:
        s.channel.script.append(SlowDown(5))
        await s.says("hello")
        await s.row("outbox", lease_token=None)
        s.store.fault = StoreDown("gone")
        await s.says("hello", "ben")
        s.clock.move(6)
        await comes_back(s)
        assert sorted(o.chat for o in s.channel.sent) == ["anna", "ben"]


async def test_a_claim_that_was_written_without_an_answer_is_given_back() -> None:
    async with stage() as s:
        s.channel.script.append(SlowDown(5))
        await s.says("hello")
        await s.channel.until_tried(1)
        await s.settled_but_waiting()
        write = s.store.write

        async def written_but_unheard(work):  # type: ignore[no-untyped-def]
            await write(work)
            raise StoreDown("no answer")

        s.store.write = written_but_unheard  # type: ignore[method-assign]
        await s.later(6)
        await s.row("outbox", lease_until=None, state="waiting")
        async with asyncio.timeout(5):
            while not (await s.delivery.health()).degraded:
                await asyncio.sleep(0)
        s.store.write = write  # type: ignore[method-assign]
        await comes_back(s)
        await s.channel.until_sent(1)


async def test_the_bot_starts_without_its_store_and_finds_it_later() -> None:
    from bot.store import open_store
    from tests.delivery.cast import WatchedStore

    store = WatchedStore(open_store("sqlite://"))
    store.fault = StoreDown("the disk is full")
    async with stage(store=store) as s:
        await s.says("danger")
        assert s.channel.words == ["answer 0"]
        assert (await s.delivery.health()).degraded
        await comes_back(s)
        await s.says("hello")
        await s.channel.until_sent(2)
        assert not (await s.delivery.health()).degraded


async def test_health_says_why_it_is_degraded_and_never_waits() -> None:
    async with stage() as s:
        s.store.fault = StoreDown("the disk is full")
        await s.says("hello")
        s.store.gate = asyncio.Event()
        health = await s.delivery.health()
        assert health.degraded
        assert health.reason == "the disk is full"


async def test_a_message_that_can_be_neither_stored_nor_answered_is_not_ours() -> None:
    async with stage() as s:
        s.store.fault = StoreDown("gone")
        s.channel.standing = NotSent("no connection")
        said = s.said("hello")
        with pytest.raises(ChannelError):
            await s.delivery.intake.take([said])
        s.channel.standing = None
        await s.delivery.intake.take([said])
        assert len(s.channel.sent) == 1


async def test_a_direct_answer_that_may_have_arrived_is_not_sent_again() -> None:
    async with stage() as s:
        s.store.fault = StoreDown("gone")
        s.channel.script.append(Unsure("time-out"))
        await s.says("hello")
        assert s.channel.tried == 1


async def test_a_direct_answer_is_tried_again_when_it_certainly_did_not_arrive() -> None:
    async with stage() as s:
        s.store.fault = StoreDown("gone")
        s.channel.script += [NotSent("no connection"), SlowDown(0.001)]
        await s.says("hello")
        assert len(s.channel.sent) == 1


async def test_groups_stay_silent_while_the_store_is_down() -> None:
    async with stage() as s:
        s.store.fault = StoreDown("gone")
        await s.says("hello", "group", private=False)
        assert s.channel.sent == []


async def test_buttons_work_while_the_store_is_down() -> None:
    async with stage() as s:
        s.store.fault = StoreDown("gone")
        await s.presses("anything", under="m3")
        assert (s.channel.words, s.channel.toasts) == (["pressed"], ["heard"])
        await s.presses("show:4")
        assert s.channel.words[-1] == "store.down"


async def test_the_web_shows_direct_answers_and_later_ones_after_them() -> None:
    async with stage() as s:
        await s.says("hello", channel="web")
        first = await s.delivery.mailbox.letters("web", "anna", 0, 5)
        s.store.fault = StoreDown("gone")
        await s.says("danger", channel="web")
        second = await s.delivery.mailbox.letters("web", "anna", first[-1].number, 5)
        assert texts(second) == ["answer 0"]
        await comes_back(s)
        await s.says("hello", channel="web")
        third = await s.delivery.mailbox.letters("web", "anna", second[-1].number, 5)
        assert len(third) == 1


async def test_memory_of_direct_answers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(direct, "REMEMBERED", 5)
    async with stage() as s:
        s.store.fault = StoreDown("gone")
        for n in range(9):
            await s.says("hello", f"person {n}")
        assert len(s.delivery._direct._answered) == 5
