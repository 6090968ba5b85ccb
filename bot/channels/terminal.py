"""The chat in a terminal: the same conversation, drawn with rich, buttons pressed by their number.

Everything is said in words, so that nothing is lost where a terminal has no colours (or NO_COLOR is set). Terminals differ in
what they make of right-to-left text: it stands on the right under its language's tag, with its numbers isolated.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text as Line

from bot.channels.base import Intake, Letter, Mailbox
from bot.clock import Clock
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
from bot.library.words import Words
from bot.talk.messages import Attachment, Drawn, DrawnButton, Incoming, Joined, Origin, Pressed, Said, Voice

CHANNEL = "terminal"
PERSON = "you"
LONGEST = 4096
WIDTH = 88
"""Columns at most: longer lines are hard to read."""
ROUND = 2.0
"""Seconds of one wait for an answer."""
ROUNDS = 15
"""Waits for one answer before the prompt comes back without it."""
LEAVE = ("/quit", "/exit")
FILE = "/file"
"""With a number: writes out a file that came with a message."""

LRI, PDI = "\u2066", "\u2069"
_CONTROLS = {n: None for n in (*range(0x20), *range(0x7F, 0xA0)) if n != 0x0A} | {0x09: " "}

ReadLine = Callable[[str], Awaitable[str | None]]
"""Asks for a line with a prompt; None at the end of input."""


@dataclass(frozen=True)
class Choice:
    """A button on the screen, and the message that it stands under."""

    button: DrawnButton
    message_id: str


def choices_of(letters: Iterable[Letter]) -> tuple[Choice, ...]:
    """The buttons of these messages in reading order; their numbers start at 1."""
    return tuple(Choice(button, letter.id) for letter in letters for row in letter.drawn.buttons for button in row)


def chosen(line: str, choices: Sequence[Choice]) -> Choice | None:
    """The button whose number was typed. Any other number is words: 999 is a call for help, not a button."""
    bare = line.strip()
    if not bare.isdecimal() or len(bare) > 2 or not 1 <= int(bare) <= len(choices):
        return None
    return choices[int(bare) - 1]


def drawn(message: Drawn, first: int = 1) -> RenderableType:
    """One message for the screen, its buttons numbered from `first`."""
    parts: list[RenderableType] = []
    for voice in message.voices:
        if voice.direction == "rtl" or voice.lang != message.lang:
            parts.append(Line(f"[{voice.lang}{' ←' if voice.direction == 'rtl' else ''}]", style="dim"))
        for block in voice.blocks:
            parts += [*_block(block, voice), Line("")]
    body: RenderableType = Group(*parts[:-1])
    if message.assertive:
        body = Panel(body, box=box.HEAVY, border_style="bold red", title="! ! !", padding=(0, 1))
    return Group(body, *_buttons(message, first))


def _block(block: Block, voice: Voice) -> list[RenderableType]:
    right = voice.direction == "rtl"
    match block:
        case Heading(text):
            return [_aligned(Line(clean(text), style="bold"), right)]
        case Paragraph(inlines):
            return [_aligned(line_of(inlines, right), right)]
        case Small(inlines):
            line = line_of(inlines, right)
            line.stylize("dim")
            return [_aligned(line, right)]
        case Items(items, ordered, start):
            marks = [f"{n}." if ordered else "-" for n in range(start, start + len(items))]
            lines = [Line.assemble(f"{mark} ", line_of(item, right)) for mark, item in zip(marks, items, strict=True)]
            return [_aligned(line, right) for line in lines]


def _aligned(line: Line, right: bool) -> Line:
    line.justify = "right" if right else "default"
    return line


def line_of(inlines: Iterable[Inline], right: bool = False) -> Line:
    """The words of a line in their styles. In right-to-left text (`right`) a number is isolated, or its groups change places."""
    line = Line()
    for inline in inlines:
        match inline:
            case Text(text):
                line.append(clean(text))
            case Strong(text):
                line.append(clean(text), style="bold")
            case Link(text, url):
                line.append(clean(text), style="underline").append(f" <{clean(url)}>", style="dim")
            case Number(shown, _):
                line.append(f"{LRI}{clean(shown)}{PDI}" if right else clean(shown), style="bold")
            case ServiceMark() | SourceMark():
                pass
    return line


def _buttons(message: Drawn, first: int) -> list[RenderableType]:
    lines: list[RenderableType] = []
    number = first
    for row in message.buttons:
        for button in row:
            alarm = button.data in ("sos", "sos:")  # not the countries on the card itself
            label = Line.assemble((f"{number:>2} ", "bold cyan"), "! " if alarm else "", clean(button.text))
            if alarm:
                label.stylize("bold red", 3)
            lines.append(label)
            number += 1
    return [Padding(Group(*lines), (1, 0, 0, 2))] if lines else []


def clean(text: str) -> str:
    """Without control characters: nothing that is shown may steer the terminal."""
    return text.translate(_CONTROLS)


class TerminalChat:
    """One conversation. `console` is where it is drawn; words are asked for each time, because content can change."""

    def __init__(self, intake: Intake, mailbox: Mailbox, words: Callable[[], Words], clock: Clock, console: Console) -> None:
        self._intake, self._mailbox, self._words, self._clock, self._console = intake, mailbox, words, clock, console
        self._visit, self._count = secrets.token_hex(8), 0
        self._last, self._lang = 0, "en"
        self._choices: tuple[Choice, ...] = ()
        self._files: tuple[tuple[str, int, Attachment], ...] = ()

    async def run(self, read_line: ReadLine) -> None:
        """Greets, then answers line by line until the input ends or somebody leaves."""
        await self._take(Joined(self._origin()))
        self._console.print(Line(self._say("web.terminal.hint"), style="dim"))
        while (line := await read_line(f"\n{self._say('web.you')}> ")) is not None:
            text = line.strip()[:LONGEST]
            if text in LEAVE:
                return
            if not text:  # Enter alone: what came in the meantime
                self._show(await self._mailbox.letters(CHANNEL, PERSON, self._last, 0))
                continue
            if text.partition(" ")[0] == FILE and self._files:
                await self._write_out(text.removeprefix(FILE).strip())
                continue
            choice = chosen(text, self._choices)
            if text == "/hide" or (choice and choice.button.data.partition(":")[0] == "hide"):
                self._console.clear()
            if choice is None:
                await self._take(Said(self._origin(), text))
            else:
                await self._take(Pressed(self._origin(), choice.button.data, choice.message_id))

    async def _take(self, incoming: Incoming) -> None:
        await self._intake.take([incoming])
        quiet = 0
        while quiet < ROUNDS:
            letters = await self._mailbox.letters(CHANNEL, PERSON, self._last, ROUND)
            self._show(letters)
            pending = await self._mailbox.waiting(CHANNEL, PERSON)
            if not pending and (letters or quiet):
                return  # one more look after a quiet round: an answer may have come between the two questions
            quiet = 0 if letters else quiet + 1
        self._console.print(Line(self._say("web.terminal.quiet"), style="dim"))

    def _show(self, letters: Sequence[Letter]) -> None:
        if not letters:
            return
        self._last = max(letter.number for letter in letters)
        self._lang = letters[-1].drawn.lang
        # An answer without buttons leaves the ones above it in force.
        self._choices = choices_of(letters) or self._choices
        self._files = tuple((x.id, n, file) for x in letters for n, file in enumerate(x.drawn.files)) or self._files
        first, files = 1, 0
        for letter in letters:
            self._console.print()
            self._console.print(drawn(letter.drawn, first), width=min(WIDTH, self._console.width))
            for file in letter.drawn.files:
                files += 1
                key = "file.terminal.picture" if file.picture else "file.terminal"
                told = {"title": file.title, "name": file.name, "command": f"{FILE} {files}"}
                self._console.print(Line(clean(self._words().say(self._lang, key, told)), style="dim"))
            first += sum(len(row) for row in letter.drawn.buttons)

    async def _write_out(self, number: str) -> None:
        """A file in plain text, to be copied; nothing is put on the disk."""
        place = int(number) if number.isdecimal() and len(number) <= 2 else 1
        letter, n, attachment = self._files[min(max(place, 1), len(self._files)) - 1]
        file = None if attachment.picture else await self._mailbox.file(CHANNEL, PERSON, letter, n)
        if file is None:
            self._console.print(Line(self._say("file.none"), style="dim"))
            return
        self._console.print(Line(clean(file.data.decode("utf-8", "replace"))), soft_wrap=True)

    def _say(self, key: str) -> str:
        return self._words().say(self._lang, key)

    def _origin(self) -> Origin:
        self._count += 1
        return Origin(CHANNEL, f"{self._visit}:{self._count}", PERSON, PERSON, self._clock.now())


async def keyboard(prompt: str) -> str | None:
    """A line from the keyboard, without holding up anything else; None at its end.

    In a thread of its own that the program doesn't wait for: one that waits for the keyboard can't be told to stop.
    """
    loop = asyncio.get_running_loop()
    typed: asyncio.Future[str | None] = loop.create_future()

    def settle(line: str | None) -> None:
        if not typed.done():
            typed.set_result(line)

    def wait() -> None:
        try:
            line: str | None = input(prompt)
        except (EOFError, OSError, UnicodeDecodeError):
            line = None
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, line)

    threading.Thread(target=wait, name="keyboard", daemon=True).start()
    return await typed
