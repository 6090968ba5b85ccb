"""The shape of `scheduling/<lang>.yaml`: the words by which people write about check-ins."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.library.schema import Filled, Mismatch, Shape, Strings
from bot.supervision.wording_say import SENTENCES
from bot.supervision.wording_words import PLAIN, VALUES, Scheduling


def _value_of(group: str) -> Callable[[str], str]:
    def checked(value: str) -> str:
        if not re.fullmatch(VALUES[group], value):
            raise Mismatch(f"`{value}` isn't known under `{group}`", f"known are {VALUES[group]}")
        return value

    return checked


def _sentence(name: str) -> str:
    if name not in SENTENCES:
        raise Mismatch(f"`{name}` isn't a sentence of the echo", "see `say` in scheduling/en.yaml")
    return name


Weekday = Annotated[str, AfterValidator(_value_of("weekday"))]
Weekdays = Annotated[str, AfterValidator(_value_of("weekdays"))]
Month = Annotated[str, AfterValidator(_value_of("month"))]
Number = Annotated[str, AfterValidator(_value_of("number"))]
Hour = Annotated[str, AfterValidator(_value_of("hour"))]
Ordinal = Annotated[str, AfterValidator(_value_of("ordinal"))]
Unit = Annotated[str, AfterValidator(_value_of("unit"))]
MinutesBefore = Annotated[str, AfterValidator(_value_of("minutes_before"))]
MinutesAfter = Annotated[str, AfterValidator(_value_of("minutes_after"))]
HalfDay = Annotated[str, AfterValidator(_value_of("half_day"))]
Part = Annotated[str, AfterValidator(_value_of("part"))]
Clock = Annotated[str, AfterValidator(_value_of("clock"))]
Day = Annotated[str, AfterValidator(_value_of("day"))]
Which = Annotated[str, AfterValidator(_value_of("which"))]
Week = Annotated[str, AfterValidator(_value_of("week"))]
MonthAhead = Annotated[str, AfterValidator(_value_of("month_ahead"))]
Later = Annotated[str, AfterValidator(_value_of("later"))]
Rhythm = Annotated[str, AfterValidator(_value_of("rhythm"))]
Verb = Annotated[str, AfterValidator(_value_of("verb"))]
Clitics = Annotated[str, AfterValidator(_value_of("clitics"))]
Sentence = Annotated[str, AfterValidator(_sentence)]


class SchedulingFile(Shape):
    """`scheduling/<lang>.yaml`; `supervision.wording_words` says what each key is for."""

    habitual: Strings = []
    past: Strings = []
    before_hour: Strings = []
    less: Strings = []
    plus: Strings = []
    oclock: Strings = []
    at: Strings = []
    from_day: Strings = []
    in_: Strings = Field([], alias="in")
    every: Strings = []
    alternate: Strings = []
    of_month: Strings = []
    last_day: Strings = []
    last_workday: Strings = []
    end_of: Strings = []
    day_number: Strings = []
    of: Strings = []
    until: Strings = []
    from_: Strings = Field([], alias="from")
    times: Strings = []
    lasting: Strings = []
    to: Strings = []
    range: Strings = []
    and_: Strings = Field([], alias="and")
    or_: Strings = Field([], alias="or")
    with_: Strings = Field([], alias="with")
    for_person: Strings = []
    possessive: Strings = []
    title: Strings = []
    everyone: Strings = []
    checkin: Strings = []
    series: Strings = []
    one: Strings = []
    instead: Strings = []
    instead_of: Strings = []
    same: Strings = []
    henceforth: Strings = []
    again: Strings = []
    negative: Strings = []
    suffixes: Strings = []
    keep: Strings = []
    not_ours: Strings = []
    pronoun: Strings = []
    never: Strings = []
    festival: Strings = []
    correction: Strings = []
    aside: Strings = []
    therefore: Strings = []
    filler: Strings = []
    weekday: dict[Weekday, Strings] = {}
    weekdays: dict[Weekdays, Strings] = {}
    month: dict[Month, Strings] = {}
    number: dict[Number, Strings] = {}
    hour: dict[Hour, Strings] = {}
    ordinal: dict[Ordinal, Strings] = {}
    unit: dict[Unit, Strings] = {}
    minutes_before: dict[MinutesBefore, Strings] = {}
    minutes_after: dict[MinutesAfter, Strings] = {}
    half_day: dict[HalfDay, Strings] = {}
    part: dict[Part, Strings] = {}
    clock: dict[Clock, Strings] = {}
    day: dict[Day, Strings] = {}
    which: dict[Which, Strings] = {}
    week: dict[Week, Strings] = {}
    month_ahead: dict[MonthAhead, Strings] = {}
    later: dict[Later, Strings] = {}
    rhythm: dict[Rhythm, Strings] = {}
    verb: dict[Verb, Strings] = {}
    clitics: dict[Clitics, Strings] = {}
    say: dict[Sentence, Filled] = {}


def scheduling(lang: str, file: SchedulingFile) -> Scheduling:
    """The words of a file under one key each."""
    listed = file.model_dump(by_alias=True)
    words = {key: tuple(listed[key]) for key in PLAIN}
    for group in VALUES:
        words |= {f"{group}.{value}": tuple(phrases) for value, phrases in listed[group].items()}
    return Scheduling(lang, words, dict(file.say))
