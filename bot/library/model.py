"""What guidance is, once it has been read and checked. Built by `load` through pydantic; frozen from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.library.calendar import Observance
from bot.library.richtext import Block

Status = Literal["draft", "reviewed"]


@dataclass(frozen=True)
class Source:
    """Where a statement comes from: at least a title and one of publisher and address."""

    key: str
    title: str
    publisher: str = ""
    year: str = ""
    url: str = ""


@dataclass(frozen=True)
class Part:
    """One part of an answer. `places` is empty when it holds anywhere; else ISO 3166 codes (`NG`, `GB-SCT`)."""

    id: str
    heading: str
    body: tuple[Block, ...]
    places: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guidance:
    """One topic in one language.

    `code` is made from the text itself (four letters and digits), so that "disclosure 7k2m" names exactly this wording
    on every replica and in the terminal alike, without a database; a changed text has another code.
    """

    topic: str
    section: str
    lang: str
    title: str
    short: tuple[Block, ...]
    parts: tuple[Part, ...]
    code: str
    text: str
    path: str
    ask: tuple[str, ...] = ()
    not_this: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    short_sources: tuple[str, ...] = ()
    status: Status = "draft"
    reviewed_on: date | None = None
    reviewed_by: str = ""
    review_by: date | None = None
    owner: str = ""
    related: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    must_say: tuple[str, ...] = ()
    translates: str = ""

    def part(self, part_id: str, place: str | None = None) -> Part | None:
        """The part of that id; for `place` parts the one that holds in `place`."""
        for part in self.parts:
            if part.id == part_id and (part_id != "place" or place in part.places):
                return part
        return None


@dataclass(frozen=True)
class Topic:
    """A topic of the contract, whether or not it has a text yet. `short` titles are for buttons (at most 24 characters)."""

    id: str
    section: str
    titles: Mapping[str, str]
    scope: str = ""
    short: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A section with its topics in reading order. `place`: the country or nation that it is about as a whole; else empty."""

    id: str
    titles: Mapping[str, str]
    topics: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True)
class Gap:
    """A subject that people ask for and that nothing is checked on; `near` are the nearest topics with a text."""

    id: str
    titles: Mapping[str, str]
    near: tuple[str, ...] = ()
    ask: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class PartName:
    """A part id of the closed list: its button's words and how people ask for just that part, by language."""

    id: str
    titles: Mapping[str, str]
    ask: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Library:
    """All guidance of one edition, and the days of the field (`days`) that lead to it.

    `withdrawn` are topics and parts (`disclosure/first-words`) that were taken back and are being checked: they are hidden too.
    """

    sections: tuple[Section, ...]
    topics: Mapping[str, Topic]
    guidance: Mapping[tuple[str, str], Guidance]
    parts: Mapping[str, PartName]
    gaps: Mapping[str, Gap] = field(default_factory=dict)
    safe_family: tuple[str, ...] = ()
    danger_sections: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    days: tuple[Observance, ...] = ()
    source_lang: str = "en"
    withdrawn: frozenset[str] = frozenset()

    def find(self, topic: str, lang: str) -> Guidance | None:
        """The text of a topic in that language, else in the source language, else None."""
        if topic in self.hidden:
            return None
        return self.guidance.get((topic, lang)) or self.guidance.get((topic, self.source_lang))

    def section_of(self, topic: str) -> str:
        """The section id of a topic; empty if there's no such topic."""
        known = self.topics.get(topic)
        return known.section if known else ""

    def is_elsewhere(self, topic: str, country: str) -> bool:
        """Whether a topic is of a section about one place, and somebody in `country` (empty: unknown) is surely not there."""
        place = next((s.place for s in self.sections if topic in s.topics), "")
        return bool(place and country) and country != place and not place.startswith(country + "-")

    def is_dangerous(self, topic: str) -> bool:
        """Whether the danger button stands first under answers on this topic."""
        return self.section_of(topic) in self.danger_sections


def in_language(texts: Mapping[str, str], lang: str) -> str:
    """A title in the language asked for, else in English, else in any."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")
