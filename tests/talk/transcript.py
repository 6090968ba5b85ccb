"""Transcripts as data: what is said, and what has to come back. See tests/transcripts/README.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import yaml

from bot.talk.house import House

FOLDER = Path(__file__).parent.parent / "transcripts"
ACTS = ("says", "presses", "starts", "sends", "edits", "waits")
CHECKS = ("shows", "hides", "buttons", "first", "no_buttons", "lines", "amends", "silent")


@dataclass(frozen=True)
class Step:
    act: str
    what: str
    checks: dict[str, Any]


@dataclass(frozen=True)
class Transcript:
    name: str
    title: str
    house: House
    at: datetime
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Shown:
    """One message as a person sees it: words, buttons row by row, whether it took the place of an earlier one, its files."""

    text: str
    buttons: tuple[str, ...] = ()
    amended: bool = False
    presses: dict[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()


class Driver(Protocol):
    """A channel under test, driven as a person would."""

    async def act(self, act: str, what: str) -> list[Shown]:
        """Do one thing and return what is new on the screen."""


def load(path: Path) -> Transcript:
    raw = yaml.safe_load(path.read_text("utf-8"))
    wanted = {"countries": ["NG", "GB-SCT", "JO"], **raw.get("house", {})}
    house = House("Demo organisation", **{k: tuple(v) if isinstance(v, list) else v for k, v in wanted.items()})
    steps = []
    for step in raw["steps"]:
        (act,) = [key for key in step if key in ACTS]
        unknown = set(step) - {act} - set(CHECKS)
        assert not unknown, f"{path.name}: no such check: {unknown}"
        steps.append(Step(act, str(step[act]), {k: v for k, v in step.items() if k != act}))
    at = datetime.fromisoformat(str(raw.get("at", "2026-11-26 10:00"))).replace(tzinfo=UTC)
    return Transcript(path.stem, raw["title"], house, at, tuple(steps))


def all_transcripts() -> list[Transcript]:
    return [load(path) for path in sorted(FOLDER.glob("*.yaml"))]


def folded(text: str) -> str:
    kept = "".join(c for c in text if c not in "\u2066\u2067\u2068\u2069")
    return " ".join(kept.casefold().split())


def faults(step: Step, shown: list[Shown]) -> list[str]:
    """What isn't as the step wants it, in words."""
    found: list[str] = []
    checks = step.checks
    if checks.get("silent"):
        return [f"something was said: {shown[-1].text}"] if shown else []
    if step.act == "waits" or not checks:
        return []
    if not shown:
        return ["nothing was said"]
    last = shown[-1]
    text = folded(last.text)
    found += [f"not shown: {want!r}" for want in checks.get("shows", ()) if folded(want) not in text]
    found += [f"shown: {bad!r}" for bad in checks.get("hides", ()) if folded(bad) in text]
    buttons = list(last.buttons)
    if "first" in checks and (not buttons or buttons[0] != checks["first"]):
        found.append(f"first button isn't {checks['first']!r}")
    at = 0
    for want in checks.get("buttons", ()):
        if want not in buttons[at:]:
            found.append(f"no button {want!r} (in that order)")
        else:
            at = buttons.index(want, at) + 1
    found += [f"there is a button {bad!r}" for bad in checks.get("no_buttons", ()) if bad in buttons]
    if checks.get("amends") and not last.amended:
        found.append("a new message instead of an edit")
    if "lines" in checks and len([line for line in last.text.splitlines() if line.strip()]) > int(checks["lines"]):
        found.append(f"more than {checks['lines']} lines")
    if len(shown) > 1:
        found.append(f"{len(shown)} messages instead of one")
    return [*found, f"--- what came:\n{last.text}\n{buttons}"] if found else []


async def run(transcript: Transcript, driver: Driver) -> None:
    """Play a transcript; every deviation is told at once."""
    problems: list[str] = []
    for number, step in enumerate(transcript.steps, 1):
        shown = await driver.act(step.act, step.what)
        problems += [f"step {number} ({step.act} {step.what!r}): {fault}" for fault in faults(step, shown)]
    assert not problems, "\n".join([f"{transcript.name}: {transcript.title}", *problems])
