"""The shape of `finding/<lang>.yaml`: the words by which people ask for a service or a number."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Annotated, get_args

from pydantic import AfterValidator

from bot.library.schema import Language, Mismatch, Name, Shape, Strings
from bot.services.model import Audience, Kind, Way
from bot.services.wording import GROUPED, PLAIN, Finding


def _one_of(known: tuple[str, ...]) -> Callable[[str], str]:
    def checked(value: str) -> str:
        if value not in known:
            near = difflib.get_close_matches(value, known, 1)
            raise Mismatch(
                f"`{value}` isn't known here", f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
            )
        return value

    return checked


KindName = Annotated[str, AfterValidator(_one_of(get_args(Kind)))]
AudienceName = Annotated[str, AfterValidator(_one_of(get_args(Audience)))]
WayName = Annotated[str, AfterValidator(_one_of(get_args(Way)))]


class FindingFile(Shape):
    """`finding/<lang>.yaml`; `services.wording` says what each key is for."""

    asks: Strings = []
    number_is: Strings = []
    silent: Strings = []
    open_now: Strings = []
    free: Strings = []
    skip: Strings = []
    everyday: Strings = []
    kind: dict[KindName, Strings] = {}
    audience: dict[AudienceName, Strings] = {}
    way: dict[WayName, Strings] = {}
    languages: dict[Language, Strings] = {}
    topic: dict[Name, Strings] = {}


def finding(lang: str, file: FindingFile) -> Finding:
    """The words of a file under one key each."""
    words = {key: tuple(getattr(file, key)) for key in PLAIN}
    for group in GROUPED:
        words |= {f"{group}.{value}": tuple(listed) for value, listed in getattr(file, group).items()}
    return Finding(lang, words)
