"""Files through delivery: made when they are sent or fetched, for whom they are, and for nobody else."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.delivery import REAL, documents
from bot.people.changes import suspend
from bot.people.invite import Invite
from bot.people.relations import Staff
from bot.store import Connection, devices, diary, invites, people
from bot.store.moments import DAY, ms
from bot.supervision.checkin import Accept, AskToMove, apply
from bot.supervision.diary import Booking, Series
from bot.talk.files import attached
from bot.talk.house import Ways
from bot.talk.messages import Document, File
from tests.delivery.cast import SIGNER, FixedClock, Stage, stage
from tests.store.databases import POSTGRES, empty_postgres
from tests.talk.staffed import HOUSE, MONDAY, edition, the_staff
from tests.talk.test_board import booking, past, series

DATABASES = ["sqlite://", *([POSTGRES] if POSTGRES else [])]
HERE = replace(HOUSE, ways=Ways(web="https://line.example"))
OLD = booking("awa", date(2026, 3, 3), "held")


@pytest.fixture(params=DATABASES, ids=lambda url: str(url).partition(":")[0])
async def database(request: pytest.FixtureRequest) -> str:
    if request.param == POSTGRES:
        await empty_postgres()
    return str(request.param)


@asynccontextmanager
async def a_team(url: str = "sqlite://", staff: Staff | None = None) -> AsyncIterator[Stage]:
    """The team of `tests.talk.staffed` on a real store: each has a Telegram chat and a browser of their own name."""
    things: list[Series | Booking] = [
        series("awa", date(2026, 10, 13)),
        series("sami"),
        booking("sami", date(2026, 12, 1)),
        *past(),
        OLD,
    ]

    def fill(connection: Connection) -> None:
        assert people.save(connection, Staff(), staff or the_staff(), 0, 730 * DAY)
        for id in the_staff().people:
            for channel in ("telegram", "web"):
                row = devices.Row(channel, id, id, id, ms(MONDAY), False, ms(MONDAY))
                devices.add(connection, row, pulled=channel == "web")
        later = ms(MONDAY) + 730 * DAY
        for one in things:
            if isinstance(one, Series):
                assert diary.keep_series(connection, replace(one, version=0), None, later)
            else:
                assert diary.keep_booking(connection, replace(one, version=0), one.checkin.at.date(), None, later)

    async with stage(url, clock=FixedClock(MONDAY), talk=REAL, edition=edition, house=HERE) as s:
        await s.store.inner.write(fill)
        yield s


async def letters(s: Stage, who: str) -> list[Any]:
    return list(await s.delivery.mailbox.letters("web", who, 0, 0))


async def taps(s: Stage, who: str, label: str) -> Any:
    """Somebody presses the latest button with these words in their browser; what they see then."""
    before = await letters(s, who)
    data = next(b.data for one in reversed(before) for row in one.drawn.buttons for b in row if b.text == label)
    await s.presses(data, before[-1].id, who, channel="web")
    after = await s.delivery.mailbox.letters("web", who, before[-1].number, 5)
    return after[-1]


async def asks(s: Stage, who: str, text: str) -> Any:
    known = await letters(s, who)
    last = known[-1].number if known else 0
    await s.says(text, who, channel="web")
    return (await s.delivery.mailbox.letters("web", who, last, 5))[-1]


def table(file: File | None) -> list[dict[str, str]]:
    assert file is not None
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))


async def test_a_sheet_of_ones_own_holds_everything_that_is_kept_also_from_long_ago(database: str) -> None:
    async with a_team(database) as s:
        await asks(s, "awa", "/history")
        letter = await taps(s, "awa", "Sheet (CSV)")
        assert [file.name for file in letter.drawn.files] == ["check-ins.csv"]
        found = table(await s.delivery.mailbox.file("web", "awa", letter.id, 0))
        assert [row["date"] for row in found] == ["2026-03-03", *(f"{x.checkin.at:%Y-%m-%d}" for x in past())]


async def test_ones_own_old_check_ins_do_not_fall_out_for_other_peoples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "CHECK_INS", len(past()) + 1)
    async with a_team() as s:
        await asks(s, "awa", "/history")
        letter = await taps(s, "awa", "Sheet (CSV)")
        assert table(await s.delivery.mailbox.file("web", "awa", letter.id, 0))[0]["date"] == "2026-03-03"


async def test_a_sheet_of_the_team_holds_its_days_for_whom_it_is(database: str) -> None:
    async with a_team(database) as s:
        for who in ("joseph", "amina"):
            await asks(s, who, "/board")
            letter = await taps(s, who, "All check-ins (CSV)")
            found = table(await s.delivery.mailbox.file("web", who, letter.id, 0))
            assert [row["worker"] for row in found] == [*["Awa"] * 6, "Sami"]


async def test_nobody_else_fetches_it_and_who_was_suspended_meanwhile_gets_none(database: str) -> None:
    async with a_team(database) as s:
        await asks(s, "joseph", "/board")
        letter = await taps(s, "joseph", "Sheet (CSV)")
        box = s.delivery.mailbox
        assert await box.file("web", "joseph", letter.id, 0) is not None
        for chat, id, number in (
            ("amina", letter.id, 0),
            ("stranger", letter.id, 0),
            ("joseph", letter.id, 1),
            ("joseph", "999", 0),
            ("joseph", "direct-1", 0),
            ("joseph", "1" * 30, 0),
            ("joseph", letter.id, -1),
        ):
            assert await box.file("web", chat, id, number) is None, (chat, id, number)
        before = the_staff()
        await s.store.inner.write(lambda c: people.save(c, before, suspend(before, "joseph"), 1, 730 * DAY))
        assert await box.file("web", "joseph", letter.id, 0) is None


async def test_in_a_channel_that_pushes_the_file_goes_with_its_message() -> None:
    async with a_team() as s:
        await s.says("/history", "awa")
        await s.channel.until_sent(1)
        data = next(b.data for row in s.channel.sent[0].drawn.buttons for b in row if b.text == "Sheet (CSV)")
        await s.presses(data, "m1", "awa")
        await s.channel.until_sent(2)
        (file,) = s.channel.sent[1].files
        assert (file.name, len(table(file))) == ("check-ins.csv", 6)


# --- calendars ----------------------------------------------------------------------------------------------------------


async def address_of(s: Stage, who: str) -> str:
    await asks(s, who, "/history")
    letter = await taps(s, who, "Calendar address")
    text: str = letter.drawn.words()
    return next(line for line in text.split() if line.startswith("https://"))


def token_of(address: str) -> str:
    return address.removeprefix("https://line.example/calendar/").removesuffix(".ics")


async def test_a_calendar_program_fetches_ones_own_check_ins_without_a_name_in_them(database: str) -> None:
    async with a_team(database) as s:
        file = await s.delivery.calendar(token_of(await address_of(s, "awa")))
        assert file is not None
        text = file.data.decode()
        # Four weeks back: of the past ones all but the one in March and the one before them.
        assert text.count("BEGIN:VEVENT") == len([one for one in past() if one.checkin.at > MONDAY - timedelta(days=28)])
        assert not any(name in text for name in ("Awa", "Joseph", "Individual", "North"))
        assert "STATUS:CANCELLED" in text
        assert "REFRESH-INTERVAL;VALUE=DURATION:PT60M" in text


async def test_what_was_moved_comes_under_the_same_name_with_a_higher_number() -> None:
    async with a_team() as s:
        token = token_of(await address_of(s, "awa"))
        one = booking("awa", date(2026, 12, 8))

        async def keep(what: Booking) -> str:
            day = date(2026, 12, 8)
            assert await s.store.inner.write(lambda c: diary.keep_booking(c, what, day, None, ms(MONDAY) + 730 * DAY))
            file = await s.delivery.calendar(token)
            assert file is not None
            event = next(e for e in file.data.decode().split("BEGIN:VEVENT") if one.checkin.id in e)
            return event.split("BEGIN:VALARM")[0]

        first = await keep(replace(one, version=0))
        to = datetime(2026, 12, 9, 15, tzinfo=MONDAY.tzinfo)
        asked = apply(one.checkin, AskToMove("awa", 0, to), MONDAY).checkin
        second = await keep(replace(one, checkin=asked, version=1))
        moved = apply(asked, Accept("joseph", 0, to), MONDAY).checkin
        third = await keep(replace(one, checkin=moved, version=2))
        assert ["SEQUENCE:1" in first, "SEQUENCE:2" in second, "SEQUENCE:3" in third] == [True] * 3
        assert ["DTSTART:20261208T100000Z" in first, "STATUS:CANCELLED" in second, "DTSTART:20261209T150000Z" in third] == [
            True
        ] * 3


async def test_an_address_ends_with_its_device_and_while_somebody_is_suspended_and_none_is_guessed(database: str) -> None:
    async with a_team(database) as s:
        awa, lena = token_of(await address_of(s, "awa")), token_of(await address_of(s, "lena"))
        assert await s.delivery.calendar(awa)
        await s.store.inner.write(lambda c: devices.end(c, "web", "awa"))
        assert await s.delivery.calendar(awa) is None
        before = the_staff()
        await s.store.inner.write(lambda c: people.save(c, before, suspend(before, "lena"), 1, 730 * DAY))
        assert await s.delivery.calendar(lena) is None
        for guess in ("", ".", "x" * 500, awa[:-1] + ("0" if awa[-1] != "0" else "1"), awa.partition(".")[0], "é.é", "AAAA."):
            assert await s.delivery.calendar(guess) is None


# --- the picture of a link ----------------------------------------------------------------------------------------------


def dots(png: bytes) -> list[list[bool]]:
    """The dark dots of a picture with one bit a pixel, read without the library that made it."""
    at, data, width, depth = 8, b"", 0, 0
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, depth = int.from_bytes(body[:4], "big"), body[8]
        data += body if kind == b"IDAT" else b""
        at += length + 12
    assert depth == 1
    rows, row = zlib.decompress(data), (width + 7) // 8 + 1
    lines = [bytes(row - 1)]
    for line in (rows[n : n + row] for n in range(0, len(rows), row)):
        assert line[0] in (0, 2)  # as it is, or the difference to the line above
        above = lines[-1] if line[0] else bytes(row - 1)
        lines.append(bytes((one + other) % 256 for one, other in zip(line[1:], above, strict=True)))
    return [[not line[x // 8] >> (7 - x % 8) & 1 for x in range(width)] for line in lines[1:]]


async def test_the_picture_of_an_invitation_is_a_code_with_a_white_edge_and_each_has_its_own(database: str) -> None:
    async with a_team(database) as s:
        made = []
        for id in ("one", "two", "one"):
            invite = Invite(
                SIGNER.hashes(SIGNER.invitation(id))[0], "joseph", "caseworker", "north", MONDAY + timedelta(hours=72)
            )
            await s.store.inner.write(lambda c, id=id, invite=invite: invites.keep(c, id, invite))
            attachment = attached(Document("qr", (id,)), edition(), "en")
            file = await s.delivery._post._setting.make(attachment, "en", "web", "joseph", "joseph", MONDAY)
            assert file is not None
            made.append(file)
        assert made[0] == made[2] != made[1]
        assert made[0].media == "image/png"
        picture = dots(made[0].data)
        assert len(picture) == len(picture[0])
        edge = 4 * 8
        assert not any(any(line) for line in (*picture[:edge], *picture[-edge:]))
        corner = [line[edge : edge + 7 * 8 : 8] for line in picture[edge : edge + 7 * 8 : 8]]
        assert ["".join(".#"[dot] for dot in line) for line in corner] == [
            "#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######",
        ]  # fmt: skip


async def test_a_file_that_nothing_can_be_made_of_is_none_and_breaks_nothing() -> None:
    async with a_team() as s:
        make = s.delivery._post._setting.make
        for document in (
            Document("ics", ("nonsense",)),
            Document("ics", ("b|x|1||!!|60",)),
            Document("qr"),
            Document("csv"),
            Document("csv", ("board", "nowhere")),
            Document("csv", ("all",)),
        ):
            assert await make(attached(document, edition(), "en"), "en", "web", "joseph", "joseph", MONDAY) is None
