"""What a turn changes in the world of people and check-ins, carried out in the turn's own transaction.

Each was decided on what somebody saw: where that is so no more, it is a Conflict, nothing of the turn holds and it is taken
again. What hangs on a change is marked as due at once; when it is to be looked at next is reckoned by the clockwork.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.delivery.office import Calendars
from bot.delivery.posting import NOTHING, WAITS_BEHIND, Message, Put, look_up, put_up
from bot.delivery.rhythm import kept_until, series_kept_until
from bot.delivery.sheet import Conflict, Sheet
from bot.people.invite import FRONT_DOOR
from bot.people.person import Person, Role
from bot.people.relations import Staff
from bot.store import (
    Connection,
    admins,
    audit,
    devices,
    diary,
    emails,
    invites,
    leave,
    letters,
    lists,
    notices,
    outbox,
    people,
    posted,
    reminders,
)
from bot.store.audit import Entry
from bot.store.moments import DAY, moment, ms, ms_of_day
from bot.store.office_tables import NEVER
from bot.supervision.calendar import send_at
from bot.supervision.diary import AgreedAction, Booking
from bot.supervision.kind import Every, Kind, Retention
from bot.talk.codec import encode
from bot.talk.dealings import (
    AddDevice,
    ChangeStaff,
    Dealing,
    DropToTake,
    EndDevice,
    KeepAction,
    KeepBooking,
    KeepEmail,
    KeepInvite,
    KeepLeave,
    KeepSeries,
    KeepSnooze,
    KeepTeamDays,
    KeepToTake,
    LetIn,
    SawNotice,
    Tell,
    WrongInvite,
)
from bot.talk.effects import Effect
from bot.talk.messages import Reply, Say

BACK = 60 * DAY
"""How far back check-ins are reckoned anew: of older ones nothing is waited for any more."""
USEFUL = 14 * DAY
"""So long a message that nobody asked for is worth telling."""
AUTHORITIES: frozenset[Role] = frozenset({"admin", "safeguarding-lead"})
"""Roles that may take back and mend what everybody is shown; whoever has both acts as the first."""
_UNKNOWN = Retention(Every(24, "months"), None)


class Dealings:
    """The dealings of one turn. `put` is what was put up of messages to others; `changed` are chats that are somebody else's now,
    or nobody's; `member` whose this chat is after all of it."""

    def __init__(self, connection: Connection, sheet: Sheet, member: str) -> None:
        self._connection = connection
        self._sheet = sheet
        self._now = moment(sheet.now)
        self.member = member
        self.put = NOTHING
        self.changed: set[tuple[str, str]] = set()
        self._inviter = ""
        self._told: list[Tell] = []

    def begin(self, effects: Iterable[Effect]) -> None:
        """Before everything else: use up what only one may, so that of many at once those who are too late hold nobody up. Raises
        Conflict."""
        for effect in effects:
            match effect:
                case LetIn(id, invite, person):
                    self._inviter = invite.by
                    _must(invites.use_up(self._connection, id, person.id, self._sheet.now))
                case AddDevice(id, who):
                    _must(invites.use_up(self._connection, id, who, self._sheet.now))

    def carry_out(self, dealing: Dealing) -> None:
        """Do it. Raises Conflict."""
        connection, sheet = self._connection, self._sheet
        match dealing:
            case ChangeStaff():
                self._change_staff(dealing)
            case LetIn(_, invite, person, shared):
                self._let_in(invite.by, person.id, shared)
            case AddDevice(_, who, shared):
                self._let_in(who, who, shared)
            case EndDevice(channel, chat):
                self._end_device(channel, chat)
            case WrongInvite():
                invites.wrong(connection, sheet.channel, sheet.person, sheet.now)
            case KeepInvite(id, invite):
                _must(invites.keep(connection, id, invite))
            case KeepSeries():
                self._keep_series(dealing)
            case KeepBooking(booking):
                self._keep_booking(booking)
            case KeepSnooze(reminder):
                reminders.snooze(connection, reminder, sheet.now)
            case KeepAction(action):
                self._keep_action(action)
            case KeepToTake(item):
                lists.take(connection, item)
            case DropToTake(id):
                lists.drop(connection, self.member, id)
            case KeepLeave(who, days, gone):
                (leave.drop if gone else leave.keep)(connection, who, days)
                self._due_again({who})
            case KeepTeamDays(team_days, gone):
                (leave.drop_team_days if gone else leave.keep_team_days)(connection, team_days)
                self._due_again(people.members(connection, team_days.team))
            case KeepEmail(who, address):
                emails.keep(connection, who, address)
            case SawNotice(who, number):
                people.saw(connection, who, number)
            case Tell():
                self._told.append(dealing)

    def end(self) -> None:
        """When everything else was done: messages to others go as they are then."""
        if self._told:
            self.put = _tell(self._connection, self._sheet, self._told, self._now)

    def forget(self) -> None:
        """Erase the personal side of whoever writes: lists, address, what was put off or held, their own quiet hours. That they
        joined, and the dates and outcomes of check-ins, are the organisation's."""
        _forget_personal(self._connection, self.member)
        people.usual_quiet(self._connection, self.member)
        self._due_again({self.member})
        self._authorise(self.member)

    # --- people ---------------------------------------------------------------------------------------------------------

    def _change_staff(self, change: ChangeStaff) -> None:
        connection, before, after = self._connection, change.before, change.after
        kept = max((_milliseconds(one.retention.outcome) for one in self._sheet.kinds.values()), default=0)
        _must(people.save(connection, before, after, change.version, max(kept, _milliseconds(_UNKNOWN.outcome))))
        # Who comes in has their place from whoever invited them.
        who = self.member or self._inviter or change.subject
        audit.write(connection, Entry(self._sheet.now, who, change.what, change.subject))
        for id, person in after.people.items():
            was = before.people.get(id)
            if was is None or was == person:
                continue
            if person.left is not None and was.left is None:
                self._gone(id)
            elif person.suspended and not was.suspended:
                self._quiet(id)
            elif person.roles != was.roles or person.suspended != was.suspended:
                if was.suspended:
                    self._back(id)
                chats = {(one.channel, one.chat) for one in devices.of(connection, [id], self._sheet.now)}
                if was.roles & AUTHORITIES and not person.roles & AUTHORITIES:
                    for chat in chats:
                        admins.erase(connection, *chat)
                self._authorise(id, person)
                self.changed |= chats
        # What somebody shows, they show to whom they have chosen: not to whoever comes after.
        lists.hide(connection, {one.worker for one in set(before.supervisions) ^ set(after.supervisions)})
        self._due_again(touched(before, after))

    def _let_in(self, by: str, person: str, shared: bool) -> None:
        connection, sheet = self._connection, self._sheet
        # Who was suspended since the turn looked lets nobody in.
        today = self._now.date()
        _must(by == FRONT_DOOR or people.is_there(connection, by, today))
        _must(people.is_there(connection, person, today))
        known = devices.find(connection, sheet.channel, sheet.chat, sheet.now)
        _must(known is None or known.person == person)
        if known is None:
            row = devices.Row(sheet.channel, sheet.chat, sheet.person, person, sheet.now, shared, sheet.now)
            devices.add(connection, row, pulled=sheet.channel in sheet.pulls)
            posted.back(connection, person, sheet.now)
        self.member = person
        self.changed.add((sheet.channel, sheet.chat))
        self._authorise(person)

    def _end_device(self, channel: str, chat: str) -> None:
        connection = self._connection
        known = devices.find(connection, channel, chat, self._sheet.now)
        devices.end(connection, channel, chat)
        admins.erase(connection, channel, chat)
        if known is not None:
            _drop_waiting(connection, channel, chat)
            self._say_signed_out(known)
        self.changed.add((channel, chat))
        if (channel, chat) == (self._sheet.channel, self._sheet.chat):
            self.member = ""

    def _say_signed_out(self, device: devices.Row) -> None:
        """Where people fetch their messages, an open page takes down what it shows when this comes, and one that is opened later
        shows nothing else, as long as the browser knows who it was."""
        sheet = self._sheet
        if device.channel not in sheet.pulls:
            return
        known = people.just(self._connection, [device.person]).people.get(device.person)
        to = replace(sheet, channel=device.channel, chat=device.chat, person=device.channel_person, private=True, about_at=None)
        lang = known.language if known else sheet.house.languages[0]
        parcel = to.parcel(Reply((Say("web.out"),), lang=lang, lane="reminder", ends=True))
        until = sheet.now + sheet.house.keeps_session_days * DAY
        letters.write(self._connection, replace(parcel, expires_at=until, delete_after=until), sheet.number)

    def _gone(self, person: str) -> None:
        """Somebody left: their chats are nobody's, and what was theirs alone goes."""
        for device in devices.of(self._connection, [person], self._sheet.now):
            self._end_device(device.channel, device.chat)
        invites.revoke_all(self._connection, person)
        _forget_personal(self._connection, person)
        leave.forget(self._connection, person)

    def _quiet(self, person: str) -> None:
        """Somebody was suspended: nothing of theirs is shown, and nothing that they made lets anybody in."""
        for device in devices.of(self._connection, [person], self._sheet.now):
            _drop_waiting(self._connection, device.channel, device.chat)
            self._say_signed_out(device)
            admins.erase(self._connection, device.channel, device.chat)
            self.changed.add((device.channel, device.chat))
        invites.revoke_all(self._connection, person)

    def _back(self, person: str) -> None:
        """Somebody is let in again: on a page that wasn't opened meanwhile, all goes on."""
        for device in devices.of(self._connection, [person], self._sheet.now):
            _drop_waiting(self._connection, device.channel, device.chat)

    def _authorise(self, person: str, known: Person | None = None) -> None:
        """Whoever joined as admin or safeguarding lead may take back and mend from each of their chats, under one pseudonym.
        Who has another role, and a one-time code, stays what the code made them."""
        connection, sheet = self._connection, self._sheet
        known = known or people.just(connection, [person]).people.get(person)
        if known is None or known.suspended or not known.roles & AUTHORITIES:
            return
        role = "admin" if "admin" in known.roles else "safeguarding-lead"
        rows = devices.of(connection, [person], sheet.now)
        held = [found for one in rows if (found := admins.find(connection, one.channel, one.channel_person)) is not None]
        alias = held[0].alias if held else secrets.token_hex(3)
        for one in rows:
            until = sheet.now + devices.SHARED_FOR if one.shared else NEVER
            admins.let(connection, admins.Admin(one.channel, one.channel_person, one.chat, alias, role), sheet.now, until)

    # --- check-ins ------------------------------------------------------------------------------------------------------

    def _kind(self, id: str) -> Kind:
        return self._sheet.kinds.get(id) or Kind(id, {}, _UNKNOWN)

    def _keep_series(self, keep: KeepSeries) -> None:
        connection, now, series = self._connection, self._sheet.now, keep.series
        if keep.drop_coming:
            dropped, last = diary.drop_coming(connection, series.id, now)
            if dropped and series.booked is not None:
                # What was taken out is booked anew, from now or from the last one that stays on.
                series = replace(series, booked=min(series.booked, moment(max(now, last or now))))
        kept = series_kept_until(series, self._kind(series.kind), self._now)
        _must(diary.keep_series(connection, series, now, kept))

    def _keep_booking(self, booking: Booking) -> None:
        connection, checkin = self._connection, booking.checkin
        series = diary.rhythms(connection, [booking.series]).get(booking.series) if booking.series else None
        zone = series.plans[0].zone if series is not None and series.plans else "UTC"
        day = checkin.at.astimezone(ZoneInfo(zone)).date()
        kept = kept_until(booking, self._kind(booking.kind))
        _must(diary.keep_booking(connection, booking, day, self._sheet.now, kept))
        if series is not None:
            # One that counts from the last one held waits for what becomes of this.
            diary.reckoned(connection, [(series.id, self._sheet.now)], of_series=True)

    def _keep_action(self, action: AgreedAction) -> None:
        booking = diary.find(self._connection, [action.checkin]).get(action.checkin)
        notes = self._kind(booking.kind).retention.notes if booking is not None else None
        if booking is None or notes is None:
            return  # of such a kind nothing is kept but dates and outcomes
        until = ms_of_day(notes.after(max(booking.checkin.at.date(), action.due)))
        due_at = None if action.done_on else self._sheet.now
        _must(lists.keep_action(self._connection, action, due_at, until))

    def _due_again(self, persons: Collection[str]) -> None:
        diary.due_again(self._connection, persons, self._sheet.now, self._sheet.now - BACK)


