"""A guidance file as it is written: front matter, short answer, parts, and how people ask, each with its line.

The checks need the lines; `load` makes the frozen `Guidance` out of it, which doesn't have them any more.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace

from bot.library.read import Entries, Node, Problem, read_yaml, spot
from bot.library.richtext import Block, Inline, Items, Link, Paragraph, ServiceMark, SourceMark, Strong, Text, parse
from bot.library.schema import FrontMatter, fit

PATH = re.compile(r"guidance/([a-z0-9-]+)/([a-z0-9-]+)\.([a-z]{2,3}(?:-[A-Za-z0-9]+)?)\.md")
"""Section, topic and language in a guidance file's path."""
_PART = re.compile(r"##\s+(.*?)\s*\{#([^{}]*)\}\s*")
_ASK = re.compile(r"#{2,3}\s*\{ask\}\s*")
_NOT_THIS = re.compile(r"#{2,3}\s*\{not-this\}\s*")
_FOR = re.compile(r"""^place\s+for\s*=\s*["'“”]?\s*([A-Z0-9,\s-]+?)\s*["'“”]?$""")
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and letters without those that look alike (0 o, 1 i l)."""


@dataclass(frozen=True)
class Asked:
    """One way of asking, with its line."""

    text: str
    line: int


@dataclass(frozen=True)
class Passage:
    """A stretch of answer: the short one (`id` and `heading` empty) or a part. `raw` is its Markdown, from line `first`."""

    id: str
    heading: str
    places: tuple[str, ...]
    blocks: tuple[Block, ...]
    line: int
    first: int
    raw: str
    ask: tuple[Asked, ...] = ()

    def line_of(self, words: str) -> int:
        """The line on which those words stand, as near as it can be told."""
        for number, line in enumerate(self.raw.split("\n"), self.first):
            if words in line:
                return number
        return self.line


@dataclass(frozen=True)
class Page:
    """One file. `node` is the front matter with its lines; `front` is None in a file that only adds our-team parts."""

    file: str
    section: str
    topic: str
    lang: str
    front: FrontMatter | None
    node: Node
    short: Passage
    parts: tuple[Passage, ...]
    ask: tuple[Asked, ...]
    not_this: tuple[Asked, ...]

    @property
    def code(self) -> str:
        """The four characters that name this wording: title, short answer and parts, whatever the spacing."""
        return code_of(self.front.title if self.front else "", (self.short, *self.parts))

    def line_at(self, *path: str | int) -> int:
        """The line of a key of the front matter."""
        return spot(self.node, path)[1]


def code_of(title: str, passages: tuple[Passage, ...]) -> str:
    """Four characters from a hash of the wording: 923,521 of them, enough to tell the versions of one text apart."""
    words = [title, *(f"{p.id} {' '.join(p.places)} {p.heading} {p.raw}" for p in passages)]
    digest = hashlib.sha256("\n".join(" ".join(w.split()) for w in words).encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    code = ""
    for _ in range(4):
        number, rest = divmod(number, len(_LETTERS))
        code += _LETTERS[rest]
    return code


def sources_in(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """The keys of the source marks, each once, in order."""
    return tuple(dict.fromkeys(mark.key for mark in inlines_of(blocks) if isinstance(mark, SourceMark)))


def inlines_of(blocks: tuple[Block, ...]) -> list[Inline]:
    """All inlines in order."""
    found: list[Inline] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.extend(block.inlines)
        elif isinstance(block, Items):
            found.extend(inline for item in block.items for inline in item)
    return found


def wording(blocks: tuple[Block, ...]) -> str:
    """The words of a stretch with `{service:id}` still in their places, a block a paragraph: what lengths are measured on."""

    def line(inlines: tuple[Inline, ...]) -> str:
        out: list[str] = []
        for inline in inlines:
            match inline:
                case Text(text) | Strong(text) | Link(text, _):
                    out.append(text)
                case ServiceMark(service):
                    out.append(f"{{service:{service}}}")
                case _:
                    pass
        return "".join(out).strip()

    paragraphs: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraphs.append(line(block.inlines))
        elif isinstance(block, Items):
            marks = (f"{n}. " if block.ordered else "- " for n in range(block.start, block.start + len(block.items)))
            paragraphs.append("\n".join(mark + line(item) for mark, item in zip(marks, block.items, strict=True)))
    return "\n\n".join(p for p in paragraphs if p)


# --- reading ------------------------------------------------------------------------------------------------------------


@dataclass
class _Stretch:
    kind: str
    line: int
    heading: str = ""
    attributes: str = ""
    lines: list[str] = field(default_factory=list)


def read_page(text: str, path: str, file: str, problems: list[Problem], addition: bool = False) -> Page | None:
    """The page, or None with what is wrong added to `problems`. `addition` allows a file without front matter."""
    named = PATH.fullmatch(path)
    if named is None:
        problems.append(Problem(file, 1, "a guidance file in the wrong place or under the wrong name",
                                "name it guidance/<section>/<topic>.<language>.md"))  # fmt: skip
        return None
    section, topic, lang = named.groups()
    before = len(problems)
    lines = text.split("\n")
    if not text.strip():
        problems.append(Problem(file, 1, "the file is empty: it breaks off", "wait until it is saved completely, or delete it"))
        return None
    front, node, at = _front(lines, file, problems, addition)
    stretches = _stretches(lines, at, file, problems)
    _breaks_off(lines, file, problems)
    asks = _Asks(file, problems)
    short = _passage(stretches[0], file, problems)
    parts: list[Passage] = []
    for stretch in stretches[1:]:
        if stretch.kind == "part":
            parts.append(_passage(stretch, file, problems))
        elif stretch.kind == "ask-part" and parts:
            parts[-1] = replace(parts[-1], ask=parts[-1].ask + asks.items(stretch))
        elif stretch.kind in ("ask", "ask-part"):
            asks.whole += asks.items(stretch)
        else:
            asks.not_this += asks.items(stretch)
    if any(p.level == "error" for p in problems[before:]):
        return None
    return Page(file, section, topic, lang, front, node, short, tuple(parts), asks.whole, asks.not_this)


def _front(lines: list[str], file: str, problems: list[Problem], addition: bool) -> tuple[FrontMatter | None, Node, int]:
    """Front matter, its nodes, and the position of the first line after it."""
    nothing = Entries({}, file, 1)
    if lines[0].strip() != "---":
        if not addition:
            problems.append(Problem(file, 1, "the front matter is missing", "begin the file with a line `---`"))
        return None, nothing, 0
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        problems.append(Problem(file, 1, "the front matter never ends: the file breaks off",
                                "close it with a line `---`, or wait until the file is saved completely"))  # fmt: skip
        return None, nothing, len(lines)
    node = read_yaml("\n".join(lines[1:end]), file, problems, first_line=2)
    if node is None:
        return None, nothing, end + 1
    return fit(FrontMatter, node, problems), node, end + 1


def _stretches(lines: list[str], at: int, file: str, problems: list[Problem]) -> list[_Stretch]:
    here = _Stretch("short", at + 1)
    found = [here]
    for number, line in enumerate(lines[at:], at + 1):
        if part := _PART.fullmatch(line):
            here = _Stretch("part", number, part[1], part[2])
        elif _ASK.fullmatch(line):
            here = _Stretch("ask-part" if line.startswith("###") else "ask", number)
        elif _NOT_THIS.fullmatch(line):
            here = _Stretch("not-this", number)
        elif re.match(r"##?\s", line):
            problems.append(Problem(file, number, "a heading without its id",
                                    "write `## Heading {#id}`, `## {ask}` or `## {not-this}`"))  # fmt: skip
            here = _Stretch("skipped", number)
            continue
        else:
            here.lines.append(line)
            continue
        found.append(here)
    return found


def _passage(stretch: _Stretch, file: str, problems: list[Problem]) -> Passage:
    def complain(line: int, what: str, remedy: str) -> None:
        problems.append(Problem(file, line, what, remedy))

    first = stretch.line if stretch.kind == "short" else stretch.line + 1
    # A no-break space after a list mark comes from word processors; Markdown doesn't take it for a list then.
    raw = "\n".join(re.sub(r"^(\s*(?:[-*]|\d+\.))\u00a0", r"\1 ", line) for line in stretch.lines)
    blocks = parse(raw, complain, first)
    places: tuple[str, ...] = ()
    part_id = stretch.attributes.strip()
    if stretch.kind == "part":
        if part_id.split(" ")[0] == "place":
            given = _FOR.fullmatch(part_id)
            places = tuple(p.strip() for p in given[1].split(",") if p.strip()) if given else ()
            if not places or not all(re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", p) for p in places):
                complain(stretch.line, "a place part doesn't say for where", "write {#place for=GB-SCT} with an ISO 3166 code")
            part_id = "place"
        if not stretch.heading:
            complain(stretch.line, "a part without a heading", "the heading is also the button: write `## Heading {#id}`")
        if not blocks:
            complain(stretch.line, f"the part `{stretch.heading}` is empty", "write it, or take the heading out")
    elif not blocks and stretch.kind == "short" and first > 1:
        complain(first, "the short answer is missing", "write it right after the front matter")
    line = next((n for n, words in enumerate(raw.split("\n"), first) if words.strip()), stretch.line)
    return Passage(part_id, stretch.heading, places, blocks, stretch.line if stretch.kind == "part" else line, first, raw)


class _Asks:
    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems
        self.whole: tuple[Asked, ...] = ()
        self.not_this: tuple[Asked, ...] = ()

    def items(self, stretch: _Stretch) -> tuple[Asked, ...]:
        """The lines `- ...`; an indented line goes on with the one before."""
        found: list[Asked] = []
        for number, line in enumerate(stretch.lines, stretch.line + 1):
            item = re.match(r"\s{0,3}[-*]\s+(.*\S)", line)
            if item:
                found.append(Asked(item[1].strip(), number))
            elif line.strip() in ("", "-", "*"):
                continue
            elif line[:1].isspace() and found:
                found[-1] = Asked(f"{found[-1].text} {line.strip()}", found[-1].line)
            else:
                self.problems.append(Problem(self.file, number, "a line that isn't `- ...` among the ways of asking",
                                             "begin it with `- `"))  # fmt: skip
        return tuple(found)


def _breaks_off(lines: list[str], file: str, problems: list[Problem]) -> None:
    """A file that was caught half-saved often ends inside a mark."""
    number, last = next(((n, x) for n, x in reversed(list(enumerate(lines, 1))) if x.strip()), (1, ""))
    if re.search(r"\[\^[^\]]*$|\{[^}]*$|\]\([^)]*$", last) or last.count("**") % 2:
        problems.append(Problem(file, number, "the last line isn't complete: the file breaks off",
                                "close the mark, or wait until the file is saved completely"))  # fmt: skip
