"""What a search looks through again and again, counted once and kept: who is shown on a day, who is there for a place, by which
clock and whose holidays a service goes. Of one directory the answers stay the same: they are forgotten for room only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.public_days import PublicDays, none_known, public_days_at
from bot.services.model import Directory, Service
from bot.services.places import Gazetteer
from bot.services.standing import standing

ANYWHERE = "INT"
"""The country of services that belong to none."""
_ROOM = 256
"""Places and days that are kept; what is over is counted anew."""


class Shelf:
    """The services of one directory, as a search takes them in hand."""

    def __init__(self, directory: Directory, places: Gazetteer) -> None:
        self._directory, self._places = directory, places
        self._days: dict[date, Mapping[str, tuple[Service, ...]]] = {}
        self._there: dict[tuple[str, date], tuple[Service, ...]] = {}
        self._clocks: dict[str, tuple[str, ZoneInfo, PublicDays]] = {}

    def on(self, today: date) -> Mapping[str, tuple[Service, ...]]:
        """The services that are shown on a day, by country."""
        kept = self._days.get(today)
        if kept is None:
            found: dict[str, list[Service]] = {}
            for service in self._directory.services.values():
                if standing(service, self._directory, today).shown:
                    found.setdefault(service.country, []).append(service)
            _make_room(self._days)
            kept = self._days[today] = {country: tuple(services) for country, services in found.items()}
        return kept

    def at(self, place: str, today: date) -> tuple[Service, ...]:
        """Those of them that are for somebody at a place, with those of no country."""
        kept = self._there.get((place, today))
        if kept is None:
            shown = self.on(today)
            home = (s for s in shown.get(place.partition("-")[0], ()) if s.country != ANYWHERE and self.holds(s, place))
            _make_room(self._there)
            kept = self._there[place, today] = (*home, *shown.get(ANYWHERE, ()))
        return kept

    def holds(self, service: Service, place: str) -> bool:
        """Whether a service is for somebody at a place: its area covers the place, or is a whole region of that country.

        A council's line is for those in its area alone: to somebody of whom only the country is known, a random one of
        thirty is wrong.
        """
        if service.country == ANYWHERE:
            return True
        if service.country != place.partition("-")[0]:
            return False
        covers = self._places.covers
        return not service.area or any(covers(a, place) or (covers(place, a) and self._is_region(a)) for a in service.area)

    def is_finer(self, service: Service, place: str) -> bool:
        """Whether a service would be for somebody at a place if it were known where in it they are."""
        if service.country != place.partition("-")[0] or self.holds(service, place):
            return False
        return any(self._places.covers(place, a) for a in service.area)

    def _is_region(self, area: str) -> bool:
        """Whether an area lies in a country itself, and not in one of its parts."""
        return len(list(self._places.chain(area))) < 3

    def clock(self, service: Service) -> tuple[str, ZoneInfo, PublicDays]:
        """The time zone of a service ("" where it isn't known), the zone that its hours are counted in, and its holidays."""
        kept = self._clocks.get(service.id)
        if kept is None:
            region = service.area[0] if service.area else service.country
            zone = service.time_zone or self._places.zone(region)
            days = public_days_at(self._places.chain(region)) if service.country != ANYWHERE else none_known
            kept = self._clocks[service.id] = zone, ZoneInfo(zone or "UTC"), days
        return kept


def _make_room(kept: dict[date, Any] | dict[tuple[str, date], Any]) -> None:
    if len(kept) >= _ROOM:
        kept.clear()
