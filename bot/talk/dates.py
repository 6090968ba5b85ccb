"""Dates as people write them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_date


@lru_cache(maxsize=256)
def on_date(day: date, lang: str) -> str:
    """A date as a language writes it: 22 Nov 2026."""
    return format_date(day, "d MMM y", locale=lang if lang != "en" else "en_GB")
