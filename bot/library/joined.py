"""One thing that stands in several files of a folder, such as the words of a language: `en.yaml` and `en.checkins.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.library.read import Entries, Listing, Node, Problem, Scalar

_NAMED = "name"
"""The key by which an entry of a list is told from the others, as a command is."""


def joined(parts: Mapping[str, Node], problems: list[Problem]) -> Node:
    """The parts by their paths as one node: the file with the plain name first, then the others by name.

    Keys of all, lists end to end. What stands in two files is told in `problems`, with both places; none of them wins unseen.
    """
    whole, *others = (parts[path] for path in sorted(parts, key=lambda path: path.removesuffix(".yaml")))
    for other in others:
        whole = _with(whole, other, problems)
    return whole


def _with(first: Node, second: Node, problems: list[Problem]) -> Node:
    if not (isinstance(first, Entries) and isinstance(second, Entries)):
        odd = first if not isinstance(first, Entries) else second
        problems.append(Problem(odd.file, odd.line, "no `key: value` lines here", "see docs/content-guide.md"))
        return second if odd is first else first
    items, lines = dict(first.items), dict(first.lines)
    for key, value in second.items.items():
        there = items.get(key)
        if there is None:
            items[key], lines[key] = value, second.lines.get(key, value.line)
        elif isinstance(there, Entries) and isinstance(value, Entries):
            items[key] = _with(there, value, problems)
        elif isinstance(there, Listing) and isinstance(value, Listing):
            problems.extend(_named_twice(there, value))
            items[key] = replace(there, items=there.items + value.items)
        else:
            problems.append(_twice(key, value.file, second.lines.get(key, value.line), there.file, lines[key]))
    return replace(first, items=items, lines=lines)


def _named_twice(there: Listing, value: Listing) -> list[Problem]:
    first = {name.text: name for item in there.items if (name := _name(item))}
    again = [name for item in value.items if (name := _name(item)) and name.text in first]
    return [_twice(name.text, name.file, name.line, first[name.text].file, first[name.text].line) for name in again]


def _name(item: Node) -> Scalar | None:
    name = item.items.get(_NAMED) if isinstance(item, Entries) else None
    return name if isinstance(name, Scalar) else None


def _twice(key: str, file: str, line: int, other: str, there: int) -> Problem:
    return Problem(file, line, f"`{key}` stands in {other}:{there} too", "keep one of the two")
