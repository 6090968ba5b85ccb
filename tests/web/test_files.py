"""Files under a message of the web chat: a plain link that only its visitor can follow, and a picture with its words."""

from __future__ import annotations

import pytest

from bot.talk.messages import Attachment, Document, Drawn, File
from tests.web import samples
from tests.web.conftest import Visitor
from tests.web.dom import every
from tests.web.fakes import FakeBot, make

CALENDAR = File("check-in.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
SHEET = File("check-ins.csv", "text/csv; charset=utf-8", "﻿date\r\n".encode())
PICTURE = File("invitation.png", "image/png", b"\x89PNG\r\n\x1a\n picture")


def with_file(file: File, title: str = "Calendar file", kind: str = "ics") -> Drawn:
    """A message that has a file."""
    said = samples.english(samples.p("Here it is."))
    return Drawn(said.voices, files=(Attachment(title, file.name, file.media, Document(kind, ("x",))),))  # type: ignore[arg-type]


async def asked(bot: FakeBot, file: File, **more: str) -> Visitor:
    """Somebody who got a file."""
    bot.answer = lambda _: [with_file(file, **more)]
    bot.made[file.name] = file
    visitor = Visitor(make(bot))
    await visitor.open()
    return visitor


@pytest.mark.parametrize("file", [CALENDAR, SHEET])
async def test_a_file_is_a_link_under_its_message_that_saves_it(bot: FakeBot, file: File) -> None:
    visitor = await asked(bot, file)
    (link,) = [a for a in every(visitor.messages[-1], "a") if "download" in a.attrs]
    assert link.attrs["download"] == file.name
    got = await visitor.http.get(link.attrs["href"])
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, file.data, file.media)
    assert got.headers["content-disposition"] == f'attachment; filename="{file.name}"'
    assert got.headers["cache-control"] == "no-store"
    assert got.headers["x-content-type-options"] == "nosniff"


async def test_a_picture_stands_in_the_page_with_words_for_who_does_not_see_it(bot: FakeBot) -> None:
    visitor = await asked(bot, PICTURE, title="Picture of the link", kind="qr")
    (picture,) = every(visitor.messages[-1], "img")
    assert picture.attrs["alt"] == "Picture of the link"
    got = await visitor.http.get(picture.attrs["src"])
    assert (got.content, got.headers["content-type"]) == (PICTURE.data, "image/png")
    assert got.headers["content-disposition"].startswith("inline")


async def test_nobody_else_gets_it_and_what_is_not_there_answers_alike(bot: FakeBot) -> None:
    visitor = await asked(bot, CALENDAR)
    (link,) = [a for a in every(visitor.messages[-1], "a") if "download" in a.attrs]
    other = Visitor(make(bot))
    await other.open()
    bot.boxes[bot.joined[-1].origin.chat] = []
    nobody = Visitor(make(bot))
    answers = [
        await other.http.get(link.attrs["href"]),
        await nobody.http.get(link.attrs["href"]),
        await visitor.http.get(link.attrs["href"] + "1"),
        await visitor.http.get("/file/direct-1/0"),
        await visitor.http.get("/file/m1/x"),
        await visitor.http.get("/file/..%2fm1/0"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert all(CALENDAR.data not in answer.content for answer in answers)


async def test_one_that_may_not_be_had_any_more_is_gone(bot: FakeBot) -> None:
    visitor = await asked(bot, SHEET)
    (link,) = [a for a in every(visitor.messages[-1], "a") if "download" in a.attrs]
    bot.made.clear()
    assert (await visitor.http.get(link.attrs["href"])).status_code == 404


async def test_a_store_that_is_down_is_said_plainly(bot: FakeBot) -> None:
    visitor = await asked(bot, SHEET)
    (link,) = [a for a in every(visitor.messages[-1], "a") if "download" in a.attrs]
    bot.broken = RuntimeError("down")
    assert (await visitor.http.get(link.attrs["href"])).status_code == 503
