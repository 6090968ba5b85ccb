"""What may mean two things is asked, with a button for each reading."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time

from bot.supervision.wording_facts import Asked
from bot.supervision.wording_say import question
from bot.talk.effects import Turn
from bot.talk.messages import Button, Label, Press, Say
from bot.talk.scene import Scene, rows
from bot.talk.scheduling.draft import Draft, asking
from bot.talk.scheduling.times import day_label

ASKED_ELSEWHERE = frozenset({"ask_day", "ask_usual"})
"""Doubts that aren't asked with two readings: days are offered anyway, and the usual time is offered first."""


NO_PART = time(10)
"""The first hour that the wording names as an example where no part of the day was said: then the free hours are offered."""


def as_doubt(asked: Asked | None) -> tuple[str, ...]:
    """A question of the wording as a draft keeps it; () where the dialogue asks for it anyway."""
    if asked is None or asked.key in ASKED_ELSEWHERE or (asked.key, asked.a) == ("ask_hour", NO_PART):
        return ()
    readings = tuple(one if isinstance(one, str) else one.isoformat() for one in (asked.a, asked.b) if one != "")
    return (asked.key, *readings)


def ask(scene: Scene, draft: Draft) -> Turn:
    """The question of the wording, with a button for each reading."""
    key, *readings = draft.doubt
    words = scene.edition.scheduling.get(scene.lang) or scene.edition.scheduling["en"]
    values = [value if (value := value_of(reading)) is not None else reading for reading in (*readings, "", "")[:2]]
    text = question(Asked(key, values[0], values[1]), words)
    labels = _labels(scene, draft)
    buttons = [Button(label, Press("s-pick", (draft.id, str(n)))) for n, label in enumerate(labels)]
    return asking(scene, draft, "doubt", Say("schedule.question", {"text": text}), buttons=rows(buttons))


def _labels(scene: Scene, draft: Draft) -> list[Label]:
    key, *readings = draft.doubt
    if key == "ask_once":
        return [Say("button.s_monthly"), Say("button.s_once")]
    if key == "ask_unclear_week":
        return [Say("button.s_w2"), Say("button.s_twice")]
    if key == "ask_unclear_month":
        return [Say("button.s_w2"), Say("button.s_two_months")]
    return [_label(scene, reading) for reading in readings]


def _label(scene: Scene, reading: str) -> Label:
    value = value_of(reading)
    if isinstance(value, datetime):
        day = day_label(scene, value.date())
        return Say("button.s_day_time", {**day.args, "time": f"{value:%H:%M}"})
    if isinstance(value, date):
        return day_label(scene, value)
    return Say("button.plain", {"what": f"{value:%H:%M}" if isinstance(value, time) else reading})


def value_of(reading: str) -> datetime | date | time | None:
    """A reading as a draft keeps it."""
    with suppress(ValueError):
        if "T" in reading:
            return datetime.fromisoformat(reading)
        return time.fromisoformat(reading) if ":" in reading else date.fromisoformat(reading)
    return None
