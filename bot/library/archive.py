"""The wording of each published text, as the store keeps it for `show TOPIC@CODE` and `/ref`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.library.edition import Edition
from bot.services.model import Directory

_SERVICE = re.compile(r"\{service:([a-z0-9-]+)\}")


@dataclass(frozen=True)
class Archived:
    """One wording. `text` is the whole answer with all its parts as plain text, numbers as they stood when it was published."""

    topic: str
    lang: str
    code: str
    title: str
    text: str


def archive(edition: Edition) -> Iterator[Archived]:
    """Every text of an edition. A store keeps those whose (topic, lang, code) it doesn't have yet."""
    for text in edition.library.guidance.values():
        yield Archived(text.topic, text.lang, text.code, text.title, with_numbers(text.text, edition.directory))


def with_numbers(text: str, directory: Directory) -> str:
    """The text with the name and number of each service in the place of its mark; an id that isn't known stays as it is."""

    def named(mark: re.Match[str]) -> str:
        service = directory.services.get(mark[1])
        if service is None:
            return mark[0]
        return " ".join([service.name, *(c.shown for c in service.contacts[:1])])

    return _SERVICE.sub(named, text)
