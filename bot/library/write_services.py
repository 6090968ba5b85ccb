"""Services written into a content folder: only what differs from the folders below, and only if it reads back as it was meant.

The one place that writes content; YAML is spelled out by hand, every free text in double quotes, so that no text can be taken for
anything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.library.check_services import faults
from bot.library.load import Content, load
from bot.library.load_services import dialled
from bot.library.read import ContentRefused, Entries, Folder, Node, bare, read_yaml
from bot.services import hours_table
from bot.services.model import Ages, Contact, Directory, Seen, Service
from bot.services.table import RowError, SheetRefused, Wanted

_HEAD = (
    "# What this organisation changed or added; written by `practiceline services-import`. It is laid over the folders below.\n"
)
_PLAIN = re.compile(r"[a-z][a-z_-]*|[A-Z]{2}(-[A-Z0-9]{1,3})?")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SHOWN = 60
"""Characters of a value that a summary shows."""


@dataclass(frozen=True)
class Change:
    """One field of one service: as it is served now and as the sheet wants it; `before` is None for a new service."""

    service: str
    field: str
    before: str | None
    after: str

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.service}: new — {_short(self.after)}"
        return f"{self.service}: {self.field}: {_short(self.before)} -> {_short(self.after)}"


@dataclass(frozen=True)
class Plan:
    """What an import would do: `files` by path below the folder with their whole text, and every change."""

    files: Mapping[str, str]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Patched(Folder):
    """A folder as it will be once some files are written."""

    laid: Mapping[str, str] = field(default_factory=dict)

    def paths(self) -> list[str]:
        return sorted({*super().paths(), *self.laid})

    def read(self, path: str) -> bytes:
        return self.laid[path].encode() if path in self.laid else super().read(path)


def planned(folders: Sequence[Folder], to: Folder, wanted: Iterable[Wanted]) -> Plan:
    """What has to be written into `to` so that the services are served as wanted. `folders` are those of the installation.

    Raises SheetRefused with the rows that would send somebody wrong, ContentRefused if the folders themselves can't be read.
    """
    roots = [f.root.resolve() for f in folders]
    own = roots.index(to.root.resolve()) if to.root.resolve() in roots else len(folders)
    now = _loaded(folders if own < len(folders) else [*folders, to])
    chosen = [Wanted(w.row, _derived(w.service)) for w in wanted]
    chosen = [w for w in chosen if now.directory.services.get(w.service.id) != w.service]
    if not chosen:
        return Plan({}, ())
    # A folder may be the lowest one: then nothing is below it, and its own entries are written whole.
    below = load(folders[:own]).content if own else None
    files = {}
    for country in sorted({w.service.country for w in chosen}):
        path = f"services/{country.lower()}.yaml"
        files[path] = _HEAD + written(_file(to, path, [w.service for w in chosen if w.service.country == country], below))
    patched = _Patched(to.root, to.name, files)
    after = _loaded([*folders[:own], patched, *folders[own + 1 :]])
    _refuse_wrong(chosen, after)
    _refuse_other(chosen, now, after)
    changes = [c for w in chosen for c in _changes(now.directory.services.get(w.service.id), w.service)]
    return Plan(files, tuple(changes))


def _loaded(folders: Sequence[Folder]) -> Content:
    loaded = load(folders)
    if loaded.content is None:
        raise ContentRefused(tuple(p for p in loaded.problems if p.level == "error"))
    return loaded.content


def _derived(service: Service) -> Service:
    """With the digits that the loader takes from a number as it is shown."""
    contacts = (replace(c, dial=dialled(c.shown)) if c.way == "phone" and not c.dial else c for c in service.contacts)
    return replace(service, contacts=tuple(contacts))


def _refuse_wrong(chosen: Sequence[Wanted], after: Content) -> None:
    errors = [
        RowError(w.row, "", f"`{w.service.id}` {what}", remedy)
        for w in chosen
        if (served := after.directory.services.get(w.service.id)) is not None
        for what, remedy in faults(served, after)
    ]
    if errors:
        raise SheetRefused(errors)


def _refuse_other(chosen: Sequence[Wanted], now: Content, after: Content) -> None:
    """What a later folder can't say: that a text of a language or an age isn't there any more; or what a still later one says."""
    errors = []
    for w in chosen:
        served = after.directory.services.get(w.service.id)
        if served is None:
            errors.append(RowError(w.row, "id", f"`{w.service.id}` is hidden by hidden.yaml", "take it out there first"))
        elif served != w.service:
            columns = ", ".join(name for name, mine, theirs in _fields(served, w.service) if mine != theirs)
            what = f"`{w.service.id}` would still have what another folder says of it"
            errors.append(
                RowError(w.row, columns, what, "a text or an age that is to go has to be taken out of that file itself")
            )
    touched = {w.service.id for w in chosen}
    others = {i for i in now.directory.services.keys() | after.directory.services.keys() if i not in touched}
    for i in sorted(others):
        if now.directory.services.get(i) != after.directory.services.get(i):
            errors.append(RowError(chosen[0].row, "", f"`{i}` would change too", "tell the people who maintain Practice Line"))
    if errors:
        raise SheetRefused(errors)


# --- what differs -------------------------------------------------------------------------------------------------------


def _file(to: Folder, path: str, services: Sequence[Service], below: Content | None) -> dict[str, Any]:
    """A file of the folder with these services in it; what else it says stays."""
    file: dict[str, Any] = {}
    if path in (to.paths() if to.root.is_dir() else ()):
        node = read_yaml(to.read(path).decode("utf-8-sig"), to.shown(path), [])
        file = bare(node) if isinstance(node, Entries) else {}
    entries = file.setdefault("services", {})
    for service in services:
        under = below.directory.services.get(service.id) if below else None
        node = below.layers.yaml.get(("services", service.country.lower())) if below else None
        entries.pop(service.id, None)
        if entry := difference(under, service, _defaults(node, service.id)):
            entries[service.id] = entry
    return file


def _defaults(node: Node | None, name: str) -> frozenset[str]:
    """What the entry below says for all of its contacts: a contact that differs has to say so, also if it has nothing."""
    for key in ("services", name):
        node = node.items.get(key) if isinstance(node, Entries) else None
    return (
        frozenset(node.items) & {"hours", "hours_published", "languages", "interpreters"}
        if isinstance(node, Entries)
        else frozenset()
    )


_OF_THE_SERVICE = frozenset({"hours", "hours_published", "languages", "interpreters"})
"""What a contact takes from its service where it says nothing itself."""


def patch(files: Directory, served: Directory, topics: Iterable[str]) -> dict[str, str]:
    """Text by path: what a folder above the others has to say so that the files come to what is served, so that what was taken
    back in the chat tonight can be committed tomorrow. `topics` are those that are withdrawn; a part alone no file can hide.
    """
    entries: dict[str, dict[str, Any]] = {}
    for id, service in files.services.items():
        now = served.services.get(id)
        if now is None or now != service:
            entry = {"status": "inactive"} if now is None else difference(service, now, _OF_THE_SERVICE)
            entries.setdefault(f"services/{service.country.lower()}.yaml", {})[id] = entry
    out = {path: written({"services": changed}) for path, changed in entries.items()}
    hidden = sorted(topics)
    return {**out, "hidden.yaml": written({"topics": hidden})} if hidden else out


def difference(below: Service | None, wanted: Service, defaults: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What an entry has to say so that it becomes `wanted` when it is laid over `below`; all of it if there is nothing below."""
    under = below or Service(wanted.id, "", wanted.country, "emergency", ())
    entry: dict[str, Any] = {}
    for name, mine, theirs in _fields(wanted, under):
        if mine == theirs and not (below is None and name in ("name", "kind", "contacts")):
            continue
        match mine:
            case Ages(least, most):
                ages = {"least": least, "most": most}
                entry[name] = {k: str(v) for k, v in ages.items() if v is not None and v != getattr(theirs, k)}
            case Mapping():
                entry[name] = {lang: text for lang, text in mine.items() if theirs.get(lang) != text}
            case _ if name == "contacts":
                entry[name] = [_contact(c, defaults) for c in mine]
            case _ if name == "seen_on":
                entry[name] = [_seen(s) for s in mine]
            case _:
                entry[name] = _scalar(mine)
    return {key: value for key, value in entry.items() if value != {}}


