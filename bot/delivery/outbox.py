"""The way out: pace, claim, send, settle. Woken by what there is to do; a claim covers one send.

A reply of the process that owns the file is put into the outbox claimed already, if nothing stands before it: then it is
sent without being looked for. Whatever can't go at once is claimed later, most urgent lane first, oldest first.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

import structlog

from bot.channels.base import Channel
from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.lines import Line
from bot.delivery.outcomes import Delivered, GivenUp, Later, Outcome, settle
from bot.delivery.pace import GO, NOT_NOW, Pace, Purse
from bot.delivery.sending import Sender
from bot.delivery.shown import Witness
from bot.delivery.talking import Setting
from bot.store import Connection, StoreDown, buckets, conversations, outbox, sent
from bot.store.moments import SECOND, ms
from bot.store.outbox import Claimed, Parcel
from bot.talk.messages import Reply

AT_ONCE = 32  # claimed and not settled yet: so many could be sent twice if the process died now
POLL_SECONDS = 1.0  # how often replicas look for what another one left
_CLAIM_IS_FRESH = 5.0  # seconds: a claim older than this is looked at again before the send
_LAST_WRITES = 1.0  # seconds that the end waits for what became of the last sends to be written
_AGAIN = 1 * SECOND

log = structlog.get_logger(__name__)


class Listener(Protocol):
    """Hears what became of messages."""

    def sent(self, channel: str, chat: str, row: int, message_id: str) -> None:
        """An outbox row became this message."""

    def changed(self, channel: str, chat: str) -> None:
        """What is kept of a conversation was changed from the outside."""


class Outbox:
    """Sends what stands in the outbox."""

    def __init__(
        self, breaker: Breaker, setting: Setting, channels: Mapping[str, Channel], clock: Clock, pace: Pace,
        listener: Listener,
    ) -> None:  # fmt: skip
        self._breaker = breaker
        self._house = setting.house
        self._clock = clock
        self._shared = breaker.store.shared
        self._push = [name for name, channel in channels.items() if not channel.pull]
        self._lines = {name: Line() for name in self._push}
        self._witness = Witness(setting.house)
        self._sender = Sender(setting, channels, self._lines, clock, self._witness, self._found, self._move)
        self._purse = Purse(pace)
        self._listener = listener
        self._process = secrets.token_hex(4)
        self._claims = 0
        self._ours: dict[int, str] = {}
        self._sends: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []
        self._woken, self._to_settle = asyncio.Event(), asyncio.Event()
        self._left = True  # something may stand in the outbox that nobody has claimed
        self._unclear = (
            not self._shared
        )  # somebody who is gone may have claimed something: another run, or a write without an answer
        self._starved = False  # something has to wait for the channel's pace: nothing may pass it
        self._claiming: asyncio.Task[None] | None = None
        self._settling: asyncio.Task[None] | None = None
        self._stopping = False

    # --- for the worker ---

    def lease(self, channel: str, chat: str, private: bool, lane: int) -> str:
        """A claim for a reply that is about to be put into the outbox, if it may go at once; else ""."""
        line = self._lines.get(channel)
        if line is None or self._shared or self._unclear or self._starved or self._stopping or len(self._ours) >= AT_ONCE:
            return ""
        now = ms(self._clock.now())
        if not line.is_open(now) or self._purse.take(channel, chat, private, lane, now) != GO:
            return ""
        return self._token()

    def launch(self, parcel: Parcel, since: float, reply: Reply | None = None) -> None:
        """Send what is claimed since a moment of the loop's clock."""
        self._ours[parcel.id] = parcel.token
        self._lines[parcel.channel].in_flight += 1
        task = asyncio.create_task(self._send(parcel, since, reply))
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)

    def wake(self) -> None:
        """Something was left in the outbox, or the time has come for something."""
        self._left = True
        self._woken.set()

    # --- its own life ---

    def start(self) -> None:
        """Take over what an earlier run left, and begin. With the store down it begins all the same, and is woken later."""
        if self._claiming is None:
            self._claiming = asyncio.create_task(self._claim_forever(), name="outbox-claims")
            self._settling = asyncio.create_task(self._settle_forever(), name="outbox-settling")

    async def stop(self, seconds: float) -> None:
        """Claim nothing more, let sends end for so long, write what became of them, give the other claims back."""
        self._stopping = True
        if self._claiming is None or self._settling is None:
            return
        self._claiming.cancel()
        await asyncio.gather(self._claiming, return_exceptions=True)
        if self._sends:
            await asyncio.wait(self._sends, timeout=seconds)
        for task in self._sends:
            task.cancel()
        await asyncio.gather(*self._sends, return_exceptions=True)
        self._to_settle.set()
        await asyncio.wait({self._settling}, timeout=_LAST_WRITES)
        self._settling.cancel()
        await asyncio.gather(self._settling, return_exceptions=True)
        with suppress(Exception):  # then they run out by themselves, or the next owner of the file frees them
            await self._breaker.write(lambda connection: outbox.release(connection, f"{self._process}-"))

    def sweep(self) -> None:
        """Now and then: let go of what only memory holds."""
        self._purse.sweep(ms(self._clock.now()))

    @property
    def in_flight(self) -> int:
        """Sends that are under way."""
        return len(self._sends)

    # --- claiming ---

    async def _claim_forever(self) -> None:
        pause: float | None = 0.0
        while True:
            if pause != 0.0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._woken.wait()
            self._woken.clear()
            try:
                if self._unclear:
                    ours = list(self._ours)
                    await self._breaker.write(lambda connection, ours=ours: outbox.release_all(connection, ours))  # type: ignore[misc]
                    self._unclear = False
                pause = await self._claim()
            except StoreDown:
                self._left, self._unclear = True, not self._shared
                pause = None  # woken when it is back
            except Exception as error:
                log.error("claiming failed", error=type(error).__name__)
                self._left = True
                pause = 1.0

    async def _claim(self) -> float | None:
        """Claim and launch; the seconds after which to look again, None = when woken."""
        poll = POLL_SECONDS if self._shared else None
        free = AT_ONCE - len(self._ours)
        if free <= 0 or not (self._left or self._shared):
            return poll
        now, since = ms(self._clock.now()), asyncio.get_running_loop().time()
        channels = [name for name, line in self._lines.items() if line.is_open(now)]
        # A channel that is closed opens in its time; one that is being tried wakes us when that send is settled.
        waits = [wait for line in self._lines.values() if (wait := line.closed_for(now))]
        self._left = len(channels) < len(self._lines)
        if channels:
            clerk, token = _Clerk(self._purse, self._lines, now), self._token()
            claimed = await self._breaker.write(lambda connection: clerk.claim(connection, channels, free, token, self._shared))
            for parcel in claimed.parcels:
                if parcel.id not in self._ours:
                    self.launch(parcel, since)
            self._starved = clerk.refused or len(claimed.parcels) >= free
            self._left |= claimed.left
            waits += [clerk.wait] if clerk.wait else []
            if claimed.again:
                return 0.0
            # What is due and wasn't claimed stands behind another message of its chat: settling that one wakes us.
            waits += [claimed.next_at - now] if claimed.next_at is not None and claimed.next_at > now else []
        soonest = min(waits) / 1000 if waits else None
        return soonest if poll is None else min(poll, soonest or poll)

    def _token(self) -> str:
        self._claims += 1
        return f"{self._process}-{self._claims}"

    # --- sending ---

    async def _send(self, parcel: Parcel, since: float, reply: Reply | None) -> None:
        line = self._lines[parcel.channel]
        try:
            if asyncio.get_running_loop().time() - since > _CLAIM_IS_FRESH and not await self._still_ours(parcel):
                self._ours.pop(parcel.id, None)
                return
            outcome = await self._sender.send(parcel, reply)
        except asyncio.CancelledError:
            return  # given back by `stop`
        except Exception as error:
            log.error("sending failed", error=type(error).__name__)
            outcome = Later(parcel, ms(self._clock.now()) + _AGAIN, parcel.tries + 1, parcel.unsure)
        finally:
            line.in_flight -= 1
        if isinstance(outcome, Delivered):
            self._listener.sent(parcel.channel, outcome.parcel.chat, parcel.id, outcome.message_id)
        self._outcomes.append(outcome)
        self._to_settle.set()

    async def _still_ours(self, parcel: Parcel) -> bool:
        try:
            return await self._breaker.write(lambda connection: outbox.confirm(connection, parcel.id, parcel.token))
        except StoreDown:
            return not self._shared

    async def _found(self, channel: str, chat: str, row: int) -> str:
        try:
            return await self._breaker.read(lambda connection: sent.of_row(connection, channel, chat, row))
        except StoreDown:
            return ""

    async def _move(self, channel: str, chat: str, to: str) -> None:
        def move(connection: Connection) -> None:
            conversations.move(connection, channel, chat, to)
            sent.erase(connection, channel, chat)
            outbox.move(connection, channel, chat, to)

        with suppress(StoreDown):
            await self._breaker.write(move)
        self._listener.changed(channel, chat)
        self._listener.changed(channel, to)

    # --- settling ---

    async def _settle_forever(self) -> None:
        while self._outcomes or not self._stopping:
            await self._to_settle.wait()
            self._to_settle.clear()
            batch, self._outcomes = self._outcomes, []
            try:
                await self._settle(batch)
            except StoreDown:
                # They stay claimed, so nobody sends them again meanwhile.
                self._outcomes = [*batch, *self._outcomes]
                self._to_settle.set()
                await self._breaker.closed()

    async def _settle(self, batch: list[Outcome]) -> None:
        if not batch:
            return
        now = ms(self._clock.now())
        try:
            left = await self._breaker.write(lambda connection: settle(connection, batch, now, self._house))
        except StoreDown:
            raise
        except Exception as error:
            log.error("settling failed", error=type(error).__name__)
            if len(batch) > 1:  # one of them is at fault: each by itself
                for outcome in batch:
                    await self._settle([outcome])
            else:  # it stays claimed until the claim runs out, or the next start
                self._ours.pop(batch[0].parcel.id, None)
            return
        for outcome in batch:
            self._ours.pop(outcome.parcel.id, None)
            if isinstance(outcome, Delivered):
                self._witness.archived(outcome.shown.new)
            elif isinstance(outcome, GivenUp) and outcome.unreachable:
                self._listener.changed(outcome.parcel.channel, outcome.parcel.chat)
        if left or self._left or self._starved:
            self.wake()


