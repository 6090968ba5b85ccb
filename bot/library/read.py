"""Reading content files with bounds: the only place that opens them, and the only one that reads YAML besides `bot.config`.

YAML is taken as libyaml's events, so nothing is built that the file didn't spell out: no aliases, anchors, tags or duplicate
keys, and every scalar stays the string that was typed (`no` is "no", `22:30` is "22:30"). Whatever is wrong becomes a `Problem`
with its file, its line and a remedy; the reader goes on to the next file, so that an editor hears of everything at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

MAX_BYTES = 1 << 20
"""Bytes of one file."""
MAX_DEPTH = 30
"""How deep lists and entries may stand in one another."""
MAX_NODES = 25_000
"""Scalars, lists and entries of one file."""
MAX_FILES = 5_000
"""Files of one content folder."""

Level = Literal["error", "warning"]

_SKIPPED = re.compile(r"^\.|~$|\.(swp|swo|bak|tmp|orig)$|^#|^__pycache__$", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_DOUBLE_SMART = "“”„‟"
_SINGLE_SMART = "‘’‚‛"


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a file and how to mend it; line 0 is no line. An `error` keeps the edition from being published."""

    file: str
    line: int
    what: str
    remedy: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        mend = f" — {self.remedy}" if self.remedy else ""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}{mend}"


class ContentRefused(Exception):
    """The content can't be published. `problems` are all of them, in order of file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _Stop(Exception):
    """The file can't be read any further; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


