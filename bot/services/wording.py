"""The words by which people ask for a service or a number, as the finder reads them. Pure data, one `Finding` a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PLAIN = ("asks", "number_is", "silent", "open_now", "free", "skip", "everyday")
"""Keys that stand alone: asking for a service or a number; asking what a number is; not being able to speak aloud; wanting it
open at this hour; wanting it free of charge; words that say nothing when a name is looked for; everyday words that are one slip
away from a town and mean none."""
GROUPED = ("kind", "audience", "way", "languages", "topic")
"""Keys that stand before a dot and one of their values: `kind.helpline`, `audience.child`, `way.text`, `languages.pl`,
`topic.domestic-abuse`. The values are those of `services.model`, language codes (ISO 639) and topic ids."""


@dataclass(frozen=True)
class Finding:
    """Words and short phrases of one language by key, as they stand in `finding/<lang>.yaml`; compared folded."""

    lang: str
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, group: str) -> dict[str, tuple[str, ...]]:
        """The words of one of `GROUPED` by value: of `way`, those of text, whatsapp, webchat, ..."""
        return {key.partition(".")[2]: words for key, words in self.words.items() if key.startswith(group + ".")}
