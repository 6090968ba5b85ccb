"""What goes to whom now: everything that is due to a person as one message. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.delivery.posting import USEFUL, Message
from bot.people.person import Person
from bot.store.moments import ms
from bot.supervision.calendar import Calendar
from bot.supervision.diary import AgreedAction, Booking
from bot.supervision.reminders import Due, Key, Notice, Reminder
from bot.talk.checkins import reminding, rising
from bot.talk.messages import Reply


@dataclass
class Errand:
    """What there is to say to one person."""

    reminders: list[Reminder] = field(default_factory=list)
    rising: list[Reminder] = field(default_factory=list)
    late: bool = False
    actions: list[AgreedAction] = field(default_factory=list)
    held: list[Reply] = field(default_factory=list)


def errands(due: Due, actions: Sequence[AgreedAction], held: Mapping[str, Sequence[Reply]]) -> dict[str, Errand]:
    """What there is to say, by person: reminders and steps up, agreed actions whose day has come, what quiet hours held."""
    found: dict[str, Errand] = {}
    for notice in due.notices:
        errand = found.setdefault(notice.person, Errand(late=notice.late))
        for one in notice.reminders:
            (errand.rising if one.kind in ("two", "above") else errand.reminders).append(one)
    for action in actions:
        found.setdefault(action.by, Errand()).actions.append(action)
    for person, replies in held.items():
        found.setdefault(person, Errand()).held += replies
    return found


def message(person: Person, errand: Errand, bookings: Mapping[str, Booking], calendar: Calendar, now: datetime) -> Message:
    """One message with all of it, in the person's language and zone."""
    zone, lang = person.zone, person.language
    parts: list[Reply] = []
    if errand.reminders:
        parts.append(reminding.reminder(Notice(person.id, tuple(errand.reminders), errand.late), bookings, zone, lang))
    for one in errand.rising:
        checkin = bookings[one.checkin].checkin
        parts.append(rising.to_the_two(checkin, zone, lang) if one.kind == "two" else rising.above(checkin, lang))
    if errand.actions:
        parts.append(reminding.follow_up(errand.actions, lang))
    parts += errand.held
    going = (*errand.reminders, *errand.rising)
    keys: tuple[Key, ...] = tuple(one.key for one in going)
    until = max((ms(one.until) for one in going), default=0)
    if errand.actions or errand.held:
        until = max(until, ms(now) + USEFUL)
    # What carries nothing but reminders can be put up anew; what was set in quiet hours rings in them.
    may_wait = not (errand.actions or errand.held or any(one.explicit for one in going))
    quiet = calendar.quiet_from(now) if may_wait else None
    reply = reminding.together(parts, lang, held=bool(errand.held))
    return Message(person.id, reply, until, keys, ms(quiet) if quiet is not None else 0)
