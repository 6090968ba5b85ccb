"""One frozen reference to everything that answers: library, matcher, red flags, directory, words. They change together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.library.model import Library
from bot.library.words import Words
from bot.services.finder import Finder
from bot.services.model import Directory
from bot.services.places import Gazetteer
from bot.services.wording import Finding
from bot.supervision.codes import Codes
from bot.supervision.kind import Kind
from bot.supervision.replies import Listener, Replies
from bot.supervision.wording import Wording
from bot.supervision.wording_words import Scheduling
from intents import Matcher, Policy, Urgency


@dataclass(frozen=True)
class Edition:
    """What is being served. `version` is a short hash of all content, the same on every replica with the same files.

    `corrections` is the number of the last correction that was laid over the files, 0 if none was. `kinds` are the kinds of
    check-in by their ids, in the order in which they are offered; those that aren't `enabled` are among them.
    """

    version: str
    library: Library
    matcher: Matcher
    policy: Policy
    urgency: Urgency
    directory: Directory
    places: Gazetteer
    words: Words
    finding: Mapping[str, Finding] = field(default_factory=dict)
    corrections: int = 0
    scheduling: Mapping[str, Scheduling] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    replies: Mapping[str, Replies] = field(default_factory=dict)
    codes: Mapping[str, Codes] = field(default_factory=dict)

    @cached_property
    def finder(self) -> Finder:
        """The search over the directory; made when it is first asked for."""
        return Finder.of(self.directory, self.places, self.finding)

    @cached_property
    def wording(self) -> Wording:
        """The reader of sentences about check-ins; made when it is first asked for."""
        return Wording(self.scheduling)

    @cached_property
    def listener(self) -> Listener:
        """The reader of replies to a reminder; made when it is first asked for."""
        return Listener(self.replies, self.wording)
