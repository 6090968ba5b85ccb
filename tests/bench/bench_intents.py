"""Ours beside the usual ways on public data, and what a question costs. `make bench-intents DATA=FOLDER`.

FOLDER holds hwu64.jsonl, banking77.jsonl and arbanking77.jsonl: objects with "text", "label" and "split". Prints a
table in Markdown, and writes it with --out. Times are CPU milliseconds of one thread.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse  # noqa: E402
import json  # noqa: E402
import random  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from hashlib import blake2b  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402
from rapidfuzz import fuzz, process  # noqa: E402

sys.path.insert(0, str(Path(__file__).parents[2]))
from intents import Aside, Matcher, Phrase, PhraseBook, Urgency, calibration_error, decide, fit  # noqa: E402
from intents.benchmark import OOS, Row, benchmark, book_of  # noqa: E402
from intents.features import Vectoriser  # noqa: E402
from intents.model import Linear, Logistic, Model  # noqa: E402
from intents.verdict import Policy  # noqa: E402

Ranker = Callable[[str], Sequence[str]]
SETS = (("hwu64", "en", "test"), ("banking77", "en", "test"), ("arbanking77", "ar", "test_msa"))
SLIPS_EN = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2], strict=True)}
SLIPS_AR = {a: b for row in ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ") for a, b in zip(row, row[1:] + row[-2], strict=True)}


def splits(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        plain = json.loads(line)
        found.setdefault(plain["split"], []).append(Row(plain["text"], plain["label"]))
    return found


def with_slips(rows: Sequence[Row], count: int, seed: int) -> list[Row]:
    """`count` slips of the finger in each text: a neighbouring key, a letter dropped, doubled or swapped."""
    chance, out = random.Random(seed), []
    for row in rows:
        text = list(row.text)
        for _ in range(count):
            places = [i for i, c in enumerate(text[:-1]) if c.isalpha() and text[i + 1].isalpha()]
            if not places:
                continue
            i, kind = chance.choice(places), chance.randrange(4)
            if kind == 0:
                text[i] = (SLIPS_EN | SLIPS_AR).get(text[i].lower(), text[i])
            elif kind == 1:
                del text[i]
            elif kind == 2:
                text.insert(i, text[i])
            else:
                text[i], text[i + 1] = text[i + 1], text[i]
        out.append(Row("".join(text), row.label))
    return out


def nearest_by(scorer: Callable[..., float], train: Sequence[Row]) -> Ranker:
    texts = [row.text.casefold() for row in train]

    def rank(text: str) -> list[str]:
        found = process.extract(text.casefold(), texts, scorer=scorer, limit=30)
        return list(dict.fromkeys(train[i].label for _, _, i in found))

    return rank


def by_bm25(train: Sequence[Row], lang: str) -> Ranker:
    index = Matcher.unfitted(book_of(train, lang)).tongues[lang].index

    def rank(text: str) -> list[str]:
        scores = index.by_label(index.bm25(index.query(text).core))
        return [index.labels[i] for i in np.argsort(-scores, kind="stable")[:3]]

    return rank


def by_svm(train: Sequence[Row]) -> Ranker:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(make_union(words, chars), LinearSVC())
    model.fit([row.text for row in train], [row.label for row in train])

    def rank(text: str) -> list[str]:
        return [str(model.classes_[i]) for i in np.argsort(-model.decision_function([text])[0])[:3]]

    return rank


def measure(rank: Ranker, test: Sequence[Row]) -> tuple[float, float, float]:
    """Accuracy and right among three (%), and the median time of a question."""
    first = three = 0
    times = []
    for row in test:
        start = time.process_time()
        labels = rank(row.text)
        times.append(time.process_time() - start)
        first += row.label in labels[:1]
        three += row.label in labels[:3]
    return 100 * first / len(test), 100 * three / len(test), float(np.median(times)) * 1000


def told_of(predictions: Sequence[dict[str, object]]) -> list[tuple[float, bool]]:
    """Confidence and whether it was right, of in-scope rows."""
    return [(float(str(p["confidence"])), p["predicted"] == p["label"]) for p in predictions if p["label"] != OOS]


def strangers(train: Sequence[Row], test: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Every fifth label is left out of training, and its questions are nobody's: near out of scope, the hard kind."""
    labels = sorted({row.label for row in train}, key=lambda label: blake2b(label.encode(), digest_size=8).digest())
    left = set(labels[::5])
    return (
        [row for row in train if row.label not in left],
        [Row(row.text, OOS if row.label in left else row.label) for row in test],
    )