class _Clerk:
    """Asks the pace for each message that could be claimed.

    `refused` if a channel as a whole couldn't take more; `wait` for how long, where the pace is the reason (milliseconds).
    """

    def __init__(self, purse: Purse, lines: Mapping[str, Line], now: int) -> None:
        self.refused = False
        self.wait = 0
        self._purse = purse
        self._lines = lines
        self._now = now
        self._taken: dict[str, int] = {}

    def claim(self, connection: Connection, channels: list[str], limit: int, token: str, shared: bool) -> Claimed:
        """Claim in this transaction; with replicas the buckets are rows in it."""
        if not shared:
            return outbox.claim(connection, channels, self._now, limit, token, self._grant)
        for name in channels:
            overall = self._purse.pace.of(name).overall
            if overall is not None:
                buckets.lock(connection, name, overall.burst, self._now)
        rows = buckets.Rows(connection)
        self._purse = Purse(self._purse.pace, rows)
        self.refused, self.wait, self._taken = False, 0, {}  # this may be the second try of a transaction
        claimed = outbox.claim(connection, channels, self._now, limit, token, self._grant)
        rows.write()
        return claimed

    def _grant(self, parcel: Parcel) -> int:
        if self._lines[parcel.channel].is_failing and self._taken.get(parcel.channel):
            self.refused = True  # one at a time finds out; settling it wakes us
            return NOT_NOW
        wait = self._purse.take(parcel.channel, parcel.chat, parcel.private, parcel.lane, self._now)
        if wait == NOT_NOW:
            self.refused = True
            self.wait = max(self.wait, self._purse.wait(parcel.channel, parcel.lane, self._now), 1)
        elif wait == GO:
            self._taken[parcel.channel] = self._taken.get(parcel.channel, 0) + 1
        return wait
