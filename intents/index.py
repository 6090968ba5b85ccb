"""The phrases of one language, ready to be looked up: whole, by words, and by rank (BM25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents import text as t
from intents.book import Phrase, PhraseBook
from intents.concepts import Sayings, without
from intents.spelling import Speller
from intents.turning import Turns

Floats = NDArray[np.float32]

PASSAGE_READ = 1000
"""Characters of a passage that are learnt from."""
_UNHEARD = 0.8
_K1, _B = 1.2, 0.6
"""BM25: how fast repetition wears off, and how much long phrases are marked down."""


@dataclass(frozen=True)
class Query:
    """A text as one language reads it: as typed and less its empty words, each also with its spelling mended."""

    typed: t.Words
    core: t.Words
    fixed: t.Words
    """`core` after spelling; the very same object when nothing was mended."""
    meaning: tuple[str, ...]
    """Stems of `core` with concepts in place of sayings, and the same of `fixed`; empty without concepts."""
    fixed_meaning: tuple[str, ...]


@dataclass(frozen=True)
class Postings:
    """The phrases that hold each stem, and what it is worth in them; end to end, `starts` says where each begins."""

    starts: NDArray[np.int64]
    phrases: NDArray[np.int64]
    weights: Floats

    def of(self, stem: int) -> tuple[NDArray[np.int64], Floats]:
        """Phrases and weights of one stem."""
        here = slice(self.starts[stem], self.starts[stem + 1])
        return self.phrases[here], self.weights[here]


def _postings(flat: NDArray[np.int64], lengths: Floats, stems: int) -> tuple[Postings, Floats]:
    """BM25 weights and inverse document frequencies; `flat` are the stems of all phrases, end to end."""
    n = len(lengths)
    owner = np.repeat(np.arange(n), lengths.astype(np.int64))
    pairs, often = np.unique(flat * max(n, 1) + owner, return_counts=True)
    which, where = pairs // max(n, 1), pairs % max(n, 1)
    df = np.bincount(which, minlength=stems)
    idf = np.log(1 + (n - df + 0.5) / (df + 0.5)).astype(np.float32)
    mean = float(lengths.mean()) if n else 1.0
    weight = often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * lengths[where] / mean)) * idf[which]
    starts = np.concatenate(([0], np.cumsum(df))).astype(np.int64)
    return Postings(starts, where.astype(np.int64), weight.astype(np.float32)), idf


def _other_words(book: PhraseBook, lang: str) -> Iterator[str]:
    """Words that are known without being asked with: a synonym, or the weather, is not a slip of the finger."""
    texts = [saying for group in book.concepts.get(lang, ()) for saying in group]
    texts += [cue for cues in book.part_cues.get(lang, {}).values() for cue in cues]
    texts += [a.text for a in book.asides if a.lang == lang]
    for words in t.read_all(texts, lang):
        yield from words.words


def _spoken_of(texts: Iterable[tuple[int, t.Words]], concepts: Sayings) -> dict[str, frozenset[int]]:
    """The labels whose texts hold each stem, and each concept."""
    found: dict[str, set[int]] = {}
    for label, words in texts:
        for stem in {*words.stems, *concepts.canonical(words.stems)}:
            found.setdefault(stem, set()).add(label)
    return {stem: frozenset(labels) for stem, labels in found.items()}


@dataclass(frozen=True)
class PhraseIndex:
    """Phrases and titles of one language in the order of their labels. Immutable after `build`."""

    lang: str
    labels: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    owner: NDArray[np.int64]
    """Number of the label of each phrase, ascending."""
    first: NDArray[np.int64]
    """Where each label that has phrases begins, and `present` which labels those are."""
    present: NDArray[np.int64]
    readings: tuple[t.Words, ...]
    sorted_keys: tuple[str, ...]
    exact: Mapping[str, tuple[int, ...]]
    alias: Mapping[frozenset[str], tuple[int, ...]]
    contrary: Mapping[frozenset[str], frozenset[str]]
    stem_ids: Mapping[str, int]
    postings: Postings
    idf: Floats
    spoken_of: Mapping[str, frozenset[int]]
    """Stems and concepts to the labels whose phrases or passages hold them."""
    counts: Mapping[str, int]
    speller: Speller
    concepts: Sayings
    skip: Sayings
    turns: Turns

    @classmethod
    def build(cls, book: PhraseBook, lang: str, labels: Sequence[str]) -> PhraseIndex:
        """Index the phrases of `lang`; `labels` fixes the numbers of the labels."""
        number = {label: i for i, label in enumerate(labels)}
        mine = [p for p in (*book.titles, *book.phrases) if p.lang == lang]
        mine.sort(key=lambda p: number[p.label])
        skip = Sayings.of([book.skip.get(lang, ())], lang)
        full = t.read_all((p.text for p in mine), lang)
        readings = [without(w, skip) for w in full]
        exact: dict[str, list[int]] = {}
        alias: dict[frozenset[str], list[int]] = {}
        counts: Counter[str] = Counter()
        stem_ids: dict[str, int] = {}
        flat: list[int] = []
        for i, (whole, words) in enumerate(zip(full, readings, strict=True)):
            exact.setdefault(whole.key, []).append(i)
            alias.setdefault(frozenset(words.stems), []).append(i)
            counts.update(whole.words)
            flat += [stem_ids.setdefault(stem, len(stem_ids)) for stem in words.stems]
        contrary: dict[frozenset[str], set[str]] = {}
        for p in book.contrary:
            if p.lang == lang:
                contrary.setdefault(frozenset(without(t.read(p.text, lang), skip).stems), set()).add(p.label)
        lengths = np.array([len(w.stems) for w in readings], np.float32)
        postings, idf = _postings(np.array(flat, np.int64), lengths, len(stem_ids))
        owner = np.array([number[p.label] for p in mine], np.int64)
        present, first = np.unique(owner, return_index=True)
        counts.update(_other_words(book, lang))
        passages = [p for p in book.passages if p.lang == lang and p.label in number]
        told = t.read_all((p.text for p in passages), lang, PASSAGE_READ)
        for words in told:
            counts.update(words.words)
        concepts = Sayings.of(book.concepts.get(lang, ()), lang)
        texts = [
            *zip(owner.tolist(), readings, strict=True),
            *((number[p.label], w) for p, w in zip(passages, told, strict=True)),
        ]
        return cls(
            lang=lang,
            labels=tuple(labels),
            phrases=tuple(mine),
            owner=owner,
            first=first.astype(np.int64),
            present=present,
            readings=tuple(readings),
            sorted_keys=tuple(" ".join(sorted(w.words)) for w in readings),
            exact={k: tuple(v) for k, v in exact.items()},
            alias={k: tuple(v) for k, v in alias.items() if k},
            contrary={k: frozenset(v) for k, v in contrary.items() if k},
            stem_ids=stem_ids,
            postings=postings,
            idf=idf,
            counts=counts,
            speller=Speller.of(counts),
            concepts=concepts,
            spoken_of=_spoken_of(texts, concepts),
            skip=skip,
            turns=Turns.of(lang, book.negations.get(lang, ()), book.opposites.get(lang, ())),
        )

    def query(self, text: str) -> Query:
        """Read `text` as this language. Never raises."""
        typed = t.read(text, self.lang)
        core = without(typed, self.skip)
        known = [s in self.stem_ids for s in core.stems]
        fixed_words = self.speller.fix(core.words, known)
        meaning = self.meaning(core)
        if fixed_words == core.words:
            return Query(typed, core, core, meaning, meaning)
        stems = tuple(t.stems(list(fixed_words), self.lang))
        fixed = t.Words(" ".join(fixed_words), fixed_words, stems)
        return Query(typed, core, fixed, meaning, self.meaning(fixed))

    def meaning(self, words: t.Words) -> tuple[str, ...]:
        """The stems of `words` with concepts in place of sayings; empty when the language has no concepts."""
        return tuple(self.concepts.canonical(words.stems)) if self.concepts.groups else ()

    def bm25(self, words: t.Words) -> Floats:
        """A score for each phrase, as a share (0 to 1) of what the rarest possible full match would reach."""
        scores = np.zeros(len(self.phrases), np.float32)
        ideal = 0.0
        rarest = float(np.log(1 + (len(self.phrases) + 0.5) / 0.5))
        for stem in set(words.stems):
            number = self.stem_ids.get(stem)
            if number is None:
                # Nothing is known of the word, so it may well be the one that matters.
                ideal += 0.5 * rarest * (_K1 + 1) / (1 + _K1)
                continue
            where, weights = self.postings.of(number)
            scores[where] += weights
            ideal += float(self.idf[number]) * (_K1 + 1) / (1 + _K1)
        return scores / np.float32(ideal) if ideal > 0 else scores

    def by_label(self, scores: Floats) -> Floats:
        """The best score among the phrases of each label; 0 for labels without phrases in this language."""
        out = np.zeros(len(self.labels), np.float32)
        if len(self.first):
            out[self.present] = np.maximum.reduceat(scores, self.first)
        return out

    def coverage(self, words: t.Words, allowed: NDArray[np.bool_] | None = None) -> float:
        """Share (0 to 1, rare words count more) of the words of a text that the phrases know."""
        rarest = float(np.log(1 + (len(self.phrases) + 0.5) / 0.5))
        known = total = 0.0
        for stem in set(words.stems):
            number = self.stem_ids.get(stem)
            if number is None or (allowed is not None and not allowed[self.postings.of(number)[0]].any()):
                total += rarest
            else:
                total += float(self.idf[number])
                known += float(self.idf[number])
        return known / total if total else 0.0

    def coverage_by(self, label: int, words: t.Words) -> float:
        """Share (0 to 1, rare words count more) of the words of a text that the phrases or passages of one label hold, or another
        word of the same meaning."""
        meant = {
            i
            for start, end, group in self.concepts.find(words.stems)
            if label in self.spoken_of.get(f"#{group}", ())
            for i in range(start, end)
        }
        rarest = float(np.log(1 + (len(self.phrases) + 0.5) / 0.5))
        known = total = 0.0
        for i, stem in enumerate(words.stems):
            number = self.stem_ids.get(stem)
            # A word that no phrase has may be a slip or a name: it counts, but less than a known one that is not this label's.
            worth = _UNHEARD * rarest if number is None else float(self.idf[number])
            total += worth
            if i in meant or label in self.spoken_of.get(stem, ()):
                known += worth
        return known / total if total else 0.0
