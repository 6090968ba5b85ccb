"""A team on a real store, with a clock that stands still: what the clockwork is tested with.

Noor (Amman) supervises Edi (London) in team north; Mo manages it. Each has a private chat with their own name.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery import Talk
from bot.library.richtext import Paragraph, Text
from bot.people.changes import hand_over, join, name_manager
from bot.people.person import Person, Role
from bot.people.relations import Staff
from bot.people.team import Team
from bot.store import Connection, devices, diary, leave, notices, people
from bot.store.moments import moment, ms
from bot.store.office_tables import NEVER
from bot.supervision.calendar import Days
from bot.supervision.checkin import CheckIn, Tap, apply
from bot.supervision.diary import Booking, Series
from bot.supervision.kind import Every, Kind, Ladder, Retention
from bot.supervision.plan import EveryWeeks, Plan
from bot.talk.codec import encode
from bot.talk.messages import Drawn, DrawnButton, Reply, Say, SayAt, Voice
from tests.delivery.cast import SMALL_TALK, FixedClock, Stage, make_edition, stage, words_of
from tests.store.databases import POSTGRES, empty_postgres

DATABASES = ["sqlite://", *([POSTGRES] if POSTGRES else [])]

KINDS = {"individual": Kind("individual", {"en": "Supervision"}, Retention(Every(24, "months"), None), ladder=Ladder(1))}
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 11, tzinfo=UTC)  # 14:00 in Amman, 11:00 in London
CAST: tuple[tuple[str, Role, str], ...] = (
    ("mo", "manager", "Europe/London"), ("noor", "supervisor", "Asia/Amman"), ("edi", "caseworker", "Europe/London"),
    ("awa", "caseworker", "Africa/Lagos"),
)  # fmt: skip


def the_staff(today: date) -> Staff:
    """Everybody of the head of this file."""
    since = today - timedelta(days=365)
    staff = Staff(teams={"north": Team("north", "North", "GB-ENG")})
    for id, role, zone in CAST:
        staff = join(staff, Person(id, id.capitalize(), frozenset({role}), zone=zone), role, "north", since)
    staff = name_manager(staff, "north", "mo", since, since)
    for worker in ("edi", "awa"):
        staff = hand_over(staff, worker, "north", "noor", since, since)
    return staff


def draw(reply: Reply, edition: Any, house: Any, signer: Any, person: str, now: datetime) -> Drawn:
    """The keys of what is said, with the moments as their reader's wall shows them, and the buttons' verbs."""
    lines: list[str] = []
    for piece in reply.pieces:
        if isinstance(piece, SayAt):
            when = " ".join(f"{at.astimezone(ZoneInfo(piece.zone)):%a %H:%M}" for at in piece.moments.values())
            lines.append(f"{piece.key} {when}")
        elif isinstance(piece, Say):
            lines.append(" ".join((piece.key, *piece.args.values())))
    buttons = tuple(
        tuple(DrawnButton(" ".join((b.press.verb, *b.press.args)), signer.write(b.press, person)) for b in row)
        for row in reply.buttons
    )
    return Drawn((Voice("en", "ltr", tuple(Paragraph((Text(line),)) for line in lines)),), buttons)


TALK = Talk(SMALL_TALK.read, SMALL_TALK.turn, draw)


@dataclass
class Crew:
    """The stage with its team. `told` is what came since it was asked last, as `chat: words`."""

    stage: Stage
    seen: int = 0
    kinds: dict[str, Kind] = field(default_factory=lambda: dict(KINDS))

    @property
    def now(self) -> datetime:
        return self.stage.clock.now()

    async def at(self, moment: datetime) -> list[str]:
        """It is that moment; everything that is due goes. What was sent, in the order of chats."""
        self.stage.clock.move((moment - self.now).total_seconds())
        self.stage.delivery.wake()
        await self.stage.delivery.tick()
        await self.stage.settled()
        return self.told()

    def told(self) -> list[str]:
        sent = self.stage.channel.sent[self.seen :]
        self.seen = len(self.stage.channel.sent)
        return sorted(f"{one.chat}: {' / '.join(filter(None, words_of(one.drawn).splitlines()))}" for one in sent)

    async def works(self, work: Any) -> Any:
        return await self.stage.store.inner.write(work)

    async def keeps(self, one: Booking) -> None:
        """A check-in is kept as `apply` would: due at once."""
        kept: bool = await self.works(lambda c: diary.keep_booking(c, one, one.checkin.at.date(), ms(self.now), NEVER))
        assert kept

    async def books(self, checkin: CheckIn, **more: Any) -> None:
        """A new check-in."""
        await self.keeps(Booking(checkin, "individual", "north", self.now, **more))

    async def keeps_series(self, one: Series) -> None:
        assert await self.works(lambda c: diary.keep_series(c, one, ms(self.now), NEVER))

    async def booking(self, id: str) -> Booking:
        found: dict[str, Booking] = await self.works(lambda c: diary.find(c, [id]))
        return found[id]

    async def bookings(self) -> list[Booking]:
        every: Iterable[Booking] = await self.works(lambda c: diary.bookings_of(c, [], ["noor"], 0))
        return sorted(every, key=lambda one: one.checkin.at)

    async def taps(self, id: str, tap: Tap) -> None:
        """Somebody's tap, as a turn carries it out."""
        one = await self.booking(id)
        result = apply(one.checkin, tap, self.now)
        since = self.now if result.checkin.round > one.checkin.round else one.since
        await self.keeps(replace(one, checkin=result.checkin, since=since))

    async def leaves(self, person: str, first: date, last: date) -> None:
        def away(c: Connection) -> None:
            leave.keep(c, person, Days(first, last))
            diary.due_again(c, [person], ms(self.now), 0)

        await self.works(away)

    async def holds(self, person: str, key: str, due_at: datetime) -> None:
        """A message that quiet hours hold."""
        body = encode(Reply((Say(key),), lane="reminder"))
        await self.works(lambda c: notices.hold(c, person, body, ms(self.now), ms(due_at)))

    async def due_at(self, id: str) -> datetime | None:
        rows = [row for row in await self.stage.rows("bookings") if row["id"] == id]
        return moment(rows[0]["next_due_at"]) if rows[0]["next_due_at"] is not None else None


