"""Which version of the code fitted a folder: a fit is only as good as the code that reads it."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import Stemmer

from intents.book import PhraseBook

_FITTED_BY = (
    "calibrate.py", "concepts.py", "features.py", "fit.py", "index.py", "listening.py", "model.py", "regression.py", "scoring.py",
    "slots.py", "spelling.py", "text.py", "training.py", "turning.py", "urgency.py",
)  # fmt: skip


class StaleFit(Exception):
    """The fitted folder belongs to another book or another version of the code, or is broken: fit again."""


def opened(book: PhraseBook, folder: Path) -> dict[str, Any]:
    """What fit.json of `folder` says; raises StaleFit unless it is a fit of exactly this book by this code."""
    try:
        meta: dict[str, Any] = json.loads((folder / "fit.json").read_text(encoding="ascii"))
        fresh = meta["digest"] == book.digest() and meta["code"] == code_version()
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise StaleFit(f"{folder} cannot be read: {error}") from error
    if not fresh:
        raise StaleFit(f"{folder} was fitted for another book or by another version")
    return meta


@lru_cache(maxsize=1)
def code_version() -> str:
    """Short hash of the modules that a fit depends on, and of the stemmer's version."""
    digest = hashlib.sha256(str(Stemmer.version()).encode())
    for name in _FITTED_BY:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:16]
