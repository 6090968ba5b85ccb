"""Finding and taking out personal details. Fails closed, and cannot crash."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A stretch of the text as given, in code points, and what it holds."""

    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Redacted:
    """The text with each detail replaced by its type in brackets."""

    text: str
    spans: tuple[Span, ...]


def find(text: str) -> tuple[Span, ...]:
    """The personal details in a text, in order, without overlaps."""
    return tuple(Span(m.start(), m.end(), "EMAIL") for m in _EMAIL.finditer(text))


def redact(text: str) -> Redacted:
    """The text without its personal details."""
    spans = find(text)
    out, at = [], 0
    for span in spans:
        out += [text[at : span.start], f"[{span.type}]"]
        at = span.end
    return Redacted("".join([*out, text[at:]]), spans)
