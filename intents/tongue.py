"""One language of a book: everything that ranks labels for a text in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from intents import text as t
from intents.book import PhraseBook
from intents.followup import Cues
from intents.index import PhraseIndex, Query
from intents.model import Model
from intents.scoring import ASIDE, PART, Evidence, Floats, Whole, slip, weigh, whole_phrase
from intents.verdict import Candidate

SURE: Mapping[str, float] = {"exact": 0.99, "alias": 0.97, "typo": 0.95}
"""Confidence of a text that is a phrase of the book as a whole."""
_EARLIER = 0.5
"""Weight of the earlier messages of a burst beside the text itself."""
_ENOUGH = 0.6
"""From this confidence on a text speaks for itself and earlier messages are not looked at."""
_LIKE = 0.8
"""Likeness from which on a phrase that says the opposite forbids an answer."""
_LIKEST = 3
"""Phrases of the first candidate that are asked whether they say the opposite."""
_SAME_PART = 0.6
"""Likeness from which on the part of the nearest phrase is the part that is asked for."""
_BM25_SCALE = 8.0


@dataclass(frozen=True)
class Ranking:
    """What one language makes of a text. `nearest` is the number of the phrase that is most like it."""

    query: Query
    evidence: Evidence
    candidates: tuple[Candidate, ...]
    whole: Whole | None
    nearest: int | None
    opposed: bool
    tier: str


@dataclass(frozen=True)
class Tongue:
    """Immutable. Without a model only whole phrases are sure, and the rest is ranked by shared words."""

    index: PhraseIndex
    model: Model | None
    cues: Cues
    asides: Mapping[str, str]
    """Asides by their whole text."""

    @classmethod
    def of(cls, book: PhraseBook, lang: str, model: Model | None) -> Tongue:
        """Index `lang` of `book`; `model` is a fit of the same book."""
        index = PhraseIndex.build(book, lang, book.labels)
        asides: dict[str, str] = {}
        mine = [aside for aside in book.asides if aside.lang == lang]
        for aside, words in zip(mine, t.read_all((aside.text for aside in mine), lang), strict=True):
            asides.setdefault(words.key, aside.kind)
        return cls(index, model, Cues.of(book.part_cues.get(lang, {}), index), asides)

    def rank(self, text: str, earlier: Sequence[str] = ()) -> Ranking:
        """Rank the labels for `text`; `earlier` messages tip the scale where the text alone is weak."""
        index = self.index
        query = index.query(text)
        scores = self._scores(query)
        evidence = weigh(query, scores, index)
        confidence = self._confidence(evidence)
        if earlier and confidence.max(initial=0.0) < _ENOUGH:
            together = index.query(" ".join([*earlier, query.typed.key]))
            scores = scores + np.float32(_EARLIER) * self._scores(together)
            evidence = weigh(query if query.core.words else together, scores, index)
            confidence = self._confidence(evidence)
        whole = whole_phrase(query, index) or slip(query, evidence.near, index)
        best = max(evidence.near, key=lambda pair: pair[1], default=None)
        candidates = self._candidates(query, evidence, confidence, whole)
        opposed = whole.opposed if whole else self._turned(query, evidence, candidates)
        tier = "nothing"
        if candidates:
            tier = whole.tier if whole else "model" if self.model else "bm25"
        nearest = whole.phrases[0] if whole else best[0] if best else None
        return Ranking(query, evidence, candidates, whole, nearest, opposed, tier)

    def _candidates(self, query: Query, evidence: Evidence, confidence: Floats, whole: Whole | None) -> tuple[Candidate, ...]:
        index = self.index
        rows = {label: float(c) for label, c in zip(evidence.labels, confidence, strict=True)}
        if whole is not None:
            owners = {int(index.owner[phrase]) for phrase in whole.phrases}
            rest = 1 - SURE[whole.tier]
            rows = {label: c * rest for label, c in rows.items()} | dict.fromkeys(owners, SURE[whole.tier] / len(owners))
        banned = index.contrary.get(frozenset(query.core.stems), frozenset())
        return tuple(
            Candidate(index.labels[label], round(c, 4), self._part(query, evidence, whole, label))
            for label, c in sorted(rows.items(), key=lambda row: (-row[1], row[0]))
            if index.labels[label] not in banned and c > 0
        )

    def own_coverage(self, ranking: Ranking) -> float:
        """Share of the text's words that the texts of the first candidate know."""
        if not ranking.candidates:
            return 0.0
        return self.index.coverage_by(self.index.labels.index(ranking.candidates[0].label), ranking.query.fixed)

    def aside(self, ranking: Ranking) -> tuple[str | None, float]:
        """The likeliest aside, and its confidence."""
        known = self.asides.get(ranking.query.typed.key)
        if known is not None:
            return known, SURE["exact"]
        if self.model is None or ranking.evidence.aside is None:
            return None, 0.0
        name = self.model.classes[len(self.index.labels) + ranking.evidence.aside].removeprefix(ASIDE)
        return (None, 0.0) if name.startswith(PART) else (name, ranking.evidence.aside_share)

    def follow_up(self, ranking: Ranking) -> str | None:
        """The part that the text asks for, if it is a bare question for a part."""
        if ranking.whole is not None:
            return None
        shares = ranking.evidence.shares
        parts = {}
        if self.model is not None:
            for name, share in zip(self.model.classes, shares, strict=True):
                if name.startswith(ASIDE + PART):
                    parts[name.removeprefix(ASIDE + PART)] = float(share)
        rival = float(shares[: len(self.index.labels)].max(initial=0.0))
        return self.cues.part(ranking.query, self.index, parts, rival)

    def _scores(self, query: Query) -> Floats:
        if self.model is not None:
            return self.model.scores(query)
        return np.asarray(_BM25_SCALE * self.index.by_label(self.index.bm25(query.fixed)), dtype=np.float32)

    def _confidence(self, evidence: Evidence) -> Floats:
        if self.model is not None:
            return np.asarray(self.model.confidence(evidence.features), dtype=np.float32)
        # Not calibrated: shared words and likeness, kept under the threshold of an answer.
        bm25, likeness = evidence.features[:, 4], evidence.features[:, 5]
        return np.asarray(np.where(bm25 > 0, 0.35 * bm25 + 0.2 * likeness, 0), dtype=np.float32)

    def _turned(self, query: Query, evidence: Evidence, candidates: Sequence[Candidate]) -> bool:
        """Whether what is most like the text says the opposite: any phrase that is very like it, or each of the likeliest few of
        the first candidate."""
        index = self.index
        order = sorted(evidence.near, key=lambda pair: (-pair[1], pair[0]))
        if order and order[0][1] >= _LIKE and index.turns.opposed(query.typed, index.readings[order[0][0]]):
            return True
        mine = [phrase for phrase, _ in order if candidates and index.labels[index.owner[phrase]] == candidates[0].label]
        return bool(mine) and all(index.turns.opposed(query.typed, index.readings[phrase]) for phrase in mine[:_LIKEST])

    def _part(self, query: Query, evidence: Evidence, whole: Whole | None, label: int) -> str | None:
        index = self.index
        if whole is not None:
            parts = {index.phrases[phrase].part for phrase in whole.phrases if index.owner[phrase] == label}
            if parts:
                return parts.pop() if len(parts) == 1 else None
        mine = [(like, phrase) for phrase, like in evidence.near if index.owner[phrase] == label]
        like, phrase = max(mine, default=(0.0, -1))
        if like >= _SAME_PART and index.phrases[phrase].part:
            return index.phrases[phrase].part
        return self.cues.inside(query)
