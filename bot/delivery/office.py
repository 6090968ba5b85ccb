"""The desk of somebody who joined, and the door of somebody with an invitation: read anew for each turn, remembered nowhere.

Read is what this person may come to see, and what is asked of it in a turn; whether they may is `people.access`'s to say there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.people.access import Access
from bot.people.invite import Invite
from bot.people.person import Person
from bot.people.relations import Staff
from bot.people.subject import AnInvitation, Someone
from bot.store import Connection, devices, diary, emails, invites, leave, lists, notices, people, reminders
from bot.store.moments import DAY, moment, ms
from bot.supervision.calendar import Calendar, Days
from bot.supervision.diary import TeamDays
from bot.supervision.escalation import PRIVATE_TOPICS
from bot.supervision.working import calendar_for
from bot.talk.joining.hand import Hand
from bot.talk.messages import Edited, Incoming, Joined, Press, Said, SentSomething
from bot.talk.office import Device, Door, Office, Reach
from bot.talk.read import Reading
from bot.talk.rooms import commands
from bot.talk.session import Session
from bot.talk.tokens import OFFICE, Signer

BACK = timedelta(days=60)
"""How far back a desk goes."""
AHEAD = 60 * DAY
"""How far ahead it is known when somebody has a check-in with somebody else."""
REMINDED = DAY
_WIDE = "joining-"
_MANY = 12_000
"""Check-ins of others on one desk at most: a month ahead and two back of a thousand people."""


@dataclass(frozen=True)
class Asking:
    """Who asks, from where, as the channel names them; `wide`: for somebody who may see the whole organisation, or manages a part
    of it, all of that."""

    channel: str
    chat: str
    person: str
    now: datetime
    pulls: Collection[str]
    wide: bool = False


def is_wanted(incoming: Incoming, reading: Reading, press: Press | None) -> bool:
    """Whether a message of somebody who joined may have to do with people or check-ins. So may a button that only reads, where a
    topic can be taken to supervision below what it shows. A red flag never has: it must not wait."""
    match incoming:
        case _ if reading.alarm is not None and not reading.only_reply:
            return False
        case _ if press is not None:
            return press.verb in OFFICE or press.verb in (*_ANSWERS, "gone") or (press.verb, press.args) == ("say", ("forget",))
        case Joined():
            return True
        case Said(text=text) | Edited(text=text) | SentSomething(caption=text):
            return bool(text) and (not reading.command or reading.command in _COMMANDS)
        case _:
            return False


_ANSWERS = ("a", "more")
"""Buttons that lead to an answer, or to all of it."""
_COMMANDS = frozenset(commands()) | {"start", "forget", "help", "settings", "privacy"}


def is_wide(reading: Reading, session: Session, press: Press | None) -> bool:
    """Whether somebody looks at many people: only then is everybody read whom an admin or a manager may see."""
    tapped = press is not None and press.verb not in _ANSWERS
    return bool(reading.command) or session.asked.startswith(_WIDE) or tapped


# --- the desk -----------------------------------------------------------------------------------------------------------


def office_of(connection: Connection, asking: Asking) -> Office | None:
    """The desk of whoever writes in a chat; None if it is nobody's, or theirs who is suspended or gone."""
    at, since = ms(asking.now), asking.now - BACK
    device = devices.find(connection, asking.channel, asking.chat, at)
    if device is None or device.channel_person != asking.person:
        return None
    me, version = device.person, people.version(connection)
    staff = people.staff_around(connection, [me], since.date())
    known = staff.people.get(me)
    if known is None or not known.there(_today(known, asking.now)):
        return None
    if asking.wide and "admin" in known.roles:
        staff = people.everybody(connection)
    access = Access(staff, _today(known, asking.now))
    everybody = list(staff.people)
    rows = devices.of(connection, everybody, at)
    away = leave.of(connection, everybody)
    days = leave.team_days_of(connection, list(staff.teams))
    desk = Office(
        me, staff,
        reminded=reminders.lately(connection, me, at - REMINDED),
        agreed=lists.actions_of(connection, me, since.date()),
        taking=lists.taking(connection, me, _shown_to(access, me), PRIVATE_TOPICS),
        leave=away,
        calendars=Calendars(staff, away, days, asking.now),
        reach={person: reach(person, rows, asking.pulls) for person in everybody},
        devices=tuple(Device(one.channel, one.chat, moment(one.since), one.shared) for one in rows if one.person == me),
        invites=_open_invites(connection, access, me, at),
        days=days,
        held=tuple(moment(one.due_at) for one in notices.held_for(connection, me)),
        email=emails.of(connection, me),
        told=people.told(connection, me),
        staff_version=version,
    )  # fmt: skip
    return _with_diary(connection, desk, access, asking)


