"""What the dialogues of a check-in have in common: finding it, for whom somebody acts, changing it, telling the other side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from bot.library.model import in_language
from bot.people.access import Action
from bot.supervision.calendar import Calendar, free_times
from bot.supervision.checkin import DONE, OPEN, CheckIn, IllegalMove, Result, Tap, apply
from bot.supervision.diary import Booking
from bot.supervision.kind import Every, Kind, Retention
from bot.supervision.reminders import Side
from bot.talk.dealings import KeepBooking, Tell
from bot.talk.effects import Effect, Turn
from bot.talk.messages import Button, Piece, Press, Reply, Rows, Say, SayAt
from bot.talk.moments import coded
from bot.talk.office import Office
from bot.talk.scene import Scene, button

SOON = timedelta(minutes=30)
"""No sooner than this is a time offered: the other side has to read it."""
_NO_KIND = Kind("", {}, Retention(Every(24, "months"), None))


@dataclass(frozen=True)
class Mine:
    """A check-in, and the one of the two for whom somebody acts: themself, or the supervisor for whom they stand in."""

    office: Office
    booking: Booking
    side: str

    @property
    def checkin(self) -> CheckIn:
        """The check-in as it stands."""
        return self.booking.checkin

    @property
    def other(self) -> str:
        """The other one of the two."""
        supervisor, worker = self.checkin.sides
        return worker if self.side == supervisor else supervisor

    @property
    def args(self) -> tuple[str, str]:
        """What stands in its buttons: id and round."""
        return self.checkin.id, str(self.checkin.round)

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        """Those of the two, the acting one's first, as far as they are known."""
        found = (self.office.calendars.get(person) for person in (self.side, self.other))
        return tuple(one for one in found if one is not None)

    @property
    def away(self) -> bool:
        """Whether one of the two is on leave on its day."""
        return any(calendar.on_leave(self.checkin.at) for calendar in self.calendars)

    def sides(self) -> tuple[Side, ...]:
        """The two with their calendars."""
        return tuple(Side(one, self.office.calendars[one]) for one in self.checkin.sides if one in self.office.calendars)


def found(scene: Scene, id: str, action: Action) -> Mine | None:
    """The check-in of that id, if the person may do that with it; what isn't there and what is forbidden are the same."""
    office = scene.desk.office
    booking = office.booking(id) if office else None
    if office is None or booking is None or not office.access(scene.now).may(office.me, action, office.about(booking)):
        return None
    return Mine(office, booking, office.me if office.me in booking.checkin.sides else booking.checkin.supervisor)


def own(office: Office) -> list[Booking]:
    """The check-ins in which the person is one of the two, soonest first."""
    return sorted(
        (one for one in office.bookings if office.me in one.checkin.sides), key=lambda one: (one.checkin.at, one.checkin.id)
    )


def kind_of(scene: Scene, booking: Booking) -> Kind:
    """What its kind says; a kind that isn't among the content any more says nothing and keeps no words."""
    return scene.edition.kinds.get(booking.kind, _NO_KIND)


def title_of(scene: Scene, kind: Kind) -> str:
    """The kind's title in the reader's language."""
    return in_language(kind.titles, scene.lang) if kind.titles else scene.edition.words.say(scene.lang, "checkin.plain")


def zone_of(office: Office, person: str) -> str:
    """Somebody's IANA zone."""
    known = office.staff.people.get(person)
    return known.zone if known else office.person.zone


def at(office: Office, key: str, moment: datetime, other: str = "", brief: bool = False) -> SayAt:
    """A sentence with {when} in it, for the person whose desk it is; beside it the wall of `other`, by id."""
    return SayAt(key, {"when": moment}, office.person.zone, other=zone_of(office, other) if other else "", brief=brief)


def made_id(*parts: str) -> str:
    """Ten characters out of what a thing is about, the same again for a second tap."""
    return sha256("\n".join(parts).encode()).hexdigest()[:10]


