"""A small conversation, a channel in memory and a clock that stands still: what delivery is tested with."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any, TypeVar

from bot.channels.base import Channel, Outgoing, Sent
from bot.delivery import NO_PACE, Delivery, Pace, Talk
from bot.library.model import Guidance, Library, Topic
from bot.library.richtext import Number, Paragraph, Text, plain
from bot.services.model import Contact, Directory, Service
from bot.store import Store, Work, open_store
from bot.talk.effects import Count, DeleteMessage, Effect, Forget, Hide, Turn, Unreachable
from bot.talk.house import House
from bot.talk.messages import (
    Blocked,
    Drawn,
    DrawnButton,
    Edited,
    Incoming,
    Origin,
    Passage,
    Pressed,
    Reply,
    Said,
    Say,
    Unblocked,
    Voice,
)
from bot.talk.read import Reading
from bot.talk.tokens import Signer
from intents import Alarm

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUSE = House("Test House", languages=("en",), countries=("GB",), home_country="GB")
SIGNER = Signer((b"a key for tests",))
PATIENCE = 10.0  # seconds until a test that waits for an event gives up


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


# --- a small conversation ---------------------------------------------------------------------------------------------


def read(incoming: Incoming, earlier: tuple[str, ...], session: Any, edition: Any, house: House) -> Reading:
    text = getattr(incoming, "text", "")
    alarm = Alarm("danger", "test", "en", 1.0) if "danger" in text else None
    command, _, argument = text[1:].partition(" ") if text.startswith("/") else ("", "", "")
    return Reading("en", alarm=alarm, command=command, argument=argument)


def turn(
    incoming: Incoming, reading: Reading, session: Any, desk: Any, edition: Any, house: House, signer: Signer, now: datetime
) -> Turn:
    """Says by its pieces what it was given: `answer`, with the earlier words of a burst counted; `unknown` for "hm"."""
    text = getattr(incoming, "text", "")
    asked = getattr(incoming, "message_id", "") if isinstance(incoming, Said | Edited) else ""
    went_on = replace(session, answers=session.answers + 1)
    if not incoming.origin.private:
        return Turn(session)
    match incoming:
        case Blocked():
            return Turn(session, effects=(Unreachable(),))
        case Unblocked():
            return Turn(session, effects=(Unreachable(back=True),))
        case Pressed(data="hide"):
            return Turn(session, Reply((Say("hidden"),)), effects=(Hide(),))
        case Pressed(data="gone"):
            return Turn(type(session)(), Reply((Say("forgotten"),)), effects=(Forget(),))
        case Pressed(data="delete"):
            return Turn(session, toast="deleted", effects=(DeleteMessage("theirs"),))
        case Pressed():
            return Turn(went_on, Reply((Say("pressed"),), topic="t", amends=incoming.message_id), toast="heard")
    if not desk.storing and text.startswith("keep"):
        return Turn(session, Reply((Say("store.down"),), reply_to=asked))
    if text == "boom":
        raise RuntimeError("a bug in the conversation")
    if text.startswith("/ref") and desk.quoted:
        return Turn(session, Reply((Say("quoted", {"text": desk.quoted, "on": desk.quoted_on}),), reply_to=asked))
    effects: tuple[Effect, ...] = (Count("seen", asked),)
    if text == "hm" or text.startswith("hm "):
        return Turn(went_on, Reply((Say("unknown"),), reply_to=asked), effects=effects)
    if "passage" in text:
        return Turn(went_on, Reply((Passage("disclosure"),), reply_to=asked, topic="disclosure"), effects=effects)
    lane = "urgent" if reading.alarm else "reply"
    together = str(len(desk.earlier)) if "\n" not in text else f"{len(text.splitlines())} lines"
    reply = Reply((Say("answer", {"earlier": together}),), reply_to=asked, topic="t", lane=lane)
    amends = desk.answered_as if isinstance(incoming, Edited) else desk.earlier_reply
    return Turn(went_on, replace(reply, amends=amends), effects=effects)


def draw(reply: Reply, edition: Any, house: House, signer: Signer, person: str, now: datetime) -> Drawn:
    words: list[Any] = []
    for piece in reply.pieces:
        if isinstance(piece, Say):
            if piece.key == "undrawable":
                raise RuntimeError("a bug in drawing")
            words.append(Text(f"{piece.key}{'' if not piece.args else ' ' + ' '.join(piece.args.values())}"))
        elif isinstance(piece, Passage):
            words += [Text(f"passage {piece.topic} of {edition.version} "), Number("0800 1111", "08001111")]
    buttons = tuple(tuple(DrawnButton("show", signer.write(b.press, person)) for b in row) for row in reply.buttons)
    return Drawn((Voice("en", "ltr", (Paragraph(tuple(words)),)),), buttons, ends=reply.ends)


SMALL_TALK = Talk(read, turn, draw)


def make_edition(version: str = "one") -> Any:
    """As much of an edition as delivery and the small conversation look at."""
    guidance = Guidance("disclosure", "urgent", "en", "A child tells", (), (), "7k2m", "Listen.", "x")
    library = Library(
        (), {"disclosure": Topic("disclosure", "urgent", {"en": "A child tells"})}, {("disclosure", "en"): guidance}, {}
    )
    line = Service("gb-childline", "Childline", "GB", "helpline", (Contact("phone", "0800 1111", "08001111"),))
    return SimpleNamespace(
        version=version,
        corrections=0,
        library=library,
        directory=Directory({line.id: line}),
        urgency=SimpleNamespace(read=lambda text: "flag" if "danger" in text else None),
        words=SimpleNamespace(has=lambda key: False, say=lambda lang, key: key),
        kinds={},
    )


# --- channels ---------------------------------------------------------------------------------------------------------


def words_of(drawn: Drawn) -> str:
    """The words of a message."""
    return "\n".join(plain(voice.blocks) for voice in drawn.voices)


@dataclass
class MemoryChannel:
    """Remembers what it was given. `script` holds what the next sends meet: an error to raise, or an
    event to wait for; `failing` the chats whose sends always fail."""

    name: str = "telegram"
    pull: bool = False
    sent: list[Outgoing] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    script: deque[Exception | Callable[[], Awaitable[None]] | None] = field(default_factory=deque)
    standing: Exception | None = None
    failing: dict[str, Exception] = field(default_factory=dict)
    tried: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def send(self, outgoing: Outgoing) -> Sent:
        self.tried += 1
        await self._tell()
        step = self.script.popleft() if self.script else self.failing.get(outgoing.chat, self.standing)
        if isinstance(step, Exception):
            raise step
        if step is not None:
            await step()
        self.sent.append(outgoing)
        await self._tell()
        return Sent(outgoing.amends or f"m{len(self.sent)}")

    async def delete(self, chat: str, message_id: str) -> bool:
        self.deleted.append(message_id)
        await self._tell()
        return True

    async def answer_press(self, press_id: str, toast: str) -> None:
        self.toasts.append(toast)
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(happened)

    async def until_sent(self, n: int) -> list[str]:
        """Wait for so many messages; their words."""
        await self.until(lambda: len(self.sent) >= n)
        return self.words

    async def until_tried(self, n: int) -> None:
        """Wait for so many sends, whatever became of them."""
        await self.until(lambda: self.tried >= n)

    @property
    def words(self) -> list[str]:
        return [words_of(outgoing.drawn) for outgoing in self.sent]


# --- the store, watched -----------------------------------------------------------------------------------------------

T = TypeVar("T")


class WatchedStore(Store):
    """A store that tells when it was written, and that can be made to fail or to hang."""

    def __init__(self, store: Store) -> None:
        self.inner = store
        self.shared = store.shared
        self.beside = store.beside
        self.fault: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.writes = 0
        self.written = asyncio.Event()

    async def open(self) -> None:
        if self.fault:
            raise self.fault
        await self.inner.open()

    async def write(self, work: Work[T]) -> T:
        await self._meet()
        result = await self.inner.write(work)
        self.writes += 1
        self.written.set()
        return result

    async def read(self, work: Work[T]) -> T:
        await self._meet()
        return await self.inner.read(work)

    async def tidy(self) -> None:
        await self.inner.tidy()

    async def close(self) -> None:
        await self.inner.close()

    async def _meet(self) -> None:
        if self.gate is not None:
            await self.gate.wait()
        if self.fault:
            raise self.fault


# --- the stage --------------------------------------------------------------------------------------------------------


_updates = count(1)


@dataclass
class Stage:
    """A running delivery with its channels and clock."""

    delivery: Delivery
    store: WatchedStore
    clock: FixedClock
    channel: MemoryChannel
    web: MemoryChannel

    def origin(self, chat: str = "anna", update: str = "", at: datetime | None = None, **more: Any) -> Origin:
        channel = more.pop("channel", "telegram")
        return Origin(channel, update or f"u{next(_updates)}", chat, more.pop("person", chat), at or self.clock.now(), **more)

    def said(self, text: str, chat: str = "anna", **more: Any) -> Said:
        origin = self.origin(chat, **more)
        return Said(origin, text, f"q-{origin.update_id}")

    async def says(self, text: str, chat: str = "anna", **more: Any) -> Said:
        said = self.said(text, chat, **more)
        await self.delivery.intake.take([said])
        return said

    async def presses(self, data: str, under: str = "m1", chat: str = "anna", **more: Any) -> None:
        await self.delivery.intake.take([Pressed(self.origin(chat, **more), data, under, "press")])

    async def until(self, so: Callable[[], Awaitable[bool]]) -> None:
        """Wait until something is so in the store."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.store.written.clear()
                if await so():
                    return
                await self.store.written.wait()

    async def settled(self) -> None:
        """Wait until nothing is unread, waiting or under way."""

        async def quiet() -> bool:
            health = await self.delivery.health()
            return not (health.degraded or health.unread or health.waiting or health.in_flight)

        await self.until(quiet)

    async def settled_but_waiting(self) -> None:
        """Wait until nothing is unread or under way; what waits in the outbox may wait."""

        async def quiet() -> bool:
            health = await self.delivery.health()
            return not (health.degraded or health.unread or health.in_flight)

        await self.until(quiet)

    async def settled_but_waiting_or_held(self) -> None:
        """Wait until whatever isn't answered is held back, and nothing is under way."""

        async def so() -> bool:
            health = await self.delivery.health()
            held = [row for row in await self.rows("inbox") if row["held_until"]]
            return health.unread == len(held) and not (health.waiting or health.in_flight)

        await self.until(so)

    async def settled_but_held(self, n: int) -> None:
        """Wait until nothing is waiting or under way, and as many messages as said are held back."""

        async def so() -> bool:
            health = await self.delivery.health()
            held = [row for row in await self.rows("inbox") if row["held_until"]]
            return health.unread == n == len(held) and not (health.waiting or health.in_flight)

        await self.until(so)

    async def row(self, table: str, **values: Any) -> dict[str, Any]:
        """Wait for a row with these values."""
        found: list[dict[str, Any]] = []

        async def there() -> bool:
            found[:] = [row for row in await self.rows(table) if values.items() <= row.items()]
            return bool(found)

        await self.until(there)
        return found[0]

    async def rows(self, table: str) -> list[dict[str, Any]]:
        """What stands in a table."""
        return await self.store.inner.read(
            lambda c: [dict(row) for row in c.exec_driver_sql(f"SELECT * FROM {table}").mappings()]
        )

    async def later(self, seconds: float) -> None:
        """Time passes, and whoever waits for it looks at the clock."""
        self.clock.move(seconds)
        self.delivery.wake()

    async def press_of(self, n: int = -1) -> str:
        """The token of the first button under our n-th message."""
        return self.channel.sent[n].drawn.buttons[0][0].data

    async def counted(self, what: str) -> dict[str, int]:
        """How often something was counted, by topic."""
        return {row["topic"]: row["n"] for row in await self.rows("counts") if row["what"] == what}


@asynccontextmanager
async def stage(
    url: str = "sqlite://", pace: Pace = NO_PACE, clock: FixedClock | None = None, house: House = HOUSE,
    channel: MemoryChannel | None = None, edition: Callable[[], Any] | None = None, talk: Talk = SMALL_TALK,
    store: WatchedStore | None = None, more: Sequence[Channel] = (),
) -> AsyncIterator[Stage]:  # fmt: skip
    """A delivery on a store of its own, started, and stopped in the end. `more` are channels besides Telegram and web."""
    clock = clock or FixedClock()
    store = store or WatchedStore(open_store(url))
    channel, web = channel or MemoryChannel(), MemoryChannel("web", pull=True)
    one = make_edition()
    delivery = Delivery(store, edition or (lambda: one), house, SIGNER, [channel, web, *more], clock, pace, talk)
    await delivery.start()
    try:
        yield Stage(delivery, store, clock, channel, web)
    finally:
        await delivery.stop()
        await store.close()


def texts(letters: Iterable[Any]) -> list[str]:
    """The words of letters."""
    return [words_of(letter.drawn) for letter in letters]
