"""A bot that is made to be killed while it reminds people: a real delivery and store that ticks all the time."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert

from bot.channels.base import Outgoing, Sent
from bot.clock import SystemClock
from bot.delivery import NO_PACE, Delivery
from bot.store import open_store
from bot.store.moments import ms
from bot.store.office_tables import NEVER, bookings, devices, people
from tests.delivery.cast import HOUSE, SIGNER, make_edition
from tests.delivery.crew import KINDS, TALK
from tests.faults.victim import Wire, _connected


@dataclass
class ReminderChannel:
    """Sends through the wire; says of a reminder which buttons it has."""

    wire: Wire
    name: str = "telegram"
    pull: bool = False

    async def send(self, outgoing: Outgoing) -> Sent:
        buttons = " ".join(button.data for row in outgoing.drawn.buttons for button in row)
        return Sent(f"m{await self.wire.ask(do='send', chat=outgoing.chat, reply_to=buttons)}")

    async def delete(self, chat: str, message_id: str) -> bool:
        return False

    async def answer_press(self, press_id: str, toast: str) -> None:
        pass


async def prepare(url: str, n: int, now: datetime) -> None:
    """So many check-ins that begin within the hour, each of two people who have heard nothing of it yet."""
    store = open_store(url)
    await store.open()
    everybody = [f"{side}{k}" for k in range(n) for side in ("s", "w")]
    at, since = ms(now + timedelta(minutes=40)), ms(now - timedelta(days=3))

    def write(connection: object) -> None:
        connection.execute(insert(people), [  # type: ignore[attr-defined]
            {"id": id, "name": id, "roles": "supervisor caseworker", "language": "en", "zone": "UTC", "quiet": "[]",
             "suspended": 0, "left_on": None, "pseudonym": "", "told": 0, "delete_after": NEVER} for id in everybody
        ])  # fmt: skip
        connection.execute(insert(devices), [  # type: ignore[attr-defined]
            {"channel": "telegram", "chat": id, "channel_person": id, "person": id, "since": 0, "shared": 0, "used_at": 0,
             "unreachable": 0, "delete_after": NEVER} for id in everybody
        ])  # fmt: skip
        connection.execute(insert(bookings), [  # type: ignore[attr-defined]
            {"id": f"c{k}", "series": None, "day": "2026-01-01", "kind": "individual", "team": "", "supervisor": f"s{k}",
             "worker": f"w{k}", "at": at, "length": 3_600_000, "state": "accepted", "round": 0, "asked_by": "", "yes": "[]",
             "offers": "[]", "answers": "{}", "moves": 0, "since": since, "taken": "[]", "topic": "", "next_due_at": k,
             "version": 1, "delete_after": NEVER} for k in range(n)
        ])  # fmt: skip

    await store.write(write)
    await store.close()


async def live(url: str, socket: str) -> None:
    asked_to_end = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked_to_end.set)
    edition = make_edition()
    edition.kinds = KINDS
    store = open_store(url)
    channel = ReminderChannel(await _connected(socket))
    delivery = Delivery(store, lambda: edition, HOUSE, SIGNER, [channel], SystemClock(), NO_PACE, TALK)
    await delivery.start()
    while not asked_to_end.is_set():
        await delivery.tick()
        await asyncio.sleep(0.02)
    await delivery.stop()
    await store.close()


def main(url: str, socket: str) -> None:
    """Live until killed, or asked to end."""
    asyncio.run(live(url, socket))
