"""Sentences about check-ins, in any language whose words are content: what to do, with whom, when, how often. Pure.

A small grammar that knows no language: `wording_words` cuts a sentence into items by the words of `scheduling/<lang>.yaml`,
`wording_reader` and `wording_hours` read the pieces about time (`wording_facts`), `wording_when` and `wording_who` put them
together, `wording_sentence` decides what is to happen, `wording_say` repeats it. What may mean two things is asked, not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.supervision.wording_facts import (
    Ahead,
    Days,
    Fact,
    Hour,
    MonthDay,
    OfMonth,
    On,
    Part,
    Rhythm,
    Stretch,
    Week,
    When,
    resolved,
)
from bot.supervision.wording_reader import Reader
from bot.supervision.wording_sentence import Parsed, Sentence, echo
from bot.supervision.wording_when import WORKDAYS, Planner
from bot.supervision.wording_who import Names
from bot.supervision.wording_words import LONGEST, Item, Lexicon, Scheduling, tokens

_ELSEWHERE = {
    "not_ours",
    "never",
    "festival",
    "with",
    "everyone",
    "list",
    "cannot",
    "cancel",
    "pause",
    "resume",
    "skip",
    "snooze",
}
"""Words that make an answer more than a time."""


@dataclass(frozen=True)
class Piece:
    """A time alone, as somebody answers who was asked for one: what it comes to, and which of it was said.

    Where only an `hour` was said, the date of `when.first` is the next on which it comes; where no hour was, it has none.
    `lasting` is how long or how often: (10, "times"), (6, "week").
    """

    when: When
    day: bool = False
    hour: bool = False
    rhythm: bool = False
    lasting: tuple[int, str] | None = None


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

    def piece(
        self, text: str, now: datetime, zone: ZoneInfo, lang: str | None = None, workdays: Sequence[int] = WORKDAYS
    ) -> Piece | None:
        """The time that a short answer names ("Tuesday", "half nine", "every two weeks"); None where it names none, or says more
        than a time. `now` and `zone` as in `read`. Never raises on a text."""
        cut, items = tokens(text[:LONGEST]), self._items(text, lang)
        if not items or len(text) > LONGEST:
            return None
        planner = Planner(now.replace(tzinfo=None), zone, workdays)
        facts = Reader(items, planner.now).facts()
        if not facts and len(cut) == 1 and cut[0].kind == "number" and len(cut[0].text) < 3 and int(cut[0].text) < 24:
            facts = [Hour(0, 1, *resolved(int(cut[0].text), 0, False, ""))]
        taken = frozenset(at for fact in facts for at in range(fact.start, fact.end))
        others = [{*item.tags, item.tags.get("verb", "")} for at, item in enumerate(items) if at not in taken]
        if any(tags & _ELSEWHERE for tags in others) or Names(text, items, taken).left():
            return None
        rest, until, _ = planner.ending(facts)
        day = _some(rest, On, Days, MonthDay, Week) or any(isinstance(fact, Ahead) for fact in rest)
        hour = _some(rest, Hour, Part) or any(isinstance(fact, Ahead) and fact.minutes for fact in rest)
        rhythm = _some(rest, Rhythm, OfMonth) or any(fact.habit for fact in rest if isinstance(fact, Days))
        lasting = next(((fact.number, fact.unit) for fact in rest if isinstance(fact, Stretch)), None)
        if not (day or hour or rhythm or until or lasting):
            return None
        return Piece(planner.plan(facts, ""), day, hour, rhythm, lasting)

    def means_day(self, text: str, day: date, now: datetime, lang: str | None = None) -> bool:
        """Whether a sentence says the day that was understood, rather than an hour alone, which is said of the next day on which
        it comes. "Move all my Tuesday check-ins to half nine" says no other day."""
        facts = Reader(self._items(text, lang), now.replace(tzinfo=None)).facts()
        weekdays = {weekday for fact in facts if isinstance(fact, Days) for weekday in fact.days}
        return day.weekday() in weekdays or _some(facts, On, MonthDay, Ahead, Week)

    def part_of_day(self, text: str, lang: str | None = None) -> str:
        """The part of the day that a sentence names: morning, noon, afternoon, evening, night or early; "" for none."""
        return next((item.tags["part"] for item in self._items(text, lang) if "part" in item.tags), "")

    def _items(self, text: str, lang: str | None) -> list[Item]:
        cut = tokens(text[:LONGEST])
        read = {name: lexicon.items(cut) for name, lexicon in self.lexicons.items()}
        spoken = max(read, key=lambda name: _covered(read[name]) * (1.3 if name == lang else 1), default="")
        return read.get(spoken, [])


def _some(facts: Sequence[Fact], *kinds: type[Fact]) -> bool:
    return any(isinstance(fact, kinds) for fact in facts)


def _covered(items: Sequence[Item]) -> float:
    """How much of a sentence a language knows; slips count half, so that they don't carry a sentence into another language."""
    return sum(len(item.text) * (0.5 if item.slipped else 1.0) for item in items if item.tags)
