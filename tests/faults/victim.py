"""A bot that is made to be killed: a real delivery and store, the small conversation, and the recorder as its channel.

SIGTERM ends it in good order.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import signal
from dataclasses import dataclass, field

from bot.channels.base import Outgoing, Sent, Unsure
from bot.clock import SystemClock
from bot.delivery import NO_PACE, Delivery
from bot.store import open_store
from bot.talk.messages import Origin, Said
from tests.delivery.cast import HOUSE, SIGNER, SMALL_TALK, make_edition


@dataclass
class Wire:
    """One connection to the recorder; many may ask at once."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _open: dict[int, asyncio.Future[object]] = field(default_factory=dict)

    async def ask(self, **what: object) -> object:
        number = next(self._numbers)
        self._open[number] = asyncio.get_running_loop().create_future()
        self.writer.write(json.dumps({"number": number, **what}).encode() + b"\n")
        return await self._open[number]

    async def listen(self) -> None:
        while line := await self.reader.readline():
            said = json.loads(line)
            self._open.pop(said["to"]).set_result(said["answer"])
        for future in self._open.values():
            future.set_exception(Unsure("the far side is gone"))


@dataclass
class RecorderChannel:
    """Sends through the wire."""

    wire: Wire
    name: str = "telegram"
    pull: bool = False

    async def send(self, outgoing: Outgoing) -> Sent:
        return Sent(f"m{await self.wire.ask(do='send', chat=outgoing.chat, reply_to=outgoing.reply_to)}")

    async def delete(self, chat: str, message_id: str) -> bool:
        return False

    async def answer_press(self, press_id: str, toast: str) -> None:
        pass


async def _connected(socket: str) -> Wire:
    wire = Wire(*await asyncio.open_unix_connection(socket))
    wire.listening = asyncio.create_task(wire.listen())  # type: ignore[attr-defined]
    return wire


async def live(url: str, socket: str) -> None:
    asked_to_end = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked_to_end.set)
    # Fetching waits for updates, so it has a line of its own.
    fetching, sending = await _connected(socket), await _connected(socket)
    clock, edition = SystemClock(), make_edition()
    store = open_store(url)
    delivery = Delivery(store, lambda: edition, HOUSE, SIGNER, [RecorderChannel(sending)], clock, NO_PACE, SMALL_TALK)
    await delivery.start()

    async def poll() -> None:
        while True:
            updates = await fetching.ask(do="get")
            assert isinstance(updates, list)
            origins = [(Origin("telegram", message, chat, chat, clock.now()), message) for message, chat in updates]
            await delivery.intake.take([Said(origin, "secret words", message) for origin, message in origins])

    polling = asyncio.create_task(poll())
    await asked_to_end.wait()
    polling.cancel()
    await delivery.stop()
    await store.close()


def main(url: str, socket: str) -> None:
    """Live until killed, or asked to end."""
    asyncio.run(live(url, socket))
