"""Every sentence and button of the chat itself, by key and language (`content/words/<lang>.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_MIXED = re.compile(r"[A-Za-z]|[0-9]\W+[0-9]")
_PLACE = re.compile(r"\{(\w+)\}")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True)
class Command:
    """A slash command: its name without the slash, one line for the menu, and other names that people type."""

    name: str
    menu: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Language:
    """One language of the chat: its own name, its sentences, commands, and the words that alone open the emergency card."""

    code: str
    name: str
    sentences: Mapping[str, str]
    commands: tuple[Command, ...] = ()
    emergency: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """The languages of this edition; English is complete, and every other falls back to it sentence by sentence.

    `foreign` holds one sentence in each language that people write and that isn't spoken here ("I don't speak Hausa yet").
    """

    languages: Mapping[str, Language]
    foreign: Mapping[str, str] = field(default_factory=dict)

    def say(self, lang: str, key: str, args: Mapping[str, str] | None = None) -> str:
        """The sentence for a key with its `{name}` places filled. Raises KeyError for a key that English lacks."""
        language = self.languages.get(lang)
        sentence = language.sentences.get(key) if language else None
        if sentence is None:
            sentence = self.languages["en"].sentences[key]
        # Not str.format: a sentence may hold braces of its own. At once, not one after the other: so may an argument.
        given = args or {}
        return _PLACE.sub(lambda place: given.get(place[1], place[0]), sentence) if given else sentence

    def has(self, key: str) -> bool:
        """Whether English has the key (and so every language can say it)."""
        return key in self.languages["en"].sentences


_FIRST_STRONG, _POP = "\u2068", "\u2069"


def isolated(lang: str, args: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """What is put into a sentence, each in an isolate where the language runs from right to left.

    Without it "0800 1111" changes its groups in Arabic, and a name that begins with a number loses it to the other end.
    """
    if not args or direction(lang) == "ltr":
        return args
    lean = {name for name, value in args.items() if "\n" not in value and _MIXED.search(value)}
    return {name: f"{_FIRST_STRONG}{value}{_POP}" if name in lean else value for name, value in args.items()}


def direction(lang: str) -> str:
    """`rtl` or `ltr`, as HTML's `dir` takes it."""
    return "rtl" if lang.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
