"""Content folders laid over one another: a later one wins file by file and entry by entry, and is never touched by an update.

Services, own numbers, sentences, sections and gaps are merged key by key, so that a folder of an organisation says only what
it changes (`assured_date` of one service, one sentence). Lists of what people type grow. A guidance file takes the place of the
one below, unless it only holds `## In our team {#our-team}` parts: those are added to it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.library.joined import joined
from bot.library.page import Page, read_page
from bot.library.read import ContentRefused, Entries, Folder, Listing, Node, Problem, decode, fold_in, own_paths, read_yaml

KINDS = {
    "sections": re.compile(r"sections\.yaml"),
    "gaps": re.compile(r"gaps\.yaml"),
    "calendar": re.compile(r"calendar\.yaml"),
    "places": re.compile(r"places\.yaml"),
    "numbers": re.compile(r"numbers\.yaml"),
    "calibration": re.compile(r"calibration\.yaml"),
    "hidden": re.compile(r"hidden\.yaml"),
    "services": re.compile(r"services/([a-z]{2}|int)\.yaml"),
    "urgent": re.compile(r"urgent/([a-z]{2,3})\.yaml"),
    "signals": re.compile(r"signals/([a-z]{2,3})\.yaml"),
    "offtopic": re.compile(r"offtopic/([a-z]{2,3})\.yaml"),
    "concepts": re.compile(r"concepts/([a-z]{2,3})\.yaml"),
    "finding": re.compile(r"finding/([a-z]{2,3})\.yaml"),
    "scheduling": re.compile(r"scheduling/([a-z]{2,3})\.yaml"),
    "replies": re.compile(r"replies/([a-z]{2,3})\.yaml"),
    "codes": re.compile(r"codes/([a-z]{2,3})\.yaml"),
    "checkins": re.compile(r"checkins/([a-z0-9-]+)\.yaml"),
    "checkin-words": re.compile(r"checkins/([a-z0-9-]+\.[a-z]{2,3})\.yaml"),
    "foreign": re.compile(r"words/foreign\.yaml"),
    "words": re.compile(r"words/([a-z]{2,3})(?:\.[a-z0-9-]+)?\.yaml"),
}
"""What each YAML file is, by its path; the bracket is its country, language or kind of check-in. Several files of a folder may
be the same: they are parts of one."""
SOURCE_RUNS = "source-runs.txt"
"""Hashes of what stands in the source documents, a line each (`own_words`); those of all folders count."""
_GROWING = ("urgent", "signals", "offtopic", "concepts", "foreign", "finding", "scheduling", "replies", "places")
"""Kinds of file whose lists grow when a later folder has the same key; in the others the later list counts."""
_ELSEWHERE = re.compile(r"README.*|LICENSE.*|.*\.(md|txt|csv)", re.IGNORECASE)
"""Files that are read by others or by nobody; a stray guidance file is still told."""


Parts = dict[tuple[str, str], dict[str, Node]]
"""The YAML files of one folder, by kind and name, then by path."""


@dataclass
class Layers:
    """Everything the folders hold, merged: YAML by kind and name (country, language or kind of check-in, else empty), pages by
    topic and language.

    `additions` are pages of later folders that only hold our-team parts, `source_runs` hashes of what stands in the sources.
    `version` is a hash of every file that was read.
    """

    yaml: dict[tuple[str, str], Node] = field(default_factory=dict)
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    additions: dict[tuple[str, str], tuple[Page, ...]] = field(default_factory=dict)
    source_runs: frozenset[str] = frozenset()
    version: str = ""


def gather(folders: Sequence[Folder], problems: list[Problem]) -> Layers:
    """Read every file of every folder, the first lowest. What can't be read is told in `problems`; the rest is read on."""
    layers = Layers()
    digest = hashlib.sha256()
    for number, folder in enumerate(folders):
        parts: Parts = {}
        for path in own_paths(folder, folders):
            try:
                content = folder.read(path)
            except ContentRefused as refused:
                problems.extend(refused.problems)
                continue
            fold_in(digest, number, path, content)
            text = decode(content, folder.shown(path), problems)
            if text is not None:
                _take(layers, parts, path, text, folder.shown(path), number, problems)
        for key, nodes in parts.items():
            node, below = joined(nodes, problems), layers.yaml.get(key)
            layers.yaml[key] = node if below is None else merged(below, node, key[0] in _GROWING)
    layers.version = digest.hexdigest()
    return layers


def _take(layers: Layers, parts: Parts, path: str, text: str, file: str, number: int, problems: list[Problem]) -> None:
    if path.startswith("guidance/") and path.endswith(".md"):
        page = read_page(text, path, file, problems, addition=number > 0)
        if page is None:
            return
        key = page.topic, page.lang
        if page.front is not None:
            layers.pages[key] = page
            layers.additions.pop(key, None)
        else:
            layers.additions[key] = (*layers.additions.get(key, ()), page)
        return
    if path == SOURCE_RUNS:
        lines = text.splitlines()
        layers.source_runs |= frozenset(lines)
        if odd := next((n for n, line in enumerate(lines, 1) if not re.fullmatch(r"[0-9a-f]{12}", line)), 0):
            problems.append(Problem(file, odd, "a line that is no hash", "make the file anew, see docs/content-guide.md"))
        return
    for kind, pattern in KINDS.items():
        if named := pattern.fullmatch(path):
            node = read_yaml(text, file, problems)
            if node is not None:
                parts.setdefault((kind, named[1] if named.groups() else ""), {})[path] = node
            return
    if not _ELSEWHERE.fullmatch(path):
        problems.append(Problem(file, 1, "nothing reads this file", "check its name against docs/content-guide.md", "warning"))


def merged(below: Node, above: Node, growing: bool) -> Node:
    """Two nodes as one: keys of both, the upper value where both have one; lists end to end if `growing`."""
    if isinstance(below, Entries) and isinstance(above, Entries):
        items, lines = dict(below.items), dict(below.lines)
        for key, value in above.items.items():
            items[key] = merged(items[key], value, growing) if key in items else value
            if items[key] is value:
                lines[key] = above.lines.get(key, above.line)
        return replace(below, items=items, lines=lines)
    if growing and isinstance(below, Listing) and isinstance(above, Listing):
        return replace(below, items=below.items + above.items)
    return above
