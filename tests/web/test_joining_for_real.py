"""An invitation through the web chat with the real conversation on a real store: in, out, and on a shared computer."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.delivery import REAL
from bot.people.changes import join
from bot.people.invite import Invite, web_path
from bot.people.person import Person
from bot.people.relations import Staff
from bot.people.team import Team
from bot.store import Connection, devices, diary, invites, people
from bot.store.moments import ms
from bot.store.office_tables import NEVER
from bot.supervision.checkin import CheckIn
from bot.supervision.diary import Booking
from bot.web.app import WebSettings, create_app
from bot.web.health import Health
from tests.delivery.cast import HOUSE, SIGNER, FixedClock, Stage, stage
from tests.delivery.crew import DATABASES
from tests.store.databases import POSTGRES, empty_postgres
from tests.talk.staffed import MONDAY, edition
from tests.web.conftest import Visitor
from tests.web.dom import every, fields
from tests.web.fakes import KEY

pytestmark = pytest.mark.parametrize("database", DATABASES, ids=lambda url: url.partition(":")[0])


@dataclass
class Served:
    """The web chat of a delivery in which Amina (Telegram) manages team north, and has made some invitations."""

    stage: Stage
    app: object

    def visitor(self) -> Visitor:
        return Visitor(self.app)  # type: ignore[arg-type]

    def link(self, id: str) -> str:
        return web_path(SIGNER.invitation(id))

    async def rows(self, table: str) -> list[dict[str, object]]:
        return await self.stage.rows(table)


@asynccontextmanager
async def served(database: str) -> AsyncIterator[Served]:
    if database == POSTGRES:
        await empty_postgres()
    async with stage(database, talk=REAL, edition=edition, clock=FixedClock(MONDAY)) as s:
        staff = Staff(teams={"north": Team("north", "North", "GB-SCT")})
        staff = join(staff, Person("amina", "Amina", frozenset()), "manager", "north", MONDAY.date())

        def fill(connection: Connection) -> None:
            assert people.save(connection, Staff(), staff, 0, NEVER)
            devices.add(connection, devices.Row("telegram", "a", "a", "amina", ms(MONDAY), False, ms(MONDAY)), pulled=False)
            for id in ("invite1", "invite2"):
                code_hash = SIGNER.hashes(SIGNER.invitation(id))[0]
                expires = s.clock.now().replace(day=s.clock.now().day + 2)
                assert invites.keep(connection, id, Invite(code_hash, "amina", "caseworker", "north", expires))

        await s.store.inner.write(fill)
        app = create_app(
            intake=s.delivery.intake, mailbox=s.delivery.mailbox, edition=s.delivery.edition, house=HOUSE, keys=[KEY],
            clock=s.clock, health=Health, mails=s.delivery.mails,
            settings=WebSettings(hosts=("testserver",)),
        )  # fmt: skip
        yield Served(s, app)


async def go_on(visitor: Visitor, link: str, **ticked: str) -> None:
    await visitor.open(link)
    answer = await visitor.post(link, {**fields(every(visitor.page, "form")[0]), **ticked})
    await visitor.open(answer.headers["location"])


async def joins(visitor: Visitor, link: str, name: str, **ticked: str) -> None:
    await go_on(visitor, link, **ticked)
    assert "Amina invites you" in visitor.messages[-1].text
    await visitor.press("Join")
    await visitor.say(name)
    assert name in visitor.messages[-1].text


async def test_the_same_invitation_joins_a_browser(database: str) -> None:
    async with served(database) as s:
        awa = s.visitor()
        await joins(awa, s.link("invite1"), "Awa")
        device = next(row for row in await s.rows("devices") if row["channel"] == "web")
        assert device["shared"] == 0
        await awa.say("/me")
        assert "Awa" in awa.messages[-1].text
        other = s.visitor()
        await go_on(other, s.link("invite1"))
        assert "lets nobody in" in other.messages[-1].text


@pytest.mark.parametrize("spoil", [lambda link: link[:-1], lambda link: link + "x", lambda link: link[:-2] + "aa"])
async def test_a_link_that_lost_a_letter_is_answered_like_any_other_that_does_not_hold(database: str, spoil) -> None:  # type: ignore[no-untyped-def]
    async with served(database) as s:
        visitor = s.visitor()
        await go_on(visitor, spoil(s.link("invite1")))
        assert "lets nobody in" in visitor.messages[-1].text


async def test_signing_out_leaves_nothing_on_the_page_and_the_next_one_is_nobody(database: str) -> None:
    async with served(database) as s:
        awa = s.visitor()
        await joins(awa, s.link("invite1"), "Awa")
        await awa.say("/me")
        await awa.press("Devices")
        await awa.press("Sign out here")
        answer = await awa.press("Yes, sign out")
        assert "signed out in this browser" in answer.text
        assert "Awa" not in answer.text
        assert every(awa.page, "article") == []
        await awa.open()
        await awa.say("/me")
        assert "Awa" not in awa.page.text
        assert [row["channel"] for row in await s.rows("devices")] == ["telegram"]


async def test_on_a_shared_computer_each_is_somebody_else(database: str) -> None:
    async with served(database) as s:
        pc = s.visitor()
        await joins(pc, s.link("invite1"), "Awa", shared="yes")
        first = next(row for row in await s.rows("devices") if row["channel"] == "web")
        assert first["shared"] == 1
        pc.http.cookies.clear()  # the browser was closed
        await joins(pc, s.link("invite2"), "Sami", shared="yes")
        assert "Awa" not in pc.page.text
        chats = {row["chat"] for row in await s.rows("devices") if row["channel"] == "web"}
        assert len(chats) == 2


async def test_whom_a_shared_computer_forgot_comes_back_as_who_they_are(database: str) -> None:
    async with served(database) as s:
        pc = s.visitor()
        await joins(pc, s.link("invite1"), "Awa", shared="yes")
        for _ in range(2):
            (code,) = set(re.findall(r"/join ([a-z2-7]{26})", pc.messages[-1].text))
            pc.http.cookies.clear()  # the browser was closed
            await go_on(pc, web_path(code), shared="yes")
            assert "one more of Awa's" in pc.messages[-1].text
            await pc.press("Join")
        who = {row["person"] for row in await s.rows("devices") if row["channel"] == "web"}
        assert len(who) == 1, "one person, whose check-ins go on"
        pc.http.cookies.clear()
        await go_on(pc, web_path(code), shared="yes")
        assert "lets nobody in" in pc.messages[-1].text, "each way back counts once"


async def test_a_way_back_goes_with_a_suspension(database: str) -> None:
    async with served(database) as s:
        awa = s.visitor()
        await joins(awa, s.link("invite1"), "Awa")
        (code,) = set(re.findall(r"/join ([a-z2-7]{26})", awa.messages[-1].text))
        who = next(str(row["person"]) for row in await s.rows("devices") if row["channel"] == "web")
        await s.stage.store.inner.write(lambda connection: invites.revoke_all(connection, who))
        awa.http.cookies.clear()
        await go_on(awa, web_path(code))
        assert "lets nobody in" in awa.messages[-1].text


async def test_a_reminder_waits_on_the_page_until_it_is_opened(database: str) -> None:
    async with served(database) as s:
        awa = s.visitor()
        await joins(awa, s.link("invite1"), "Awa")
        who = next(row["person"] for row in await s.rows("devices") if row["channel"] == "web")
        at = MONDAY + timedelta(days=2)
        checkin = CheckIn("c1", "amina", str(who), at, "accepted")
        one = Booking(checkin, "individual", "north", MONDAY)
        assert await s.stage.store.inner.write(lambda c: diary.keep_booking(c, one, at.date(), ms(MONDAY), NEVER))
        s.stage.clock.move((at - timedelta(minutes=50) - MONDAY).total_seconds())
        await s.stage.delivery.tick()
        await awa.open()
        assert every(awa.page, "title")[0].text == "(1) Practice Line"
        assert every(awa.page, id="new")[0].text == "New messages: 1"
        assert "Today 09:00" in awa.messages[-1].text
        assert "Amina" not in awa.messages[-1].text
        await awa.open()
        assert every(awa.page, "title")[0].text == "Practice Line"
