"""An office in a running delivery: the people of `tests.people.office`, each with a chat, and turns that the test says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.channels.base import Channel
from bot.delivery import Talk
from bot.people.relations import Staff
from bot.store import Connection, devices, people
from bot.store.moments import DAY, ms
from bot.supervision.checkin import CheckIn
from bot.supervision.diary import Booking, Series
from bot.supervision.plan import EveryWeeks, Plan
from bot.talk.desk import Desk
from bot.talk.effects import Effect, Turn
from bot.talk.messages import Blocked, Joined, Reply, Say
from tests.delivery import cast
from tests.delivery.cast import FixedClock, Stage, stage
from tests.people.office import TODAY, office

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEPT = 730 * DAY

Doing = Callable[[Desk], Sequence[Effect]]


@dataclass
class Script:
    """What turns do: `doing` by the words that somebody types. Every desk that was laid is in `desks`."""

    doing: dict[str, Doing] = field(default_factory=dict)
    desks: list[Desk] = field(default_factory=list)
    lang: dict[str, str] = field(default_factory=dict)

    def talk(self) -> Talk:
        """The small conversation, whose turns do as it says."""

        def turn(incoming: Any, reading: Any, session: Any, desk: Desk, *rest: Any) -> Turn:
            text = getattr(incoming, "text", "")
            if isinstance(incoming, Joined):
                text = incoming.payload
            self.desks.append(desk)
            if isinstance(incoming, Blocked) or (text not in self.doing and text not in self.lang):
                return cast.turn(incoming, reading, session, desk, *rest)
            if text in self.lang:
                session = type(session)(lang=self.lang[text])
            effects = tuple(self.doing[text](desk)) if text in self.doing else ()
            return Turn(session, Reply((Say("did"),)), effects=effects)

        return Talk(cast.read, turn, cast.draw)

    @property
    def desk(self) -> Desk:
        """The latest."""
        return self.desks[-1]


@dataclass
class InOffice:
    """A stage with an office."""

    stage: Stage
    script: Script

    async def does(self, who: str, *effects: Effect | Doing, text: str = "do", channel: str = "telegram") -> None:
        """Somebody types, and that is what it comes to."""
        self.script.doing[text] = lambda desk: [e for one in effects for e in (one(desk) if callable(one) else [one])]
        await self.stage.says(text, who, channel=channel)
        await self.stage.settled_but_waiting()

    async def staff(self) -> Staff:
        """Everybody, as it is kept."""
        return await self.stage.store.inner.read(people.everybody)

    async def read(self, work: Callable[[Connection], Any]) -> Any:
        """Look into the store."""
        return await self.stage.store.inner.read(work)

    async def write(self, work: Callable[[Connection], Any]) -> Any:
        """Write past the delivery."""
        return await self.stage.store.inner.write(work)


def filled(staff: Staff, now: datetime) -> Callable[[Connection], None]:
    """Write an office down, each of its people with a Telegram chat of the name of their id."""

    def fill(connection: Connection) -> None:
        assert people.save(connection, Staff(), staff, 0, KEPT)
        for id in staff.people:
            devices.add(connection, devices.Row("telegram", id, id, id, ms(now), False, ms(now)), pulled=False)

    return fill


@asynccontextmanager
async def in_office(
    url: str = "sqlite://", now: datetime = MONDAY, staff: Staff | None = None, more: Sequence[Channel] = ()
) -> AsyncIterator[InOffice]:
    """The invented office, each of its people with a Telegram chat of the name of their id."""
    script = Script()
    async with stage(url, clock=FixedClock(now), talk=script.talk(), more=more) as s:
        await s.store.inner.write(filled(staff if staff is not None else office(), now))
        yield InOffice(s, script)


def rhythm(id: str = "series1", worker: str = "edi", supervisor: str = "sana", **more: Any) -> Series:
    """Every week at ten in Amman."""
    plan = Plan("Asia/Amman", time(10), TODAY, EveryWeeks(1))
    return Series(id, "individual", supervisor, worker, "north", supervisor, (plan,), **more)


def booking(id: str = "booking1", at: datetime = MONDAY + timedelta(days=1), **more: Any) -> Booking:
    """A check-in of Sana and Edi, tomorrow at noon."""
    checkin = CheckIn(id, more.pop("supervisor", "sana"), more.pop("worker", "edi"), at, more.pop("state", "planned"))
    return Booking(checkin, "individual", "north", more.pop("since", MONDAY - timedelta(days=1)), **more)


def day(n: int) -> date:
    """So many days after today."""
    return TODAY + timedelta(days=n)