def _must(held: bool) -> None:
    if not held:
        raise Conflict


def _milliseconds(every: Every) -> int:
    start = date(2001, 1, 1)
    return (every.after(start) - start).days * DAY


def _drop_waiting(connection: Connection, channel: str, chat: str) -> None:
    outbox.drop(connection, channel, chat)
    letters.take_back(connection, channel, chat)


def _forget_personal(connection: Connection, person: str) -> None:
    for forget in (lists.forget, notices.forget, reminders.forget_snoozes):
        forget(connection, person)
    emails.keep(connection, person, "")


def touched(before: Staff, after: Staff) -> set[str]:
    """Whose check-ins may be due at another time after a change: of whom anything is different, and of everybody in a team of
    which it is."""
    found = {id for id, person in after.people.items() if id in before.people and before.people[id] != person}
    for one in set(before.supervisions) ^ set(after.supervisions):
        found |= {one.supervisor, one.worker}
    teams = {id for id, team in after.teams.items() if before.teams.get(id) != team}
    return found | {p.id for p in after.people.values() if any(one.team in teams for one in p.memberships)}


# --- telling others -----------------------------------------------------------------------------------------------------


def _tell(connection: Connection, sheet: Sheet, told: Iterable[Tell], now: datetime) -> Put:
    """Messages to other people, each in their language; what quiet hours hold waits for the morning's bundle."""
    every = list(told)
    persons = {one.person for one in every}
    staff = people.just(connection, persons)
    away = leave.of(connection, persons)
    calendars = Calendars(staff, away, leave.team_days_of(connection, list(staff.teams)), now)
    to = look_up(connection, persons, sheet.now)
    holds = to.holds(sheet.now)
    going: list[Message] = []
    for one in every:
        person = staff.people.get(one.person)
        if person is None or person.suspended or person.left is not None:
            continue
        reply = replace(one.reply, lang=person.language, reply_to="", amends="")
        hold = holds.get(person.id, now)
        if one.now:
            # Somebody waits for it: that another message is on its way is no reason to wait, an emergency card is.
            at: datetime | None = hold if ms(hold) > sheet.now + WAITS_BEHIND else now
        else:
            at = send_at(max(now, hold), calendars[person.id]).at
        if at is None or at > now:
            if at is not None:
                notices.hold(connection, person.id, encode(reply), sheet.now, ms(at))
            continue
        going.append(Message(person.id, reply, sheet.now + USEFUL))
    return put_up(connection, going, to, sheet, sheet.channels)
