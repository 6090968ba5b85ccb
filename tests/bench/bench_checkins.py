"""What the clockwork of check-ins costs among 100,000 plans, and what a question costs while 10,000 reminders go out.

    make bench-checkins            SQLite, and PostgreSQL where PRACTICELINE_TEST_POSTGRES_URL is set
    python -m tests.bench.bench_checkins --plans 20000   less, to try

The people are invented. The conversation is the small one of the tests: what matching a question costs is another page's.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import statistics
import tempfile
import time as clock_time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from bot.channels.base import Outgoing, Sent
from bot.delivery import NO_PACE, TELEGRAM_PACE, Delivery, Pace, rules
from bot.delivery.breaker import Breaker
from bot.delivery.rhythm import Rhythm
from bot.store import Connection, Store, meta, open_store
from bot.store import plans as plan_rows
from bot.store.moments import ms
from bot.store.office_tables import NEVER, bookings, devices, memberships, people, series, supervisions, teams, tenures
from bot.supervision.ahead import id_of
from bot.supervision.kind import Every, Kind, Ladder, Retention
from bot.supervision.plan import EveryWeeks, Plan
from bot.talk.messages import Origin, Said
from tests.delivery.cast import HOUSE, SIGNER, FixedClock, make_edition
from tests.delivery.crew import TALK
from tests.store.databases import POSTGRES, empty_postgres

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
AT = NOW + timedelta(days=1)
KIND = Kind("individual", {"en": "Supervision"}, Retention(Every(24, "months"), None), ladder=Ladder(2))
ZONES = ("Europe/London", "Africa/Lagos", "Asia/Amman", "Africa/Casablanca")  # at NOW nobody is in quiet hours
WORKERS = 6  # of each supervisor
ROUNDS = 7
APART = 7  # of check-ins that fall due at once: so that most belong to different teams
CHUNK = 5_000


def rows_of(plans: int) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Everybody with a plan each, and its next check-in, which is to be reminded next week at the earliest."""
    first = (NOW + timedelta(days=15)).date()
    rule = plan_rows.written([Plan("Europe/London", time(11), first, EveryWeeks(1))])
    at, later = ms(NOW + timedelta(days=15)), ms(NOW + timedelta(days=14))
    for begin in range(0, plans, CHUNK):
        some = range(begin, min(begin + CHUNK, plans))
        bosses = sorted({n // WORKERS for n in some if n % WORKERS == 0})
        everybody = [*(f"s{n}" for n in bosses), *(f"w{n}" for n in some)]
        number = {id: int(id[1:]) if id[0] == "s" else int(id[1:]) // WORKERS for id in everybody}
        yield teams, [{"id": f"t{n}", "name": f"Team {n}", "country": "GB-ENG", "weekend": None} for n in bosses]
        yield people, [
            {"id": id, "name": id, "roles": "supervisor" if id[0] == "s" else "caseworker", "language": "en",
             "zone": ZONES[number[id] % len(ZONES)], "quiet": None, "suspended": 0, "left_on": None, "pseudonym": "",
             "told": 0, "delete_after": NEVER}
            for id in everybody
        ]  # fmt: skip
        held = {"first": "2026-01-01", "last": None, "delete_after": NEVER}
        yield memberships, [{"person": id, "team": f"t{number[id]}", **held} for id in everybody]
        yield tenures, [{"team": f"t{n}", "what": "supervisor", "person": f"s{n}", **held} for n in bosses]
        yield (
            supervisions,
            [{"worker": f"w{n}", "supervisor": f"s{n // WORKERS}", "team": f"t{n // WORKERS}", **held} for n in some],
        )
        yield devices, [
            {"channel": "telegram", "chat": id, "channel_person": id, "person": id, "since": 0, "shared": 0, "used_at": 0,
             "unreachable": 0, "delete_after": NEVER}
            for id in everybody
        ]  # fmt: skip
        two = [{"supervisor": f"s{n // WORKERS}", "worker": f"w{n}", "team": f"t{n // WORKERS}", "kind": KIND.id} for n in some]
        yield series, [
            {"id": f"p{n}", **pair, "made_by": pair["supervisor"], "plans": rule, "booked": at, "last_held": None, "paused": 0,
             "code": "", "paused_until": None, "ended": 0, "agreed": 1, "next_due_at": later, "version": 1, "delete_after": NEVER}
            for n, pair in zip(some, two, strict=True)
        ]  # fmt: skip
        yield bookings, [
            {"id": id_of(f"p{n}", first), "series": f"p{n}", "day": first.isoformat(), **pair, "at": at, "length": 3_600_000,
             "state": "planned", "round": 0, "asked_by": "", "yes": "[]", "offers": "[]", "answers": "{}", "moves": 0,
             "since": ms(NOW - timedelta(days=1)), "taken": "[]", "topic": "", "next_due_at": later, "version": 1,
             "delete_after": NEVER}
            for n, pair in zip(some, two, strict=True)
        ]  # fmt: skip


async def filled(store: Store, plans: int) -> None:
    """Write them."""
    await store.open()
    for table, rows in rows_of(plans):
        if rows:
            await store.write(lambda c, table=table, rows=rows: c.execute(insert(table), rows))
    await store.write(lambda c: meta.put(c, rules.KEY, rules.rules()))
    if store.shared:
        await store.write(lambda c: c.exec_driver_sql("ANALYZE"))


def becomes_due(connection: Connection, begin: int, n: int, apart: int = 1) -> None:
    """Some check-ins are tomorrow now: both sides are to be reminded at this moment."""
    ids = [f"p{begin + k * apart}" for k in range(n)]
    for some in (ids[k : k + 500] for k in range(0, n, 500)):
        connection.execute(update(bookings).where(bookings.c.series.in_(some)).values(at=ms(AT), next_due_at=ms(NOW)))


@dataclass
class Clockwork:
    """The clockwork alone, without anybody to send."""

    store: Store

    def __post_init__(self) -> None:
        breaker = Breaker(self.store, FixedClock(NOW), lambda: None)
        self.rhythm = Rhythm(
            breaker, lambda: {KIND.id: KIND}, HOUSE, FixedClock(NOW), ("telegram",), (), lambda: 1, lambda: None,
            lambda channel, chat: None,
        )  # fmt: skip

    async def tick(self) -> tuple[float, float]:
        """Milliseconds of one, and of the processor in this process: what else runs makes the first longer."""
        gc.collect()
        begin, worked = clock_time.perf_counter(), clock_time.process_time()
        await self.rhythm.look()
        return (clock_time.perf_counter() - begin) * 1000, (clock_time.process_time() - worked) * 1000


async def ticks(store: Store, plans: int) -> dict[str, list[tuple[float, float]]]:
    """Ticks with nothing due, with reminders for both sides of check-ins of many teams, and with series to be booked ahead."""
    clockwork = Clockwork(store)
    found: dict[str, list[tuple[float, float]]] = {}

    async def measure(what: str, becomes_due: Callable[[Connection], None], grows: str, empties: str = "") -> None:
        await store.write(becomes_due)
        before = await count(store, grows)
        found.setdefault(what, []).append(await clockwork.tick())
        assert await count(store, grows) > before
        if empties:
            await store.write(lambda c: c.exec_driver_sql(f"DELETE FROM {empties}"))

    for n in range(ROUNDS):
        found.setdefault("nothing", []).append(await clockwork.tick())
        begin = n * 750 * APART % (plans - 750 * APART)
        for what, k, first in (
            ("500 reminders of 250 check-ins", 250, begin), ("1,000 reminders of 500 check-ins", 500, begin + 250 * APART)
        ):  # fmt: skip
            await measure(what, lambda c, k=k, first=first: becomes_due(c, first, k, APART), "outbox", "outbox")  # type: ignore[misc]
        await measure("500 series", lambda c, n=n: series_become_due(c, n * 500, 500), "bookings")  # type: ignore[misc]
    return found


def series_become_due(connection: Connection, begin: int, n: int) -> None:
    """Series of which the next check-ins come into sight."""
    ids = [f"p{k}" for k in range(begin, begin + n)]
    connection.execute(update(series).where(series.c.id.in_(ids)).values(next_due_at=ms(NOW)))


async def count(store: Store, table: str) -> int:
    """Rows of a table."""
    return int(await store.read(lambda c: c.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()) or 0)


# --- questions while reminders go out -----------------------------------------------------------------------------------


class RunningClock:
    """Shows NOW when it is made, and runs."""

    def __init__(self) -> None:
        self._begin = clock_time.perf_counter()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=clock_time.perf_counter() - self._begin)


@dataclass
class Line:
    """A channel that takes 60 ms for a message, and says when each answer went."""

    name: str = "telegram"
    pull: bool = False
    reminders: int = 0

    def __post_init__(self) -> None:
        self.answered: dict[str, float] = {}

    async def send(self, outgoing: Outgoing) -> Sent:
        await asyncio.sleep(0.06)
        if outgoing.reply_to:
            self.answered[outgoing.reply_to] = clock_time.perf_counter()
        else:
            self.reminders += 1
        return Sent(f"m{self.reminders}-{outgoing.reply_to}")

    async def delete(self, chat: str, message_id: str) -> bool:
        return False

    async def answer_press(self, press_id: str, toast: str) -> None:
        pass


async def questions(
    store: Store, pace: Pace, due: int, plans: int, seconds: float, a_second: int
) -> tuple[list[float], float, int]:
    """So many check-ins fall due at once while people ask: seconds until each was answered, how long the tick took, and how many
    reminders had gone by the end."""
    line, clock = Line(), RunningClock()
    edition = make_edition()
    edition.kinds = {KIND.id: KIND}
    await store.write(lambda c: becomes_due(c, plans - due - 1, due))
    delivery = Delivery(store, lambda: edition, HOUSE, SIGNER, [line], clock, pace, TALK)
    await delivery.start()
    asked: dict[str, float] = {}
    begin = clock_time.perf_counter()

    async def ask() -> None:
        n = 0
        while clock_time.perf_counter() - begin < seconds:
            id = f"q{n} {pace is NO_PACE}"
            # From people who get no reminder as well as from those who do.
            chat = f"w{plans - due + n % due}" if n % 2 else f"stranger{n % 50}"
            asked[id] = clock_time.perf_counter()
            await delivery.intake.take([Said(Origin("telegram", id, chat, chat, clock.now()), "question", id)])
            n += 1
            await asyncio.sleep(max(0.0, begin + n / a_second - clock_time.perf_counter()))

    asking = asyncio.create_task(ask())
    await asyncio.sleep(1)
    tick_began = clock_time.perf_counter()
    await delivery.tick()
    tick = clock_time.perf_counter() - tick_began
    await asking
    for _ in range(100):
        if asked.keys() <= line.answered.keys():
            break
        await asyncio.sleep(0.1)
    await delivery.stop()
    await store.open()
    waits = [line.answered[id] - at for id, at in asked.items() if id in line.answered]
    assert len(waits) == len(asked), f"{len(asked) - len(waits)} unanswered"
    return waits, tick, line.reminders


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


async def measure(name: str, url: str, plans: int, drain: int, seconds: float) -> None:
    """One database."""
    if url == POSTGRES:
        await empty_postgres()
    store = open_store(url)
    began = clock_time.perf_counter()
    await filled(store, plans)
    print(f"{name}: {plans:,} plans with their people written in {clock_time.perf_counter() - began:.0f} s")
    for what, values in (await ticks(store, plans)).items():
        took, worked = [one for one, _ in values], [one for _, one in values]
        print(
            f"{name}: a tick with {what} due: median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms,"
            f" of the processor {statistics.median(worked):.0f} ms"
        )
    for label, pace in (("at Telegram's pace", TELEGRAM_PACE), ("as fast as it goes", NO_PACE)) if seconds else ():
        # Of seven messages one goes to a supervisor, with six reminders in it.
        due = drain * WORKERS // (WORKERS + 1)
        waits, tick, gone = await questions(store, pace, due, plans, seconds, 10)
        print(f"{name}: {drain:,} messages with {2 * due:,} reminders {label}: the tick took {tick:.1f} s,")
        print(f"{name}: and {gone:,} had gone after {seconds:.0f} s")
        print(
            f"{name}: {len(waits)} questions meanwhile: p50 {statistics.median(waits) * 1000:.0f} ms,"
            f" p95 {p95(waits) * 1000:.0f} ms, worst {max(waits) * 1000:.0f} ms"
        )
        await store.write(lambda c: c.exec_driver_sql("DELETE FROM outbox"))
        await store.write(lambda c: c.exec_driver_sql("DELETE FROM reminders"))
        await store.write(lambda c: c.exec_driver_sql("DELETE FROM posted"))
    await store.close()


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=100_000)
    parser.add_argument("--drain", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=40, help="of questions while reminders go out; 0: ticks only")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    args = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the beginning; {date.today()}")
    with tempfile.TemporaryDirectory() as folder:
        if args.only != "postgresql":
            asyncio.run(measure("SQLite", f"sqlite:///{Path(folder) / 'bench.sqlite'}", args.plans, args.drain, args.seconds))
        if args.only != "sqlite":
            if POSTGRES:
                asyncio.run(measure("PostgreSQL", POSTGRES, args.plans, args.drain, args.seconds))
            else:
                print("PostgreSQL: not measured, PRACTICELINE_TEST_POSTGRES_URL isn't set")
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
