"""How it stands with the check-ins of the people of a team: one line a person, what needs somebody first. Pure.

A line holds times and what became of them, nothing that was said, felt or asked. What belongs to a private topic isn't in it at
all. Nobody is late by our fault: whom our question didn't reach, or wasn't asked, can't have missed anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from bot.supervision.calendar import Calendar, grace_end
from bot.supervision.checkin import OPEN, STANDING
from bot.supervision.diary import Booking, Series
from bot.supervision.escalation import PRIVATE_TOPICS
from bot.supervision.kind import Every, Kind
from bot.supervision.plan import EveryDays, EveryWeeks, MonthlyOnDay, MonthlyOnWeekday, Plan, instant

Mark = Literal[
    "late", "never-started", "not-asked", "unreached", "no-supervisor", "no-rhythm", "paused", "on-leave", "no-push"
]  # fmt: skip
"""What holds of a person, the most pressing first.

`late`: longer than the rhythm and its grace say, or nobody said what became of a check-in although both were asked.
`never-started`: the first one of a rhythm is overdue. `not-asked`: we couldn't ask both what became of the last one, so nobody
knows whether it was held. `unreached`: nothing that we send gets through. `no-supervisor`: they wait for one. `no-push`: they see
messages when they open the chat, so that silence says nothing."""
MARKS: tuple[Mark, ...] = get_args(Mark)
EXCEPTIONS: frozenset[Mark] = frozenset({"late", "never-started", "not-asked", "unreached", "no-supervisor", "no-rhythm"})
"""Those that ask for somebody's attention."""

Reached = Literal["push", "no-push", "unreachable", "none"]


@dataclass(frozen=True)
class Facts:
    """Everything that the lines are made of; ids throughout. `series` and `bookings` are those that the reader may see, `kinds`
    the content's. `leave_until` is the last day of the leave in which somebody is now. `unsupervised` wait for a supervisor."""

    series: tuple[Series, ...]
    bookings: tuple[Booking, ...]
    kinds: Mapping[str, Kind]
    calendars: Mapping[str, Calendar]
    reach: Mapping[str, Reached] = field(default_factory=dict)
    leave_until: Mapping[str, date] = field(default_factory=dict)
    unsupervised: Collection[str] = ()


@dataclass(frozen=True)
class Beat:
    """One rhythm of a person: which series and kind, with whom; the local day of the last one held, the day by which the next
    should have been, how often it should be (None: once), and the next one that is to come (aware)."""

    series: str
    kind: str
    supervisor: str
    held: date | None
    due: date | None
    every: Every | None
    next: datetime | None
    agreed: bool = True
    paused: bool = False
    paused_until: date | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Line:
    """One person: what holds of them, the most pressing first, their rhythms, likewise, the last one held and the next to come.

    `next_by` is with whom the next one is. `leave_until` is their last day away.
    """

    person: str
    marks: tuple[Mark, ...]
    beats: tuple[Beat, ...] = ()
    held: date | None = None
    next: datetime | None = None
    next_by: str = ""
    leave_until: date | None = None

    @property
    def first(self) -> Mark | None:
        """The most pressing of what holds."""
        return self.marks[0] if self.marks else None

    @property
    def rank(self) -> int:
        """Where it stands: 0 is the most pressing."""
        return MARKS.index(self.marks[0]) if self.marks else len(MARKS)


def lines(people: Mapping[str, str], facts: Facts, now: datetime) -> tuple[Line, ...]:
    """A line for each of some people (their names by id), exceptions first, then by name."""
    open_to_all = _without_private(facts)
    found = [_line(person, open_to_all, now) for person in people]
    return tuple(sorted(found, key=lambda line: (line.rank, people[line.person].casefold(), line.person)))


