"""What was taken back in answers that were sent, on other replicas, after a restart and after a restore."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.delivery import REAL
from bot.services.model import Directory, Service
from bot.store.backup import backup, restore
from bot.store.moments import DAY, HOUR
from tests.delivery.cast import HOUSE, FixedClock, MemoryChannel, stage, texts, words_of
from tests.delivery.taking import (
    CANARY,
    FILES,
    answer,
    becomes_admin,
    both,
    fixes,
    last,
    looked,
    press,
    running,
)
from tests.store.databases import POSTGRES, empty_postgres

# --- old answers ----------------------------------------------------------------------------------------------------------


@both
async def test_an_old_answer_is_edited_and_its_reader_told_once_without_a_word_of_what(url: str) -> None:
    async with running(url) as s:
        await becomes_admin(s, "anna")
        await answer(s, "/numbers", "ben")
        shown = [n for n, out in enumerate(s.channel.sent, 1) if out.chat == "ben"]
        await press(s, "wdy", "gb-childline")
        await looked(s)
        mine = [out for out in s.channel.sent if out.chat == "ben"][1:]
        edits = [out for out in mine if out.amends]
        assert [out.amends for out in edits] == [f"m{shown[0]}"]
        assert "0800 1111" not in words_of(edits[0].drawn)
        notes = [out for out in mine if not out.amends]
        assert [words_of(out.drawn) for out in notes] == ["A number that I gave you was corrected."]
        await looked(s, 60)
        assert len([out for out in s.channel.sent if out.chat == "ben"]) == 3
        await s.presses(notes[0].drawn.buttons[0][0].data, chat="ben")
        await s.settled()
        assert "withdrawn and being checked" in last(s, "ben")


@both
async def test_undone_the_old_answer_shows_the_number_again(url: str) -> None:
    async with running(url) as s:
        await becomes_admin(s, "anna")
        await answer(s, "/numbers", "ben")
        await press(s, "wdy", "gb-childline")
        await looked(s)
        (row,) = await s.rows("corrections")
        await press(s, "undo", row["id"])
        await looked(s)
        assert "0800 1111" in [words_of(out.drawn) for out in s.channel.sent if out.chat == "ben" and out.amends][-1]


@both
async def test_who_read_a_text_that_is_withdrawn_is_told_and_the_old_message_no_longer_says_it(url: str) -> None:
    async with running(url) as s:
        await becomes_admin(s, "anna")
        shown = await press(s, "a", "physical-abuse", chat="ben")
        assert "withdrawn" not in shown
        await press(s, "wdy", "physical-abuse")
        await looked(s)
        edit, note = [out for out in s.channel.sent if out.chat == "ben"][1:]
        assert edit.amends
        assert "This text is withdrawn and being checked" in words_of(edit.drawn)
        assert words_of(note.drawn) == "A text that I gave you was corrected."


async def test_in_the_web_chat_the_old_letter_changes_too() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await s.says("/numbers", "page", channel="web")
        await s.settled()
        (letter,) = await s.delivery.mailbox.letters("web", "page", 0, 5)
        assert "0800 1111" in words_of(letter.drawn)
        await press(s, "wdy", "gb-childline")
        await looked(s)
        again, note = await s.delivery.mailbox.letters("web", "page", letter.number, 5)
        assert (again.id, again.amended) == (letter.id, True)
        assert "0800 1111" not in words_of(again.drawn)
        assert texts([note]) == ["A number that I gave you was corrected."]


async def test_who_never_saw_the_number_hears_nothing_of_it() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await answer(s, "/numbers NG", "ben")
        await press(s, "wdy", "gb-childline")
        await looked(s)
        assert len([out for out in s.channel.sent if out.chat == "ben"]) == 1


async def test_with_no_record_of_sent_answers_none_is_corrected() -> None:
    async with running(house=replace(HOUSE, keeps_sent_days=0)) as s:
        await becomes_admin(s, "anna")
        await answer(s, "/numbers", "ben")
        s.clock.move(1)
        await s.delivery.tick()
        await press(s, "wdy", "gb-childline")
        await looked(s)
        assert len([out for out in s.channel.sent if out.chat == "ben"]) == 1


@both
async def test_no_word_of_a_question_is_in_any_new_row(url: str) -> None:
    async with running(url) as s:
        await becomes_admin(s, "anna")
        await answer(s, CANARY, "ben")
        await answer(s, f"/numbers {CANARY}", "ben")
        await answer(s, f"/withdraw {CANARY}")
        await answer(s, "/numbers", "ben")
        await press(s, "dead", "gb-childline", "1", chat="ben")
        await press(s, "wdy", "gb-childline")
        await looked(s)
        for table in ("corrections", "audit", "admins", "admin_codes", "reports", "sent", "meta", "conversations"):
            rows = str(await s.rows(table))
            assert not any(word in rows for word in ("lighthouse", "Marmalade", "5550199")), table


# --- replicas, restarts, restores -----------------------------------------------------------------------------------------

if POSTGRES:

    async def test_another_replica_knows_a_withdrawal_at_its_next_look_and_edits_what_it_sent() -> None:
        await empty_postgres()
        clock, channel = FixedClock(), MemoryChannel()
        async with AsyncExitStack() as stack:
            one, two = [
                await stack.enter_async_context(stage(POSTGRES, clock=clock, channel=channel, talk=REAL, edition=lambda: FILES))
                for _ in range(2)
            ]
            await becomes_admin(one, "anna")
            await answer(two, "/numbers", "ben")
            await press(one, "wdy", "gb-childline")
            for replica in (one, two):  # either may have taken the press
                await replica.delivery.look_at_corrections()
            assert "gb-childline" not in two.delivery.edition().directory.services
            assert one.delivery.edition().version == two.delivery.edition().version
            assert not [out for out in channel.sent if out.amends]  # not before every replica knows
            clock.move(9)
            await one.delivery.look_at_corrections()
            one.delivery.wake()
            await channel.until(lambda: any(out.amends and "0800 1111" not in words_of(out.drawn) for out in channel.sent))

    async def test_a_database_put_back_under_running_replicas_gets_its_withdrawals_again() -> None:
        async with running(POSTGRES) as s:
            await becomes_admin(s, "anna")
            await press(s, "wdy", "gb-childline")

            def yesterday(connection: Any) -> None:
                connection.exec_driver_sql("DELETE FROM corrections")
                connection.exec_driver_sql("DELETE FROM meta WHERE key = 'corrections'")

            await s.store.inner.write(yesterday)
            await s.delivery.look_at_corrections()
            assert [row["target"] for row in await s.rows("corrections")] == ["gb-childline"]
            assert "gb-childline" not in s.delivery.edition().directory.services


async def test_a_withdrawal_survives_yesterdays_backup(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    async with running(url) as s:
        await becomes_admin(s, "anna")
        backup(url, tmp_path / "yesterday.sqlite")
        await press(s, "wdy", "gb-childline")
        await s.delivery.look_at_corrections()
    restore(url, tmp_path / "yesterday.sqlite")
    async with running(url) as s:
        assert "gb-childline" not in s.delivery.edition().directory.services
        assert [row["target"] for row in await s.rows("corrections")] == ["gb-childline"]
        assert "0800 1111" not in await answer(s, "/numbers", "ben")
        (row,) = await s.rows("corrections")
        await press(s, "undo", row["id"])
        assert "0800 1111" in await answer(s, "/numbers", "ben")
    beside = tmp_path / "a.sqlite.corrections.json"
    assert beside.stat().st_mode & 0o777 == 0o600


async def test_the_last_known_corrections_hold_while_the_store_is_down(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    async with running(url) as s:
        await becomes_admin(s, "anna")
        await press(s, "wdy", "gb-childline")
        s.store.fault = RuntimeError("away")
        await s.says("/numbers", "ben")
        await s.channel.until(lambda: last(s, "ben") != "")
        assert "0800 1111" not in last(s, "ben")
    # A start without the database: what lies beside it holds.
    (tmp_path / "a.sqlite").unlink()
    (tmp_path / "a.sqlite").mkdir()
    async with running(url) as s:
        assert "gb-childline" not in s.delivery.edition().directory.services


async def test_new_content_is_served_with_the_corrections_and_a_conflict_is_told_to_admins() -> None:
    current = [FILES]
    async with running(edition=lambda: current[0]) as s:
        await becomes_admin(s, "anna")
        await fixes(s, "020 7946 0999")
        line: Service = FILES.directory.services["gb-childline"]
        later = replace(line, contacts=(replace(line.contacts[0], shown="020 7946 0555", dial="+442079460555"),))
        current[0] = replace(FILES, version="later", directory=Directory({**FILES.directory.services, line.id: later}))
        assert "020 7946 0999" in await answer(s, "/numbers", "ben")
        assert "The files have changed since: gb-childline#1 is now 020 7946 0555" in await answer(s, "/admin")


async def test_an_admin_who_changed_nothing_for_a_year_is_none_any_more() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        s.clock.move(364 * DAY / 1000)
        await press(s, "wdy", "gb-childline")
        s.clock.move(2 * HOUR / 1000 + 2 * DAY / 1000)
        await s.delivery.tick()
        assert len(await s.rows("admins")) == 1
        s.clock.move(365 * DAY / 1000)
        await s.delivery.tick()
        assert not await s.rows("admins")
