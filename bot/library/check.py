"""Whether the files make sense together, and keep what the content guide promises.

`load` has seen to it that each file can be read; here they are held against each other and against the guide. An error keeps
an edition from being published; a warning is told to whoever runs `practiceline check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.library.check_ask import HeldOut, check_asks, held_out, over_matched
from bot.library.check_calendar import check_calendar
from bot.library.check_checkins import check_checkins
from bot.library.check_finding import check_finding
from bot.library.check_scheduling import check_scheduling
from bot.library.check_services import check_services
from bot.library.check_text import check_texts
from bot.library.check_whole import check_whole, unclaimed
from bot.library.load import Content
from bot.library.own_words import check_own_words
from bot.library.page import Page, inlines_of
from bot.library.read import Problem, bare, spot
from bot.library.richtext import ServiceMark
from bot.library.schema import SOURCE_LANG
from bot.services.model import Service
from bot.services.places import Gazetteer

__all__ = ["HeldOut", "check", "held_out", "over_matched", "unclaimed"]

PARTS = (3, 6)
"""Parts of an answer besides places: fewest and most."""
REVIEW_EVERY = timedelta(days=180)
"""After this a number that was confirmed, or only seen, has to be looked up again."""
_BUTTON = 24


def check(content: Content, today: date, questions: Sequence[HeldOut] = ()) -> list[Problem]:
    """All problems, errors and warnings, in order of file and line."""
    found: set[Problem] = set()
    for page in content.layers.pages.values():
        found.update(_front(page, content, today))
        found.update(_parts(page, content))
        found.update(_references(page, content))
    for pages in content.layers.additions.values():
        for page in pages:
            found.update(_addition(page))
    found.update(_map(content))
    found.update(check_services(content, today))
    found.update(check_finding(content))
    found.update(check_scheduling(content))
    found.update(check_checkins(content, today))
    found.update(_words(content))
    found.update(check_calendar(content, today))
    found.update(check_texts(content))
    found.update(check_own_words(content))
    found.update(check_asks(content, questions))
    found.update(check_whole(content))
    return sorted(found)


# --- guidance -----------------------------------------------------------------------------------------------------------


def _front(page: Page, content: Content, today: date) -> Iterator[Problem]:
    front = page.front
    if front is None:
        return

    def at(key: str, what: str, remedy: str, warn: bool = False) -> Problem:
        return Problem(page.file, page.line_at(key), what, remedy, "warning" if warn else "error")

    if front.status == "reviewed" and not (front.reviewed_on and front.reviewed_by):
        yield at("status", "reviewed, but not by whom and when", "add reviewed_on and reviewed_by (a role), or status: draft")
    if front.status == "draft" and (front.reviewed_on or front.reviewed_by):
        yield at("status", "a reviewer is named, and the status is draft", "write status: reviewed, or take the reviewer out")
    if front.reviewed_on and front.reviewed_on > today:
        yield at("reviewed_on", "reviewed on a day that is still to come", "mend the date")
    if front.review_by and front.review_by < today:
        yield at("review_by", f"due for review since {front.review_by}", "review it and set a new date", warn=True)
    for key, source in front.sources.items():
        if not source.url and not source.publisher:
            yield at("sources", f"the source `{key}` has neither `url` nor `publisher`", "say where it can be looked up")
        if source.url and not re.match(r"https?://\S+$", source.url):
            yield at("sources", f"the source `{key}` has an address that doesn't work", "begin it with https://")
    used = {mark for part in (page.short, *page.parts) for mark in re.findall(r"\[\^([^\]\s]+)\]", part.raw)}
    for key in front.sources.keys() - used:
        yield at("sources", f"the source `{key}` is used nowhere", f"mark where it holds: [^{key}]", warn=True)
    yield from _original(page, content) if page.lang == SOURCE_LANG else _translation(page, content)


def _original(page: Page, content: Content) -> Iterator[Problem]:
    assert page.front is not None
    if not page.front.owner:
        yield Problem(
            page.file, page.line_at(), "`owner` is missing", "name the role that keeps this text, such as practice-team"
        )
    if page.front.review_by is None:
        yield Problem(page.file, page.line_at(), "`review_by` is missing", "write when it has to be looked at again")
    if page.topic in content.library.safe_family and not page.front.must_say:
        what = "`must_say` is missing, and this topic is of the safe family"
        yield Problem(page.file, page.line_at(), what, "name the warnings that its short answer may never lose")
    if page.front.translates:
        yield Problem(page.file, page.line_at("translates"), "the source language translates nothing", "take the line out")


def _translation(page: Page, content: Content) -> Iterator[Problem]:
    assert page.front is not None
    source = content.layers.pages.get((page.topic, SOURCE_LANG))
    if source is None or source.front is None:
        yield Problem(page.file, 1, f"there is no text in `{SOURCE_LANG}` that this could translate", "write that one first")
        return
    wanted = f"{SOURCE_LANG}@{source.code}"
    if not page.front.translates:
        yield Problem(page.file, page.line_at(), "`translates` is missing", f"add translates: {wanted}")
    elif page.front.translates != wanted:
        what = f"renders {page.front.translates}, and the text is {wanted} by now"
        yield Problem(page.file, page.line_at("translates"), what, "bring it up to date, then change the code", "warning")
    if source.front.must_say and not page.front.must_say:
        what = "`must_say` is missing"
        yield Problem(page.file, page.line_at(), what, f"say in this language: {', '.join(source.front.must_say)}")
    for key in ("owner", "related", "services", "review_by"):
        if getattr(page.front, key):
            what = f"`{key}` stands in a translation"
            yield Problem(page.file, page.line_at(key), what, f"it is taken from the {SOURCE_LANG} file", "warning")


def _parts(page: Page, content: Content) -> Iterator[Problem]:
    seen: set[tuple[str, ...]] = set()
    for part in page.parts:
        if part.id not in content.library.parts:
            known = ", ".join(content.library.parts)
            yield Problem(page.file, part.line, f"there is no part id `{part.id}`", f"use one of {known}")
        if part.id == "our-team" and not page.file.startswith(("content/local", "local")) and page.front is not None:
            yield Problem(
                page.file, part.line, "`our-team` is for an organisation's own folder", "move it to content/local/", "warning"
            )
        for place in part.places or ("",):
            if (part.id, place) in seen:
                twice = f"a second part for {place}" if place else f"a second part `{part.id}`"
                yield Problem(page.file, part.line, twice, "make one of the two")
            seen.add((part.id, place))
    count = sum(part.id not in ("place", "our-team") for part in page.parts)
    if not PARTS[0] <= count <= PARTS[1]:
        yield Problem(
            page.file, page.short.line, f"{count} parts besides places", f"{PARTS[0]} to {PARTS[1]} are read", "warning"
        )


def _addition(page: Page) -> Iterator[Problem]:
    if page.short.blocks:
        what = "a text without front matter"
        yield Problem(page.file, page.short.line, what, "put it under ## In our team {#our-team}, or add front matter")
    for part in page.parts:
        if part.id != "our-team":
            yield Problem(page.file, part.line, f"`{part.id}` is added to a text", "only `our-team` parts can be added")


def _references(page: Page, content: Content) -> Iterator[Problem]:
    library, services = content.library, content.directory.services
    front = page.front
    hidden = content.layers.yaml.get(("hidden", ""))
    gone = bare(hidden).get("services", ()) if hidden is not None else ()
    for number, topic in enumerate(front.related if front else ()):
        line = page.line_at("related", number)
        if topic not in library.topics:
            yield Problem(page.file, line, f"there is no topic `{topic}`", "mend the id, see sections.yaml")
        elif topic == page.topic:
            yield Problem(page.file, line, "related to itself", "take it out")
        elif (topic, SOURCE_LANG) not in library.guidance:
            yield Problem(page.file, line, f"`{topic}` has no text yet", "it is left out until it has one", "warning")
    named = [(s, page.line_at("services", n)) for n, s in enumerate(front.services if front else ())]
    for passage in (page.short, *page.parts):
        marks = [i.service for i in inlines_of(passage.blocks) if isinstance(i, ServiceMark)]
        named += [(mark, passage.line_of(mark)) for mark in marks]
        for mark in marks:
            if mark in services and not _shown_in(services[mark], passage.places, content.places):
                what = f"`{mark}` is a service of {services[mark].country}, and the text isn't"
                yield Problem(page.file, passage.line_of(mark), what, "move it to a part for that place")
    for service, line in named:
        if service not in services and service not in gone:
            yield Problem(page.file, line, f"there is no service `{service}`", "mend the id, or add it to services/")
        elif service in services and services[service].confidence == "low" and services[service].kind != "emergency":
            yield Problem(page.file, line, f"`{service}` is too doubtful to be shown", "confirm it, or name another", "warning")


def _shown_in(service: Service, places: Sequence[str], known: Gazetteer) -> bool:
    """Whether a number may stand in a text for `places`: numbers of a country only in parts for it, or for one of its nations."""
    if service.country == "INT":
        return True
    areas = service.area or (service.country,)
    return bool(places) and all(any(known.covers(a, p) or known.covers(p, a) for a in areas) for p in places)


def _map(content: Content) -> Iterator[Problem]:
    """sections.yaml, gaps.yaml and hidden.yaml against what there is."""
    library, layers = content.library, content.layers
    texts = {topic for topic, _ in library.guidance}

    def at(kind: str, what: str, remedy: str, *path: str | int, warn: bool = False) -> Problem:
        file, line = spot(layers.yaml[kind, ""], path)
        return Problem(file, line, what, remedy, "warning" if warn else "error")

    for number, topic in enumerate(library.safe_family):
        if topic not in library.topics:
            yield at("sections", f"there is no topic `{topic}`", "mend the id", "safe_family", number)
    for section in library.danger_sections:
        if section not in {s.id for s in library.sections}:
            yield at("sections", f"there is no section `{section}`", "mend the id", "danger_sections")
    for number, group in enumerate(content.neighbours):
        for topic in group:
            if topic not in library.topics:
                yield at("sections", f"there is no topic `{topic}`", "mend the id", "neighbours", number)
    for listed in library.topics.values():
        path = ("sections", listed.section, "topics", listed.id)
        if any(len(text) > _BUTTON for text in listed.short.values()):
            yield at("sections", f"`short` of `{listed.id}` is longer than a button", f"at most {_BUTTON} characters", *path)
        if listed.id not in texts and listed.id not in library.gaps:
            what = f"`{listed.id}` has neither a text nor a gap"
            yield at("sections", what, "add it to gaps.yaml, so that the chat can say so by name", *path, warn=True)
    for part in library.parts.values():
        if any(len(text) > _BUTTON for text in part.titles.values()):
            yield at("sections", f"the title of part `{part.id}` is longer than a button", f"at most {_BUTTON}", "parts", part.id)
    for gap in library.gaps.values():
        if gap.id in texts:
            yield at("gaps", f"`{gap.id}` has a text by now", "take it out here; move its phrasings there", "gaps", gap.id)
        for number, topic in enumerate(gap.near):
            if topic not in library.topics:
                yield at("gaps", f"there is no topic `{topic}`", "mend the id", "gaps", gap.id, "near", number)
            elif topic not in texts:
                yield at("gaps", f"`{topic}` has no text yet", "name one that has", "gaps", gap.id, "near", number)
    for topic in sorted(library.hidden - library.topics.keys()):
        yield at("hidden", f"there is no topic `{topic}`", "mend the id", "topics")


def _words(content: Content) -> Iterator[Problem]:
    english = content.words.languages[SOURCE_LANG].sentences
    if not english:
        yield Problem("words/en.yaml", 1, "there are no sentences in English", "every language falls back to it")
        return
    for lang, language in content.words.languages.items():
        node = content.layers.yaml["words", lang]
        for key, text in language.sentences.items():
            file, line = spot(node, ("sentences", key))
            if key not in english:
                yield Problem(
                    file, line, f"`{key}` is a sentence that nothing says", "mend the key, see the words in English", "warning"
                )
                continue
            strange = set(_places_of(text)) - set(_places_of(english[key]))
            if strange:
                what = f"`{key}` has a place {{{sorted(strange)[0]}}} that English doesn't have"
                yield Problem(file, line, what, "use the names in braces that English has")
            if key.startswith("button.") and len(text.replace("{number}", "")) > _BUTTON:
                yield Problem(file, line, f"`{key}` is longer than a button", f"at most {_BUTTON} characters")


def _places_of(text: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", text)
