"""What check-ins need of the clock: series are booked ahead, people reminded, silence goes up, what quiet hours held goes out.

A duty of the ticker. Nothing of it is kept in memory: what is due stands in an indexed column, and a lot of rows is seen to in
one transaction with everything that it says, so that whoever dies leaves a lot undone or done. Of replicas one at a time does it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.going import errands, message
from bot.delivery.posting import NOTHING, Addressees, Put, look_up, put_up
from bot.delivery.sheet import Sheet
from bot.people.person import Person
from bot.people.relations import Staff
from bot.store import Connection, clockwork, diary, leave, lists, notices, people, reminders
from bot.store.moments import HOUR, moment, ms, ms_of_day
from bot.store.office_tables import NEVER
from bot.supervision.ahead import Ahead, book_ahead
from bot.supervision.calendar import Calendar, Days
from bot.supervision.checkin import DONE
from bot.supervision.diary import Booking, Reminded, Series, TeamDays
from bot.supervision.kind import Every, Kind, Retention
from bot.supervision.plan import FARTHEST
from bot.supervision.reminders import Key, Reminder, due
from bot.supervision.watch import Watched, follow_up_at
from bot.supervision.working import calendar_for
from bot.talk.codec import Unreadable, decode
from bot.talk.house import House
from bot.talk.messages import Reply

LOT = 100
"""Rows that are seen to in one transaction: answers pass between."""
LOTS = 60
"""Lots that one tick sees to at most; the rest is the next one's."""
ASIDE = 1_000
"""Agreed actions, and people with held messages, that are looked at beside a lot."""
_SECONDS = 10.0
_LATER = 6 * HOUR
"""When to look again whether somebody whom nothing reaches can be reached."""
_AT_LEAST = timedelta(seconds=1)
_UNKNOWN = Retention(Every(24, "months"), None)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Done:
    """What became of a lot, and whether there may be more."""

    put: Put = NOTHING
    more: bool = False