def weeks_since(held: date | None, today: date) -> int | None:
    """Whole weeks since the last one held; None where none was."""
    return None if held is None else max(0, (today - held).days // 7)


def every_of(plan: Plan) -> Every | None:
    """How often a plan comes round; None for what happens once."""
    match plan.rule:
        case EveryDays(n):
            return Every(n, "days")
        case EveryWeeks(n):
            return Every(n, "weeks")
        case MonthlyOnWeekday(n=n) | MonthlyOnDay(n=n):
            return Every(n, "months")
        case _:
            return None


def due_day(series: Series, held: date | None) -> date | None:
    """The day by which the next one of a series should be held: its first date, or a step of its rhythm after the last one held,
    in the stage in which that was (as `kind.due_by` has it for a rhythm of content). None once nothing more is to come."""
    if not series.plans:
        return None
    if held is None:
        return series.plans[0].first
    running = next((plan for plan in series.plans if plan.until is None or held < plan.until), series.plans[-1])
    every = every_of(running)
    day = every.after(held) if every else None
    last = series.plans[-1].until
    return day if day is not None and (last is None or day <= last) else None


# --- one person ---------------------------------------------------------------------------------------------------------


def _without_private(facts: Facts) -> Facts:
    kept = tuple(one for one in facts.bookings if one.topic not in PRIVATE_TOPICS)
    return facts if len(kept) == len(facts.bookings) else replace(facts, bookings=kept)


def _line(person: str, facts: Facts, now: datetime) -> Line:
    mine = [one for one in facts.series if one.worker == person]
    bookings = [one for one in facts.bookings if one.checkin.worker == person]
    beats = tuple(
        sorted(
            (_beat(one, mine, bookings, facts, now) for one in mine if not one.ended),
            key=lambda beat: (min((MARKS.index(mark) for mark in beat.marks), default=len(MARKS)), beat.kind, beat.series),
        )
    )
    coming = min(_coming(bookings, now), key=lambda one: one.checkin.at, default=None)
    held = [one.last_held for one in mine if one.last_held]
    held += [_day(one, facts) for one in bookings if one.checkin.state == "held"]
    marks: set[Mark] = {mark for beat in beats for mark in beat.marks}
    alone = [one for one in bookings if not one.series]
    away = facts.leave_until.get(person)
    if away is None and any(_went_up(one, facts) for one in alone):
        marks.add("late")
    if "paused" in marks and not all("paused" in beat.marks for beat in beats):
        marks.discard("paused")  # of one rhythm among several: it stands there, not over the person
    reach = facts.reach.get(person, "push")
    if reach in ("unreachable", "none"):
        marks.add("unreached")
    elif reach == "no-push":
        marks.add("no-push")
    if person in facts.unsupervised:
        marks.add("no-supervisor")
    elif not beats:
        marks.add("no-rhythm")
    if away is not None:
        marks.add("on-leave")
    return Line(
        person=person,
        marks=tuple(mark for mark in MARKS if mark in marks),
        beats=beats,
        held=max(held, default=None),
        next=coming.checkin.at if coming else None,
        next_by=coming.checkin.supervisor if coming else "",
        leave_until=away,
    )


def _beat(series: Series, mine: Iterable[Series], every: Iterable[Booking], facts: Facts, now: datetime) -> Beat:
    # A rhythm that was made anew goes on where the one of its kind before it stopped.
    every = list(every)
    held_days = [one.last_held for one in mine if one.kind == series.kind and one.last_held is not None]
    held_days += [_day(one, facts) for one in every if one.kind == series.kind and one.checkin.state == "held"]
    bookings = [one for one in every if one.series == series.id]
    held = max(held_days, default=None)
    due = _not_in_leave(series, due_day(series, held), facts)
    coming = min(_coming(bookings, now), key=lambda one: one.checkin.at, default=None)
    running = next((plan for plan in series.plans if plan.until is None or held is None or held < plan.until), None)
    return Beat(
        series=series.id,
        kind=series.kind,
        supervisor=series.supervisor,
        held=held,
        due=due,
        every=every_of(running) if running else None,
        next=coming.checkin.at if coming else None,
        agreed=series.agreed,
        paused=series.paused,
        paused_until=series.paused_until,
        marks=tuple(_marks(series, bookings, held, due, facts, now)),
    )


def _marks(
    series: Series, bookings: list[Booking], held: date | None, due: date | None, facts: Facts, now: datetime
) -> Iterator[Mark]:
    if series.paused:
        yield "paused"
        return
    if any(side in facts.leave_until for side in series.sides):
        return
    over = [one for one in bookings if one.checkin.at <= now and _after(one, held, facts)]
    latest = max(over, key=lambda one: one.checkin.at, default=None)
    if any(_went_up(one, facts) for one in over):
        yield "late"
    elif latest is not None and latest.checkin.state == "paused":
        yield "paused"
    elif any(_unknown(one, held, facts, now) for one in bookings):
        yield "not-asked"
    elif due is not None and _overdue(series, due, facts, now) and not any(_waits(one, now) for one in bookings):
        # Whom nothing reaches wasn't asked for a time either.
        yield "not-asked" if not _reachable(series.sides, facts) else "late" if held is not None else "never-started"


def _not_in_leave(series: Series, due: date | None, facts: Facts) -> date | None:
    """The day by which the next one should be held, a step of the rhythm later for each that falls into the leave of a side."""
    every = every_of(series.plans[-1]) if series.plans else None
    away = [days for side in series.sides if side in facts.calendars for days in facts.calendars[side].leave]
    while due is not None and every is not None and any(due in days for days in away):
        due = every.after(due)
    return due


def _unknown(booking: Booking, held: date | None, facts: Facts, now: datetime) -> bool:
    """Whether a check-in after the last one held went by of which nobody can know what became, because we couldn't ask."""
    one = booking.checkin
    if one.ends > now or not _after(booking, held, facts):
        return False
    if one.state == "could-not":
        return one.unknown
    return one.state in STANDING and not one.answers and not _reachable(one.sides, facts)


def _reachable(sides: Iterable[str], facts: Facts) -> bool:
    return all(facts.reach.get(side, "push") in ("push", "no-push") for side in sides)


def _after(booking: Booking, held: date | None, facts: Facts) -> bool:
    return held is None or _day(booking, facts) > held


def _went_up(booking: Booking, facts: Facts) -> bool:
    """Whether nobody said what became of a check-in, although both were asked, told and given their days of grace."""
    taken = any(step.level == "board" and step.round == booking.checkin.round for step in booking.taken)
    return taken and booking.checkin.state == "missed" and _ladder(booking.kind, facts)[1]


def _waits(booking: Booking, now: datetime) -> bool:
    """Whether a check-in went by and somebody is still to say what became of it, or another time is being looked for."""
    return booking.checkin.state in OPEN and booking.checkin.at <= now


def _overdue(series: Series, due: date, facts: Facts, now: datetime) -> bool:
    grace, up = _ladder(series.kind, facts)
    sides = [facts.calendars[side] for side in series.sides if side in facts.calendars]
    if not up or not sides:
        return False
    zone = series.plans[0].zone
    over = instant(due, time(23, 59), zone) or datetime.combine(due, time(23, 59), ZoneInfo(zone))
    end = grace_end(over, grace, sides)
    return end is not None and end <= now


def _ladder(kind: str, facts: Facts) -> tuple[int, bool]:
    found = facts.kinds.get(kind)
    return (found.ladder.grace, found.ladder.up) if found else (2, True)


def _coming(bookings: Iterable[Booking], now: datetime) -> list[Booking]:
    # One for which another time is asked for is off: its old time isn't the next.
    return [one for one in bookings if one.checkin.state in STANDING | {"proposed"} and one.checkin.at > now]


def _day(booking: Booking, facts: Facts) -> date:
    """The local day of a check-in where the worker is."""
    calendar = facts.calendars.get(booking.checkin.worker)
    return booking.checkin.at.astimezone(ZoneInfo(calendar.zone) if calendar else UTC).date()
