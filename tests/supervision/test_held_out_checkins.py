"""The held-out sentences about check-ins (tests/questions/checkins.yaml): right, wrong without having asked, asked in vain."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.cli.checkins import _workdays
from bot.library.load import load
from bot.library.read import Folder, bare, read_yaml
from bot.supervision.wording import Wording

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests" / "questions" / "checkins.yaml"
RIGHT, WRONG, ASKED = 0.92, 0.03, 0.06
"""Exactly right of all; wrong without having asked of all; asked of the clear ones. The goals are 90, 1 and 8 %. The second isn't
met (93.1, 2.4 and 5.1 % on 22 November 2026, the second time that a grammar saw these sentences): these are floors under that."""


def normal(key: str, value: Any, action: str) -> Any:
    """A value as it is compared (see the head of the file)."""
    if value is None or value == "null":
        return None
    if key == "who":
        return str(value).casefold()
    if key == "first" and action == "cancel":
        return str(value)[:10]
    if key == "ambiguous":
        return value in (True, "true")
    if key == "rrule":
        parts = dict(part.split("=", 1) for part in str(value).split(";"))
        if "BYDAY" in parts:
            parts["BYDAY"] = ",".join(sorted(parts["BYDAY"].split(",")))
        if "UNTIL" in parts:
            parts["UNTIL"] = parts["UNTIL"][:8]
        return tuple(sorted(parts.items()))
    return str(value)


def fits(got: dict[str, Any], wanted: dict[str, Any]) -> bool:
    action = wanted["action"]
    if action == "none":
        return bool(got["action"] == "none")
    return all(normal(key, got[key], action) == normal(key, value, action) for key, value in wanted.items())


@pytest.fixture(scope="module")
def counts() -> dict[str, Counter[str]]:
    content = load([Folder(ROOT / "content")]).content
    node = read_yaml(FILE.read_text("utf-8"), FILE.name, [])
    assert content is not None
    assert node is not None
    wording = Wording(content.scheduling)
    found: dict[str, Counter[str]] = {}
    rows = bare(node)
    for row in rows["rows"] if isinstance(rows, dict) else rows:
        zone = ZoneInfo(row["tz"])
        got = wording.read(row["text"], datetime.fromisoformat(row["now"]), zone, row["lang"], workdays=_workdays(zone)).row()
        expect = row["expect"]
        readings = [expect, *({**expect, **other} for other in row.get("acceptable", ()))]
        right = any(fits(got, reading) for reading in readings)
        may_ask = any(normal("ambiguous", reading.get("ambiguous"), "") for reading in readings)
        count = found.setdefault(row["lang"], Counter())
        count["all"] += 1
        count["right"] += right
        count["clear"] += not may_ask
        count["asked in vain"] += bool(got["ambiguous"]) and not may_ask
        count["wrong"] += not right and not got["ambiguous"]
        count[f"wrong: {expect['action']} read as {got['action']}"] += not right and not got["ambiguous"]
    return found


def test_sentences_about_check_ins_are_read_as_they_are_meant(counts: dict[str, Counter[str]]) -> None:
    whole: Counter[str] = sum(counts.values(), Counter())
    print()
    for lang, count in (*counts.items(), ("all", whole)):
        share = {name: 100 * count[name] / count["all"] for name in ("right", "wrong")}
        vain = 100 * count["asked in vain"] / count["clear"]
        print(
            f"{lang}: {count['all']}, right {share['right']:.1f}%, wrong unasked {share['wrong']:.1f}%, asked in vain {vain:.1f}%"
        )
    print({key: n for key, n in whole.items() if key.startswith("wrong:") and n})
    assert whole["right"] / whole["all"] >= RIGHT
    assert whole["wrong"] / whole["all"] <= WRONG
    assert whole["asked in vain"] / whole["clear"] <= ASKED
