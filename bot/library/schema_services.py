"""The shapes of `services/<country>.yaml`, `places.yaml` and `numbers.yaml`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.library.schema import SOURCE_LANG, Day, Filled, Mismatch, Name, Names, Place, Places, Shape, Strings, Texts
from bot.services.hours import Hours
from bot.services.hours_table import HoursError
from bot.services.hours_table import read as read_hours
from bot.services.model import Audience, Confidence, Kind, Way


def _said(value: object) -> object:
    """Words without a language are in the language in which content is written first."""
    return {SOURCE_LANG: value} if isinstance(value, str) else value


def _dial(value: str) -> str:
    if (value and not value.lstrip("+").isdigit()) or len(value) > 16 or len(value.lstrip("+")) == 1:
        raise Mismatch(f"`{value}` can't be dialled", "write +, country code and digits, or a short code's digits")
    return value


def _hours(value: object) -> object:
    if isinstance(value, Hours):
        return value
    if isinstance(value, str) or (isinstance(value, dict) and all(isinstance(v, str) for v in value.values())):
        try:
            return read_hours(value)
        except HoursError as error:
            raise Mismatch(str(error), "see Hours in docs/content-guide.md") from None
    raise Mismatch("these are no hours", "write 24/7, or days and their times, as in `mon-fri: 09:00-17:00`")


Said = Annotated[Texts, BeforeValidator(_said)]
Dial = Annotated[str, AfterValidator(_dial)]
HoursField = Annotated[Any, BeforeValidator(_hours)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class ContactShape(Shape):
    """One way to reach a service. `hours` are a table, `hours_published` the words of the page."""

    way: Way = "phone"
    shown: Filled
    dial: Dial = ""
    label: Said = {}
    hours: HoursField = None
    hours_published: str = ""
    languages: list[Language] | None = None
    interpreters: bool | None = None
    free: bool | None = None
    cost: str = ""
    abroad: bool | None = None
    on_bill: bool | None = None
    note: Said = {}


class SeenShape(Shape):
    """A page on which the entry was read."""

    url: Filled
    showed: str = ""


class AgesShape(Shape):
    """From which to which age, in years."""

    least: Annotated[int, Field(ge=0, le=120)] | None = None
    most: Annotated[int, Field(ge=0, le=120)] | None = None


class ServiceShape(Shape):
    """A service under its id. `hours`, `languages` and `interpreters` hold for every contact without its own."""

    name: Filled
    kind: Kind
    contacts: list[ContactShape]
    alternates: Strings = []
    area: Places = []
    area_note: str = ""
    audience: list[Audience] = []
    ages: AgesShape = AgesShape()
    topics: Names = []
    description: Texts = {}
    hours: HoursField = None
    hours_published: str = ""
    languages: list[Language] = []
    interpreters: bool = False
    seen_on: list[SeenShape] = []
    compiled_on: Day = None
    confidence: Confidence = "low"
    assured_date: Day = None
    assurer: str = ""
    status: Literal["active", "inactive"] = "active"
    shown_with: Names = []
    refuge: bool = False
    notes: str = ""
    time_zone: str = ""
    owner: str = ""


class GapShape(Shape):
    """A service that exists and whose number nobody could see."""

    name: Filled
    area: Places = []
    kind: str = ""
    topics: Names = []
    why: str = ""


class ServicesFile(Shape):
    """`services/<country>.yaml`; `compiled_on` holds for every entry without its own."""

    compiled_on: Day = None
    services: dict[Name, ServiceShape] = {}
    gaps: list[GapShape] = []


class PlaceShape(Shape):
    """An area under its ISO 3166 code. A town is its spellings, or one."""

    name: Texts = {}
    within: Annotated[str, Field(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$")] = ""
    also: Strings = []
    towns: list[Strings] = []
    time_zone: str = ""


class PlacesFile(Shape):
    """`places.yaml`: the gazetteer."""

    places: dict[Place, PlaceShape] = {}


class NumberShape(Shape):
    """A number of the organisation's own."""

    name: Texts = {}
    shown: Filled
    dial: Dial = ""
    hours: str = ""
    countries: Places = []


Role = Literal["duty-line", "on-call-supervisor", "safeguarding-lead", "data-protection", "security", "staff-support"]


def _several(value: object) -> object:
    """One number of a role needs no list."""
    return [value] if isinstance(value, dict) else value


class NumbersFile(Shape):
    """`numbers.yaml`: own numbers by role."""

    numbers: dict[Role, Annotated[list[NumberShape], BeforeValidator(_several)]] = {}
