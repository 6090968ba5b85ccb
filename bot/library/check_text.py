"""Checks on what people read: lengths, marks, numbers, places, letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.library.load import Content
from bot.library.page import Page, Passage, inlines_of, sources_in, wording
from bot.library.place_words import figures, strays
from bot.library.read import Entries, Level, Listing, Node, Problem, Scalar
from bot.library.richtext import Link, Number, ServiceMark, SourceMark, Strong
from bot.library.schema import SOURCE_LANG

SHORT = 700
PART = 900
HEADING = 24
TITLE = 60
SENTENCE = 12.0
TELEGRAM_UNITS = 4096
TELEGRAM_ENTITIES = 100
_SMALL_LINE = 300
"""UTF-16 units kept for the last line and a hint under a text."""
_SERVICE_LENGTH = 40

_PHONE = re.compile(r"(?<![\w/.])\+?\(?\d[\d\s().\u00a0-]{5,}\d(?![\w/])")
_SHORT_CODE = re.compile(
    r"\b(?:call|dial|phone|ring|text|telephone|number|hotline|helpline|line|on)\s+(?:the\s+)?(?:\w+\s+)?(\d{3}(?:\s?\d{3})?)\b(?!\s*%)"
    r"|\b(?:1\d\d[ -]\d{3}|999|911)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"\b\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w'’]+\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Square|Terrace|Place|Crescent|Way)\b"
    r"|\b(?:P\.?\s?O\.?\s?Box)\s+\d+|\b(?:rue|avenue|calle|carrera|شارع)\s+(?:[A-ZÀ-Ý\u0621-\u064a][\w'’]*\s*)+,?\s*\d+"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"
)
"""A street with a house number, a post-office box, a British postcode."""
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u26ff\u2700-\u2712\u2714\u2716\u271d\u2721-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23f3\ufe0f]"
)
_PLAIN = ("words", "services", "sections", "gaps", "calendar", "checkins", "checkin-words", "codes")
"""Kinds of file without emoji: what people type may have some."""
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u200b\u2060\ufeff\u00ad]")
_MARK = re.compile(r"\{service:[^}]*\}")
_SENTENCE_END = re.compile(r"[.!?؟…:](?=[\s\"”»)]|$)|\n")


def check_texts(content: Content) -> Iterator[Problem]:
    """Every page, and the letters of every file."""
    for page in content.layers.pages.values():
        yield from _page(page, content)
    for pages in content.layers.additions.values():
        for page in pages:
            for part in page.parts:
                yield from _passage(page, part, content)
    for (kind, _), node in content.layers.yaml.items():
        for scalar in _scalars(node):
            yield from _letters(scalar.text, scalar.file, scalar.line, emoji=kind in _PLAIN)


def _page(page: Page, content: Content) -> Iterator[Problem]:
    front = page.front
    if front is None:
        return
    title_line = page.line_at("title")
    if len(front.title) > TITLE:
        yield Problem(page.file, title_line, f"the title has {len(front.title)} characters", f"at most {TITLE}")
    if front.title.rstrip().endswith(("?", "؟")):
        yield Problem(page.file, title_line, "the title is a question", "name the subject, as on the cover of a leaflet")
    for word, place in strays(front.title, _holds(page, content), content.place_words):
        yield Problem(page.file, title_line, f"`{word}` belongs to {place} and stands in the title", "a title holds anywhere")
    yield from _letters(front.title, page.file, title_line, emoji=True)
    short = _MARK.sub("x" * _SERVICE_LENGTH, wording(page.short.blocks))
    if len(short) > SHORT:
        what = f"the short answer has {len(short)} characters"
        yield Problem(page.file, page.short.line, what, f"at most {SHORT}: move the rest to a part")
    average = words_a_sentence(short)
    if average > SENTENCE:
        what = f"the short answer has {average:.1f} words a sentence"
        yield Problem(page.file, page.short.line, what, f"at most {SENTENCE:.0f} on average: make two sentences of one")
    yield from _must_say(page, short)
    yield from _passage(page, page.short, content)
    for part in page.parts:
        yield from _part(page, part)
        yield from _passage(page, part, content)
    for asked in (*page.ask, *page.not_this, *(a for p in page.parts for a in p.ask)):
        yield from _letters(asked.text, page.file, asked.line, emoji=False)


def _holds(page: Page, content: Content) -> tuple[str, ...]:
    """Where a whole text holds: anywhere (nothing), or the place of its section."""
    place = content.section_places.get(page.section)
    return (place,) if place else ()


def _part(page: Page, part: Passage) -> Iterator[Problem]:
    length = len(_MARK.sub("x" * _SERVICE_LENGTH, wording(part.blocks)))
    if length > PART:
        yield Problem(page.file, part.line, f"the part `{part.heading}` has {length} characters", f"at most {PART}: one screen")
    if len(part.heading) > HEADING:
        what = f"the heading `{part.heading}` has {len(part.heading)} characters"
        yield Problem(page.file, part.line, what, f"at most {HEADING}: it is also the button")


def _must_say(page: Page, short: str) -> Iterator[Problem]:
    assert page.front is not None
    said = _plain(short)
    for phrase in page.front.must_say:
        if _plain(phrase) not in said:
            what = f"the short answer doesn't say `{phrase}`"
            yield Problem(page.file, page.line_at("must_say"), what, "say it: a missing warning does harm here")


def _passage(page: Page, passage: Passage, content: Content) -> Iterator[Problem]:
    """The short answer or one part: sources, places, numbers, letters, Telegram's limits."""
    name = f"the part `{passage.heading}`" if passage.id else "the short answer"
    marks = sources_in(passage.blocks)
    source = content.layers.pages.get((page.topic, SOURCE_LANG))
    known = {key: s for p in (source, page) if p and p.front for key, s in p.front.sources.items()}
    if passage.id != "our-team":
        if not marks:
            yield Problem(page.file, passage.line, f"{name} names no source", "end it in a mark such as [^key]")
        elif passage.id and not _ends_in_mark(passage):
            yield Problem(
                page.file, passage.line, f"{name} doesn't end in a source", "end it in a mark such as [^key]", "warning"
            )
    for key in marks:
        if key not in known:
            remedy = f"add it under `sources:`, or use one of {', '.join(known)}" if known else "add it under `sources:`"
            yield Problem(page.file, passage.line_of(f"[^{key}]"), f"there is no source `{key}`", remedy)
    text = wording(passage.blocks)
    said = _MARK.sub("", text)
    for word, place in strays(f"{passage.heading}\n{said}", passage.places or _holds(page, content), content.place_words):
        where = f"where it holds in {', '.join(passage.places)}" if passage.places else "where the text has to hold anywhere"
        remedy = f"move it to a part {{#place for={place}}}, or say it without"
        yield Problem(page.file, passage.line_of(word), f"`{word}` belongs to {place} and stands {where}", remedy)
    if not passage.places and not _holds(page, content) and passage.id != "our-team":
        for figure, limit in figures(said):
            what = f"`{figure}` is a time limit without a place"
            # Time limits of health care (72 hours after an assault) are the body's and hold anywhere; they are only pointed out.
            level: Level = "error" if limit and passage.id != "health" else "warning"
            yield Problem(page.file, passage.line_of(figure), what, "move it to a place part, or say `soon`, `today`", level)
    for number in _numbers(said):
        remedy = "write {service:id}, so that it can be corrected in one place"
        yield Problem(page.file, passage.line_of(number), f"a telephone number in the text: {number}", remedy)
    for street in ADDRESS.finditer(said):
        remedy = "leave it out: it may lead to a refuge"
        yield Problem(page.file, passage.line_of(street[0]), f"an address in the text: {street[0]}", remedy)
    yield from _letters(passage.raw, page.file, passage.first, emoji=True)
    yield from _telegram(page, passage, name, text, content)


