"""Messages that nobody asked for, put up for a person: on each of their chats, and as a neutral line by e-mail where none rings.

What they say is neutral by itself, so they are drawn as they are however late. Nothing goes on top of an emergency card, and one
at a time is on its way to a chat: after an outage there is one message, not one for each day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.delivery.sheet import Sheet
from bot.store import Connection, conversations, emails, letters, outbox, posted
from bot.store import ways as store_ways
from bot.store.moments import DAY, MINUTE, SECOND, moment, ms
from bot.store.ways import Way
from bot.supervision.reminders import Key
from bot.talk.codec import Unreadable, decode
from bot.talk.messages import Reply, Say
from bot.talk.session import Session

EMAIL = emails.CHANNEL
"""The channel of neutral lines by e-mail; there is one where the organisation has set it up."""
AFTER_A_CARD = 30 * MINUTE
"""So long after an emergency card nothing goes to a chat that nobody there asked for."""
WAITS_BEHIND = 2 * MINUTE
"""When to look again whether what is on its way to a chat has gone."""
USEFUL = 14 * DAY
"""So long what isn't bound to a moment is worth telling."""
WAITING = Say("remind.email")


@dataclass(frozen=True)
class Message:
    """One message to a person, of no use any more from `until` on (milliseconds). `keys` are the reminders that it carries; those
    of one that hasn't gone by `quiet`, when it would ring in quiet hours, are put up anew when these end (0: it may ring)."""

    person: str
    reply: Reply
    until: int
    keys: tuple[Key, ...] = ()
    quiet: int = 0


@dataclass(frozen=True)
class Addressees:
    """Some people, by id, and the ways to them."""

    ways: Mapping[str, tuple[Way, ...]]
    emails: Mapping[str, str]

    def open(self, person: str) -> tuple[Way, ...]:
        """The chats of a person that something reaches."""
        return tuple(way for way in self.ways.get(person, ()) if not way.shut)

    def reaches(self, person: str) -> bool:
        """Whether a person has a chat that something reaches, or an address."""
        return bool(self.open(person) or self.emails.get(person))

    def holds(self, now: int) -> dict[str, datetime]:
        """Who gets nothing before a moment (aware): they have just seen an emergency card, or something is on its way to them."""
        found: dict[str, datetime] = {}
        for person, every in self.ways.items():
            untils = [until for way in every if not way.shut and (until := _held_until(way, now)) > now]
            if untils:
                found[person] = moment(max(untils))
        return found


def look_up(connection: Connection, people: Collection[str], now: int) -> Addressees:
    """The ways to some people."""
    return Addressees(store_ways.ways(connection, people, now), store_ways.addresses(connection, people, now))


def _held_until(way: Way, now: int) -> int:
    behind = now + WAITS_BEHIND if way.busy else 0
    card = _card_at(way.session)
    return max(behind, ms(card) + AFTER_A_CARD if card else 0)


def _card_at(session: str) -> datetime | None:
    if not session or '"card_at":null' in session:
        return None
    try:
        found = decode(session)
    except Unreadable:
        return None
    return found.card_at if isinstance(found, Session) else None


@dataclass(frozen=True)
class Put:
    """What was put up: the chats whose people fetch it, and whether the outbox has something to send."""

    announce: tuple[tuple[str, str], ...] = ()
    send: bool = False


NOTHING = Put()


def put_up(connection: Connection, messages: Sequence[Message], to: Addressees, sheet: Sheet, channels: Collection[str]) -> Put:
    """Put messages up on every chat of their people, in the caller's own transaction. `channels` are all that can be sent
    through; `sheet` says what holds for every row (its chat is nobody's)."""
    parcels: list[tuple[outbox.Parcel, Message]] = []
    announce: list[tuple[str, str]] = []
    for message in messages:
        rings = False
        for way in to.open(message.person):
            if way.channel not in channels:
                continue
            parcel = _parcel(sheet, way.channel, way.chat, way.channel_person, message)
            if way.channel in sheet.pulls:
                _letter(connection, parcel, sheet, message)
                announce.append((way.channel, way.chat))
            else:
                rings = True
                parcels.append((parcel, message))
        if message.person in to.emails and not rings and EMAIL in channels:
            at = emails.plan(connection, message.person, message.until, sheet.now)
            line = replace(message, reply=Reply((WAITING,), lang=message.reply.lang, lane="reminder"), keys=())
            if at is not None:
                parcels.append((replace(_parcel(sheet, EMAIL, message.person, message.person, line), created_at=at), line))
    rows = outbox.add_all(connection, [parcel for parcel, _ in parcels])
    posted.note(
        connection, [(row, key) for row, (_, message) in zip(rows, parcels, strict=True) for key in message.keys], sheet.now
    )
    return Put(tuple(announce), bool(parcels))


def _parcel(sheet: Sheet, channel: str, chat: str, person: str, message: Message) -> outbox.Parcel:
    to = replace(sheet, channel=channel, chat=chat, person=person, private=True, about_at=None, lease="")
    parcel = to.parcel(replace(message.reply, lane="reminder", reply_to="", amends=""))
    until = max(message.until, sheet.now + SECOND)
    expires = until if channel in sheet.pulls or not message.quiet else min(until, message.quiet)
    return replace(parcel, expires_at=expires, delete_after=until if channel in sheet.pulls else until + DAY)


def _letter(connection: Connection, parcel: outbox.Parcel, sheet: Sheet, message: Message) -> None:
    conversations.lock(connection, parcel.channel, parcel.chat)
    # Who opens the chat after a week finds what is of use now, not every day's.
    posted.take_out_unseen(connection, parcel.channel, parcel.chat, {key[1] for key in message.keys})
    row = letters.write(connection, parcel, sheet.number)
    posted.note(connection, [(row, key) for key in message.keys], sheet.now)