# --- nodes --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as typed."""

    text: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[Node, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Keys with their values, in the order of the file; `lines` says where each key stands."""

    items: Mapping[str, Node]
    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)


Node = Scalar | Listing | Entries


def bare(node: Node) -> Any:
    """The node as plain strings, lists and dicts."""
    match node:
        case Scalar(text):
            return text
        case Listing(items):
            return [bare(item) for item in items]
        case Entries(items):
            return {key: bare(value) for key, value in items.items()}


def spot(node: Node, path: tuple[str | int, ...]) -> tuple[str, int]:
    """(file, line) of what stands at a path of keys and positions, as near as the path leads."""
    file, line = node.file, node.line
    for step in path:
        if isinstance(node, Entries) and isinstance(step, str) and step in node.items:
            line = node.lines.get(step, line)
            node = node.items[step]
            file = node.file
            if not isinstance(node, Entries | Listing):
                line = node.line
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            file, line = node.file, node.line
    return file, line


# --- files --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Folder:
    """A content folder. Nothing outside of it can be read through it, whatever name or link is given.

    `name` stands before the paths in problems.
    """

    root: Path
    name: str = ""

    def paths(self) -> list[str]:
        """Every file, as a path with `/` below the folder, in order; hidden files and editors' leavings are passed over."""
        found: list[str] = []
        for here, folders, files in os.walk(self.root, followlinks=True):
            inside = Path(here).relative_to(self.root)
            if len(inside.parts) > 8:
                folders.clear()
            folders[:] = sorted(name for name in folders if not _SKIPPED.search(name))
            found.extend((inside / name).as_posix() for name in files if not _SKIPPED.search(name))
            if len(found) > MAX_FILES:
                raise ContentRefused((Problem(self.shown(""), 1, f"more than {MAX_FILES} files", "is this the right folder?"),))
        return sorted(found)

    def shown(self, path: str) -> str:
        """The path as problems name it."""
        return f"{self.name or self.root.name}/{path}".rstrip("/")

    def read(self, path: str) -> bytes:
        """The bytes of a file inside the folder. Raises ContentRefused with one problem if it isn't there, isn't a plain file,
        leads outside or is over MAX_BYTES."""

        def refuse(what: str, remedy: str) -> ContentRefused:
            return ContentRefused((Problem(self.shown(path.replace("\0", "\\0")), 1, what, remedy),))

        outside = "the path leads out of the content folder", "keep the file itself in the folder, without links"
        parts = path.split("/")
        if "\0" in path or "\\" in path or ":" in path or path.startswith("/") or any(p in ("", ".", "..") for p in parts):
            raise refuse(*outside)
        root = self.root.resolve()
        try:
            real = (root / path).resolve(strict=True)
        except (OSError, RuntimeError):
            raise refuse("the file can't be found", "check its name") from None
        if root not in real.parents:
            raise refuse(*outside)
        try:
            # Not blocking, so that a pipe under a file's name can't hold the program; not following, so that a link put
            # there since the look above isn't followed.
            handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        except OSError as error:
            raise refuse(f"the file can't be read: {error.strerror}", "check who may read it") from None
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            os.close(handle)
            raise refuse("not a plain file", "replace it by a text file")
        with os.fdopen(handle, "rb") as file:
            if about.st_size > MAX_BYTES:
                raise refuse(f"the file has {about.st_size:,} bytes", f"split it: at most {MAX_BYTES:,} are read")
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise refuse("the file grows while it is read", f"at most {MAX_BYTES:,} bytes are read")
        return content


def version_of(folders: Sequence[Folder]) -> str:
    """A hash of every file, whatever is in it. Files that can't be read are left out."""
    digest = hashlib.sha256()
    for number, folder in enumerate(folders):
        for path in own_paths(folder, folders):
            try:
                content = folder.read(path)
            except ContentRefused:
                continue
            fold_in(digest, number, path, content)
    return digest.hexdigest()


def own_paths(folder: Folder, folders: Sequence[Folder]) -> list[str]:
    """The files of a folder without those of another content folder inside of it, and without `local/`."""
    root = folder.root.resolve()
    inner = [other.root.resolve().relative_to(root).as_posix() + "/" for other in folders if root in other.root.resolve().parents]
    return [path for path in folder.paths() if not path.startswith(("local/", *inner))]


def fold_in(digest: hashlib._Hash, number: int, path: str, content: bytes) -> None:
    """Add one file of folder `number` to a hash of them all."""
    digest.update(f"{number}/{path}\0{len(content)}\0".encode() + content)


def decode(content: bytes, file: str, problems: list[Problem]) -> str | None:
    """The text of a file: UTF-8, or UTF-16 with its mark; one form of line end. None if it is in another encoding."""
    marks = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    mark = next((m for m in marks if content.startswith(m)), b"")
    content, encoding = content.removeprefix(mark), marks.get(mark, "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        guess = _encoding_of(content)
        problems.append(Problem(file, line, f"not UTF-8; it looks like {guess}", "save the file as UTF-8"))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = _CONTROL.search(text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        problems.append(Problem(file, line, f"an invisible control character (U+{ord(odd[0]):04X})", "delete it"))
        return None
    return text


def _encoding_of(content: bytes) -> str:
    """Windows-1256 has its Arabic letters where Latin-1 has accented capitals; Arabic words are runs of them."""
    runs = re.findall(rb"[\xc0-\xff]{3,}", content)
    return "Windows-1256 (Arabic)" if runs else "Windows-1252 or Latin-1"


# --- YAML ---------------------------------------------------------------------------------------------------------------


def read_yaml(text: str, file: str, problems: list[Problem], first_line: int = 1) -> Node | None:
    """The one document of a text as nodes, or None with what is wrong added to `problems`; an empty text is empty `Entries`."""
    return _Reader(text, file, first_line, problems).document()


class _Reader:
    def __init__(self, text: str, file: str, first_line: int, problems: list[Problem]) -> None:
        self.text, self.file, self.first_line, self.problems = text, file, first_line, problems
        self.last_line = first_line + text.rstrip("\n").count("\n")
        self.nodes = 0
        self.events: Iterator[yaml.Event] = iter(())

    def document(self) -> Node | None:
        before = len(self.problems)
        try:
            self.events = self._events()
            node: Node | None = None
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if node is not None:
                        raise self._stop(event, "a second document begins", "take out the line `---`")
                    node = self._node(next(self.events), 0)
        except _Stop as stop:
            self.problems.append(stop.problem)
            return None
        if len(self.problems) > before:
            return None
        return node if node is not None else Entries({}, self.file, self.first_line)

    def _events(self) -> Iterator[yaml.Event]:
        try:
            parser = CParser(self.text)
            while True:
                event = parser.get_event()
                if event is None:
                    return
                yield event
        except yaml.MarkedYAMLError as error:
            raise self._broken(error) from None
        except yaml.YAMLError as error:
            raise _Stop(Problem(self.file, self.first_line, f"not readable as YAML: {error}", "")) from None

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self._stop(event, f"more than {MAX_NODES:,} entries in one file", "split the file")
        if depth > MAX_DEPTH:
            raise self._stop(event, f"nested more than {MAX_DEPTH} deep", "a bracket is probably left open")
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            raise self._stop(event, f"`*{anchor}` refers to another place", "write it out, or put quotes around the text")
        if anchor:
            raise self._stop(event, f"`&{anchor}` names a place", "write it without, or put quotes around the text")
        if tag:
            shown = str(tag).replace("tag:yaml.org,2002:", "!!")
            raise self._stop(event, f"`{shown}` is a tag", "write the text without it, or put quotes around it")
        line = self._line(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self._node(inner, depth + 1))
            return Listing(tuple(items), self.file, line)
        return self._entries(line, depth)

    def _entries(self, line: int, depth: int) -> Entries:
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            if not isinstance(key, Scalar):
                raise self._stop(inner, "a list or a group stands where a key should be", "write `key: value`")
            value = self._node(next(self.events), depth + 1)
            if key.text in items:
                self.problems.append(
                    Problem(self.file, key.line, f"`{key.text}` stands here a second time (first on line {lines[key.text]})",
                            "keep one of the two")
                )  # fmt: skip
                continue
            items[key.text], lines[key.text] = value, key.line
        return Entries(items, self.file, line, lines)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        text = event.value
        if not event.style and text and (
            text[0] in _DOUBLE_SMART or (text[0] in _SINGLE_SMART and text[-1] in _SINGLE_SMART and len(text) > 1)
        ):  # fmt: skip
            self.problems.append(
                Problem(self.file, line, f"curly quotes ({text[0]}) are used as YAML quotes", 'type straight quotes: "..."')
            )
        return Scalar(text, self.file, line)

    def _line(self, event: yaml.Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self.first_line

    def _stop(self, event: yaml.Event, what: str, remedy: str) -> _Stop:
        return _Stop(Problem(self.file, self._line(event), what, remedy))

    def _broken(self, error: yaml.MarkedYAMLError) -> _Stop:
        """libyaml's words, put so that somebody who has never heard of YAML can mend the line."""
        mark = error.problem_mark or error.context_mark
        line = min((mark.line if mark else 0) + self.first_line, self.last_line)
        said = error.problem or error.context or "not readable as YAML"
        here = self.text.split("\n")[line - self.first_line] if self.text else ""
        at_end = error.problem_mark is not None and error.problem_mark.index >= len(self.text.rstrip())
        if "end of stream" in said or (at_end and error.context_mark and error.context and "flow" in error.context):
            opened = min(error.context_mark.line + self.first_line, line) if error.context_mark else line
            return _Stop(Problem(self.file, opened, "what begins here never ends: the file breaks off",
                                 "close the bracket or quote, or wait until the file is saved completely"))  # fmt: skip
        if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in said:
            return _Stop(Problem(self.file, line, "a tab stands at the beginning of the line", "indent with spaces"))
        if "mapping values are not allowed" in said:
            return _Stop(Problem(self.file, line, "a second `: ` in one line", "put quotes around the text after the first one"))
        if "could not find expected ':'" in said:
            return _Stop(Problem(self.file, line, "a line without `key:`", "write `key: value`, or indent what continues a text"))
        return _Stop(Problem(self.file, line, f"not readable as YAML: {said}",
                             "put quotes around texts with : # [ ] { } & * ! % @ and check the indentation"))  # fmt: skip
