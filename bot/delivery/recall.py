"""Old answers after a correction: each message that shows what was corrected is drawn anew, and its chat gets one neutral line.

Some messages at a time, each lot in a transaction of its own, so that a process that ends in between leaves nothing undone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

import structlog

from bot.clock import Clock
from bot.delivery.apply import Sheet, place
from bot.delivery.breaker import Breaker
from bot.delivery.outcomes import say_once
from bot.delivery.overlay import Overlay
from bot.store import Connection, conversations, corrections, letters, sent
from bot.store.corrections import Row
from bot.store.moments import SECOND, ms
from bot.store.sent import Record
from bot.talk.codec import Unreadable, decode
from bot.talk.house import House
from bot.talk.messages import Button, Press, Reply, Say

AT_ONCE = 50  # messages in one transaction
EVERYBODY_KNOWS = 8 * SECOND
"""With replicas: how long to wait before anything is drawn anew, so that it isn't drawn by one that hasn't heard yet."""
LATECOMERS = 30 * SECOND
"""How long messages are looked for that were under way when it was corrected."""

log = structlog.get_logger(__name__)


class Recall:
    """Sees to old messages, one correction after the other."""

    def __init__(
        self, breaker: Breaker, overlay: Overlay, house: House, pulls: Collection[str], clock: Clock,
        next_number: Callable[[], int], wake: Callable[[], None], on_letter: Callable[[str, str], None],
    ) -> None:  # fmt: skip
        self._breaker = breaker
        self._overlay = overlay
        self._house = house
        self._pulls = pulls
        self._clock = clock
        self._next_number = next_number
        self._wake = wake
        self._on_letter = on_letter
        self._nothing_left_of = 0

    async def look(self) -> None:
        """See to whatever is due. Raises StoreDown."""
        while self._overlay.number and self._overlay.number != self._nothing_left_of:
            now, number = ms(self._clock.now()), self._next_number()
            chats = await self._breaker.write(partial(self._lot, now=now, number=number))
            for channel, chat in chats:
                self._on_letter(channel, chat)
            if not chats:
                return
            self._wake()

    def _lot(self, connection: Connection, now: int, number: int) -> set[tuple[str, str]]:
        """Some messages of each change that is due; the chats that something was put up for."""
        shared, known = self._breaker.store.shared, self._overlay.number
        chats: set[tuple[str, str]] = set()
        untold = corrections.untold(connection)
        if not untold and not shared:  # what another replica is seeing to isn't seen here, and isn't done yet
            self._nothing_left_of = known
        for row in untold:
            one = row.correction
            if one.needs_two and not one.confirmed_by:
                corrections.all_told(connection, row)  # it never was laid over anything
                continue
            if one.number > known or (shared and now < row.changed_at + EVERYBODY_KNOWS):
                continue
            is_topic = one.subject in self._overlay.edition().library.topics
            found = sent.showing(connection, one.subject, is_topic, one.number, AT_ONCE)
            chats |= self._see_to(connection, row, found, now, number, is_topic)
            if not found and now >= row.changed_at + LATECOMERS:
                corrections.all_told(connection, row)
        return chats

    def _see_to(
        self, connection: Connection, row: Row, found: list[Record], now: int, number: int, is_topic: bool
    ) -> set[tuple[str, str]]:
        chats: dict[tuple[str, str], Reply] = {}
        for record in found:
            sent.seen_to(connection, record, row.correction.number)
            kept = conversations.load(connection, record.channel, record.chat)
            try:
                shown = decode(record.body)
            except Unreadable:
                continue
            if kept.unreachable or not isinstance(shown, Reply):
                continue
            sheet = self._sheet(record, kept.person, now, number)
            anew = replace(shown, amends=record.message_id, reply_to=record.asked_message_id, lane="reminder")
            if record.channel not in self._pulls:
                # As a line of the bot's own: it is never sent as a new message where it can't be edited any more.
                place(connection, sheet, anew, notice=True)
            else:
                letters.amend(connection, record.outbox_id, sheet.parcel(replace(anew, amends="")), number)
            chats.setdefault((record.channel, record.chat), shown)
        for (channel, chat), shown in chats.items():
            record = next(r for r in found if (r.channel, r.chat) == (channel, chat))
            kept = conversations.load(connection, channel, chat)
            note, sheet = _note(row, shown.lang, is_topic), self._sheet(record, kept.person, now, number)
            # Bringing something back, and marking it, is seen in the message itself.
            if row.correction.kind in ("withdraw", "fix") and not row.correction.undone:
                say_once(connection, sheet, note)
        return set(chats)

    def _sheet(self, record: Record, person: str, now: int, number: int) -> Sheet:
        return Sheet(record.channel, record.chat, person or record.chat, True, now, None, self._house, self._pulls, number=number)


def _note(row: Row, lang: str, is_topic: bool) -> Reply:
    key, verb = ("corrected.text", "a") if is_topic else ("corrected.number", "s")
    button = Button(Say("button.show"), Press(verb, (row.correction.subject,)))
    return Reply((Say(key),), ((button,),), lang=lang, lane="reminder")
