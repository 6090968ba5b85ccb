"""People who have only the web chat: what waits for them is told by an e-mail an hour at most; and what signing out leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.channels.email import EmailChannel, EmailSettings
from bot.people import changes
from bot.store import devices
from bot.store.moments import ms
from bot.talk.dealings import ChangeStaff, EndDevice, KeepEmail, Tell
from bot.talk.desk import Desk
from bot.talk.messages import Reply, Say
from tests.channels.test_email import words
from tests.delivery.cast import FixedClock, texts
from tests.delivery.crew import DATABASES
from tests.delivery.office import MONDAY, InOffice, in_office
from tests.doubles.smtp_server import SmtpServer, trusting
from tests.store.databases import POSTGRES, empty_postgres

ADDRESS = "edi@example.org"
BROWSER = "edis browser"
NEWS = Tell("edi", Reply((Say("news"),)), now=True)
MINUTES = 60

pytestmark = pytest.mark.parametrize("database", DATABASES, ids=lambda url: url.partition(":")[0])


@asynccontextmanager
async def web_only(database: str, says: dict[str, str] | None = None) -> AsyncIterator[tuple[InOffice, SmtpServer]]:
    """Edi has a browser and an address, and nothing that rings."""
    if database == POSTGRES:
        await empty_postgres()
    async with SmtpServer(says=says or {}) as server:
        settings = EmailSettings(
            "127.0.0.1", server.port, "starttls", "bot@example.org", server.user, server.password, trusting()
        )
        channel = EmailChannel(settings, words, lambda: "https://chat.example.org", FixedClock(MONDAY))
        async with in_office(database, more=[channel]) as o:
            channel.open(o.stage.delivery.mails)
            row = devices.Row("web", BROWSER, BROWSER, "edi", ms(MONDAY), False, ms(MONDAY))
            await o.write(lambda c: devices.end(c, "telegram", "edi"))
            await o.write(lambda c: devices.add(c, row, pulled=True))
            await o.does(BROWSER, KeepEmail("edi", ADDRESS), channel="web")
            await looks(o)
            yield o, server


async def looks(o: InOffice) -> list[str]:
    """Edi opens the chat."""
    return texts(await o.stage.delivery.mailbox.letters("web", BROWSER, 0, 0))


async def after(o: InOffice, minutes: float) -> None:
    await o.stage.later(minutes * MINUTES)
    await o.stage.settled_but_waiting()


def stopping(server: SmtpServer) -> str:
    """The token in the link of the last e-mail."""
    return str(server.letters[-1]["list-unsubscribe"]).strip("<>").rpartition("/")[2]


# --- when one goes -------------------------------------------------------------------------------------------------------


async def test_what_waits_in_the_web_chat_is_told_by_e_mail_after_a_while(database: str) -> None:
    async with web_only(database) as (o, server):
        await o.does("sana", NEWS)
        await after(o, 1)
        assert server.letters == []
        await o.stage.later(2 * MINUTES)
        await o.stage.settled()
        (letter,) = server.letters
        assert letter["to"] == ADDRESS
        assert "news" not in letter.get_content()
        assert (await looks(o))[-1] == "news"


async def test_whoever_looks_meanwhile_gets_no_e_mail(database: str) -> None:
    async with web_only(database) as (o, server):
        await o.does("sana", NEWS)
        await looks(o)
        await o.stage.later(2 * MINUTES)
        await o.stage.settled()
        assert server.heard == []


async def test_several_things_within_an_hour_are_one_e_mail(database: str) -> None:
    async with web_only(database) as (o, server):
        for n, minutes in enumerate((0, 10, 20, 20)):
            await after(o, minutes)
            await o.does("sana", NEWS, text=f"do {n}")
        assert len(server.letters) == 1
        await o.stage.later(13 * MINUTES)
        await o.stage.settled()
        assert len(server.letters) == 2, "an hour after the first, for what came since"
        await looks(o)
        await after(o, 300)
        assert len(server.letters) == 2


async def test_whoever_has_a_chat_that_rings_gets_no_e_mail(database: str) -> None:
    async with web_only(database) as (o, server):
        await o.write(lambda c: devices.add(c, devices.Row("telegram", "edi", "edi", "edi", 1, False, 1), pulled=False))
        await o.does("sana", NEWS)
        await o.stage.later(3 * MINUTES)
        await o.stage.settled()
        assert server.heard == []


async def test_an_address_stands_in_one_row_alone(database: str) -> None:
    async with web_only(database) as (o, server):
        await o.does("sana", NEWS)
        tables = ("outbox", "sent", "pace", "conversations", "inbox", "audit", "reminders", "posted", "notices")
        for _ in range(2):
            for table in tables:
                assert ADDRESS not in str(await o.stage.rows(table)), table
            await o.stage.later(3 * MINUTES)
            await o.stage.settled()
        assert len(server.letters) == 1


async def test_without_an_address_or_after_forget_nothing_goes(database: str) -> None:
    async with web_only(database) as (o, server):
        await o.does(BROWSER, KeepEmail("edi", ""), channel="web")
        await o.does("sana", NEWS)
        await after(o, 3)
        assert server.heard == []


# --- what stops it -------------------------------------------------------------------------------------------------------


async def test_the_link_in_it_stops_it_and_edi_is_told(database: str) -> None:
    async with web_only(database) as (o, server):
        await o.does("sana", NEWS)
        await o.stage.later(3 * MINUTES)
        await o.stage.settled()
        token, mails = stopping(server), o.stage.delivery.mails
        assert await mails.holds(token)
        assert await mails.stop(token)
        assert not await mails.holds(token)
        assert not await mails.stop(token)
        assert await o.stage.rows("emails") == []
        assert (await looks(o))[-1] == "mail.stopped"


async def test_a_link_holds_for_its_own_person_and_address_only(database: str) -> None:
    async with web_only(database) as (o, _):
        mails = o.stage.delivery.mails
        token = mails.token("edi", ADDRESS)
        for wrong in (token[:-1], f"{token}x", token.replace("edi", "awa"), "edi.", "edi", "", ".", "edi.é"):
            assert not await mails.holds(wrong), wrong
            assert not await mails.stop(wrong), wrong
        assert await mails.holds(token)
        await o.does(BROWSER, KeepEmail("edi", "edi@elsewhere.example"), channel="web", text="another")
        assert not await mails.stop(token)
        assert len(await o.stage.rows("emails")) == 1


async def test_a_mailbox_that_is_not_there_is_not_written_to_again_and_edi_is_told(database: str) -> None:
    async with web_only(database, {"RCPT": "550 5.1.1 nobody here"}) as (o, server):
        await o.does("sana", NEWS)
        await o.stage.later(3 * MINUTES)
        await o.stage.settled()
        assert server.commands().count("RCPT") == 1
        assert await o.stage.rows("emails") == []
        assert (await looks(o))[-2:] == ["news", "mail.refused"]


async def test_a_mail_server_that_is_away_loses_nothing(database: str) -> None:
    async with web_only(database, {"GREETING": "421 busy"}) as (o, server):
        await o.does("sana", NEWS)
        await after(o, 3)
        server.says = {}
        await o.stage.later(2 * MINUTES)
        await o.stage.settled()
        assert len(server.letters) == 1


# --- signed out ----------------------------------------------------------------------------------------------------------


async def test_a_browser_that_is_signed_out_elsewhere_shows_one_line_and_nothing_of_before(database: str) -> None:
    async with web_only(database) as (o, _):
        await o.does("sana", NEWS)
        await o.does("awa", EndDevice("web", BROWSER))
        (letter,) = await o.stage.delivery.mailbox.letters("web", BROWSER, 0, 0)
        assert texts([letter]) == ["web.out"]
        assert letter.drawn.ends
        await o.does("sana", NEWS, text="again")
        assert await looks(o) == ["web.out"]


async def test_signing_out_twice_says_it_once(database: str) -> None:
    async with web_only(database) as (o, _):
        for n in range(2):
            await o.does("awa", EndDevice("web", BROWSER), text=f"out {n}")
        assert await looks(o) == ["web.out"]


async def test_the_line_stands_as_long_as_the_browser_is_known(database: str) -> None:
    async with web_only(database) as (o, _):
        await o.does("awa", EndDevice("web", BROWSER))
        for _ in range(2):
            o.stage.clock.move(timedelta(days=14).total_seconds())
            await o.stage.delivery.tick()
            assert await looks(o) == ["web.out"]


async def test_what_was_seen_stays_as_long_as_it_is_of_use(database: str) -> None:
    async with web_only(database) as (o, _):
        await o.does("sana", NEWS)
        await looks(o)
        o.stage.clock.move(timedelta(days=13).total_seconds())
        await o.stage.delivery.tick()
        assert await looks(o) == ["news"], "what they had asked themselves is gone"
        o.stage.clock.move(timedelta(days=2).total_seconds())
        await o.stage.delivery.tick()
        assert await looks(o) == []


async def test_a_suspended_persons_open_page_is_taken_down_and_goes_on_when_they_are_back(database: str) -> None:
    def suspended(desk: Desk) -> list[ChangeStaff]:
        assert desk.office
        after = changes.suspend(desk.office.staff, "edi")
        return [ChangeStaff(desk.office.staff, after, desk.office.staff_version, "suspend", "edi")]

    def restored(desk: Desk) -> list[ChangeStaff]:
        assert desk.office
        after = changes.restore(desk.office.staff, "edi")
        return [ChangeStaff(desk.office.staff, after, desk.office.staff_version, "restore", "edi")]

    async with web_only(database) as (o, _):
        await o.does("sana", NEWS)
        await o.does("sana", suspended, text="lost phone")
        assert await looks(o) == ["web.out"]
        await o.does("sana", restored, text="found")
        assert await looks(o) == []
        await o.does("sana", NEWS, text="again")
        assert await looks(o) == ["news"]