def compare(data: Path, every: int) -> list[str]:
    lines = [
        "| set, phrases a label | method | right first | among three | first, 2 slips | calibration error | p50 ms |",
        "|---|---|---|---|---|---|---|",
    ]
    strange = [
        "| set, 10 phrases; a fifth of the labels left out | AUROC | strays caught when a tenth of the others is turned away |",
        "|---|---|---|",
    ]
    for name, lang, test_split in SETS:
        if not (data / f"{name}.jsonl").is_file():
            lines.append(f"| {name} | (not found) | | | | | |")
            continue
        found = splits(data / f"{name}.jsonl")
        for split in ("train_10", "train_25"):
            train, test = found[split], found[test_split][::every]
            slips = with_slips(test, 2, 7)
            where = f"{name}, {split.removeprefix('train_')}"
            for method, names in (("**ours**", True), ("ours, labels' names unread", False)):
                figures, told = benchmark(train, test, lang=lang, label_names=names)
                slipped, _ = benchmark(train, slips, lang=lang, label_names=names)
                lines.append(
                    f"| {where} | {method} | {figures.accuracy} | {figures.top3} | {slipped.accuracy} | "
                    f"{calibration_error(told_of(told)):.3f} | {figures.p50_ms:.2f} |"
                )
            rankers: dict[str, Ranker] = {
                "TF-IDF + LinearSVC": by_svm(train),
                "BM25, nearest phrase": by_bm25(train, lang),
                "rapidfuzz token_set_ratio": nearest_by(fuzz.token_set_ratio, train),
                "rapidfuzz WRatio": nearest_by(fuzz.WRatio, train),
            }
            for method, rank in rankers.items():
                # The slow ones are asked fewer questions.
                step = 9 if "rapidfuzz" in method else 3
                first, three, p50 = measure(rank, test[::step])
                noisy, _, _ = measure(rank, slips[::step])
                lines.append(f"| {where} | {method} | {first:.1f} | {three:.1f} | {noisy:.1f} | | {p50:.2f} |")
            if split == "train_10":
                figures, _ = benchmark(*strangers(train, test), lang=lang)
                strange.append(f"| {name} | {figures.auroc} | {figures.oos_recall} % |")
    return [*lines, "", *strange]


def filler(labels: int, phrases: int, langs: Sequence[str]) -> PhraseBook:
    """A book of made-up words: each label has words of its own among common ones."""
    chance = random.Random(1)
    rows, asides = [], []
    for lang in langs:
        letters = "ابتثجحخدرزسشصضطعغفقكلمنهوي" if lang == "ar" else "abcdefghijklmnoprstuvwyz"
        words = ["".join(chance.choice(letters) for _ in range(chance.randint(3, 9))) for _ in range(4000)]
        for number in range(labels):
            own = chance.sample(words, 25)
            for _ in range(phrases):
                picked = [
                    chance.choice(words[:150]) if chance.random() < 0.5 else chance.choice(own)
                    for _ in range(chance.randint(4, 12))
                ]
                rows.append(Phrase(" ".join(picked), f"topic-{number}", lang))
        asides += [Aside(" ".join(chance.sample(words, 5)), lang, "far") for _ in range(250)]
    flags = {lang: {"hurt-now": tuple(p.text for p in rows if p.lang == lang)[:200]} for lang in langs}
    quiet = {lang: tuple(p.text for p in rows if p.lang == lang)[-250:] for lang in langs}
    return PhraseBook(phrases=tuple(rows), asides=tuple(asides), red_flags=flags, quiet=quiet)


