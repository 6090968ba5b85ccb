"""The gazetteer: countries, nations, regions, councils and towns that people name, and the area code each lies in. Pure data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """An area with an ISO 3166 code (`GB`, `GB-SCT`, `GB-DND`).

    `within` is the area it lies in, "" for a country. `names` are its names by language, `also` other spellings in any script,
    `towns` the towns and quarters in it, each with its spellings. `time_zone` is IANA, "" as the area around it.
    """

    code: str
    names: Mapping[str, str] = field(default_factory=dict)
    within: str = ""
    also: tuple[str, ...] = ()
    towns: tuple[tuple[str, ...], ...] = ()
    time_zone: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """Every place by its code."""

    places: Mapping[str, Place] = field(default_factory=dict)

    def chain(self, code: str) -> Iterator[str]:
        """An area and everything that it lies in, smallest first: GB-DND, GB-SCT, GB."""
        seen: set[str] = set()
        while code and code not in seen:
            seen.add(code)
            yield code
            place = self.places.get(code)
            code = place.within if place and place.within else code.partition("-")[0] if "-" in code else ""

    def covers(self, area: str, code: str) -> bool:
        """Whether what holds in `area` holds at `code`: an area holds in all that lies in it."""
        return area in self.chain(code)

    def zone(self, code: str) -> str:
        """The time zone at a code, or "" where it isn't known or there are several."""
        return next((p.time_zone for c in self.chain(code) if (p := self.places.get(c)) and p.time_zone), "")
