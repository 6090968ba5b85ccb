"""Fitting a book: runs in a child process, writes .npy and JSON, renamed into place when whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from intents.book import PhraseBook
from intents.calibrate import Outcome, thresholds
from intents.code import code_version
from intents.listening import fit_urgency
from intents.training import fit_language
from intents.verdict import Policy


def fit(book: PhraseBook, folder: Path) -> Policy:
    """Fit every language of `book` into `folder`, replacing what is there in one step. Returns the thresholds.

    Raises OSError when the folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        outcomes: list[Outcome] = []
        for lang in book.languages:
            model, held_out = fit_language(book, lang)
            outcomes += held_out
            model.save(work / lang)
        policy = thresholds(outcomes)
        fit_urgency(book, work)
        meta = {
            "digest": book.digest(), "code": code_version(), "languages": book.languages, "policy": policy.plain(),
        }  # fmt: skip
        (work / "fit.json").write_text(json.dumps(meta, sort_keys=True), encoding="ascii")
        _replace(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return policy


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
