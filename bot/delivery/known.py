"""What some check-ins, agreed actions and held messages hang on: people with their calendars and the ways to them, who stands in
and who manages, what was queued and put off. Read for a whole lot at once, in as many queries however many rows it has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.delivery.office import Calendars
from bot.delivery.posting import Addressees, look_up
from bot.people.relations import Staff
from bot.store import Connection, leave, people, reminders
from bot.store.moments import ms
from bot.supervision.calendar import Calendar, Days
from bot.supervision.diary import Booking, Reminded
from bot.supervision.kind import Kind
from bot.supervision.plan import FARTHEST
from bot.supervision.reminders import Reminder
from bot.supervision.watch import Watched


@dataclass(frozen=True)
class Known:
    """See above. `today` is the day in UTC: deputies and managers change with it."""

    staff: Staff
    calendars: Mapping[str, Calendar]
    to: Addressees
    reminded: Mapping[str, tuple[Reminded, ...]]
    snoozed: Mapping[str, tuple[Reminder, ...]]
    today: date

    def watched(self, bookings: Iterable[Booking], kind: Callable[[str], Kind]) -> Iterator[Watched]:
        """Some check-ins with what they hang on; one of somebody who isn't known any more isn't among them."""
        for one in bookings:
            id, two = one.checkin.id, one.checkin.sides
            if not all(person in self.staff.people for person in two):
                continue
            team = self.staff.teams.get(one.team)
            managers = team.managers_on(self.today) if team else ()
            standing_in = team.deputies_on(two[0], self.today) if team else ()
            yield Watched(
                one, kind(one.kind), self.calendars, self._there(managers), self._there(standing_in),
                self.reminded.get(id, ()), self.snoozed.get(id, ()),
            )  # fmt: skip

    def _there(self, ids: Iterable[str]) -> str:
        """The first of some people who is there."""
        return next((id for id in ids if id in self.staff.people and self.staff.people[id].there(self.today)), "")


def read(connection: Connection, bookings: Collection[Booking], others: Collection[str], now: datetime) -> Known:
    """What some check-ins and some other people hang on. Whoever has left is away from then on."""
    told = {person for one in bookings for taken in one.taken for person in taken.to}
    named = {person for one in bookings for person in one.checkin.sides} | told | {*others}
    workers = {one.checkin.worker for one in bookings if one.checkin.at > now}
    # Only above a missed one somebody else may be to hear of it.
    teams = {one.team for one in bookings if one.checkin.state == "missed" and one.team}
    staff = people.staff_of(connection, named, workers, teams)
    everybody = list(staff.people)
    away = leave.of(connection, everybody)
    gone = {person.id: (Days(person.left, FARTHEST),) for person in staff.people.values() if person.left is not None}
    away = {id: (*away.get(id, ()), *gone.get(id, ())) for id in {*away, *gone}}
    ids = [one.checkin.id for one in bookings]
    reminded: dict[str, list[Reminded]] = {}
    for one in reminders.about(connection, ids):
        reminded.setdefault(one.key[1], []).append(one)
    snoozed: dict[str, list[Reminder]] = {}
    for back in reminders.snoozed(connection, ids):
        snoozed.setdefault(back.checkin, []).append(back)
    return Known(
        staff,
        Calendars(staff, away, leave.team_days_of(connection, list(staff.teams)), now),
        look_up(connection, everybody, ms(now)),
        {id: tuple(found) for id, found in reminded.items()},
        {id: tuple(found) for id, found in snoozed.items()},
        now.date(),
    )
