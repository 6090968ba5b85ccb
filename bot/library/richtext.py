"""The neutral tree that every text becomes between a content file and a channel.

A channel draws the tree (entities for Telegram, HTML for the web, styles for a terminal); nothing else in the program
knows a channel's markup. Only what stands here can be written in content: no HTML, no pictures, no tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True)
class Strong:
    """Words with weight."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that open an https address."""

    text: str
    url: str


@dataclass(frozen=True)
class Number:
    """A telephone number: as published, and as dialled (E.164 or a short code; empty if it can't be dialled from data).

    Channels isolate it from right-to-left text and make it tappable; what is copied is `dial`.
    """

    shown: str
    dial: str


@dataclass(frozen=True)
class ServiceMark:
    """`{service:id}` in content: replaced by the service's name and number when the text is drawn."""

    service: str


@dataclass(frozen=True)
class SourceMark:
    """`[^key]` in content: says which source a part rests on; not drawn inside the text."""

    key: str


Inline = Text | Strong | Link | Number | ServiceMark | SourceMark


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Items:
    """A list of one level; `ordered` ones are numbered from `start`."""

    items: tuple[tuple[Inline, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Heading:
    """The title of a message or part."""

    text: str


@dataclass(frozen=True)
class Small:
    """The one last line of a message: place, review state, reference."""

    inlines: tuple[Inline, ...]


Block = Paragraph | Items | Heading | Small


def plain(blocks: Iterable[Block]) -> str:
    """The tree as plain text, a block a paragraph; what `practiceline ask --json` shows and what lengths are measured on."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading(text):
                lines.append(text)
            case Paragraph(inlines) | Small(inlines):
                lines.append(words_of(inlines))
            case Items(items, ordered, start):
                marks = (f"{n}. " if ordered else "- " for n in range(start, start + len(items)))
                lines.append("\n".join(mark + words_of(item) for mark, item in zip(marks, items, strict=True)))
    return "\n\n".join(line for line in lines if line)


def words_of(inlines: Iterable[Inline]) -> str:
    """The words of a line without any markup."""
    out: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text) | Strong(text) | Link(text, _):
                out.append(text)
            case Number(shown, _):
                out.append(shown)
            case ServiceMark() | SourceMark():
                pass
    return "".join(out).strip()
