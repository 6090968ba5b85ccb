"""Which reminder of a check-in goes to whom, and when. Pure: reminders are reckoned from the check-in, none is kept.

Each has a key that is unique, so that it is queued once. None goes into quiet hours unless the check-in itself was set there.
After an outage a person gets one late notice with what is still of use, never a burst.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.supervision.calendar import Calendar, Send, send_at, working_day_before
from bot.supervision.checkin import STANDING, CheckIn
from bot.supervision.kind import Times

UNCONFIRMED = timedelta(hours=3)
"""So long before a time that nobody has confirmed yet both hear that."""
STILL_ON = timedelta(minutes=15)
"""So long after its beginning a check-in is still worth being reminded of."""
ASKED_FOR = timedelta(days=14)
"""So long after it is worth asking what became of it."""
LATE = timedelta(minutes=15)
"""A reminder that goes later than this after its time says so."""
FALLS_OUT = timedelta(days=7)
"""So long before a rhythm's date that falls on a day off both hear that, while it still can be kept or moved."""

ReminderKind = Literal["day-before", "before", "unconfirmed", "afterwards", "day-off", "two", "above"]
"""`day-off`: a date of a rhythm falls on a day off. `two` and `above` are steps of escalation (see `watch.rising`)."""
Key = tuple[str, str, str, int]
"""Person, check-in, kind and round: what may be queued once."""


@dataclass(frozen=True)
class Side:
    """A person of a check-in, by id, with their calendar."""

    person: str
    calendar: Calendar


@dataclass(frozen=True)
class Reminder:
    """A message that is due at a moment (aware UTC) and of no use from `until` on.

    `explicit`: the check-in was set in quiet hours, or the person chose this moment. `in_quiet`: it goes into quiet hours for
    that, and says so. `again` counts its snoozes.
    """

    person: str
    checkin: str
    kind: ReminderKind
    round: int
    at: datetime
    until: datetime
    explicit: bool = False
    in_quiet: bool = False
    again: int = 0

    @property
    def key(self) -> Key:
        """What it is queued under; each snooze has its own."""
        return self.person, self.checkin, f"{self.kind}+{self.again}" if self.again else self.kind, self.round


def reminders(checkin: CheckIn, times: Times, sides: Iterable[Side], since: datetime) -> tuple[Reminder, ...]:
    """All reminders of a check-in as it stands, also those that have gone, by their time.

    `since` is when this round began (aware): what would have been due before isn't made up for. Where one of the two is on leave
    at its time there are none: it won't be. Where it falls on a public holiday there is one, that it won't be unless it's kept.
    """
    two = tuple(sides)
    if any(side.calendar.on_leave(checkin.at) for side in two) and checkin.state != "asked-to-move":
        return ()
    if any(falls_out(checkin, side.calendar) for side in two):
        found = [reminder for side in two for reminder in _falling_out(checkin, side)]
    else:
        found = [reminder for side in two for reminder in _of(checkin, times, side)]
    return tuple(sorted((r for r in found if since <= r.at < r.until), key=lambda r: (r.at, r.key)))


def falls_out(checkin: CheckIn, calendar: Calendar) -> bool:
    """Whether a check-in won't be because of a day off of somebody: any leave; a public holiday or a day on which their team is
    closed where the date only comes from a rhythm. Who accepted or moved it meant that day; a weekday off they always meant."""
    if checkin.state == "asked-to-move":
        return False
    if checkin.state != "planned":
        return calendar.on_leave(checkin.at)
    off = calendar.off(calendar.local(checkin.at).date())
    return off is not None and off.why != "weekend"


def _falling_out(checkin: CheckIn, side: Side) -> Iterator[Reminder]:
    yield from _made(checkin, side, "day-off", send_at(checkin.at - FALLS_OUT, side.calendar), checkin.at)


def _of(checkin: CheckIn, times: Times, side: Side) -> Iterator[Reminder]:
    calendar = side.calendar
    if checkin.state in STANDING:
        start, explicit = checkin.at, calendar.is_quiet(checkin.at)
        if times.day_before:
            day_before = Send(working_day_before(start, calendar))
            yield from _made(checkin, side, "day-before", day_before, start - times.before)
        soon = send_at(start - times.before, calendar, explicit)
        yield from _made(checkin, side, "before", soon, start + STILL_ON, explicit)
    if _asks(checkin, side.person):
        yield from _made(checkin, side, "afterwards", send_at(checkin.ends + times.after, calendar), checkin.ends + ASKED_FOR)
    waiting = [offer.at for offer in checkin.offers if offer.at] + ([checkin.at] if checkin.state == "proposed" else [])
    if waiting:
        yield from _made(checkin, side, "unconfirmed", send_at(min(waiting) - UNCONFIRMED, calendar), min(waiting))


