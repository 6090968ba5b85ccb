"""Services as a sheet: one row a contact, and back, with every mistake of the sheet told at once. Pure.

What is about the service as a whole stands in its first row or in all of its rows. Columns that a sheet doesn't have, and
services that it doesn't name, stay as they are: a sheet of `id, assured_date, assurer` is a whole one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from bot.services import hours_table
from bot.services.cells import CellError, guarded, items, joined, unguarded, yes_or_no
from bot.services.hours import Hours
from bot.services.model import Ages, Audience, Confidence, Contact, Kind, Seen, Service, Way

LANGUAGES = ("en", "fr", "es", "ar")
"""Texts have a column for each of these, and for whatever other language there is."""
_TEXTS = ("label", "note", "description")
_CONTACT = (
    "way", "shown", "dial", "label", "hours", "hours_published", "languages", "interpreters", "free", "cost", "abroad", "on_bill",
    "note",
)  # fmt: skip
_SERVICE = (
    "name", "kind", "alternates", "area", "area_note", "audience", "age_from", "age_to", "topics", "description", "seen_on",
    "showed", "compiled_on", "confidence", "assured_date", "assurer", "status", "shown_with", "refuge", "notes", "time_zone",
    "owner",
)  # fmt: skip

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd]")


@dataclass(frozen=True)
class RowError:
    """What is wrong in a row and how to mend it. Rows are counted as a spreadsheet counts them: the header is row 1."""

    row: int
    column: str
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"
        return f"{where}: {self.what} — {self.remedy}"


class SheetRefused(Exception):
    """The sheet can't be taken. `errors` are all of them, in the order of its rows."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = tuple(errors)


@dataclass(frozen=True)
class Wanted:
    """A service as the sheet wants it, and the row in which it begins."""

    row: int
    service: Service


# --- to a sheet ---------------------------------------------------------------------------------------------------------


def sheet(services: Iterable[Service]) -> str:
    """Comma-separated, a row for each contact, sorted by country; `read` takes it back as it was."""
    chosen = sorted(services, key=lambda s: (s.country, s.id))
    langs = _languages(chosen)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["id", "country", *_spread(_SERVICE[:1], langs), *_spread(_CONTACT, langs), *_spread(_SERVICE[1:], langs)])
    for service in chosen:
        for number, contact in enumerate(service.contacts or (None,)):
            whole = _service_cells(service, langs) if number == 0 else [""] * len(_spread(_SERVICE, langs))
            part = _contact_cells(contact, langs) if contact else [""] * len(_spread(_CONTACT, langs))
            writer.writerow(map(guarded, [service.id, service.country, whole[0], *part, *whole[1:]]))
    return out.getvalue()


def _languages(services: Iterable[Service]) -> list[str]:
    found = {
        lang for s in services for texts in (s.description, *(t for c in s.contacts for t in (c.label, c.note))) for lang in texts
    }
    return [*LANGUAGES, *sorted(found - set(LANGUAGES))]


def _spread(columns: Iterable[str], langs: Iterable[str]) -> list[str]:
    return [f"{name}_{lang}" if lang else name for name in columns for lang in (langs if name in _TEXTS else ("",))]


def _service_cells(s: Service, langs: Iterable[str]) -> list[str]:
    return [
        s.name, s.kind, joined(s.alternates), joined(s.area), s.area_note, joined(s.audience), _number(s.ages.least),
        _number(s.ages.most), joined(s.topics), *(s.description.get(lang, "") for lang in langs),
        joined(p.url for p in s.seen_on), joined(p.showed or "-" for p in s.seen_on), _day(s.compiled_on), s.confidence,
        _day(s.assured_date), s.assurer, s.status, joined(s.shown_with), _said(s.refuge), s.notes, s.time_zone, s.owner,
    ]  # fmt: skip


