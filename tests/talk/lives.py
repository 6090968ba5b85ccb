"""The life of a team as data: several people on their channels, and weeks that go by. See tests/lives/README.md."""

from __future__ import annotations

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import yaml
from rich.console import Console

from bot.channels.base import Channel
from bot.channels.mailbox import PullChannel
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.terminal import TerminalChat
from bot.delivery import NO_PACE, Delivery
from bot.library.edition import Edition
from bot.people.invite import at_the_front_door
from bot.people.person import ROLES, Role
from bot.people.team import Team
from bot.store import Connection, Store, invites, open_store, people
from bot.talk.house import House
from bot.web.app import WebSettings, create_app
from bot.web.health import Health
from tests.doubles import telegram_api, telegram_chat
from tests.doubles.telegram_api import TelegramDouble
from tests.talk.drivers import SIGNER, MovableClock, TelegramDriver, TerminalDriver, WebDriver
from tests.talk.transcript import CHECKS, Shown, Step, faults

FOLDER = Path(__file__).parent.parent / "lives"
ACTS = ("says", "presses", "looks", "joins", "blocks", "unblocks")
AWAKE = range(5, 21)
"""Hours (UTC) in which the clock ticks every half hour; at night every three hours, which is enough for what sleeps."""
PLACES: Mapping[str, tuple[str, str]] = {
    "web": ("web", "web"),
    "telegram": ("telegram", "telegram"),
    "terminal": ("terminal", "web"),
}
"""Where the one of the life and where all others are: a terminal has room for one."""
BREATH = timedelta(seconds=20)
_CODE = re.compile(r"(?:/join/|start=i_|\b)([a-z2-7]{26})\b")


@dataclass(frozen=True)
class Moment:
    """A step of a life: what somebody does, or (`until`) that time goes by. `only` on this channel, "" for all."""

    by: str
    step: Step
    until: datetime | None = None
    only: str = ""


@dataclass(frozen=True)
class Life:
    """A file of tests/lives. `one` is who sits in the terminal where there is one; `first` is whom the front door invites."""

    name: str
    title: str
    house: House
    at: datetime
    one: str
    team: Mapping[str, str]
    first: Mapping[str, str]
    moments: tuple[Moment, ...]


def load(path: Path) -> Life:
    """Read a file; what isn't known in it fails."""
    raw = yaml.safe_load(path.read_text("utf-8"))
    wanted = {
        "countries": ["GB-SCT", "JO"],
        "home_country": "GB-SCT",
        "languages": ["en", "fr", "es", "ar"],
        **raw.get("house", {}),
    }
    house = House("Demo organisation", **{k: tuple(v) if isinstance(v, list) else v for k, v in wanted.items()})
    moments = []
    for row in raw["steps"]:
        if "until" in row:
            assert len(row) == 1, f"{path.name}: only `until` stands in a step that lets time go by: {row}"
            moments.append(Moment("", Step("until", str(row["until"]), {}), _utc(row["until"])))
            continue
        (act,) = [key for key in row if key in ACTS]
        unknown = set(row) - {act, "by", "only"} - set(CHECKS)
        assert not unknown, f"{path.name}: no such check: {unknown}"
        checks = {key: value for key, value in row.items() if key not in (act, "by", "only")}
        moments.append(Moment(row["by"], Step(act, str(row[act] or ""), checks), only=row.get("only", "")))
    return Life(path.stem, raw["title"], house, _utc(raw["at"]), raw["one"], raw["team"], raw["first"], tuple(moments))


def all_lives() -> list[Life]:
    """Every file."""
    return [load(path) for path in sorted(FOLDER.glob("*.yaml"))]


def _utc(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)


def cast_role(name: str) -> Role:
    """A role by its name."""
    return next(role for role in ROLES if role == name)


