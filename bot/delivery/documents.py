"""Files at the moment when they are sent or fetched: calendar files, the picture of an invitation, sheets, a subscribed calendar.

Whoever gets one is looked at then, not when the message was made: who was suspended or left in between gets none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.office import Asking, office_of
from bot.delivery.talking import Edition
from bot.store import Connection, diary, people
from bot.supervision.diary import Booking
from bot.talk import files
from bot.talk.board import sheet
from bot.talk.house import House
from bot.talk.messages import Attachment, Document, File
from bot.talk.office import Office
from bot.talk.tokens import Signer

CHECK_INS = 5_000
"""The latest check-ins that a sheet holds at most."""
_EVER = 50_000
SHOWN_BEFORE = timedelta(days=28)
"""So far back a subscribed calendar goes."""

FETCHED_EVERY = timedelta(hours=1)
"""So often a subscribed calendar asks to be fetched; programs that mind their own pace do so anyway."""

log = structlog.get_logger(__name__)


class Documents:
    """Makes files. Nothing here raises but StoreDown."""

    def __init__(
        self, breaker: Breaker, edition: Callable[[], Edition], house: House, signer: Signer, pulls: Collection[str], clock: Clock
    ) -> None:
        self._breaker = breaker
        self._edition = edition
        self._house = house
        self._signer = signer
        self._pulls = pulls
        self._clock = clock

    async def make(self, attachment: Attachment, lang: str, channel: str, chat: str, person: str, now: datetime) -> File | None:
        """The file, or None where whoever asks may not have it (any more), or it can't be made."""
        document = attachment.document
        try:
            match document.kind:
                case "ics":
                    made: File | None = files.calendar(document, self._edition(), lang, now)
                case "qr":
                    made = files.picture(document, self._signer, self._house)
                case "csv":
                    made = await self._sheet(attachment, Asking(channel, chat, person, now, self._pulls, wide=True))
        except ValueError as error:
            log.error("file not made", kind=document.kind, error=type(error).__name__)
            return None
        return made if made is not None and len(made.data) <= files.LARGEST else None

    async def calendar(self, token: str) -> File | None:
        """The check-ins of whoever has this address, as a calendar program fetches them; None for an address that isn't one, or
        whose chat is nobody's any more."""
        whose = self._signer.calendar_of(token)
        if whose is None:
            return None
        channel, _, person = whose.partition(":")
        now = self._clock.now()
        asking = Asking(channel, person, person, now, self._pulls)
        office = await self._breaker.read(lambda connection: office_of(connection, asking))
        if office is None:
            return None
        mine = [one for one in office.bookings if office.me in one.checkin.sides and one.checkin.at > now - SHOWN_BEFORE]
        return files.calendar(files.of_bookings(mine), self._edition(), office.person.language, now, FETCHED_EVERY)

    async def _sheet(self, attachment: Attachment, asking: Asking) -> File | None:
        what, team = _of(attachment.document)
        edition = self._edition()

        def look(connection: Connection) -> str | None:
            office = office_of(connection, asking)
            if office is None:
                return None
            past: tuple[Booking, ...] = ()
            if what != "board":
                office, past = _with_all(connection, office, team)
            return sheet.made(what, team, office, edition.kinds, asking.now, past)

        text = await self._breaker.read(look)
        return File(attachment.name, attachment.media, text.encode()) if text is not None else None


def _of(document: Document) -> tuple[str, str]:
    what, team = (*document.args, "", "")[:2]
    return what, team


def _with_all(connection: Connection, office: Office, team: str) -> tuple[Office, tuple[Booking, ...]]:
    """A desk that knows everybody who ever belonged to its teams, and all check-ins that are kept: of whoever ever belonged to
    that team; without one, one's own, so that nobody else's take their place."""
    staff = people.staff_around(connection, [office.me], date.min)
    theirs = [person.id for person in staff.people.values() if team in {one.team for one in person.memberships}]
    past = diary.bookings_of(connection, theirs if team else [office.me], [office.me], 0, _EVER)
    return replace(office, staff=staff), past[-CHECK_INS:]