class Rhythm:
    """Sees to everything that is due. `kinds` gives the kinds of check-in of this moment, `channels` are all channels that
    messages go through; `wake` and `announce` tell whoever sends, and whoever waits for letters."""

    def __init__(
        self, breaker: Breaker, kinds: Callable[[], Mapping[str, Kind]], house: House, clock: Clock, channels: Collection[str],
        pulls: Collection[str], next_number: Callable[[], int], wake: Callable[[], None], announce: Callable[[str, str], None],
    ) -> None:  # fmt: skip
        self._breaker = breaker
        self._kinds = kinds
        self._house = house
        self._clock = clock
        self._channels = channels
        self._pulls = pulls
        self._next_number = next_number
        self._wake = wake
        self._announce = announce

    async def look(self) -> None:
        """See to what is due, lot by lot. Raises StoreDown; then what isn't done stays due."""
        for lot in (self._book, self._see_to):
            for _ in range(LOTS):
                now = self._clock.now()
                done = await self._breaker.write(lambda connection, lot=lot, now=now: lot(connection, now), _SECONDS)  # type: ignore[misc]
                if done.put.send:
                    self._wake()
                for chat in done.put.announce:
                    self._announce(*chat)
                if not done.more:
                    break

    def _kind(self, id: str) -> Kind:
        """A kind, or, for one that the content no longer has, what a check-in comes to anyway."""
        return self._kinds().get(id) or Kind(id, {}, _UNKNOWN)

    # --- series ---------------------------------------------------------------------------------------------------------

    def _book(self, connection: Connection, now: datetime) -> _Done:
        if not clockwork.alone(connection):
            return _Done()
        found = diary.due_series(connection, ms(now), LOT)
        standing = clockwork.standing(connection, [one.id for one in found])
        looked: list[tuple[Series, Ahead]] = []
        for one in found:
            stands = standing.get(one.id, clockwork.Standing(None, False))
            held = moment(stands.held_at).astimezone(ZoneInfo(one.plans[0].zone)).date() if stands.held_at and one.plans else None
            looked.append((one, book_ahead(one, self._kind(one.kind), now, stands.open, held)))
        made = [(one, _day_of(one, before)) for before, ahead in looked for one in ahead.made]
        diary.book(connection, made, ms(now), lambda one: kept_until(one, self._kind(one.kind)))
        for before, ahead in looked:
            if ahead.series != before:
                kept = series_kept_until(ahead.series, self._kind(before.kind), now)
                diary.keep_series(connection, ahead.series, _ms(ahead.due), kept)
        same = [(ahead.series.id, _ms(ahead.due)) for before, ahead in looked if ahead.series == before]
        diary.reckoned(connection, same, of_series=True)
        return _Done(more=len(found) >= LOT)

    # --- check-ins ------------------------------------------------------------------------------------------------------

    def _see_to(self, connection: Connection, now: datetime) -> _Done:
        if not clockwork.alone(connection):
            return _Done()
        at = ms(now)
        bookings = diary.due_bookings(connection, at, LOT)
        actions = lists.due_actions(connection, at, ASIDE)
        held = notices.due(connection, at, ASIDE)
        more = len(bookings) >= LOT
        if more:  # then all that is due to these people, and the others in their turn
            these = {person for one in bookings for person in one.checkin.sides}
            actions = tuple(one for one in actions if one.by in these)
            held = tuple(one for one in held if one.person in these)
        if not (bookings or actions or held):
            return _Done()
        known = _Known.read(connection, bookings, {*(one.by for one in actions), *(one.person for one in held)}, now)
        watched = {one.booking.checkin.id: one.now(now) for one in known.watched(bookings, self._kind)}
        holds = known.to.holds(at)

        going = due(_waiting(watched.values(), holds, now), (), known.calendars, now)
        due_actions = [one for one in actions if one.by not in holds and follow_up_at(one, known.calendars[one.by], now) == now]
        replies = _readable(one for one in held if one.person not in holds and known.to.reaches(one.person))
        every = errands(going, due_actions, {person: [reply for _, reply in found] for person, found in replies.items()})
        named = {id: one.booking for id, one in watched.items()}
        messages = [
            message(known.staff.people[who], errand, named, now) for who, errand in every.items() if who in known.staff.people
        ]
        put = put_up(connection, messages, known.to, self._sheet(at), self._channels)

        queued = [one.key for notice in going.notices for one in notice.reminders]
        reminders.queue_all(connection, queued, at)
        reminders.queue_all(connection, going.passed, at, passed=True)
        self._keep(connection, bookings, watched, {*queued, *going.passed}, holds, now)
        done = {one.id for one in due_actions}
        for one in actions:
            later = None if one.id in done else follow_up_at(one, known.calendars[one.by], now)
            if one.by not in holds or later is None:
                lists.action_reckoned(connection, one.id, _ms(later))
        self._let_go(connection, held, replies, holds, at)
        return _Done(put, more)

    def _keep(
        self, connection: Connection, before: Iterable[Booking], watched: Mapping[str, Watched], settled: Collection[Key],
        holds: Mapping[str, datetime], now: datetime,
    ) -> None:  # fmt: skip
        reckoned: list[tuple[str, int | None]] = []
        series: set[str] = set()
        for was in before:
            one = watched[was.checkin.id]
            next_due = one.settling(*(key for key in settled if key[1] == was.checkin.id)).due(now, holds)
            at = _ms(max(next_due, now + _AT_LEAST) if next_due is not None else None)
            if one.booking != was:
                diary.keep_booking(connection, one.booking, was.checkin.at.date(), at, kept_until(one.booking, one.kind))
            else:
                reckoned.append((was.checkin.id, at))
            if one.booking.checkin.state in DONE and was.series:
                series.add(was.series)  # one that counts from the last one held waits for this
        diary.reckoned(connection, reckoned)
        diary.reckoned(connection, [(id, ms(now)) for id in sorted(series)], of_series=True)

    @staticmethod
    def _let_go(
        connection: Connection, held: Iterable[notices.Held], replies: Mapping[str, list[tuple[int, Reply]]],
        holds: Mapping[str, datetime], at: int,
    ) -> None:  # fmt: skip
        gone = {id for found in replies.values() for id, _ in found}
        notices.done(connection, gone)
        for one in held:
            if one.id not in gone and one.due_at <= at:
                hold = holds.get(one.person)
                notices.put_off(connection, one.id, ms(hold) if hold is not None else at + _LATER)

    def _sheet(self, at: int) -> Sheet:
        return Sheet("", "", "", True, at, None, self._house, self._pulls, number=self._next_number())


def kept_until(one: Booking, kind: Kind) -> int:
    """How long a check-in is kept (milliseconds): as its kind says of outcomes."""
    return ms_of_day(kind.retention.outcome.after(one.checkin.at.date()))


