"""The way out: order, pace, claims, and every way in which a send can end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.base import Moved, NotSent, Refused, SlowDown, Unreachable, Unsure
from bot.delivery import TELEGRAM_PACE
from bot.delivery.apply import Sheet, place
from bot.delivery.pace import Limits, Pace, Rate
from bot.store.moments import ms
from bot.talk.messages import Reply, Say
from tests.delivery.cast import HOUSE, Stage, stage

CLOSED = Pace({"telegram": Limits(overall=Rate(0.0001, 1))})
"""Lets one message through, and the next after hours."""


async def put(s: Stage, key: str, chat: str = "anna", **more: Any) -> None:
    """Lay a message into the outbox as if somebody had just asked for it."""
    now = ms(s.clock.now())
    sheet = Sheet("telegram", chat, chat, True, now, now, HOUSE, ("web",))
    reply = Reply((Say(key),), topic="t", **more)
    await s.store.write(lambda c: place(c, sheet, reply))
    s.delivery.wake()


# --- order ---


async def test_the_most_urgent_lane_goes_first_and_in_a_lane_the_oldest() -> None:
    async with stage(pace=Pace({"telegram": Limits(overall=Rate(1, 1))})) as s:
        await put(s, "first")
        await s.channel.until_sent(1)
        for n, lane in enumerate(("bulk", "reminder", "reply", "urgent", "reply", "bulk")):
            await put(s, f"{lane} {n}", chat=f"person {n}", lane=lane)
        for n in range(6):
            await s.later(2)  # unasked ones may use half the pace
            await s.channel.until_sent(n + 2)
        assert s.channel.words == ["first", "urgent 3", "reply 2", "reply 4", "reminder 1", "bulk 0", "bulk 5"]


async def test_only_the_oldest_message_of_a_chat_is_on_its_way() -> None:
    async with stage() as s:
        slow = asyncio.Event()
        s.channel.script.append(slow.wait)  # type: ignore[arg-type]
        await put(s, "one")
        await s.channel.until_tried(1)
        await put(s, "two")
        await put(s, "other", chat="ben")
        await s.channel.until_sent(1)
        assert s.channel.words == ["other"]
        slow.set()
        await s.channel.until_sent(3)
        assert s.channel.words == ["other", "one", "two"]


async def test_an_emergency_waits_for_nothing_less_urgent_of_its_own_chat() -> None:
    async with stage() as s:
        stuck = asyncio.Event()
        s.channel.script.append(stuck.wait)  # type: ignore[arg-type]
        await s.says("hello")
        await s.channel.until_tried(1)
        await s.says("danger")
        assert await s.channel.until_sent(1) == ["answer 0"]
        assert s.channel.sent[0].reply_to != ""
        stuck.set()
        await s.channel.until_sent(2)


# --- pace ---


async def test_a_burst_in_one_chat_is_sent_at_one_a_second_after_the_third() -> None:
    async with stage(pace=TELEGRAM_PACE) as s:
        for n in range(6):
            await put(s, f"{n}")
        await s.channel.until_sent(3)
        await s.settled_but_waiting()
        assert len(s.channel.sent) == 3
        for n in (4, 5, 6):
            await s.later(1)
            await s.channel.until_sent(n)
            await s.settled_but_waiting()
            assert len(s.channel.sent) == n
        assert s.channel.words == [str(n) for n in range(6)]


async def test_a_chat_at_its_limit_holds_up_nobody_else() -> None:
    async with stage(pace=TELEGRAM_PACE) as s:
        for n in range(5):
            await put(s, f"anna {n}")
        await put(s, "ben", chat="ben")
        await s.channel.until(lambda: "ben" in s.channel.words)


async def test_many_chats_at_their_limits_hide_nobody_behind_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.outbox.AT_ONCE", 3)
    async with stage(pace=Pace({"telegram": Limits(private=Rate(0.001, 1))})) as s:
        for n in range(9):
            await put(s, "first", chat=f"person {n}")
        await s.channel.until_sent(9)
        await s.settled()
        for n in range(9):
            await put(s, "second", chat=f"person {n}")
        await put(s, "ben", chat="ben")
        assert (await s.channel.until_sent(10))[-1] == "ben"


async def test_a_pause_that_the_channel_asks_for_holds_for_everybody_and_costs_no_try() -> None:
    async with stage() as s:
        s.channel.script.append(SlowDown(7))
        await put(s, "one")
        await s.channel.until_tried(1)
        await s.settled_but_waiting()
        assert (await s.row("outbox"))["tries"] == 0
        await put(s, "two", chat="ben")
        await s.later(6.9)
        await s.settled_but_waiting()
        assert s.channel.tried == 1
        await s.later(0.2)
        assert sorted(await s.channel.until_sent(2)) == ["one", "two"]


# --- how a send ends ---


async def test_what_certainly_did_not_arrive_is_sent_again_after_a_while() -> None:
    async with stage() as s:
        s.channel.script.append(NotSent("no connection"))
        await put(s, "one")
        await s.row("outbox", tries=1, lease_token=None)
        assert s.channel.sent == []
        await s.later(2)
        assert await s.channel.until_sent(1) == ["one"]
        await s.settled()


async def test_what_may_have_arrived_is_sent_once_more_and_late() -> None:
    async with stage() as s:
        s.channel.script.append(Unsure("time-out"))
        await put(s, "one")
        await s.row("outbox", unsure=1, lease_token=None)
        await s.later(29)
        await s.settled_but_waiting()
        assert s.channel.tried == 1
        await s.later(1)
        await s.channel.until_sent(1)
        await s.settled()
        assert s.channel.tried == 2


async def test_unsure_twice_is_given_up_with_a_word_to_the_person() -> None:
    async with stage() as s:
        s.channel.script += [Unsure("time-out"), None, Unsure("time-out")]
        await put(s, "one")
        await s.row("outbox", unsure=1, lease_token=None)
        await put(s, "of another", chat="ben")  # the channel works
        await s.channel.until_sent(1)
        await s.later(31)
        assert (await s.channel.until_sent(2))[-1] == "sorry.lost"
        await s.settled()
        assert await s.counted("given-up") == {"unsure": 1}


async def test_a_message_that_fails_three_times_while_others_get_through_is_given_up() -> None:
    async with stage() as s:
        s.channel.failing["anna"] = NotSent("500")
        await put(s, "poison")
        for n in (1, 2):
            await s.row("outbox", tries=n, lease_token=None)
            await put(s, "well", chat="ben")
            await s.channel.until_sent(n)
            await s.settled_but_waiting()
            await s.later(60)
        await s.row("counts", what="given-up", topic="not-sent")
        s.channel.failing.clear()
        await s.later(60)
        assert (await s.channel.until_sent(3))[-1] == "sorry.lost"


async def test_a_message_that_fails_alone_is_not_given_up_because_the_channel_may_be_down() -> None:
    async with stage() as s:
        s.channel.failing["anna"] = NotSent("500")
        await put(s, "one")
        for n in range(1, 8):
            await s.channel.until_tried(n)
            await s.row("outbox", lease_token=None)
            await s.later(60)
        s.channel.failing.clear()
        await s.later(60)
        await s.channel.until_sent(1)


async def test_what_is_refused_for_good_is_given_up_counted_and_said_once() -> None:
    async with stage() as s:
        s.channel.script += [Refused("can't parse"), Refused("can't parse")]
        await put(s, "one")
        await put(s, "two")
        await s.channel.until_sent(1)
        await s.settled()
        assert "sorry.lost" in s.channel.words
        assert await s.counted("given-up") == {"refused": 2}
        assert s.channel.words.count("sorry.lost") <= 2
        assert await s.rows("outbox") == []


async def test_a_sorry_that_is_refused_is_the_end_of_it() -> None:
    async with stage() as s:
        s.channel.standing = Refused("no")
        await put(s, "one")
        await s.settled()
        assert s.channel.tried == 2
        assert await s.rows("outbox") == []


async def test_the_first_sign_that_a_chat_is_gone_ends_every_try() -> None:
    async with stage(pace=Pace({"telegram": Limits(private=Rate(1, 1))})) as s:
        await s.says("hello")
        await s.channel.until_sent(1)
        await s.settled()
        s.channel.standing = Unreachable("blocked")
        for n in range(3):
            await put(s, f"{n}")
        await s.later(1)
        await s.row("conversations", unreachable=1)
        assert await s.rows("outbox") == []
        assert s.channel.tried == 2
        s.channel.standing = None
        await s.later(5)
        await s.says("hello")
        await s.channel.until_sent(2)
        await s.row("conversations", unreachable=0)


async def test_a_chat_that_moved_is_followed_once() -> None:
    async with stage() as s:
        await s.says("hello")
        await s.channel.until_sent(1)
        await s.settled()
        s.channel.script.append(Moved("-100anna"))
        await put(s, "one")
        await s.channel.until_sent(2)
        assert s.channel.sent[1].chat == "-100anna"
        await s.settled()
        assert [row["chat"] for row in await s.rows("conversations")] == ["-100anna"]


async def test_a_chat_that_moves_for_ever_is_given_up() -> None:
    async with stage() as s:
        s.channel.script += [Moved("two"), Moved("three")]
        await put(s, "one")
        await s.channel.until_tried(2)
        await s.row("counts", topic="moved")


async def test_an_edit_that_is_refused_is_sent_as_a_new_message() -> None:
    async with stage() as s:
        s.channel.script.append(Refused("message to edit not found"))
        await put(s, "one", amends="m99")
        await s.channel.until_sent(1)
        assert s.channel.sent[0].amends == ""


async def test_a_reply_that_cannot_be_drawn_is_given_up_after_three_tries() -> None:
    async with stage() as s:
        await put(s, "undrawable")
        for n in (1, 2):
            await s.row("outbox", tries=n, lease_token=None)
            await s.later(10)
        assert await s.channel.until_sent(1) == ["sorry.lost"]
        await s.settled()
        assert await s.counted("given-up") == {"undrawn": 1}


async def test_what_is_older_than_a_day_is_not_sent_any_more() -> None:
    async with stage(pace=CLOSED) as s:
        await put(s, "takes the only token", chat="ben")
        await s.channel.until_sent(1)
        await put(s, "one")
        await s.settled_but_waiting()
        await s.later(24 * 3600 + 1)
        await s.row("counts", topic="expired")
        assert s.channel.tried == 1


async def test_a_row_that_cannot_be_read_is_counted_and_its_person_told() -> None:
    async with stage() as s:
        from bot.store import outbox

        now = ms(s.clock.now())
        sheet = Sheet("telegram", "anna", "anna", True, now, now, HOUSE, ("web",))
        odd = replace(sheet.parcel(Reply((Say("x"),))), body='{"_":"Future"}')
        await s.store.write(lambda c: outbox.add(c, odd))
        s.delivery.wake()
        assert await s.channel.until_sent(1) == ["sorry.lost"]
        assert await s.counted("given-up") == {"unreadable": 1}


# --- outages ---


@pytest.mark.parametrize("error", [NotSent("502"), Unsure("half-open")])
async def test_half_an_hour_of_silence_loses_nothing_and_drains_at_once(error: Exception) -> None:
    async with stage() as s:
        s.channel.standing = error
        for n in range(40):
            await s.says("hello", f"person {n}")
        await s.settled_but_waiting()
        for _ in range(60):
            await s.later(30)
            await s.settled_but_waiting()
        tried = s.channel.tried
        assert tried < 40 + 60 * 2 + 10, "one message at a time finds out whether the channel works"
        s.channel.standing = None
        for _ in range(6):
            await s.later(60)
            await s.settled_but_waiting()
        await s.channel.until_sent(40)
        assert {outgoing.chat for outgoing in s.channel.sent} == {f"person {n}" for n in range(40)}
        assert "sorry.lost" not in s.channel.words
        assert await s.counted("given-up") == {}


async def test_while_a_channel_is_tried_nobody_looks_at_the_table_again_and_again() -> None:
    async with stage() as s:
        s.channel.standing = NotSent("502")
        for n in range(5):
            await s.says("hello", f"person {n}")
        await s.settled_but_waiting()
        s.channel.standing, hangs = None, asyncio.Event()
        s.channel.script.append(hangs.wait)  # type: ignore[arg-type]
        tried = s.channel.tried
        await s.later(60)
        await s.channel.until_tried(tried + 1)
        writes = s.store.writes
        assert await s.delivery._outbox._claim() is None, "it is woken, it doesn't look"
        assert s.store.writes == writes
        hangs.set()
        await s.channel.until_sent(1)
        await s.later(60)
        await s.channel.until_sent(5)


async def test_a_claim_is_given_back_at_an_orderly_end(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    never = asyncio.Event()
    async with stage(url) as s:
        s.channel.script.append(never.wait)  # type: ignore[arg-type]
        await s.says("hello")
        await s.channel.until_tried(1)
        s.delivery._outbox.stop = _impatient(s.delivery._outbox.stop)  # type: ignore[method-assign]
    async with stage(url) as s:
        await s.channel.until_sent(1)
        await s.settled()


def _impatient(stop: Any) -> Any:
    return lambda seconds: stop(0.01)


async def test_a_claim_that_is_old_is_looked_at_again_before_the_send() -> None:
    async with stage() as s:
        from bot.store import outbox

        await s.says("hello", "ben")
        await s.channel.until_sent(1)
        await s.settled()
        now = ms(s.clock.now())
        sheet = Sheet("telegram", "anna", "anna", True, now, now, HOUSE, ("web",))
        parcel = await s.store.write(lambda c: outbox.add(c, replace(sheet.parcel(Reply((Say("x"),))), token="somebody else's")))
        loop = asyncio.get_running_loop()
        s.delivery._outbox.launch(replace(parcel, token="ours, once"), loop.time() - 6)
        await asyncio.gather(*s.delivery._outbox._sends)
        assert s.channel.tried == 1
        s.delivery._outbox.launch(parcel, loop.time() - 6)
        await s.channel.until_sent(2)
