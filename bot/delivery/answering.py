"""One message answered: read, turned, written. On a conflict all of it again; with the store down, directly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.channels.base import Channel, ChannelError
from bot.clock import Clock
from bot.delivery.apply import Applied, Conflict, Decided, NotOurs, Sheet, apply
from bot.delivery.breaker import OTHER_SECONDS, RED_FLAG_SECONDS, Breaker
from bot.delivery.desk import Lately, Reception
from bot.delivery.direct import Direct
from bot.delivery.lateness import SLOWER, SORRY
from bot.delivery.outbox import Outbox
from bot.delivery.outcomes import say_once
from bot.delivery.overlay import Overlay
from bot.delivery.rate import QUIET, Rate
from bot.delivery.talking import SOS, Setting, words_of
from bot.store import Connection, StoreDown, counts, inbox, outbox
from bot.store.inbox import Unread
from bot.store.moments import ms
from bot.talk.effects import DeleteMessage, Forget, Turn
from bot.talk.messages import LANES, Incoming, Origin, Pressed, Reply, Said
from bot.talk.read import Reading
from bot.talk.session import Session

TRIES = 8
"""How often what was decided on what is so no more is decided again: replicas may meet more than once."""
_SHOW = "show"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Item:
    """A message to be answered, and its rows: several where a flood is answered `together`."""

    rows: tuple[Unread, ...]
    incoming: Incoming
    together: bool = False

    @property
    def chat(self) -> tuple[str, str]:
        """Channel and chat."""
        return self.rows[0].channel, self.rows[0].chat


@dataclass(frozen=True)
class Done:
    """What became of it: `closed` if its rows are done with; held back until a moment (milliseconds), or not."""

    closed: bool = True
    held_until: int | None = None


@dataclass(frozen=True)
class _Taken:
    turn: Turn
    reading: Reading
    earlier: tuple[Lately, ...] = ()
    opens: int | None = None


class _TooSlow(Exception):
    """The person was kept waiting long enough. What is being written may still be written: then `follow` does what follows."""

    def __init__(self, writing: asyncio.Task[Applied], follow: Callable[[Applied], None], waited: float) -> None:
        super().__init__()
        self.writing = writing
        self.follow = follow
        self.waited = waited


class Answering:
    """Answers stored messages."""

    def __init__(
        self, breaker: Breaker, setting: Setting, channels: Mapping[str, Channel], reception: Reception, overlay: Overlay,
        way_out: Outbox, direct: Direct, rate: Rate, clock: Clock, next_number: Callable[[], int],
        on_letter: Callable[[str, str], None],
    ) -> None:  # fmt: skip
        self._breaker = breaker
        self._setting = setting
        self._channels = channels
        self._pulls = frozenset(name for name, channel in channels.items() if channel.pull)
        self._reception = reception
        self._overlay = overlay
        self._outbox = way_out
        self._direct = direct
        self._rate = rate
        self._clock = clock
        self._next_number = next_number
        self._on_letter = on_letter
        self._again = asyncio.Lock()
        self._afterwards: set[asyncio.Task[None]] = set()

    async def answer(self, item: Item, held_until: int | None) -> Done:
        """Answer one message. Never raises; what can't be answered now stays unread."""
        incoming, row = item.incoming, item.rows[0]
        try:
            if self._direct.has_answered(row.channel, row.update_id):
                await self._close(item)
                return Done()
            if isinstance(incoming, Said) and incoming.origin.private and not item.together:
                over = self._rate.is_over(row.channel, row.chat, ms(self._clock.now()))
                if (over or held_until is not None) and not self._setting.is_urgent(incoming):
                    return await self._hold(item, incoming.origin, tell=over)
            await self._answer(item)
            return Done()
        except NotOurs:
            return Done()
        except _TooSlow as slow:
            if slow.waited >= OTHER_SECONDS:
                self._breaker.trip(f"no answer within {OTHER_SECONDS:g} s")
            done = await self._directly(item)
            self._in_background(self._in_the_end(item, slow))
            return done
        except StoreDown:
            return await self._directly(item)
        except Exception as error:
            log.error("message not answered", error=type(error).__name__, kind=type(incoming).__name__)
            return await self._sorry(item)

    async def _answer(self, item: Item) -> None:
        with suppress(Conflict):
            await self._once(item)
            return
        # One after the other: of many that meet at one place all but one would meet again. Who is in danger waits for nobody.
        async with nullcontext() if self._setting.is_urgent(item.incoming) else self._again:
            for tried in range(1, TRIES + 1):
                self._reception.changed(*item.chat)
                try:
                    await self._once(item)
                    return
                except Conflict:
                    if tried == TRIES:
                        raise

    async def _once(self, item: Item) -> None:
        incoming = item.incoming
        origin = incoming.origin
        channel, chat = item.chat
        kept, session = await self._reception.conversation(channel, chat)
        taken = await self._take_turn(incoming, session, kept.member)
        turn = taken.turn
        since = asyncio.get_running_loop().time()
        lease = ""
        if turn.reply is not None and channel not in self._pulls:
            lease = self._outbox.lease(channel, chat, origin.private, LANES.index(turn.reply.lane))
        sheet = self._sheet(origin, lease)
        chosen = turn.session.lang if turn.session.lang != session.lang else ""
        decided = Decided(tuple(row.id for row in item.rows), item.rows[0].token, kept, turn, sheet, taken.opens, chosen)
        urgent = taken.reading.alarm is not None or taken.reading.command == SOS

        def follow(applied: Applied) -> None:
            self._after(incoming, taken, applied, since)

        writing = self._breaker.begin(lambda connection: apply(connection, decided))
        within = RED_FLAG_SECONDS if urgent else OTHER_SECONDS
        done, _ = await asyncio.wait({writing}, timeout=within)
        if not done:
            raise _TooSlow(writing, follow, within)
        applied = writing.result()
        if applied.told is not None:
            with suppress(StoreDown):  # before anything more is drawn here; the other replicas see it at their next look
                await self._overlay.look()
        follow(applied)

    async def _take_turn(self, incoming: Incoming, session: Session, member: str) -> _Taken:
        setting, edition = self._setting, self._setting.current_edition()
        origin, talk = incoming.origin, setting.talk
        earlier = self._reception.earlier(incoming)
        reading = talk.read(incoming, tuple(e.text for e in earlier), session, edition, setting.house)
        press = None
        if isinstance(incoming, Pressed):
            press = setting.signer.read(incoming.data, f"{origin.channel}:{origin.person}")
            if press is not None and press.verb == _SHOW:
                return await self._shown(incoming, press.args, session, reading)
        desk = await self._reception.lay(incoming, reading, earlier, session, press, member)
        turn = talk.turn(incoming, reading, session, desk, edition, setting.house, setting.signer, self._clock.now())
        return _Taken(turn, reading, earlier)

    async def _shown(self, incoming: Pressed, args: tuple[str, ...], session: Session, reading: Reading) -> _Taken:
        """A late reply that its person asks to see takes the place of the line that it is ready."""
        origin = incoming.origin
        row = int(args[0]) if args and args[0].isdecimal() and len(args[0]) < 19 else 0
        reply, state = await self._reception.waited(origin.channel, origin.chat, row)
        if reply is not None:
            return _Taken(Turn(session, replace(reply, amends=incoming.message_id, reply_to="")), reading, opens=row)
        if state:  # a second press: it is there already, or on its way
            return _Taken(Turn(session), reading)
        return _Taken(Turn(session, Reply((SORRY,), lang=reading.lang, amends=incoming.message_id)), reading)

    def _after(self, incoming: Incoming, taken: _Taken, applied: Applied, since: float) -> None:
        """What follows the transaction: the send, what is remembered, and what is done at once and best effort."""
        origin, turn, parcel = incoming.origin, taken.turn, applied.parcel
        pull = origin.channel in self._pulls
        if any(isinstance(effect, Forget) for effect in turn.effects):
            self._reception.forget(origin.channel, origin.chat)
        self._reception.remember(applied.kept, replace(turn.session, unreachable=applied.kept.unreachable))
        self._reception.note(incoming, taken.reading, turn, taken.earlier, parcel.id if parcel else 0, pull)
        if pull:
            if parcel is not None or turn.amendments or applied.take_back:
                self._on_letter(origin.channel, origin.chat)
        elif parcel is not None and parcel.token:
            self._outbox.launch(parcel, since, applied.reply)
        for chat in (*(applied.told or ()), *applied.announce):
            self._on_letter(*chat)
        for chat in applied.changed:
            self._reception.changed(*chat)
            self._on_letter(*chat)
        if applied.told is not None:
            self._overlay.wake()
        if applied.waiting:
            self._outbox.wake()
        deletes = [effect.message_id for effect in turn.effects if isinstance(effect, DeleteMessage)]
        if isinstance(incoming, Pressed) or deletes or applied.take_back:
            toast = self._setting.toast(turn.toast, taken.reading.lang)
            self._in_background(self._at_once(incoming, toast, (*deletes, *applied.take_back)))

    def _in_background(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._afterwards.add(task)
        task.add_done_callback(self._afterwards.discard)

    async def _at_once(self, incoming: Incoming, toast: str, deletes: tuple[str, ...]) -> None:
        channel = self._channels[incoming.origin.channel]
        try:
            if isinstance(incoming, Pressed):
                await channel.answer_press(incoming.press_id, toast)
            for message_id in deletes:
                await channel.delete(incoming.origin.chat, message_id)
        except Exception as error:
            log.info("not done", error=type(error).__name__)

    # --- when it isn't answered now, or not so ---

    async def _hold(self, item: Item, origin: Origin, tell: bool) -> Done:
        row, now = item.rows[0], self._clock.now()
        until = ms(now) + QUIET
        _, session = await self._reception.conversation(row.channel, row.chat)
        tell = tell and self._rate.tell(row.channel, row.chat)
        sheet = replace(self._sheet(origin, ""), about_at=ms(now))
        line = Reply((SLOWER,), lang=session.lang or self._setting.house.languages[0])

        def hold(connection: Connection) -> None:
            inbox.hold(connection, row.id, row.channel, row.chat, until)
            if tell:
                say_once(connection, sheet, line)

        await self._breaker.write(hold)
        if tell:
            self._outbox.wake()
            self._on_letter(row.channel, row.chat)
        return Done(closed=True, held_until=until)

    async def _close(self, item: Item) -> None:
        now = ms(self._clock.now())

        def close(connection: Connection) -> None:
            for number, row in enumerate(item.rows):
                inbox.done(connection, row.id, now, row.token if number == 0 else "")

        await self._breaker.write(close)

    async def _directly(self, item: Item) -> Done:
        with suppress(ChannelError):
            await self._direct.answer(item.incoming)
            self._direct.remember(item.rows[0].channel, [row.update_id for row in item.rows])
        return Done(closed=False)

    async def _in_the_end(self, item: Item, slow: _TooSlow) -> None:
        """What became of a write that nobody waited for: the reply is taken out again if it was given directly meanwhile."""
        row = item.rows[0]
        await asyncio.wait({slow.writing}, timeout=max(0.0, OTHER_SECONDS - slow.waited))
        if not slow.writing.done():
            self._breaker.trip(f"no answer within {OTHER_SECONDS:g} s")
        try:
            applied = await slow.writing
        except (StoreDown, NotOurs, Conflict):
            return  # it stays unread, and is closed or answered when the store is back
        if not self._direct.has_answered(row.channel, row.update_id):
            slow.follow(applied)
        elif applied.parcel is not None:
            discarded = applied.parcel.id
            await self._breaker.store.write(lambda connection: outbox.discard(connection, discarded))
        self._reception.changed(*item.chat)

    async def _sorry(self, item: Item) -> Done:
        """Something in here is wrong: the person is told, the message isn't tried for ever, and it is counted. Who is in danger
        gets what is said without a store."""
        origin = item.incoming.origin
        sheet = self._sheet(origin, "")
        sorry = Reply((SORRY,), lang=self._setting.house.languages[0])
        with suppress(Exception):  # whatever was wrong may be wrong here too
            if self._setting.is_urgent(item.incoming):
                sorry = self._direct.turn(item.incoming)[0].reply or sorry

        def give_up(connection: Connection) -> None:
            for number, row in enumerate(item.rows):
                if not inbox.done(connection, row.id, sheet.now, row.token if number == 0 else ""):
                    raise NotOurs
            counts.add(connection, "given-up", "failed", sheet.now)
            if origin.private and (words_of(item.incoming) or sorry.lane == "urgent"):
                say_once(connection, sheet, sorry)

        try:
            await self._breaker.write(give_up)
        except NotOurs:
            return Done()
        except StoreDown:
            return Done(closed=False)
        except Exception as error:
            log.error("message not even given up", error=type(error).__name__)
            return Done()
        self._outbox.wake()
        self._on_letter(origin.channel, origin.chat)
        return Done()

    async def give_up(self, row: Unread) -> None:
        """A stored message that this version can't read: counted and emptied. Whom to answer can't be told. Raises StoreDown."""
        now = ms(self._clock.now())

        def give_up(connection: Connection) -> None:
            if inbox.done(connection, row.id, now, row.token):
                counts.add(connection, "given-up", "unreadable", now)

        await self._breaker.write(give_up)

    def _sheet(self, origin: Origin, lease: str) -> Sheet:
        now = ms(self._clock.now())
        return Sheet(
            origin.channel, origin.chat, origin.person, origin.private, now, ms(origin.at), self._setting.house, self._pulls,
            number=self._next_number(), lease=lease, who=self._setting.signer.pseudonym(f"{origin.channel}:{origin.person}"),
            channels=tuple(self._channels), kinds=self._setting.current_edition().kinds,
        )  # fmt: skip

    async def finish(self, seconds: float) -> None:
        """Let what is done best effort end."""
        if self._afterwards:
            await asyncio.wait(self._afterwards, timeout=seconds)
