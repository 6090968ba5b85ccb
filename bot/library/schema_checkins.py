"""What may stand in `checkins/<kind>.yaml` and `checkins/<kind>.<lang>.yaml`; see `schema` for how shapes are used."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from bot.library.model import Status
from bot.library.schema import Day, Filled, Mismatch, Name, Names, Shape, Strings
from bot.supervision.kind import Every, Ladder, Rhythm, Stage, checked
from bot.supervision.plan import NotAPlan

_UNITS: dict[str, Literal["days", "weeks", "months"]] = {"day": "days", "week": "weeks", "month": "months"}
_EVERY = re.compile(r"(?:(\d{1,3}) ?)?(day|week|month)s?")
_DURATION = re.compile(r"(\d{1,4}) ?(minute|hour)s?")
_GRACE = re.compile(r"(\d{1,2}) working days?")


def _said(value: object, pattern: re.Pattern[str], what: str, example: str) -> re.Match[str]:
    said = pattern.fullmatch(value.strip()) if isinstance(value, str) else None
    if said is None:
        shown = f"`{value}` is" if isinstance(value, str) and value.strip() else "this is"
        raise Mismatch(f"{shown} no number of {what}", f"write it as in {example}")
    return said


def _step(value: object, example: str) -> Every:
    said = _said(value, _EVERY, "days, weeks or months", example)
    try:
        return Every(int(said[1] or 1), _UNITS[said[2]])
    except NotAPlan as error:
        raise Mismatch(error.what, error.remedy) from None


def _every(value: object) -> Every:
    return _step(value, "2 weeks, or month")


def _every_or_none(value: object) -> Every | None:
    return None if value == "none" else _step(value, "6 months, or none")


def _duration(value: object) -> timedelta:
    said = _said(value, _DURATION, "minutes or hours", "90 minutes, or 1 hour")
    span = timedelta(hours=int(said[1])) if said[2] == "hour" else timedelta(minutes=int(said[1]))
    if span > timedelta(days=1):
        raise Mismatch(f"`{value}` is more than a day", "write 24 hours or less")
    return span


def _length(value: object) -> timedelta:
    span = _duration(value)
    if not span:
        raise Mismatch(f"`{value}` is no length", "write how long it takes, as in 60 minutes")
    return span


def _grace(value: object) -> int:
    said = _said(value, _GRACE, "working days", "2 working days")
    try:
        return Ladder(int(said[1])).grace
    except NotAPlan as error:
        raise Mismatch(error.what, error.remedy) from None


def _order(value: object) -> int:
    if not (isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}", value)):
        raise Mismatch(f"`{value}` is no place in an order", "write a number such as 10")
    return int(value)


def _review_by(value: object) -> object:
    if not value:
        raise Mismatch("nothing is written here", "write when it has to be looked at again, as in 2027-05-22")
    return value


def _stages(value: list[StageShape]) -> list[StageShape]:
    if value:
        try:
            checked(rhythm_of(value))
        except NotAPlan as error:
            raise Mismatch(error.what, error.remedy) from None
    return value


Frequency = Annotated[Every, BeforeValidator(_every)]
Kept = Annotated[Every | None, BeforeValidator(_every_or_none)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Length = Annotated[timedelta, BeforeValidator(_length)]


class StageShape(Shape):
    """A part of a rhythm; `until` is counted from the beginning of the whole."""

    every: Frequency
    until: Frequency | None = None


class RemindersShape(Shape):
    """When a check-in is reminded, and when it is asked what became of it."""

    day_before: bool = True
    before: Duration = timedelta(hours=1)
    after: Duration = timedelta(minutes=15)


class LadderShape(Shape):
    """What happens when nobody answers."""

    grace: Annotated[int, BeforeValidator(_grace)] = 2
    up: bool = True


class RetentionShape(Shape):
    """How long after a check-in what is kept; `notes: none` is a kind without notes."""

    outcome: Frequency
    notes: Kept


class Reviewed(Shape):
    """Whether somebody has looked at a file, as in the front matter of guidance."""

    status: Status = "draft"
    reviewed_on: Day = None
    reviewed_by: str = ""


class KindFile(Reviewed):
    """`checkins/<kind>.yaml`: what holds in every language. `order` is its place among the kinds."""

    owner: Filled
    review_by: Annotated[Day, BeforeValidator(_review_by)]
    retention: RetentionShape
    order: Annotated[int, BeforeValidator(_order)] = 100
    enabled: bool = True
    code: bool = False
    rhythm: Annotated[list[StageShape], AfterValidator(_stages)] = []
    length: Length = timedelta(hours=1)
    reminders: RemindersShape = RemindersShape()
    ladder: LadderShape = LadderShape()
    questions: Names = []


class QuestionShape(Shape):
    """A question in one language, its answers by their ids."""

    ask: Filled
    answers: dict[Name, Filled]


class KindWords(Reviewed):
    """`checkins/<kind>.<lang>.yaml`: what is said in one language."""

    title: Filled
    prompts: Strings = []
    questions: dict[Name, QuestionShape] = {}


def rhythm_of(stages: list[StageShape]) -> Rhythm:
    """The stages as the rules of check-ins know them."""
    return tuple(Stage(stage.every, stage.until) for stage in stages)
