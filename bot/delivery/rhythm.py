"""What check-ins need of the clock: series are booked ahead, people reminded, silence goes up, what quiet hours held goes out.

A duty of the ticker. Nothing of it is kept in memory: what is due stands in an indexed column, and a lot of rows is seen to in
one transaction with everything that it says, so that whoever dies leaves a lot undone or done. Of replicas one at a time does it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.following import Following, unchanged
from bot.delivery.going import errands, message
from bot.delivery.known import Known, read
from bot.delivery.posting import NOTHING, Put, put_up
from bot.delivery.rules import reckon_anew
from bot.delivery.sheet import Sheet
from bot.store import Connection, clockwork, diary, lists, notices, reminders
from bot.store.moments import HOUR, moment, ms, ms_of_day
from bot.store.office_tables import NEVER
from bot.supervision.ahead import Ahead, book_ahead
from bot.supervision.calendar import send_at
from bot.supervision.checkin import DONE
from bot.supervision.diary import Booking, Series
from bot.supervision.due import EARLIEST
from bot.supervision.kind import Every, Kind, Retention
from bot.supervision.reminders import Key, Reminder, due
from bot.supervision.watch import Watched, follow_up_at
from bot.talk.codec import Unreadable, decode
from bot.talk.house import House
from bot.talk.messages import Reply

LOT = 200
"""Rows that are seen to in one transaction: answers pass between."""
LOTS = 60
"""Lots that one tick sees to at most; the rest is the next one's."""
AT_A_STRETCH = 5
"""Lots that are seen to without a rest; after each of those that follow it rests as long as the lot took."""
ASIDE = 1_000
"""Agreed actions, and people with held messages, that are looked at beside a lot."""
_SECONDS = 10.0
_LATER = 6 * HOUR
"""When to look again whether somebody whom nothing reaches can be reached."""
_AT_LEAST = timedelta(seconds=1)
_IN_AN_HOUR = timedelta(hours=1)
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
        self._by_the_rules = False  # of zones and holidays: they are looked at once a start

    async def look(self) -> None:
        """See to what is due, lot by lot. Raises StoreDown; then what isn't done stays due."""
        if not self._by_the_rules:
            await reckon_anew(self._breaker, self._clock.now(), lambda one: kept_until(one, self._kind(one.kind)))
            self._by_the_rules = True
        for lot in (self._book, self._see_to):
            for n in range(LOTS):
                now, began = self._clock.now(), asyncio.get_running_loop().time()
                done = await self._breaker.write(lambda connection, lot=lot, now=now: lot(connection, now), _SECONDS)  # type: ignore[misc]
                if done.put.send:
                    self._wake()
                for chat in done.put.announce:
                    self._announce(*chat)
                if not done.more:
                    break
                if n >= AT_A_STRETCH:  # after an outage, say: whoever asks something now goes first
                    await asyncio.sleep(asyncio.get_running_loop().time() - began)

    def _kind(self, id: str) -> Kind:
        """A kind, or, for one that the content no longer has, what a check-in comes to anyway."""
        return self._kinds().get(id) or Kind(id, {}, _UNKNOWN)

    # --- series ---------------------------------------------------------------------------------------------------------

    def _book(self, connection: Connection, now: datetime) -> _Done:
        if not clockwork.alone(connection):
            return _Done()
        found = diary.due_series(connection, ms(now), LOT)
        standing = clockwork.standing(connection, [one.id for one in found])
        following = Following(connection, found, now)
        looked: list[tuple[Series, Ahead]] = []
        for one in found:
            try:
                looked.append((one, self._ahead(one, following, standing.get(one.id, clockwork.Standing(None, False)), now)))
            except Exception as error:  # nobody else's rhythm waits for this one
                log.error("rhythm not reckoned", error=type(error).__name__)
                looked.append((one, Ahead(one, due=now + _IN_AN_HOUR)))
        made = [(one, _day_of(one, before)) for before, ahead in looked for one in ahead.made]
        # When it is due exactly is reckoned when it can be: much of it hangs on what may change until then.
        sighted = [
            (one, day, ms(max(now, one.checkin.at - EARLIEST)), kept_until(one, self._kind(one.kind))) for one, day in made
        ]
        diary.book(connection, sighted)
        changed = [
            (ahead.series, _ms(ahead.due), series_kept_until(ahead.series, self._kind(before.kind), now))
            for before, ahead in looked
            if ahead.series != before
        ]
        diary.advance(connection, changed)
        same = [(ahead.series.id, _ms(ahead.due)) for before, ahead in looked if ahead.series == before]
        diary.reckoned(connection, same, of_series=True)
        return _Done(more=len(found) >= LOT)

    def _ahead(self, one: Series, following: Following, stands: clockwork.Standing, now: datetime) -> Ahead:
        held = moment(stands.held_at).astimezone(ZoneInfo(one.plans[0].zone)).date() if stands.held_at and one.plans else None
        return following.ahead(one, book_ahead(following.series(one), self._kind(one.kind), now, stands.open, held))

    # --- check-ins ------------------------------------------------------------------------------------------------------

    def _see_to(self, connection: Connection, now: datetime) -> _Done:
        if not clockwork.alone(connection):
            return _Done()
        at = ms(now)
        found = diary.due_bookings(connection, at, LOT)
        actions = lists.due_actions(connection, at, ASIDE)
        held = notices.due(connection, at, ASIDE)
        more = len(found) >= LOT
        if more:  # then all that is due to these people, and the others in their turn
            these = {person for one in found for person in one.checkin.sides}
            actions = tuple(one for one in actions if one.by in these)
            held = tuple(one for one in held if one.person in these)
        if not (found or actions or held):
            return _Done()
        known = read(connection, found, {*(one.by for one in actions), *(one.person for one in held)}, now)
        bookings = unchanged(connection, known.staff, found, now, lambda one: kept_until(one, self._kind(one.kind)))
        holds = known.to.holds(at)
        watched = {one.booking.checkin.id: one for one in _reckonable(known.watched(bookings, self._kind), now)}

        going = due(_waiting(watched.values(), holds, now), (), known.calendars, now)
        when = {one.id: follow_up_at(one, known.calendars[one.by], now) for one in actions if one.by in known.calendars}
        acting = [one for one in actions if when.get(one.id) == now and one.by not in holds]
        # Whose day off it has become since it was held hears it when that is over.
        resting = {one.person: rest for one in held if (rest := _rests_until(one.person, known, holds, now)) > now}
        saying = _readable(one for one in held if one.person not in resting and known.to.reaches(one.person))
        every = errands(going, acting, {person: [reply for _, reply in found] for person, found in saying.items()})
        named, staff = {id: one.booking for id, one in watched.items()}, known.staff.people
        messages = [
            message(staff[who], errand, named, known.calendars[who], now) for who, errand in every.items() if who in staff
        ]
        put = put_up(connection, messages, known.to, self._sheet(at), self._channels)

        queued = [one.key for notice in going.notices for one in notice.reminders]
        reminders.queue_all(connection, queued, at)
        reminders.queue_all(connection, going.passed, at, passed=True)
        self._keep(connection, bookings, watched, (*queued, *going.passed), holds, now)
        gone = {one.id for one in acting}
        for one in actions:
            if when.get(one.id) != now or one.id in gone:
                lists.action_reckoned(connection, one.id, None if one.id in gone else _ms(when.get(one.id)))
        _let_go(connection, held, saying, resting, at)
        return _Done(put, more or len(bookings) < len(found))

    def _keep(
        self, connection: Connection, before: Iterable[Booking], watched: Mapping[str, Watched], settled: Iterable[Key],
        holds: Mapping[str, datetime], now: datetime,
    ) -> None:  # fmt: skip
        """Write what changed of check-ins, and of each when it is due again."""
        keys: dict[str, list[Key]] = {}
        for key in settled:
            keys.setdefault(key[1], []).append(key)
        reckoned: list[tuple[str, int | None]] = []
        series: set[str] = set()
        for was in before:
            id = was.checkin.id
            one = watched.get(id)
            next_due = _due_again(one, now, holds, keys.get(id, ()))
            at = _ms(max(next_due, now + _AT_LEAST)) if next_due is not None else None
            if one is not None and one.booking != was:
                diary.keep_booking(connection, one.booking, was.checkin.at.date(), at, kept_until(one.booking, one.kind))
            else:
                reckoned.append((id, at))
            if was.series and (one.booking if one else was).checkin.state in DONE:
                series.add(was.series)  # one that counts from the last one held waits for this
        diary.reckoned(connection, reckoned)
        diary.reckoned(connection, [(id, ms(now)) for id in sorted(series)], of_series=True)

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