def _contact_cells(c: Contact, langs: Sequence[str]) -> list[str]:
    return [
        c.way, c.shown, c.dial, *(c.label.get(lang, "") for lang in langs), hours_table.write(c.hours), c.hours.published,
        joined(c.languages), _said(c.interpreters), _said(c.free), c.cost, _said(c.abroad), _said(c.on_bill),
        *(c.note.get(lang, "") for lang in langs),
    ]  # fmt: skip


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _said(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


# --- what a cell may hold -----------------------------------------------------------------------------------------------


def _shaped(pattern: str, what: str, remedy: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not re.fullmatch(pattern, cell):
            raise CellError(f"`{cell}` {what}", remedy)
        return cell

    return parse


def _one_of(allowed: Sequence[str], default: str = "") -> Callable[[str], str]:
    def parse(cell: str) -> str:
        said = cell.casefold() or default
        if said not in allowed:
            raise CellError(
                f"`{cell}` is none of its words" if cell else "nothing is written here", f"write {', '.join(allowed)}"
            )
        return said

    return parse


def _each(parse: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    return lambda cell: tuple(parse(item) for item in items(cell))


def _filled(cell: str) -> str:
    if not cell:
        raise CellError("nothing is written here", "fill it in")
    return cell


def _when(cell: str) -> date | None:
    if cell and not re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        raise CellError(f"`{cell}` isn't a date", "write year-month-day, as in 2027-05-22")
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise CellError(f"`{cell}` isn't a date", "write year-month-day, as in 2027-05-22") from None


def _age(cell: str) -> int | None:
    if cell and not (cell.isdecimal() and int(cell) <= 120):
        raise CellError(f"`{cell}` isn't an age", "write full years, 0 to 120, or leave it empty")
    return int(cell) if cell else None


def _hours(cell: str) -> Hours:
    try:
        return hours_table.read(cell)
    except hours_table.HoursError as error:
        what, _, remedy = str(error).partition(": ")
        raise CellError(what, remedy) from None


def _text(cell: str) -> str:
    return cell


_name = _shaped(r"[a-z0-9]+(-[a-z0-9]+)*", "isn't a name that files can use", "use lower-case letters a-z, digits and hyphens")
_area = _shaped(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", "isn't a place", "write an ISO 3166 code such as NG or GB-SCT")
_language = _shaped(r"[a-z]{2,3}", "isn't a language", "write an ISO 639 code such as en or ar")
_country = _shaped(r"[A-Z]{2}|INT", "isn't a country", "write an ISO 3166 code such as NG or GB, or INT")
_dial = _shaped(r"|(?=.{2,16}\Z)\+?\d{2,}", "can't be dialled", "write +, country code and digits, or a short code's digits")

_PARSE: Mapping[str, Callable[[str], Any]] = {
    "way": _one_of(get_args(Way), "phone"), "shown": _filled, "dial": _dial, "hours": _hours, "hours_published": _text,
    "languages": _each(_language), "interpreters": lambda cell: bool(yes_or_no(cell)), "free": yes_or_no, "cost": _text,
    "abroad": yes_or_no, "on_bill": yes_or_no,
    "name": _filled, "kind": _one_of(get_args(Kind)), "alternates": items, "area": _each(_area), "area_note": _text,
    "audience": _each(_one_of(get_args(Audience))), "age_from": _age, "age_to": _age, "topics": _each(_name), "seen_on": items,
    "showed": items, "compiled_on": _when, "confidence": _one_of(get_args(Confidence), "low"), "assured_date": _when,
    "assurer": _text, "status": _one_of(("active", "inactive"), "active"), "shown_with": _each(_name),
    "refuge": lambda cell: bool(yes_or_no(cell)), "notes": _text, "time_zone": _text, "owner": _text,
}  # fmt: skip


# --- from a sheet -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    number: int
    cells: Mapping[str, str]

    def filled(self, columns: Iterable[str]) -> bool:
        return any(self.cells.get(column) for column in columns)


def read(text: str, known: Mapping[str, Service]) -> tuple[Wanted, ...]:
    """Every service that a sheet names, as it wants it; `known` are those that are there, by id. Raises SheetRefused."""
    errors: list[RowError] = []
    columns, rows = _rows(text, errors)
    groups: dict[str, list[_Row]] = {}
    name = ""
    for row in rows:
        name = row.cells.get("id") or name
        if not name:
            errors.append(RowError(row.number, "id", "nobody knows which service this is", "write its id"))
        else:
            groups.setdefault(name, []).append(row)
    reader = _Reader(columns, errors)
    wanted = [reader.service(name, group, known.get(name)) for name, group in groups.items()] if columns else []
    if not errors and not groups:
        errors.append(RowError(1, "", "there are no services below the header", "is this the right file?"))
    if errors:
        raise SheetRefused(sorted(errors, key=lambda e: e.row))
    return tuple(Wanted(group[0].number, one) for one, group in zip(wanted, groups.values(), strict=True) if one is not None)


def _rows(text: str, errors: list[RowError]) -> tuple[list[str], list[_Row]]:
    head = text.partition("\n")[0]
    # Where a comma is the decimal sign, spreadsheets put semicolons or tabs between the cells.
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        errors.append(RowError(1, "", f"this is no sheet of commas ({error})", "save it from the spreadsheet as CSV UTF-8"))
        return [], []
    columns = [unguarded(cell.strip()).casefold() for cell in lines[0]] if lines else []
    if "id" not in columns:
        errors.append(RowError(1, "id", "the column is missing", "the first row holds the names of the columns, as in an export"))
        return [], []
    for column in dict.fromkeys(filter(None, columns)):
        stem, _, lang = column.rpartition("_")
        if column not in (*_PARSE, "id", "country") and not (stem in _TEXTS and re.fullmatch("[a-z]{2,3}", lang)):
            errors.append(RowError(1, column, "nothing is known by this name", "mend it, or take the column out"))
        if columns.count(column) > 1:
            errors.append(RowError(1, column, "the column stands there twice", "keep one of the two"))
    if {"seen_on", "showed"} & set(columns) and not {"seen_on", "showed"} <= set(columns):
        errors.append(RowError(1, "seen_on", "seen_on and showed belong together", "have both columns, or neither"))
    if set(_spread_of(_CONTACT, columns)) and "shown" not in columns:
        errors.append(RowError(1, "shown", "there are columns of contacts, but not this one", "add it: it tells contacts apart"))
    if errors:
        return [], []
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = [unguarded(cell.strip()).strip() for cell in line]
        if odd := next((cell for cell in cells if _UNREADABLE.search(cell)), ""):
            where = columns[cells.index(odd)] if cells.index(odd) < len(columns) else ""
            errors.append(
                RowError(number, where, "a character that nobody can read", "save the sheet as CSV UTF-8, or delete it")
            )
        if any(cells[len(columns) :]):
            errors.append(RowError(number, "", "there are more cells than the header names", "is a comma outside of quotes?"))
        elif any(cells):
            rows.append(_Row(number, {name: cell for name, cell in zip(columns, cells, strict=False) if name}))
    return columns, rows


def _spread_of(names: Iterable[str], columns: Iterable[str]) -> list[str]:
    """The columns of a sheet that belong to some names, those of texts with their language."""
    wanted = tuple(names)
    return [c for c in columns if c in wanted or (c.rpartition("_")[0] in _TEXTS and c.rpartition("_")[0] in wanted)]


class _Reader:
    """Reads services out of rows; `errors` grow."""

    def __init__(self, columns: Sequence[str], errors: list[RowError]) -> None:
        self.errors = errors
        self.of_service, self.of_contact = _spread_of(_SERVICE, columns), _spread_of(_CONTACT, columns)

    def service(self, name: str, rows: Sequence[_Row], there: Service | None) -> Service | None:
        """The service of some rows; None where nothing can be made of it."""
        before, first = len(self.errors), rows[0]
        whole = _Row(first.number, {column: self._once(column, rows) for column in ("country", *self.of_service)})
        self._take("id", _name, name, first.number)
        country = whole.cells["country"] or (there.country if there else "")
        self._take("country", _country, country, first.number)
        if there and country != there.country:
            self._wrong(first.number, "country", f"`{name}` is one of {there.country}", "mend the code, or give it another id")
        for column in () if there else ("name", "kind", "shown", "compiled_on"):
            if column not in (*self.of_service, *self.of_contact):
                self._wrong(
                    first.number, "id", f"`{name}` is new, and the sheet has no column `{column}`", "add it, or mend the id"
                )
        service = there or Service(name, "", country, "service", ())
        fields = self._fields(whole, self.of_service, service)
        if not there and not fields.get("compiled_on") and len(self.errors) == before:
            self._wrong(
                first.number, "compiled_on", f"`{name}` is new", "write the day on which its page was read, or it was rung"
            )
        ages = Ages(fields.pop("age_from", service.ages.least), fields.pop("age_to", service.ages.most))
        if None not in (ages.least, ages.most) and ages.least > ages.most:  # type: ignore[operator]
            self._wrong(first.number, "age_to", f"nobody is from {ages.least} to {ages.most}", "mend one of the two")
        if "seen_on" in fields:
            fields["seen_on"] = self._seen(first.number, fields["seen_on"], fields.pop("showed", ()))
        contacts = self._contacts(name, rows, service.contacts) if self.of_contact else service.contacts
        return replace(service, **fields, ages=ages, contacts=contacts) if len(self.errors) == before else None

    def _once(self, column: str, rows: Sequence[_Row]) -> str:
        """The cell of a column that is one for all rows of a service."""
        filled = [(row.number, cell) for row in rows if (cell := row.cells.get(column, ""))]
        for number, cell in filled[1:]:
            if cell != filled[0][1]:
                self._wrong(number, column, f"this isn't what row {filled[0][0]} says", "write it alike, or in one row only")
        return filled[0][1] if filled else ""

    def _contacts(self, name: str, rows: Sequence[_Row], there: Sequence[Contact]) -> tuple[Contact, ...]:
        told = [row for row in rows if row.filled(self.of_contact)]
        if there and not told:
            self._wrong(rows[0].number, "shown", f"`{name}` would lose its contacts", "write them, or take their columns out")
        known: dict[tuple[str, str], list[Contact]] = {}
        for contact in there:
            known.setdefault((contact.way, contact.shown), []).append(contact)
        found = []
        for n, row in enumerate(told):
            same = known.get((row.cells.get("way", "") or "phone", row.cells.get("shown", "")))
            like = there[n] if n < len(there) == len(told) else Contact("phone", "")
            base = same.pop(0) if same else like
            found.append(replace(base, **self._fields(row, self.of_contact, base)))
        return tuple(found)

    def _fields(self, row: _Row, columns: Iterable[str], there: Service | Contact) -> dict[str, Any]:
        """What cells say, by field. Texts of languages that the sheet doesn't have stay."""
        fields: dict[str, Any] = {}
        for column in columns:
            stem, _, lang = column.rpartition("_")
            cell = row.cells.get(column, "")
            if stem in _TEXTS:
                fields.setdefault(stem, dict(getattr(there, stem)))
                fields[stem] = {**fields[stem], lang: cell} if cell else {k: v for k, v in fields[stem].items() if k != lang}
            else:
                fields[column] = self._take(column, _PARSE[column], cell, row.number)
        if isinstance(there, Contact) and {"hours", "hours_published"} & fields.keys():
            hours = fields.get("hours") or there.hours
            fields["hours"] = replace(hours, published=fields.pop("hours_published", there.hours.published))
        return fields

    def _seen(self, row: int, urls: Sequence[str], showed: Sequence[str]) -> tuple[Seen, ...]:
        if len(urls) != len(showed):
            what = f"{len(urls)} pages and {len(showed)} words of what they showed"
            self._wrong(row, "showed", what, "one for each, in the same order, `-` where there is nothing to say")
            return ()
        return tuple(Seen(url, "" if said == "-" else said) for url, said in zip(urls, showed, strict=True))

    def _take(self, column: str, parse: Callable[[str], Any], cell: str, row: int) -> Any:
        try:
            return parse(cell)
        except CellError as error:
            self._wrong(row, column, error.what, error.remedy)
            return None

    def _wrong(self, row: int, column: str, what: str, remedy: str) -> None:
        self.errors.append(RowError(row, column, what, remedy))
