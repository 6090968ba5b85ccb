"""A small mail server on loopback: it takes what it is given, says what it is told to say, and remembers both."""

from __future__ import annotations

import asyncio
import base64
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType

PEM = Path(__file__).with_name("smtp_tls.pem")
HANG_UP, SILENCE = "hang up", "silence"
"""Instead of an answer: the connection is lost, or nothing comes any more."""


def trusting() -> ssl.SSLContext:
    """Trusts this server's certificate and no other."""
    return ssl.create_default_context(cafile=str(PEM))


@dataclass
class SmtpServer:
    """`says` are answers by command (GREETING, EHLO, AUTH, MAIL, RCPT, DATA, END for the end of a message), instead of the usual
    ones. `heard` are the commands, each with whether it came over TLS; `letters` the messages that were taken, `raw` as bytes."""

    security: str = "starttls"
    user: str = "bot"
    password: str = "a password for tests"
    says: dict[str, str] = field(default_factory=dict)
    offers_tls: bool = True
    heard: list[tuple[str, bool]] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    port: int = 0
    open: int = 0
    most_open: int = 0
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> SmtpServer:
        tls = self._tls() if self.security == "tls" else None
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        assert self._server
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def commands(self) -> list[str]:
        """The first words of what was heard."""
        return [line.partition(" ")[0].upper() for line, _ in self.heard]

    @staticmethod
    def _tls() -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(PEM)
        return context

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            self.open -= 1
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, command: str, usual: str) -> bool:
        said = self.says.get(command, usual)
        if said == HANG_UP:
            writer.close()
            raise ConnectionResetError
        if said == SILENCE:
            await asyncio.Event().wait()
        writer.write(said.encode() + b"\r\n")
        await writer.drain()
        return said.startswith(("2", "3"))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._answer(writer, "GREETING", "220 mail.test")
        safe, sender, to = self.security == "tls", "", ""
        while line := await reader.readline():
            text = line.decode().rstrip("\r\n")
            self.heard.append((text, safe))
            command = text.partition(" ")[0].upper()
            match command:
                case "EHLO":
                    offers = ["250-mail.test", "250-AUTH PLAIN"]
                    offers += ["250-STARTTLS"] if self.security == "starttls" and self.offers_tls and not safe else []
                    await self._answer(writer, command, "\r\n".join([*offers, "250 SIZE 100000"]))
                case "STARTTLS":
                    await self._answer(writer, command, "220 go on")
                    await writer.start_tls(self._tls())
                    safe = True
                case "AUTH":
                    right = base64.b64encode(f"\0{self.user}\0{self.password}".encode()).decode()
                    given = text.rpartition(" ")[2]
                    await self._answer(writer, command, "235 welcome" if given == right else "535 5.7.8 no")
                case "MAIL":
                    sender = text
                    await self._answer(writer, command, "250 ok")
                case "RCPT":
                    to = text
                    await self._answer(writer, command, "250 ok")
                case "DATA":
                    if await self._answer(writer, command, "354 go on"):
                        body = await reader.readuntil(b"\r\n.\r\n")
                        if await self._answer(writer, "END", "250 taken"):
                            self.envelopes.append((sender, to))
                            self.raw.append(body)
                            letter = message_from_bytes(body[:-3].replace(b"\r\n..", b"\r\n."), policy=policy.default)
                            assert isinstance(letter, EmailMessage)
                            self.letters.append(letter)
                case "QUIT":
                    await self._answer(writer, command, "221 bye")
                    return
                case _:
                    await self._answer(writer, command, "502 what?")
