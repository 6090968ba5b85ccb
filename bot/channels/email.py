"""One neutral line by e-mail to people who have only the web chat: something waits there, and where. Never what.

Whatever message it is given, it writes the same line. Mail servers take a message over for good or not at all; where the answer
to its last byte is lost, nobody knows.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from time import monotonic
from typing import Final, Literal

from bot.channels.base import Addresses, NotSent, Outgoing, Recipient, Refused, Sent, SlowDown, Unreachable, Unsure
from bot.clock import Clock
from bot.library.words import Words

NAME = "email"
SECONDS = 12.0
"""That one e-mail may take in all; a claim of the outbox holds for 20."""
AT_ONCE = 4
"""Connections at most. Providers count them."""
BUSY_SECONDS = 60.0
"""When to try again where the server says "not now"."""

_UNFOLDED = SMTP.clone(max_line_length=998, cte_type="7bit")
# A long address is never broken, nor put into an encoding that mail programs don't look into (998 is what RFC 5322 allows), and
# every server takes it.

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True)
class EmailSettings:
    """The server that takes our e-mails, and who they are from. `security` none is for a server on this machine.

    `tls` says whom to trust; by default whom this machine trusts.
    """

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)


class EmailChannel:
    """Sends the line. `chat_address` is where the web chat is. It sends nothing before it is told to whom (`open`)."""

    def __init__(
        self, settings: EmailSettings, words: Callable[[], Words], chat_address: Callable[[], str], clock: Clock
    ) -> None:
        self._settings, self._words, self._chat_address, self._clock = settings, words, chat_address, clock
        self._addresses: Addresses | None = None
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="email")
        self._sending = 0

    @property
    def name(self) -> str:
        """As in `Origin.channel`."""
        return NAME

    @property
    def pull(self) -> bool:
        """It is brought to people."""
        return False

    def open(self, addresses: Addresses) -> None:
        """From now on it knows to whom."""
        self._addresses = addresses

    async def send(self, outgoing: Outgoing) -> Sent:
        """Write the line in the message's language, unless nothing waits any more. Raises ChannelError."""
        if self._addresses is None:
            raise NotSent("not begun yet")
        recipient = await self._addresses.recipient(outgoing.chat)
        if recipient is None:
            return Sent("")
        try:
            await self._send(recipient, outgoing.drawn.lang)
        except Unreachable:
            await self._addresses.refused(outgoing.chat, recipient.address)
            raise
        return Sent("")

    async def _send(self, recipient: Recipient, lang: str) -> None:
        if self._sending >= AT_ONCE:
            raise SlowDown(1)
        message = self._written(recipient, lang)
        loop = asyncio.get_running_loop()
        self._sending += 1
        # Its own thread counts until it has ended, also when nobody waits for it any more.
        work = self._threads.submit(_deliver, self._settings, recipient.address, message)
        work.add_done_callback(lambda _: self._freed_in(loop))
        try:
            await asyncio.wait_for(asyncio.wrap_future(work), SECONDS + 2)
        except TimeoutError:
            raise Unsure("no end") from None

    def _freed_in(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the program has ended meanwhile
            loop.call_soon_threadsafe(self._freed)

    def _freed(self) -> None:
        self._sending -= 1

    def _written(self, recipient: Recipient, lang: str) -> bytes:
        if not recipient.address.isascii():
            raise Unreachable("an address beyond ASCII")
        words, sender = self._words(), parseaddr(self._settings.sender)
        message = EmailMessage(policy=_UNFOLDED)
        message["From"] = Address(sender[0], addr_spec=sender[1])
        try:
            message["To"] = Address(addr_spec=recipient.address)
        except (ValueError, IndexError, MessageError):
            raise Unreachable("not an address") from None
        message["Subject"] = words.say(lang, "mail.subject")
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = f"<{secrets.token_hex(12)}@{_domain(sender[1])}>"
        # No answering machine answers it (RFC 3834), and mail programs offer to stop it (RFC 2369, RFC 8058).
        message["Auto-Submitted"] = "auto-generated"
        message["List-Unsubscribe"] = f"<{recipient.stop}>"
        if recipient.stop.startswith("https://"):
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        lines = (words.say(lang, "mail.line"), self._chat_address(), "", words.say(lang, "mail.stop"), recipient.stop)
        message.set_content("\n".join(lines) + "\n")
        message["Content-Language"] = lang
        return message.as_bytes()

    async def delete(self, chat: str, message_id: str) -> bool:
        """What was mailed stays mailed."""
        return False

    async def answer_press(self, press_id: str, toast: str) -> None:
        """There is nothing to press in it."""

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


# --- the way to the server: in a thread, one connection a message -------------------------------------------------------------

_OK, _GO_ON, _LATER, _NOT_NOW = range(200, 300), 354, range(400, 500), 421
_ENHANCED: Final = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_NO_SUCH = re.compile(r"5\.1\.(?:0|1|2|3|6|10)|5\.2\.1")
"""The mailbox isn't there, or is closed (RFC 3463). Other refusals may be about us."""


def _deliver(settings: EmailSettings, address: str, message: bytes) -> None:
    until = monotonic() + SECONDS
    smtp = _connected(settings, until)
    try:
        _begin(smtp, settings, address, until)
        _hand_over(smtp, message, until)
    finally:
        smtp.close()


def _connected(settings: EmailSettings, until: float) -> smtplib.SMTP:
    """A connection that was made safe and let us in."""
    host, port, name, left = settings.host, settings.port, _domain(parseaddr(settings.sender)[1]), SECONDS / 2
    tls = settings.tls or ssl.create_default_context()
    try:
        if settings.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=left, context=tls)
        else:
            smtp = smtplib.SMTP(host, port, local_hostname=name, timeout=left)
    except smtplib.SMTPConnectError as error:
        raise _refusal("greeting", error.smtp_code) from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"no connection ({type(error).__name__})") from None
    try:
        _wait(smtp, until)
        smtp.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            smtp.starttls(context=tls)
            smtp.ehlo()
        if settings.user:
            _wait(smtp, until)
            smtp.login(settings.user, settings.password)
    except smtplib.SMTPAuthenticationError as error:
        smtp.close()
        raise NotSent(f"not let in ({error.smtp_code})") from None
    except (OSError, smtplib.SMTPException, NotSent) as error:
        smtp.close()
        raise NotSent(f"no safe connection ({type(error).__name__})") from None
    return smtp