@dataclass
class Cast:
    """People on their channels, one clock, one running installation."""

    life: Life
    channel: str
    clock: MovableClock
    delivery: Delivery
    store: Store
    seats: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    ticks: int = 0

    async def open_the_door(self) -> None:
        """What the front door does: the team, and an invitation for each of the first ones. They join with their own name."""

        def work(connection: Connection) -> None:
            team = Team("team1", self.life.team["name"], self.life.team["country"])
            people.add_team(connection, team)
            for number, (name, role) in enumerate(self.life.first.items()):
                code = SIGNER.invitation(f"first{number}")
                made = at_the_front_door(cast_role(role), team.id, SIGNER.hashes(code)[0], self.clock.now())
                invites.keep(connection, f"first{number}", made)
                self.codes[name] = code

        await self.store.write(work)

    async def play(self) -> list[str]:
        """Everything of the file; gives what isn't as written."""
        problems: list[str] = []
        for number, moment in enumerate(self.life.moments, 1):
            if moment.until is not None:
                await self.until(moment.until)
                continue
            if moment.only not in ("", self.channel):
                continue
            shown = await self.act(moment)
            where = f"step {number} ({self.clock.at:%d %b %H:%M} {moment.by} {moment.step.act} {moment.step.what!r})"
            problems += [f"{where}: {fault}" for fault in self._faults(moment.step, shown)]
        return problems

    @staticmethod
    def _faults(step: Step, shown: list[Shown]) -> list[str]:
        if step.act == "looks" and len(shown) > 1:
            # What came while nobody looked is read as one.
            buttons = tuple(button for one in shown for button in one.buttons)
            shown = [Shown("\n".join(one.text for one in shown), buttons, shown[-1].amended)]
        return min((faults(step, [one]) for one in shown), key=len) if shown else faults(step, shown)

    async def act(self, moment: Moment) -> list[Shown]:
        """One thing that somebody does, some seconds after the last, and what they see of it."""
        self.clock.at += BREATH
        seat, act, what = self.seats[moment.by], moment.step.act, moment.step.what
        if act in ("blocks", "unblocks"):
            if isinstance(seat, TelegramDriver):
                getattr(seat.double, act.removesuffix("s"))(seat.chat)
                await seat.double.wait_until_read()
            return []
        if act == "joins":
            act, what = "says", f"/join {self.codes[what]}"
        shown = [] if act == "looks" else await seat.act(act, what)
        # Something else may have come at the same moment.
        if isinstance(seat, TelegramDriver):
            await seat.double.wait_until_read()
        await self.settled()
        shown += await self._look(seat)
        for one in shown:
            if found := _CODE.search(one.text):
                self.codes[moment.by] = found[1]
        return shown

    async def _look(self, seat: Any) -> list[Shown]:
        if isinstance(seat, TelegramDriver):
            return await seat.news_now()
        if isinstance(seat, WebDriver):
            return seat._look(await seat.client.get("/"))
        return await seat._type("")

    async def until(self, end: datetime) -> None:
        """Time goes by, and the clockwork with it."""
        while self.clock.at < end:
            step = timedelta(minutes=30 if self.clock.at.hour in AWAKE else 180)
            self.clock.at = min(end, self.clock.at + step)
            await self.delivery.tick()
            self.ticks += 1
        await self.settled()

    async def settled(self) -> None:
        """Until nothing is on its way."""
        async with asyncio.timeout(30):
            while True:
                health = await self.delivery.health()
                if not health.unread and not sum(health.waiting.values()) and not health.in_flight:
                    return
                await asyncio.sleep(0.005)


@asynccontextmanager
async def living(
    channel: str, life: Life, edition: Edition, monkeypatch: pytest.MonkeyPatch, url: str = "sqlite://"
) -> AsyncIterator[Cast]:
    """The cast of a life, with everybody in their seat and nobody joined yet."""
    clock, store = MovableClock(life.at), open_store(url)
    mine, others = PLACES[channel]
    async with AsyncExitStack() as stack:
        double: TelegramDouble | None = None
        channels: list[Channel] = [PullChannel("web"), PullChannel("terminal")]
        telegram: TelegramChannel | None = None
        if channel == "telegram":
            for module in (telegram_api, telegram_chat):
                fixed = SimpleNamespace(time=lambda: clock.now().timestamp(), monotonic=time.monotonic)
                monkeypatch.setattr(module, "time", fixed)
            double = await stack.enter_async_context(TelegramDouble())
            telegram = TelegramChannel(TelegramSettings(double.token, double.root), clock)
            stack.push_async_callback(telegram.close)
            channels = [telegram]
        delivery = Delivery(store, lambda: edition, life.house, SIGNER, channels, clock, NO_PACE)
        await delivery.start()
        stack.push_async_callback(store.close)
        stack.push_async_callback(delivery.stop)
        tasks: list[asyncio.Task[None]] = []
        cast = Cast(life, channel, clock, delivery, store)
        app = create_app(
            intake=delivery.intake, mailbox=delivery.mailbox, edition=lambda: edition, house=life.house,
            keys=SIGNER.keys, clock=clock, health=Health, settings=WebSettings(hosts=("localhost",)),
        )  # fmt: skip
        if telegram:
            tasks.append(asyncio.create_task(telegram.run(delivery.intake)))
        await cast.open_the_door()
        names = dict.fromkeys(moment.by for moment in life.moments if moment.by)
        for number, name in enumerate(names, 1):
            match mine if name == life.one else others:
                case "telegram":
                    assert double is not None
                    double.knows(100 + number)
                    cast.seats[name] = TelegramDriver(double, clock, chat=100 + number)
                case "web":
                    transport = httpx.ASGITransport(app=app)
                    client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://localhost"))
                    cast.seats[name] = WebDriver(client, clock)
                case _:
                    seat = TerminalDriver(clock, io.StringIO())
                    console = Console(file=seat.screen, width=100)
                    chat = TerminalChat(delivery.intake, delivery.mailbox, lambda: edition.words, clock, console)
                    tasks.append(asyncio.create_task(chat.run(seat.read_line)))
                    cast.seats[name] = seat
        try:
            yield cast
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
