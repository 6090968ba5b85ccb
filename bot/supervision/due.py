"""When a plan or a check-in has to be looked at next: one function, from which the indexed column is made and made anew whenever
plan, leave, quiet hours, zone, holidays or the table of zones change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.supervision.calendar import Calendar
from bot.supervision.escalation import Case, lapse_of, next_step
from bot.supervision.kind import Times
from bot.supervision.plan import Plan, occurrences
from bot.supervision.reminders import Key, Reminder, goes_at, reminders, still_meant

AHEAD = timedelta(days=28)
"""So long before its time a check-in of a plan is booked: both can see it come, and a later change of the plan still counts."""
EARLIEST = timedelta(days=15)
"""Earlier than this before its time nothing is due of a check-in: the last working day is looked for no further back."""


@dataclass(frozen=True)
class PlanAt:
    """A plan and how far it has been booked: the moment of its last check-in so far (aware), and the local day of the last one
    that was held. `open`: that last one is still to come or to be answered, so that a plan which counts from the last one held
    waits for it. A paused plan books nothing."""

    plan: Plan
    booked: datetime | None = None
    last_held: date | None = None
    open: bool = False
    paused: bool = False

    def next(self) -> datetime | None:
        """The moment of the check-in that is to be booked next, None at the end."""
        begin = datetime.combine(self.plan.first, datetime.min.time(), UTC) - timedelta(days=2)
        return next(iter(occurrences(self.plan, self.booked or begin, 1, self.last_held)), None)


@dataclass(frozen=True)
class CheckInAt:
    """A check-in with all that its next moment hangs on: its case, since when the round runs, what was queued or passed already
    (`settled`), what was snoozed."""

    case: Case
    times: Times
    since: datetime
    settled: Collection[Key] = ()
    snoozed: tuple[Reminder, ...] = ()

    @property
    def calendars(self) -> dict[str, Calendar]:
        """Those of the two, by person."""
        return {side.person: side.calendar for side in self.case.two}

    def reminders(self) -> tuple[Reminder, ...]:
        """Every reminder of it, with those that were put off and still are meant."""
        made = reminders(self.case.checkin, self.times, self.case.two, self.since)
        return made + tuple(reminder for reminder in self.snoozed if still_meant(reminder, self.case.checkin))


def next_due_at(subject: PlanAt | CheckInAt, now: datetime) -> datetime | None:
    """The moment (aware UTC) at which there is something to do: book a plan's next check-in; send a reminder, let a check-in
    lapse or take a step up. Not before `now`; None if never."""
    moments = _of_plan(subject) if isinstance(subject, PlanAt) else _of_checkin(subject, now)
    found = [max(moment, now) for moment in moments if moment is not None]
    return min(found, default=None)


def _of_plan(subject: PlanAt) -> list[datetime | None]:
    waits = subject.paused or (subject.plan.from_last_held and subject.open)
    coming = None if waits else subject.next()
    return [coming - AHEAD if coming else None]


def _of_checkin(subject: CheckInAt, now: datetime) -> list[datetime | None]:
    case, calendars = subject.case, subject.calendars
    waiting = [reminder for reminder in subject.reminders() if reminder.key not in subject.settled]
    lapse, step = lapse_of(case), next_step(case)
    return [
        *(goes_at(reminder, calendars[reminder.person], now) for reminder in waiting),
        lapse.at if lapse else None,
        step.at if step else None,
    ]
