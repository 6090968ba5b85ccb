"""What the two of a check-in have in their diary, as it is kept: rhythms, bookings, agreed actions, what to take along. Pure.

`version` is how often a thing was changed: who changes it says which version they saw, so that of two at once the later one looks
again. A thing of version 0 isn't kept yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.supervision.checkin import CheckIn
from bot.supervision.escalation import Taken
from bot.supervision.plan import Plan
from bot.supervision.reminders import Key, ReminderKind


@dataclass(frozen=True)
class Series:
    """A rhythm of check-ins between two people, by their ids, as members of a team.

    `plans` are its stages in their order (see `kind.plans`), of which each ends before the next begins; one in the usual case.
    `booked` is the moment of the last check-in that was made of it (aware), `last_held` the local day of the last one that took
    place. `made_by` is whose wall time it keeps. While `paused` nothing is booked, until the day `paused_until` if there is one.
    `code` are the two words that the bot made for it, "" where its kind has none; they mean something to the two alone.
    `agreed`: the other side said yes to the rhythm; until then each of its check-ins is a proposal.
    """

    id: str
    kind: str
    supervisor: str
    worker: str
    team: str
    made_by: str
    plans: tuple[Plan, ...]
    booked: datetime | None = None
    last_held: date | None = None
    paused: bool = False
    paused_until: date | None = None
    ended: bool = False
    agreed: bool = False
    code: str = ""
    version: int = 0

    @property
    def sides(self) -> tuple[str, str]:
        """The two people, the supervisor first."""
        return self.supervisor, self.worker


@dataclass(frozen=True)
class Booking:
    """A check-in with what is kept beside it.

    `series` is "" for one that stands alone. `since` is when its present round began (aware). `taken` are the steps of escalation
    so far. `topic` is a guidance topic that it is about, "" for none.
    """

    checkin: CheckIn
    kind: str
    team: str
    since: datetime
    series: str = ""
    taken: tuple[Taken, ...] = ()
    topic: str = ""
    version: int = 0


@dataclass(frozen=True)
class Reminded:
    """A reminder that went to a person: when it was put up, and when it reached them (both aware; None: not yet, or never)."""

    key: Key
    kind: ReminderKind
    at: datetime
    reached_at: datetime | None = None


@dataclass(frozen=True)
class AgreedAction:
    """What was agreed in a check-in: who does it (an id), in a few words without names, by which day. `done_on` is when it was
    closed by a tap."""

    id: str
    checkin: str
    supervisor: str
    worker: str
    by: str
    words: str
    due: date
    done_on: date | None = None
    version: int = 0


@dataclass(frozen=True)
class ToTake:
    """A guidance topic that a person wants to take to their next supervision. The other side sees it only if `shown`."""

    id: str
    person: str
    topic: str
    at: datetime
    shown: bool = False


TeamDayKind = Literal["closed", "opened", "ramadan"]


@dataclass(frozen=True)
class TeamDays:
    """What a team says of its own days, first and last included: `closed` and `opened` beat the public holidays (a feast that was
    sighted a day later is one of each), `ramadan` has hours of its own."""

    team: str
    kind: TeamDayKind
    first: date
    last: date
