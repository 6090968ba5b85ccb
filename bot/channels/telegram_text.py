"""A drawn message as Telegram takes it: plain text and entities, never a parse mode.

With entities nothing that a text holds (`*`, `<`, `[x](tg://user)`) can turn into markup. Offsets are in UTF-16 units, as
Telegram counts. A message holds 4,096 units and 100 entities at most; a longer one becomes several, cut between paragraphs,
else between list items, else between words, and inside a word only where two letters that the eye sees as one stay together.

Right-to-left: Telegram strips the old embedding characters (U+202A to U+202E) and keeps isolates (U+2066 to U+2069) and the
marks U+200E and U+200F; clients take a line's direction from its first strong letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from telegram import MessageEntity
from telegram.constants import MessageLimit

from bot.channels.telegram_letters import LRI, PDI, RLI, clean, fits_until, leaning, size, start_mark
from bot.library.richtext import (
    Block,
    Heading,
    Inline,
    Items,
    Link,
    Number,
    Paragraph,
    ServiceMark,
    Small,
    SourceMark,
    Strong,
    Text,
)
from bot.library.words import direction
from bot.talk.messages import Drawn

UNITS = int(MessageLimit.MAX_TEXT_LENGTH)
ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
_URL_LENGTH = 2048


@dataclass(frozen=True)
class Part:
    """One message of Telegram: its text, and entities with offsets into it in UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


class _Run(NamedTuple):
    """Words in one style. `whole` ones (links, numbers) are not cut; `isolate` opens their isolate, or is ''."""

    text: str
    styles: tuple[str, ...] = ()
    url: str = ""
    isolate: str = ""
    whole: bool = False

    @property
    def units(self) -> int:
        return size(self.text) + (2 if self.isolate else 0)


class _Line(NamedTuple):
    """One line: its direction, and whether it has to be kept apart from a message that runs the other way."""

    runs: tuple[_Run, ...]
    rtl: bool = False
    apart: bool = False

    @property
    def units(self) -> int:
        return sum(run.units for run in self.runs) + _LINE_COST

    @property
    def entities(self) -> int:
        return sum(len(run.styles) for run in self.runs)


_LINE_COST = 3  # a mark and an isolate's two ends: not always written, always reckoned with


class _Chunk(NamedTuple):
    """Lines that stay in one message if they can: a paragraph or one list item. `gap` is what parts it from the one before."""

    lines: tuple[_Line, ...]
    gap: str
    leads: bool = False  # a heading: not left alone at a message's end

    @property
    def units(self) -> int:
        return sum(line.units + 1 for line in self.lines) - 1

    @property
    def entities(self) -> int:
        return sum(line.entities for line in self.lines)


def write(drawn: Drawn) -> list[Part]:
    """The parts of a message, in order; none if there is nothing to say."""
    main_rtl = direction(drawn.lang) == "rtl"
    chunks: list[_Chunk] = []
    for voice in drawn.voices:
        rtl = voice.direction == "rtl"
        for block in voice.blocks:
            chunks.extend(_chunks(block, rtl=rtl, apart=rtl != main_rtl))
    return [_compose(message) for message in _pack(chunks)]


def fits_a_caption(part: Part) -> bool:
    """Whether words can stand under a file."""
    return size(part.text) <= MessageLimit.CAPTION_LENGTH and len(part.entities) <= ENTITIES


def numbers(drawn: Drawn) -> list[Number]:
    """The numbers of a message that can be dialled, each once, in order."""
    found: dict[str, Number] = {}
    for voice in drawn.voices:
        for inline in _inlines(voice.blocks):
            if isinstance(inline, Number) and inline.dial:
                found.setdefault(inline.dial, inline)
    return list(found.values())


# --- the tree becomes lines ---------------------------------------------------------------------------------------------


def _inlines(blocks: Iterable[Block]) -> Iterator[Inline]:
    for block in blocks:
        match block:
            case Paragraph(inlines) | Small(inlines):
                yield from inlines
            case Items(items):
                for item in items:
                    yield from item
            case Heading():
                pass


