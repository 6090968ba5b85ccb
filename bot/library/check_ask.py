"""Checks on what people type: enough of it, in one place only, apart from the questions that measure it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.library.load import Content
from bot.library.read import ContentRefused, Entries, Folder, Level, Listing, Node, Problem, Scalar, decode, read_yaml
from intents import Matcher, decide
from intents.text import read as read_text

LEAST = {"en": 25}
LEAST_OTHER = 20


@dataclass(frozen=True)
class HeldOut:
    """A question that the matcher is measured with."""

    text: str
    lang: str
    file: str
    line: int


@dataclass(frozen=True)
class _Phrase:
    text: str
    lang: str
    home: str
    file: str
    line: int

    @property
    def key(self) -> str:
        return read_text(self.text, self.lang).key


def held_out(folder: Path | None) -> tuple[HeldOut, ...]:
    """Every `q:` in the YAML files of `folder`/<language>/. Raises ContentRefused for a file that can't be read."""
    if folder is None or not folder.is_dir():
        return ()
    problems: list[Problem] = []
    found: list[HeldOut] = []
    inside = Folder(folder)
    for path in inside.paths():
        if not path.endswith(".yaml") or "/" not in path:
            continue
        text = decode(inside.read(path), inside.shown(path), problems)
        node = read_yaml(text, inside.shown(path), problems) if text is not None else None
        if node is not None:
            first, _, name = path.partition("/")
            # tests/questions/contrast/en.yaml is named by its language.
            found += _questions(node, first if len(first) < 4 else name.removesuffix(".yaml"))
    if problems:
        raise ContentRefused(tuple(problems))
    return tuple(found)


def _questions(node: Node, lang: str) -> Iterator[HeldOut]:
    if isinstance(node, Listing):
        for item in node.items:
            yield from _questions(item, lang)
    elif isinstance(node, Entries):
        for key, value in node.items.items():
            if key == "q" and isinstance(value, Scalar):
                yield HeldOut(value.text, lang, value.file, value.line)
            else:
                yield from _questions(value, lang)


def check_asks(content: Content, questions: Sequence[HeldOut]) -> Iterator[Problem]:
    """Phrasings against each other, against what isn't ours, and against the held-out questions."""
    phrases = list(_phrases(content))
    yield from _enough(content)
    yield from _twice(phrases)
    keys: dict[str, _Phrase] = {}
    for phrase in phrases:
        keys.setdefault(phrase.key, phrase)
    for question in questions:
        same = keys.get(read_text(question.text, question.lang).key)
        if same is not None:
            what = f"`{same.text}` is a held-out question ({question.file}:{question.line})"
            yield Problem(same.file, same.line, what, "take it out here: what is measured must not be learnt")


def _phrases(content: Content) -> Iterator[_Phrase]:
    """Everything that is learnt from, with its home: `topic x`, `gap x`, `far`, `quiet`, `sayings x`."""
    layers = content.layers
    for page in (*layers.pages.values(), *(p for pages in layers.additions.values() for p in pages)):
        for asked in (*page.ask, *(a for part in page.parts for a in part.ask)):
            yield _Phrase(asked.text, page.lang, f"topic {page.topic}", page.file, asked.line)
        for asked in page.not_this:
            yield _Phrase(asked.text, page.lang, f"not-this of {page.topic}", page.file, asked.line)
    for (kind, name), node in layers.yaml.items():
        if kind == "gaps":
            yield from _of_gaps(node)
        elif kind in ("urgent", "offtopic"):
            yield from _of_lists(node, name)


def _of_gaps(node: Node) -> Iterator[_Phrase]:
    gaps = node.items.get("gaps") if isinstance(node, Entries) else None
    for name, gap in gaps.items.items() if isinstance(gaps, Entries) else ():
        ask = gap.items.get("ask") if isinstance(gap, Entries) else None
        for lang, texts in ask.items.items() if isinstance(ask, Entries) else ():
            for text in texts.items if isinstance(texts, Listing) else ():
                if isinstance(text, Scalar):
                    yield _Phrase(text.text, lang, f"gap {name}", text.file, text.line)


def _of_lists(node: Node, lang: str, home: str = "") -> Iterator[_Phrase]:
    if isinstance(node, Scalar):
        yield _Phrase(node.text, lang, home, node.file, node.line)
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _of_lists(item, lang, home)
    else:
        for key, value in node.items.items():
            yield from _of_lists(value, lang, f"{home} {key}".strip())


def _enough(content: Content) -> Iterator[Problem]:
    for page in content.layers.pages.values():
        count = len(page.ask) + sum(len(part.ask) for part in page.parts)
        least = LEAST.get(page.lang, LEAST_OTHER)
        if count < least:
            line = page.ask[0].line if page.ask else 1
            yield Problem(page.file, line, f"{count} ways of asking", f"write at least {least}", "warning")


def _twice(phrases: Sequence[_Phrase]) -> Iterator[Problem]:
    """The same words (after folding) in two places that lead to different ends."""
    seen: dict[tuple[str, str], _Phrase] = {}
    for phrase in phrases:
        key = phrase.lang, phrase.key
        if not key[1]:
            yield Problem(phrase.file, phrase.line, f"`{phrase.text}` has no letters", "write how people ask")
            continue
        first = seen.setdefault(key, phrase)
        if first is phrase:
            continue
        here, there = phrase.home, first.home
        at = f"{first.file}:{first.line}"
        if here == there:
            yield Problem(phrase.file, phrase.line, f"`{phrase.text}` stands here twice (first on line {first.line})",
                          "keep one", "warning")  # fmt: skip
        elif _at_odds(here, there):
            yield Problem(phrase.file, phrase.line, f"`{phrase.text}` stands under {here} and under {there} ({at})",
                          "keep it where it belongs")  # fmt: skip


def _at_odds(here: str, there: str) -> bool:
    """Whether one phrase under both leads to two ends. `quiet` and `not-this` say only what a phrase isn't."""
    for one, other in ((here, there), (there, here)):
        if one == "quiet":
            return other.startswith("sayings")
        if one.startswith("not-this of "):
            return other == "topic " + one.removeprefix("not-this of ")
        if one.startswith("sayings") and not other.startswith("not-this"):
            return not other.startswith("sayings") or one != other
    return True


def over_matched(matcher: Matcher, content: Content) -> Iterator[Problem]:
    """Phrases of one topic that the fitted matcher answers with another.

    As they stand this is an error: two topics claim the same words. With a strange word behind them, so that the phrase isn't
    simply recognised, it is a warning: the topics lie too near to one another there.
    """
    for phrase in _phrases(content):
        if not phrase.home.startswith("topic "):
            continue
        topic = phrase.home.removeprefix("topic ")
        tries: tuple[tuple[str, Level], ...] = ((phrase.text, "error"), (f"{phrase.text} qzx", "warning"))
        for text, level in tries:
            verdict = decide(matcher.match(text, lang=phrase.lang), matcher.policy, matcher.book.families)
            others = {choice.label for choice in verdict.choices}
            if verdict.kind == "answer" and verdict.label != topic and topic not in others:
                what = f"`{phrase.text}` is answered with `{verdict.label}`"
                remedy = f"reword it, move it, or add it to not-this of `{verdict.label}`"
                yield Problem(phrase.file, phrase.line, what, remedy, level)
                break