def asked(book: PhraseBook, count: int) -> list[str]:
    """Phrases of the book with their words shuffled and one slip."""
    chance, out = random.Random(2), []
    for phrase in chance.sample(book.phrases, count):
        words = phrase.text.split()
        chance.shuffle(words)
        out.append(" ".join(words))
    return [row.text for row in with_slips([Row(text, "") for text in out], 1, 3)]


def timed(matcher: Matcher, urgency: Urgency, texts: Sequence[str]) -> tuple[float, float]:
    """Median and 99th percentile of a question, all in, in milliseconds."""
    times = []
    for text in texts:
        start = time.process_time()
        urgency.read(text)
        decide(matcher.match(text), matcher.policy)
        times.append(time.process_time() - start)
    p50, p99 = np.percentile(times[20:], [50, 99]) * 1000
    return float(p50), float(p99)


def unlearnt(book: PhraseBook, folder: Path) -> Matcher:
    """A matcher with a model of the right size and no knowledge: weights of zero, in a file with holes."""
    models = {}
    for lang in book.languages:
        index = Matcher.unfitted(PhraseBook(phrases=tuple(p for p in book.phrases if p.lang == lang))).tongues[lang].index
        texts = [(words, (), ()) for words in index.readings]
        vectoriser, _ = Vectoriser.fit(texts, index.owner, (1.0, 1.0, 0.0, 0.0))
        shape = (len(vectoriser.keys), len(book.labels))
        weights = np.lib.format.open_memmap(folder / f"{lang}.npy", mode="w+", dtype=np.float16, shape=shape)
        models[lang] = Model(Linear(vectoriser, np.asarray(weights), book.labels), Logistic((0,) * 8, (1,) * 8, (0,) * 8, 0), 1.0)
    return Matcher(book, models, Policy())


def cost() -> list[str]:
    langs = ("ar", "en", "es", "fr")
    book = filler(110, 30, langs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.process_time()
        fit(book, folder / "fit")
        fit_s = time.process_time() - start
        start = time.process_time()
        matcher, urgency = Matcher.load(book, folder / "fit"), Urgency.load(book, folder / "fit")
        load_s = time.process_time() - start
        p50, p99 = timed(matcher, urgency, asked(book, 1500))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        silent = Urgency({}, {})
        small = timed(unlearnt(filler(110, 30, ("en",)), folder), silent, asked(filler(110, 30, ("en",)), 300))[0]
        topics = filler(1100, 30, ("en",))
        wide = timed(unlearnt(topics, folder), silent, asked(topics, 300))[0]
        phrases = filler(110, 300, ("en",))
        deep = timed(unlearnt(phrases, folder), silent, asked(phrases, 300))[0]
    return [
        "| cost: 110 topics x 4 languages x 30 phrases | |",
        "|---|---|",
        f"| a question, all in: p50 / p99 | {p50:.2f} / {p99:.2f} ms |",
        f"| load | {load_s:.2f} s |",
        f"| fit of all four | {fit_s:.0f} s |",
        f"| highest memory, fitting included | {peak:.0f} MB |",
        f"| ten times the topics: time a question | x {wide / small:.1f} |",
        f"| ten times the phrases: time a question | x {deep / small:.1f} |",
    ]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=os.environ.get("DATA"))
    parser.add_argument("--out", type=Path, help="write the tables here as well")
    parser.add_argument("--every", type=int, default=1, help="ask every n-th test question only")
    parser.add_argument("--only", choices=("compare", "cost"))
    options = parser.parse_args()
    lines: list[str] = []
    if options.only != "cost":
        if options.data is None:
            print("no data: name a folder with --data or DATA=", file=sys.stderr)
            return 2
        lines += [*compare(Path(options.data), options.every), ""]
    if options.only != "compare":
        lines += cost()
    head = [
        "# What the matcher reaches, and what it costs", "",
        "`make bench-intents DATA=FOLDER` (or `python tests/bench/bench_intents.py --data FOLDER`), one thread, CPU time.",
        "Every method learns the same phrases; slips are seeded. \"Labels' names\": the words of a label are read as a title,",
        "as topics have one in a book; the other methods don't read them.", "",
    ]  # fmt: skip
    text = "\n".join([*head, *lines]) + "\n"
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
