"""How well personal details are found: `python -m tests.privacy.measure [--missed]` prints recall and precision by type.

Messages are those of messages.yaml; questions without details are the phrasings and sayings of the English content.
A detail counts as found when a span of its type overlaps it, as whole when the span covers all of it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.privacy.redact import TYPES, Span, find

HERE = Path(__file__).parent
CONTENT = HERE.parents[1] / "content"
_MARK = re.compile(r"\[(" + "|".join(TYPES) + r"): ([^\]]+)\]")


@dataclass(frozen=True)
class Message:
    """A message as it is typed, with the details that stand in it. `known`: read wrongly so far, and known to be."""

    lang: str
    text: str
    spans: tuple[Span, ...]
    known: bool = False


def marked(line: str) -> tuple[str, tuple[Span, ...]]:
    """A line of messages.yaml without its marks, and the marks as spans."""
    text, spans, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        spans.append(Span(len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + line[at:], tuple(spans)


def messages() -> tuple[Message, ...]:
    """All messages of messages.yaml, in its order."""
    book = yaml.safe_load((HERE / "messages.yaml").read_text(encoding="utf-8"))
    return tuple(
        Message(lang, *marked(line), known=kind == "open")
        for lang, kinds in book.items()
        for kind, lines in kinds.items()
        for line in lines or ()
    )


def phrasings() -> Iterator[tuple[str, str]]:
    """(file, phrasing) of every question that the English content lists: nobody's details stand in them."""
    for path in sorted(CONTENT.glob("guidance/**/*.en.md")):
        listed = False
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                listed = "{ask}" in line or "{not-this}" in line
            elif listed and line.startswith("- "):
                yield path.name, line[2:].strip().strip('"')
    for name in ("urgent/en.yaml", "offtopic/en.yaml"):
        yield from ((name, line) for line in _strings(yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))))


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def meets(found: Span, wanted: Span) -> bool:
    """Same type, and at least one character in common."""
    return found.type == wanted.type and found.start < wanted.end and wanted.start < found.end


def wrong(message: Message) -> str:
    """What is read wrongly in a message, for people; "" if nothing."""
    found = find(message.text)
    missed = [wanted for wanted in message.spans if not any(meets(span, wanted) for span in found)]
    extra = [span for span in found if not any(meets(span, wanted) for wanted in message.spans)]
    said = [f"missed {span.type} {message.text[span.start : span.end]!r}" for span in missed]
    said += [f"false {span.type} {message.text[span.start : span.end]!r}" for span in extra]
    return f"{message.text!r}: {', '.join(said)}" if said else ""


def table(chosen: tuple[Message, ...]) -> dict[str, tuple[int, int, int, int]]:
    """By type: details marked, found, found whole, and false alarms."""
    marks, hits, whole, false = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for message in chosen:
        found = find(message.text)
        for wanted in message.spans:
            marks[wanted.type] += 1
            hits[wanted.type] += any(meets(span, wanted) for span in found)
            whole[wanted.type] += any(span.start <= wanted.start and wanted.end <= span.end for span in found)
        false.update(span.type for span in found if not any(meets(span, wanted) for wanted in message.spans))
    return {kind: (marks[kind], hits[kind], whole[kind], false[kind]) for kind in TYPES}


def main() -> None:
    everything = messages()
    for title, chosen in (
        ("all", everything),
        *((lang, tuple(m for m in everything if m.lang == lang)) for lang in dict.fromkeys(m.lang for m in everything)),
    ):
        print(f"{title}: {len(chosen)} messages")
        for kind, (marks, hits, whole, false) in table(chosen).items():
            if marks or false:
                print(f"  {kind:16} {hits:3}/{marks:<3} found, {whole:3} whole, {false:2} false")
    asked = list(phrasings())
    flagged = [(name, line, find(line)) for name, line in asked if find(line)]
    print(f"phrasings: {len(flagged)} of {len(asked)} flagged ({len(flagged) / len(asked):.2%})")
    for name, line, spans in flagged:
        print(f"  {name}: {line!r}: {', '.join(f'{span.type} {line[span.start : span.end]!r}' for span in spans)}")
    if "--missed" in sys.argv:
        print(*filter(None, map(wrong, everything)), sep="\n")


if __name__ == "__main__":
    main()