def series_kept_until(series: Series, kind: Kind, now: datetime) -> int:
    """How long a series is kept (milliseconds): while it goes on, then as long as the outcome of its last check-in."""
    ends = [plan.until for plan in series.plans]
    last = max((end for end in ends if end is not None), default=None)
    if not series.ended and (last is None or None in ends):
        return NEVER
    day = now.date() if series.ended or last is None else max(last, now.date())
    return ms_of_day(kind.retention.outcome.after(day))


def _waiting(watched: Iterable[Watched], holds: Mapping[str, datetime], now: datetime) -> list[Reminder]:
    """The messages that haven't gone, but for those of people who get nothing at this moment."""
    return [one for each in watched for one in each.waiting() if holds.get(one.person, now) <= now]


def _readable(held: Iterable[notices.Held]) -> dict[str, list[tuple[int, Reply]]]:
    """Held messages by person. One that another version of the program wrote and this one can't read says nothing."""
    found: dict[str, list[tuple[int, Reply]]] = {}
    for one in held:
        try:
            reply = decode(one.body)
        except Unreadable:
            continue
        if isinstance(reply, Reply):
            found.setdefault(one.person, []).append((one.id, reply))
    return found


def _day_of(booking: Booking, series: Series) -> date:
    """The local day of the rhythm for which a check-in is made."""
    return booking.checkin.at.astimezone(ZoneInfo(series.plans[0].zone)).date()


def _ms(at: datetime | None) -> int | None:
    return ms(at) if at is not None else None


@dataclass(frozen=True)
class _Known:
    """What a lot hangs on: people with their calendars and ways, who stands in and manages, what was queued and put off."""

    staff: Staff
    calendars: Mapping[str, Calendar]
    to: Addressees
    reminded: Mapping[str, tuple[Reminded, ...]]
    snoozed: Mapping[str, tuple[Reminder, ...]]
    today: date

    @classmethod
    def read(cls, connection: Connection, bookings: Collection[Booking], others: Collection[str], now: datetime) -> _Known:
        """Read all of it, in as many queries however many rows there are."""
        named = {person for one in bookings for person in (*one.checkin.sides, *(who for t in one.taken for who in t.to))} | {
            *others
        }
        staff = people.staff_of(connection, named, {one.team for one in bookings})
        everybody = {*staff.people, *named}
        away = leave.of(connection, everybody)
        days = leave.team_days_of(connection, list(staff.teams))
        today = now.date()
        calendars = {
            id: _calendar(staff.people[id], staff, away.get(id, ()), days, today) if id in staff.people else Calendar("UTC")
            for id in everybody
        }
        ids = [one.checkin.id for one in bookings]
        reminded: dict[str, list[Reminded]] = {}
        for one in reminders.about(connection, ids):
            reminded.setdefault(one.key[1], []).append(one)
        snoozed: dict[str, list[Reminder]] = {}
        for back in reminders.snoozed(connection, ids):
            snoozed.setdefault(back.checkin, []).append(back)
        return cls(
            staff, calendars, look_up(connection, everybody, ms(now)), {id: tuple(found) for id, found in reminded.items()},
            {id: tuple(found) for id, found in snoozed.items()}, today,
        )  # fmt: skip

    def watched(self, bookings: Iterable[Booking], kind: Callable[[str], Kind]) -> Iterable[Watched]:
        """Some check-ins with what they hang on."""
        for one in bookings:
            id, supervisor = one.checkin.id, one.checkin.supervisor
            team = self.staff.teams.get(one.team)
            managers = team.managers_on(self.today) if team else ()
            standing_in = team.deputies_on(supervisor, self.today) if team else ()
            yield Watched(
                one, kind(one.kind), self.calendars, self._there(managers), self._there(standing_in),
                self.reminded.get(id, ()), self.snoozed.get(id, ()),
            )  # fmt: skip

    def _there(self, ids: Iterable[str]) -> str:
        """The first of some people who is there."""
        return next((id for id in ids if id in self.staff.people and self.staff.people[id].there(self.today)), "")


def _calendar(person: Person, staff: Staff, away: tuple[Days, ...], days: Collection[TeamDays], today: date) -> Calendar:
    """A person's calendar; whoever has left is away from then on."""
    if person.left is not None:
        away = (*away, Days(person.left, FARTHEST))
    teams = person.teams(today)
    return calendar_for(person, staff.teams.get(teams[0]) if teams else None, away, days)
