"""`practiceline calibrate`: how sure the matcher may be in each language, from questions that serve nothing else.

The folder has a folder for each language, with files as tests/questions/README.md describes them: `topics.yaml`,
`out-of-scope.yaml`, `red-flags.yaml`. A question of a topic without a text in that language is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bot.library.make import Kitchen, make
from bot.library.read import ContentRefused, Entries, Folder, Listing, Node, Problem, Scalar, bare, decode, read_yaml
from intents import Matcher, Question, Saying, Urgency, tuned

_HEAD = """\
# How sure the matcher may be before it answers, offers a choice or opens the emergency card, by language.
# Made by `make calibrate`; how: intents/README.md. Run it again when the content has changed much. To change a number by hand is
# possible (a lower `alarm` hears more red flags and raises more false alarms), but the next `make calibrate` will not know of it.
"""


def tune(kitchen: Kitchen, questions: Path, today: date) -> str:
    """The text of a calibration.yaml for the content as it is now. Raises ContentRefused."""
    made = make(kitchen, today, fit=True)
    book = made.book
    # Without what an earlier calibration says.
    matcher, urgency = Matcher.load(book, made.fit), Urgency.load(book, made.fit)
    lines = [_HEAD.rstrip(), "", f"made_on: {today.isoformat()}", f"phrasings: {len(book.phrases)}", "languages:"]
    for lang in sorted({*book.languages, *book.red_flags}):
        folder = questions / lang
        answered = {p.label for p in book.phrases if p.lang == lang}
        asked = [q for q in _questions(folder, lang) if q.label is None or q.label in answered] if answered else []
        sayings = list(_sayings(folder))
        tuning = tuned(matcher, urgency, lang, asked, sayings)
        ours = sum(q.label is not None for q in asked)
        flags = sum(s.urgent for s in sayings)
        lines.append(f"  {lang}:")
        lines.append(f"    questions: {ours}")
        lines.append(f"    strays: {len(asked) - ours}")
        lines.append(f"    urgent: {flags}")
        lines.append(f"    quiet: {len(sayings) - flags}")
        for name in ("slope", "shift", "answer", "choose", "alarm"):
            value = getattr(tuning, name)
            if value is not None:
                lines.append(f"    {name}: {value}")
    return "\n".join(lines) + "\n"


def _questions(folder: Path, lang: str) -> Iterator[Question]:
    topics = _file(folder, "topics.yaml")
    for topic, entries in topics.items.items() if isinstance(topics, Entries) else ():
        for entry in _asked(entries):
            also = entry.get("also", [])
            yield Question(entry["q"], topic, lang, (also,) if isinstance(also, str) else tuple(also))
    for entry in _asked(_file(folder, "out-of-scope.yaml")):
        yield Question(entry["q"], None, lang)


def _sayings(folder: Path) -> Iterator[Saying]:
    flags = _file(folder, "red-flags.yaml")
    for key, urgent in (("urgent", True), ("quiet", False)):
        for entry in _asked(flags.items.get(key) if isinstance(flags, Entries) else None):
            yield Saying(entry["q"], urgent)


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
