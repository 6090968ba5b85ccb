"""Rhythms and check-ins follow who supervises whom, when the clockwork looks at them: a hand-over may begin on a later day, and
whoever made it may see no check-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import structlog

from bot.people.relations import Staff, Supervision
from bot.store import Connection, diary, people
from bot.store.moments import ms
from bot.supervision.ahead import Ahead
from bot.supervision.diary import Booking, Series
from bot.supervision.handing_over import begun, carried, followed, next_change

log = structlog.get_logger(__name__)


class Following:
    """Who supervises the people of some rhythms, read once for all of them."""

    def __init__(self, connection: Connection, series: Iterable[Series], now: datetime) -> None:
        every = list(series)
        self._connection = connection
        self._now = now
        self._staff: Staff = Staff()
        if every:
            self._staff = people.who_supervises(connection, {s.worker for s in every}, {s.supervisor for s in every})

    def series(self, one: Series) -> Series:
        """A rhythm as it is today. Where it waits or has ended, what was booked ahead of it and nobody touched is taken out."""
        now = followed(self._staff, one, self._today(one))
        if now == one or not (now.ended or (now.paused and not one.paused)):
            return now
        dropped, _ = diary.drop_coming(self._connection, one.id, ms(self._now))
        # What was taken out is booked anew when it goes on.
        return replace(now, booked=min(now.booked, self._now)) if dropped and now.booked is not None else now

    def ahead(self, one: Series, ahead: Ahead) -> Ahead:
        """What was booked ahead, each check-in with whoever supervises on its day; and looked at again when that changes."""
        change, due = next_change(self._staff, one, self._today(one)), ahead.due
        if change is not None and not ahead.series.ended:
            begins = datetime.combine(change, time(), self._zone(one)).astimezone(self._now.tzinfo)
            due = begins if due is None else min(due, begins)
        return replace(ahead, made=tuple(begun(self._staff, booking) for booking in ahead.made), due=due)

    def _zone(self, one: Series) -> ZoneInfo:
        known = self._staff.people.get(one.worker)
        return ZoneInfo(known.zone if known else "UTC")

    def _today(self, one: Series) -> date:
        return self._now.astimezone(self._zone(one)).date()


def unchanged(
    connection: Connection, staff: Staff, due: tuple[Booking, ...], now: datetime, kept_until: Callable[[Booking], int]
) -> tuple[Booking, ...]:
    """Those of some check-ins for which nothing has changed: `staff` knows who supervises their workers. The others are kept as
    they are now, and are due at once."""
    of: dict[str, tuple[Supervision, ...]] = {}
    for fact in staff.supervisions:
        of[fact.worker] = (*of.get(fact.worker, ()), fact)
    same = []
    for one in due:
        # Of each only what is its own: looked through for every check-in, the facts of all would cost more than the rest.
        follows = carried(Staff(staff.people, staff.teams, of.get(one.checkin.worker, ())), one, now)
        if follows == one:
            same.append(one)
        else:
            diary.keep_booking(connection, follows, one.checkin.at.date(), ms(now), kept_until(follows))
    return tuple(same)
