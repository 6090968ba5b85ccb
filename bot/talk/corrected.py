"""An edition with corrections laid over it: directory and library together, so that no answer sees one without the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.library.edition import Edition
from bot.library.model import Guidance, Library
from bot.services.corrections import Conflict, Correction, in_force, lay

Laid = tuple[Edition, tuple[Conflict, ...]]


def corrected(edition: Edition, corrections: Sequence[Correction], number: int) -> Laid:
    """The edition as it is served once corrections up to `number` hold, and where the files have moved on since."""
    directory, conflicts = lay(edition.directory, corrections)
    library, more = _library(edition.library, corrections)
    version = f"{edition.version}.{number}"
    return replace(edition, version=version, directory=directory, library=library, corrections=number), (*conflicts, *more)


def wording_of(library: Library, target: str) -> str:
    """By which wording a topic or part is known: the code of its source text, "" if there is none."""
    text = library.guidance.get((target.partition("/")[0], library.source_lang))
    return text.code if text else ""


def _library(library: Library, corrections: Sequence[Correction]) -> tuple[Library, tuple[Conflict, ...]]:
    mine = {t: c for t, c in in_force(corrections).withdrawn.items() if "#" not in t and c.subject in library.topics}
    if not mine:
        return library, ()
    conflicts = tuple(
        Conflict(one, files) for target, one in mine.items() if (files := wording_of(library, target)) not in (one.before, "")
    )
    topics = {target for target in mine if "/" not in target}
    guidance = dict(library.guidance)
    for key, text in library.guidance.items():
        gone = {target.partition("/")[2] for target in mine if target.startswith(text.topic + "/")}
        if gone:
            guidance[key] = _without(text, gone)
    withdrawn = frozenset(mine)
    return replace(library, guidance=guidance, hidden=library.hidden | topics, withdrawn=withdrawn), conflicts


def _without(text: Guidance, parts: set[str]) -> Guidance:
    return replace(text, parts=tuple(part for part in text.parts if part.id not in parts))
