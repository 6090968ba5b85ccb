"""What delivery and store cost a message: `python -m tests.delivery.load [messages] [url]`. Not a test.

Fifty people write, each again when they were answered; updates come in batches as by long polling; the conversation is
trivial and the channel in memory, so that what is left is delivery and store.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bot.channels.base import Outgoing, Sent
from tests.delivery.cast import MemoryChannel, Stage, stage

PEOPLE = 50


class Crowd(MemoryChannel):
    """Writes again when it is answered."""

    def __init__(self, messages: int) -> None:
        super().__init__()
        self.left = messages
        self.answered = 0
        self.pending: list[str] = []
        self.asked_at: dict[str, float] = {}
        self.took: list[float] = []
        self.ready, self.done = asyncio.Event(), asyncio.Event()

    def write(self, chat: str) -> None:
        if self.left:
            self.left -= 1
            self.asked_at[chat] = time.perf_counter()
            self.pending.append(chat)
            self.ready.set()

    async def send(self, outgoing: Outgoing) -> Sent:
        self.answered += 1
        self.took.append(time.perf_counter() - self.asked_at[outgoing.chat])
        self.write(outgoing.chat)
        if not self.left and not len(self.pending) and self.answered >= len(self.asked_at):
            self.done.set()
        return Sent(f"m{self.answered}")


async def poll(s: Stage, crowd: Crowd) -> None:
    while True:
        await crowd.ready.wait()
        crowd.ready.clear()
        batch, crowd.pending = crowd.pending[:100], crowd.pending[100:]
        await s.delivery.intake.take([s.said("hello", chat) for chat in batch])


async def main(messages: int, url: str) -> None:
    crowd = Crowd(messages)
    async with stage(url, channel=crowd) as s:
        polling = asyncio.create_task(poll(s, crowd))
        cpu, wall = time.process_time(), time.perf_counter()
        for n in range(PEOPLE):
            crowd.write(f"person {n}")
        while crowd.answered < messages:
            await asyncio.sleep(0.01)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        polling.cancel()
    took = sorted(crowd.took)
    print(
        f"{messages} messages, {wall:.2f} s, {messages / wall:.0f}/s, {cpu / messages * 1000:.2f} ms CPU a message, "
        f"p50 {took[len(took) // 2] * 1000:.1f} ms, p95 {took[int(len(took) * 0.95)] * 1000:.1f} ms"
    )


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(count, sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{Path(folder) / 'load.sqlite'}"))
