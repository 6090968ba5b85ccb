"""What every test may use: the edition of the starter content, fitted once and cached."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.library.edition import Edition
from bot.library.make import Kitchen, make

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def starter() -> Edition:
    """The starter content as it is served: checked, fitted, from the cache if it was made before."""
    return make(Kitchen((ROOT / "content",), ROOT / ".cache"), date(2026, 11, 22), fit=True).edition
