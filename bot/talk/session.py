"""What is remembered of one conversation between two messages: small, versioned, and never a question's text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

SHAPE = 1
TOPIC_LAPSES = timedelta(minutes=30)
CARD_REPEATS = timedelta(minutes=10)


@dataclass(frozen=True)
class Session:
    """One conversation.

    `lang` and `country` are choices of the person ("" = not chosen); `country_now` holds for this conversation only and
    lapses with the topic. `topic` is what was answered last, at `topic_at`. `asked` is what the bot last asked, with its
    arguments (`country`, `keep-country`, `forget`), at `asked_at`. `chose` is true while a round of choices is open.
    `card_at` is when the emergency card was last shown; `useful_at` when usefulness was last asked; `told_names_at` when
    the line about names was last said; `greeted` once the first start was shown; `group_told` for groups.
    `numbers_offered` once the numbers to keep were offered or shown, `told_to_keep` once it was said how to keep them.
    `last_tier` .. `last_runner_up` explain the last match for /why: none of them is the person's text.
    """

    shape: int = SHAPE
    lang: str = ""
    country: str = ""
    country_now: str = ""
    topic: str = ""
    part: str = ""
    topic_at: datetime | None = None
    asked: str = ""
    asked_args: tuple[str, ...] = ()
    asked_at: datetime | None = None
    chose: bool = False
    card_at: datetime | None = None
    useful_at: datetime | None = None
    answers: int = 0
    told_names_at: datetime | None = None
    greeted: bool = False
    numbers_offered: bool = False
    told_to_keep: bool = False
    group_told: bool = False
    unreachable: bool = False
    last_tier: str = ""
    last_phrase: str = ""
    last_label: str = ""
    last_runner_up: str = ""
    last_confidence: float = 0.0

    @property
    def lapses_at(self) -> datetime | None:
        """The last moment at which all of it still holds; None if nothing of it lapses."""
        return min((at + TOPIC_LAPSES for at in (self.topic_at, self.asked_at) if at is not None), default=None)

    def at(self, now: datetime) -> Session:
        """The session as it stands at that moment: what has lapsed is gone."""
        fresh = self
        if self.topic_at and now - self.topic_at > TOPIC_LAPSES:
            fresh = replace(
                fresh, topic="", part="", topic_at=None, country_now="", chose=False,
                last_tier="", last_phrase="", last_label="", last_runner_up="", last_confidence=0.0,
            )  # fmt: skip
        if self.asked_at and now - self.asked_at > TOPIC_LAPSES:
            fresh = replace(fresh, asked="", asked_args=(), asked_at=None)
        return fresh