def _ends_in_mark(passage: Passage) -> bool:
    inlines = inlines_of(passage.blocks)
    return bool(inlines) and isinstance(inlines[-1], SourceMark)


def _numbers(text: str) -> Iterator[str]:
    for found in _PHONE.finditer(text):
        groups = re.findall(r"\d+", found[0])
        years = all(len(g) == 4 and g[:2] in ("19", "20") for g in groups)
        if sum(map(len, groups)) >= 7 and not years and not re.fullmatch(r"\d{4}-\d\d-\d\d", found[0]):
            yield found[0].strip()
            text = text.replace(found[0], " " * len(found[0]))
    for found in _SHORT_CODE.finditer(text):
        yield found[0]


def _telegram(page: Page, passage: Passage, name: str, text: str, content: Content) -> Iterator[Problem]:
    title = passage.heading or (page.front.title if page.front else "")
    services = content.directory.services
    inlines = inlines_of(passage.blocks)
    named = [services[i.service] for i in inlines if isinstance(i, ServiceMark) and i.service in services]
    units = utf16(title) + utf16(text) + _SMALL_LINE + sum(utf16(s.name) + _SERVICE_LENGTH for s in named)
    if units > TELEGRAM_UNITS:
        yield Problem(page.file, passage.line, f"{name} is too long for one message", "shorten it")
    entities = 2 + len(named) + sum(isinstance(i, Strong | Link | Number) for i in inlines)
    if entities > TELEGRAM_ENTITIES:
        yield Problem(page.file, passage.line, f"{name} has {entities} bold words, links and numbers", "at most 100 in a message")


# --- letters ------------------------------------------------------------------------------------------------------------


def _letters(text: str, file: str, line: int, emoji: bool) -> Iterator[Problem]:
    """Look-alikes of two alphabets in one word, invisible characters, pictures; `line` is that of the first line of `text`."""
    if text.isascii():
        return
    for number, row in enumerate(text.split("\n"), line):
        for word in re.findall(r"[^\W\d_]+", row):
            if word.isascii():
                continue
            scripts = {s for c in word if (s := _script(c))}
            if len(scripts) > 1:
                odd = next(c for c in word if _script(c) != "Latin")
                what = f"`{word}` mixes {' and '.join(sorted(scripts))} letters (U+{ord(odd):04X})"
                yield Problem(file, number, what, "type the word again in one alphabet")
        for hidden in _HIDDEN.finditer(row):
            yield Problem(file, number, f"an invisible character (U+{ord(hidden[0]):04X})", "delete it")
        if emoji:
            for picture in _EMOJI.finditer(row):
                yield Problem(file, number, f"a picture character (U+{ord(picture[0]):04X})", "say it in words")


def _script(letter: str) -> str:
    """Latin, Greek or Cyrillic: the alphabets whose letters are taken for one another."""
    if letter.isascii() or not letter.isalpha():
        return "Latin" if letter.isalpha() else ""
    name = unicodedata.name(letter, "")
    for script in ("LATIN", "GREEK", "CYRILLIC"):
        if name.startswith(script):
            return script.capitalize()
    return ""


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Entries):
        for item in node.items.values():
            yield from _scalars(item)


def words_a_sentence(text: str) -> float:
    """Words a sentence on average; a line, an item and what stands before a colon each count as a sentence."""
    sentences = _SENTENCE_END.split(re.sub(r"(?m)^\s*(?:\d+\.|-)\s+", "", text))
    lengths = [len(re.findall(r"\w+(?:['’-]\w+)*", s)) for s in sentences]
    full = [n for n in lengths if n]
    return sum(full) / len(full) if full else 0.0


def utf16(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("*", "").split())
