"""What may stand in `calendar.yaml`, and its entries as the days that the chat knows; see `schema` for how shapes are used."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.library.calendar import FromTo, Listed, NotADay, Observance, Rule, day_of, rule_of, span_of
from bot.library.schema import Filled, Mismatch, Name, Names, Places, Shape, Strings, Texts


def _rule(value: str) -> str:
    try:
        rule_of(value)
    except NotADay as error:
        raise Mismatch(error.what, error.remedy) from None
    return value


def _single(value: str) -> str:
    try:
        day_of(value)
    except NotADay as error:
        raise Mismatch(error.what, error.remedy) from None
    return value


def _dates(values: list[str]) -> list[str]:
    try:
        for value in values:
            span_of(value)
    except NotADay as error:
        raise Mismatch(error.what, error.remedy) from None
    return values


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://\S+", value):
        raise Mismatch(f"`{value}` isn't an address", "begin it with https://")
    return value


Address = Annotated[Filled, AfterValidator(_address)]


class ObservanceShape(Shape):
    """A day of the field under its id: when, what it is called, where that can be looked up."""

    title: Texts
    source: Address
    about: Texts = {}
    on: Annotated[str, AfterValidator(_rule)] | None = None
    first: Annotated[str, AfterValidator(_single)] | None = Field(None, alias="from")
    last: Annotated[str, AfterValidator(_single)] | None = Field(None, alias="to")
    dates: Annotated[Strings, AfterValidator(_dates)] = []
    topics: Names = []
    countries: Places = []
    url: Address | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> ObservanceShape:
        said = [bool(self.on), bool(self.first or self.last), bool(self.dates)]
        if sum(said) != 1:
            what = "nothing says when this is" if not any(said) else "two things say when this is"
            raise Mismatch(what, "write one of `on`, `from` with `to`, or `dates`")
        if bool(self.first) != bool(self.last):
            raise Mismatch("one of `from` and `to` is missing", "write both, or `on` for a single day")
        return self


class CalendarFile(Shape):
    """`calendar.yaml`."""

    days: dict[Name, ObservanceShape] = {}


def observances(file: CalendarFile) -> tuple[Observance, ...]:
    """The entries as days, in the order of the file."""
    return tuple(
        Observance(
            id=name, titles=day.title, rule=_when(day), source=day.source, about=day.about,
            topics=tuple(day.topics), places=tuple(day.countries), url=day.url or "",
        )
        for name, day in file.days.items()
    )  # fmt: skip


def _when(day: ObservanceShape) -> Rule:
    if day.on:
        return rule_of(day.on)
    if day.first and day.last:
        return FromTo(day_of(day.first), day_of(day.last))
    return Listed(tuple(sorted((span_of(text) for text in day.dates), key=lambda span: (span.first, span.last))))
