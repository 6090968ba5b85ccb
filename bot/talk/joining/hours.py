"""Quiet hours in words, and as somebody types them: "19:00-08:00", "21-7, 12:30-14"."""

from __future__ import annotations

import re
import unicodedata
from datetime import time

from bot.people.person import Quiet
from bot.talk.scene import Scene

MOST = 3  # stretches a day
_WALL = r"(\d{1,2})(?:[:.h](\d{2})?)?"
_WORD = r"[^\W\d_]{1,6}"  # "from", "إلى": whatever a language says there
_STRETCH = re.compile(rf"(?:{_WORD}\s+)?{_WALL}\s*(?:[-–—]|{_WORD})\s*{_WALL}")


def read_quiet(text: str) -> tuple[Quiet, ...] | None:
    """The stretches that somebody typed; None where it isn't one to three of them and nothing else."""
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text).casefold()
    found = []
    for part in re.split(r"[,;،\n]", plain):
        match = _STRETCH.fullmatch(part.strip())
        if match is None:
            return None
        start, end = _wall(match[1], match[2]), _wall(match[3], match[4])
        if start is None or end is None or start == end:
            return None
        found.append((start, end))
    return tuple(found) if len(found) <= MOST else None


def _wall(hour: str, minute: str | None) -> time | None:
    h, m = int(hour), int(minute or 0)
    # The end of a day is its beginning on the next.
    return time(h % 24, m) if h <= 24 and m < 60 and (h, m) <= (24, 0) else None


def quiet_words(scene: Scene, quiet: tuple[Quiet, ...] | None) -> str:
    """Quiet hours as a line of the answer says them."""
    if not quiet:
        return scene.edition.words.say(scene.lang, "me.quiet_usual" if quiet is None else "me.quiet_none")
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in quiet)
