"""Taking back in the chat, with the real conversation on both databases: who may, what goes, who is told, what comes back."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.services.model import Directory
from bot.store import audit, tries
from bot.store.moments import DAY
from bot.talk.messages import Press
from tests.delivery.cast import SIGNER
from tests.delivery.taking import (
    FILES,
    answer,
    becomes_admin,
    both,
    code,
    fixes,
    last,
    press,
    running,
)

# --- who may --------------------------------------------------------------------------------------------------------------


@both
async def test_a_code_makes_an_admin_once_and_is_kept_nowhere(url: str) -> None:
    async with running(url) as s:
        secret = await code(s)
        assert "You may now withdraw" in await answer(s, f"/admin {secret}", "anna")
        assert "isn't taken" in await answer(s, f"/admin {secret}", "ben")
        assert [(row["person"], row["role"]) for row in await s.rows("admins")] == [("anna", "admin")]
        assert await s.rows("admin_codes") == []
        assert secret not in str([await s.rows(table) for table in ("inbox", "conversations", "outbox", "admins", "audit")])
        assert len(s.channel.deleted) == 2  # the message with the code is taken out of the chat


@both
async def test_two_who_redeem_one_code_at_the_same_moment_are_one_admin(url: str) -> None:
    async with running(url) as s:
        secret = await code(s)
        people = [f"person {n}" for n in range(6)]
        await asyncio.gather(*(s.says(f"/admin {secret}", chat) for chat in people))
        await s.settled()
        assert len(await s.rows("admins")) == 1
        said = [last(s, chat) for chat in people]
        assert sum("You may now" in words for words in said) == 1
        assert sum("isn't taken" in words for words in said) == 5


async def test_an_hour_later_a_code_is_answered_like_a_wrong_one() -> None:
    async with running() as s:
        secret = await code(s)
        s.clock.move(3601)
        late, wrong = await answer(s, f"/admin {secret}"), await answer(s, "/admin something else", "ben")
        assert late == wrong
        assert not await s.rows("admins")


@both
async def test_after_some_wrong_codes_a_right_one_has_to_wait(url: str) -> None:
    async with running(url) as s:
        secret = await code(s)
        for n in range(tries.AT_ONCE):
            await answer(s, f"/admin guess {n}")
        assert "isn't taken" in await answer(s, f"/admin {secret}")
        assert "You may now" in await answer(s, f"/admin {secret}", "ben")
        s.clock.move(tries.ONE_MORE / 1000 + 1)
        again = await code(s, secret="another one")
        assert "You may now" in await answer(s, f"/admin {again}")


@pytest.mark.parametrize("text", ["/withdraw gb-childline", "/fix gb-childline", "/admin"])
async def test_somebody_without_a_role_changes_nothing(text: str) -> None:
    async with running() as s:
        assert "you need a code" in await answer(s, text)
        for verb, args in (("wdy", ("gb-childline",)), ("backy", ("gb-childline",)), ("fxy", ()), ("undo", ("x",))):
            assert "you need a code" in await press(s, verb, *args)
        assert not await s.rows("corrections")


async def test_a_button_of_an_admin_is_none_in_another_persons_hand() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await s.presses(SIGNER.write(Press("wdy", ("gb-childline",)), "telegram:anna"), chat="ben")
        await s.settled()
        assert not await s.rows("corrections")


async def test_who_is_forgotten_is_no_admin_any_more() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await press(s, "gone")
        assert not await s.rows("admins")
        assert "you need a code" in await answer(s, "/withdraw gb-childline")


async def test_with_the_store_down_nothing_can_be_taken_back_and_that_is_said() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        s.store.fault = RuntimeError("away")
        await s.says("/withdraw gb-childline", "anna")
        await s.channel.until(lambda: "can't save anything" in last(s, "anna"))


# --- withdrawing ----------------------------------------------------------------------------------------------------------


@both
async def test_two_taps_and_a_service_is_gone_from_the_next_answer(url: str) -> None:
    async with running(url) as s:
        await becomes_admin(s, "anna")
        assert "0800 1111" in await answer(s, "/numbers", "ben")
        assert "Withdraw Childline (gb-childline)?" in await answer(s, "/withdraw childline")
        assert "0800 1111" in await answer(s, "/numbers", "ben")
        assert "Withdrawn: Childline" in await press(s, "wdy", "gb-childline")
        numbers = await answer(s, "/numbers", "cleo")
        assert "0800 1111" not in numbers
        assert "020 7946 0111" in numbers
        shown = await press(s, "s", "gb-childline", chat="cleo")
        assert "withdrawn and being checked" in shown
        assert "Other Line" in shown


async def test_who_asks_for_it_by_its_name_is_told_that_it_is_being_checked() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await press(s, "wdy", "gb-childline")
        said = await answer(s, "childline number", "ben")
        assert "Childline is withdrawn and being checked." in said
        assert "Other Line" in said
        assert "0800 1111" not in said


async def test_a_second_tap_changes_nothing_more() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await press(s, "wdy", "gb-childline")
        assert "is withdrawn already" in await press(s, "wdy", "gb-childline")
        assert len(await s.rows("corrections")) == 1


@both
async def test_two_admins_at_the_same_moment_withdraw_it_and_it_is_withdrawn(url: str) -> None:
    async with running(url) as s:
        for chat in ("anna", "ben"):
            await becomes_admin(s, chat)
        await asyncio.gather(
            *(s.presses(SIGNER.write(Press("wdy", ("gb-childline",)), f"telegram:{chat}"), chat=chat) for chat in ("anna", "ben"))
        )
        await s.settled()
        assert "gb-childline" not in s.delivery.edition().directory.services


async def test_by_a_name_that_several_have_it_is_asked_which() -> None:
    files = [FILES]
    async with running(edition=lambda: files[-1]) as s:
        await becomes_admin(s, "anna")
        more = replace(FILES.directory.services["gb-other"], id="gb-third", name="Third Line")
        files.append(replace(FILES, directory=Directory({**FILES.directory.services, more.id: more})))
        before = len(s.channel.sent)
        await answer(s, "/withdraw line")
        assert [row[0].text for row in s.channel.sent[before].drawn.buttons] == ["Other Line", "Third Line"]
        files.pop()
        assert "Withdraw Other Line: 020 7946 0111 (gb-other#1)?" in await answer(s, "/withdraw 020 7946 0111")


async def test_without_a_name_it_asks_and_a_question_in_between_is_no_name() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        assert "What should go?" in await answer(s, "/withdraw")
        assert "Withdraw" not in await answer(s, "what should I write down after a visit")
        await answer(s, "/withdraw")
        assert "Withdraw Childline" in await answer(s, "Childline")


async def test_a_withdrawn_text_says_so_and_so_does_a_withdrawn_part() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        part = next(p.id for p in FILES.library.guidance["physical-abuse", "en"].parts if not p.places)
        await press(s, "wdy", f"physical-abuse/{part}")
        assert "withdrawn and being checked" in await press(s, "p", "physical-abuse", part, chat="ben")
        await press(s, "wdy", "physical-abuse")
        assert "withdrawn and being checked" in await press(s, "a", "physical-abuse", chat="ben")


async def test_where_a_text_names_a_withdrawn_service_it_says_so_and_names_the_next() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await press(s, "wdy", "gb-childline")
        part = next(p for p in FILES.library.guidance["immediate-danger", "en"].parts if "gb-childline" in repr(p.body))
        shown = await press(s, "p", "immediate-danger", part.id, *part.places[:1], chat="ben")
        assert "Childline (withdrawn, being checked); Other Line: " in shown
        assert "0800 1111" not in shown


@both
async def test_undone_within_a_day_it_is_shown_again(url: str) -> None:
    async with running(url) as s:
        await becomes_admin(s, "anna")
        await press(s, "wdy", "gb-childline")
        (row,) = await s.rows("corrections")
        assert "Undone" in await press(s, "undo", row["id"])
        assert "0800 1111" in await answer(s, "/numbers", "ben")
        assert "isn't in force" in await press(s, "undo", row["id"])


async def test_after_a_day_it_comes_back_by_two_taps() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await press(s, "wdy", "gb-childline")
        (row,) = await s.rows("corrections")
        s.clock.move(24 * 3600 + 1)
        assert "more than a day old" in await press(s, "undo", row["id"])
        assert "Show Childline" in await press(s, "back", "gb-childline")
        assert "Shown again" in await press(s, "backy", "gb-childline")
        assert "0800 1111" in await answer(s, "/numbers", "ben")


@both
async def test_every_other_admin_is_told_neutrally_and_it_stands_in_the_audit(url: str) -> None:
    async with running(url) as s:
        for chat in ("anna", "ben"):
            await becomes_admin(s, chat)
        await press(s, "wdy", "gb-childline")
        await s.channel.until(lambda: last(s, "ben") == "Your answer is ready.")
        await s.settled()
        show = next(out for out in reversed(s.channel.sent) if out.chat == "ben").drawn.buttons[0][0].data
        await s.presses(show, chat="ben")
        await s.settled()
        who = {row["person"]: row["alias"] for row in await s.rows("admins")}
        assert f"{who['anna']} withdrew Childline (gb-childline)" in last(s, "ben")
        newest, *_ = await s.store.inner.read(audit.latest)
        assert (newest.who, newest.what, newest.subject) == (who["anna"], "withdraw", "gb-childline")


# --- mending --------------------------------------------------------------------------------------------------------------


@both
async def test_a_number_is_mended_in_the_chat(url: str) -> None:
    async with running(url) as s:
        await becomes_admin(s, "anna")
        assert "Changed: Childline, 020 7946 0999" in await fixes(s, "020 7946 0999", "page")
        assert "020 7946 0999" in await answer(s, "/numbers", "ben")
        assert "That is over" in await press(s, "fxy")
        assert len(await s.rows("corrections")) == 1


async def test_a_number_that_an_admin_types_is_no_personal_detail_and_the_next_question_stands_alone() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await answer(s, "/fix gb-childline")
        await press(s, "fxf", "1", "number")
        assert "personal details" not in await answer(s, "020 7946 0999")
        s.clock.move(1)
        assert "personal details" in await answer(s, "number 020 7946 0888")
        assert not [out for out in s.channel.sent if out.amends]


async def test_what_somebody_was_told_stays_withdrawn_until_it_was_rung() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        assert "withdrawn until somebody has rung" in await fixes(s, "020 7946 0999", "told")
        numbers = await answer(s, "/numbers", "ben")
        assert "020 7946 0999" not in numbers
        assert "0800 1111" not in numbers
        await fixes(s, "020 7946 0999", "rang")
        assert "020 7946 0999" in await answer(s, "/numbers", "ben")


async def test_a_value_that_no_file_would_take_is_refused_and_can_be_typed_again() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await answer(s, "/fix gb-childline")
        await press(s, "fxf", "1", "hours")
        assert "can't read these hours" in await answer(s, "office hours")
        assert "How do you know?" in await answer(s, "mon-fri 09:00-17:00")
        assert not await s.rows("corrections")


async def test_a_red_flag_while_something_is_being_mended_is_a_red_flag() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await answer(s, "/fix gb-childline")
        await press(s, "fxf", "1", "number")
        assert "Danger now" in await answer(s, "999")


# --- two people -----------------------------------------------------------------------------------------------------------


@both
async def test_an_emergency_number_needs_two_people(url: str) -> None:
    async with running(url) as s:
        for chat in ("anna", "ben"):
            await becomes_admin(s, chat)
        assert "needs two people" in await press(s, "wdy", "gb-emergency-999")
        (row,) = await s.rows("corrections")
        assert "999" in await answer(s, "/sos", "cleo")
        assert "needs a second person" in await press(s, "conf", row["id"])
        assert "999" in await answer(s, "/sos", "dora")
        assert "holds now" in await press(s, "conf", row["id"], chat="ben")
        card = await answer(s, "/sos", "eve")
        assert "999" not in card
        assert "no checked emergency number" in card
        assert "nothing to agree to" in await press(s, "conf", row["id"], chat="ben")


async def test_a_short_emergency_number_is_mended_by_two() -> None:
    async with running() as s:
        for chat in ("anna", "ben"):
            await becomes_admin(s, chat)
        await fixes(s, "number 112", service="gb-emergency-999")
        (row,) = await s.rows("corrections")
        assert "999" in await answer(s, "/sos", "cleo")
        await press(s, "conf", row["id"], chat="ben")
        card = await answer(s, "/sos", "dora")
        assert "112" in card
        assert "999 ·" not in card


async def test_what_waited_more_than_a_day_for_its_second_person_is_asked_anew() -> None:
    async with running() as s:
        for chat in ("anna", "ben"):
            await becomes_admin(s, chat)
        await press(s, "wdy", "immediate-danger")
        (row,) = await s.rows("corrections")
        assert row["needs_two"] == 1  # a text for red flags
        s.clock.move(24 * 3600 + 1)
        assert "start again" in await press(s, "conf", row["id"], chat="ben")


# --- this number didn't work ----------------------------------------------------------------------------------------------


@both
async def test_three_different_people_mark_a_number_and_one_person_three_times_does_not(url: str) -> None:
    async with running(url) as s:
        await becomes_admin(s, "anna")
        for _ in range(3):
            assert "Thank you" in await press(s, "dead", "gb-other", "1", chat="ben")
        await press(s, "dead", "gb-other", chat="cleo")
        assert not await s.rows("corrections")
        await press(s, "dead", "gb-other", "1", chat="dora")
        (row,) = await s.rows("corrections")
        assert (row["kind"], row["target"], row["made_by"]) == ("mark", "gb-other#1", "reports")
        assert "reported not to work, being checked" in await press(s, "s", "gb-other", chat="eve")
        await s.channel.until(lambda: last(s, "anna") == "Your answer is ready.")
        kept = str(await s.rows("reports"))
        assert not any(chat in kept for chat in ("ben", "cleo", "dora"))


@both
async def test_three_who_report_at_the_same_moment_are_counted(url: str) -> None:
    async with running(url) as s:
        token = [(chat, SIGNER.write(Press("dead", ("gb-other", "1")), f"telegram:{chat}")) for chat in ("ben", "cleo", "dora")]
        await asyncio.gather(*(s.presses(data, chat=chat) for chat, data in token))
        await s.settled()
        assert [row["kind"] for row in await s.rows("corrections")] == ["mark"]


async def test_of_an_admins_word_one_is_enough_and_it_can_be_taken_away() -> None:
    async with running() as s:
        await becomes_admin(s, "anna")
        await press(s, "dead", "gb-other", "1")
        assert "reported not to work" in await press(s, "s", "gb-other", chat="ben")
        await press(s, "backy", "gb-other#1")
        assert "reported not to work" not in await press(s, "s", "gb-other", chat="ben")


async def test_reports_of_different_weeks_do_not_add_up() -> None:
    async with running() as s:
        for chat in ("ben", "cleo"):
            await press(s, "dead", "gb-other", "1", chat=chat)
        s.clock.move(7 * DAY / 1000 + 1)
        await press(s, "dead", "gb-other", "1", chat="dora")
        assert not await s.rows("corrections")
