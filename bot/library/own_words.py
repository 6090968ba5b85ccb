"""Own words: no run of twelve words is shared with a source document, or between two topics.

What was written down from the sources isn't in the repository; what is, is a hash of each run of twelve words in it
(`source-runs.txt`, made by `tests/bench/source_runs.py`). A run that a text shares with them is found without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby

from bot.library.load import Content
from bot.library.page import Page, Passage
from bot.library.read import Level, Problem
from intents.text import fold

RUN = 12
"""Words that may not stand in the same order in two places."""
HEX = 12
"""Hexadecimal digits kept of a run's hash: with 15,000 runs of the sources and 260,000 of ours, one check of all texts in 70,000
finds what isn't there."""

_NOT_SAID = re.compile(r"\[\^[^\]]*\]|\{service:[^}]*\}|\]\([^)]*\)")
"""Source marks, numbers, the addresses of links: nobody wrote those as a sentence."""
_NOTE = re.compile(r"\[[^\]]*\]|\(opening read\)|https?://\S+")
"""What stands in notes on sources beside their sentences: the place, the address."""
_ITEM = re.compile(r"\s*(?:\d+\.|[-*])\s+")
_PIECE = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*#]|\d+\.)\s)")
_WORD_OR_END = re.compile(r"\w+|[.!?؟…:](?=[\s\"”»)*]|$)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class _Word:
    """A word, folded. `sentence` counts those of its passage: a list item and what stands before a colon are one each."""

    text: str
    line: int
    sentence: int


@dataclass(frozen=True)
class _Stretch:
    """The words of a short answer or a part, and the hash of each run of twelve among them, by the position of its first word."""

    page: Page
    words: tuple[_Word, ...]
    runs: tuple[str, ...]


def source_runs(texts: Iterable[str]) -> str:
    """The lines of `source-runs.txt` for these texts, sorted. No run goes on from one paragraph or list item to another."""
    pieces = (piece for text in texts for piece in _PIECE.split(text))
    found = {run for piece in pieces for run in _runs(_WORD.findall(fold(_NOTE.sub(" ", _ITEM.sub(" ", piece, count=1)))))}
    return "".join(f"{run}\n" for run in sorted(found))


def check_own_words(content: Content) -> Iterator[Problem]:
    """A problem for each stretch of twelve words or more that a text has from a source document, or a sentence has from another
    topic.

    Against the sources a run may span sentences. Between topics it may not: two short sentences that stand together in both (a
    warning, the line that nothing is checked for a place) are the same advice, said alike on purpose.
    """
    stretches = [s for page in content.layers.pages.values() for s in _stretches(page)]
    for stretch in stretches:
        for first, last in _together(n for n, run in enumerate(stretch.runs) if run in content.layers.source_runs):
            what = f"`{_said(stretch, first, last)}` stands in a source document too"
            yield _told(stretch, first, what, "say it in your own words")
    homes: dict[tuple[str, str], tuple[_Stretch, int]] = {}
    for stretch in stretches:
        elsewhere: dict[int, tuple[_Stretch, int]] = {}
        for n, run in enumerate(stretch.runs):
            if stretch.words[n].sentence == stretch.words[n + RUN - 1].sentence:
                home = homes.setdefault((stretch.page.lang, run), (stretch, n))
                if home[0].page.topic != stretch.page.topic:
                    elsewhere[n] = home
        for first, last in _together(elsewhere):
            there, at = elsewhere[first]
            place = f"{there.page.file}:{there.words[at].line}"
            what = f"`{_said(stretch, first, last)}` stands in `{there.page.topic}` too ({place})"
            yield _told(stretch, first, what, "say it in one of the two, or in other words")


def _stretches(page: Page) -> Iterator[_Stretch]:
    for passage in (page.short, *page.parts):
        words = tuple(_words(passage))
        yield _Stretch(page, words, tuple(_runs([word.text for word in words])))


def _words(passage: Passage) -> Iterator[_Word]:
    sentence = 0
    for number, line in enumerate(passage.raw.split("\n"), passage.first):
        if not line.strip() or _ITEM.match(line):
            sentence += 1
        for found in _WORD_OR_END.finditer(fold(_NOT_SAID.sub(" ", _ITEM.sub("", line, count=1)))):
            if found[0][0].isalnum() or found[0][0] == "_":
                yield _Word(found[0], number, sentence)
            else:
                sentence += 1


def _runs(words: Sequence[str]) -> Iterator[str]:
    for n in range(len(words) - RUN + 1):
        yield blake2b(" ".join(words[n : n + RUN]).encode(), digest_size=HEX // 2).hexdigest()


def _together(positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each row of positions that follow one another."""
    for _, row in groupby(enumerate(positions), lambda pair: pair[1] - pair[0]):
        numbers = [n for _, n in row]
        yield numbers[0], numbers[-1]


def _said(stretch: _Stretch, first: int, last: int) -> str:
    return " ".join(word.text for word in stretch.words[first : last + RUN])


def _told(stretch: _Stretch, first: int, what: str, remedy: str) -> Problem:
    # What an organisation takes over from its own papers is its own affair.
    level: Level = "warning" if stretch.page.file.startswith(("content/local", "local")) else "error"
    return Problem(stretch.page.file, stretch.words[first].line, what, remedy, level)
