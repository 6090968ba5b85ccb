"""One turn becomes one transaction: the session, what it changes, what it says, and the question gone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.delivery import taking_back
from bot.delivery.dealing import Dealings
from bot.delivery.housekeeping import lapse_moment
from bot.delivery.sheet import ON_ITS_WAY, Conflict, NotOurs, Sheet
from bot.store import Connection, conversations, counts, devices, inbox, letters, outbox, people, posted, retention, sent
from bot.store.conversations import Kept
from bot.store.moments import DAY
from bot.store.outbox import Parcel
from bot.store.text import storable
from bot.talk.codec import encode
from bot.talk.effects import (
    Confirm,
    Correct,
    Count,
    DeleteMessage,
    Forget,
    Hide,
    Redeem,
    Report,
    Turn,
    Undo,
    Unreachable,
    WrongCode,
)
from bot.talk.messages import Reply
from bot.talk.session import Session


@dataclass(frozen=True)
class Decided:
    """A turn with what it rests on: the inbox rows that it answers, and the conversation as it was read."""

    rows: tuple[int, ...]
    token: str
    seen: Kept
    turn: Turn
    sheet: Sheet
    opens: int | None = None
    """A late reply that its person asked to see: its row."""
    language: str = ""
    """The language that the person chose in this turn, "" where they chose none."""


@dataclass(frozen=True)
class Applied:
    """What became of it: the conversation as it stands now, and the reply with its row, and its claim if it has one."""

    kept: Kept
    parcel: Parcel | None = None
    reply: Reply | None = None
    waiting: bool = False
    """Something was left in the outbox for whoever claims it."""
    take_back: tuple[str, ...] = ()
    """Messages of ours that are to go from the screen."""
    told: taking_back.Chats | None = None
    """What is shown was corrected, and these chats of admins were told; None if it wasn't."""
    announce: taking_back.Chats = ()
    """Chats of other people into which a letter was put."""
    changed: taking_back.Chats = ()
    """Chats that are somebody's or nobody's now, or that nothing is shown to."""


__all__ = ["ON_ITS_WAY", "Applied", "Conflict", "Decided", "NotOurs", "Sheet", "apply", "place"]


def apply(connection: Connection, decided: Decided) -> Applied:
    """Carry a turn out. Raises Conflict, NotOurs: then nothing of it holds."""
    turn, sheet, seen = decided.turn, decided.sheet, decided.seen
    for number, row in enumerate(decided.rows):
        if not inbox.done(connection, row, sheet.now, decided.token if number == 0 else ""):
            raise NotOurs
    take_back: tuple[str, ...] = ()
    told: taking_back.Chats | None = None
    dealings = Dealings(connection, sheet, seen.member)
    dealings.begin(turn.effects)
    for effect in turn.effects:
        match effect:
            case Count(what, topic):
                counts.add(connection, what, topic, sheet.now)
            case Forget():
                retention.forget(connection, sheet.channel, sheet.chat)
                seen = Kept(sheet.channel, sheet.chat, member=seen.member)
                if seen.member:
                    dealings.forget()
            case Hide():
                take_back = _hide(connection, sheet)
            case Unreachable(back=False):
                outbox.drop(connection, sheet.channel, sheet.chat)
            case Redeem() | WrongCode() | Correct() | Undo() | Confirm() | Report():
                told = taking_back.carry_out(connection, sheet, effect, place)
            case DeleteMessage() | Unreachable():
                pass  # what happens after the transaction, or with the conversation
            case _:
                dealings.carry_out(effect)
    dealings.end()
    kept = _save(connection, decided, replace(seen, member=dealings.member))
    _is_used(connection, decided, kept)
    if decided.opens is not None and not outbox.empty_shown(connection, sheet.channel, sheet.chat, decided.opens):
        raise Conflict
    waiting = bool(told) or dealings.put.send or (bool(turn.amendments) and sheet.channel not in sheet.pulls)
    others = dealings.put.announce, tuple(sorted(dealings.changed))
    for amendment in turn.amendments:
        place(connection, replace(sheet, lease=""), amendment)
    if turn.reply is None:
        return Applied(kept, None, None, waiting, take_back, told, *others)
    parcel, reply = place(connection, sheet, turn.reply)
    waiting |= not parcel.token and sheet.channel not in sheet.pulls
    return Applied(kept, parcel, reply, waiting, take_back, told, *others)


def place(connection: Connection, sheet: Sheet, reply: Reply, notice: bool = False) -> tuple[Parcel, Reply]:
    """Put one message where its channel takes it from: the outbox, or the letters of a pull channel."""
    if sheet.channel in sheet.pulls:
        return _letter(connection, sheet, reply, notice), reply
    if reply.amends.startswith(ON_ITS_WAY):
        row = int(reply.amends.removeprefix(ON_ITS_WAY))
        fresh = replace(reply, amends="")
        in_place = sheet.parcel(fresh, notice)
        if outbox.put_in_place(connection, row, in_place):
            return replace(in_place, id=row), fresh
        # It is just being sent, or was: if its id isn't known yet, it will be when this one's turn comes.
        known = sent.of_row(connection, sheet.channel, sheet.chat, row)
        reply = replace(reply, amends=known or reply.amends)
    return outbox.add(connection, replace(sheet.parcel(reply, notice), token=sheet.lease)), reply


def _letter(connection: Connection, sheet: Sheet, reply: Reply, notice: bool) -> Parcel:
    parcel = sheet.parcel(reply, notice)
    old = reply.amends.removeprefix(ON_ITS_WAY)
    if old.isdecimal() and letters.amend(connection, int(old), parcel, sheet.number):
        return replace(parcel, id=int(old))
    return replace(parcel, id=letters.write(connection, parcel, sheet.number))


def _save(connection: Connection, decided: Decided, seen: Kept) -> Kept:
    turn, sheet = decided.turn, decided.sheet
    blocked = Unreachable() in turn.effects
    kept = replace(
        seen, person=sheet.person if sheet.private else "", session=storable(encode(turn.session)), unreachable=blocked
    )
    if not seen.version and turn.session == Session() and not blocked:
        return replace(seen, session="")  # nothing to keep of somebody new, or of somebody who was just forgotten
    until = sheet.now + sheet.house.keeps_session_days * DAY
    if not conversations.save(connection, kept, until, lapse_moment(turn.session)):
        raise Conflict
    return replace(kept, version=seen.version + 1)


def _is_used(connection: Connection, decided: Decided, kept: Kept) -> None:
    """Of a chat that is somebody's: when it was last used, whether anything reaches it, in which language they are written to."""
    if not kept.member:
        return
    sheet = decided.sheet
    if kept.unreachable:
        devices.mark(connection, sheet.channel, sheet.chat, True)
    else:
        devices.used(connection, sheet.channel, sheet.chat, sheet.now)
        if decided.seen.unreachable:
            posted.back(connection, kept.member, sheet.now)
    if decided.language:
        people.speak(connection, kept.member, decided.language)


def _hide(connection: Connection, sheet: Sheet) -> tuple[str, ...]:
    if sheet.channel in sheet.pulls:
        letters.take_back(connection, sheet.channel, sheet.chat)
        sent.erase(connection, sheet.channel, sheet.chat)
        return ()
    messages = sent.all_of(connection, sheet.channel, sheet.chat)
    sent.erase(connection, sheet.channel, sheet.chat)
    return tuple(messages)
