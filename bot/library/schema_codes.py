"""The shape of `codes/<lang>.yaml`: the two words by which a series goes."""

from __future__ import annotations

from collections.abc import Iterator

from bot.library.read import Node, Problem, bare, spot
from bot.library.schema import Shape, Strings
from bot.supervision.codes import Codes
from bot.supervision.wording_words import tokens

FEWEST = 120
"""Words of each list: with fewer the codes of a team begin to repeat themselves."""
LETTERS = range(2, 13)
"""Letters of a word: it is said aloud, and two of them fit a button."""


class CodesFile(Shape):
    """`codes/<lang>.yaml`: one word of `first`, then one of `second`."""

    first: Strings
    second: Strings


def codes(lang: str, file: CodesFile) -> Codes:
    """The words of a language."""
    return Codes(lang, tuple(file.first), tuple(file.second))


def check_codes(node: Node) -> Iterator[Problem]:
    """Whether the words of a language can be told apart, said aloud and put on a button."""
    seen: dict[str, str] = {}
    for name, words in bare(node).items():
        listed = [words] if isinstance(words, str) else words
        if len(listed) < FEWEST:
            file, line = spot(node, (name,))
            yield Problem(file, line, f"{len(listed)} words in `{name}`", f"give {FEWEST} or more")
        for number, word in enumerate(listed):
            file, line = spot(node, (name, number))
            folded = [token.text for token in tokens(word)]
            if len(folded) != 1 or not word.isalpha() or len(word) not in LETTERS:
                remedy = f"write one word of {LETTERS[0]} to {LETTERS[-1]} letters"
                yield Problem(file, line, f"`{word}` is no plain word", remedy)
            elif folded[0] in seen:
                yield Problem(file, line, f"`{word}` stands there twice", "take one out: a word is in one list, once")
            else:
                seen[folded[0]] = word
