"""The neutral tree that every text becomes between a content file and a channel.

A channel draws the tree (entities for Telegram, HTML for the web, styles for a terminal); nothing else in the program
knows a channel's markup. Only what stands here can be written in content: no HTML, no pictures, no tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


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


# --- from Markdown ------------------------------------------------------------------------------------------------------

Complain = Callable[[int, str, str], None]
"""Takes a line, what is wrong there, and a remedy."""

_MARK = re.compile(r"\[\^([^\]\s]+)\]|\{([^{}]*)\}")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REFUSED = {
    "html_block": ("HTML", "write the words without tags"),
    "html_inline": ("HTML", "write the words without tags"),
    "table_open": ("a table", "write a list"),
    "image": ("a picture", "say it in words"),
    "heading_open": ("a heading in the wrong place", "parts begin with `## Heading {#id}`; below that use **bold**"),
    "blockquote_open": ("a quotation with `>`", "put quotation marks around the words"),
    "code_block": ("a line indented by four spaces or more", "begin it at the margin"),
    "fence": ("a block between ``` lines", "write it as a paragraph"),
    "code_inline": ("words between ` marks", "use **bold**, or a `{service:...}` mark without them"),
    "hr": ("a line of dashes", "take it out, or begin a part with `## Heading {#id}`"),
    "em_open": ("words between single * or _ marks", "use **bold**, or write the mark as \\\\* "),
    "s_open": ("words struck out", "take them out"),
}


def parse(markdown: str, complain: Complain, first_line: int = 1) -> tuple[Block, ...]:
    """The tree of a text: paragraphs, lists of one level, bold words, https links, `{service:id}` and `[^key]` marks.

    Anything else is told to `complain` with its line, and left out of the tree; never raises for any text.
    """
    # Everything that Markdown can do is recognised, so that what isn't wanted is named instead of shown as odd characters.
    tokens = _parser().parse(markdown)
    blocks: list[Block] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        line = first_line + (token.map[0] if token.map else 0)
        end = _closing(tokens, at)
        match token.type:
            case "paragraph_open":
                blocks.append(Paragraph(_inlines(tokens[at + 1], line, complain)))
            case "bullet_list_open" | "ordered_list_open":
                blocks.append(_list(tokens[at : end + 1], first_line, complain))
            case _:
                what, remedy = _REFUSED.get(token.type, (f"`{token.type}`", "write a paragraph or a list"))
                complain(line, f"{what} can't stand in a text", remedy)
        at = end + 1
    return tuple(blocks)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Imported here: a start from the cache never parses, and the import costs a twentieth of the time that a start may take.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # By default a `javascript:` address isn't taken for a link and would be shown as text; here it has to be named.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Where what opens at `at` closes (itself, if it doesn't open anything)."""
    depth: int = tokens[at].nesting
    while depth > 0:
        at += 1
        depth += tokens[at].nesting
    return at


def _list(tokens: Sequence[Token], first_line: int, complain: Complain) -> Items:
    items: list[tuple[Inline, ...]] = []
    at = 1
    while at < len(tokens) - 1:
        end = _closing(tokens, at)
        inside = [n for n in range(at + 1, end) if tokens[n].level == tokens[at].level + 1]
        line = first_line + (tokens[at].map or [0])[0]
        item: tuple[Inline, ...] = ()
        for n in inside:
            token = tokens[n]
            here = first_line + token.map[0] if token.map else line
            if token.type == "paragraph_open" and not item:
                item = _inlines(tokens[n + 1], here, complain)
            elif token.type == "paragraph_open":
                complain(here, "a second paragraph in one list item", "keep a list item to one paragraph")
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                complain(here, "a list inside a list", "write one level only")
            elif token.nesting >= 0:
                what, remedy = _REFUSED.get(token.type, (f"`{token.type}`", "write plain words"))
                complain(here, f"{what} can't stand in a list", remedy)
        items.append(item)
        at = end + 1
    ordered = tokens[0].type == "ordered_list_open"
    return Items(tuple(items), ordered, int(tokens[0].attrs.get("start", 1)) if ordered else 1)


def _inlines(token: Token, line: int, complain: Complain) -> tuple[Inline, ...]:
    out: list[Inline] = []
    strong = False
    url = ""
    words: list[str] = []
    for child in token.children or ():
        match child.type:
            case "text":
                if url:
                    words.append(child.content)
                else:
                    out.extend(_marks(child.content, strong, line, complain))
            case "softbreak" | "hardbreak":
                line += 1
                if url:
                    words.append(" ")
                else:
                    out.append(Text(" "))
            case "strong_open" | "strong_close":
                strong = child.type == "strong_open"
            case "link_open":
                url, words = str(child.attrs["href"]), []
                if child.markup == "autolink":
                    complain(line, "an address without words", "write [words](https://...)")
                elif not url.startswith("https://"):
                    complain(line, f"a link to `{url[:60]}`", "only addresses that begin with https:// are shown")
            case "link_close":
                if url.startswith("https://"):
                    out.append(Link("".join(words), url))
                url = ""
            case "em_close" | "s_close":
                pass
            case _:
                what, remedy = _REFUSED.get(child.type, (f"`{child.type}`", "write plain words"))
                complain(line, f"{what} can't stand in a text", remedy)
    return tuple(_joined(out))


def _marks(text: str, strong: bool, line: int, complain: Complain) -> Iterable[Inline]:
    """Words with the `{service:id}` and `[^key]` marks in them taken apart."""
    plain_words = Strong if strong else Text
    at = 0
    for mark in _MARK.finditer(text):
        if mark.start() > at:
            yield plain_words(text[at : mark.start()])
        at = mark.end()
        key, braces = mark.groups()
        kind, _, name = (braces or "").partition(":")
        if key is not None and _ID.fullmatch(key):
            yield SourceMark(key)
        elif key is not None:
            complain(line, f"`[^{key}]` isn't a source's key", "use lower-case letters, digits and hyphens, as under `sources:`")
        elif kind == "service" and _ID.fullmatch(name.strip()):
            yield ServiceMark(name.strip())
        else:
            complain(line, f"`{{{braces}}}` isn't a mark that is known", "write {service:id}")
    if at < len(text):
        yield plain_words(text[at:])


def _joined(inlines: Iterable[Inline]) -> Iterable[Inline]:
    """Neighbouring words of one kind as one; no space left before a mark that isn't drawn or at the end."""
    out: list[Inline] = []
    for inline in inlines:
        last = out[-1] if out else None
        if isinstance(inline, Text) and isinstance(last, Text):
            out[-1] = Text(last.text + inline.text)
        elif isinstance(inline, SourceMark) and isinstance(last, Text):
            out[-1] = Text(last.text.rstrip())
            out.append(inline)
        else:
            out.append(inline)
    return (inline for inline in out if not isinstance(inline, Text) or inline.text)
