"""The two everyday words by which a series goes that is about one piece of work: "copper lantern". Pure.

The bot makes them, so that nobody's name does: they say nothing about anybody. The words stand in `codes/<lang>.yaml`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise, product

from bot.supervision.wording_words import Token, one_slip, tokens

_SHORTEST_SLIP = 6


@dataclass(frozen=True)
class Codes:
    """The words of one language; a code is one of `first` and then one of `second`."""

    lang: str
    first: tuple[str, ...]
    second: tuple[str, ...]


def code_of(codes: Codes, seed: str, taken: Collection[str] = ()) -> str:
    """The code for a seed, always the same for the same: none that is `taken`, and as long as there is another no word of one,
    so that two series of the same people don't sound alike. "" only if there are no words, or all are taken."""
    used = {word for code in taken for word in code.split()}
    firsts, seconds = (_turned(words, f"{n} {seed}") for n, words in enumerate((codes.first, codes.second)))
    free = product((word for word in firsts if word not in used), [word for word in seconds if word not in used])
    found = next(free, None) or next((two for two in product(firsts, seconds) if " ".join(two) not in taken), None)
    return " ".join(found) if found else ""


def _turned(words: tuple[str, ...], seed: str) -> tuple[str, ...]:
    """The words from a place on that the seed says, and round."""
    at = int.from_bytes(sha256(seed.encode()).digest()[:8]) % len(words) if words else 0
    return (*words[at:], *words[:at])


def named(text: str, codes: Iterable[str]) -> tuple[str, int, int] | None:
    """The code that a text names, and where it stands (code points); the first one of several. Capitals, accents and a hyphen
    between the two don't matter, nor one slip in a longer word, nor a letter that Arabic writes before the first one."""
    said = [token for token in tokens(text) if token.kind == "word"]
    for code in codes:
        parts = [token.text for token in tokens(code)]
        if len(parts) != 2:
            continue
        for first, second in pairwise(said):
            if (clitic := _fits(first, parts[0])) >= 0 and _alike(second.text, parts[1]) and _close(text, first, second):
                return code, first.start + clitic, second.end
    return None


def _fits(token: Token, word: str) -> int:
    """How many letters stand before the word; -1 if it is another."""
    if _alike(token.text, word):
        return 0
    return 1 if token.text[:1] in "بلوك" and token.text[1:] == word else -1


def _alike(said: str, word: str) -> bool:
    return said == word or (min(len(said), len(word)) >= _SHORTEST_SLIP and one_slip(said, word))


def _close(text: str, first: Token, second: Token) -> bool:
    return text[first.end : second.start].strip() in ("", "-", "‐", "‑", "–")
