"""`services/<country>.yaml`, `places.yaml` and `numbers.yaml` become a Directory and a Gazetteer."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from babel import Locale

from bot.library.read import Problem, spot
from bot.library.schema import SOURCE_LANG
from bot.library.schema_services import ContactShape, NumbersFile, PlacesFile, ServicesFile, ServiceShape
from bot.library.shapes import Shapes
from bot.services.hours import UNKNOWN, Hours
from bot.services.model import Ages, Contact, Directory, MissingService, OwnNumber, Seen, Service
from bot.services.places import Gazetteer, Place

ROLES = {
    "duty-line": "Duty line", "on-call-supervisor": "Supervisor on call", "safeguarding-lead": "Safeguarding lead",
    "data-protection": "Data protection", "security": "Security", "staff-support": "Staff support",
}  # fmt: skip
"""The roles of own numbers, in the order in which they are offered, with the name they have if the file gives none."""


def directory(shapes: Shapes, hidden: frozenset[str]) -> Directory:
    """Every service that isn't hidden, the gaps by name, and the organisation's own numbers."""
    services: dict[str, Service] = {}
    gaps: list[MissingService] = []
    for country, file in shapes.each("services", ServicesFile).items():
        for name, shape in file.services.items():
            if name in services:
                where, line = spot(shapes.layers.yaml["services", country], ("services", name))
                shapes.problems.append(Problem(where, line, f"`{name}` stands in another file too", "give it another id"))
            elif name not in hidden:
                services[name] = _service(name, country.upper(), shape, file)
        gaps += [MissingService(g.name, country.upper(), tuple(g.area), g.kind, tuple(g.topics), g.why) for g in file.gaps]
    numbers = shapes.one("numbers", NumbersFile) or NumbersFile()
    own = tuple(
        OwnNumber(role, n.name or {SOURCE_LANG: ROLES[role]}, n.shown, n.dial or dialled(n.shown), n.hours, tuple(n.countries))
        for role in ROLES
        for n in numbers.numbers.get(role, ())  # type: ignore[call-overload]
    )
    return Directory(services, own, tuple(gaps))


def gazetteer(shapes: Shapes) -> Gazetteer:
    """Every place that is named in `places.yaml`, and every country of the world by its names in our languages."""
    file = shapes.one("places", PlacesFile) or PlacesFile()
    named = {
        code: Place(
            code, p.name or _countries().get(code, {}), p.within, tuple(p.also), tuple(tuple(t) for t in p.towns), p.time_zone
        )
        for code, p in file.places.items()
    }
    return Gazetteer({**{code: Place(code, names) for code, names in _countries().items()}, **named})


@cache
def _countries() -> dict[str, dict[str, str]]:
    """The names of countries that everybody uses, from the Unicode tables."""
    found: dict[str, dict[str, str]] = {}
    for lang in ("en", "fr", "es", "ar"):
        for code, name in Locale.parse(lang).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"):
                found.setdefault(str(code), {})[lang] = str(name)
    return found


def _service(name: str, country: str, shape: ServiceShape, file: ServicesFile) -> Service:
    return Service(
        id=name, name=shape.name, country=country, kind=shape.kind,
        contacts=tuple(_contact(c, shape) for c in shape.contacts),
        alternates=tuple(shape.alternates), area=tuple(shape.area), area_note=shape.area_note, audience=tuple(shape.audience),
        ages=Ages(shape.ages.least, shape.ages.most), topics=tuple(shape.topics), description=shape.description,
        seen_on=tuple(Seen(s.url, s.showed) for s in shape.seen_on), compiled_on=shape.compiled_on or file.compiled_on,
        confidence=shape.confidence, assured_date=shape.assured_date, assurer=shape.assurer, status=shape.status,
        shown_with=tuple(shape.shown_with), refuge=shape.refuge, notes=shape.notes, time_zone=shape.time_zone, owner=shape.owner,
    )  # fmt: skip


def _contact(shape: ContactShape, service: ServiceShape) -> Contact:
    own = isinstance(shape.hours, Hours) or bool(shape.hours_published)
    table = shape.hours if own else service.hours
    published = shape.hours_published if own else service.hours_published
    hours = replace(table if isinstance(table, Hours) else UNKNOWN, published=published)
    return Contact(
        way=shape.way, shown=shape.shown, dial=shape.dial or (dialled(shape.shown) if shape.way == "phone" else ""),
        label=shape.label, hours=hours, languages=tuple(service.languages if shape.languages is None else shape.languages),
        interpreters=service.interpreters if shape.interpreters is None else shape.interpreters,
        free=shape.free, cost=shape.cost, abroad=shape.abroad, on_bill=shape.on_bill, note=shape.note,
    )  # fmt: skip


def dialled(shown: str) -> str:
    """What a telephone dials for a number as shown: digits, with the + of an international one; empty if it isn't a number."""
    if not re.fullmatch(r"\+?[\d\s().\-/]+", shown):
        return ""
    digits = re.sub(r"\D", "", shown)
    return ("+" if shown.startswith("+") else "") + digits if 2 <= len(digits) <= 15 else ""
