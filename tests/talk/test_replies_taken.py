"""What people type after a reminder (tests/calibration/replies_taken.yaml), as the whole chat takes it."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bot.library.edition import Edition
from bot.library.read import bare, read_yaml
from tests.talk.test_held_out_replies import Read, right, taken

FILE = Path(__file__).parents[1] / "calibration" / "replies_taken.yaml"
RIGHT, QUESTIONS, DANGER = 0.85, 0.7, 0.95
"""Least shares of replies, of practice questions and of dangerous sentences that are taken as they are meant. Some of the
questions are taken for a red flag, which shows the card above their answer."""
REPLIES = frozenset({"move", "could-not", "held", "confirm", "snooze", "pause", "schedule"})
REMINDERS = {
    "before": ("2026-11-23T11:00", "2026-11-23T14:00"),
    "day-before": ("2026-11-23T11:00", "2026-11-24T10:00"),
    "afterwards": ("2026-11-23T16:30", "2026-11-23T14:00"),
}
"""When it is read, and when the check-in is, by the kind of reminder."""


@lru_cache(maxsize=1)
def rows() -> tuple[dict[str, Any], ...]:
    node = read_yaml(FILE.read_text("utf-8"), FILE.name, [])
    assert node is not None
    listed: Any = bare(node)
    return tuple(_row(lang, row) for lang, several in listed.items() for row in several)


def _row(lang: str, row: dict[str, Any]) -> dict[str, Any]:
    kind = row.get("asked", "before")
    now, at = REMINDERS[kind]
    either = ["could-not"] if row["is"] == "move" and "at" not in row else []
    reminder = {"at": at, "hours_ago": 1, "kind": kind}
    return {
        "lang": lang,
        "text": row["say"],
        "with": row["is"],
        "to": row.get("at"),
        "now": now,
        "reminder": reminder,
        "acceptable": either,
    }


@pytest.fixture(scope="module")
def read(starter: Edition) -> list[tuple[dict[str, Any], Read]]:
    return [(row, taken(row, starter, True)) for row in rows()]


def share(read: list[tuple[dict[str, Any], Read]], meant: frozenset[str]) -> float:
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row, got in read:
        if row["with"] in meant:
            fits = right(row, got, True)
            counts[row["lang"]] += 1
            counts[f"{row['lang']} right"] += fits
            counts["all"] += 1
            counts["right"] += fits
            wrong[f"{row['with']} as {'/'.join(sorted(got.readings))}"] += not fits
    print(dict(counts), dict(wrong.most_common(9)))
    return counts["right"] / counts["all"]


def test_replies_with_their_reasons_are_taken_as_they_are_meant(read: list[tuple[dict[str, Any], Read]]) -> None:
    assert share(read, REPLIES) >= RIGHT


def test_a_practice_question_that_begins_like_a_reply_stays_one(read: list[tuple[dict[str, Any], Read]]) -> None:
    assert share(read, frozenset({"guidance", "both"})) >= QUESTIONS
    assert not [row["text"] for row, got in read if row["with"] in ("guidance", "both") and got.readings & REPLIES]


def test_danger_in_a_reply_brings_the_card_first(read: list[tuple[dict[str, Any], Read]]) -> None:
    assert share(read, frozenset({"urgent"})) >= DANGER
    assert not [row["text"] for row, got in read if row["with"] == "urgent" and got.readings & REPLIES]
