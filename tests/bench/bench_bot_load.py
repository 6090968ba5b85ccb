"""The people of the benchmark: the Bot API double in a process of its own, and what they ask through it.

Reads one order a line from standard input, writes one result a line. Everything is measured here: replies where they
arrive, the bot's CPU time and memory from /proc.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.doubles.telegram_api import TelegramDouble
from tests.doubles.telegram_chat import Message

QUESTIONS_EACH = 15  # below the twenty a minute after which a bot may ask people to slow down
GIVEN_UP = 10.0  # seconds without a reply
_SLACK = 0.02  # seconds of CPU: two ticks of the kernel's clock
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Tally:
    """What was measured in one stretch. Latencies in seconds."""

    latencies: list[float] = field(default_factory=list)
    unanswered: int = 0


class People:
    """Asks, and hears the replies: the first message or edit in a chat after a question is its reply."""

    def __init__(self, telegram: TelegramDouble, questions: Sequence[str]) -> None:
        self._telegram = telegram
        self._questions = questions
        self._open: dict[int, asyncio.Future[float]] = {}
        self._next = 1_000_000
        self._asked = 0
        telegram.on_message = self._hear

    def _hear(self, message: Message) -> None:
        waiting = self._open.pop(message.chat, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(time.monotonic())

    def somebody(self) -> int:
        """Somebody who has not written yet."""
        self._next += 1
        return self._next

    async def ask(self, who: int, tally: Tally) -> None:
        """Ask the next question and wait for its reply."""
        waiting = self._open[who] = asyncio.get_running_loop().create_future()
        asked = time.monotonic()
        self._telegram.say(who, self._questions[self._asked % len(self._questions)])
        self._asked += 1
        try:
            tally.latencies.append(await asyncio.wait_for(waiting, GIVEN_UP) - asked)
        except TimeoutError:
            self._open.pop(who, None)
            tally.unanswered += 1

    async def closed(self, users: int, seconds: float) -> Tally:
        """So many people at once, each asking again as soon as there was a reply."""
        tally, end = Tally(), time.monotonic() + seconds

        async def one() -> None:
            while time.monotonic() < end:
                who = self.somebody()
                for _ in range(QUESTIONS_EACH):
                    if time.monotonic() >= end:
                        break
                    await self.ask(who, tally)

        await asyncio.gather(*(one() for _ in range(users)))
        return tally

    async def steady(self, per_second: float, seconds: float) -> Tally:
        """So many questions a second, evenly, whatever becomes of them; nobody asks twice within some seconds."""
        tally, began = Tally(), time.monotonic()
        crowd = [self.somebody() for _ in range(int(per_second * 8))]
        async with asyncio.TaskGroup() as group:
            for number in range(int(per_second * seconds)):
                await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
                group.create_task(self.ask(crowd[number % len(crowd)], tally))
        return tally


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(member for child in children for member in _family(int(child)))]


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and its children so far, user and system."""
    spent = 0.0
    for member in _family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        spent += (int(fields[11]) + int(fields[12])) / _TICK
    return spent


def is_quiet(pid: int, seconds: float = 0.5) -> bool:
    """Whether a process has no children and does next to nothing for so long: it has finished getting ready."""
    before = cpu_seconds(pid)
    time.sleep(seconds)
    return len(_family(pid)) == 1 and cpu_seconds(pid) - before < 0.05 * seconds + _SLACK


def memory_mb(pid: int) -> float:
    """Resident memory of a process and its children now, in MB."""
    pages = sum(int(Path(f"/proc/{member}/statm").read_text().split()[1]) for member in _family(pid))
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def percentile(latencies: Sequence[float], share: float) -> float:
    """In milliseconds; nan of nothing."""
    ordered = sorted(latencies)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")


async def obey(telegram: TelegramDouble, people: People, order: dict[str, Any]) -> dict[str, Any]:
    """Carry out one order."""
    if order["do"] == "first poll":
        try:
            return {"at": (await telegram.wait_for_call("getUpdates", seconds=order["seconds"]))[0].at}
        except AssertionError:
            return {"at": None}
    pid, slow_before = order["pid"], telegram.counts["sendMessage"]
    cpu, began = cpu_seconds(pid), time.monotonic()
    if order["do"] == "closed":
        tally = await people.closed(order["users"], order["seconds"])
    else:
        tally = await people.steady(order["per_second"], order["seconds"])
    took = time.monotonic() - began
    return {
        "replies": len(tally.latencies),
        "unanswered": tally.unanswered,
        "per_second": len(tally.latencies) / took,
        "p50": percentile(tally.latencies, 0.50),
        "p95": percentile(tally.latencies, 0.95),
        "p99": percentile(tally.latencies, 0.99),
        "cpu_ms": (cpu_seconds(pid) - cpu) * 1000 / max(1, len(tally.latencies)),
        "memory_mb": memory_mb(pid),
        "sends": telegram.counts["sendMessage"] - slow_before,
        "complaints": len(telegram.complaints),
    }


async def main() -> None:
    settings = json.loads(sys.argv[1])
    questions = [line for line in Path(settings["questions"]).read_text("utf-8").splitlines() if line]
    random.Random(22).shuffle(questions)
    async with TelegramDouble(limits=settings["limits"]) as telegram:
        people = People(telegram, questions)
        print(json.dumps({"root": telegram.root, "token": telegram.token}), flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            order = json.loads(line)
            result = await obey(telegram, people, order)
            telegram.calls.clear()
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
