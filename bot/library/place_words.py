"""What belongs to one place: its words, and time limits. Neither may stand in a short answer or in a part without that place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

_NUMBER = r"(?:one|two|three|four|five|six|seven|ten|fourteen|fifteen|(?:twenty|forty|seventy)[- ]\w+|\d+)"
_UNIT = r"[\s-](?:(?:working|calendar|clear|full|school)[\s-])?(?:hours?|days?)\b"
_RANGE = rf"{_NUMBER}(?:\s*(?:-|–|to|or)\s*{_NUMBER})?"
_FIGURE = re.compile(rf"\b{_RANGE}{_UNIT}", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?:within|in|after|under|over|every|each|by|up to|no later than|at most|at least|less than)\s+$", re.IGNORECASE
)


def strays(text: str, places: Sequence[str], place_words: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """(word, place) for each place word in a text that holds in `places` (everywhere, if there are none).

    A word of a country may stand in a part for one of its nations and the other way round; one nation's words may not stand in
    another's part: Scotland isn't England.
    """
    for place, words in place_words.items():
        if any(_inside(place, here) or _inside(here, place) for here in places):
            continue
        for found in _pattern(tuple(words)).finditer(text):
            yield found[0], place


def figures(text: str) -> Iterator[tuple[str, bool]]:
    """(words, whether it reads as a limit) for hours and days: "within three days", "24 hours", "it takes two hours".

    Written in digits, or after a word such as "within", it is in most texts a time limit of some country's law.
    """
    for found in _FIGURE.finditer(text):
        yield found[0], found[0][0].isdigit() or bool(_LIMIT.search(text, max(0, found.start() - 16), found.start()))


def _inside(place: str, other: str) -> bool:
    return place == other or place.startswith(other + "-")


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A word with a capital is a name and is looked for as written; any other in whatever letters."""

    def one(word: str) -> str:
        escaped = re.escape(word).replace("'", "['’]").replace(r"\ ", r"\s+")
        return escaped if word != word.lower() or word.isdigit() else f"(?i:{escaped})"

    return re.compile(r"(?<!\w)(?:" + "|".join(one(w) for w in sorted(words, key=len, reverse=True)) + r")(?!\w)")
