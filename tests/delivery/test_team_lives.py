"""Months of a team's life by chance, on a real store: people who answer or don't, chats that fail, leave, moves, outages.

What happened is written down apart from the rules and judged without them.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.delivery.breaker import Breaker
from bot.delivery.rhythm import Rhythm
from bot.store import Connection, Store, devices, diary, leave, open_store, posted
from bot.store.moments import moment, ms
from bot.store.office_tables import NEVER
from bot.supervision.calendar import Days
from bot.supervision.checkin import OPEN, Accept, AskToMove, Cancel, IllegalMove, Pause, Report, Tap, apply
from bot.supervision.diary import Booking, Series
from bot.supervision.escalation import PRIVATE_TOPICS
from bot.supervision.kind import Every, Kind, Ladder, Retention
from bot.supervision.plan import EveryWeeks, Plan
from bot.supervision.reminders import Key
from tests.delivery.cast import HOUSE, FixedClock
from tests.delivery.crew import the_staff, with_staff

WEEKS = 14
ZONES = ("Asia/Amman", "Europe/London", "Africa/Casablanca", "America/Mexico_City", "Africa/Cairo")
KINDS = {
    id: Kind(id, {}, Retention(Every(24, "months"), None), ladder=Ladder(grace, up))
    for id, grace, up in (("individual", 1, True), ("observation", 2, True), ("group", 0, True), ("case-file-check", 1, False))
}


@dataclass
class Life:
    """What happened: each reminder with when it was put up, and when it reached its person; what people tapped, by check-in."""

    store: Store
    chance: random.Random
    clock: FixedClock
    put_up: dict[Key, datetime] = field(default_factory=dict)
    reached: dict[Key, datetime] = field(default_factory=dict)
    twice: list[Key] = field(default_factory=list)
    bursts: list[tuple[str, datetime]] = field(default_factory=list)
    taps: list[tuple[str, int, datetime, Tap]] = field(default_factory=list)
    away: dict[str, list[tuple[date, date]]] = field(default_factory=dict)
    fails: dict[str, float] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def live(self) -> None:
        """Looked at whenever something is due, or late after an outage, while things happen to the team."""
        breaker = Breaker(self.store, self.clock, lambda: None)
        rhythm = Rhythm(
            breaker, lambda: KINDS, HOUSE, self.clock, ("telegram",), (), lambda: 1, lambda: None, lambda channel, chat: None
        )  # fmt: skip
        end, what_next = self.now + timedelta(weeks=WEEKS), self.now
        await rhythm.look()
        while self.now < end:
            due = await self.store.read(_next_due)
            what_next = what_next if what_next > self.now else self.now + timedelta(hours=self.chance.expovariate(1 / 30))
            coming = min(max(due, self.now), what_next) if due is not None else what_next
            if self.chance.random() < 0.03:
                coming = max(coming, self.now) + timedelta(hours=self.chance.randrange(1, 60))  # nothing ran
            self.clock.move((coming - self.now).total_seconds() + 1)
            if self.now >= what_next:
                await self.store.write(self._something_happens)
            await rhythm.look()
            await self.store.write(self._send)
        self.fails = {}
        for _ in range(40):  # and what is left of it comes to its end
            self.clock.move(24 * 3600)
            await rhythm.look()
            await self.store.write(self._send)

    def _send(self, connection: Connection) -> None:
        """The channel's part: what is put up arrives or doesn't."""
        rows = connection.exec_driver_sql("SELECT id, chat FROM outbox WHERE state = 'waiting' ORDER BY id").all()
        carried = connection.exec_driver_sql("SELECT outbox_id, person, checkin, kind, round FROM posted").all()
        self.bursts += [(chat, self.now) for chat, n in Counter(row.chat for row in rows).items() if n > 1]
        for row in rows:
            keys = [(one.person, one.checkin, one.kind, one.round) for one in carried if one.outbox_id == row.id]
            self.twice += [key for key in keys if key in self.put_up]
            self.put_up.update(dict.fromkeys(keys, self.now))
            if self.chance.random() >= self.fails.get(row.chat, 0):
                posted.reached(connection, [row.id], ms(self.now))
                self.reached.update(dict.fromkeys(keys, self.now))
        connection.exec_driver_sql("DELETE FROM outbox")

    def _something_happens(self, connection: Connection) -> None:
        chance, who = self.chance, self.chance.choice(("noor", "edi", "awa"))
        match chance.randrange(12):
            case 0:
                first = self.now.date() + timedelta(days=chance.randrange(10))
                days = Days(first, first + timedelta(days=chance.randrange(12)))
                leave.keep(connection, who, days)
                self.away.setdefault(who, []).append((days.first, days.last))
                diary.due_again(connection, [who], ms(self.now), 0)
            case 1:
                connection.exec_driver_sql(f"UPDATE people SET zone = '{chance.choice(ZONES)}' WHERE id = '{who}'")
                diary.due_again(connection, [who], ms(self.now), 0)
            case 2:
                devices.mark(connection, "telegram", who, unreachable=chance.random() < 0.5)
            case 3:
                self.fails[who] = chance.choice((0, 0, 0.3, 1))
            case _:
                self._tap(connection, who)

    def _tap(self, connection: Connection, who: str) -> None:
        mine = [one for one in diary.bookings_of(connection, [], ["noor"], 0) if who in one.checkin.sides]
        near = [one for one in mine if abs(one.checkin.at - self.now) < timedelta(days=6)]
        if not near:
            return
        one = self.chance.choice(near)
        other, round = one.checkin.at + timedelta(hours=self.chance.randrange(1, 100)), one.checkin.round
        if self.chance.random() < 0.1:
            round = max(0, round - 1)  # an old button
        times = [offer.at for offer in one.checkin.offers if offer.at] or [one.checkin.at]
        tap: Tap = self.chance.choice(
            [
                Report(who, round, "held"), Report(who, round, "held"), Report(who, round, "could-not"), Cancel(who, round),
                Pause(who, round), AskToMove(who, round, other), Accept(who, round, times[0]),
            ]
        )  # fmt: skip
        try:
            result = apply(one.checkin, tap, self.now)
        except IllegalMove:
            return
        if result.said == "done":
            self.taps.append((one.checkin.id, round, self.now, tap))
        since = self.now if result.checkin.round > one.checkin.round else one.since
        changed = replace(one, checkin=result.checkin, since=since)
        assert diary.keep_booking(connection, changed, one.checkin.at.date(), ms(self.now), NEVER)


def _next_due(connection: Connection) -> datetime | None:
    found = connection.exec_driver_sql(
        "SELECT min(next_due_at) FROM (SELECT next_due_at FROM bookings UNION ALL SELECT next_due_at FROM series)"
    ).scalar()
    return moment(found) if found is not None else None


def _begin(chance: random.Random, begin: datetime) -> Any:
    def write(connection: Connection) -> None:
        with_staff(the_staff(begin.date()), begin)(connection)
        for worker in ("edi", "awa"):
            first = begin.date() + timedelta(days=chance.randrange(14))
            counted = chance.random() < 0.3
            plan = Plan(
                chance.choice(ZONES),
                time(chance.randrange(7, 20)),
                first,
                EveryWeeks(chance.choice((1, 2))),
                from_last_held=counted,
            )
            kind = chance.choice(sorted(KINDS))
            one = Series(f"s-{worker}", kind, "noor", worker, "north", "noor", (plan,), agreed=chance.random() < 0.8)
            assert diary.keep_series(connection, one, ms(begin), NEVER)

    return write


def _judge(life: Life, every: list[Booking]) -> tuple[int, int]:
    """How many steps up there were, and how many of them came of something that hadn't arrived; all else is asserted."""
    assert not life.twice, "of one kind at most one reminder a person and round"
    assert not life.bursts, "one message a person at a time"
    steps = undelivered = 0
    for one in every:
        id, checkin = one.checkin.id, one.checkin
        for round in {taken.round for taken in one.taken}:
            levels = [taken.level for taken in one.taken if taken.round == round]
            assert levels == ["two", "board", "above"][: len(levels)], "in order, each once"
            for taken in (taken for taken in one.taken if taken.round == round):
                steps += 1
                assert one.topic not in PRIVATE_TOPICS
                ended = [tap for tapped, r, at, tap in life.taps if (tapped, r) == (id, round) and at < taken.at]
                assert not [tap for tap in ended if isinstance(tap, Report | Cancel | Pause)], "nobody's word is overheard"
                waited_for = {"two": "afterwards", "board": "two", "above": "two"}[taken.level]
                for person in checkin.sides:
                    heard = life.reached.get((person, id, waited_for, round))
                    undelivered += heard is None or heard > taken.at
                if taken.level == "above":
                    assert KINDS[one.kind].ladder.up
    assert len({(one.series, one.checkin.id) for one in every}) == len(every)
    return steps, undelivered


async def _lived(seed: int) -> tuple[int, int]:
    chance = random.Random(seed)
    begin = datetime(2026, 1, 5, 6, tzinfo=UTC) + timedelta(days=chance.randrange(1500))
    store = open_store("sqlite://")
    await store.open()
    try:
        await store.write(_begin(chance, begin))
        life = Life(store, chance, FixedClock(begin))
        life.fails = {who: chance.choice((0, 0, 0, 0, 0, 0.3, 1)) for who in ("noor", "edi", "awa", "mo")}
        await life.live()
        every = list(await store.read(lambda c: diary.bookings_of(c, [], ["noor"], 0)))
        stuck = [one for one in every if one.checkin.state in OPEN and one.checkin.at < life.now - timedelta(days=25)]
        assert not stuck, "whatever was left open has come to an end"
        return _judge(life, every)
    finally:
        await store.close()


@pytest.mark.parametrize("fives", range(4))
async def test_twenty_lives_of_a_team_blame_nobody_for_what_did_not_arrive(fives: int) -> None:
    found = [await _lived(seed) for seed in range(fives * 5, fives * 5 + 5)]
    assert sum(steps for steps, _ in found) > 5, "some silence did go up"
    assert sum(undelivered for _, undelivered in found) == 0
