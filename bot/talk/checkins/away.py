"""Days away, tapped or typed: nobody is reminded, nothing is missed, and the other side sees "away", never why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.people.subject import Someone
from bot.supervision.calendar import Days
from bot.supervision.checkin import OPEN
from bot.supervision.diary import Booking
from bot.talk.checkins.lists import not_joined
from bot.talk.checkins.mine import over, own, zone_of
from bot.talk.checkins.spans import days_in
from bot.talk.dates import on_date
from bot.talk.dealings import KeepLeave, Tell
from bot.talk.effects import Turn
from bot.talk.messages import Button, Reply, Say, SayAt
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.session import Session

ASKED = "checkins-away"
SHOWN = 4
LONGEST = timedelta(days=400)
"""The longest leave that is planned here; after it somebody says more."""


def leave(scene: Scene, argument: str) -> Turn:
    """/leave: the days that are known, and other ones by a tap or typed."""
    office = scene.desk.office
    if office is None:
        return not_joined(scene)
    if argument and (days := days_in(scene, argument)):
        return keep(scene, days[0], days[-1])
    today = office.today(scene.now)
    monday = today + timedelta(days=7 - today.weekday())
    spans = {
        "away.today": (today, today), "away.tomorrow": (today + timedelta(days=1),) * 2,
        "away.rest": (today, monday - timedelta(days=1)), "away.next_week": (monday, monday + timedelta(days=6)),
    }  # fmt: skip
    buttons = [button(key, "c-aw", *map(_coded, span)) for key, span in spans.items()]
    known = _known(office, today)
    pieces = (Say("away.ask"), *(Say("away.known", _args(scene, one)) for one in known))
    gone = [button(Say("away.not_away", _args(scene, one)), "c-awx", _coded(one.first), _coded(one.last)) for one in known]
    shown = (*rows([*buttons, button("away.other", "c-awt")]), *rows(gone, width=1))
    return scene.turn(*pieces, buttons=shown, session=_asks(scene))


def type_it(scene: Scene) -> Turn:
    """Other days: typed."""
    return scene.turn(Say("away.type"), session=_asks(scene))


def _asks(scene: Scene) -> Session:
    return replace(scene.session, asked=ASKED, asked_args=(), asked_at=scene.now)


def typed(scene: Scene, text: str) -> Turn | None:
    """Days that were typed in answer to which; None where there is none in it."""
    days = days_in(scene, text)
    return keep(scene, days[0], days[-1]) if days else None


def tapped(scene: Scene, first: str, last: str) -> Turn:
    """Away on these days."""
    try:
        return keep(scene, date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return over(scene)


def keep(scene: Scene, first: date, last: date) -> Turn:
    """Kept, with what it does; whoever has a check-in on one of these days is told that it won't be, and not why."""
    office = scene.desk.office
    if office is None or not office.access(scene.now).may(office.me, "set-leave", Someone(office.me)):
        return over(scene)
    session = replace(scene.session, asked="", asked_args=(), asked_at=None)
    today = office.today(scene.now)
    if last < today or last < first or last - first > LONGEST or first > today + LONGEST:
        return scene.turn(Say("away.past"), buttons=rows([button("away.other", "c-awt")]), session=session)
    days = Days(max(first, today), last)
    undo = rows([button(Say("away.undo"), "c-awx", _coded(days.first), _coded(days.last))])
    if days in office.leave.get(office.me, ()):
        return scene.turn(Say("away.already", _args(scene, days)), buttons=undo, session=session)
    coming = [one for one in own(office) if one.checkin.state in OPEN and one.checkin.at > scene.now]
    fall = [one for one in coming if _on(office, one.checkin.at, days)]
    told = [_told(office, other, theirs) for other, theirs in _by_other(office, fall).items()]
    pieces = [Say("away.kept", _args(scene, days)), Say("away.does")]
    if fall:
        pieces.append(Say("away.fall", {"n": str(len(fall))}))
    shown: list[Button] = [button("checkins.coming", "c-all", "")] if fall else []
    buttons = undo + rows(shown)
    return scene.turn(*pieces, buttons=buttons, session=session, effects=(KeepLeave(office.me, days), *told))


def _by_other(office: Office, fall: list[Booking]) -> dict[str, list[Booking]]:
    """Check-ins by the other side, the soonest first."""
    found: dict[str, list[Booking]] = {}
    for one in sorted(fall, key=lambda booking: booking.checkin.at):
        found.setdefault(next(side for side in one.checkin.sides if side != office.me), []).append(one)
    return found


def _told(office: Office, other: str, fall: list[Booking]) -> Tell:
    """One message, however many check-ins it is about."""
    first = fall[0].checkin
    key, args = ("told.away_all", {"n": str(len(fall))}) if len(fall) > 1 else ("told.away", {})
    say = SayAt(key, {"when": first.at}, zone_of(office, other), args, brief=True)
    return Tell(other, Reply((say,), rows([button("button.show", "c-show", first.id)]), lane="reminder"))


def undo(scene: Scene, first: str, last: str) -> Turn:
    """There after all."""
    office = scene.desk.office
    try:
        days = Days(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return over(scene)
    if office is None:
        return over(scene)
    if days not in office.leave.get(office.me, ()):
        return scene.turn(Say("away.not_known"))
    return scene.turn(Say("away.back", _args(scene, days)), effects=(KeepLeave(office.me, days, gone=True),))


def _known(office: Office, today: date) -> list[Days]:
    return sorted((one for one in office.leave.get(office.me, ()) if one.last >= today), key=lambda one: one.first)[:SHOWN]


def _on(office: Office, moment: datetime, days: Days) -> bool:
    return moment.astimezone(office.zone).date() in days


def _coded(day: date) -> str:
    return f"{day:%Y%m%d}"


def _args(scene: Scene, days: Days) -> dict[str, str]:
    first, last = on_date(days.first, scene.lang), on_date(days.last, scene.lang)
    span = scene.edition.words.say(scene.lang, "days.span", {"first": first, "last": last})
    return {"days": first if days.first == days.last else span}
