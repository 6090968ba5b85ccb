"""When the store is down: urgent, guidance and services are answered straight through the channel, and nothing is kept.

Which messages were answered so is remembered in memory, so that the store, when it is back, doesn't have them answered again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

import structlog

from bot.channels.base import Channel, ChannelError, NotSent, Outgoing, Refused, SlowDown, Unsure
from bot.clock import Clock
from bot.delivery.lateness import STORE_DOWN
from bot.delivery.talking import Setting, message_of
from bot.talk.desk import Desk
from bot.talk.effects import DeleteMessage, Turn
from bot.talk.messages import Blocked, Drawn, Incoming, Pressed, Reply
from bot.talk.session import Session

REMEMBERED = 10_000
"""Update ids. A minute of the greatest pace Telegram allows is 1,800."""
_AT_ONCE = 16  # chats
_TRIES = 3
_PATIENCE = 5.0  # seconds that a channel's "slow down" is waited for

log = structlog.get_logger(__name__)

PutUp = Callable[[str, str, Drawn], None]
"""Shows a message in the mailbox of a pull channel: (channel, chat, drawn)."""


class Direct:
    """Answers without a store."""

    def __init__(self, setting: Setting, channels: Mapping[str, Channel], clock: Clock, put_up: PutUp) -> None:
        self._setting = setting
        self._channels = channels
        self._clock = clock
        self._put_up = put_up
        self._answered: OrderedDict[tuple[str, str], None] = OrderedDict()

    def has_answered(self, channel: str, update_id: str) -> bool:
        """Whether that message was answered from here."""
        return (channel, update_id) in self._answered

    async def answer_all(self, incoming: Sequence[Incoming]) -> None:
        """Answer messages, red flags first, a chat's one after the other. Raises a ChannelError after all were tried."""
        chats: dict[tuple[str, str], list[Incoming]] = {}
        for one in sorted(incoming, key=lambda one: not self._setting.is_urgent(one)):
            chats.setdefault((one.origin.channel, one.origin.chat), []).append(one)
        at_once = asyncio.Semaphore(_AT_ONCE)
        failed = await asyncio.gather(*(self._answer_each(messages, at_once) for messages in chats.values()))
        for error in failed:
            if error is not None:
                raise error

    async def _answer_each(self, messages: Sequence[Incoming], at_once: asyncio.Semaphore) -> ChannelError | None:
        failed: ChannelError | None = None
        async with at_once:
            for one in messages:
                try:
                    await self.answer(one)
                except ChannelError as error:
                    failed = failed or error
        return failed

    async def answer(self, incoming: Incoming) -> None:
        """Answer one message, once. Raises ChannelError if it couldn't be sent."""
        origin = incoming.origin
        key = origin.channel, origin.update_id
        if key in self._answered:
            return
        # Remembered before it is sent: the same message must not be answered by two who wait for the channel.
        self._remember(key)
        if not origin.private or isinstance(incoming, Blocked):
            return
        try:
            turn, lang = self.turn(incoming)
            if isinstance(incoming, Pressed):
                await self._channels[origin.channel].answer_press(incoming.press_id, self._setting.toast(turn.toast, lang))
            for reply in (*turn.amendments, *([turn.reply] if turn.reply else [])):
                await self._say(incoming, reply)
        except ChannelError:
            self._answered.pop(key, None)
            raise
        for effect in turn.effects:
            if isinstance(effect, DeleteMessage):
                await self._channels[origin.channel].delete(origin.chat, effect.message_id)

    def turn(self, incoming: Incoming) -> tuple[Turn, str]:
        """What a message leads to with nothing but itself and the content, and its language."""
        setting, edition = self._setting, self._setting.current_edition()
        talk, house = setting.talk, setting.house
        reading = talk.read(incoming, (), Session(), edition, house)
        if isinstance(incoming, Pressed) and incoming.data.startswith("show:"):
            return Turn(Session(), Reply((STORE_DOWN,), lang=reading.lang)), reading.lang
        session = Session(greeted=True)
        turn = talk.turn(incoming, reading, session, Desk(storing=False), edition, house, setting.signer, self._clock.now())
        return turn, reading.lang

    async def _say(self, incoming: Incoming, reply: Reply) -> None:
        origin = incoming.origin
        drawn = self._setting.draw(reply, origin.channel, origin.person, self._clock.now())
        channel = self._channels[origin.channel]
        if channel.pull:
            self._put_up(origin.channel, origin.chat, drawn)
            return
        outgoing = Outgoing(origin.chat, drawn, reply.reply_to or message_of(incoming), reply.amends)
        for tried in range(1, _TRIES + 1):
            try:
                await channel.send(outgoing)
                return
            except Unsure:
                return  # it may be there; sent again it might be there twice
            except SlowDown as error:
                if tried == _TRIES or error.seconds > _PATIENCE:
                    raise
                await asyncio.sleep(error.seconds)
            except Refused as error:
                log.warning("direct answer refused", channel=origin.channel, reason=str(error))
                return
            except NotSent:
                if tried == _TRIES:
                    raise

    def remember(self, channel: str, update_ids: Iterable[str]) -> None:
        """These were answered together with another."""
        for update_id in update_ids:
            self._remember((channel, update_id))

    def _remember(self, key: tuple[str, str]) -> None:
        self._answered[key] = None
        while len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
