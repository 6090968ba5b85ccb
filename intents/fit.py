"""Fitting a book: runs in a child process, writes .npy and JSON, renamed into place when whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from intents.book import PhraseBook
from intents.calibrate import Outcome, thresholds
from intents.code import code_version
from intents.listening import fit_ear
from intents.training import fit_language
from intents.urgency import languages
from intents.verdict import Policy

Job = tuple[str, str]
"""What is fitted by itself: `ranks` or `ear`, and a language."""


def fit(book: PhraseBook, folder: Path, workers: int = 1) -> Policy:
    """Fit every language of `book` into `folder`, replacing what is there in one step. Returns the thresholds.

    With several `workers` languages are fitted side by side, which changes nothing but how long it takes and how much memory
    it needs at once. Raises OSError when the folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        jobs: list[Job] = [("ranks", lang) for lang in book.languages] + [("ear", lang) for lang in languages(book)]
        policy = thresholds([outcome for found in _done(book, work, jobs, workers) for outcome in found])
        meta = {
            "digest": book.digest(), "code": code_version(), "languages": book.languages, "policy": policy.plain(),
        }  # fmt: skip
        (work / "fit.json").write_text(json.dumps(meta, sort_keys=True), encoding="ascii")
        _replace(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return policy


def _done(book: PhraseBook, work: Path, jobs: list[Job], workers: int) -> Iterable[list[Outcome]]:
    """The outcomes of every job, in order."""
    if min(workers, len(jobs)) < 2:
        return [_do(book, work, job) for job in jobs]
    with ProcessPoolExecutor(min(workers, len(jobs)), initializer=_take, initargs=(book.to_json(), work)) as pool:
        return list(pool.map(_do_here, jobs))


def _do(book: PhraseBook, work: Path, job: Job) -> list[Outcome]:
    what, lang = job
    if what == "ear":
        fit_ear(book, lang, work)
        return []
    model, held_out = fit_language(book, lang)
    model.save(work / lang)
    return held_out


_HERE: dict[str, tuple[PhraseBook, Path]] = {}
"""In a worker: the book, and where its fit goes."""


def _take(book: str, work: Path) -> None:
    _HERE["all"] = PhraseBook.from_json(book), work


def _do_here(job: Job) -> list[Outcome]:
    return _do(*_HERE["all"], job)


def _replace(work: Path, folder: Path) -> None:
    work.chmod(0o755)
    if folder.exists():
        # A folder cannot be renamed over a full one; readers that have the old one mapped keep it.
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        os.replace(folder, old / "old")
        os.replace(work, folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.replace(work, folder)