# --- changing -----------------------------------------------------------------------------------------------------------


def changed(scene: Scene, mine: Mine, tap: Tap) -> Result | None:
    """What a tap comes to; None where it can't be any more."""
    try:
        return apply(mine.checkin, tap, scene.now)
    except IllegalMove:
        return None


def kept(scene: Scene, mine: Mine, checkin: CheckIn) -> KeepBooking:
    """The check-in to be kept instead of the one that was seen."""
    since = scene.now if checkin.round != mine.checkin.round else mine.booking.since
    return KeepBooking(replace(mine.booking, checkin=checkin, since=since))


def tell(
    mine: Mine, key: str, moments: dict[str, datetime], buttons: Rows, *more: Piece, now: bool = False
) -> tuple[Effect, ...]:
    """The other side hears of it, neutrally and on their own wall; whoever is stood in for hears of it too."""
    found: list[Effect] = []
    for person in mine.checkin.sides:
        if person != mine.office.me:
            say = SayAt(key, moments, zone_of(mine.office, person), brief=True)
            rows = buttons if person == mine.other else (show_row(mine.checkin.id),)
            found.append(Tell(person, Reply((say, *more), rows, lane="reminder"), now))
    return tuple(found)


def show_row(id: str) -> tuple[Button, ...]:
    """[Show] alone."""
    return (button("button.show", "c-show", id),)


def over(scene: Scene) -> Turn:
    """It can't be any more, or isn't there: nothing was changed, and what there is stands one tap away."""
    return scene.turn(Say("checkin.over"), buttons=((button("checkins.next", "c-next"), button("checkins.all", "c-all", "")),))


def as_it_is(scene: Scene, mine: Mine, said: str) -> Turn:
    """A tap that came a second time, or after something else was settled: so it is, kindly."""
    key = "checkin.already" if said == "already" else "checkin.too_late"
    state = Say(state_key(mine.checkin))
    when = at(mine.office, "checkin.when", mine.checkin.at, mine.other)
    return scene.turn(Say(key), state, when, buttons=(show_row(mine.checkin.id),))


# --- free times ---------------------------------------------------------------------------------------------------------


def free(scene: Scene, mine: Mine, limit: int = 3) -> tuple[datetime, ...]:
    """Times of both working weeks at which, as far as this desk knows, neither of the two has another check-in."""
    if not mine.calendars:
        return ()
    busy = [
        span
        for one in mine.office.bookings
        if one.checkin.id != mine.checkin.id and set(one.checkin.sides) & set(mine.checkin.sides) and one.checkin.state in OPEN
        for span in _spans(one.checkin)
    ]
    today = mine.calendars[0].local(mine.checkin.at).date() == mine.calendars[0].local(scene.now).date()
    # Whoever can't come today is rarely free just before it.
    after = max(scene.now + SOON, mine.checkin.ends) if today else scene.now + SOON
    return free_times(mine.calendars, mine.checkin.at, after, busy, mine.checkin.length, limit)


def _spans(checkin: CheckIn) -> Iterable[tuple[datetime, datetime]]:
    moments = [offer.at for offer in checkin.offers if offer.at is not None] or [checkin.at]
    return [(start, start + checkin.length) for start in moments]


def time_buttons(office: Office, verb: str, args: tuple[str, ...], times: Iterable[datetime], *more: str) -> Rows:
    """A button for each moment, one below the other."""
    return tuple(
        (Button(SayAt("remind.when", {"when": one}, office.person.zone, brief=True), Press(verb, (*args, coded(one), *more))),)
        for one in times
    )


def is_over(scene: Scene, checkin: CheckIn) -> bool:
    """Whether its time has come, so that it can be asked what became of it."""
    return checkin.at <= scene.now and (checkin.state in OPEN or checkin.state in DONE)


def state_key(checkin: CheckIn) -> str:
    """The key of the sentence that says how it stands with a check-in."""
    return "state.unknown" if checkin.unknown else f"state.{checkin.state}"
