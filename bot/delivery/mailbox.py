"""What pull channels fetch: letters from the store, drawn when they are fetched, and while the store is down from memory."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from bot.channels.base import Letter
from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.shown import Witness
from bot.delivery.talking import Setting
from bot.store import Connection, StoreDown, archive, devices, inbox, letters, posted, sent
from bot.store.archive import Wording
from bot.store.letters import Stored
from bot.store.moments import DAY, HOUR, moment, ms
from bot.store.sent import Record
from bot.talk.codec import Unreadable, decode
from bot.talk.messages import Drawn, File, Reply

_LOOK_SECONDS = 0.5  # how often replicas look for what another one wrote
_CHATS = 1_000  # chats whose direct answers are remembered
_EACH = 20  # of them, the newest
_LONGEST_ROW = 18  # digits that a row's number may have

log = structlog.get_logger(__name__)

Chat = tuple[str, str]


@dataclass(frozen=True)
class _Direct:
    number: int
    drawn: Drawn


class Post:
    """A Mailbox (see channels.base)."""

    def __init__(
        self, breaker: Breaker, setting: Setting, clock: Clock, next_number: Callable[[], int],
        is_busy_with: Callable[[str, str], bool],
    ) -> None:  # fmt: skip
        self._breaker = breaker
        self._setting = setting
        self._clock = clock
        self._next_number = next_number
        self._is_busy_with = is_busy_with
        self._witness = Witness(setting.house)
        self._arrived: defaultdict[Chat, set[asyncio.Event]] = defaultdict(set)
        self._direct: OrderedDict[Chat, list[_Direct]] = OrderedDict()

    def announce(self, channel: str, chat: str) -> None:
        """Something was written for that chat: whoever waits for it looks."""
        for event in self._arrived.get((channel, chat), ()):
            event.set()

    def put_up(self, channel: str, chat: str, drawn: Drawn) -> None:
        """Show something that isn't in the store."""
        shown = self._direct.setdefault((channel, chat), [])
        shown.append(_Direct(self._next_number(), drawn))
        del shown[:-_EACH]
        self._direct.move_to_end((channel, chat))
        while len(self._direct) > _CHATS:
            self._direct.popitem(last=False)
        self.announce(channel, chat)

    async def letters(self, channel: str, chat: str, after: int, wait: float) -> Sequence[Letter]:
        """The messages numbered above `after`, oldest first; waits `wait` seconds for a first one. What is fetched is seen."""
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        event = asyncio.Event()
        self._arrived[channel, chat].add(event)
        try:
            while True:
                found = await self._look(channel, chat, after)
                left = until - loop.time()
                if found or left <= 0:
                    return found
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(left, _LOOK_SECONDS) if self._breaker.store.shared else left):
                        await event.wait()
                event.clear()
        finally:
            self._arrived[channel, chat].discard(event)
            if not self._arrived[channel, chat]:
                del self._arrived[channel, chat]

    async def waiting(self, channel: str, chat: str) -> bool:
        """Whether something of that chat is still being answered."""
        if self._is_busy_with(channel, chat):
            return True
        if not self._breaker.store.shared:
            return False
        try:
            return await self._breaker.read(lambda connection: inbox.waits(connection, channel, chat))
        except StoreDown:
            return False

    async def is_device(self, channel: str, chat: str) -> bool:
        """Whether that chat is somebody's who joined; False too while the store is down."""
        now = ms(self._clock.now())
        try:
            return await self._breaker.read(lambda connection: devices.find(connection, channel, chat, now)) is not None
        except StoreDown:
            return False

    async def file(self, channel: str, chat: str, letter: str, number: int) -> File | None:
        """The file with a number of that chat's letter, made at this moment; None where there is none for them."""
        if not letter.isdecimal() or len(letter) > _LONGEST_ROW:
            return None
        row = int(letter)
        stored = await self._breaker.read(lambda connection: letters.find(connection, channel, chat, row))
        try:
            reply = decode(stored.body) if stored else None
        except Unreadable:
            reply = None
        if stored is None or not isinstance(reply, Reply):
            return None
        now = self._clock.now()
        drawn = self._setting.draw(reply, channel, stored.person, now)
        if not 0 <= number < len(drawn.files):
            return None
        return await self._setting.make(drawn.files[number], drawn.lang, channel, chat, stored.person, now)

    async def _look(self, channel: str, chat: str, after: int) -> list[Letter]:
        direct = self._direct.get((channel, chat), ())
        found = [Letter(x.number, f"direct-{x.number}", x.drawn, moment(x.number)) for x in direct if x.number > after]
        try:
            stored = await self._breaker.read(lambda connection: letters.after(connection, channel, chat, after))
        except StoreDown:
            return found
        wordings: list[Wording] = []
        records: list[Record] = []
        for one in stored:
            try:
                found.append(self._drawn(channel, chat, one, wordings, records))
            except Exception as error:
                log.error("letter not drawn", channel=channel, error=type(error).__name__)
        await self._seen(stored, wordings, records)
        return sorted(found, key=lambda letter: letter.number)

    def _drawn(self, channel: str, chat: str, stored: Stored, wordings: list[Wording], records: list[Record]) -> Letter:
        reply = decode(stored.body)
        if not isinstance(reply, Reply):
            raise Unreadable("not a reply")
        now = self._clock.now()
        drawn = self._setting.draw(reply, channel, stored.person, now)
        shown = self._witness.see(reply, drawn, self._setting.current_edition(), ms(now))
        wordings += shown.new
        if not stored.seen and (shown.codes or shown.services):
            until = ms(now) + self._setting.house.keeps_sent_days * DAY
            records.append(
                Record(
                    channel, chat, str(stored.id), "", stored.id, shown.topic, shown.codes, shown.services, ms(now), until,
                    shown.version, stored.body,
                )
            )  # fmt: skip
        return Letter(stored.number, str(stored.id), drawn, moment(stored.at), stored.amended, not stored.seen)

    async def _seen(self, stored: Sequence[Stored], wordings: Sequence[Wording], records: Sequence[Record]) -> None:
        if all(one.seen for one in stored) and not wordings:
            return
        now = ms(self._clock.now())
        keep = now + self._setting.house.keeps_shown_hours * HOUR

        def seen(connection: Connection) -> None:
            letters.seen(connection, stored, now, keep)
            posted.reached(connection, [one.id for one in stored if not one.seen], now)
            archive.put(connection, wordings)
            for record in records:
                sent.add_to(connection, record)

        with suppress(StoreDown):  # then it is noted the next time
            await self._breaker.write(seen)
            self._witness.archived(wordings)
