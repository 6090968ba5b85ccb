"""The whole bot beside a bare echo bot, on the same Bot API double: `make bench-bot`, or `python -m tests.bench.bench_bot`.

Both do the same job for the same people: 50 at once, each asking the next of the held-out questions as soon as the last was
answered. The echo is python-telegram-bot's own example in a plain install. Practice Line answers for real: it stores the
question, matches it, stores the answer and sends it. Rounds are interleaved, so that whatever else the machine does meets
both; each round starts its bot afresh. Then 25 questions a second, evenly, with the pace that Telegram asks for.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from tests.bench.bench_bot_load import is_quiet

ROOT = Path(__file__).parents[2]
GOALS = {"ratio": 1.5, "memory_mb": 230.0, "steady_p95": 40.0, "start": 1.5}
Result = dict[str, Any]


class Load:
    """The double and its people, in a process of their own."""

    def __init__(self, questions: Path, *, limits: bool = False) -> None:
        settings = json.dumps({"questions": str(questions), "limits": limits})
        command = [sys.executable, "-m", "tests.bench.bench_bot_load", settings]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        where = self._hear()
        self.environment = {
            "PRACTICELINE_TELEGRAM_API_URL": where["root"],
            "PRACTICELINE_TELEGRAM_TOKEN": where["token"],
        }

    def order(self, do: str, **more: Any) -> Result:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.process.stdin.flush()
        return self._hear()

    def _hear(self) -> Result:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the double has stopped; its error is above")
        heard: Result = json.loads(line)
        return heard


def environment(name: str, load: Load, folder: Path, pace: str) -> Mapping[str, str]:
    """What a bot is started with: nothing of ours but what stands here."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("PRACTICELINE_")}
    more = dict(load.environment)
    if name == "practice line":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            more["PRACTICELINE_WEB_PORT"] = str(free.getsockname()[1])
        more["PRACTICELINE_TELEGRAM_PACE"] = pace
        more["PRACTICELINE_DATABASE_URL"] = f"sqlite:///{folder / (secrets.token_hex(4) + '.db')}"
        more["PRACTICELINE_SECRET_KEY"] = secrets.token_hex(32)
        if cache := os.environ.get("PRACTICELINE_CACHE_DIR"):
            more["PRACTICELINE_CACHE_DIR"] = cache
    return {**own, **more}


COMMANDS = {
    "echo": [sys.executable, "-m", "tests.bench.bench_bot_echo"],
    "practice line": [sys.executable, "-m", "bot", "run"],
}


@contextmanager
def started(name: str, load: Load, folder: Path, pace: str = "none", patience: float = 60.0) -> Iterator[tuple[int, float]]:
    """A bot that polls and has nothing left to prepare: its process id, and the seconds from start to first getUpdates."""
    log = folder / f"{name.replace(' ', '-')}.log"
    with log.open("a") as out:
        began = time.monotonic()
        bot = subprocess.Popen(COMMANDS[name], cwd=ROOT, env=environment(name, load, folder, pace), stdout=out, stderr=out)
        try:
            first = None
            while first is None or not is_quiet(bot.pid):
                first = first or load.order("first poll", seconds=1)["at"]
                if bot.poll() is not None or time.monotonic() > began + patience:
                    raise SystemExit(f"{name} doesn't get ready; it said:\n{log.read_text()[-2000:]}")
            yield bot.pid, first - began
        finally:
            bot.send_signal(signal.SIGTERM)
            try:
                bot.wait(15)
            except subprocess.TimeoutExpired:
                bot.kill()
            load.process.kill()
            load.process.wait()


def questions_file(folder: Path) -> Path:
    """The held-out questions, one a line."""
    topics = yaml.safe_load((ROOT / "tests/questions/en/topics.yaml").read_text("utf-8"))
    path = folder / "questions.txt"
    lines = [question["q"].replace("\n", " ") for asked in topics.values() for question in asked]
    path.write_text("\n".join(lines), "utf-8")
    return path


