"""Whether the files make sense together, and keep what the content guide promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.library.load import Content
from bot.library.read import Problem


def held_out(folder: Path | None) -> tuple[tuple[str, str], ...]:
    """(language, question) of the held-out questions."""
    return ()


def check(content: Content, today: date, questions: Sequence[tuple[str, str]] = ()) -> list[Problem]:
    """All problems, errors and warnings."""
    return []
