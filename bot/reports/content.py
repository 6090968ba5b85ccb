"""What the guidance holds, language by language and section by section: how much, how checked, how well it is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.library.model import Guidance, Library, in_language
from intents import Marked

ALL = "all"
"""Stands where a section stands, in the sum of a language."""


@dataclass(frozen=True)
class Found:
    """Held-out questions, in counts: how many were asked, answered rightly or with the right topic among the choices (`helped`),
    how many had the right topic first whatever was done about it, and how many were answered with another."""

    asked: int
    helped: int
    right_first: int
    wrong: int


@dataclass(frozen=True)
class Row:
    """One section in one language, or all of them.

    `topics` should have a text each; `missing` are those that don't. `parts` are without those for one place: `places` counts
    these by where they hold (ISO 3166; a part for two places counts for both, and once in `place_parts`). `sources` counts each
    source once, however many texts name it. `review_by` is the earliest date by which a text has to be looked at, `overdue`
    how many texts are past theirs. `found` is None where no question was asked.
    """

    lang: str
    section: str
    topics: int
    files: int
    drafts: int
    reviewed: int
    phrasings: int
    parts: int
    place_parts: int
    sources: int
    review_by: date | None
    overdue: int
    missing: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    found: Found | None = None


@dataclass(frozen=True)
class ContentReport:
    """`rows` by language and section in reading order, `sums` a row a language, `gaps` the subjects that the chat says it has
    nothing on (id and English name), `hidden` the topics that aren't shown."""

    rows: tuple[Row, ...]
    sums: tuple[Row, ...]
    gaps: Mapping[str, str]
    hidden: tuple[str, ...]


def content_report(library: Library, today: date, marked: Iterable[Marked] = ()) -> ContentReport:
    """`marked` are held-out questions that were asked of this very library; those that are nobody's are passed over."""
    asked: dict[tuple[str, str], list[Marked]] = {}
    for one in marked:
        if one.question.label is not None and one.question.lang is not None:
            asked.setdefault((one.question.lang, library.section_of(one.question.label)), []).append(one)
    rows: list[Row] = []
    sums: list[Row] = []
    for lang in _languages(library):
        for section in library.sections:
            rows.append(_row(lang, section.id, section.topics, library, asked.get((lang, section.id), ()), today))
        every = [topic for section in library.sections for topic in section.topics]
        sums.append(
            _row(lang, ALL, every, library, [m for (spoken, _), some in asked.items() if spoken == lang for m in some], today)
        )
    gaps = {gap.id: in_language(gap.titles, library.source_lang) for gap in library.gaps.values()}
    return ContentReport(tuple(rows), tuple(sums), gaps, tuple(sorted(library.hidden)))


def _languages(library: Library) -> list[str]:
    """The source language first."""
    return sorted({lang for _, lang in library.guidance}, key=lambda lang: (lang != library.source_lang, lang))


def _row(lang: str, name: str, topics: Sequence[str], library: Library, asked: Sequence[Marked], today: date) -> Row:
    texts = [text for topic in topics if (text := library.guidance.get((topic, lang))) is not None]
    parts = [part for text in texts for part in text.parts]
    local = [part for part in parts if part.places]
    dates = [text.review_by for text in texts if text.review_by is not None]
    return Row(
        lang=lang,
        section=name,
        topics=len(topics),
        files=len(texts),
        drafts=sum(text.status == "draft" for text in texts),
        reviewed=sum(text.status == "reviewed" for text in texts),
        phrasings=sum(len(text.ask) for text in texts) + sum(len(part.ask) for part in parts),
        parts=len(parts) - len(local),
        place_parts=len(local),
        sources=len(_sources(texts)),
        review_by=min(dates, default=None),
        overdue=sum(day < today for day in dates),
        missing=tuple(topic for topic in topics if (topic, lang) not in library.guidance),
        places=dict(sorted(Counter(place for part in local for place in part.places).items())),
        found=_found(asked) if asked else None,
    )


def _sources(texts: Sequence[Guidance]) -> set[tuple[str, ...]]:
    """By address; what has none, by its title and publisher."""
    every = (source for text in texts for source in text.sources.values())
    return {(source.url,) if source.url else (source.title, source.publisher) for source in every}


def _found(asked: Sequence[Marked]) -> Found:
    return Found(
        asked=len(asked),
        helped=sum(one.helped for one in asked),
        right_first=sum(one.right_first for one in asked),
        wrong=sum(one.wrong for one in asked),
    )
