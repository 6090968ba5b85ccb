"""A team and its bot without a store: several people talk, and what their turns change is carried out in memory.

Amina (London) manages team north; Joseph (London) supervises Awa (London), Sami (Amman) and Lena (London), all caseworkers of it;
Dara may supervise too. Noor and Sol are in team south and must see nothing of it. Nobody's time is ever the real one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from bot.library.edition import Edition
from bot.library.load import load
from bot.library.read import Folder
from bot.people.changes import hand_over, join, name_manager
from bot.people.invite import Invite
from bot.people.person import Person, Role
from bot.people.relations import Staff
from bot.people.team import Team
from bot.supervision.calendar import Days
from bot.supervision.diary import AgreedAction, Booking, Reminded, Series, TeamDays, ToTake
from bot.supervision.reminders import Reminder
from bot.supervision.working import calendar_for
from bot.talk import dealings
from bot.talk.desk import Desk
from bot.talk.effects import Effect
from bot.talk.house import House
from bot.talk.joining.hand import Hand, in_hand
from bot.talk.messages import Joined, Origin, Pressed, Reply, Said
from bot.talk.office import Device, Door, Office, Reach
from bot.talk.read import read
from bot.talk.render import draw
from bot.talk.session import Session
from bot.talk.tokens import Signer
from bot.talk.turn import turn
from tests.library.small import CONTENT, small_edition
from tests.talk.pure import shown
from tests.talk.transcript import Shown

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUSE = House("Test House", countries=("GB-SCT", "JO"), home_country="GB-SCT", languages=("en", "fr", "es", "ar"))
TODAY = MONDAY.date()

_CAST: tuple[tuple[str, Role, str, str, str], ...] = (
    ("amina", "manager", "north", "Europe/London", "en"),
    ("joseph", "supervisor", "north", "Europe/London", "en"),
    ("dara", "supervisor", "north", "Europe/London", "en"),
    ("awa", "caseworker", "north", "Europe/London", "en"),
    ("sami", "caseworker", "north", "Asia/Amman", "ar"),
    ("lena", "caseworker", "north", "Europe/London", "fr"),
    ("sol", "supervisor", "south", "Africa/Lagos", "en"),
    ("noor", "caseworker", "south", "Africa/Lagos", "en"),
    ("ada", "admin", "office", "Europe/London", "en"),
)


def the_staff() -> Staff:
    """Everybody of the head of this file, since a year."""
    since = TODAY - timedelta(days=365)
    teams = (Team("north", "North", "GB-SCT"), Team("south", "South", "NG"), Team("office", "Office", "GB-SCT"))
    staff = Staff(teams={team.id: team for team in teams})
    for id, role, team, zone, lang in _CAST:
        staff = join(staff, Person(id, id.capitalize(), frozenset({role}), language=lang, zone=zone), role, team, since)
    staff = name_manager(staff, "north", "amina", since, since)
    for worker in ("awa", "sami", "lena"):
        staff = hand_over(staff, worker, "north", "joseph", since, since)
    return hand_over(staff, "noor", "south", "sol", since, since)


@lru_cache(maxsize=1)
def edition() -> Edition:
    """The small edition with the words, the scheduling and the kinds of the committed content."""
    loaded = load([Folder(CONTENT)]).content
    assert loaded is not None
    more: dict[str, Any] = {"scheduling": loaded.scheduling}
    for name in ("kinds", "replies", "codes"):
        if hasattr(loaded, name) and hasattr(small_edition(), name):
            more[name] = getattr(loaded, name)
    return replace(small_edition(), **more)


@dataclass
class Staffed:
    """The team at a moment. `says`, `presses` give what the person sees; `screens` holds everything that each ever saw."""

    now: datetime = MONDAY
    house: House = HOUSE
    staff: Staff = field(default_factory=the_staff)
    series: dict[str, Series] = field(default_factory=dict)
    bookings: dict[str, Booking] = field(default_factory=dict)
    reminded: dict[str, list[Reminded]] = field(default_factory=dict)
    snoozed: list[Reminder] = field(default_factory=list)
    agreed: dict[str, AgreedAction] = field(default_factory=dict)
    taking: dict[str, ToTake] = field(default_factory=dict)
    leave: dict[str, tuple[Days, ...]] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)
    days: list[TeamDays] = field(default_factory=list)
    emails: dict[str, str] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    reach: dict[str, Reach] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=lambda: {name: name for name, *_ in _CAST})
    sessions: dict[str, Session] = field(default_factory=dict)
    screens: dict[str, list[Shown]] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    door: Callable[[str, str], Door | None] = lambda chat, text: None
    guesses: dict[str, int] = field(default_factory=dict)
    signer: Signer = field(default_factory=lambda: Signer((b"a key for tests that is long enough",)))
    staff_version: int = 1
    storing: bool = True
    updates: int = 0

    # --- what people do -------------------------------------------------------------------------------------------------

    def says(self, chat: str, text: str) -> list[Shown]:
        """Somebody types; what they see then."""
        self.updates += 1
        return self._take(Said(self._origin(chat), text, str(self.updates)), text)

    def presses(self, chat: str, label: str) -> list[Shown]:
        """Somebody presses the latest button with these words (or the beginning of them)."""
        self.updates += 1
        for index in range(len(self.screens.get(chat, ())) - 1, -1, -1):
            for text, data in self.screens[chat][index].presses.items():
                if text == label or text.startswith(label):
                    return self._take(Pressed(self._origin(chat), data, f"b{index}", str(self.updates)), "")
        raise AssertionError(f"no button {label!r} for {chat}: {[s.buttons for s in self.screens.get(chat, ())][-3:]}")

    def pressed_data(self, chat: str, data: str) -> list[Shown]:
        """A button from anywhere, by what it carries."""
        self.updates += 1
        return self._take(Pressed(self._origin(chat), data, "", str(self.updates)), "")

    def opens(self, chat: str, payload: str) -> list[Shown]:
        """Somebody comes in through a link."""
        self.updates += 1
        return self._take(Joined(self._origin(chat), payload), payload)

    def last(self, chat: str) -> Shown:
        """What somebody saw last."""
        return self.screens[chat][-1]

    def waits(self, **time: float) -> None:
        """Time goes by."""
        self.now += timedelta(**time)

    # --- the desk -------------------------------------------------------------------------------------------------------

    def office(self, me: str) -> Office:
        """The desk of a person: everything, which is more than the store gives; what may be seen is the turn's to say."""
        calendars = {}
        for person in self.staff.people.values():
            teams = person.teams(self.now.date())
            team = self.staff.teams.get(teams[0]) if teams else None
            calendars[person.id] = calendar_for(person, team, self.leave.get(person.id, ()), self.days)
        return Office(
            me=me, staff=self.staff, series=tuple(self.series.values()), bookings=tuple(self.bookings.values()),
            reminded=tuple(sorted(self.reminded.get(me, ()), key=lambda one: one.at, reverse=True)),
            agreed=tuple(self.agreed.values()),
            taking=tuple(t for t in self.taking.values() if t.person == me or t.shown),
            leave=MappingProxyType(self.leave), calendars=calendars,
            reach={id: self.reach.get(id, "push") for id in self.staff.people},
            devices=tuple(Device("memory", chat, self.now) for chat, person in self.devices.items() if person == me),
            invites=MappingProxyType(self.invites), days=tuple(self.days), email=self.emails.get(me, ""),
            told=self.told.get(me, 99), staff_version=self.staff_version,
        )  # fmt: skip

    # --- a turn ---------------------------------------------------------------------------------------------------------

    def _origin(self, chat: str) -> Origin:
        return Origin("memory", str(self.updates), chat, chat, self.now)

    def _door(self, chat: str, hand: Hand | None) -> Door | None:
        """What the store would find for a code, or for an invitation that was looked at."""
        if hand is None:
            return None
        hashes = self.signer.hashes(hand.code) if hand.code else ()
        found = next((id for id, one in self.invites.items() if id == hand.id or one.hash in hashes), "")
        newcomer = f"p{len(self.staff.people)}"
        return Door(
            next(iter(hashes), ""), self.invites.get(found), found, self.staff, newcomer, self.staff_version,
            self.guesses.get(chat, 0) < 5, self.devices.get(chat, ""),
        )  # fmt: skip

    def _take(self, incoming: Said | Pressed | Joined, text: str) -> list[Shown]:
        chat = incoming.origin.chat
        me = self.devices.get(chat, "")
        known = self.staff.people.get(me)
        session = self.sessions.get(chat, Session(lang=known.language if known else ""))
        reading = read(incoming, (), session, edition(), self.house)
        there = known is not None and known.there(self.now.date())
        press = self.signer.read(incoming.data, f"memory:{chat}") if isinstance(incoming, Pressed) else None
        door = self.door(chat, text) or self._door(chat, in_hand(incoming, reading, session.at(self.now), press))
        desk = Desk(office=self.office(me) if there else None, door=door, storing=self.storing)
        found = turn(incoming, reading, session, desk, edition(), self.house, self.signer, self.now)
        self.sessions[chat] = found.session
        seen = [self._show(chat, found.reply)] if found.reply is not None else []
        for effect in found.effects:
            self.effects.append(effect)
            self._carry_out(effect, chat)
        return seen

    def _show(self, chat: str, reply: Reply) -> Shown:
        drawn = shown(draw(reply, edition(), self.house, self.signer, f"memory:{chat}", self.now), bool(reply.amends))
        screen = self.screens.setdefault(chat, [])
        if reply.amends.startswith("b") and reply.amends[1:].isdecimal() and int(reply.amends[1:]) < len(screen):
            screen[int(reply.amends[1:])] = drawn
        else:
            screen.append(drawn)
        return drawn

    def _carry_out(self, effect: Effect, chat: str) -> None:
        match effect:
            case dealings.ChangeStaff(_, after, version):
                assert version == self.staff_version, "decided on what is so no more"
                self.staff, self.staff_version = after, version + 1
            case dealings.LetIn(id, invite, person):
                assert not self.invites[id].used_by, "used before"
                self.invites[id], self.devices[chat] = invite, person.id
            case dealings.AddDevice(id, person):
                assert not self.invites[id].used_by, "used before"
                self.invites[id], self.devices[chat] = replace(self.invites[id], used_by=person), person
            case dealings.WrongInvite():
                self.guesses[chat] = self.guesses.get(chat, 0) + 1
            case dealings.EndDevice(_, ended):
                self.devices.pop(ended, None)
            case dealings.KeepInvite(id, invite):
                self.invites[id] = invite
            case dealings.KeepSeries(series, drop_coming):
                self._versioned(self.series.get(series.id), series.version)
                self.series[series.id] = replace(series, version=series.version + 1)
                if drop_coming:
                    for id, one in list(self.bookings.items()):
                        if one.series == series.id and one.checkin.at > self.now and not one.checkin.round:
                            del self.bookings[id]
            case dealings.KeepBooking(booking):
                self._versioned(self.bookings.get(booking.checkin.id), booking.version)
                self.bookings[booking.checkin.id] = replace(booking, version=booking.version + 1)
            case dealings.KeepSnooze(reminder):
                self.snoozed.append(reminder)
            case dealings.KeepAction(action):
                self._versioned(self.agreed.get(action.id), action.version)
                self.agreed[action.id] = replace(action, version=action.version + 1)
            case dealings.KeepToTake(item):
                self.taking[item.id] = item
            case dealings.DropToTake(id):
                self.taking.pop(id, None)
            case dealings.KeepLeave(person, days, gone):
                rest = tuple(one for one in self.leave.get(person, ()) if one != days)
                self.leave[person] = rest if gone else (*rest, days)
            case dealings.KeepTeamDays(days, gone):
                self.days = [one for one in self.days if one != days] + ([] if gone else [days])
            case dealings.KeepEmail(person, address):
                self.emails[person] = address
            case dealings.SawNotice(person, number):
                self.told[person] = number
            case dealings.Tell(person, reply):
                lang = self.staff.people[person].language
                for other, whose in self.devices.items():
                    if whose == person:
                        self._show(other, replace(reply, lang=lang))
            case _:
                pass

    @staticmethod
    def _versioned(known: Series | Booking | AgreedAction | None, seen: int) -> None:
        assert (known.version if known else 0) == seen, "decided on what is so no more"
