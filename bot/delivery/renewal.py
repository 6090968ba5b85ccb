"""Messages with the numbers to keep: people pin them, so each is drawn anew, silently, when what it shows changes.

The files change, a correction is made, a day passes on which an entry is too old to be shown: then every chat's last such message
is compared with what it would say now. In a pull channel messages are drawn whenever they are fetched, and need none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

import structlog

from bot.clock import Clock
from bot.delivery.apply import Sheet
from bot.delivery.breaker import Breaker
from bot.delivery.outcomes import say_once
from bot.delivery.shown import card_code
from bot.delivery.talking import Setting
from bot.store import Connection, conversations, sent
from bot.store.moments import ms
from bot.store.sent import Record
from bot.talk.codec import Unreadable, decode
from bot.talk.days import today_of
from bot.talk.messages import Reply

AT_ONCE = 200
"""Messages that are looked at in one go: others' work passes between."""

log = structlog.get_logger(__name__)


class Renewal:
    """Looks once at all messages with numbers after each change, and on each new day."""

    def __init__(
        self, breaker: Breaker, setting: Setting, clock: Clock, pulls: Collection[str], wake: Callable[[], None]
    ) -> None:
        self._breaker = breaker
        self._setting = setting
        self._clock = clock
        self._pulls = pulls
        self._wake = wake
        self._seen: tuple[str, date] | None = None

    async def look(self) -> None:
        """See to those that would say something else now. Raises StoreDown; then the next call begins again."""
        if not self._setting.house.keeps_sent_days:
            return  # then it isn't known which message has numbers
        now = self._clock.now()
        state = self._setting.current_edition().version, today_of(self._setting.house, now)
        if state == self._seen:
            return
        if self._seen is None or self._seen[1] != state[1]:
            await self._breaker.write(sent.keep_with_conversations)
        codes: dict[str, str] = {}
        after = ("", "", "")
        while lot := await self._breaker.read(lambda connection, after=after: sent.with_numbers(connection, after, AT_ONCE)):  # type: ignore[misc]
            changed = [record for record in lot if self._says_else(record, codes)]
            if changed:
                await self._breaker.write(lambda connection, changed=changed: self._renew(connection, changed, ms(now)))  # type: ignore[misc]
                log.info("numbers drawn anew", rows=len(changed))
                self._wake()
            last = lot[-1]
            after = (last.channel, last.chat, last.message_id)
        self._seen = state

    def _says_else(self, record: Record, codes: dict[str, str]) -> bool:
        """Whether a message shows something else than it would now. Thousands of them are alike: each kind is drawn once."""
        if record.channel in self._pulls:
            return False
        kind = f"{record.channel} {record.body}"
        if kind not in codes:
            reply = _reply(record)
            drawn = self._setting.draw(reply, record.channel, record.chat, self._clock.now()) if reply else None
            codes[kind] = card_code(reply, drawn) if reply and drawn else ""
        last = [code for code in record.codes.split() if code.startswith(sent.NUMBERS)][-1:]
        return bool(codes[kind]) and last != [codes[kind]]

    def _renew(self, connection: Connection, changed: list[Record], now: int) -> None:
        for record in changed:
            kept, reply = conversations.load(connection, record.channel, record.chat), _reply(record)
            if reply is None or kept.unreachable:
                continue
            sheet = Sheet(record.channel, record.chat, kept.person or record.chat, True, now, None, self._setting.house, ())
            # A line of the bot's own: it makes no sound, and is never sent as a new message where the old one is gone.
            say_once(connection, sheet, replace(reply, amends=record.message_id, reply_to="", lane="bulk", assertive=False))


def _reply(record: Record) -> Reply | None:
    try:
        reply = decode(record.body)
    except Unreadable:
        return None
    return reply if isinstance(reply, Reply) else None
