"""One check-in with everything that its next moment hangs on: what changes by itself, what is to be said to whom, when it is due.

Pure. The rules stand in `reminders` and `escalation`; here is only how what is kept (a booking, what was queued and reached whom)
becomes what they ask for, and how what they say becomes the booking as it is to be kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property

from bot.supervision.calendar import Calendar, send_at
from bot.supervision.checkin import apply
from bot.supervision.diary import AgreedAction, Booking, Reminded
from bot.supervision.escalation import Case, Lapsing, Step, Taken, lapse_of, next_step
from bot.supervision.kind import Kind
from bot.supervision.plan import instant
from bot.supervision.reminders import ASKED_FOR, Key, Reminder, Side, goes_at, reminders, still_meant

ACTIONS_AT = (time(9), time(15))
"""On its day somebody hears of what was agreed at the first of these times of theirs, or at the second where that has gone by;
where both have, the next morning."""
_LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Watched:
    """A check-in as it is kept, and what it hangs on.

    `calendars` are those of the two, of `manager` and `deputy` (ids, "" for nobody) and of whoever a step up went to. `reminded`
    are all reminders of it that were queued or left out for good, `snoozed` those that were put off.
    """

    booking: Booking
    kind: Kind
    calendars: Mapping[str, Calendar]
    manager: str = ""
    deputy: str = ""
    reminded: tuple[Reminded, ...] = ()
    snoozed: tuple[Reminder, ...] = ()

    @cached_property
    def case(self) -> Case:
        """The check-in as the rules of escalation see it."""
        checkin = self.booking.checkin
        asked: dict[tuple[str, int], datetime] = {}
        for one in self.reminded:
            if one.kind == "afterwards" and one.reached_at is not None:
                person, _, _, round = one.key
                asked[person, round] = max(one.reached_at, asked.get((person, round), one.reached_at))
        return Case(
            checkin, self.kind.ladder, self._side(checkin.supervisor), self._side(checkin.worker),
            self._side(self.manager) if self.manager else None, self._side(self.deputy) if self.deputy else None,
            asked, tuple(self._reached(one) for one in self.booking.taken), self.booking.topic,
        )  # fmt: skip

    @cached_property
    def _lapsing(self) -> Lapsing | None:
        return lapse_of(self.case)

    @cached_property
    def _step(self) -> Step | None:
        return next_step(self.case)

    def _side(self, person: str) -> Side:
        return Side(person, self.calendars[person])

    def _reached(self, taken: Taken) -> Taken:
        found = {
            one.key[0]: one.reached_at
            for one in self.reminded
            if one.kind == taken.level and one.key[3] == taken.round and one.reached_at is not None
        }
        return replace(taken, reached={**taken.reached, **found})

    @cached_property
    def messages(self) -> tuple[Reminder, ...]:
        """Every reminder of it, also those that have gone, with those that were put off and the messages of steps up."""
        checkin, two = self.booking.checkin, self.case.two
        made = reminders(checkin, self.kind.times, two, self.booking.since)
        more = (*self.snoozed, *self._rising())
        return made + tuple(one for one in more if still_meant(one, checkin))

    def _rising(self) -> list[Reminder]:
        found: list[Reminder] = []
        for taken in self.booking.taken:
            for person in taken.to:
                at = send_at(taken.at, self.calendars[person]).at
                if at is not None and taken.level != "board":
                    checkin = self.booking.checkin.id
                    found.append(Reminder(person, checkin, taken.level, taken.round, at, at + ASKED_FOR))
        return found

    @cached_property
    def waiting(self) -> tuple[Reminder, ...]:
        """Those of its messages that weren't queued or left out yet."""
        settled = {one.key for one in self.reminded}
        return tuple(one for one in self.messages if one.key not in settled)

    def now(self, now: datetime) -> Watched:
        """The same at a moment (aware): lapsed if it has come to that, and with each step up that is due. Who a step goes to is
        kept with it, so that a message held by quiet hours finds them whatever changes meanwhile."""
        watched = self
        lapsing = watched._lapsing
        if lapsing is not None and lapsing.at <= now:
            lapsed = apply(watched.booking.checkin, lapsing.lapse, now).checkin
            watched = replace(watched, booking=replace(watched.booking, checkin=lapsed))
        while (step := watched._step) is not None and step.at <= now:
            taken = Taken(step.level, now, {}, watched.booking.checkin.round, tuple(sorted(step.sends)))
            watched = replace(watched, booking=replace(watched.booking, taken=(*watched.booking.taken, taken)))
        return watched

    def due(self, now: datetime, holds: Mapping[str, datetime], settled: Collection[Key] = ()) -> datetime | None:
        """The moment (aware UTC, not before `now`) at which there is something to do for it; None if never, or not until somebody
        is reached. `holds` says who gets nothing before a moment, `settled` what has just been queued or left out."""
        lapse, step = self._lapsing, self._step
        waiting = (one for one in self.waiting if one.key not in settled)
        moments = [
            *(goes_at(one, self.calendars[one.person], max(now, holds.get(one.person, now))) for one in waiting),
            lapse.at if lapse else None,
            step.at if step else None,
        ]
        return min((max(moment, now) for moment in moments if moment is not None), default=None)


def follow_up_at(action: AgreedAction, calendar: Calendar, now: datetime) -> datetime | None:
    """When (aware UTC, not before `now`) somebody hears that the day of what they agreed to has come; None where it is done, or
    two weeks past: who wasn't there to hear it then finds it in their list."""
    if action.done_on is not None:
        return None
    days = (action.due + timedelta(days=n) for n in range(15))
    moments = (instant(day, at, calendar.zone) for day in days for at in ACTIONS_AT)
    wanted = next((at for at in moments if at is not None and at > now - _LATE), None)
    return send_at(max(wanted, now), calendar).at if wanted is not None else None
