"""Checked content as one JSON text and back, so that a start neither parses nor checks what was checked before.

Data only: of the classes listed here, with the fields that this version of the program has. Anything else raises `Unreadable`
and is made anew from the files.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from bot.library import calendar, model, richtext, words
from bot.library.model import Library
from bot.library.words import Words
from bot.services import hours, places, wording
from bot.services import model as services
from bot.services.model import Directory
from bot.services.places import Gazetteer
from bot.services.wording import Finding
from bot.supervision import kind as checkins
from bot.supervision import wording_words
from bot.supervision.codes import Codes
from bot.supervision.kind import Kind
from bot.supervision.replies import Replies
from bot.supervision.wording_words import Scheduling
from intents import Tuning

_KNOWN: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        richtext.Text, richtext.Strong, richtext.Link, richtext.Number, richtext.ServiceMark, richtext.SourceMark,
        richtext.Paragraph, richtext.Items, richtext.Heading, richtext.Small,
        model.Source, model.Part, model.Guidance, model.Topic, model.Section, model.Gap, model.PartName, model.Library,
        calendar.OnDate, calendar.OnWeekday, calendar.FullWeek, calendar.FromTo, calendar.Period, calendar.Listed,
        calendar.Observance,
        words.Command, words.Language, words.Words,
        hours.Span, hours.Hours, services.Contact, services.Seen, services.Ages, services.MissingService,
        places.Place, places.Gazetteer, wording.Finding, wording_words.Scheduling, Replies, Codes,
        checkins.Every, checkins.Stage, checkins.Question, checkins.Times, checkins.Ladder, checkins.Retention, checkins.Kind,
        services.Service, services.OwnNumber, services.Directory, Tuning,
    )
}  # fmt: skip
_FIELDS = {kind: tuple(f.name for f in fields(kind)) for kind in _KNOWN.values()}
SHAPE = "/".join(f"{name}:{','.join(_FIELDS[kind])}" for name, kind in _KNOWN.items())
"""Every class with its fields: part of the cache's key, so that a snapshot of another shape is never read."""


class Unreadable(ValueError):
    """The text isn't a snapshot that this version of the program wrote."""


@dataclass(frozen=True)
class Snapshot:
    """Content that was loaded and checked. `book` is the phrase book's JSON; `version` a hash of all files."""

    version: str
    library: Library
    directory: Directory
    places: Gazetteer
    words: Words
    book: str
    tunings: Mapping[str, Tuning]
    finding: Mapping[str, Finding]
    scheduling: Mapping[str, Scheduling] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    replies: Mapping[str, Replies] = field(default_factory=dict)
    codes: Mapping[str, Codes] = field(default_factory=dict)


def pack(snapshot: Snapshot) -> str:
    """One line of JSON."""
    plain = [
        snapshot.version,
        _out(snapshot.library),
        _out(snapshot.directory),
        _out(snapshot.places),
        _out(snapshot.words),
        snapshot.book,
        _out(snapshot.tunings),
        _out(snapshot.finding),
        _out(snapshot.scheduling),
        _out(snapshot.kinds),
        _out(snapshot.replies),
        _out(snapshot.codes),
    ]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Snapshot:
    """What `pack` was given. Raises Unreadable."""
    # Ten thousands of small objects that all stay: looking for rubbish among them takes as long again as making them.
    collecting = gc.isenabled()
    gc.disable()
    try:
        version, library, directory, gazetteer, spoken, book, tunings, *others = json.loads(text)
        read = Snapshot(version, _in(library), _in(directory), _in(gazetteer), _in(spoken), book, _in(tunings), *map(_in, others))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise Unreadable(str(error)) from error
    finally:
        if collecting:
            gc.enable()
    if not (isinstance(read.library, Library) and isinstance(read.directory, Directory) and isinstance(read.words, Words)):
        raise Unreadable("not a snapshot")
    return read


# A value is written as JSON holds it, except: objects, tuples, sets, dates and spans of time are lists that begin with their
# kind, and a mapping whose keys aren't strings is a list of pairs.


def _out(value: object) -> object:
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value):
        kind = type(value)
        if _KNOWN.get(kind.__name__) is not kind:
            raise TypeError(f"{kind.__name__} isn't kept in snapshots: list it in library/snapshot.py")
        return [kind.__name__, *(_out(getattr(value, name)) for name in _FIELDS[kind])]
    if isinstance(value, tuple):
        return ["()", *map(_out, value)]
    if isinstance(value, frozenset):
        return ["set", *sorted(value)]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, timedelta):
        return ["seconds", value.total_seconds()]
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: _out(item) for key, item in value.items()}
        return ["map", *([_out(key), _out(item)] for key, item in value.items())]
    raise TypeError(f"{type(value).__name__} isn't kept in snapshots")


def _in(value: Any) -> Any:
    if isinstance(value, list):
        kind, *rest = value
        if kind == "()":
            return tuple([_in(item) for item in rest])
        if kind in _KNOWN:
            return _KNOWN[kind](*[_in(item) for item in rest])
        if kind == "date":
            return date.fromisoformat(rest[0])
        if kind == "seconds":
            return timedelta(seconds=rest[0])
        if kind == "set":
            return frozenset(rest)
        if kind == "map":
            return {_in(key): _in(item) for key, item in rest}
        raise Unreadable(f"no such kind: {kind!r}")
    if isinstance(value, dict):
        return {key: _in(item) for key, item in value.items()}
    return value