def _chunks(block: Block, *, rtl: bool, apart: bool) -> Iterator[_Chunk]:
    match block:
        case Heading(text):
            yield from _chunk([_Run(clean(text), (MessageEntity.BOLD,))], "\n\n", rtl, apart, leads=True)
        case Paragraph(inlines):
            yield from _chunk([_run(inline, rtl) for inline in inlines], "\n\n", rtl, apart)
        case Small(inlines):
            # Arabic letters have no italic: slanted by a program they are hard to read.
            plain = () if rtl else (MessageEntity.ITALIC,)
            yield from _chunk([_run(inline, rtl, plain) for inline in inlines], "\n\n", rtl, apart)
        case Items(items, ordered, start):
            gap = "\n\n"
            for number, item in enumerate(items, start):
                runs = [_run(inline, rtl) for inline in item]
                if any(run.text.strip() for run in runs):
                    yield from _chunk([_Run(f"{number}. " if ordered else "• "), *runs], gap, rtl, apart)
                    gap = "\n"


def _run(inline: Inline, rtl: bool, plain: tuple[str, ...] = ()) -> _Run:
    match inline:
        case Text(text):
            return _Run(clean(text), plain)
        case Strong(text):
            text = clean(text)
            return _Run(text, (MessageEntity.BOLD, *plain), isolate=_foreign(text, rtl))
        case Link(text, url):
            text = clean(text)
            if not opens(url):
                return _Run(text, plain)
            return _Run(text.replace("\n", " "), (MessageEntity.TEXT_LINK,), url, isolate=_foreign(text, rtl), whole=True)
        case Number(shown, dial):
            # As code a tap copies it; the isolate stays outside, so that nothing invisible is copied with it.
            styles = (MessageEntity.CODE,) if dial else ()
            return _Run(clean(shown).replace("\n", " ").strip(), styles, isolate=LRI, whole=True)
        case ServiceMark() | SourceMark():
            return _Run("")


def opens(url: str) -> bool:
    """Whether an address may be opened from a message: https only."""
    return (
        url.startswith("https://")
        and len(url) <= _URL_LENGTH
        and url.isprintable()
        and not any(c.isspace() or c in '<>"' for c in url)
    )


def _foreign(text: str, rtl: bool) -> str:
    """The character that opens an isolate around words that run against their line (an English name in an Arabic sentence)."""
    leans = leaning(text)
    return "" if leans is None or (leans == "rtl") == rtl else (RLI if leans == "rtl" else LRI)


