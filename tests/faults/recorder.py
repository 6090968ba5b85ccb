"""The far side of a channel: gives updates out until they are acknowledged, records what is sent, and outlives whom it serves."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

BATCH = 10


@dataclass
class Recorder:
    """Speaks lines of JSON over a socket. `updates` are message ids with their chats, in order."""

    socket: Path
    updates: deque[tuple[str, str]]
    sent: list[tuple[str, str]] = field(default_factory=list)
    """(chat, message that was answered) of each message that arrived, in order."""
    given: Counter[str] = field(default_factory=Counter)
    events: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _server: asyncio.Server | None = None
    _serving: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self.socket)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving)

    async def until_so_far(self, answered: int, events: int, seconds: float = 60.0) -> None:
        """Wait until so many questions were answered, and so many more things happened: connected, fetched, sent."""
        events += self.events
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len({asked for _, asked in self.sent}) >= answered and self.events >= events)

    async def until(self, so: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until something is so of what arrived."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(so)

    async def until_sent(self, n: int, seconds: float = 30.0) -> None:
        """Wait until so many messages arrived."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.sent) >= n)

    async def until_answered(self, messages: set[str], since: int = 0, seconds: float = 60.0) -> None:
        """Wait until each of these messages was answered, by those that were sent from the `since`-th on."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: messages <= {asked for _, asked in self.sent[since:]})

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        out: list[tuple[str, str]] = []
        this = asyncio.current_task()
        assert this is not None
        self._serving.add(this)
        await self._tell()
        try:
            while line := await reader.readline():
                asked = json.loads(line)
                if asked["do"] == "get":
                    out = []  # asking for more acknowledges what was given before
                    await self._wait_for_updates()
                    while self.updates and len(out) < BATCH:
                        out.append(self.updates.popleft())
                    self.given.update(message for message, _ in out)
                    answer: object = out
                else:
                    self.sent.append((asked["chat"], asked["reply_to"]))
                    answer = len(self.sent)
                await self._tell()
                writer.write(json.dumps({"to": asked["number"], "answer": answer}).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            # What wasn't acknowledged is given out again, in its old place.
            self.updates.extendleft(reversed(out))
            writer.close()
            self._serving.discard(this)
            await self._tell()

    async def _wait_for_updates(self) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self.updates))

    async def _tell(self) -> None:
        self.events += 1
        async with self._changed:
            self._changed.notify_all()
