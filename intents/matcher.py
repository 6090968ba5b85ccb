"""Text to ranked labels. Pure: no I/O after loading, no clock, no state between calls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from intents import text as t
from intents.book import PhraseBook
from intents.code import StaleFit, opened
from intents.followup import Cues
from intents.index import PhraseIndex, Query
from intents.language import Guess, Guesser
from intents.model import Model
from intents.scoring import ASIDE, PART, Evidence, Floats, Whole, same_polarity, slip, weigh, whole_phrase
from intents.verdict import Candidate, Match, Policy

_EXACT = {"exact": 0.99, "alias": 0.97, "typo": 0.95}
_BREAK = re.compile(r"[.?!;\n؟؛]+")
_OTHER_LANGUAGE = 0.9
"""A text whose words are this surely of another language is also read in that one."""
_EARLIER_WEIGHT = 0.5


class Matcher:
    """Immutable after construction, so that threads can share it."""

    def __init__(self, book: PhraseBook, models: dict[str, Model], policy: Policy) -> None:
        """Use `unfitted` or `load` instead."""
        self.book = book
        self.policy = policy
        self.models = models
        self.labels = book.labels
        self.indexes = {lang: PhraseIndex.build(book, lang, self.labels) for lang in book.languages}
        self.guesser = Guesser.of({lang: i.counts for lang, i in self.indexes.items()}, book.unsupported)
        self.cues = {lang: Cues.of(book.part_cues.get(lang, {}), index) for lang, index in self.indexes.items()}
        self.negations = {lang: frozenset(t.fold(w) for w in words) for lang, words in book.negations.items()}
        self._asides: dict[str, dict[str, str]] = {}
        for aside in book.asides:
            self._asides.setdefault(aside.lang, {}).setdefault(t.read(aside.text, aside.lang).key, aside.kind)

    @classmethod
    def unfitted(cls, book: PhraseBook) -> Matcher:
        """Exact, alias, typo and BM25 tiers only: ready at once, and nothing but whole phrases is answered."""
        return cls(book, {}, Policy())

    @classmethod
    def load(cls, book: PhraseBook, folder: Path) -> Matcher:
        """Map a fit of exactly this book; raises StaleFit when it is of another one, of other code, or broken."""
        meta = opened(book, folder)
        try:
            models = {lang: Model.load(folder / lang) for lang in meta["languages"]}
            policy = Policy.of(meta["policy"])
        except (OSError, KeyError, ValueError, TypeError) as error:
            raise StaleFit(f"{folder} cannot be read: {error}") from error
        return cls(book, models, policy)

    def match(self, text: str, *, lang: str | None = None, earlier: Sequence[str] = (), topic: str | None = None) -> Match:
        """Rank the labels for `text`. Never raises for any string.

        `lang` is the person's own choice and beats a guess on short texts; `earlier` are earlier messages of the
        same burst, which tip the scale where the text alone is weak; `topic` is what is being read just now.
        """
        guess = self.guesser.guess(text)
        if not self.indexes:
            return _nothing(guess)
        chosen = lang if lang in self.indexes else None
        first = chosen or guess.lang
        match = self._in(text, first, guess, earlier, topic)
        if guess.lang != first and guess.share >= _OTHER_LANGUAGE and guess.lang in self.indexes:
            other = self._in(text, guess.lang, guess, earlier, topic)
            if _top(other) > _top(match):
                match = other
        return match

    def _in(self, text: str, lang: str, guess: Guess, earlier: Sequence[str], topic: str | None) -> Match:
        index = self.indexes[lang]
        query = index.query(text)
        evidence, candidates, whole = self._rank(query, lang, earlier)
        aside, aside_confidence = self._aside(query, lang, evidence)
        best = max(evidence.near, key=lambda pair: pair[1], default=None)
        nearest = whole.phrases[0] if whole else best[0] if best else None
        opposed = whole.opposed if whole else False
        if best is not None and whole is None and best[1] >= 0.8:
            opposed = self._opposed(query, best[0], lang)
        tier = "nothing"
        if candidates:
            tier = whole.tier if whole else "model" if lang in self.models else "bm25"
        return Match(
            lang=lang,
            foreign=guess.foreign if tier not in _EXACT else None,
            candidates=candidates,
            tier=tier,
            phrase=index.phrases[nearest].text if nearest is not None else None,
            phrase_label=index.phrases[nearest].label if nearest is not None else None,
            runner_up=candidates[1].label if len(candidates) > 1 else None,
            coverage=round(evidence.coverage, 4),
            aside=aside,
            aside_confidence=round(aside_confidence, 4),
            also=self._also(text, lang, candidates) if whole is None else (),
            follow_up=self._follow_up(query, lang, evidence) if topic is not None and whole is None else None,
            opposed=opposed,
        )

    def _rank(self, query: Query, lang: str, earlier: Sequence[str] = ()) -> tuple[Evidence, tuple[Candidate, ...], Whole | None]:
        index, model = self.indexes[lang], self.models.get(lang)
        scores = self._scores(query, lang)
        evidence = weigh(query, scores, index)
        confidence = self._confidence(evidence, model)
        if earlier and (not len(confidence) or confidence.max() < self.policy.answer):
            before = index.query(" ".join(earlier))
            together = index.query(" ".join([*earlier, query.typed.key]))
            blend = scores + np.float32(_EARLIER_WEIGHT) * self._scores(together, lang)
            if before.typed.words:
                evidence = weigh(query if query.core.words else together, blend, index)
                confidence = self._confidence(evidence, model)
        more = self.negations.get(lang, frozenset())
        whole = whole_phrase(query, index, more) or slip(query, evidence.near, index, more)
        sure: dict[int, float] = {}
        if whole is not None:
            owners = {int(index.owner[p]) for p in whole.phrases}
            sure = dict.fromkeys(owners, _EXACT[whole.tier] / len(owners))
        rows = {label: float(c) for label, c in zip(evidence.labels, confidence, strict=True)}
        rest = 1 - _EXACT[whole.tier] if whole else 1.0
        rows = {label: c * rest for label, c in rows.items() if label not in sure} | sure
        banned = index.contrary.get(frozenset(query.core.stems), frozenset())
        ranked = sorted(rows.items(), key=lambda row: (-row[1], row[0]))
        candidates = tuple(
            Candidate(self.labels[label], round(c, 4), self._part(query, evidence, whole, label, lang))
            for label, c in ranked
            if self.labels[label] not in banned and c > 0
        )
        return evidence, candidates, whole

    def _scores(self, query: Query, lang: str) -> Floats:
        model = self.models.get(lang)
        if model is not None:
            return model.scores(query)
        index = self.indexes[lang]
        return np.asarray(8 * index.by_label(index.bm25(query.fixed)), dtype=np.float32)

    def _confidence(self, evidence: Evidence, model: Model | None) -> Floats:
        if model is not None:
            return np.asarray(model.confidence(evidence.features), dtype=np.float32)
        # Not calibrated: shared words and likeness, kept under the threshold of an answer.
        bm25, likeness = evidence.features[:, 4], evidence.features[:, 5]
        return np.asarray(np.where(bm25 > 0, 0.35 * bm25 + 0.2 * likeness, 0), dtype=np.float32)

    def _aside(self, query: Query, lang: str, evidence: Evidence) -> tuple[str | None, float]:
        known = self._asides.get(lang, {}).get(query.typed.key)
        if known is not None:
            return known, 0.99
        model = self.models.get(lang)
        if model is None or evidence.aside is None:
            return None, 0.0
        aside = model.classes[len(self.labels) + evidence.aside].removeprefix(ASIDE)
        return (None, 0.0) if aside.startswith(PART) else (aside, evidence.aside_share)

    def _follow_up(self, query: Query, lang: str, evidence: Evidence) -> str | None:
        model = self.models.get(lang)
        shares = {}
        if model is not None:
            for name, share in zip(model.classes, evidence.shares, strict=True):
                if name.startswith(ASIDE + PART):
                    shares[name.removeprefix(ASIDE + PART)] = float(share)
        rival = float(evidence.shares[: len(self.labels)].max(initial=0.0))
        return self.cues[lang].part(query, self.indexes[lang], shares, rival)

    def _opposed(self, query: Query, phrase: int, lang: str) -> bool:
        more = self.negations.get(lang, frozenset())
        return not same_polarity(query.typed.words, self.indexes[lang].readings[phrase].words, lang, more)

    def _part(self, query: Query, evidence: Evidence, whole: Whole | None, label: int, lang: str) -> str | None:
        index = self.indexes[lang]
        if whole is not None:
            parts = {index.phrases[p].part for p in whole.phrases if index.owner[p] == label}
            if parts:
                return parts.pop() if len(parts) == 1 else None
        mine = [(like, phrase) for phrase, like in evidence.near if index.owner[phrase] == label]
        like, phrase = max(mine, default=(0.0, -1))
        if like >= 0.6 and index.phrases[phrase].part:
            return index.phrases[phrase].part
        return self.cues[lang].inside(query)

    def _also(self, text: str, lang: str, candidates: tuple[Candidate, ...]) -> tuple[str, ...]:
        pieces = [p for p in _BREAK.split(t.clip(text)) if len(p.split()) >= 3][:4]
        if len(pieces) < 2 or not candidates:
            return ()
        found: list[str] = []
        for piece in pieces:
            _, ranked, _ = self._rank(self.indexes[lang].query(piece), lang)
            if ranked and ranked[0].confidence >= self.policy.answer and ranked[0].label not in found:
                found.append(ranked[0].label)
        return tuple(label for label in found if label != candidates[0].label)


def _top(match: Match) -> float:
    return match.candidates[0].confidence if match.candidates else 0.0


def _nothing(guess: Guess) -> Match:
    return Match(guess.lang, guess.foreign, (), "nothing", None, None, None, 0.0, None, 0.0, (), None)
