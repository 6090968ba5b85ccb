"""A small, complete edition for tests: four topics, three countries, one gap; nothing is fitted and nothing is cached.

`small_edition()` speaks with the committed sentences of `content/words`, knows the words of `content/finding` and the kinds of
`content/checkins`, so that tests of the conversation see what people see; `small_edition(own_words=True)` keeps to the few of
the small folder itself.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot.library.book import phrase_book
from bot.library.edition import Edition
from bot.library.load import Content, load
from bot.library.read import Folder
from intents import Matcher, Urgency

HERE = Path(__file__).parent
SMALL = HERE / "content_small"
CONTENT = HERE.parents[1] / "content"


@lru_cache(maxsize=4)
def small_content(folder: Path = SMALL) -> Content:
    """The small folder, loaded."""
    loaded = load([Folder(folder)])
    assert loaded.content is not None, "\n".join(map(str, loaded.problems))
    return loaded.content


@lru_cache(maxsize=2)
def small_edition(own_words: bool = False) -> Edition:
    """An unfitted edition of the small folder."""
    content = small_content()
    book = phrase_book(content)
    matcher = Matcher.unfitted(book)
    spoken = content if own_words else _committed(content)
    return Edition(
        version=content.version[:10],
        library=content.library,
        matcher=matcher,
        policy=matcher.policy,
        urgency=Urgency.unfitted(book),
        directory=content.directory,
        places=content.places,
        words=spoken.words,
        finding=spoken.finding,
        kinds=spoken.kinds,
    )


def _committed(small: Content) -> Content:
    """The committed content, with the words of the languages that only the small folder speaks."""
    loaded = load([Folder(CONTENT)])
    if loaded.content is None:
        return small
    words = loaded.content.words
    spoken = {k: v for k, v in words.languages.items() if v.sentences}
    return replace(loaded.content, words=replace(words, languages={**small.words.languages, **spoken}))
