"""What the matcher knows: phrases, titles, off-topic sayings, concepts, red flags. Plain data, no I/O."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Strings = tuple[str, ...]
_NESTED = ("part_cues", "red_flags", "signals", "frames")


@dataclass(frozen=True)
class Phrase:
    """One way of asking for `label`, in language `lang` (ISO 639-1); `part` narrows it to a part of the answer."""

    text: str
    label: str
    lang: str
    part: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.label or not self.lang:
            raise ValueError(f"a phrase needs text, label and language: {self.text!r}, {self.label!r}, {self.lang!r}")


@dataclass(frozen=True)
class Aside:
    """Something people type that no label answers.

    `kind` is "far" (another world), "near" (our world, but not our subject), "small:<kind>" (small talk)
    or "gap:<id>" (a subject that is known to be missing).
    """

    text: str
    lang: str
    kind: str

    def __post_init__(self) -> None:
        known = self.kind in ("far", "near") or self.kind.partition(":")[0] in ("small", "gap")
        if not known or not self.text.strip() or not self.lang:
            raise ValueError(f"not an aside: {self.text!r}, {self.lang!r}, {self.kind!r}")


@dataclass(frozen=True)
class PhraseBook:
    """Everything that matching rests on. Two equal books have the same digest, and give the same decisions.

    `contrary` are phrases that must not be answered with their label. `concepts` are groups of words (or short
    phrases) with one meaning, by language; `skip` are words that say nothing ("could you please"). `part_cues` are
    sayings by language and part id ("what are the signs"). `families` are sets of labels among which a near tie
    is answered with the first. `red_flags` are sayings by language and kind, `quiet` the sayings that look like
    one and are none; `signals` are the words by which red flags are weighed, by language and slot (see slots.py), and
    `frames` ways of putting one as a question ("{} what do i do", {} being the saying), by language and
    "anyone" or "self". `passages` is what the answers themselves say, a paragraph or a part each (and the scope of a
    label): weak evidence that helps with words no phrase has. `unsupported` holds frequent words of languages without
    content. `negations` adds words that turn a sentence round to the built-in ones (needed for languages the library has no
    list for); `opposites` are pairs of lists of sayings that speak of different sides ("supervisor", "supervisee").
    """

    phrases: tuple[Phrase, ...] = ()
    titles: tuple[Phrase, ...] = ()
    contrary: tuple[Phrase, ...] = ()
    asides: tuple[Aside, ...] = ()
    concepts: Mapping[str, tuple[Strings, ...]] = field(default_factory=dict)
    skip: Mapping[str, Strings] = field(default_factory=dict)
    part_cues: Mapping[str, Mapping[str, Strings]] = field(default_factory=dict)
    families: tuple[Strings, ...] = ()
    red_flags: Mapping[str, Mapping[str, Strings]] = field(default_factory=dict)
    quiet: Mapping[str, Strings] = field(default_factory=dict)
    signals: Mapping[str, Mapping[str, Strings]] = field(default_factory=dict)
    frames: Mapping[str, Mapping[str, Strings]] = field(default_factory=dict)
    unsupported: Mapping[str, Strings] = field(default_factory=dict)
    negations: Mapping[str, Strings] = field(default_factory=dict)
    opposites: Mapping[str, tuple[tuple[Strings, Strings], ...]] = field(default_factory=dict)
    passages: tuple[Phrase, ...] = ()

    @property
    def languages(self) -> Strings:
        """Languages that have at least one phrase or title, in alphabetical order."""
        return tuple(sorted({p.lang for p in (*self.phrases, *self.titles)}))

    @property
    def labels(self) -> Strings:
        """Every label that a phrase or a title leads to, in alphabetical order."""
        return tuple(sorted({p.label for p in (*self.phrases, *self.titles)}))

    def digest(self) -> str:
        """SHA-256 (hex) of the content; the order of phrases counts, the order of mapping keys does not."""
        return hashlib.sha256(self.to_json().encode("ascii")).hexdigest()

    def to_json(self) -> str:
        """One line of ASCII JSON that `from_json` reads back."""
        phrases = {
            name: [[p.text, p.label, p.lang, p.part] for p in getattr(self, name)]
            for name in ("phrases", "titles", "contrary", "passages")
        }
        plain: dict[str, Any] = {
            **phrases,
            "opposites": dict(self.opposites),
            "asides": [[a.text, a.lang, a.kind] for a in self.asides],
            "families": self.families,
        }
        for name in _NESTED:
            plain[name] = {lang: dict(rest) for lang, rest in getattr(self, name).items()}
        for name in ("concepts", "skip", "quiet", "unsupported", "negations"):
            plain[name] = dict(getattr(self, name))
        return json.dumps(plain, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> PhraseBook:
        """Raise ValueError, KeyError or TypeError when `text` was not written by `to_json`."""
        plain = json.loads(text)

        def phrases(name: str) -> tuple[Phrase, ...]:
            return tuple(Phrase(*row) for row in plain[name])

        def lists(name: str) -> dict[str, Strings]:
            return {key: tuple(words) for key, words in plain[name].items()}

        def nested(name: str) -> dict[str, dict[str, Strings]]:
            return {lang: {key: tuple(words) for key, words in rest.items()} for lang, rest in plain[name].items()}

        return cls(
            phrases=phrases("phrases"),
            titles=phrases("titles"),
            contrary=phrases("contrary"),
            asides=tuple(Aside(*row) for row in plain["asides"]),
            concepts={lang: tuple(tuple(g) for g in groups) for lang, groups in plain["concepts"].items()},
            skip=lists("skip"),
            families=tuple(tuple(f) for f in plain["families"]),
            part_cues=nested("part_cues"),
            red_flags=nested("red_flags"),
            quiet=lists("quiet"),
            signals=nested("signals"),
            frames=nested("frames"),
            unsupported=lists("unsupported"),
            negations=lists("negations"),
            opposites={
                lang: tuple((tuple(one), tuple(other)) for one, other in pairs) for lang, pairs in plain["opposites"].items()
            },
            passages=phrases("passages"),
        )
