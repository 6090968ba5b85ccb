"""What may stand in the files of what people type and of what the chat says; see `schema` for how shapes are used."""

from __future__ import annotations

import difflib
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.library.schema import Filled, Language, Mismatch, Name, Shape, Strings
from intents import slots


class UrgentFile(Shape):
    """`urgent/<lang>.yaml`."""

    sayings: dict[Name, Strings] = {}
    quiet: Strings = []


def _slot(value: str) -> str:
    if value not in slots.NAMES:
        near = difflib.get_close_matches(value, slots.NAMES, 1)
        remedy = f"did you mean `{near[0]}`?" if near else f"the slots are {', '.join(slots.NAMES)}"
        raise Mismatch(f"`{value}` isn't a slot", remedy)
    return value


def _frame(value: str) -> str:
    if value.count("{}") != 1:
        raise Mismatch(f"`{value}` has no place for the saying", "put {} where the saying goes, once")
    return value


Slot = Annotated[str, AfterValidator(_slot)]
Frame = Annotated[str, AfterValidator(_frame)]


class AskedShape(Shape):
    """Ways in which a red flag is put as a question."""

    anyone: list[Frame] = []
    self: list[Frame] = []


class SignalsFile(Shape):
    """`signals/<lang>.yaml`."""

    words: dict[Slot, Strings] = {}
    asked: AskedShape = AskedShape()


class OfftopicFile(Shape):
    """`offtopic/<lang>.yaml`."""

    far: Strings = []
    near: Strings = []
    small_talk: dict[Name, Strings] = {}


def _pair(value: list[list[str]]) -> list[list[str]]:
    if len(value) != 2 or not all(value):
        raise Mismatch("this is no pair of sides", "write [[one, side], [the, other]]")
    return value


class ConceptsFile(Shape):
    """`concepts/<lang>.yaml`."""

    groups: dict[Name, Strings] = {}
    skip: Strings = []
    negations: Strings = []
    opposites: list[Annotated[list[Strings], AfterValidator(_pair)]] = []


class CommandShape(Shape):
    """A slash command; one without a line for the menu stands in none."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,32}$")]
    menu: str = ""
    also: Strings = []


class WordsFile(Shape):
    """`words/<lang>.yaml`."""

    name: str = ""
    sentences: dict[str, str] = {}
    commands: list[CommandShape] = []
    emergency: Strings = []


class ForeignShape(Shape):
    """A language that people write and that isn't spoken here."""

    name: Filled
    sentence: Filled
    words: Strings = []


class ForeignFile(Shape):
    """`words/foreign.yaml`."""

    foreign: dict[Language, ForeignShape] = {}
