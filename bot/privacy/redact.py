"""Finding and taking out personal details. Fails closed, and cannot crash.

Rules and lists, no language model: each rule can be read, and `python -m tests.privacy.measure` tells how well they do. A help,
no guarantee: of names in messages never seen before about four in five are found, so nothing may be kept on the strength of it.
Names of colleagues in an order about check-ins ("book supervision with Sarah") aren't found, since the order is about them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.privacy import addresses, contacts, dates, names, numbers, schools
from bot.privacy.lexicon import EVERYDAY, SOFT, TABLE, words_of
from bot.privacy.view import View, view

TYPES = ("NAME", "PHONE", "EMAIL", "DATE_OF_BIRTH", "ADDRESS", "ID_NUMBER", "SCHOOL_OR_PLACE", "HANDLE")


@dataclass(frozen=True)
class Span:
    """A stretch of the text as given, in code points, and what it holds: one of `TYPES`."""

    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Redacted:
    """The text with each detail replaced by its type in brackets."""

    text: str
    spans: tuple[Span, ...]


def find(text: str) -> tuple[Span, ...]:
    """The personal details in a text, in order, without overlaps. If a rule fails, the whole text counts as one name."""
    if not text:
        return ()
    try:
        return _find(text)
    except Exception:  # whatever it is: text that couldn't be read must not pass as clean
        return (Span(0, len(text), "NAME"),)


def redact(text: str) -> Redacted:
    """The text without its personal details."""
    spans = find(text)
    out, at = [], 0
    for span in spans:
        out += [text[at : span.start], f"[{span.type}]"]
        at = span.end
    return Redacted("".join([*out, text[at:]]), spans)


def _find(text: str) -> tuple[Span, ...]:
    seen = view(text)
    folded = seen.plain
    contacts.find(seen)
    if any(sign.isdigit() for sign in seen.lower):
        dates.find(seen)
        numbers.find(seen)
    words = words_of(seen.plain)
    before = len(seen.taken)
    addresses.find(seen)
    if len(seen.taken) > before:
        words = words_of(seen.plain)
    before = len(seen.taken)
    schools.find(seen, words)
    if len(seen.taken) > before:
        words = words_of(seen.plain)
    names.find(seen, words)
    if seen.taken:
        _again(seen, folded)
    return tuple(Span(*seen.place(start, end), kind) for start, end, kind in sorted(seen.taken))


def _again(seen: View, folded: str) -> None:
    """Take what was found once wherever else it stands: "my client Amina ... Amina again"."""
    seen.show(folded)
    parts: dict[str, str] = {}
    for start, end, kind in list(seen.taken):
        whole = folded[start:end]
        parts.setdefault(whole if kind != "NAME" else whole.strip(), kind)
        if kind == "NAME":
            for part in re.split(r"[^\w'-]+", whole):
                if len(part) > 2 and not TABLE.get(part.lower(), 0) & EVERYDAY:
                    parts.setdefault(part, kind)
    for part, kind in parts.items():
        exact = bool(TABLE.get(part.lower(), 0) & (SOFT | EVERYDAY))
        where, what = (seen.plain, part) if exact else (seen.lower, part.lower())
        at = where.find(what)
        while at >= 0:
            end = at + len(what)
            if not (where[at - 1 : at].isalnum() or where[end : end + 1].isalnum()):
                seen.take(at, end, kind)
                where = seen.plain if exact else seen.lower
            at = where.find(what, end)
