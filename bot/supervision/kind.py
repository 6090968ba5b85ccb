"""Kinds of check-in: how often, what is asked, when it is reminded, what goes up, what is kept how long. Pure.

What kinds there are is content. Here is only what each of them says, and the plans that a rhythm makes.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import takewhile
from typing import Literal

from bot.supervision.plan import LAST, EveryDays, EveryWeeks, MonthlyOnWeekday, NotAPlan, Plan, Rule, dates

Text = Mapping[str, str]
"""Words by language code."""


@dataclass(frozen=True)
class Every:
    """A number of days, weeks or months: how often, or how long."""

    n: int
    unit: Literal["days", "weeks", "months"]

    def __post_init__(self) -> None:
        if not 1 <= self.n <= 366:
            raise NotAPlan(f"{self.n} {self.unit} is no rhythm", "give a number from 1 to 366")

    def after(self, day: date) -> date:
        """That much later; in a month that is too short, its last day."""
        if self.unit != "months":
            return day + timedelta(days=self.n * (7 if self.unit == "weeks" else 1))
        year, month = divmod(day.year * 12 + day.month - 1 + self.n, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Stage:
    """A part of a rhythm: `every` so often, until so long after the beginning of the whole; None for good."""

    every: Every
    until: Every | None = None


Rhythm = tuple[Stage, ...]

NEWLY_QUALIFIED: Rhythm = (
    Stage(Every(1, "weeks"), Every(6, "weeks")),
    Stage(Every(2, "weeks"), Every(6, "months")),
    Stage(Every(1, "months")),
)
"""Weekly for six weeks, fortnightly to six months, then monthly: the least for newly qualified social workers by the standards for
employers in England. Source: https://www.local.gov.uk/our-support/workforce-and-hr-support/social-workers/standards-employers-social-workers-england-4
"""  # noqa: E501 (an address)


def plans(rhythm: Rhythm, first: date, zone: str, at: time, until: date | None = None) -> tuple[Plan, ...]:
    """A rhythm from its first date on, as one plan a stage, each with the day on which it ends.

    The weekday stays. A stage begins a step of its own after the last date of the one before, so that nobody waits longer than
    before for the first of it; a month is four weeks there, and afterwards that weekday's place in the month.
    """
    made: list[Plan] = []
    begin: date | None = first
    for stage in checked(rhythm):
        stage_end = stage.until.after(first) - timedelta(days=1) if stage.until else None
        end = min((day for day in (stage_end, until) if day is not None), default=None)
        if made:
            begin = _last(made[-1]) + _step(stage.every)
        if begin is None or (until is not None and begin > until):
            break
        if end is None or begin <= end:
            made.append(Plan(zone, at, begin, _rule(stage.every, begin), until=end))
    return tuple(made)


def checked(rhythm: Rhythm) -> Rhythm:
    """The rhythm, if its stages follow one another. Raises NotAPlan."""
    if not rhythm:
        raise NotAPlan("a rhythm without a stage", "say how often")
    ends = [stage.until for stage in rhythm]
    if None in ends[:-1]:
        raise NotAPlan("a stage that never ends has others after it", "say when it ends, or leave the others out")
    start = date(2001, 1, 1)
    last_days = [end.after(start) for end in ends if end is not None]
    if last_days != sorted(set(last_days)):
        raise NotAPlan("a stage ends before it begins", "count each end from the beginning of the whole, the later one after")
    return rhythm


def due_by(rhythm: Rhythm, first: date, last_held: date | None) -> date:
    """The day by which the next one should have been held: the first date, or a step after the last one held, in the stage in
    which that was."""
    if last_held is None:
        return first
    running = (stage for stage in rhythm if stage.until is None or last_held < stage.until.after(first))
    return next(running, rhythm[-1]).every.after(last_held)


def _step(every: Every) -> timedelta:
    return timedelta(days=every.n * {"days": 1, "weeks": 7, "months": 28}[every.unit])


def _last(plan: Plan) -> date:
    return list(takewhile(lambda day: plan.until is None or day <= plan.until, dates(plan.rule, plan.first)))[-1]


def _rule(every: Every, first: date) -> Rule:
    match every.unit:
        case "days":
            return EveryDays(every.n)
        case "weeks":
            return EveryWeeks(every.n, (first.weekday(),))
        case "months":
            nth = (first.day - 1) // 7 + 1
            return MonthlyOnWeekday(LAST if nth == 5 else nth, first.weekday(), every.n)


@dataclass(frozen=True)
class Question:
    """A question that is answered with one tap; `answers` by their ids, in their order."""

    id: str
    text: Text
    answers: Mapping[str, Text]


@dataclass(frozen=True)
class Times:
    """When a check-in is reminded: on the working day before, with the prompts, if `day_before`; so long `before` it; and so long
    `after` its end each side is asked what became of it."""

    day_before: bool = True
    before: timedelta = timedelta(hours=1)
    after: timedelta = timedelta(minutes=15)


@dataclass(frozen=True)
class Ladder:
    """How what isn't answered goes up: `grace` working days before each step, 0 to 30. `up`: whether it goes on to the board and
    above at all, or stays with the two."""

    grace: int = 2
    up: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.grace <= 30:
            raise NotAPlan(f"{self.grace} working days are no grace", "give 0 to 30")


@dataclass(frozen=True)
class Retention:
    """How long after a check-in what is kept: that it was held or not, and notes; None where there are no notes at all."""

    outcome: Every
    notes: Every | None


@dataclass(frozen=True)
class Kind:
    """What a kind of check-in says of all of its check-ins.

    `rhythm` is where a new series starts from, empty for a kind without one. `prompts` are lines to prepare with, by language.
    `enabled` is whether it is offered. `coded`: each of its series is about one piece of work and goes by two words
    that the bot makes (`codes`).
    """

    id: str
    titles: Text
    retention: Retention
    rhythm: Rhythm = ()
    length: timedelta = timedelta(hours=1)
    prompts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    times: Times = Times()
    ladder: Ladder = Ladder()
    enabled: bool = True
    coded: bool = False

    def __post_init__(self) -> None:
        if self.rhythm:
            checked(self.rhythm)
        if not timedelta(0) < self.length <= timedelta(days=1):
            raise NotAPlan(f"a check-in of {self.length}", "give more than nothing and at most a day")