def _fields(one: Service, other: Service) -> Iterator[tuple[str, Any, Any]]:
    for name in Service.__dataclass_fields__:
        if name not in ("id", "country"):
            yield name, getattr(one, name), getattr(other, name)


def _contact(c: Contact, defaults: frozenset[str]) -> dict[str, Any]:
    plain = Contact(c.way, c.shown)
    entry: dict[str, Any] = {"way": c.way, "shown": c.shown}
    for name in ("dial", "label", "hours", "languages", "interpreters", "free", "cost", "abroad", "on_bill", "note"):
        mine = getattr(c, name)
        if name == "hours":
            if c.hours.known or {"hours", "hours_published"} & defaults:
                entry["hours"] = hours_table.write(c.hours)
            if c.hours.published:
                entry["hours_published"] = c.hours.published
        elif mine != getattr(plain, name) or name in defaults:
            entry[name] = dict(mine) if isinstance(mine, Mapping) else _scalar(mine)
    return entry


def _seen(seen: Seen) -> dict[str, str]:
    return {"url": seen.url, **({"showed": seen.showed} if seen.showed else {})}


def _scalar(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


# --- YAML ---------------------------------------------------------------------------------------------------------------


def written(file: Mapping[str, Any]) -> str:
    """Groups, lists and texts as YAML that the bounded reader takes back as they were."""
    return "\n".join(_lines(file, "")) + "\n"


def _lines(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, Mapping) and inner:
            yield f"{indent}{_said(key)}:"
            yield from _lines(inner, indent + "  ")
        elif isinstance(inner, list) and any(not isinstance(item, str) for item in inner):
            yield f"{indent}{_said(key)}:"
            for item in inner:
                yield from _item(item, indent + "  ")
        else:
            yield f"{indent}{_said(key)}: {_flow(inner)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping) or not item:
        yield f"{indent}- {_flow(item)}"
        return
    mark = "- "
    for line in _lines(item, indent + "  "):
        yield indent + mark + line[len(indent) + 2 :] if mark else line
        mark = ""


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_said(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _said(value)


def _said(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return _UNPRINTABLE.sub(lambda one: f"\\u{ord(one[0]):04x}", json.dumps(text, ensure_ascii=False))


# --- in words -----------------------------------------------------------------------------------------------------------


def _changes(before: Service | None, after: Service) -> Iterator[Change]:
    if before is None:
        yield Change(after.id, "", None, f"{after.name}; {', '.join(c.shown for c in after.contacts)}")
        return
    for name, old, new in _fields(before, after):
        if name == "contacts" and len(old) == len(new):
            yield from (c for n, pair in enumerate(zip(old, new, strict=True), 1) for c in _in_contact(after.id, n, *pair))
        elif isinstance(new, Mapping):
            langs = [lang for lang in {**old, **new} if old.get(lang) != new.get(lang)]
            yield from (Change(after.id, f"{name}.{lang}", old.get(lang, ""), new.get(lang, "")) for lang in langs)
        elif old != new:
            yield Change(after.id, name, _told(old), _told(new))


def _in_contact(service: str, number: int, old: Contact, new: Contact) -> Iterator[Change]:
    for name in Contact.__dataclass_fields__:
        one, other = getattr(old, name), getattr(new, name)
        if name == "hours":
            pairs = {
                "hours": (hours_table.write(one), hours_table.write(other)),
                "hours_published": (one.published, other.published),
            }
            yield from (Change(service, f"contact {number} {key}", *told) for key, told in pairs.items() if told[0] != told[1])
        elif one != other:
            yield Change(service, f"contact {number} {name}", _told(one), _told(other))


def _told(value: Any) -> str:
    match value:
        case tuple():
            return ", ".join(map(_told, value))
        case Contact(way, shown):
            return f"{way} {shown}"
        case Seen(url):
            return url
        case Ages(least, most):
            return f"{least if least is not None else ''}-{most if most is not None else ''}"
        case Mapping():
            return "; ".join(f"{k}: {v}" for k, v in value.items())
        case None:
            return ""
    return str(_scalar(value))


def _short(text: str) -> str:
    if not text:
        return "(nothing)"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
