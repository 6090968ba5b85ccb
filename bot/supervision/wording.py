"""Sentences about check-ins, in any language whose words are content: what to do, with whom, when, how often. Pure.

A small grammar that knows no language: `wording_words` cuts a sentence into items by the words of `scheduling/<lang>.yaml`,
`wording_reader` and `wording_hours` read the pieces about time (`wording_facts`), `wording_when` and `wording_who` put them
together, `wording_sentence` decides what is to happen, `wording_say` repeats it. What may mean two things is asked, not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.supervision.wording_facts import When
from bot.supervision.wording_sentence import Parsed, Sentence, echo
from bot.supervision.wording_when import WORKDAYS, Planner
from bot.supervision.wording_words import LONGEST, Item, Lexicon, Scheduling, tokens


class Wording:
    """Reads sentences with the words of several languages."""

    def __init__(self, languages: Mapping[str, Scheduling]) -> None:
        self.lexicons = {lang: Lexicon(words) for lang, words in languages.items()}

    def read(
        self, text: str, now: datetime, zone: ZoneInfo, lang: str | None = None, known_names: Sequence[str] = (),
        workdays: Sequence[int] = WORKDAYS,
    ) -> Parsed:  # fmt: skip
        """What a sentence asks for. `now` is naive wall time in `zone`; words of `lang` are preferred, and the echo is in it.

        `known_names` are the people whom the sentence may mean, `workdays` those of their country (0 is Monday). Never raises on
        a text; with no language loaded nothing is understood (action none).
        """
        cut = tokens(text[:LONGEST])
        read = {name: lexicon.items(cut) for name, lexicon in self.lexicons.items()}
        if not read:
            return Parsed("none", tz=zone.key)
        spoken = max(read, key=lambda name: _covered(read[name]) * (1.3 if name == lang else 1))
        words = self.lexicons[lang if lang in self.lexicons else spoken].words
        if len(text) > LONGEST or not cut:
            return echo("none", When(), None, None, words, zone)
        return Sentence(text, read[spoken], Planner(now.replace(tzinfo=None), zone, workdays), words, known_names).parsed()


def _covered(items: Sequence[Item]) -> float:
    """How much of a sentence a language knows; slips count half, so that they don't carry a sentence into another language."""
    return sum(len(item.text) * (0.5 if item.slipped else 1.0) for item in items if item.tags)
