"""Messages and sessions as JSON and back, for the rows that hold them.

Every dataclass becomes an object with its name under `_`; only the classes listed here come back, so that a row can't name
anything else. A row written by another version of the program that no longer fits raises `Unreadable`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from bot.talk import messages
from bot.talk.session import Session

_KNOWN: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        messages.Origin, messages.Said, messages.Edited, messages.Pressed, messages.SharedLocation, messages.SentSomething,
        messages.Joined, messages.Blocked, messages.Unblocked, messages.Say, messages.TitleOf, messages.Passage,
        messages.EmergencyCard, messages.NumbersCard, messages.ServiceList, messages.PassedOn, messages.Aloud,
        messages.ComingUp, messages.Sources, messages.Quoted, messages.SayAt, messages.Listed, messages.InviteLink,
        messages.CalendarLink, messages.Document, messages.Press,
        messages.Button, messages.Reply, Session,
    )
}  # fmt: skip
_NAMES = {kind: tuple(f.name for f in fields(kind)) for kind in _KNOWN.values()}


class Unreadable(ValueError):
    """The row doesn't hold what this version of the program understands."""


def encode(value: messages.Incoming | messages.Reply | Session) -> str:
    """One line of JSON."""
    return json.dumps(_out(value), ensure_ascii=False, separators=(",", ":"))


def decode(line: str) -> Any:
    """What `encode` was given. Raises Unreadable."""
    try:
        return _in(json.loads(line))
    except Unreadable:
        raise
    except (ValueError, TypeError, KeyError) as error:
        raise Unreadable(str(error)) from error


def _out(value: object) -> object:
    if value is None or isinstance(value, str | int):  # most of a message is words
        return value
    kind = type(value)
    names = _NAMES.get(kind)
    if names is not None:
        return {"_": kind.__name__, **{name: _out(getattr(value, name)) for name in names}}
    if is_dataclass(value):
        raise TypeError(f"{kind.__name__} doesn't travel as JSON: list it in talk/codec.py")
    if isinstance(value, datetime):
        return {"_": "at", "v": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_out(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _out(item) for key, item in value.items()}
    return value


def _in(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_in(item) for item in value)
    if isinstance(value, dict):
        name = value.pop("_", None)
        if name is None:
            return {key: _in(item) for key, item in value.items()}
        if name == "at":
            return datetime.fromisoformat(value["v"])
        kind = _KNOWN.get(name)
        if kind is None:
            raise Unreadable(f"no such thing: {name!r}")
        return kind(**{key: _in(item) for key, item in value.items()})
    return value
