"""Numbers that people pinned: replaced in silence when what they show changes, and on record no longer than the conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from bot.channels.base import Refused, SlowDown
from bot.delivery import REAL
from bot.library.edition import Edition
from bot.services.model import Contact, Directory
from bot.store.moments import DAY, ms
from bot.talk.messages import LANES, Blocked, Press
from tests.delivery.cast import HOUSE, SIGNER, Stage, stage
from tests.library.small import small_edition
from tests.store.databases import POSTGRES, empty_postgres

DATABASES = ["sqlite://", *([POSTGRES] if POSTGRES else [])]
HALF_A_MINUTE = 30


def edition(version: str = "one", number: str = "0800 1111", name: str = "Childline") -> Edition:
    small = small_edition()
    line = small.directory.services["gb-childline"]
    contact = Contact("phone", number, "+44" + number[1:].replace(" ", ""))
    line = replace(line, name=name, topics=("disclosure", "neglect"), contacts=(contact,))
    services = {**small.directory.services, line.id: line}
    return replace(small, version=version, directory=Directory(services))


@dataclass
class Shelf:
    """The edition that answers, to be changed while the program runs."""

    now: Edition


@asynccontextmanager
async def pinned(url: str = "sqlite://", **more: object) -> AsyncIterator[tuple[Stage, Shelf]]:
    """Somebody who asked for the numbers."""
    if url == POSTGRES:
        await empty_postgres()
    shelf = Shelf(edition())
    async with stage(url, talk=REAL, edition=lambda: shelf.now, **more) as s:  # type: ignore[arg-type]
        await s.says("/numbers")
        await s.channel.until_sent(1)
        await s.settled()
        await s.delivery.tick()
        yield s, shelf


async def ticked(s: Stage, seconds: float = HALF_A_MINUTE) -> list[str]:
    """The words of what was sent once the program has looked round, beside the first message."""
    s.clock.move(seconds)
    await s.delivery.tick()
    s.delivery.wake()
    await s.settled()
    return s.channel.words[1:]


@pytest.mark.parametrize("url", DATABASES, ids=lambda url: url.partition(":")[0])
async def test_when_a_number_changes_the_message_is_replaced_in_silence_and_nothing_new_is_said(url: str) -> None:
    async with pinned(url) as (s, shelf):
        shelf.now = edition("two", "0800 2222")
        (words,) = await ticked(s)
        assert "0800 2222" in words
        assert "0800 1111" not in words
        sent = s.channel.sent[1]
        assert (sent.amends, sent.silent, sent.only_edit) == ("m1", True, True)


@pytest.mark.parametrize("url", DATABASES, ids=lambda url: url.partition(":")[0])
async def test_it_happens_once_for_each_change_and_also_back_again(url: str) -> None:
    async with pinned(url) as (s, shelf):
        for n, number in enumerate(("0800 2222", "0800 1111", "0800 2222"), 2):
            shelf.now = edition(str(n), number)
            assert len(await ticked(s)) == n - 1
            assert len(await ticked(s)) == n - 1
        shelf.now = edition("five", "0800 2222")
        assert len(await ticked(s)) == 3


async def test_a_change_elsewhere_in_the_content_edits_nothing() -> None:
    async with pinned() as (s, shelf):
        shelf.now = edition("two")
        assert await ticked(s) == []


async def test_a_line_that_becomes_too_old_goes_by_itself() -> None:
    async with pinned() as (s, _):
        assert await ticked(s, 29 * 86400) == []  # the conversation lasts thirty days
        await s.says("/numbers")
        await s.settled()
        assert "Childline" in s.channel.words[-1]
    house = replace(HOUSE, keeps_session_days=400)
    async with pinned(house=house) as (s, _):
        (words,) = await ticked(s, 361 * 86400)
        assert "Childline" not in words
        assert "999" in words


async def test_a_change_while_the_program_was_stopped_is_found_when_it_starts(tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/a.sqlite"
    async with pinned(url):
        pass
    async with stage(url, talk=REAL, edition=lambda: edition("two", "0800 2222")) as s:
        await s.delivery.tick()
        await s.channel.until_sent(1)
        assert s.channel.sent[0].amends == "m1"
        assert "0800 2222" in s.channel.words[0]
        await s.settled()


@pytest.mark.parametrize("url", DATABASES, ids=lambda url: url.partition(":")[0])
async def test_only_the_last_message_with_numbers_is_renewed(url: str) -> None:
    async with pinned(url) as (s, shelf):
        await s.says("/numbers")
        await s.channel.until_sent(2)
        await s.settled()
        shelf.now = edition("two", "0800 2222")
        await ticked(s)
        assert [outgoing.amends for outgoing in s.channel.sent[2:]] == ["m2"]


@pytest.mark.parametrize("url", DATABASES, ids=lambda url: url.partition(":")[0])
async def test_it_is_on_record_as_long_as_the_conversation_and_an_earlier_one_as_any_message(url: str) -> None:
    async with pinned(url) as (s, _):
        start = ms(s.clock.now())
        assert (await s.row("sent", message_id="m1"))["delete_after"] == start + HOUSE.keeps_session_days * DAY
        await ticked(s, 10 * 86400)
        await s.says("/help")
        await s.settled()
        await ticked(s, 86400)
        card = await s.row("sent", message_id="m1")
        assert card["delete_after"] == start + (10 + HOUSE.keeps_session_days) * DAY
        await s.says("/numbers")
        await s.settled()
        old = await s.row("sent", message_id="m1")
        assert old["delete_after"] <= ms(s.clock.now()) + HOUSE.keeps_sent_days * DAY
        assert old["codes"] == ""


async def test_nothing_is_kept_for_it_after_forgetting() -> None:
    async with pinned() as (s, shelf):
        await s.presses(SIGNER.write(Press("gone"), "telegram:anna"))
        await s.settled()
        assert not [row for row in await s.rows("sent") if "numbers" in row["codes"]]
        shelf.now = edition("two", "0800 2222")
        assert not [outgoing for outgoing in s.channel.sent if outgoing.amends == "m1"]
        await ticked(s)
        assert "0800 2222" not in "".join(s.channel.words)


async def test_where_the_message_was_deleted_nothing_new_comes() -> None:
    async with pinned() as (s, shelf):
        s.channel.script.append(Refused("the message to edit is gone"))
        shelf.now = edition("two", "0800 2222")
        assert await ticked(s) == []
        assert len(s.channel.sent) == 1


async def test_whoever_stopped_the_bot_is_left_alone() -> None:
    async with pinned() as (s, shelf):
        await s.delivery.intake.take([Blocked(s.origin())])
        await s.settled()
        shelf.now = edition("two", "0800 2222")
        assert await ticked(s) == []


async def test_many_of_them_are_each_replaced_once() -> None:
    shelf = Shelf(edition())
    async with stage(talk=REAL, edition=lambda: shelf.now) as s:
        for n in range(450):
            await s.says("/numbers", chat=f"chat{n}")
        await s.channel.until_sent(450)
        await s.settled()
        shelf.now = edition("two", "0800 2222")
        await ticked(s)
        edits = s.channel.sent[450:]
        assert {outgoing.chat for outgoing in edits} == {f"chat{n}" for n in range(450)}
        assert len(edits) == 450


async def test_it_goes_in_the_lane_that_everything_else_passes() -> None:
    async with pinned() as (s, shelf):
        s.channel.standing = SlowDown(600)
        shelf.now = edition("two", "0800 2222")
        s.clock.move(HALF_A_MINUTE)
        await s.delivery.tick()
        await s.channel.until_tried(2)
        (row,) = await s.rows("outbox")
        assert LANES[row["lane"]] == "bulk"
        await s.delivery.tick()
        assert len(await s.rows("outbox")) == 1


async def test_in_the_web_chat_the_letter_is_drawn_anew_when_it_is_fetched() -> None:
    shelf = Shelf(edition())
    async with stage(talk=REAL, edition=lambda: shelf.now) as s:
        await s.says("/numbers", channel="web")
        await s.settled()
        (letter,) = await s.delivery.mailbox.letters("web", "anna", 0, 1)
        shelf.now = edition("two", "0800 2222")
        await ticked(s)
        (again,) = await s.delivery.mailbox.letters("web", "anna", 0, 0)
        assert "0800 2222" in str(again.drawn)
        assert again.id == letter.id
        assert await s.rows("outbox") != []
        assert {row["state"] for row in await s.rows("outbox")} == {"letter"}


async def test_where_no_sent_message_is_to_be_known_this_one_isnt_either() -> None:
    async with pinned(house=replace(HOUSE, keeps_sent_days=0)) as (s, shelf):
        await ticked(s)
        assert await s.rows("sent") == []
        shelf.now = edition("two", "0800 2222")
        assert await ticked(s) == []
