"""Content folders become a `Content`: library, directory, words and what people type; or a list of problems, never half.

`load` sees to it that each file makes sense by itself. Whether the files make sense together is for `check`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.library import load_checkins, load_services
from bot.library.model import Gap, Guidance, Library, Part, PartName, Section, Source, Topic
from bot.library.overlay import Layers, gather
from bot.library.page import Page, Passage, code_of, sources_in, wording
from bot.library.read import Folder, Problem
from bot.library.schema import (
    SOURCE_LANG,
    CalibrationFile,
    FrontMatter,
    GapsFile,
    HiddenFile,
    SectionsFile,
)  # fmt: skip
from bot.library.schema_calendar import CalendarFile, observances
from bot.library.schema_codes import CodesFile, codes
from bot.library.schema_finding import FindingFile, finding
from bot.library.schema_replies import RepliesFile, replies
from bot.library.schema_scheduling import SchedulingFile, scheduling
from bot.library.schema_words import ConceptsFile, ForeignFile, OfftopicFile, SignalsFile, UrgentFile, WordsFile
from bot.library.shapes import Shapes
from bot.library.words import Command, Language, Words
from bot.services.model import Directory
from bot.services.places import Gazetteer
from bot.services.wording import Finding
from bot.supervision.codes import Codes
from bot.supervision.kind import Kind
from bot.supervision.replies import Replies
from bot.supervision.wording_words import Scheduling
from intents import Tuning, slots

Strings = tuple[str, ...]


@dataclass(frozen=True)
class Sayings:
    """What people type, for the phrase book; each by language. `foreign` holds frequent words of languages not spoken here."""

    red_flags: Mapping[str, Mapping[str, Strings]] = field(default_factory=dict)
    quiet: Mapping[str, Strings] = field(default_factory=dict)
    signals: Mapping[str, Mapping[str, Strings]] = field(default_factory=dict)
    frames: Mapping[str, Mapping[str, Strings]] = field(default_factory=dict)
    asides: tuple[tuple[str, str, str], ...] = ()
    concepts: Mapping[str, tuple[Strings, ...]] = field(default_factory=dict)
    skip: Mapping[str, Strings] = field(default_factory=dict)
    negations: Mapping[str, Strings] = field(default_factory=dict)
    opposites: Mapping[str, tuple[tuple[Strings, Strings], ...]] = field(default_factory=dict)
    foreign: Mapping[str, Strings] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """All that the folders hold. `layers` are the files with their lines, for the checks; `version` is a hash of all files."""

    library: Library
    directory: Directory
    places: Gazetteer
    words: Words
    sayings: Sayings
    layers: Layers
    version: str
    neighbours: tuple[Strings, ...] = ()
    place_words: Mapping[str, Strings] = field(default_factory=dict)
    section_places: Mapping[str, str] = field(default_factory=dict)
    """Sections that are about one place, and that place."""
    tunings: Mapping[str, Tuning] = field(default_factory=dict)
    finding: Mapping[str, Finding] = field(default_factory=dict)
    scheduling: Mapping[str, Scheduling] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    replies: Mapping[str, Replies] = field(default_factory=dict)
    codes: Mapping[str, Codes] = field(default_factory=dict)


@dataclass(frozen=True)
class Loaded:
    """What came of loading: the content if no file had an error, and all problems, in order of file and line."""

    content: Content | None
    problems: tuple[Problem, ...]


def load(folders: Sequence[Folder]) -> Loaded:
    """Read all folders, the first lowest."""
    problems: list[Problem] = []
    for folder in folders:
        if not folder.root.is_dir():
            problems.append(Problem(folder.shown(""), 1, "the content folder isn't there", "check `content:` in config.yaml"))
    layers = gather([f for f in folders if f.root.is_dir()], problems)
    shapes = Shapes(layers, problems)
    sections = shapes.one("sections", SectionsFile)
    if sections is None:
        if not any(p.file.endswith("sections.yaml") for p in problems):
            where = folders[0].shown("sections.yaml") if folders else "sections.yaml"
            problems.append(Problem(where, 1, "sections.yaml is missing", "every topic has its section there"))
        # Without the map every other file would be told to be out of place: one mistake, one problem.
        return Loaded(None, tuple(sorted(set(problems))))
    library = _library(sections, layers, shapes, problems)
    hidden = shapes.one("hidden", HiddenFile) or HiddenFile()
    directory, places = load_services.directory(shapes, frozenset(hidden.services)), load_services.gazetteer(shapes)
    words, sayings = _words(shapes), _sayings(shapes, library)
    content = Content(
        library, directory, places, words, sayings, layers, layers.version,
        neighbours=tuple(tuple(group) for group in sections.neighbours),
        place_words={place: tuple(words) for place, words in sections.place_words.items()},
        section_places={name: section.place for name, section in sections.sections.items() if section.place},
        tunings={
            lang: Tuning(t.slope, t.shift, t.answer, t.choose, t.alarm)
            for lang, t in (shapes.one("calibration", CalibrationFile) or CalibrationFile()).languages.items()
        },
        finding={lang: finding(lang, file) for lang, file in shapes.each("finding", FindingFile).items()},
        scheduling={lang: scheduling(lang, file) for lang, file in shapes.each("scheduling", SchedulingFile).items()},
        codes={lang: codes(lang, file) for lang, file in shapes.each("codes", CodesFile).items()},
        replies={lang: replies(lang, file) for lang, file in shapes.each("replies", RepliesFile).items()},
        kinds=load_checkins.kinds(shapes, [lang for lang, language in words.languages.items() if language.sentences]),
    )  # fmt: skip
    refused = any(p.level == "error" for p in problems)
    return Loaded(None if refused else content, tuple(sorted(set(problems))))


# --- library ------------------------------------------------------------------------------------------------------------


def _library(sections: SectionsFile, layers: Layers, shapes: Shapes, problems: list[Problem]) -> Library:
    homes = {topic: name for name, section in sections.sections.items() for topic in section.topics}
    texts: dict[tuple[str, str], Guidance] = {}
    for (topic, lang), page in sorted(layers.pages.items()):
        if homes.get(topic) != page.section:
            known = f"it belongs in guidance/{homes[topic]}/" if topic in homes else "add it to sections.yaml, or mend the name"
            problems.append(Problem(page.file, 1, f"section `{page.section}` has no topic `{topic}`", known))
        elif page.front is not None:
            source = layers.pages.get((topic, SOURCE_LANG), page).front or page.front
            texts[topic, lang] = _guidance(page, page.front, source, layers.additions.get((topic, lang), ()))
    for (topic, lang), pages in layers.additions.items():
        if (topic, lang) not in layers.pages:
            what, remedy = f"there is no text of `{topic}` in `{lang}` to add to", "begin the file with front matter"
            problems += [Problem(page.file, 1, what, remedy) for page in pages]
    topics = {
        topic: Topic(
            topic, name, shape.title | {lang: g.title for (t, lang), g in texts.items() if t == topic}, shape.scope, shape.short
        )
        for name, section in sections.sections.items()
        for topic, shape in section.topics.items()
    }
    gaps = shapes.one("gaps", GapsFile) or GapsFile()
    hidden = shapes.one("hidden", HiddenFile) or HiddenFile()
    calendar = shapes.one("calendar", CalendarFile) or CalendarFile()
    return Library(
        sections=tuple(Section(name, s.title, tuple(s.topics), s.place or "") for name, s in sections.sections.items()),
        topics=topics,
        guidance=texts,
        parts={name: PartName(name, p.title, _tuples(p.ask)) for name, p in sections.parts.items()},
        gaps={name: Gap(name, g.title, tuple(g.near), _tuples(g.ask)) for name, g in gaps.gaps.items()},
        safe_family=tuple(sections.safe_family),
        danger_sections=tuple(sections.danger_sections),
        hidden=frozenset(hidden.topics),
        days=tuple(day for day in observances(calendar) if day.id not in hidden.days),
        source_lang=SOURCE_LANG,
    )


def _guidance(page: Page, front: FrontMatter, source: FrontMatter, additions: tuple[Page, ...]) -> Guidance:
    """`source` is the front matter in the source language: a translation has its owner, sources, related topics and services."""
    passages = page.parts + tuple(part for addition in additions for part in addition.parts)
    code = code_of(front.title, (page.short, *passages))
    parts = tuple(Part(p.id, p.heading, p.blocks, p.places, tuple(a.text for a in p.ask), sources_in(p.blocks)) for p in passages)
    used = {*sources_in(page.short.blocks), *(key for part in parts for key in part.sources)}
    sources = {key: s for key, s in (source.sources | front.sources).items() if key in used or key in front.sources}
    asked = (*page.ask, *(a for addition in additions for a in addition.ask))
    return Guidance(
        topic=page.topic, section=page.section, lang=page.lang, title=front.title, short=page.short.blocks, parts=parts,
        code=code, text=_wording(front.title, page.short, passages), path=page.file,
        ask=tuple(a.text for a in asked), not_this=tuple(a.text for a in page.not_this),
        sources={key: Source(key, s.title, s.publisher, s.year, s.url) for key, s in sources.items()},
        short_sources=sources_in(page.short.blocks),
        status=front.status, reviewed_on=front.reviewed_on, reviewed_by=front.reviewed_by,
        review_by=front.review_by or source.review_by, owner=front.owner or source.owner,
        related=tuple(front.related or source.related), services=tuple(front.services or source.services),
        must_say=tuple(front.must_say),
        translates=front.translates,
    )  # fmt: skip


def _wording(title: str, short: Passage, parts: Sequence[Passage]) -> str:
    """The whole answer as plain text, with `{service:id}` where a number will stand."""
    pieces = [title, wording(short.blocks)]
    for part in parts:
        pieces += [part.heading, wording(part.blocks)]
    return "\n\n".join(pieces)


def _tuples(texts: Mapping[str, Sequence[str]]) -> dict[str, Strings]:
    return {key: tuple(value) for key, value in texts.items()}


# --- what people type, what the chat says --------------------------------------------------------------------------------


def _words(shapes: Shapes) -> Words:
    languages = {
        lang: Language(
            lang, file.name or lang, file.sentences,
            tuple(Command(c.name, c.menu, tuple(c.also)) for c in file.commands), tuple(file.emergency),
        )
        for lang, file in shapes.each("words", WordsFile).items()
    }  # fmt: skip
    languages.setdefault(SOURCE_LANG, Language(SOURCE_LANG, "English", {}))
    foreign = shapes.one("foreign", ForeignFile) or ForeignFile()
    spoken = {lang for lang, language in languages.items() if language.sentences}
    return Words(languages, {lang: f.sentence for lang, f in foreign.foreign.items() if lang not in spoken})


def _sayings(shapes: Shapes, library: Library) -> Sayings:
    urgent = shapes.each("urgent", UrgentFile)
    signals = shapes.each("signals", SignalsFile)
    concepts = shapes.each("concepts", ConceptsFile)
    foreign = shapes.one("foreign", ForeignFile) or ForeignFile()
    answered = {lang for _, lang in library.guidance}
    asides: list[tuple[str, str, str]] = []
    for lang, off in shapes.each("offtopic", OfftopicFile).items():
        asides += [(text, lang, "far") for text in off.far] + [(text, lang, "near") for text in off.near]
        asides += [(text, lang, f"small:{kind}") for kind, texts in off.small_talk.items() for text in texts]
    for gap in library.gaps.values():
        asides += [(text, lang, f"gap:{gap.id}") for lang, text in gap.titles.items()]
        asides += [(text, lang, f"gap:{gap.id}") for lang, texts in gap.ask.items() for text in texts]
    return Sayings(
        red_flags={lang: _tuples(file.sayings) for lang, file in urgent.items()},
        quiet={lang: tuple(file.quiet) for lang, file in urgent.items()},
        signals={lang: _tuples(file.words) for lang, file in signals.items()},
        frames={
            lang: {slots.ANYONE: tuple(file.asked.anyone), slots.ABOUT_SELF: tuple(file.asked.self)}
            for lang, file in signals.items()
        },
        asides=tuple(asides),
        concepts={lang: tuple(map(tuple, file.groups.values())) for lang, file in concepts.items()},
        skip={lang: tuple(file.skip) for lang, file in concepts.items()},
        negations={lang: tuple(file.negations) for lang, file in concepts.items()},
        opposites={lang: tuple((tuple(one), tuple(other)) for one, other in file.opposites) for lang, file in concepts.items()},
        foreign={lang: tuple(f.words) for lang, f in foreign.foreign.items() if lang not in answered},
    )
