"""The worker: conversations with unread messages, one at a time each, oldest first.

The owner of a file hears of messages from the intake itself and reads the table only for what an earlier run left, or what
was too much to remember. With replicas a worker claims conversations from the table.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import structlog

from bot.clock import Clock
from bot.delivery.answering import Answering, Item
from bot.delivery.breaker import Breaker
from bot.delivery.rate import Rate
from bot.store import StoreDown, inbox
from bot.store.inbox import Unread
from bot.store.moments import ms
from bot.talk.codec import Unreadable, decode
from bot.talk.messages import Said

AT_ONCE = 50  # conversations; their turns are computed on the loop, and so many together don't keep it for long
REMEMBERED = 1_000  # messages; more stay in the table until there is room
POLL_SECONDS = 1.0

__all__ = ["Item", "Worker"]

log = structlog.get_logger(__name__)

Chat = tuple[str, str]


class Worker:
    """Sees to it that every stored message is answered."""

    def __init__(self, breaker: Breaker, answering: Answering, rate: Rate, clock: Clock) -> None:
        self._breaker = breaker
        self._answering = answering
        self._rate = rate
        self._clock = clock
        self._shared = breaker.store.shared
        self._queues: dict[Chat, deque[Item]] = {}
        self._busy: dict[Chat, asyncio.Task[None]] = {}
        self._ready: deque[Chat] = deque()
        self._rows: set[int] = set()
        self._held: dict[Chat, int] = {}
        self._in_table = True  # unread messages may stand in the table, above the cursor, that nobody here knows of
        self._cursor = 0
        self._from_the_top = False
        self._behind: dict[int, Item] = {}  # what was stored since the table was read; for when it can't be read any more
        self._woken = asyncio.Event()
        self._feeding: asyncio.Task[None] | None = None
        self._process = secrets.token_hex(4)
        self._stopping = False

    # --- for the intake ---

    def offer(self, items: Sequence[Item]) -> None:
        """These were stored just now."""
        if self._shared or self._in_table or len(self._rows) > REMEMBERED:
            # In the order of the table, behind what is there already.
            self._in_table = True
            if len(self._behind) < REMEMBERED:
                self._behind.update((item.rows[0].id, item) for item in items)
            self._woken.set()
            return
        self._queue(items)

    def is_busy_with(self, channel: str, chat: str) -> bool:
        """Whether a message of that chat is being answered here."""
        return (channel, chat) in self._busy or (channel, chat) in self._queues

    @property
    def waiting(self) -> int:
        """Messages that are remembered and not answered yet."""
        return len(self._rows)

    # --- its own life ---

    def start(self) -> None:
        """Begin with what an earlier run left."""
        self._feeding = asyncio.create_task(self._feed(), name="worker")

    async def stop(self, seconds: float) -> None:
        """Begin nothing more; let what was begun end. What is left stays unread, and its claims are given back."""
        self._stopping = True
        if self._feeding is not None:
            self._feeding.cancel()
            await asyncio.gather(self._feeding, return_exceptions=True)
        if self._busy:
            await asyncio.wait(set(self._busy.values()), timeout=seconds)
        for task in self._busy.values():
            task.cancel()
        with suppress(Exception):  # then they run out by themselves
            await self._breaker.write(lambda connection: inbox.release(connection, f"{self._process}-"))

    def wake(self) -> None:
        """Look at the table again: the store is back, or the time has come for what was held."""
        self._in_table = self._from_the_top = True
        self._woken.set()

    def sweep(self) -> None:
        """Now and then: let go of what only memory holds."""
        self._rate.sweep(ms(self._clock.now()))

    # --- feeding ---

    async def _feed(self) -> None:
        claims = 0
        while True:
            pause: float | None = POLL_SECONDS if self._shared else None
            try:
                if self._shared:
                    claims += 1
                    again = await self._claim(f"{self._process}-{claims}")
                else:
                    again = await self._refill()
                if again:
                    continue
            except StoreDown:
                pause = None  # woken when it is back
                # They are answered directly, as far as that goes.
                behind, self._behind = list(self._behind.values()), {}
                self._queue(behind)
            except Exception as error:
                log.error("reading the inbox failed", error=type(error).__name__)
                pause = POLL_SECONDS
            soonest = await self._release_held()
            pauses = [p for p in (pause, soonest) if p is not None]
            with suppress(TimeoutError):
                async with asyncio.timeout(min(pauses) if pauses else None):
                    await self._woken.wait()
            self._woken.clear()

    async def _refill(self) -> bool:
        """Read on in the table; True if there is more to read at once."""
        if not self._in_table or len(self._rows) > REMEMBERED // 2:
            return False
        if self._from_the_top:
            self._cursor, self._from_the_top = 0, False
        after = self._cursor
        found = await self._breaker.read(lambda connection: inbox.unread(connection, REMEMBERED, after))
        for row in found:
            self._behind.pop(row.id, None)
            if row.held_until is not None:
                self._held[row.channel, row.chat] = max(row.held_until, self._held.get((row.channel, row.chat), 0))
        self._queue([item for row in found if row.held_until is None and (item := await self._item(row))])
        if found:
            self._cursor = found[-1].id
        self._in_table = len(found) == REMEMBERED or self._from_the_top
        if not self._in_table:
            behind, self._behind = list(self._behind.values()), {}
            self._queue(behind)  # stored while the table was read
        return False

    async def _claim(self, token: str) -> bool:
        room = AT_ONCE - len(self._busy)
        if room <= 0:
            return False
        now = ms(self._clock.now())
        heads = await self._breaker.write(lambda connection: inbox.claim(connection, room, now, token))
        self._behind.clear()  # it can be read: whoever claims them answers them
        items: list[Item] = []
        for head in heads:
            if head.held_until is not None:
                combined = await self._combined((head.channel, head.chat), head.token)
                items += [combined] if combined else []
            elif (item := await self._item(head)) is not None:
                items.append(item)
        self._queue(items)
        return len(heads) >= room

    async def _release_held(self) -> float | None:
        """Queue what was held long enough (replicas claim it instead); the seconds until the next is."""
        now = ms(self._clock.now())
        for chat in [chat for chat, until in self._held.items() if until <= now]:
            try:
                combined = None if self._shared else await self._combined(chat)
            except StoreDown:
                return None
            if self._held[chat] <= now:  # nothing came meanwhile that makes it wait longer
                del self._held[chat]
            if combined is not None:
                self._queue([combined])
        return max(0.001, (min(self._held.values()) - now) / 1000) if self._held else None

    async def _combined(self, chat: Chat, token: str = "") -> Item | None:
        """The held messages of a chat as one: what a flood said, read together."""
        held = await self._breaker.read(lambda connection: inbox.held(connection, *chat))
        items = [item for row in held if (item := await self._item(row)) is not None]
        if not items:
            return None
        said = [item.incoming for item in items if isinstance(item.incoming, Said)]
        last = items[-1].incoming
        together = replace(said[-1], text="\n".join(one.text for one in said)) if said else last
        rows = [row for item in items for row in item.rows]
        # The claim stands on the oldest row, which is the first.
        return Item((replace(rows[0], token=token), *rows[1:]), together, together=True)

    async def _item(self, row: Unread) -> Item | None:
        try:
            return Item((row,), decode(row.body))
        except Unreadable:
            await self._answering.give_up(row)
            return None

    # --- answering ---

    def _queue(self, items: Sequence[Item]) -> None:
        for item in items:
            if self._rows.isdisjoint(row.id for row in item.rows):
                self._rows.update(row.id for row in item.rows)
                chat = item.chat
                self._queues.setdefault(chat, deque()).append(item)
                if chat not in self._busy and chat not in self._ready:
                    self._ready.append(chat)
        self._begin()

    def _begin(self) -> None:
        while self._ready and len(self._busy) < AT_ONCE and not self._stopping:
            chat = self._ready.popleft()
            task = asyncio.create_task(self._serve(chat))
            self._busy[chat] = task
            task.add_done_callback(lambda _, chat=chat: self._ended(chat))  # type: ignore[misc]

    async def _serve(self, chat: Chat) -> None:
        queue = self._queues[chat]
        while queue and not self._stopping:
            item = queue.popleft()
            done = await self._answering.answer(item, self._held.get(chat))
            if done.held_until is not None:
                self._held[chat] = done.held_until
            self._rows.difference_update(row.id for row in item.rows)
            if not done.closed:
                self._in_table = self._from_the_top = True  # it is looked for again when the store is back
            if done.held_until is not None:
                self._woken.set()

    def _ended(self, chat: Chat) -> None:
        self._busy.pop(chat, None)
        if self._queues.get(chat):
            self._ready.append(chat)
        else:
            self._queues.pop(chat, None)
        self._begin()
        if self._in_table and not self._breaker.is_open and len(self._rows) <= REMEMBERED // 2:
            self._woken.set()
