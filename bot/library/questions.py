"""Questions with known answers, as tests/questions/README.md describes their files: to measure with, or to calibrate with.

A folder has a folder for each language, with `topics.yaml`, `out-of-scope.yaml` and `red-flags.yaml`; each may be missing.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from bot.library.edition import Edition
from bot.library.read import ContentRefused, Entries, Folder, Listing, Node, Problem, Scalar, bare, decode, read_yaml
from intents import Marked, Question, Saying, mark


def languages_of(folder: Path) -> tuple[str, ...]:
    """The languages that `folder` has questions for topics in, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/topics.yaml")))


def put_to(edition: Edition, folder: Path) -> dict[str, tuple[Marked, ...]]:
    """The questions of a folder asked of an edition as it is served, by language. Raises ContentRefused."""
    found = {}
    for lang in languages_of(folder):
        answered = {phrase.label for phrase in edition.matcher.book.phrases if phrase.lang == lang}
        found[lang] = mark(edition.matcher, edition.policy, questions_of(folder, lang, answered))
    return found


def questions_of(folder: Path, lang: str, answered: Container[str]) -> tuple[Question, ...]:
    """The questions of one language: those of the topics in `answered`, and (with label None) those that aren't ours.

    A question of a topic without a text in that language is left out: nothing could be right. Raises ContentRefused.
    """
    topics = _file(folder / lang, "topics.yaml")
    rows = topics.items.items() if isinstance(topics, Entries) else ()
    ours = [_question(entry, topic, lang) for topic, entries in rows for entry in _asked(entries) if topic in answered]
    return (*ours, *(_question(entry, None, lang) for entry in _asked(_file(folder / lang, "out-of-scope.yaml"))))


def sayings_of(folder: Path, lang: str) -> tuple[Saying, ...]:
    """Red flags and sentences that only look like one. Raises ContentRefused."""
    flags = _file(folder / lang, "red-flags.yaml")
    lists = ((flags.items.get(key) if isinstance(flags, Entries) else None, key == "urgent") for key in ("urgent", "quiet"))
    return tuple(Saying(entry["q"], urgent) for entries, urgent in lists for entry in _asked(entries))


def _question(entry: dict[str, Any], topic: str | None, lang: str) -> Question:
    also = entry.get("also", []) if topic is not None else []
    return Question(entry["q"], topic, lang, (also,) if isinstance(also, str) else tuple(also))


def _asked(node: Node | None) -> Iterator[dict[str, Any]]:
    """The entries of a list; each has to have its `q`."""
    for item in node.items if isinstance(node, Listing) else ():
        if not isinstance(item, Entries) or not isinstance(item.items.get("q"), Scalar):
            raise ContentRefused((Problem(item.file, item.line, "this entry has no `q`", 'write {q: "what somebody types"}'),))
        yield bare(item)


def _file(folder: Path, name: str) -> Node | None:
    if not (folder / name).is_file():
        return None
    inside, problems = Folder(folder), list[Problem]()
    text = decode(inside.read(name), inside.shown(name), problems)
    node = read_yaml(text, inside.shown(name), problems) if text is not None else None
    if problems or node is None:
        raise ContentRefused(tuple(problems))
    return node