def checkin(id: str = "c1", at: datetime = TUESDAY, state: Any = "accepted", **more: Any) -> CheckIn:
    """Noor's check-in with Edi."""
    return CheckIn(id, "noor", more.pop("worker", "edi"), at, state, **more)


def tuesdays(**changes: Any) -> Series:
    """Every Tuesday at 14:00 in Amman."""
    plan = Plan("Asia/Amman", time(14), date(2026, 11, 24), EveryWeeks(1))
    return replace(Series("s1", "individual", "noor", "edi", "north", "noor", (plan,), agreed=True), **changes)


def with_staff(staff: Staff, now: datetime, web: Iterable[str] = ()) -> Any:
    """Work that writes the staff, each with a chat of their own name; those of `web` fetch theirs."""

    def write(connection: Connection) -> None:
        assert people.save(connection, Staff(), staff, people.version(connection), 0)
        for person in staff.people:
            channel = "web" if person in web else "telegram"
            devices.add(connection, devices.Row(channel, person, person, person, ms(now), False, ms(now)), channel == "web")

    return write


@asynccontextmanager
async def crew(
    url: str = "sqlite://", now: datetime = NOW, web: Iterable[str] = (), kinds: dict[str, Kind] | None = None, **more: Any
) -> AsyncIterator[Crew]:
    """The team, everybody there."""
    edition = make_edition()
    edition.kinds = kinds or KINDS
    if url == POSTGRES:
        await empty_postgres()
    async with stage(url, clock=FixedClock(now), edition=lambda: edition, talk=TALK, **more) as s:
        await s.store.inner.write(with_staff(the_staff(now.date()), now, web))
        yield Crew(s, kinds=edition.kinds)
