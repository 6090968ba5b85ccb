"""A message that was taken over is answered: once, in order, to the question that it answers."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import worker
from bot.store import conversations
from bot.talk.messages import Blocked, Said, Unblocked
from tests.delivery.cast import SMALL_TALK, stage
from tests.delivery.cast import turn as small_turn


async def test_a_message_is_answered_with_its_question_quoted() -> None:
    async with stage() as s:
        said = await s.says("hello")
        assert await s.channel.until_sent(1) == ["answer 0"]
        assert s.channel.sent[0].reply_to == said.message_id
        assert not s.channel.sent[0].silent


async def test_what_is_answered_leaves_nothing_but_its_number() -> None:
    async with stage() as s:
        await s.says("hello")
        await s.channel.until_sent(1)
        await s.settled()
        (row,) = await s.rows("inbox")
        assert (row["chat"], row["body"]) == ("", "")
        assert await s.rows("outbox") == []


async def test_a_message_that_is_brought_again_is_answered_once() -> None:
    async with stage() as s:
        said = await s.says("hello")
        await s.channel.until_sent(1)
        await s.delivery.intake.take([said, said])
        await s.says("another")
        await s.channel.until_sent(2)
        await s.settled()
        assert len(s.channel.sent) == 2
        assert set((await s.counted("seen")).values()) == {1}


async def test_the_messages_of_two_people_never_cross() -> None:
    async with stage() as s:
        asked: list[Said] = []
        for _ in range(6):
            batch = [s.said("hello", f"person {n % 9}") for n in range(30)]
            await s.delivery.intake.take(batch)
            asked += batch
            await s.channel.until_sent(len(asked))
            s.clock.move(61)
        of_chat: dict[str, list[str]] = {}
        for outgoing in s.channel.sent:
            of_chat.setdefault(outgoing.chat, []).append(outgoing.reply_to)
        for chat, answered in of_chat.items():
            assert answered == [said.message_id for said in asked if said.origin.chat == chat]


async def test_messages_that_wait_from_an_earlier_run_are_answered_at_the_start(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    async with stage(url) as s:
        s.delivery._worker._stopping = True  # stored, and nobody works on it
        said = await s.says("hello")
    async with stage(url) as s:
        await s.channel.until_sent(1)
        assert s.channel.sent[0].reply_to == said.message_id


async def test_the_session_goes_on_from_message_to_message_and_from_run_to_run(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    for _ in range(2):
        async with stage(url) as s:
            for _ in range(2):
                await s.says("hello")
            await s.channel.until_sent(2)
            await s.settled()
    async with stage(url) as s:
        (row,) = await s.rows("conversations")
        assert '"answers":4' in row["session"]
        assert row["version"] == 4


async def test_a_conversation_that_moved_on_meanwhile_is_read_again() -> None:
    async with stage() as s:
        await s.says("hello")
        await s.channel.until_sent(1)
        await s.settled()
        kept = await s.store.read(lambda c: conversations.load(c, "telegram", "anna"))
        await s.store.write(lambda c: conversations.save(c, kept, 2_000_000_000_000))
        await s.says("again")
        await s.channel.until_sent(2)
        await s.settled()
        (row,) = await s.rows("conversations")
        assert row["version"] == 3
        assert len(await s.counted("seen")) == 2


async def test_a_bug_in_the_conversation_costs_one_message_and_says_so() -> None:
    async with stage() as s:
        await s.says("boom")
        await s.says("hello")
        assert sorted(await s.channel.until_sent(2)) == ["answer 0", "sorry.lost"]
        await s.settled()
        assert await s.counted("given-up") == {"failed": 1}


async def test_a_stored_message_that_cannot_be_read_is_counted_and_emptied() -> None:
    async with stage() as s:
        from bot.store import inbox

        await s.store.write(lambda c: inbox.put(c, [inbox.Arrival("telegram", "odd", "anna", '{"_":"Future"}', 1)]))
        s.delivery.wake()
        await s.row("inbox", update_id="odd", body="")
        assert await s.counted("given-up") == {"unreadable": 1}


async def test_a_press_is_answered_at_once_and_edits_its_message() -> None:
    async with stage() as s:
        await s.presses("anything", under="m7")
        await s.channel.until_sent(1)
        await s.channel.until(lambda: s.channel.toasts == ["heard"])
        assert s.channel.sent[0].amends == "m7"


async def test_a_message_of_the_person_is_deleted_after_the_transaction() -> None:
    async with stage() as s:
        await s.presses("delete")
        await s.channel.until(lambda: s.channel.deleted == ["theirs"])
        assert s.channel.toasts == ["deleted"]


async def test_hiding_takes_back_what_was_shown() -> None:
    async with stage() as s:
        for _ in range(2):
            await s.says("hello")
        await s.channel.until_sent(2)
        await s.settled()
        await s.presses("hide")
        await s.channel.until(lambda: sorted(s.channel.deleted) == ["m1", "m2"])
        assert (await s.channel.until_sent(3))[-1] == "hidden"


async def test_forgetting_leaves_no_row_of_that_person() -> None:
    async with stage() as s:
        await s.says("hello")
        await s.says("hello", "ben")
        await s.channel.until_sent(2)
        await s.settled()
        await s.presses("gone")
        await s.channel.until_sent(3)
        await s.settled()
        for table in ("conversations", "outbox"):
            assert all(row["chat"] != "anna" for row in await s.rows(table)), table
        assert [row["message_id"] for row in await s.rows("sent") if row["chat"] == "anna"] == ["m3"]
        assert [row["chat"] for row in await s.rows("conversations")] == ["ben"]


async def test_nothing_is_sent_to_somebody_who_stopped_the_bot_until_they_write_again() -> None:
    async with stage() as s:
        await s.says("hello")
        await s.channel.until_sent(1)
        await s.delivery.intake.take([Blocked(s.origin())])
        await s.row("conversations", unreachable=1)
        await s.delivery.intake.take([Unblocked(s.origin())])
        await s.row("conversations", unreachable=0)
        await s.says("hello")
        await s.channel.until_sent(2)


async def test_groups_are_never_told_to_slow_down_or_sorry() -> None:
    async with stage() as s:
        for _ in range(30):
            await s.says("boom", "group", person="anna", private=False)
        await s.settled()
        assert s.channel.sent == []


async def test_an_older_wording_is_laid_on_the_desk_when_it_is_asked_for() -> None:
    async with stage() as s:
        await s.says("a passage please")
        await s.channel.until_sent(1)
        await s.row("archive", code="7k2m")
        await s.says("/ref disclosure 7k2m")
        assert (await s.channel.until_sent(2))[-1] == "quoted Listen. 2026-11-22"


async def test_what_was_shown_is_on_record_without_its_words() -> None:
    async with stage() as s:
        said = await s.says("a passage please")
        await s.channel.until_sent(1)
        row = await s.row("sent", message_id="m1")
        assert (row["topic"], row["codes"], row["services"]) == ("disclosure", "disclosure:7k2m", "gb-childline")
        assert row["asked_message_id"] == said.message_id


async def test_a_conversation_is_answered_one_message_at_a_time() -> None:
    at_once: list[int] = []
    running = 0

    def counting(*args: object) -> object:
        nonlocal running
        running += 1
        at_once.append(running)
        asyncio.get_running_loop().call_soon(done)
        return small_turn(*args)  # type: ignore[arg-type]

    def done() -> None:
        nonlocal running
        running -= 1

    talk = type(SMALL_TALK)(SMALL_TALK.read, counting, SMALL_TALK.draw)  # type: ignore[arg-type]
    async with stage(talk=talk) as s:
        await s.delivery.intake.take([s.said("hello") for _ in range(15)])
        await s.channel.until_sent(15)
        assert max(at_once) == 1


async def test_half_a_character_is_stored_and_answered_like_any_other(tmp_path: Path) -> None:
    async with stage(f"sqlite:///{tmp_path / 'a.sqlite'}") as s:
        await s.says("half \ud800 of a character, \x00 and \u202e too")
        assert await s.channel.until_sent(1) == ["answer 0"]
        await s.settled()
        assert not (await s.delivery.health()).degraded


async def test_whoever_brought_a_message_may_go_away_meanwhile() -> None:
    async with stage() as s:
        gate = s.store.gate = asyncio.Event()
        bringing = asyncio.create_task(s.says("hello"))
        await asyncio.sleep(0)
        bringing.cancel()
        await asyncio.gather(bringing, return_exceptions=True)
        gate.set()
        assert await s.channel.until_sent(1) == ["answer 0"]


async def test_a_press_that_comes_before_it_was_noted_that_its_line_arrived_works() -> None:
    async with stage() as s:
        settle = s.delivery._outbox._settle
        noted = asyncio.Event()

        async def slowly(batch):  # type: ignore[no-untyped-def]
            await noted.wait()
            await settle(batch)

        s.delivery._outbox._settle = slowly  # type: ignore[method-assign]
        await s.says("hello", at=s.clock.now() - timedelta(minutes=5))
        await s.channel.until_sent(1)
        await s.presses(s.channel.sent[0].drawn.buttons[0][0].data)
        await s.row("outbox", state="shown", body="")
        noted.set()
        assert (await s.channel.until_sent(2))[-1] == "answer 0"
        await s.settled()


async def test_more_messages_than_are_remembered_are_all_answered_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "REMEMBERED", 6)
    async with stage() as s:
        batches = [[s.said("hello", f"person {n % 7}") for n in range(14)] for _ in range(6)]
        await asyncio.gather(*(s.delivery.intake.take(batch) for batch in batches))
        await s.channel.until_sent(84)
        await s.settled()
        for chat in {outgoing.chat for outgoing in s.channel.sent}:
            answered = [outgoing.reply_to for outgoing in s.channel.sent if outgoing.chat == chat]
            assert answered == [said.message_id for batch in batches for said in batch if said.origin.chat == chat]