def _chunk(runs: Sequence[_Run], gap: str, rtl: bool, apart: bool, *, leads: bool = False) -> Iterator[_Chunk]:
    """One chunk of these runs, or none if they hold no words."""
    lines: list[list[_Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1].append(run._replace(text=first) if more else run)
        lines.extend([run._replace(text=text)] for text in more)
    tidy = [_Line(runs, rtl, apart) for line in lines if (runs := _tidy(line))]
    if tidy:
        yield _Chunk(tuple(tidy), gap, leads)


def _tidy(runs: Iterable[_Run]) -> tuple[_Run, ...]:
    """Without empty runs and outer blanks, blanks kept out of styled runs, neighbours of one style joined."""
    out: list[_Run] = []
    for run in runs:
        for piece in _without_blanks(run):
            if out and not piece.whole and not piece.isolate and not out[-1].isolate and out[-1].styles == piece.styles:
                out[-1] = out[-1]._replace(text=out[-1].text + piece.text)
            else:
                out.append(piece)
    while out and not (text := out[0].text.lstrip()):
        del out[0]
    if out:
        out[0] = out[0]._replace(text=text)
    while out and not (text := out[-1].text.rstrip()):
        del out[-1]
    if out:
        out[-1] = out[-1]._replace(text=text)
    return tuple(out)


def _without_blanks(run: _Run) -> Iterator[_Run]:
    words = run.text.strip()
    if (not run.styles and not run.isolate) or words == run.text:
        if run.text:
            yield run
        return
    if not words:
        yield _Run(run.text)
        return
    before, after = run.text[: -len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
    if before:
        yield _Run(before)
    yield run._replace(text=words)
    if after:
        yield _Run(after)


# --- lines become messages ----------------------------------------------------------------------------------------------


@dataclass
class _Message:
    """A message that is being filled."""

    chunks: list[_Chunk] = field(default_factory=list)
    units: int = 0
    entities: int = 0

    def takes(self, chunk: _Chunk) -> bool:
        gap = len(chunk.gap) if self.chunks else 0
        return self.units + gap + chunk.units <= UNITS and self.entities + chunk.entities <= ENTITIES

    def add(self, chunk: _Chunk) -> None:
        self.units += chunk.units + (len(chunk.gap) if self.chunks else 0)
        self.entities += chunk.entities
        self.chunks.append(chunk)


def _pack(chunks: Iterable[_Chunk]) -> list[list[_Chunk]]:
    messages = [_Message()]
    for chunk in chunks:
        for piece in _smaller(chunk):
            now = messages[-1]
            if not now.takes(piece):
                messages.append(_Message())
                if len(now.chunks) > 1 and now.chunks[-1].leads:
                    messages[-1].add(now.chunks.pop())
                    if not messages[-1].takes(piece):
                        messages.append(_Message())
            messages[-1].add(piece)
    return [message.chunks for message in messages if message.chunks]


def _smaller(chunk: _Chunk) -> Iterator[_Chunk]:
    """The chunk itself, or if no message could hold it, its lines, and words of a line that is still too long."""
    if _fits(chunk):
        yield chunk
        return
    gap = chunk.gap
    for line in chunk.lines:
        for piece in _shorter(line):
            yield _Chunk((piece,), gap)
            gap = " "
        gap = "\n"


def _fits(chunk: _Chunk) -> bool:
    return chunk.units <= UNITS and chunk.entities <= ENTITIES


def _shorter(line: _Line) -> Iterator[_Line]:
    room, spare = UNITS - _LINE_COST, ENTITIES
    taken: list[_Run] = []
    for run in line.runs:
        rest = run
        while rest.text:
            if rest.units <= room and len(rest.styles) <= spare:
                taken.append(rest)
                room, spare = room - rest.units, spare - len(rest.styles)
                break
            whole = rest.whole and rest.units <= UNITS - _LINE_COST
            # Without a blank in reach a word is cut only where a new message would not hold it either.
            cut = 0 if whole or len(rest.styles) > spare else fits_until(rest.text, room - 2, anywhere=not taken)
            if cut:
                taken.append(rest._replace(text=rest.text[:cut].rstrip()))
                rest = rest._replace(text=rest.text[cut:].lstrip())
            yield line._replace(runs=_tidy(taken))
            taken, room, spare = [], UNITS - _LINE_COST, ENTITIES
    if taken:
        yield line._replace(runs=_tidy(taken))


def _compose(chunks: Sequence[_Chunk]) -> Part:
    text: list[str] = []
    entities: list[MessageEntity] = []
    at = 0

    def put(words: str) -> None:
        nonlocal at
        text.append(words)
        at += size(words)

    for number, chunk in enumerate(chunks):
        if number:
            put(chunk.gap)
        for row, line in enumerate(chunk.lines):
            if row:
                put("\n")
            before, after = _ends(line)
            put(before)
            for run in line.runs:
                if run.isolate:
                    put(run.isolate)
                entities.extend(MessageEntity(style, at, size(run.text), url=run.url or None) for style in run.styles)
                put(run.text)
                if run.isolate:
                    put(PDI)
            put(after)
    return Part("".join(text), tuple(entities))


def _ends(line: _Line) -> tuple[str, str]:
    """What a line opens and closes with, so that it runs its own way."""
    words = "".join(run.text for run in line.runs if not run.isolate)
    mark = start_mark(words, rtl=line.rtl, isolated=line.apart)
    return (mark + (RLI if line.rtl else LRI), PDI) if line.apart else (mark, "")
