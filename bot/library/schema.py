"""What may stand in which YAML file: pydantic models at the edge, and their errors in plain words with the right line.

Everything arrives as strings (see `read`); the models say which keys there are, which are needed and what shape a value has.
`load` turns what comes out into the frozen types that the rest of the program knows.
"""

from __future__ import annotations

import difflib
import re
import types
from datetime import date
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.library.model import Status
from bot.library.read import Entries, Node, Problem, bare, spot

M = TypeVar("M", bound="Shape")


SOURCE_LANG = "en"
"""The language in which content is written first; the others translate it."""


class Mismatch(ValueError):
    """A value is not what its key wants; says what is wrong and how to mend it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} — {remedy}")


def _texts(value: object) -> object:
    """A text alone is the text in the source language."""
    return {"en": value} if isinstance(value, str) else value


def _listed(value: object) -> object:
    """One alone is a list of one; nothing is an empty list."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    return value


def _day(value: object) -> object:
    if value == "":
        return None
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise Mismatch(f"`{value}` isn't a date", "write year-month-day, as in 2027-05-22")
    return value


def _name(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise Mismatch(f"`{value}` isn't a name that files can use", "use lower-case letters a-z, digits and hyphens")
    return value


def _place(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", value):
        raise Mismatch(f"`{value}` isn't a place", "write an ISO 3166 code such as NG or GB-SCT")
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", value):
        raise Mismatch(f"`{value}` isn't a language", "write an ISO 639 code such as en or ar")
    return value


def _filled(value: str) -> str:
    if not value.strip():
        raise Mismatch("nothing is written here", "fill it in, or take the line out")
    return value


Name = Annotated[str, AfterValidator(_name)]
Place = Annotated[str, AfterValidator(_place)]
Language = Annotated[str, AfterValidator(_language)]
Filled = Annotated[str, AfterValidator(_filled)]
Texts = Annotated[dict[Language, Filled], BeforeValidator(_texts)]
Strings = Annotated[list[Filled], BeforeValidator(_listed)]
Names = Annotated[list[Name], BeforeValidator(_listed)]
Places = Annotated[list[Place], BeforeValidator(_listed)]
Day = Annotated[date | None, BeforeValidator(_day)]


class Shape(BaseModel):
    """A group of keys; a key that isn't named is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# --- sections.yaml, gaps.yaml --------------------------------------------------------------------------------------------


class TopicShape(Shape):
    """A topic: title, title for a button, what belongs to it."""

    title: Texts
    short: Texts = {}
    scope: str = ""


class SectionShape(Shape):
    """A section with its topics. `place`: everything in it holds there alone, and may say so."""

    title: Texts
    place: Place | None = None
    topics: dict[Name, TopicShape]


class PartShape(Shape):
    """A part id of the closed list."""

    title: Texts
    ask: dict[Language, Strings] = {}


class SectionsFile(Shape):
    """`sections.yaml`."""

    sections: dict[Name, SectionShape]
    parts: dict[Name, PartShape] = {}
    safe_family: Names = []
    danger_sections: Names = []
    neighbours: list[Names] = []
    place_words: dict[Place, Strings] = {}


class GapShape(Shape):
    """A subject without checked guidance."""

    title: Texts
    near: Names = []
    ask: dict[Language, Strings] = {}


class GapsFile(Shape):
    """`gaps.yaml`."""

    gaps: dict[Name, GapShape] = {}


# --- guidance front matter -----------------------------------------------------------------------------------------------


class SourceShape(Shape):
    """A source under its key."""

    title: Filled
    publisher: str = ""
    year: str = ""
    url: str = ""


class FrontMatter(Shape):
    """What stands between the two `---` lines of a guidance file."""

    title: Filled
    owner: str = ""
    status: Status = "draft"
    reviewed_on: Day = None
    reviewed_by: str = ""
    review_by: Day = None
    must_say: Strings = []
    sources: dict[Name, SourceShape] = {}
    related: Names = []
    services: Names = []
    translates: str = ""


class TuningShape(Shape):
    """How sure to be in one language; `intents.Tuning` says what the numbers are. `phrasings` is how many there were then."""

    phrasings: int = 0
    questions: int = 0
    strays: int = 0
    urgent: int = 0
    quiet: int = 0
    slope: Annotated[float, Field(gt=0, le=10)] = 1.0
    shift: Annotated[float, Field(ge=-10, le=10)] = 0.0
    answer: Annotated[float, Field(ge=0, le=1)] | None = None
    choose: Annotated[float, Field(ge=0, le=1)] | None = None
    alarm: Annotated[float, Field(ge=0.01, le=0.99)] | None = None


class CalibrationFile(Shape):
    """`calibration.yaml`, made by `practiceline calibrate`. `phrasings` is how many the content had."""

    made_on: Day = None
    phrasings: int = 0
    languages: dict[Language, TuningShape] = {}


class HiddenFile(Shape):
    """`hidden.yaml`: topics, services and days of the calendar that are not shown."""

    topics: Names = []
    services: Names = []
    days: Names = []


# --- errors in plain words ----------------------------------------------------------------------------------------------


def fit(model: type[M], node: Node, problems: list[Problem]) -> M | None:
    """The node as that shape, or None with everything that is wrong with it added to `problems`."""
    if not isinstance(node, Entries):
        problems.append(Problem(node.file, node.line, "no `key: value` lines here", "see docs/content-guide.md"))
        return None
    try:
        return model.model_validate(bare(node))
    except ValidationError as error:
        seen: set[tuple[str, int, str]] = set()
        for found in error.errors(include_url=False):
            problem = _plainly(model, node, dict(found))
            if (problem.file, problem.line, problem.what) not in seen:
                seen.add((problem.file, problem.line, problem.what))
                problems.append(problem)
        return None


def _plainly(model: type[BaseModel], node: Node, error: dict[str, Any]) -> Problem:
    path: tuple[str | int, ...] = tuple(step for step in error["loc"] if step != "[key]")
    file, line = spot(node, path)
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    kind, given, context = error["type"], error.get("input"), error.get("ctx") or {}
    if kind == "missing":
        file, line = spot(node, path[:-1])
        return Problem(file, line, f"`{key}` is missing", f"add a line `{key}: ...`")
    if kind == "extra_forbidden":
        known = _keys(model, path[:-1])
        like = difflib.get_close_matches(key, known, 1, 0.6)
        return Problem(file, line, f"`{key}` isn't a key that is known here",
                       f"did you mean `{like[0]}`?" if like else f"known are {', '.join(known)}")  # fmt: skip
    if kind == "value_error" and isinstance(context.get("error"), Mismatch):
        what, _, remedy = str(context["error"]).partition(" — ")
        return Problem(file, line, f"{what} (`{key}`)" if key else what, remedy)
    if kind == "literal_error":
        return Problem(file, line, f"`{given}` can't stand at `{key}`", f"write {context['expected']}")
    if kind == "string_pattern_mismatch":
        wanted = "digits, with + in front for an international number" if key == "dial" else f"letters like {context['pattern']}"
        return Problem(file, line, f"`{given}` can't stand at `{key}`", f"write {wanted}")
    if kind.startswith("bool"):
        return Problem(file, line, f"`{given}` can't stand at `{key}`", "write yes or no")
    if kind.startswith("date"):
        return Problem(file, line, f"`{given}` isn't a date (`{key}`)", "write year-month-day, as in 2027-05-22")
    wants = {"string_type": "text", "list_type": "a list", "dict_type": "`key: value` lines", "model_type": "`key: value` lines"}
    if kind in wants:
        is_now = "text" if isinstance(given, str) else "a list" if isinstance(given, list) else "`key: value` lines"
        if not given:
            is_now = "nothing"
        return Problem(file, line, f"`{key}` wants {wants[kind]}, and there is {is_now}", "see docs/content-guide.md")
    return Problem(file, line, f"`{key}`: {error['msg']}", "see docs/content-guide.md")


def _keys(model: Any, path: tuple[str | int, ...]) -> list[str]:
    """The keys that the models allow at a path."""
    here = model
    for step in path:
        while get_origin(here) in (Annotated, Union, types.UnionType):
            here = next(a for a in get_args(here) if a is not type(None))
        if isinstance(here, type) and issubclass(here, BaseModel):
            if step not in here.model_fields:
                return []
            here = here.model_fields[str(step)].annotation
        elif get_origin(here) in (dict, list):
            here = get_args(here)[-1]
    while get_origin(here) in (Annotated, Union, types.UnionType):
        here = get_args(here)[0]
    if not (isinstance(here, type) and issubclass(here, BaseModel)):
        return []
    return [about.alias or name for name, about in here.model_fields.items()]
