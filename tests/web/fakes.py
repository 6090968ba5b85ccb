"""A bot that answers at once from a handful of sample messages: intake and mailbox in memory, without store or content."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import yaml
from starlette.applications import Starlette

from bot.channels.base import Letter
from bot.library.words import Language, Words
from bot.talk.house import House
from bot.talk.messages import Drawn, File, Incoming, Joined, Pressed, Said
from bot.web.app import WebSettings, create_app
from bot.web.health import Health
from tests.web import samples

ROOT = Path(__file__).parents[2]
KEY = b"a key for the tests, not a secret"
HOUSE = House("Example Family Services", countries=("NG", "GB"), languages=("en", "ar"), demo=True)


@dataclass
class FixedClock:
    """Stands still until it is moved."""

    at: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True)
class FakeEdition:
    words: Words


def words_of(lang: str) -> Language:
    """The sentences of a language as they stand in the content."""
    parts = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "content/words").glob(f"{lang}*.yaml"))]
    return Language(lang, lang, {key: text for part in parts for key, text in part["sentences"].items()})


@lru_cache
def edition() -> FakeEdition:
    """English as it is, and enough Arabic for a page."""
    return FakeEdition(Words({"en": words_of("en"), "ar": Language("ar", "العربية", samples.ARABIC_WORDS)}))


Answer = Callable[[Incoming], Sequence[Drawn]]


@dataclass
class FakeBot:
    """Intake and mailbox. `taken` is what came in, repeats dropped; `brought` counts repeats too.

    While `held` it takes and doesn't answer. Who asks is a `member` or not. `broken` is raised by everything. `waits` are the
    seconds that letters were waited for; `patience` is how many it really waits. `made` are the files that it can make, by name.
    """

    answer: Answer = samples.answer
    taken: list[Incoming] = field(default_factory=list)
    brought: int = 0
    held: bool = False
    member: bool = False
    broken: Exception | None = None
    patience: float = 60
    waits: list[float] = field(default_factory=list)
    boxes: dict[str, list[Letter]] = field(default_factory=dict)
    made: dict[str, File] = field(default_factory=lambda: dict(samples.FILES))
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _fetched: set[int] = field(default_factory=set)
    _unanswered: list[Incoming] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _alone: asyncio.Event = field(default_factory=asyncio.Event)
    _asking: int = 0
    _number: int = 0

    def __post_init__(self) -> None:
        self._alone.set()

    async def take(self, incoming: Sequence[Incoming]) -> None:
        if self.broken:
            raise self.broken
        for one in incoming:
            self.brought += 1
            key = (one.origin.channel, one.origin.update_id)
            if key in self._seen:
                continue
            self._seen.add(key)
            self.taken.append(one)
            self._unanswered.append(one)
        if not self.held:
            await self.release()

    async def release(self) -> None:
        """Answer what was held back."""
        self.held = False
        for one in self._unanswered:
            if isinstance(one, Said) and one.text == "/hide":
                self.boxes[one.origin.chat] = []
            for drawn in self.answer(one):
                await self.put(one.origin.chat, drawn)
        self._unanswered = []

    async def put(self, chat: str, drawn: Drawn, amends: str = "") -> Letter:
        """A message of ours, or a new wording of one."""
        async with self._news:
            self._number += 1
            box = self.boxes.setdefault(chat, [])
            letter = Letter(self._number, amends or f"m{self._number}", drawn, datetime(2026, 11, 22, tzinfo=UTC), bool(amends))
            self.boxes[chat] = [each for each in box if each.id != amends] + [letter]
            self._news.notify_all()
            return letter

    async def letters(self, channel: str, chat: str, after: int, wait: float) -> Sequence[Letter]:
        if self.broken:
            raise self.broken

        def found() -> list[Letter]:
            return [
                replace(letter, fresh=letter.number not in self._fetched)
                for letter in self.boxes.get(chat, [])
                if letter.number > after
            ]

        self.waits += [wait] if wait else []
        if not found() and wait and self.patience:
            self._asking += 1
            self._alone.clear()
            try:
                async with self._news:
                    await asyncio.wait_for(self._news.wait_for(found), min(wait, self.patience))
            except TimeoutError:
                return []
            finally:
                self._asking -= 1
                if not self._asking:
                    self._alone.set()
        letters = found()
        self._fetched |= {letter.number for letter in letters}
        return letters

    async def file(self, channel: str, chat: str, letter: str, number: int) -> File | None:
        if self.broken:
            raise self.broken
        found = [one.drawn.files for one in self.boxes.get(chat, []) if one.id == letter]
        return self.made.get(found[0][number].name) if found and number < len(found[0]) else None

    async def alone(self) -> None:
        """Until no page waits for news any more."""
        await self._alone.wait()

    async def is_device(self, channel: str, chat: str) -> bool:
        if self.broken:
            raise self.broken
        return self.member

    async def waiting(self, channel: str, chat: str) -> bool:
        if self.broken:
            raise self.broken
        return any(one.origin.chat == chat for one in self._unanswered)

    @property
    def said(self) -> list[str]:
        return [one.text for one in self.taken if isinstance(one, Said)]

    @property
    def pressed(self) -> list[str]:
        return [one.data for one in self.taken if isinstance(one, Pressed)]

    @property
    def joined(self) -> list[Joined]:
        return [one for one in self.taken if isinstance(one, Joined)]


def make(
    bot: FakeBot | None = None,
    *,
    house: House = HOUSE,
    clock: FixedClock | None = None,
    health: Health | None = None,
    **more: object,
) -> Starlette:
    """The web chat around a fake bot."""
    bot = bot or FakeBot()
    return create_app(
        intake=bot,
        mailbox=bot,
        edition=edition,
        house=house,
        keys=more.pop("keys", [KEY]),
        clock=clock or FixedClock(),
        health=lambda: health or Health(),
        settings=more.pop("settings", None) or WebSettings(hosts=("testserver", "127.0.0.1")),
        emergency=more.pop("emergency", lambda lang: replace(samples.CARD, lang=lang, buttons=())),
        **more,
    )
