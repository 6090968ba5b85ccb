"""Countries and nations: their names in every language, and the country that somebody names."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from bot.library.words import Words
from bot.services.places import Gazetteer
from intents.text import fold

_LANGUAGES = ("en", "fr", "es", "ar")
_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
# What people call a country, beside the names that Babel knows. Nations stand in `words` as place.GB-SCT and so on.
_ALSO = {
    "uk": "GB", "england": "GB-ENG", "scotland": "GB-SCT", "wales": "GB-WLS", "northern ireland": "GB-NIR", "britain": "GB",
    "great britain": "GB", "usa": "US", "america": "US", "naija": "NG", "drc": "CD", "congo": "CD",
    "palestine": "PS", "gaza": "PS",
    "syria": "SY", "ivory coast": "CI", "burma": "MM", "turkey": "TR", "uae": "AE", "tanzania": "TZ", "bolivia": "BO",
}  # fmt: skip


def base(code: str) -> str:
    """The country of a nation's or region's code: GB for GB-SCT."""
    return code.partition("-")[0]


def is_code(text: str) -> bool:
    """Whether the text has the form of an ISO 3166 code."""
    return bool(_CODE.fullmatch(text))


def name_of(code: str, lang: str, words: Words, places: Gazetteer | None = None) -> str:
    """A country's, nation's or, with a gazetteer, an area's name in a language; the code itself for one that nobody knows."""
    key = f"place.{code}"
    if words.has(key):
        return words.say(lang, key)
    area = places.places.get(code) if places and "-" in code else None
    if area is not None and area.names:
        return area.names.get(lang) or area.names.get("en") or code
    return _names(lang).get(base(code)) or _names("en").get(base(code)) or code


def country_in(text: str) -> str:
    """The code that a short text is or names, or ""."""
    return text.strip().upper() if is_code(text.strip().upper()) else named_in(text)


def named_in(text: str) -> str:
    """The code of the country that a short text names, in any of our languages, or ""."""
    return _by_name().get(fold(text).strip(), "")


@cache
def _names(lang: str) -> dict[str, str]:
    try:
        territories = Locale.parse(lang).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {code: str(name) for code, name in territories.items() if len(code) == 2 and code.isalpha()}


@cache
def _by_name() -> dict[str, str]:
    found = {fold(name).strip(): code for lang in _LANGUAGES for code, name in _names(lang).items()}
    return found | _ALSO
