"""What became of a send, and what has to be written for it. Settled in groups, each with its claim's own token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.delivery.apply import Sheet, place
from bot.delivery.lateness import SORRY
from bot.delivery.shown import NOTHING, Shown
from bot.store import Connection, archive, conversations, counts, devices, outbox, posted, sent
from bot.store.moments import DAY, HOUR
from bot.store.outbox import Parcel
from bot.store.sent import Record
from bot.talk.codec import encode
from bot.talk.house import House
from bot.talk.messages import LANES, Reply

REMINDER = LANES.index("reminder")


@dataclass(frozen=True)
class Delivered:
    """It is there, under this id."""

    parcel: Parcel
    message_id: str
    shown: Shown = NOTHING
    waits: bool = False
    """Only the line that it is ready is there: the reply itself waits for its person."""
    edited: bool = False
    """A message that was there says something else now."""


@dataclass(frozen=True)
class Later:
    """Not now: to be tried again, not before a moment (milliseconds)."""

    parcel: Parcel
    not_before: int
    tries: int = 0
    unsure: int = 0


@dataclass(frozen=True)
class GivenUp:
    """It will never be sent. `why` is one word for the count; `lang` for the sorry, "" where none is due."""

    parcel: Parcel
    why: str
    lang: str = ""
    unreachable: bool = False


Outcome = Delivered | Later | GivenUp


def settle(connection: Connection, outcomes: Sequence[Outcome], now: int, house: House) -> bool:
    """Write what became of sends. True if something was left in the outbox for whoever claims it."""
    left = False
    records: list[Record] = []
    arrived: list[int] = []
    for outcome in outcomes:
        parcel = outcome.parcel
        match outcome:
            case Delivered(waits=waits):
                if waits:
                    done = outbox.keep_for_press(connection, parcel.id, parcel.token, now + house.keeps_shown_hours * HOUR)
                else:
                    done = outbox.remove(connection, parcel.id, parcel.token)
                if done and outcome.edited and parcel.notice:
                    sent.add_to(connection, _record(outcome, now, house))
                elif done:
                    if outcome.message_id:  # what can't be edited or taken back needn't be known
                        records.append(_record(outcome, now, house))
                    archive.put(connection, outcome.shown.new)
                    arrived += [parcel.id] if parcel.lane == REMINDER else []
            case Later(_, not_before, tries, unsure):
                outbox.later(connection, parcel.id, parcel.token, not_before, tries, unsure)
                left = True
            case GivenUp():
                left |= _give_up(connection, outcome, now, house)
    sent.put(connection, records)
    posted.reached(connection, arrived, now)
    for record in records:
        if sent.NUMBERS in record.codes:
            sent.is_last_card(connection, record, now + house.keeps_sent_days * DAY)
    return left


def _record(outcome: Delivered, now: int, house: House) -> Record:
    parcel, shown = outcome.parcel, outcome.shown
    # Numbers that were pinned are renewed as long as the conversation is kept, unless no sent message is to be known at all.
    days = house.keeps_session_days if sent.NUMBERS in shown.codes and house.keeps_sent_days else house.keeps_sent_days
    return Record(
        parcel.channel, parcel.chat, outcome.message_id, parcel.asked, parcel.id,
        shown.topic, shown.codes, shown.services, now, now + days * DAY, shown.version,
        parcel.body if shown.codes or shown.services else "",
    )  # fmt: skip


def _give_up(connection: Connection, outcome: GivenUp, now: int, house: House) -> bool:
    """Taken out, counted; its person is told once that something was lost, unless nothing reaches them."""
    parcel = outcome.parcel
    if not outbox.remove(connection, parcel.id, parcel.token):
        return False
    counts.add(connection, "given-up", outcome.why, now)
    if outcome.why == "expired" and parcel.lane == REMINDER:
        posted.anew(connection, [parcel.id], now)
    if outcome.unreachable:
        conversations.mark(connection, parcel.channel, parcel.chat, unreachable=True)
        devices.mark(connection, parcel.channel, parcel.chat, unreachable=True)
        outbox.drop(connection, parcel.channel, parcel.chat)
        return False
    if not outcome.lang or parcel.notice or not parcel.private or parcel.lane == REMINDER:
        return False  # nobody waits for what they didn't ask for
    return say_once(connection, _sheet(parcel, now, house), Reply((SORRY,), lang=outcome.lang))


def say_once(connection: Connection, sheet: Sheet, reply: Reply) -> bool:
    """A neutral line of the bot's own, unless the same one already waits for that chat. True if the outbox has to send it."""
    pull = sheet.channel in sheet.pulls
    if not pull and outbox.has_notice(connection, sheet.channel, sheet.chat, encode(reply)):
        return False
    place(connection, sheet, reply, notice=True)
    return not pull


def _sheet(parcel: Parcel, now: int, house: House) -> Sheet:
    return Sheet(parcel.channel, parcel.chat, parcel.person, parcel.private, now, now, house, ())
