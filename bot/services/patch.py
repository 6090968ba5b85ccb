"""Corrections as files of a content folder, so that what was done in the chat tonight can be committed tomorrow. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from bot.services.hours_table import write as write_hours
from bot.services.model import Contact, Directory, Service


def patch(files: Directory, served: Directory, topics: Iterable[str]) -> dict[str, str]:
    """Text by path: what a folder above the others has to say so that the files come to what is served.

    `topics` are those that are withdrawn; a part alone can't be hidden by a file.
    """
    out: dict[str, list[str]] = {}
    for id, service in files.services.items():
        now = served.services.get(id)
        if now is service:
            continue
        lines = out.setdefault(f"services/{service.country.lower()}.yaml", ["services:"])
        lines.append(f"  {id}:")
        lines += ["    status: inactive"] if now is None else list(_changed(service, now))
    hidden = sorted(topics)
    if hidden:
        out["hidden.yaml"] = ["topics:", *(f"  - {topic}" for topic in hidden)]
    return {path: "\n".join(lines) + "\n" for path, lines in out.items() if lines[-1:] != ["services:"]}


def _changed(service: Service, now: Service) -> Iterator[str]:
    if now.name != service.name:
        yield f"    name: {_said(now.name)}"
        yield f"    alternates: {_said(list(now.alternates))}"
    yield "    contacts:"
    for contact in now.contacts:
        for number, (name, value) in enumerate(_written(contact).items()):
            yield f"      {'- ' if number == 0 else '  '}{name}: {_said(value)}"


def _written(contact: Contact) -> Mapping[str, object]:
    """A contact as it stands in a file: what has its usual value isn't written."""
    values: dict[str, object] = {"way": contact.way, "shown": contact.shown}
    usual = Contact(contact.way, contact.shown)
    for one in fields(Contact):
        value = getattr(contact, one.name)
        if one.name in ("way", "shown", "number", "hours") or value == getattr(usual, one.name):
            continue
        values[one.name] = list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
    hours = write_hours(contact.hours)
    values |= {"hours": hours} if hours else {}
    values |= {"hours_published": contact.hours.published} if contact.hours.published else {}
    return values


def _said(value: object) -> str:
    """A value as YAML that needs no second thought: JSON, with yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False)