def _reckonable(watched: Iterable[Watched], now: datetime) -> Iterator[Watched]:
    """Check-ins as they are at a moment. One that can't be reckoned is left out: nobody else's waits for it."""
    for one in watched:
        try:
            looked = one.now(now)
            looked.waiting  # noqa: B018 (reckoned here, where it may fail)
            yield looked
        except Exception as error:
            log.error("check-in not reckoned", error=type(error).__name__)


def _due_again(one: Watched | None, now: datetime, holds: Mapping[str, datetime], settled: Collection[Key]) -> datetime | None:
    """When a check-in is due again; one that couldn't be reckoned, in an hour."""
    try:
        if one is not None:
            return one.due(now, holds, settled)
    except Exception as error:
        log.error("check-in not reckoned", error=type(error).__name__)
    return now + _IN_AN_HOUR


def _rests_until(person: str, known: Known, holds: Mapping[str, datetime], now: datetime) -> datetime:
    """Until when nothing that can wait goes to a person."""
    at = max(now, holds.get(person, now))
    return (send_at(at, known.calendars[person]).at or at) if person in known.calendars else at


def _let_go(
    connection: Connection, held: Iterable[notices.Held], said: Mapping[str, list[tuple[int, Reply]]],
    resting: Mapping[str, datetime], at: int,
) -> None:  # fmt: skip
    """What was said is held no more, what couldn't be is put off; what nobody can read is left to its end."""
    gone = {id for found in said.values() for id, _ in found}
    notices.done(connection, gone)
    for one in held:
        if one.id not in gone and one.due_at <= at:
            notices.put_off(connection, one.id, ms(resting[one.person]) if one.person in resting else at + _LATER)


def _waiting(watched: Iterable[Watched], holds: Mapping[str, datetime], now: datetime) -> list[Reminder]:
    """The messages that haven't gone, but for those of people who get nothing at this moment."""
    return [one for each in watched for one in each.waiting if holds.get(one.person, now) <= now]


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
