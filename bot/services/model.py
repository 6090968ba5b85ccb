"""What a service is. Field names follow Open Referral HSDS, flattened so that an editor can keep them in YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Way = Literal["phone", "text", "whatsapp", "webchat", "email", "web"]
Kind = Literal["emergency", "helpline", "service", "advice-for-professionals", "legal", "support-for-workers"]
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Contact:
    """One way to reach a service.

    `shown` is as published; `dial` is E.164 or a short code, empty where neither is certain. `hours` is text as published,
    "24/7" for always, empty for unknown.
    """

    way: Way
    shown: str
    dial: str = ""
    label: str = ""
    hours: str = ""
    cost: str = ""
    abroad: str = ""
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """A page that showed the entry, and what it showed. Seen isn't verified."""

    url: str
    showed: str = ""


@dataclass(frozen=True)
class Service:
    """A service or an emergency number of one country (`INT`: of none).

    `assured_date` and `assurer` are empty until an organisation has verified the entry; a page where it was seen is `seen_on`.
    `area` is a nation's code (`GB-SCT`) or words for a part of the country; `languages` is text as published, `time_zone` IANA.
    """

    id: str
    name: str
    country: str
    kind: Kind
    contacts: tuple[Contact, ...]
    alternates: tuple[str, ...] = ()
    area: str = ""
    audience: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    description: Mapping[str, str] = field(default_factory=dict)
    seen_on: tuple[Seen, ...] = ()
    compiled_on: date | None = None
    confidence: Confidence = "low"
    assured_date: date | None = None
    assurer: str = ""
    status: Literal["active", "inactive"] = "active"
    notes: str = ""
    languages: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class OwnNumber:
    """A number of the organisation itself, by role (duty line, safeguarding lead, ...), for some countries or all."""

    role: str
    name: Mapping[str, str]
    shown: str
    dial: str
    hours: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Directory:
    """Every service by id, and the organisation's own numbers in the order in which they are offered."""

    services: Mapping[str, Service] = field(default_factory=dict)
    own: tuple[OwnNumber, ...] = ()

    def emergency(self, country: str) -> tuple[Service, ...]:
        """The emergency numbers of a country (a nation's code such as GB-SCT counts as its country), surest first."""
        code = country.partition("-")[0]
        rank = {"high": 0, "medium": 1, "low": 2}
        found = (s for s in self.services.values() if s.kind == "emergency" and s.country == code and s.status == "active")
        return tuple(sorted(found, key=lambda s: rank[s.confidence]))

    def own_for(self, country: str | None) -> tuple[OwnNumber, ...]:
        """The organisation's own numbers that hold for a country; those without a country hold everywhere."""
        code = country.partition("-")[0] if country else None
        return tuple(n for n in self.own if not n.countries or country in n.countries or code in n.countries)
