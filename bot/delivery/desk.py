"""What is on the desk when a message is answered: the conversation as it is kept, and the last minute as it is remembered.

The words of a burst are remembered in memory for a minute and nowhere else.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.office import Asking, door_of, is_wanted, is_wide, office_of
from bot.delivery.sheet import ON_ITS_WAY
from bot.delivery.talking import words_of
from bot.store import Connection, StoreDown, admins, archive, conversations, corrections, outbox, sent
from bot.store.conversations import Kept
from bot.store.moments import moment, ms
from bot.talk.admin import COMMANDS
from bot.talk.codec import Unreadable, decode
from bot.talk.desk import Authority, Conflict, Desk
from bot.talk.effects import Turn
from bot.talk.joining.hand import Hand, in_hand
from bot.talk.messages import Edited, Incoming, Press, Reply
from bot.talk.once import has_answered
from bot.talk.read import Reading
from bot.talk.session import Session
from bot.talk.tokens import AUTHORISED, Signer

BURST = timedelta(seconds=60)
_REMEMBERED = 2_000  # conversations

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Lately:
    """A message of the last minute that had no answer yet. `reply` is ours to it: its id, or its row while it is on its way."""

    text: str
    at: datetime
    person: str
    row: int
    reply: str


class Reception:
    """Lays desks. With replicas nothing of what is kept is remembered between two messages."""

    def __init__(
        self, breaker: Breaker, clock: Clock, signer: Signer, pulls: Collection[str],
        conflicts: Callable[[], tuple[Conflict, ...]] = tuple,
    ) -> None:  # fmt: skip
        self._breaker = breaker
        self._clock = clock
        self._signer = signer
        self._pulls = pulls
        self._conflicts = conflicts
        self._kept: OrderedDict[tuple[str, str], tuple[Kept, Session]] = OrderedDict()
        self._lately: dict[tuple[str, str], tuple[Lately, ...]] = {}

    async def conversation(self, channel: str, chat: str) -> tuple[Kept, Session]:
        """A conversation as it is kept, and its session. Raises StoreDown."""
        known = self._kept.get((channel, chat))
        if known is not None:
            return known
        kept = await self._breaker.read(lambda connection: conversations.load(connection, channel, chat))
        found = kept, session_of(kept)
        self.remember(*found)
        return found

    def remember(self, kept: Kept, session: Session) -> None:
        """This is how the conversation stands now."""
        if self._breaker.store.shared:
            return
        self._kept[kept.channel, kept.chat] = replace(kept, session=""), session
        self._kept.move_to_end((kept.channel, kept.chat))
        while len(self._kept) > _REMEMBERED:
            self._kept.popitem(last=False)

    async def lay(
        self, incoming: Incoming, reading: Reading, earlier: tuple[Lately, ...], session: Session, press: Press | None = None,
        member: str = "",
    ) -> Desk:  # fmt: skip
        """The desk for one message; for a plain question of somebody who hasn't joined there is nothing to load.

        `member` is whose chat it was when the conversation was read. Raises StoreDown.
        """
        desk = replace(await self._lay(incoming, reading, earlier), member=member)
        if _wants_authority(reading, session, press):
            desk = replace(desk, authority=await self._authority(incoming, reading))
        if not incoming.origin.private:
            return desk
        wanted = bool(member) and is_wanted(incoming, reading, press)
        hand = in_hand(incoming, reading, session, press)
        return await self._people(desk, incoming, wanted, hand, is_wide(reading, session, press)) if wanted or hand else desk

    async def _people(self, desk: Desk, incoming: Incoming, wanted: bool, hand: Hand | None, wide: bool) -> Desk:
        origin = incoming.origin
        asking = Asking(origin.channel, origin.chat, origin.person, self._clock.now(), self._pulls, wide)

        def look(connection: Connection) -> Desk:
            return replace(
                desk,
                office=office_of(connection, asking) if wanted else None,
                door=door_of(connection, asking, hand, self._signer) if hand is not None else None,
            )

        try:
            return await self._breaker.read(look)
        except StoreDown:
            raise
        except Exception as error:
            # One row that can't be understood costs nobody the guidance or the card: it is answered like a store that is down.
            log.error("desk not laid", error=type(error).__name__)
            return replace(desk, storing=False)

    async def _authority(self, incoming: Incoming, reading: Reading) -> Authority:
        origin, now = incoming.origin, ms(self._clock.now())
        code = admins.hash_of(reading.argument) if reading.command == "admin" and reading.argument else ""

        def look(connection: Connection) -> Authority:
            admin = admins.find(connection, origin.channel, origin.person)
            offered = ""
            if code and admins.tries_left(connection, origin.channel, origin.person, now) >= 1:
                offered = admins.role_of_code(connection, code, now)
            rows = corrections.everything(connection) if admin is not None else ()
            return Authority(
                admin.role if admin else "", admin.alias if admin else "", code, offered, tuple(r.correction for r in rows)
            )

        found = await self._breaker.read(look)
        return replace(found, conflicts=self._conflicts() if found.role else ())

    async def _lay(self, incoming: Incoming, reading: Reading, earlier: tuple[Lately, ...]) -> Desk:
        channel, chat = incoming.origin.channel, incoming.origin.chat
        burst = Desk(tuple(e.text for e in earlier), earlier[-1].reply if earlier else "")
        if isinstance(incoming, Edited):
            asked = incoming.message_id
            answered = await self._breaker.read(lambda connection: _answered_as(connection, channel, chat, asked))
            return replace(burst, answered_as=answered)
        if reading.command == "ref" and reading.argument:
            topic, _, code = reading.argument.partition(" ")
            wording = await self._breaker.read(lambda connection: archive.find(connection, topic, code.strip()))
            if wording is not None:
                return replace(burst, quoted=wording.text, quoted_on=f"{moment(wording.first_shown):%Y-%m-%d}")
        return burst

    # --- the last minute ---

    def earlier(self, incoming: Incoming) -> tuple[Lately, ...]:
        """What the same person wrote within the last minute and got no answer to, oldest first."""
        origin = incoming.origin
        if not words_of(incoming) or isinstance(incoming, Edited):
            return ()
        since = self._clock.now() - BURST
        found = self._lately.get((origin.channel, origin.chat), ())
        return tuple(lately for lately in found if lately.at >= since and lately.person == origin.person)

    def note(self, incoming: Incoming, reading: Reading, turn: Turn, earlier: tuple[Lately, ...], row: int, pull: bool) -> None:
        """Remember a message that got no answer; one that did ends the burst."""
        origin = incoming.origin
        key = origin.channel, origin.chat
        if not origin.private or not words_of(incoming) or isinstance(incoming, Edited):
            return
        if turn.reply is None or not row or has_answered(reading, turn):
            self._lately.pop(key, None)
            return
        reply = str(row) if pull else f"{ON_ITS_WAY}{row}"
        if turn.reply.amends and not turn.reply.amends.startswith(ON_ITS_WAY):
            reply = turn.reply.amends
        self._lately[key] = (*earlier, Lately(words_of(incoming), self._clock.now(), origin.person, row, reply))

    def sent(self, channel: str, chat: str, row: int, message_id: str) -> None:
        """An outbox row became this message."""
        found = self._lately.get((channel, chat))
        if found:
            self._lately[channel, chat] = tuple(replace(x, reply=message_id) if x.row == row else x for x in found)

    def changed(self, channel: str, chat: str) -> None:
        """What is kept of a conversation was changed from the outside, or has moved on."""
        self._kept.pop((channel, chat), None)

    def forget(self, channel: str, chat: str) -> None:
        """Nothing of that conversation is remembered any more."""
        self._lately.pop((channel, chat), None)
        self._kept.pop((channel, chat), None)

    def sweep(self) -> None:
        """Let go of what is older than a minute."""
        since = self._clock.now() - BURST
        for key, found in list(self._lately.items()):
            if found[-1].at < since:
                del self._lately[key]

    # --- a reply that waited for its person ---

    async def waited(self, channel: str, chat: str, row: int) -> tuple[Reply | None, str]:
        """The reply that stood behind "your answer is ready", and the state of its row ("" if it is gone). Raises StoreDown."""
        body, state = await self._breaker.read(lambda connection: outbox.kept_for_press(connection, channel, chat, row))
        if state not in ("held", "waiting"):
            return None, state
        try:
            reply = decode(body)
        except Unreadable:
            return None, ""
        return (reply, state) if isinstance(reply, Reply) else (None, "")


def _wants_authority(reading: Reading, session: Session, press: Press | None) -> bool:
    """Whether it makes a difference who may change what is shown: so that an ordinary question asks for nothing."""
    if press is not None:
        return press.verb in AUTHORISED
    return reading.command in COMMANDS or session.asked.startswith(COMMANDS)


def session_of(kept: Kept) -> Session:
    """The session that is kept; a new one where another version of the program wrote what this one can't read."""
    if not kept.session:
        return Session(unreachable=kept.unreachable)
    try:
        session = decode(kept.session)
    except Unreadable:
        session = Session()
    return replace(session if isinstance(session, Session) else Session(), unreachable=kept.unreachable)


def _answered_as(connection: Connection, channel: str, chat: str, asked: str) -> str:
    """Our answer to a message: still on its way, or sent; "" if there is none."""
    row = outbox.answering(connection, channel, chat, asked)
    return f"{ON_ITS_WAY}{row}" if row is not None else sent.answer_to(connection, channel, chat, asked)
