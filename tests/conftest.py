"""What every test may use: the edition of the starter content, fitted once and cached."""

from __future__ import annotations

import fcntl
from datetime import date
from pathlib import Path

import pytest

from bot.library.edition import Edition
from bot.library.make import Kitchen, make

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def starter() -> Edition:
    """The starter content as it is served: checked, fitted, from the cache if it was made before."""
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    # Fitting takes a minute or two: of several workers one does it, the others wait for it.
    with (cache / "fitting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return make(Kitchen((ROOT / "content",), cache), date(2026, 11, 22), fit=True).edition


def pytest_make_parametrize_id(val: object) -> str | None:
    """A database's address is named by its kind: each worker has one of its own, and all have to collect the same names."""
    return val.partition(":")[0] if isinstance(val, str) and val.startswith(("sqlite://", "postgresql://")) else None
