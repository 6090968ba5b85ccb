"""Everything between a channel and the conversation, as one object that the program starts and stops."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from bot.channels.base import Channel, Intake, Mailbox
from bot.clock import Clock
from bot.delivery.answering import Answering
from bot.delivery.breaker import Breaker
from bot.delivery.desk import Reception
from bot.delivery.direct import Direct
from bot.delivery.documents import Documents
from bot.delivery.housekeeping import tidy_up
from bot.delivery.inbox import StoringIntake
from bot.delivery.mailbox import Post
from bot.delivery.mails import Mails
from bot.delivery.outbox import Outbox
from bot.delivery.overlay import Overlay
from bot.delivery.pace import Pace
from bot.delivery.rate import Rate
from bot.delivery.recall import Recall
from bot.delivery.renewal import Renewal
from bot.delivery.rhythm import Rhythm
from bot.delivery.talking import REAL, Edition, Setting, Talk
from bot.delivery.ticker import Duty, Ticker
from bot.delivery.worker import Worker
from bot.store import Connection, Store, StoreDown, inbox, letters, outbox
from bot.store.moments import ms
from bot.talk.house import House
from bot.talk.messages import LANES
from bot.talk.tokens import Signer

TURNS_SECONDS, SENDS_SECONDS, AFTER_SECONDS = 2.0, 3.0, 1.0
"""How long an orderly end waits for turns, for sends, and for what is best effort; with the writes between under 10 s."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Health:
    """How it goes. `oldest_seconds` is the age of the oldest message that waits for its answer or its send; counts are rows."""

    degraded: bool
    reason: str = ""
    unread: int = 0
    waiting: Mapping[str, int] = field(default_factory=dict)
    oldest_seconds: float = 0.0
    in_flight: int = 0


class Delivery:
    """Takes messages in (`intake`), answers them, sends the answers or lays them out (`mailbox`).

    `edition` is what answers at this moment: the current edition of the files with the corrections laid over it.

    `channels` are all channels that messages may come from, each under its name. `duties` are called with every tick.
    """

    def __init__(
        self, store: Store, current_edition: Callable[[], Edition], house: House, signer: Signer, channels: Sequence[Channel],
        clock: Clock, pace: Pace, talk: Talk = REAL, duties: Sequence[Duty] = (),
    ) -> None:  # fmt: skip
        named = {channel.name: channel for channel in channels}
        self._clock = clock
        self._numbered = 0
        self._breaker = Breaker(store, clock, self.wake)
        self._overlay = Overlay(self._breaker, current_edition)
        self.edition: Callable[[], Edition] = self._overlay.edition
        pulls = frozenset(name for name, channel in named.items() if channel.pull)
        documents = Documents(self._breaker, self.edition, house, signer, pulls, clock)
        self.calendar = documents.calendar
        setting = Setting(talk, self.edition, house, signer, documents.make)
        self._reception = Reception(self._breaker, clock, signer, pulls, self._overlay.conflicts)
        self._outbox = Outbox(self._breaker, setting, named, clock, pace, self._reception)
        self._post = Post(self._breaker, setting, clock, self._next_number, lambda c, chat: self._worker.is_busy_with(c, chat))
        self._direct = Direct(setting, named, clock, self._post.put_up)
        rate = Rate(pace.flood)
        self._answering = Answering(
            self._breaker, setting, named, self._reception, self._overlay, self._outbox, self._direct, rate, clock,
            self._next_number, self._post.announce,
        )  # fmt: skip
        self._recall = Recall(
            self._breaker, self._overlay, house, pulls, clock, self._next_number, self._outbox.wake, self._post.announce
        )
        self._renewal = Renewal(self._breaker, setting, clock, pulls, self._outbox.wake)
        self._worker = Worker(self._breaker, self._answering, rate, clock)
        self._rhythm = Rhythm(
            self._breaker, lambda: self.edition().kinds, house, clock, tuple(named), pulls, self._next_number,
            self._outbox.wake, self._post.announce,
        )  # fmt: skip
        self._ticker = Ticker((self._sweep, self._rhythm.look, self._tidy_up, self._renewal.look, *duties))
        self.mails = Mails(self._breaker, signer, house, pulls, clock, self._next_number, self._post.announce)
        self.intake: Intake = StoringIntake(self._breaker, setting, self._direct, self._worker, clock)
        self.mailbox: Mailbox = self._post

    async def start(self) -> None:
        """Open the store and begin. Where the store is down it begins without; raises StoreInUse and NewerSchema."""
        try:
            await self._breaker.store.open()
            self._numbered = await self._breaker.read(letters.last_number)
        except StoreDown as error:
            self._breaker.trip(error.reason)
        await self._overlay.start(self._recall.look)
        self._breaker.start()
        self._outbox.start()
        self._worker.start()
        self._ticker.start()

    async def stop(self) -> None:
        """An orderly end within 10 seconds: what was begun is ended or given back. The store stays open."""
        self._ticker.stop()
        await self._overlay.stop()
        await self._worker.stop(TURNS_SECONDS)
        await self._outbox.stop(SENDS_SECONDS)
        await self._answering.finish(AFTER_SECONDS)
        await self._breaker.stop()

    def wake(self) -> None:
        """Look whether there is something to do: the store is back, or the clock was moved."""
        self._worker.wake()
        self._outbox.wake()
        self._overlay.wake()

    async def look_at_corrections(self) -> None:
        """What happens every three seconds, now: know what was corrected, and see to old messages. Raises StoreDown."""
        await self._overlay.look()
        await self._recall.look()

    def look_at_store(self) -> None:
        """If the store is down, see at once whether it still is."""
        self._breaker.look_now()

    async def tick(self) -> None:
        """What happens every half minute, now."""
        await self._ticker.tick()

    async def health(self) -> Health:
        """How it goes; never raises, and never waits for a store that is down."""
        unknown = Health(True, self._breaker.reason, self._worker.waiting, in_flight=self._outbox.in_flight)
        if self._breaker.is_open:
            return unknown
        try:
            unread, oldest_unread, lanes, oldest_waiting = await self._breaker.read(_counts)
        except StoreDown as error:
            return Health(True, error.reason, self._worker.waiting, in_flight=self._outbox.in_flight)
        oldest = min((at for at in (oldest_unread, oldest_waiting) if at is not None), default=None)
        age = max(0, ms(self._clock.now()) - oldest) / 1000 if oldest is not None else 0.0
        waiting: dict[str, int] = {lane: lanes[number] for number, lane in enumerate(LANES) if number in lanes}
        return Health(False, "", unread, waiting, age, self._outbox.in_flight)

    async def _sweep(self) -> None:
        self._worker.sweep()
        self._outbox.sweep()
        self._reception.sweep()

    async def _tidy_up(self) -> None:
        await tidy_up(self._breaker, self._clock, self._reception.changed)

    def _next_number(self) -> int:
        self._numbered = max(self._numbered + 1, ms(self._clock.now()))
        return self._numbered


def _counts(connection: Connection) -> tuple[int, int | None, dict[int, int], int | None]:
    return (*inbox.oldest(connection), *outbox.oldest(connection))
