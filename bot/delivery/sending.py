"""One send: drawn at this moment, and every way in which it can end turned into what has to be written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from bot.channels.base import Channel, ChannelError, Moved, NotSent, Outgoing, Refused, SlowDown, Unreachable, Unsure
from bot.clock import Clock
from bot.delivery import lateness
from bot.delivery.apply import ON_ITS_WAY
from bot.delivery.lines import Line
from bot.delivery.outcomes import Delivered, GivenUp, Later, Outcome
from bot.delivery.shown import NOTHING, Witness
from bot.delivery.talking import Edition, Setting
from bot.store.moments import MINUTE, SECOND, moment, ms
from bot.store.outbox import Parcel
from bot.talk.codec import Unreadable, decode
from bot.talk.messages import LANES, Drawn, Reply

TRIES = 3
UNSURE_AGAIN = 30 * SECOND
"""How long to wait before something that may have arrived is sent once more."""
_BACK_OFF = (2 * SECOND, 10 * SECOND, MINUTE)

log = structlog.get_logger(__name__)

Found = Callable[[str, str, int], Awaitable[str]]
"""Which message an outbox row became: (channel, chat, row) to id, "" if unknown."""
Move = Callable[[str, str, str], Awaitable[None]]
"""Note that a chat has another name now: (channel, old, new)."""


class Sender:
    """Sends claimed parcels. Never raises: each send has an outcome."""

    def __init__(
        self, setting: Setting, channels: Mapping[str, Channel], lines: Mapping[str, Line], clock: Clock, witness: Witness,
        found: Found, move: Move,
    ) -> None:  # fmt: skip
        self._setting = setting
        self._channels = channels
        self._lines = lines
        self._clock = clock
        self._witness = witness
        self._found = found
        self._move = move

    async def send(self, parcel: Parcel, reply: Reply | None = None) -> Outcome:
        """Send one. `reply` is what the parcel's body holds, where that is at hand."""
        now = ms(self._clock.now())
        try:
            reply = reply or _reply(parcel)
        except Unreadable:
            return GivenUp(parcel, "unreadable", self._setting.house.languages[0])
        if now > parcel.expires_at:
            return GivenUp(parcel, "expired", reply.lang)
        late = lateness.is_late(parcel, reply, now)
        saying = lateness.ready(parcel, reply) if late else reply
        # Taken before it is drawn: a correction that comes in between finds it as one that still has to be seen to.
        edition = self._setting.current_edition()
        try:
            drawn = self._setting.draw(saying, parcel.channel, parcel.person, moment(now))
            amends = await self._amended(parcel, saying)
            only_edit = parcel.notice and bool(amends)
            files = await self._setting.files(drawn, parcel.channel, parcel.chat, parcel.person, moment(now))
            outgoing = Outgoing(parcel.chat, drawn, saying.reply_to, amends, late or parcel.notice, only_edit, files)
        except Exception as error:
            log.error("reply not drawn", error=type(error).__name__, lane=LANES[parcel.lane])
            return self._again(parcel, reply, now, parcel.tries + 1, "undrawn")
        return await self._try(parcel, reply, outgoing, drawn, edition, late)

    async def _try(self, parcel: Parcel, reply: Reply, outgoing: Outgoing, drawn: Drawn, edition: Edition, late: bool) -> Outcome:
        channel, line = self._channels[parcel.channel], self._lines[parcel.channel]
        moved = False
        while True:
            try:
                message = await channel.send(outgoing)
            except Moved as error:
                line.worked()
                if moved:
                    return GivenUp(parcel, "moved", reply.lang)
                moved = True
                await self._move(parcel.channel, parcel.chat, error.chat)
                parcel = replace(parcel, chat=error.chat)
                # What was quoted or edited is in the chat that was left.
                outgoing = replace(outgoing, chat=error.chat, reply_to="", amends="")
                continue
            except Refused as error:
                line.worked()
                if isinstance(error, Unreachable):
                    return GivenUp(parcel, "unreachable", unreachable=True)
                if outgoing.amends and not parcel.notice:
                    outgoing = replace(outgoing, amends="")
                    continue
                log.warning("message refused", channel=parcel.channel, reason=str(error))
                return GivenUp(parcel, "refused", reply.lang)
            except SlowDown as error:
                line.slow_down(ms(self._clock.now()), error.seconds)
                return Later(parcel, ms(self._clock.now()) + int(error.seconds * 1000), parcel.tries, parcel.unsure)
            except Unsure:
                return self._unsure(parcel, reply, line)
            except (NotSent, ChannelError) as error:
                return self._not_sent(parcel, reply, line, error)
            except Exception as error:
                log.error("channel failed", channel=parcel.channel, error=type(error).__name__)
                return self._unsure(parcel, reply, line)
            line.worked()
            now = ms(self._clock.now())
            seen = NOTHING if late else self._witness.see(reply, drawn, edition, now)
            return Delivered(parcel, message.message_id, seen, waits=late, edited=bool(outgoing.amends))

    def _unsure(self, parcel: Parcel, reply: Reply, line: Line) -> Outcome:
        """It may be there: once more, late. While the whole channel is silent, that isn't held against the message."""
        now = ms(self._clock.now())
        alone = line.failed(now)
        if parcel.unsure and alone:
            return GivenUp(parcel, "unsure", reply.lang)
        return Later(parcel, now + UNSURE_AGAIN, parcel.tries, parcel.unsure + 1)

    def _not_sent(self, parcel: Parcel, reply: Reply, line: Line, error: ChannelError) -> Outcome:
        now = ms(self._clock.now())
        tries = parcel.tries + line.failed(now)
        log.info("message not sent", channel=parcel.channel, reason=str(error), tries=tries)
        return self._again(parcel, reply, now, tries, "not-sent")

    @staticmethod
    def _again(parcel: Parcel, reply: Reply, now: int, tries: int, why: str) -> Outcome:
        if tries >= TRIES:
            return GivenUp(parcel, why, reply.lang)
        return Later(parcel, now + _BACK_OFF[tries - 1 if tries else 0], tries, parcel.unsure)

    async def _amended(self, parcel: Parcel, reply: Reply) -> str:
        if not reply.amends.startswith(ON_ITS_WAY):
            return reply.amends
        row = reply.amends.removeprefix(ON_ITS_WAY)
        return await self._found(parcel.channel, parcel.chat, int(row)) if row.isdecimal() else ""


def _reply(parcel: Parcel) -> Reply:
    reply = decode(parcel.body)
    if not isinstance(reply, Reply):
        raise Unreadable("not a reply")
    return reply
