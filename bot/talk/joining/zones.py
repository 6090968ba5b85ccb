"""Time zones, as somebody names them: of a country, of a city, or as IANA writes them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.talk.places import base, named_in
from intents.text import fold

_MOMENTS = tuple(datetime(year, month, 15, 12) for year in (2010, 2024, 2026) for month in (1, 4, 7, 10))  # noqa: DTZ001 - walls
_LANGUAGES = ("en", "fr", "es", "ar")
_USUAL = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "AU-QLD": "Australia/Brisbane",
    "AU-VIC": "Australia/Melbourne", "AU-WA": "Australia/Perth", "BR": "America/Sao_Paulo", "CA": "America/Toronto",
    "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai", "CY": "Asia/Nicosia", "DE": "Europe/Berlin",
    "EC": "America/Guayaquil", "ES": "Europe/Madrid", "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "PS": "Asia/Hebron", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York", "US-MO": "America/Chicago",
    "US-WA": "America/Los_Angeles", "UZ": "Asia/Tashkent",
}  # fmt: skip
"""The zone of most people where a country has several: that of its largest city."""
_CALLED_NOW = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires", "Africa/Asmera": "Africa/Asmara", "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu", "Asia/Rangoon": "Asia/Yangon", "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Europe/Kiev": "Europe/Kyiv",
}  # fmt: skip
"""Names that IANA has given up and that the table of countries still has."""


def of_country(code: str) -> tuple[str, ...]:
    """The zones of a country or nation by its ISO 3166 code, the most usual first; none for one that isn't known."""
    found = _by_country().get(base(code), ())
    usual = _USUAL.get(code) or _USUAL.get(base(code))
    return tuple(dict.fromkeys((usual, *found))) if usual else found


def named(text: str) -> tuple[str, ...]:
    """The zones that a short text may mean: a city, a country, or a zone's own name; none where it means nothing."""
    wanted = fold(text).strip()
    whole = {fold(zone): zone for zone in _known()}.get(wanted)
    if whole:
        return (whole,)
    return _by_city().get(wanted) or of_country(named_in(text) or "")


def is_zone(zone: str) -> bool:
    """Whether it is one."""
    return zone in _known()


def city(zone: str, lang: str = "en") -> str:
    """What stands on a button: the city without its continent, as a language calls it where that is known."""
    own = zone.rpartition("/")[2].replace("_", " ")
    try:
        return str(Locale.parse(lang).time_zones.get(zone, {}).get("city") or own)
    except (UnknownLocaleError, ValueError):
        return own


@cache
def _known() -> frozenset[str]:
    return frozenset(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/")))


@cache
def _by_country() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for zone, country in get_global("zone_territories").items():
        name = _CALLED_NOW.get(zone, zone)
        if name in _known():
            found.setdefault(country, []).append(name)
    return {country: tuple(sorted(zones)) for country, zones in found.items()}


@cache
def _by_city() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for zone in sorted(_known()):
        found.setdefault(fold(city(zone)).strip(), {})[zone] = None
    for lang in _LANGUAGES:
        for zone, names in Locale.parse(lang).time_zones.items():
            name = _CALLED_NOW.get(zone, zone)
            if names.get("city") and name in _known():
                found.setdefault(fold(str(names["city"])).strip(), {})[name] = None
    return {city: _apart(tuple(zones)) for city, zones in found.items()}


def _apart(zones: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that are another name of the same clock."""
    kept: dict[object, str] = {}
    for zone in zones:
        key = tuple(ZoneInfo(zone).utcoffset(moment) for moment in _MOMENTS)
        kept.setdefault(key, zone)
    return tuple(kept.values())
