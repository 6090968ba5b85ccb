"""The neutral e-mail: one line in the reader's language, never what waits; and what each answer of a mail server means."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

import pytest

from bot.channels import email
from bot.channels.base import ChannelError, NotSent, Outgoing, Refused, SlowDown, Unreachable, Unsure
from bot.channels.email import EmailChannel, EmailSettings, Recipient
from bot.library.richtext import Heading, Paragraph, Text
from bot.library.words import Words
from bot.talk.messages import Drawn, DrawnButton, Voice
from tests.doubles.smtp_server import HANG_UP, SILENCE, SmtpServer, trusting
from tests.web.fakes import FixedClock, words_of

CHAT = "https://chat.example.org"
STOP = "https://a-rather-long-name-of-a-host.chat.example.org/mail/285d4ca222.315STJWgPQLTmtaW8Il-FVhW"
ADDRESS = "awa@example.org"
CANARY = "Halima at 14:00 about supervision"


@cache
def words() -> Words:
    return Words({lang: words_of(lang) for lang in ("en", "fr", "es", "ar")})


def reminder(lang: str = "en") -> Outgoing:
    """A message that says too much, as no message should."""
    blocks = (Heading(CANARY), Paragraph((Text(CANARY),)))
    drawn = Drawn((Voice(lang, "ltr", blocks),), ((DrawnButton(CANARY, "c-show:1"),),), lang)
    return Outgoing("p1", drawn)


@dataclass
class Book:
    """One address, of p1."""

    address: str | None
    gone: list[str] = field(default_factory=list)

    async def recipient(self, person: str) -> Recipient | None:
        assert person == "p1"
        return Recipient(self.address, STOP) if self.address is not None else None

    async def refused(self, person: str, address: str) -> None:
        assert address == self.address
        self.gone.append(person)


def channel(server: SmtpServer, address: str | None = ADDRESS, book: Book | None = None, **more: object) -> EmailChannel:
    settings = EmailSettings(
        "127.0.0.1", server.port, server.security, "Practice Line <bot@example.org>",
        **{"user": server.user, "password": server.password, "tls": trusting(), **more},
    )  # fmt: skip
    made = EmailChannel(settings, words, lambda: CHAT, FixedClock(datetime(2026, 11, 22, 10, tzinfo=UTC)))
    made.open(book or Book(address))
    return made


@pytest.fixture
async def server() -> AsyncIterator[SmtpServer]:
    async with SmtpServer() as one:
        yield one


# --- what it says --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Something is waiting for you in Practice Line:"),
        ("fr", "Quelque chose vous attend dans Practice Line :"),
        ("es", "Algo le espera en Practice Line:"),
        ("ar", "هناك ما ينتظركم في Practice Line:"),
    ],
)
async def test_it_says_that_something_waits_and_where_and_how_to_stop_it(server: SmtpServer, lang: str, line: str) -> None:
    await channel(server).send(reminder(lang))
    (letter,) = server.letters
    lines = letter.get_content().splitlines()
    assert lines[:3] == [line, CHAT, ""]
    assert lines[4] == STOP
    assert len(lines) == 5
    assert server.raw[0].isascii(), "for servers that take nothing else"
    assert letter["content-language"] == lang
    assert letter["from"] == "Practice Line <bot@example.org>"
    assert letter["to"] == ADDRESS


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
async def test_whatever_it_is_given_it_says_no_name_no_time_and_no_topic(server: SmtpServer, lang: str) -> None:
    await channel(server).send(reminder(lang))
    whole = server.letters[0].as_string() + server.letters[0].get_content() + str(server.letters[0]["subject"])
    for word in ("Halima", "14:00", "supervision", "c-show"):
        assert word not in whole


async def test_its_subject_alone_says_as_little(server: SmtpServer) -> None:
    await channel(server).send(reminder())
    assert server.letters[0]["subject"] == "Something is waiting for you"


async def test_mail_programs_can_stop_it_with_one_press_and_machines_do_not_answer_it(server: SmtpServer) -> None:
    await channel(server).send(reminder())
    letter = server.letters[0]
    assert letter["list-unsubscribe"] == f"<{STOP}>"
    assert f"List-Unsubscribe: <{STOP}>\r\n".encode() in server.raw[0], "as it is, for whoever doesn't decode it"
    assert letter["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert letter["auto-submitted"] == "auto-generated"


async def test_it_gives_away_nothing_of_the_machine_that_sends_it(server: SmtpServer) -> None:
    await channel(server).send(reminder())
    assert server.heard[0][0] == "ehlo example.org"
    assert str(server.letters[0]["message-id"]).endswith("@example.org>")


# --- how it goes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_password_and_message_go_over_a_safe_connection_only(security: str) -> None:
    async with SmtpServer(security=security) as server:
        await channel(server).send(reminder())
        assert len(server.letters) == 1
        clear = [line.partition(" ")[0].upper() for line, safe in server.heard if not safe]
        assert clear == (["EHLO", "STARTTLS"] if security == "starttls" else [])


async def test_without_security_it_speaks_to_a_server_on_this_machine() -> None:
    async with SmtpServer(security="none") as server:
        await channel(server, user="").send(reminder())
        assert server.commands()[:4] == ["EHLO", "MAIL", "RCPT", "DATA"]


async def test_a_server_that_offers_no_safe_connection_gets_neither_password_nor_message() -> None:
    async with SmtpServer(offers_tls=False) as server:
        with pytest.raises(NotSent):
            await channel(server).send(reminder())
        assert "AUTH" not in server.commands()
        assert "MAIL" not in server.commands()


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(security: str) -> None:
    async with SmtpServer(security=security) as server:
        with pytest.raises(NotSent):
            await channel(server, tls=ssl.create_default_context()).send(reminder())
        assert "AUTH" not in server.commands()


async def test_where_nothing_listens_it_certainly_was_not_sent() -> None:
    async with SmtpServer() as server:
        gone = channel(server)
    with pytest.raises(NotSent):
        await gone.send(reminder())


@pytest.mark.parametrize(
    ("says", "meaning"),
    [
        ({"GREETING": "421 busy"}, SlowDown),
        ({"GREETING": "554 go away"}, NotSent),
        ({"GREETING": HANG_UP}, NotSent),
        ({"EHLO": HANG_UP}, NotSent),
        ({"AUTH": "535 5.7.8 awa@example.org"}, NotSent),
        ({"AUTH": "454 4.7.0 later"}, NotSent),
        ({"MAIL": "451 4.3.0 later"}, SlowDown),
        ({"MAIL": "553 5.1.8 who are you"}, NotSent),
        ({"RCPT": "550 5.1.1 <awa@example.org> nobody here"}, Unreachable),
        ({"RCPT": "550 no such user awa@example.org"}, Unreachable),
        ({"RCPT": "553 bad mailbox"}, Unreachable),
        ({"RCPT": "550 5.2.1 mailbox closed"}, Unreachable),
        ({"RCPT": "550 5.7.1 relaying denied"}, Refused),
        ({"RCPT": "554 5.7.1 we don't like you"}, Refused),
        ({"RCPT": "550 5.1.8 sender unknown"}, Refused),
        ({"RCPT": "450 4.2.0 greylisted"}, NotSent),
        ({"RCPT": "421 4.3.2 closing"}, SlowDown),
        ({"RCPT": HANG_UP}, NotSent),
        ({"DATA": "451 later"}, SlowDown),
        ({"DATA": "554 no"}, NotSent),
        ({"DATA": HANG_UP}, NotSent),
        ({"END": "451 4.3.0 not stored"}, NotSent),
        ({"END": "554 5.6.0 spam"}, Refused),
        ({"END": HANG_UP}, Unsure),
    ],
    ids=str,
)
async def test_what_an_answer_means(server: SmtpServer, says: dict[str, str], meaning: type[ChannelError]) -> None:
    server.says, book = says, Book(ADDRESS)
    with pytest.raises(ChannelError) as told:
        await channel(server, book=book).send(reminder())
    assert type(told.value) is meaning
    assert "awa" not in str(told.value)
    assert server.letters == []
    assert book.gone == (["p1"] if meaning is Unreachable else [])


@pytest.mark.parametrize(("where", "meaning"), [("MAIL", NotSent), ("END", Unsure)])
async def test_a_server_that_falls_silent_is_not_waited_for(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch, where: str, meaning: type[ChannelError]
) -> None:
    monkeypatch.setattr(email, "SECONDS", 0.5)
    server.says = {where: SILENCE}
    with pytest.raises(meaning):
        await channel(server).send(reminder())


async def test_a_lost_good_bye_changes_nothing(server: SmtpServer) -> None:
    server.says = {"QUIT": HANG_UP}
    await channel(server).send(reminder())
    assert len(server.letters) == 1


# --- to whom -------------------------------------------------------------------------------------------------------------


async def test_who_gave_no_address_or_has_looked_meanwhile_gets_none(server: SmtpServer) -> None:
    await channel(server, None).send(reminder())
    assert server.heard == []


async def test_before_it_knows_to_whom_it_sends_nothing(server: SmtpServer) -> None:
    settings = EmailSettings("127.0.0.1", server.port, "starttls", "bot@example.org")
    with pytest.raises(NotSent):
        await EmailChannel(settings, words, lambda: CHAT, FixedClock()).send(reminder())


@pytest.mark.parametrize(
    "address", ["awa", "awa@", "a b@example.org", "awa@example.org\r\nBcc: b@example.org", "أوا@example.org", ""]
)
async def test_what_is_no_address_is_not_written_to(server: SmtpServer, address: str) -> None:
    with pytest.raises(Unreachable):
        await channel(server, address).send(reminder())
    assert server.heard == []


async def test_a_few_connections_at_once_and_the_rest_a_little_later(server: SmtpServer) -> None:
    one = channel(server)
    ended = await asyncio.gather(*(one.send(reminder()) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(end, SlowDown) for end in ended) == 2
    assert (len(server.letters), server.most_open <= 4) == (4, True)
    await one.send(reminder())
    assert len(server.letters) == 5


async def test_nobody_can_take_it_back(server: SmtpServer) -> None:
    assert not await channel(server).delete("p1", "m1")
