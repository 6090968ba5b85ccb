"""What is on the desk of somebody who joined: their own world of check-ins, frozen. Made by `delivery` for one turn.

It holds what this person may come to see or change, and no more than a turn needs; what of it they may see is `Access`'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.people.access import Access
from bot.people.invite import Invite
from bot.people.person import Person
from bot.people.relations import Staff
from bot.people.subject import TheirCheckIn
from bot.supervision.calendar import Busy, Calendar, Days
from bot.supervision.diary import AgreedAction, Booking, Reminded, Series, TeamDays, ToTake

Reach = Literal["push", "no-push", "unreachable", "none"]
"""How a person can be reached: messages are pushed to them; they fetch theirs (web only); the last one didn't get through, or
they stopped the bot; they have no device at all."""


@dataclass(frozen=True)
class Device:
    """A chat that is a person's: channel, chat, since when; `shared` is a computer that others use too."""

    channel: str
    chat: str
    since: datetime
    shared: bool = False


@dataclass(frozen=True)
class Office:
    """The world of one person who joined.

    `staff` are the people around them: their teams, whom they supervise, who supervises them, each with their teams. `series` and
    `bookings` are those in which they are one of the two, and those of everybody whose board they may see; of past bookings the
    last 60 days. `reminded` are the reminders that went to them within 24 hours, latest first. `agreed` are open actions and
    those closed within 60 days, `taking` their own list and what others show them, `leave` by person, `calendars` of everybody in
    `staff`, `reach` likewise. `invites` are open ones, theirs and those that they may revoke, by the id that a button carries.
    `days` are the teams' own days. `busy` is by person when they, of those with whom this person may make an appointment, have
    check-ins within 60 days that aren't on this desk: with whom isn't said. `held` is when each message goes that quiet hours
    hold back for this person. `told` is the number of the notice about what is kept that they saw last. `staff_version` is how
    often anything about staff was changed when it was read.
    """

    me: str
    staff: Staff
    series: tuple[Series, ...] = ()
    bookings: tuple[Booking, ...] = ()
    reminded: tuple[Reminded, ...] = ()
    agreed: tuple[AgreedAction, ...] = ()
    taking: tuple[ToTake, ...] = ()
    leave: Mapping[str, tuple[Days, ...]] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    reach: Mapping[str, Reach] = field(default_factory=dict)
    devices: tuple[Device, ...] = ()
    invites: Mapping[str, Invite] = field(default_factory=dict)
    days: tuple[TeamDays, ...] = ()
    busy: Mapping[str, tuple[Busy, ...]] = field(default_factory=dict)
    held: tuple[datetime, ...] = ()
    email: str = ""
    told: int = 0
    staff_version: int = 0

    @property
    def person(self) -> Person:
        """Whose desk it is."""
        return self.staff.people[self.me]

    @property
    def zone(self) -> ZoneInfo:
        """Their time zone."""
        return ZoneInfo(self.person.zone)

    def today(self, now: datetime) -> date:
        """Their local day at a moment."""
        return now.astimezone(self.zone).date()

    def access(self, now: datetime) -> Access:
        """Who may what among the people around them."""
        return Access(self.staff, self.today(now))

    def booking(self, id: str) -> Booking | None:
        """The check-in of that id, if it is on this desk."""
        return next((one for one in self.bookings if one.checkin.id == id), None)

    def about(self, booking: Booking) -> TheirCheckIn:
        """A check-in as a subject of access, on its local day where the plan was made, else where the worker is."""
        series = self.rhythm(booking.series)
        home = self.staff.people.get(booking.checkin.worker, self.person).zone
        zone = series.plans[0].zone if series and series.plans else home
        supervisor, worker = booking.checkin.sides
        return TheirCheckIn(worker, supervisor, booking.checkin.at.astimezone(ZoneInfo(zone)).date())

    def rhythm(self, id: str) -> Series | None:
        """The series of that id, if it is on this desk."""
        return next((one for one in self.series if one.id == id), None)

    def called(self, person: str) -> str:
        """What stands for a person on a screen, "" for one who isn't known here."""
        found = self.staff.people.get(person)
        return found.called if found else ""


@dataclass(frozen=True)
class Door:
    """An invitation that somebody holds in their hand, who hasn't joined with this chat yet.

    `invite` is None where there is none for the code: wrong, used, revoked and expired are answered alike. `id` is by what
    it is kept, `staff` the people around the inviter and the team, `newcomer` an id for whoever comes in. `tries_left` is false
    after too many wrong codes. `member` is the id of the person whose chat this is already, "" for nobody's.
    """

    code_hash: str
    invite: Invite | None
    id: str
    staff: Staff
    newcomer: str
    staff_version: int
    tries_left: bool = True
    member: str = ""