def _begin(smtp: smtplib.SMTP, settings: EmailSettings, address: str, until: float) -> None:
    """Everything up to the message itself: until then it certainly hasn't arrived."""
    try:
        _wait(smtp, until)
        code, _ = smtp.mail(parseaddr(settings.sender)[1])
        if code not in _OK:
            raise _refusal("sender", code)
        _wait(smtp, until)
        code, said = smtp.rcpt(address)
        if code not in _OK:
            raise _no_recipient(code, said)
        _wait(smtp, until)
        code, _ = smtp.docmd("DATA")
        if code != _GO_ON:
            raise _refusal("data", code)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"connection lost ({type(error).__name__})") from None


def _hand_over(smtp: smtplib.SMTP, message: bytes, until: float) -> None:
    try:
        _wait(smtp, until)
        smtp.send(re.sub(rb"(?m)^\.", b"..", message) + (b"" if message.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        code, _ = smtp.getreply()
    except (OSError, smtplib.SMTPException, NotSent) as error:
        raise Unsure(f"no answer to the message ({type(error).__name__})") from None
    if code not in _OK:
        raise (Refused(f"message refused ({code})") if code not in _LATER else NotSent(f"message not taken ({code})"))


def _refusal(what: str, code: int) -> SlowDown | NotSent:
    """Before anybody was named it is about us or about this moment, so the same may be tried again."""
    return SlowDown(BUSY_SECONDS) if code in _LATER else NotSent(f"{what} refused ({code})")


def _no_recipient(code: int, said: bytes) -> SlowDown | NotSent | Refused:
    if code == _NOT_NOW:
        return SlowDown(BUSY_SECONDS)
    if code in _LATER:
        return NotSent(f"recipient not now ({code})")
    found = _ENHANCED.match(said)
    status = found[1].decode() if found else ""
    # The words that the server says may hold the address, so they go nowhere.
    gone = _NO_SUCH.fullmatch(status) if status else code in (550, 551, 553)
    return Unreachable(f"no such recipient ({code} {status})") if gone else Refused(f"recipient refused ({code} {status})")


def _wait(smtp: smtplib.SMTP, until: float) -> None:
    """The next answer has to come within what is left of the time."""
    left = until - monotonic()
    if left <= 0:
        raise NotSent("too slow")
    if smtp.sock is not None:
        smtp.sock.settimeout(left)
