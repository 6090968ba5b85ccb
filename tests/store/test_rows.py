"""What every repository promises, on every database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.store import Connection, Store, archive, buckets, conversations, counts, inbox, letters, meta, outbox, retention, sent
from bot.store.archive import Wording
from bot.store.conversations import Kept
from bot.store.inbox import Arrival
from bot.store.outbox import Parcel
from bot.store.sent import Record
from tests.store.databases import POSTGRES

FOR_EVER = 10**15


def arrival(n: int, chat: str = "anna", at: int = 1) -> Arrival:
    return Arrival("telegram", f"u{n}", chat, f"body {n}", at)


def parcel(body: str = "body", chat: str = "anna", lane: int = 1, **more: Any) -> Parcel:
    return replace(Parcel(0, lane, "telegram", chat, chat, True, False, body, 5, 5, FOR_EVER, FOR_EVER), **more)


def free(_: Parcel) -> int:
    return 0


def claim(connection: Connection, now: int = 10, limit: int = 10, token: str = "t") -> list[str]:
    return [p.body for p in outbox.claim(connection, ["telegram"], now, limit, token, free).parcels]


if not POSTGRES:

    def test_everything_holds_on_postgresql_too() -> None:
        pytest.skip("PostgreSQL isn't tested here: set PRACTICELINE_TEST_POSTGRES_URL to an empty database")


# --- inbox ---


async def test_a_message_that_is_brought_twice_is_stored_once(store: Store) -> None:
    first = await store.write(lambda c: inbox.put(c, [arrival(1), arrival(2), arrival(1)]))
    again = await store.write(lambda c: inbox.put(c, [arrival(2), arrival(3)]))
    assert [row is None for row in first + again] == [False, False, True, True, False]


async def test_unread_messages_come_in_the_order_in_which_they_came(store: Store) -> None:
    rows = await store.write(lambda c: inbox.put(c, [arrival(n) for n in (3, 1, 2)]))
    found = await store.read(lambda c: inbox.unread(c, 2))
    assert [row.body for row in found] == ["body 3", "body 1"]
    assert [row.body for row in await store.read(lambda c: inbox.unread(c, 5, rows[1] or 0))] == ["body 2"]


async def test_what_is_done_is_empty_and_done_once(store: Store) -> None:
    (row,) = await store.write(lambda c: inbox.put(c, [arrival(1)]))
    assert row
    assert await store.write(lambda c: inbox.done(c, row, 9))
    assert not await store.write(lambda c: inbox.done(c, row, 9))
    assert await store.read(lambda c: inbox.unread(c, 5)) == []
    assert await store.read(inbox.oldest) == (0, None)


async def test_who_claims_the_oldest_message_claims_the_conversation(store: Store) -> None:
    await store.write(lambda c: inbox.put(c, [arrival(1), arrival(2), arrival(3, "ben")]))
    claimed = await store.write(lambda c: inbox.claim(c, 5, 10, "one"))
    assert [row.body for row in claimed] == ["body 1", "body 3"]
    assert await store.write(lambda c: inbox.claim(c, 5, 10, "two")) == []
    assert await store.write(lambda c: inbox.done(c, claimed[0].id, 10, "one"))
    assert [row.body for row in await store.write(lambda c: inbox.claim(c, 5, 10, "two"))] == ["body 2"]


async def test_held_messages_wait_together_and_block_nobody_else(store: Store) -> None:
    first, second, third = await store.write(lambda c: inbox.put(c, [arrival(1), arrival(2), arrival(3)]))
    await store.write(
        lambda c: (inbox.hold(c, first or 0, "telegram", "anna", 100), inbox.hold(c, second or 0, "telegram", "anna", 200))
    )
    assert [row.held_until for row in await store.read(lambda c: inbox.held(c, "telegram", "anna"))] == [200, 200]
    assert [row.id for row in await store.write(lambda c: inbox.claim(c, 5, 50, "one"))] == [third]
    await store.write(lambda c: inbox.done(c, third or 0, 50, "one"))
    assert [row.id for row in await store.write(lambda c: inbox.claim(c, 5, 200, "one"))] == [first]


async def test_claims_that_are_given_back_can_be_claimed_again(store: Store) -> None:
    await store.write(lambda c: inbox.put(c, [arrival(1)]))
    await store.write(lambda c: inbox.claim(c, 5, 10, "one"))
    await store.write(lambda c: inbox.release(c, "tw"))
    assert await store.write(lambda c: inbox.claim(c, 5, 10, "two")) == []
    await store.write(lambda c: inbox.release(c, "on"))
    assert len(await store.write(lambda c: inbox.claim(c, 5, 10, "two"))) == 1


async def test_it_knows_since_when_the_oldest_waits_and_whether_a_chat_does(store: Store) -> None:
    await store.write(lambda c: inbox.put(c, [arrival(1, at=7), arrival(2, "ben", at=3)]))
    assert await store.read(inbox.oldest) == (2, 3)
    assert await store.read(lambda c: inbox.waits(c, "telegram", "ben"))
    assert not await store.read(lambda c: inbox.waits(c, "web", "ben"))


# --- conversations ---


async def test_only_who_saw_the_latest_version_may_change_a_conversation(store: Store) -> None:
    new = Kept("telegram", "anna", "anna", "{}")
    assert await store.write(lambda c: conversations.save(c, new, 9))
    assert not await store.write(lambda c: conversations.save(c, new, 9))
    seen = await store.read(lambda c: conversations.load(c, "telegram", "anna"))
    assert seen == replace(new, version=1)
    assert await store.write(lambda c: conversations.save(c, replace(seen, session="next"), 9))
    assert not await store.write(lambda c: conversations.save(c, replace(seen, session="too late"), 9))
    assert (await store.read(lambda c: conversations.load(c, "telegram", "anna"))).session == "next"


async def test_a_conversation_that_nothing_is_kept_of_has_version_nought(store: Store) -> None:
    assert (await store.read(lambda c: conversations.load(c, "telegram", "nobody"))).version == 0


async def test_a_conversation_moves_with_its_chat_unless_there_is_one_already(store: Store) -> None:
    for chat in ("old", "new"):
        await store.write(lambda c, chat=chat: conversations.save(c, Kept("telegram", chat, "p", chat), 9))
    await store.write(lambda c: conversations.move(c, "telegram", "old", "new"))
    assert (await store.read(lambda c: conversations.load(c, "telegram", "new"))).session == "new"
    await store.write(lambda c: conversations.move(c, "telegram", "new", "newest"))
    assert (await store.read(lambda c: conversations.load(c, "telegram", "newest"))).session == "new"


# --- outbox ---


async def test_the_most_urgent_lane_and_the_oldest_of_each_chat_are_claimed(store: Store) -> None:
    async def add(*parcels: Parcel) -> None:
        for one in parcels:
            await store.write(lambda c, one=one: outbox.add(c, one))

    await add(parcel("bulk", "a", 3), parcel("first", "b"), parcel("second", "b"), parcel("third", "c"), parcel("urgent", "b", 0))
    assert await store.write(claim) == ["urgent", "first", "third", "bulk"]
    assert await store.write(claim) == []


async def test_a_message_put_in_with_a_claim_is_claimed_if_nothing_stands_before_it(store: Store) -> None:
    first = await store.write(lambda c: outbox.add(c, parcel(token="mine")))
    second = await store.write(lambda c: outbox.add(c, parcel(token="mine")))
    urgent = await store.write(lambda c: outbox.add(c, parcel(lane=0, token="mine")))
    assert (first.token, second.token, urgent.token) == ("mine", "", "mine")
    assert first.id < second.id < urgent.id


async def test_only_the_claims_own_token_settles(store: Store) -> None:
    row = (await store.write(lambda c: outbox.add(c, parcel(token="mine")))).id
    assert not await store.write(lambda c: outbox.remove(c, row, "another's"))
    assert not await store.write(lambda c: outbox.confirm(c, row, "another's"))
    assert await store.write(lambda c: outbox.confirm(c, row, "mine"))
    assert await store.write(lambda c: outbox.remove(c, row, "mine"))
    assert await store.read(outbox.oldest) == ({}, None)


async def test_a_claim_that_ran_out_is_another_workers_but_the_owner_of_a_file_has_no_rivals(store: Store) -> None:
    await store.write(lambda c: outbox.add(c, parcel(token="dead")))
    await store.write(lambda c: c.exec_driver_sql("UPDATE outbox SET lease_until = 1"))
    assert len(await store.write(claim)) == (1 if store.shared else 0)
    await store.write(outbox.release_all)
    assert len(await store.write(claim)) == 1


async def test_what_the_pace_refuses_is_put_off_and_claimed_by_nobody(store: Store) -> None:
    await store.write(lambda c: outbox.add(c, parcel("later")))
    await store.write(lambda c: outbox.add(c, parcel("now", "ben")))
    claimed = await store.write(lambda c: outbox.claim(c, ["telegram"], 10, 5, "t", lambda p: 300 if p.body == "later" else 0))
    assert [p.body for p in claimed.parcels] == ["now"]
    assert (claimed.left, claimed.next_at) == (True, 310)
    assert await store.write(lambda c: claim(c, now=309)) == []
    assert await store.write(lambda c: claim(c, now=310)) == ["later"]


async def test_what_failed_comes_back_in_its_time_with_its_tries(store: Store) -> None:
    row = (await store.write(lambda c: outbox.add(c, parcel(token="t")))).id
    await store.write(lambda c: outbox.later(c, row, "t", 50, 2, 1))
    assert await store.write(lambda c: claim(c, now=49)) == []
    (again,) = (await store.write(lambda c: outbox.claim(c, ["telegram"], 50, 5, "t", free))).parcels
    assert (again.tries, again.unsure, again.private, again.notice) == (2, 1, True, False)


async def test_a_message_can_say_something_else_until_it_is_on_its_way(store: Store) -> None:
    waiting = (await store.write(lambda c: outbox.add(c, parcel("unknown", asked="q1")))).id
    assert await store.write(lambda c: outbox.put_in_place(c, waiting, parcel("answer", lane=0, asked="q2")))
    assert await store.read(lambda c: outbox.answering(c, "telegram", "anna", "q2")) == waiting
    assert not await store.write(lambda c: outbox.put_in_place(c, waiting, parcel("x", chat="ben")))
    assert await store.write(claim) == ["answer"]
    assert not await store.write(lambda c: outbox.put_in_place(c, waiting, parcel("too late")))


async def test_a_reply_is_kept_for_its_person_until_they_ask(store: Store) -> None:
    row = (await store.write(lambda c: outbox.add(c, parcel(token="t")))).id
    assert await store.write(lambda c: outbox.keep_for_press(c, row, "t", FOR_EVER))
    assert await store.read(lambda c: outbox.kept_for_press(c, "telegram", "anna", row)) == ("body", "held")
    assert await store.read(lambda c: outbox.kept_for_press(c, "telegram", "ben", row)) == ("", "")
    assert await store.write(lambda c: outbox.empty_shown(c, "telegram", "anna", row))
    assert not await store.write(lambda c: outbox.empty_shown(c, "telegram", "anna", row))
    assert await store.read(lambda c: outbox.kept_for_press(c, "telegram", "anna", row)) == ("", "shown")


async def test_what_waits_for_a_chat_is_dropped_moved_or_given_back(store: Store) -> None:
    first = await store.write(lambda c: outbox.add(c, parcel(token="t")))
    await store.write(lambda c: outbox.add(c, parcel("other", "ben")))
    await store.write(lambda c: outbox.release(c, first.token))
    await store.write(lambda c: outbox.move(c, "telegram", "anna", "ben"))
    assert await store.write(claim) == ["body"]
    assert await store.write(lambda c: outbox.drop(c, "telegram", "ben")) == 2


async def test_a_notice_is_known_to_wait_already(store: Store) -> None:
    await store.write(lambda c: outbox.add(c, parcel("sorry", notice=True)))
    assert await store.read(lambda c: outbox.has_notice(c, "telegram", "anna", "sorry"))
    assert not await store.read(lambda c: outbox.has_notice(c, "telegram", "ben", "sorry"))


async def test_a_row_number_is_never_given_again(store: Store) -> None:
    first = (await store.write(lambda c: outbox.add(c, parcel(token="t")))).id
    await store.write(lambda c: outbox.remove(c, first, "t"))
    assert (await store.write(lambda c: outbox.add(c, parcel()))).id > first


# --- letters ---


async def test_letters_have_growing_numbers_whatever_the_clock_says(store: Store) -> None:
    web = parcel(channel="web")
    for number in (10, 10, 3):
        await store.write(lambda c, number=number: letters.write(c, web, number))
    found = await store.read(lambda c: letters.after(c, "web", "anna", 0))
    assert [letter.number for letter in found] == [10, 11, 12]
    assert await store.write(lambda c: letters.amend(c, found[0].id, replace(web, body="amended"), 5))
    (again,) = await store.read(lambda c: letters.after(c, "web", "anna", 12))
    assert (again.id, again.number, again.body, again.amended) == (found[0].id, 13, "amended", True)
    assert await store.read(letters.last_number) == 13


async def test_a_letter_of_another_chat_is_not_amended(store: Store) -> None:
    row = await store.write(lambda c: letters.write(c, parcel(channel="web"), 1))
    assert not await store.write(lambda c: letters.amend(c, row, parcel(channel="web", chat="ben"), 2))


async def test_letters_are_seen_once_and_then_stay_as_long_as_said(store: Store) -> None:
    await store.write(lambda c: letters.write(c, parcel(channel="web"), 1))
    found = await store.read(lambda c: letters.after(c, "web", "anna", 0))
    await store.write(lambda c: letters.seen(c, found, 50, 99))
    (seen,) = await store.read(lambda c: letters.after(c, "web", "anna", 0))
    assert seen.seen
    await store.write(lambda c: retention.purge(c, 100))
    assert await store.read(lambda c: letters.after(c, "web", "anna", 0)) == []


# --- the rest ---


async def test_an_edit_finds_its_answer(store: Store) -> None:
    def record(message: str, asked: str, at: int) -> Record:
        return Record("telegram", "anna", message, asked, at, "topic", "t:7k2m", "gb-childline", at, FOR_EVER)

    await store.write(lambda c: sent.put(c, [record("m1", "q1", 1), record("m2", "q1", 2), record("m3", "q3", 3)]))
    assert await store.read(lambda c: sent.answer_to(c, "telegram", "anna", "q1")) == "m2"
    assert await store.read(lambda c: sent.of_row(c, "telegram", "anna", 3)) == "m3"
    await store.write(lambda c: sent.put(c, [record("m2", "q9", 4)]))
    assert await store.read(lambda c: sent.answer_to(c, "telegram", "anna", "q9")) == "m2"
    assert await store.read(lambda c: sent.all_of(c, "telegram", "anna")) == ["m2", "m3", "m1"]


async def test_counts_add_up_by_week_and_hold_no_person(store: Store) -> None:
    week = 7 * 24 * 3600 * 1000
    for now in (0, 1, week):
        await store.write(lambda c, now=now: counts.add(c, "answered", "consent", now))
    assert await store.read(counts.of) == [("1970-W01", "answered", "consent", 2), ("1970-W02", "answered", "consent", 1)]
    assert len(await store.read(lambda c: counts.of(c, ["1970-W02"]))) == 1


async def test_a_wording_keeps_the_day_it_was_first_shown(store: Store) -> None:
    for day in (1, 2):
        await store.write(lambda c, day=day: archive.put(c, [Wording("consent", "en", "7k2m", "text", day)]))
    assert await store.read(lambda c: archive.find(c, "consent", "7k2m")) == Wording("consent", "en", "7k2m", "text", 1)
    assert await store.read(lambda c: archive.find(c, "consent", "none")) is None


async def test_buckets_are_read_and_written_within_the_claim(store: Store) -> None:
    def take(connection: Connection) -> float:
        buckets.lock(connection, "telegram", 10.0, 1)
        rows = buckets.Rows(connection)
        tokens, _ = rows["telegram"]
        rows["telegram"] = (tokens - 1, 2)
        assert rows.get("telegram:nobody") is None
        rows.write()
        return tokens

    await asyncio.gather(*(store.write(take) for _ in range(5)))
    assert await store.write(take) == 5.0


async def test_the_heart_beats(store: Store) -> None:
    for now in (1, 2):
        await store.write(lambda c, now=now: meta.beat(c, now))


# --- units of work ---


async def test_a_work_that_fails_leaves_nothing_and_harms_no_other(store: Store) -> None:
    def failing(connection: Connection) -> None:
        counts.add(connection, "lost", "", 0)
        raise LookupError("no")

    works = [store.write(lambda c, n=n: counts.add(c, f"kept {n}", "", 0)) for n in range(6)]
    results = await asyncio.gather(*works[:3], store.write(failing), *works[3:], return_exceptions=True)
    assert [type(r) for r in results if r is not None] == [LookupError]
    assert len(await store.read(counts.of)) == 6


async def test_a_mistake_in_the_database_harms_no_other_work_either(store: Store) -> None:
    def twice(connection: Connection) -> None:
        for _ in range(2):
            connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('same', 'x')")

    good = [store.write(lambda c, n=n: counts.add(c, f"kept {n}", "", 0)) for n in range(4)]
    results = await asyncio.gather(*good[:2], store.write(twice), *good[2:], return_exceptions=True)
    assert sum(isinstance(r, Exception) for r in results) == 1
    assert len(await store.read(counts.of)) == 4


async def test_a_read_sees_every_write_before_it(store: Store) -> None:
    for n in range(20):
        await store.write(lambda c: counts.add(c, "n", "", 0))
        assert (await store.read(counts.of))[0][3] == n + 1


async def test_parallel_changes_of_one_row_all_count(store: Store) -> None:
    await asyncio.gather(*(store.write(lambda c: counts.add(c, "n", "", 0)) for _ in range(40)))
    assert (await store.read(counts.of))[0][3] == 40
