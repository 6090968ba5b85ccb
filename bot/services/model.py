"""What a service is. Field names follow Open Referral HSDS, flattened so that an editor can keep them in YAML or a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.services.hours import UNKNOWN, Hours

Way = Literal["phone", "text", "whatsapp", "webchat", "email", "web", "relay", "sign-video"]
"""How one gets in touch. `relay` is a relay or textphone number for deaf people, `sign-video` a video call in sign language."""
Kind = Literal["emergency", "helpline", "service", "advice-for-professionals", "legal", "support-for-workers"]
Audience = Literal["child", "young-person", "caregiver", "practitioner", "anyone"]
Confidence = Literal["high", "medium", "low"]
Text = Mapping[str, str]
"""Words by language code."""

SILENT: tuple[Way, ...] = ("text", "whatsapp", "webchat", "relay")
"""Ways for somebody who can't speak aloud just now, quickest first. E-mail and pages aren't answered at once."""


@dataclass(frozen=True)
class Contact:
    """One way to reach a service.

    `shown` is as published; `dial` is E.164 or a short code, empty where neither is certain. `label` says which line it is ("out
    of hours"). `languages` are ISO 639-1 codes, with `interpreters` for more. `free` is None where the page doesn't say; `cost`
    has its words. `abroad` is whether it works from outside the country, `on_bill` whether a call is listed on the bill, both
    None where that isn't known. `note` is what to know before. `number` is its place in the entry of the files, from 1, once
    something was laid over the entry, else 0 (see `Service.numbered`).
    """

    way: Way
    shown: str
    dial: str = ""
    label: Text = field(default_factory=dict)
    hours: Hours = UNKNOWN
    languages: tuple[str, ...] = ()
    interpreters: bool = False
    free: bool | None = None
    cost: str = ""
    abroad: bool | None = None
    on_bill: bool | None = None
    note: Text = field(default_factory=dict)
    number: int = 0


@dataclass(frozen=True)
class Seen:
    """A page that showed the entry, and what it showed. Seen isn't verified."""

    url: str
    showed: str = ""


@dataclass(frozen=True)
class Ages:
    """Whom it is for, in years, both ends included; None is no limit."""

    least: int | None = None
    most: int | None = None

    def includes(self, age: int) -> bool:
        """Whether somebody of that age is among them."""
        return (self.least is None or age >= self.least) and (self.most is None or age <= self.most)


@dataclass(frozen=True)
class Service:
    """A service or an emergency number of one country (`INT`: of none).

    `area` are ISO 3166 codes within the country (`GB-SCT`, `GB-DND`), empty for all of it; `area_note` is what codes can't say.
    `assured_date` and `assurer` are empty until an organisation has verified the entry; pages where it was seen are `seen_on`,
    read on `compiled_on`. `shown_with` are services without which this one isn't shown (a day line and its out-of-hours line).
    `refuge` marks a place whose whereabouts nobody may learn here. `owner` is who hears when it no longer works.
    """

    id: str
    name: str
    country: str
    kind: Kind
    contacts: tuple[Contact, ...]
    alternates: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    area_note: str = ""
    audience: tuple[Audience, ...] = ()
    ages: Ages = Ages()
    topics: tuple[str, ...] = ()
    description: Text = field(default_factory=dict)
    seen_on: tuple[Seen, ...] = ()
    compiled_on: date | None = None
    confidence: Confidence = "low"
    assured_date: date | None = None
    assurer: str = ""
    status: Literal["active", "inactive"] = "active"
    shown_with: tuple[str, ...] = ()
    refuge: bool = False
    notes: str = ""
    time_zone: str = ""
    owner: str = ""

    def numbered(self) -> tuple[tuple[int, Contact], ...]:
        """The contacts, each with the number by which it is corrected (`gb-childline#2`): its place in the files' entry."""
        return tuple((contact.number or place, contact) for place, contact in enumerate(self.contacts, 1))


@dataclass(frozen=True)
class OwnNumber:
    """A number of the organisation itself, by role (duty line, safeguarding lead, ...), for some countries or all."""

    role: str
    name: Text
    shown: str
    dial: str
    hours: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class MissingService:
    """A service that is known to exist but whose number nobody could see, by name; `area` as in Service."""

    name: str
    country: str
    area: tuple[str, ...] = ()
    kind: str = ""
    topics: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Directory:
    """Every service by id, named gaps, and the organisation's own numbers in the order in which they are offered.

    `withdrawn` are services of which something was taken back and is being checked, whole: in `services` they are without it,
    or aren't there at all.
    `reported` are contacts (`gb-childline#1`) that were reported not to work and are being checked.
    """

    services: Mapping[str, Service] = field(default_factory=dict)
    own: tuple[OwnNumber, ...] = ()
    gaps: tuple[MissingService, ...] = ()
    withdrawn: Mapping[str, Service] = field(default_factory=dict)
    reported: frozenset[str] = frozenset()

    def emergency(self, country: str) -> tuple[Service, ...]:
        """The emergency numbers of a country (a nation's code such as GB-SCT counts as its country), surest first."""
        code = country.partition("-")[0]
        rank = {"high": 0, "medium": 1, "low": 2}
        found = (s for s in self.services.values() if s.kind == "emergency" and s.country == code and s.status == "active")
        return tuple(sorted(found, key=lambda s: rank[s.confidence]))

    def is_reported(self, service: Service, contact: Contact) -> bool:
        """Whether a contact was reported not to work, and is being checked."""
        return f"{service.id}#{contact.number}" in self.reported

    def own_for(self, country: str | None) -> tuple[OwnNumber, ...]:
        """The organisation's own numbers that hold for a country; those without a country hold everywhere."""
        code = country.partition("-")[0] if country else None
        return tuple(n for n in self.own if not n.countries or country in n.countries or code in n.countries)