def _asks(checkin: CheckIn, person: str) -> bool:
    """Whether a person still is to say what became of it: nobody has said it, or only the other one."""
    return person not in checkin.answers and (checkin.state in STANDING or bool(checkin.answers))


def _made(
    checkin: CheckIn, side: Side, kind: ReminderKind, send: Send, until: datetime, explicit: bool = False
) -> Iterator[Reminder]:
    if send.at is not None:
        yield Reminder(side.person, checkin.id, kind, checkin.round, send.at, until, explicit, send.in_quiet)


# --- snoozing -----------------------------------------------------------------------------------------------------------


class TooLate(ValueError):
    """A moment to which a reminder can't be put off."""


def snoozed(reminder: Reminder, to: datetime, now: datetime, calendar: Calendar) -> Reminder:
    """The reminder as it returns, at exactly the moment chosen, also in quiet hours. Raises TooLate for a moment that is past, or
    at which it would be of no use."""
    if not now < to < reminder.until:
        raise TooLate(f"{to} isn't between now and {reminder.until}, when the reminder is of no use any more")
    return replace(reminder, at=to, explicit=True, in_quiet=calendar.is_quiet(to), again=reminder.again + 1)


def still_meant(reminder: Reminder, checkin: CheckIn) -> bool:
    """Whether a reminder that was put off still is one: its round goes on, and what it would say is open."""
    if reminder.round != checkin.round or reminder.checkin != checkin.id:
        return False
    match reminder.kind:
        case "day-before" | "before":
            return checkin.state in STANDING
        case "day-off":
            return checkin.state == "planned"
        case "unconfirmed":
            return checkin.state in ("proposed", "asked-to-move")
        case "afterwards":
            return _asks(checkin, reminder.person)
        case "two" | "above":
            return checkin.state == "missed"


# --- what is due --------------------------------------------------------------------------------------------------------


def goes_at(reminder: Reminder, calendar: Calendar, now: datetime) -> datetime | None:
    """When a reminder that hasn't gone yet goes, seen from `now`: at its time, or, when that has gone by, as soon as quiet hours
    allow. None when it is of no use by then."""
    at = reminder.at if reminder.at >= now else send_at(now, calendar, reminder.explicit).at
    return at if at is not None and at < reminder.until else None


@dataclass(frozen=True)
class Notice:
    """One message to a person, about each check-in at most one reminder, the soonest check-in first. `late`: one of them goes
    later than it should, which the message says."""

    person: str
    reminders: tuple[Reminder, ...]
    late: bool


@dataclass(frozen=True)
class Due:
    """What goes now. `passed` are the keys of what is left out for good: of no use any more, or said by a later one."""

    notices: tuple[Notice, ...]
    passed: tuple[Key, ...]


def due(every: Iterable[Reminder], settled: Collection[Key], calendars: Mapping[str, Calendar], now: datetime) -> Due:
    """What goes of some reminders at `now`, as one notice a person. `settled` are the keys of what was queued or passed before;
    `calendars` those of the persons."""
    passed: list[Key] = []
    going: dict[str, dict[str, Reminder]] = {}
    for reminder in sorted(every, key=lambda r: (r.at, r.key)):
        if reminder.at > now or reminder.key in settled:
            continue
        at = goes_at(reminder, calendars[reminder.person], now)
        if at is None:
            passed.append(reminder.key)
        elif at <= now:
            earlier = going.setdefault(reminder.person, {}).get(reminder.checkin)
            if earlier is not None:
                passed.append(earlier.key)
            going[reminder.person][reminder.checkin] = reminder
    notices = (
        Notice(
            person, tuple(sorted(found.values(), key=lambda r: (r.until, r.key))), any(r.at < now - LATE for r in found.values())
        )
        for person, found in sorted(going.items())
    )
    return Due(tuple(notices), tuple(passed))
