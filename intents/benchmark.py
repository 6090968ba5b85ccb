"""Measuring on labelled questions: accuracy, out-of-scope recall, cost. Reads JSON lines, touches no network."""

from __future__ import annotations

import json
import re
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents import text as t
from intents.book import Aside, Phrase, PhraseBook
from intents.fit import fit
from intents.matcher import Matcher
from intents.urgency import Urgency
from intents.verdict import decide

OOS = "oos"
"""Label of rows that no label is right for."""
_WORDS = re.compile(r"[^\W\d_]+")
REJECTED = 0.10
"""Share of in-scope rows that may be turned away; out-of-scope recall is what is turned away with them."""

_COMMON = {
    "en": ["the", "a", "is", "to", "of", "my", "i", "you", "in", "and", "for", "on", "what", "how", "do", "can", "it"],
    "fr": ["le", "la", "les", "de", "des", "du", "un", "une", "je", "est", "et", "pour", "dans", "que", "qui", "mon", "ce"],
    "es": ["el", "la", "los", "de", "del", "un", "una", "es", "y", "para", "en", "que", "mi", "por", "con", "se", "lo"],
}


@dataclass(frozen=True)
class Row:
    """One line of a data file."""

    text: str
    label: str


@dataclass(frozen=True)
class Figures:
    """Shares are percentages, None where there is nothing to measure. `accuracy` and `top3` are of in-scope rows,
    whatever the verdict; `oos_recall` is the share of out-of-scope rows turned away at a threshold that turns away a
    tenth of the in-scope ones (of the validation rows if there are any, else of the test rows); `auroc` is of
    confidence, in scope against out. Times are CPU milliseconds a question, all in (language, spelling, urgency, match,
    verdict), and CPU seconds; `peak_mb` is the highest resident memory of the whole run, fitting included."""

    accuracy: float | None
    top3: float | None
    oos_recall: float | None
    auroc: float | None
    p50_ms: float
    p99_ms: float
    fit_s: float
    peak_mb: float


def read_rows(path: Path) -> list[Row]:
    """Objects with "text" and "label", one a line; raises ValueError with the line's number for anything else."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                plain = json.loads(line)
                rows.append(Row(str(plain["text"]), str(plain["label"])))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}:{number}: not an object with text and label ({error})") from error
    return rows


def language_of(texts: Sequence[str]) -> str:
    """The language of a data set: Arabic by its letters, else the one whose commonest words it uses most."""
    some = " ".join(texts[:2000])
    if sum("\u0600" <= c <= "\u06ff" for c in some) > len(some) / 4:
        return "ar"
    words = t.tokens(t.fold(some), "")
    return max(_COMMON, key=lambda lang: sum(words.count(word) for word in _COMMON[lang]))


def book_of(rows: Sequence[Row], lang: str, label_names: bool = True) -> PhraseBook:
    """A book of the training rows; out-of-scope rows become asides, and the labels' own words are read as titles."""
    labels = sorted({r.label for r in rows} - {OOS}) if label_names else []
    titles = [(label, " ".join(_WORDS.findall(label))) for label in labels]
    return PhraseBook(
        titles=tuple(Phrase(words, label, lang) for label, words in titles if words),
        phrases=tuple(Phrase(r.text, r.label, lang) for r in rows if r.label != OOS and r.text.strip()),
        asides=tuple(Aside(r.text, lang, "far") for r in rows if r.label == OOS and r.text.strip()),
    )


def benchmark(
    train: Sequence[Row],
    test: Sequence[Row],
    valid: Sequence[Row] = (),
    lang: str | None = None,
    label_names: bool = True,
) -> tuple[Figures, list[dict[str, object]]]:
    """Fit on `train`, ask all of `test`; returns the figures and a prediction for each test row. `label_names`:
    whether the words of a label are read as its title."""
    lang = lang or language_of([r.text for r in train])
    book = book_of(train, lang, label_names)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        fit(book, Path(folder) / "fit")
        fit_s = time.process_time() - start
        matcher, urgency = Matcher.load(book, Path(folder) / "fit"), Urgency.load(book, Path(folder) / "fit")
        for row in test[:20]:
            matcher.match(row.text)
        predictions: list[dict[str, object]] = []
        times, confidences, ranks = [], [], []
        for row in test:
            start = time.process_time()
            urgency.read(row.text)
            match = matcher.match(row.text)
            verdict = decide(match, matcher.policy)
            times.append(time.process_time() - start)
            labels = [c.label for c in match.candidates]
            confidence = match.candidates[0].confidence if labels else 0.0
            confidences.append(confidence)
            ranks.append(labels.index(row.label) if row.label in labels else 99)
            predictions.append({
                "text": row.text, "label": row.label, "predicted": labels[0] if labels else OOS, "top": labels[:4],
                "confidence": confidence, "decision": verdict.kind, "tier": match.tier,
            })  # fmt: skip
        judged = [matcher.match(r.text) for r in valid if r.label != OOS]
    outside = np.array([r.label == OOS for r in test])
    sure, rank = np.array(confidences), np.array(ranks)
    scale = np.array([m.candidates[0].confidence if m.candidates else 0.0 for m in judged]) if judged else sure[~outside]
    figures = Figures(
        accuracy=_percent(rank[~outside] == 0),
        top3=_percent(rank[~outside] < 3),
        oos_recall=_percent(sure[outside] < np.quantile(scale, REJECTED)) if len(scale) else None,
        auroc=_auroc(sure[~outside], sure[outside]),
        p50_ms=round(float(np.percentile(times, 50)) * 1000, 3) if times else 0.0,
        p99_ms=round(float(np.percentile(times, 99)) * 1000, 3) if times else 0.0,
        fit_s=round(fit_s, 2),
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )
    return figures, predictions


def run(train: Path, test: Path, valid: Path | None, predictions: Path | None, lang: str | None) -> dict[str, object]:
    """The command: read, measure, write the predictions if a file is named."""
    valid_rows = read_rows(valid) if valid else []
    figures, predicted = benchmark(read_rows(train), read_rows(test), valid_rows, lang)
    if predictions:
        lines = (json.dumps(row, ensure_ascii=False) for row in predicted)
        predictions.write_text("".join(line + "\n" for line in lines), encoding="utf-8", errors="replace")
    return asdict(figures)


def _percent(hits: NDArray[np.bool_]) -> float | None:
    return round(float(hits.mean()) * 100, 2) if len(hits) else None


def _auroc(inside: NDArray[np.float64], outside: NDArray[np.float64]) -> float | None:
    """The chance that an in-scope row is surer than an out-of-scope one, ties counting half."""
    if not len(inside) or not len(outside):
        return None
    both = np.sort(outside)
    below = np.searchsorted(both, inside, side="left") + np.searchsorted(both, inside, side="right")
    return round(float(below.mean() / 2 / len(outside)) * 100, 2)