def _with_diary(connection: Connection, desk: Office, access: Access, asking: Asking) -> Office:
    """Rhythms and check-ins of one's own, and of those whose times one may see; of partners when they are busy, not with whom."""
    me, at, since = desk.me, ms(asking.now), ms(asking.now - BACK)
    theirs = set(_workers(access, me, asking.wide))
    desk = replace(desk, series=diary.rhythms_of(connection, {me, *theirs}, [me]))
    own = diary.bookings_of(connection, [me], [me], since)
    # One's own are never among those that fall out because there are too many.
    others = diary.bookings_of(connection, theirs, [], since, _MANY) if theirs else ()
    bookings = {one.checkin.id: one for one in (*own, *others)}.values()
    desk = replace(
        desk,
        bookings=tuple(one for one in bookings if me in one.checkin.sides or access.may(me, "see-times", desk.about(one))),
    )
    partners = {person for one in desk.series for person in one.sides}
    partners |= {person for one in desk.bookings for person in one.checkin.sides}
    partners |= {person for person in access.staff.people if access.may(me, "schedule", Someone(person))}
    partners |= {*access.staff.supervisors(me, access.today), me}
    return replace(desk, busy=diary.busy(connection, partners, at - DAY, at + AHEAD, {one.checkin.id for one in bookings}))


def _workers(access: Access, me: str, wide: bool) -> Iterator[str]:
    """Whose check-ins somebody may see: whom they supervise or stand in for; `wide`: also whom they manage, and who was in a team
    that they manage. What they type in words is never about these, and they are many."""
    staff, today = access.staff, access.today
    if not wide:
        near = {one for one in staff.people if any(d.person == me for d in staff.deputies(one, today))}
        near |= set(staff.supervised(me, today))
        yield from (one for one in near - {me} if access.may(me, "see-times", Someone(one)))
        return
    managed = {team.id for team in staff.teams.values() if me in team.managers_on(today)}
    for person in staff.people.values():
        was_theirs = any(one.team in managed for one in person.memberships)
        if person.id != me and (was_theirs or access.may(me, "see-times", Someone(person.id))):
            yield person.id


def _shown_to(access: Access, me: str) -> tuple[str, ...]:
    """Those who may show somebody what they want to take along: whom they supervise."""
    return access.staff.supervised(me, access.today)


def _open_invites(connection: Connection, access: Access, me: str, at: int) -> Mapping[str, Invite]:
    found = invites.open_of(connection, me, list(access.staff.teams), at)
    mine = {id: one for id, one in found.items() if one.by == me}
    return mine | {id: one for id, one in found.items() if access.may(me, "revoke-invite", AnInvitation(one.by, one.team))}


def reach(person: str, rows: Collection[devices.Row], pulls: Collection[str]) -> Reach:
    """How somebody can be reached, from the devices of all."""
    theirs = [one for one in rows if one.person == person]
    if any(one.channel not in pulls and not one.unreachable for one in theirs):
        return "push"
    if any(one.channel in pulls for one in theirs):
        return "no-push"
    return "unreachable" if theirs else "none"


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(ZoneInfo(person.zone)).date()


class Calendars(Mapping[str, Calendar]):
    """The calendars of some people, each made when it is first asked for: a turn looks at two or three of them."""

    def __init__(self, staff: Staff, away: Mapping[str, tuple[Days, ...]], days: Collection[TeamDays], now: datetime) -> None:
        self._staff = staff
        self._away = away
        self._days = tuple(days)
        self._now = now
        self._made: dict[str, Calendar] = {}

    def __getitem__(self, person: str) -> Calendar:
        if person not in self._made:
            known = self._staff.people[person]
            teams = known.teams(_today(known, self._now))
            team = self._staff.teams.get(teams[0]) if teams else None
            self._made[person] = calendar_for(known, team, self._away.get(person, ()), self._days)
        return self._made[person]

    def __iter__(self) -> Iterator[str]:
        return iter(self._staff.people)

    def __len__(self) -> int:
        return len(self._staff.people)


# --- the door -----------------------------------------------------------------------------------------------------------


def door_of(connection: Connection, asking: Asking, hand: Hand, signer: Signer) -> Door:
    """What somebody with an invitation in their hand stands before. With wrong codes they wait, and then a right one isn't taken
    either."""
    at = ms(asking.now)
    device = devices.find(connection, asking.channel, asking.chat, at)
    member = device.person if device is not None else ""
    left = invites.tries_left(connection, asking.channel, asking.person, at) >= 1
    hashes = signer.hashes(hand.code) if hand.code else ()
    version = people.version(connection)
    found = (invites.of_hash(connection, hashes) if hand.code else invites.of_id(connection, [hand.id])) if left else None
    id, invite = found or ("", None)
    around = {person for person in (member, invite.by if invite else "") if person}
    teams = [invite.team] if invite is not None and invite.team else []
    staff = people.staff_around(connection, around, (asking.now - BACK).date(), teams) if around or teams else Staff()
    # Salted with what goes with the invitation: nobody can tell later from whose account it was made.
    salt = invite.hash if invite is not None else "".join(hashes)
    newcomer = hashlib.sha256(f"newcomer\n{salt}\n{asking.channel}:{asking.person}".encode()).hexdigest()[:10]
    return Door(hashes[0] if hashes else "", invite, id, staff, newcomer, version, left, member)
