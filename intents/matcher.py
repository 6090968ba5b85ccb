"""Text to ranked labels. Pure: no I/O after loading, no clock, no state between calls."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from intents import text as t
from intents.book import PhraseBook
from intents.code import StaleFit, opened
from intents.language import Guess, Guesser
from intents.model import Model
from intents.tongue import SURE, Ranking, Tongue
from intents.verdict import Match, Policy, Tuning

_BREAK = re.compile(r"[.?!;\n؟؛…]+")
_OTHER_LANGUAGE = 0.9
"""A text that is this surely in another language than the person's is read in that one as well."""
_UNSURE = 0.8
"""Below this share of the evidence a guess is not trusted alone."""
_MOST_QUESTIONS = 4
_SHORTEST_QUESTION = 3
"""Words of a sentence that may be a question of its own."""


class Matcher:
    """Immutable after construction, so that threads can share it."""

    def __init__(self, book: PhraseBook, models: Mapping[str, Model], policy: Policy) -> None:
        """Use `unfitted` or `load` instead."""
        self.book = book
        self.policy = policy
        self.fitted = bool(models)
        """Whether more than whole phrases can be answered."""
        self.tongues = {lang: Tongue.of(book, lang, models.get(lang)) for lang in book.languages}
        counts = {lang: tongue.index.counts for lang, tongue in self.tongues.items()}
        self.guesser = Guesser.of(counts, book.unsupported)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that the matcher can answer with."""
        return self.book.labels

    @classmethod
    def unfitted(cls, book: PhraseBook) -> Matcher:
        """Exact, alias, typo and BM25 tiers only: ready at once, and nothing but whole phrases is answered."""
        return cls(book, {}, Policy())

    @classmethod
    def load(cls, book: PhraseBook, folder: Path, tunings: Mapping[str, Tuning] | None = None) -> Matcher:
        """Map a fit of exactly this book, with the `tunings` of its languages; raises StaleFit when it is of another one, of
        other code, or broken."""
        tunings = tunings or {}
        meta = opened(book, folder)
        try:
            models = {lang: Model.load(folder / lang).tuned(tunings.get(lang, Tuning())) for lang in book.languages}
            policy = replace(Policy.of(meta["policy"]), tunings=dict(tunings))
        except (OSError, KeyError, ValueError, TypeError, IndexError) as error:
            raise StaleFit(f"{folder} cannot be read: {error}") from error
        return cls(book, models, policy)

    def match(self, text: str, *, lang: str | None = None, earlier: Sequence[str] = (), topic: str | None = None) -> Match:
        """Rank the labels for `text`. Never raises for any string.

        `lang` is the person's own choice and beats a guess on short texts; `earlier` are earlier messages of the
        same burst, which tip the scale where the text alone is weak; `topic` is what is being read just now.
        """
        guess = self.guesser.guess(text)
        if not self.tongues or (guess.foreign and not guess.share):
            return _nothing(guess)
        chosen = lang if lang in self.tongues else guess.lang
        tried = [chosen]
        if guess.lang != chosen and guess.share >= _OTHER_LANGUAGE:
            tried.append(guess.lang)
        elif chosen != lang and guess.second and guess.share < _UNSURE:
            tried.append(guess.second)
        ranked = [(lang, self.tongues[lang].rank(text, earlier)) for lang in tried]
        best_lang, best = max(ranked, key=lambda pair: _confidence(pair[1]))
        return self._match(text, best_lang, best, guess, topic)

    def _match(self, text: str, lang: str, ranking: Ranking, guess: Guess, topic: str | None) -> Match:
        tongue = self.tongues[lang]
        phrase = tongue.index.phrases[ranking.nearest] if ranking.nearest is not None else None
        aside, aside_confidence = tongue.aside(ranking)
        return Match(
            lang=lang,
            foreign=guess.foreign if ranking.tier not in SURE else None,
            candidates=ranking.candidates,
            tier=ranking.tier,
            phrase=phrase.text if phrase else None,
            phrase_label=phrase.label if phrase else None,
            runner_up=ranking.candidates[1].label if len(ranking.candidates) > 1 else None,
            coverage=round(ranking.evidence.coverage, 4),
            aside=aside,
            aside_confidence=round(aside_confidence, 4),
            also=self._also(text, tongue, ranking),
            follow_up=tongue.follow_up(ranking) if topic is not None else None,
            opposed=ranking.opposed,
            own_coverage=round(tongue.own_coverage(ranking), 4),
        )

    def _also(self, text: str, tongue: Tongue, ranking: Ranking) -> tuple[str, ...]:
        """Labels of the other questions in a message of several sentences, each sure enough to be answered alone."""
        pieces = [p for p in _BREAK.split(t.clip(text)) if len(p.split()) >= _SHORTEST_QUESTION][:_MOST_QUESTIONS]
        if len(pieces) < 2 or not ranking.candidates or ranking.whole is not None:
            return ()
        enough = self.policy.spoken(tongue.index.lang).answer
        found = [c[0].label for c in (tongue.rank(p).candidates for p in pieces) if c and c[0].confidence >= enough]
        return tuple(label for label in dict.fromkeys(found) if label != ranking.candidates[0].label)


def _confidence(ranking: Ranking) -> float:
    return ranking.candidates[0].confidence if ranking.candidates else 0.0


def _nothing(guess: Guess) -> Match:
    return Match(guess.lang, guess.foreign, (), "nothing", None, None, None, 0.0, None, 0.0, (), None)