def closed_rounds(names: list[str], folder: Path, options: argparse.Namespace) -> dict[str, list[Result]]:
    """Interleaved rounds of so many people at once."""
    questions, results = questions_file(folder), {name: list[Result]() for name in names}
    for number in range(options.rounds):
        for name in names if number % 2 == 0 else reversed(names):
            with started(name, load := Load(questions), folder) as (pid, start):
                load.order("closed", pid=pid, users=options.users, seconds=1)
                result = load.order("closed", pid=pid, users=options.users, seconds=options.seconds)
            results[name].append({**result, "start": start})
            print(f"  round {number + 1}  {name:14} {line(result)}", flush=True)
    return results


def line(result: Result) -> str:
    """One result, to be read by people."""
    return (
        f"{result['per_second']:7.0f} replies/s   p50 {result['p50']:6.1f}  p95 {result['p95']:6.1f}  p99 {result['p99']:6.1f} ms"
        f"   {result['cpu_ms']:5.2f} ms CPU a message   {result['memory_mb']:5.0f} MB   unanswered {result['unanswered']}"
    )


def middle(results: list[Result]) -> Result:
    """The median of each figure; of what went unanswered, the sum."""
    found = {key: median(result[key] for result in results) for key in results[0]}
    return {**found, "unanswered": sum(result["unanswered"] for result in results)}


def verdict(label: str, value: float, goal: float, *, least: bool = False) -> bool:
    """Print a figure beside its goal; whether it was met."""
    met = value >= goal if least else value <= goal
    print(f"  {label:46} {value:8.2f}   goal {'>=' if least else '<='} {goal:g}   {'met' if met else 'NOT MET'}")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description="The whole bot beside a bare echo bot")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0, help="of each round")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--per-second", type=float, default=25.0)
    parser.add_argument("--only", choices=list(COMMANDS), help="one of the two alone")
    parser.add_argument("--json", action="store_true", help="print one object at the end")
    options = parser.parse_args()
    names = [options.only] if options.only else list(COMMANDS)
    all_met, summary = True, dict[str, Any]()
    with tempfile.TemporaryDirectory(prefix="bench-bot-") as temporary:
        folder = Path(temporary)
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
        if "practice line" in names:
            with started("practice line", Load(questions_file(folder)), folder, patience=600) as (_, cold):
                print(f"first start, whatever was cached before: {cold:.2f} s to the first getUpdates")
        print(f"{options.users} people at once, {options.seconds:g} s a round, pace none")
        closed = closed_rounds(names, folder, options)
        print("medians")
        for name in names:
            summary[name] = middle(closed[name])
            print(f"  {name:23} {line(summary[name])}")
        steady = {}
        for name in names:
            with started(name, load := Load(questions_file(folder), limits=True), folder, pace="telegram") as (pid, _):
                load.order("steady", pid=pid, per_second=options.per_second, seconds=2)
                steady[name] = load.order("steady", pid=pid, per_second=options.per_second, seconds=2 * options.seconds)
        print(f"{options.per_second:g} questions a second, evenly, with Telegram's limits on")
        for name in names:
            summary[name]["steady"] = steady[name]
            print(f"  {name:23} {line(steady[name])}")
    if "practice line" in names:
        ours = summary["practice line"]
        print("goals")
        if "echo" in names:
            summary["ratio"] = ours["per_second"] / summary["echo"]["per_second"]
            all_met &= verdict("replies a second, times the echo's", summary["ratio"], GOALS["ratio"], least=True)
        all_met &= verdict("resident memory, MB", ours["memory_mb"], GOALS["memory_mb"])
        all_met &= verdict(f"p95 at {options.per_second:g} a second, ms", ours["steady"]["p95"], GOALS["steady_p95"])
        all_met &= verdict("start to the first getUpdates, cached, s", ours["start"], GOALS["start"])
        all_met &= verdict("unanswered", ours["unanswered"] + ours["steady"]["unanswered"], 0)
    print("repeat with: make bench-bot   (or: python -m tests.bench.bench_bot " + " ".join(sys.argv[1:]) + ")")
    if options.json:
        print(json.dumps(summary))
    return 0 if all_met else 1


if __name__ == "__main__":
    sys.exit(main())
