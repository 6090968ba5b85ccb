"""The shape of `replies/<lang>.yaml`: what people answer to a reminder."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.library.schema import Mismatch, Shape, Strings
from bot.supervision.replies import PLAIN, REASONS, Replies


def _reason(value: str) -> str:
    if value not in REASONS:
        raise Mismatch(f"`{value}` is no reason", f"reasons are {', '.join(REASONS)}")
    return value


class RepliesFile(Shape):
    """`replies/<lang>.yaml`; `supervision.replies` says what each key is for."""

    yes: Strings = []
    no: Strings = []
    ready: Strings = []
    late: Strings = []
    cannot: Strings = []
    move: Strings = []
    instead: Strings = []
    held: Strings = []
    not_held: Strings = Field([], alias="not-held")
    later: Strings = []
    cancel: Strings = []
    pause: Strings = []
    because: Strings = []
    question: Strings = []
    never: Strings = []
    danger: Strings = []
    mine: Strings = []
    filler: Strings = []
    reason: dict[Annotated[str, AfterValidator(_reason)], Strings] = {}


def replies(lang: str, file: RepliesFile) -> Replies:
    """The words of a file under one key each."""
    listed = file.model_dump(by_alias=True)
    words = {key: tuple(listed[key]) for key in PLAIN}
    words |= {f"reason.{reason}": tuple(phrases) for reason, phrases in listed["reason"].items()}
    return Replies(lang, words)
