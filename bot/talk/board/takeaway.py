"""Files to take along: a check-in for one's calendar, a sheet, the address that a calendar program fetches."""

from __future__ import annotations

from datetime import date
from typing import get_args

from bot.people.subject import Someone, TheirCheckIn
from bot.supervision.diary import Series
from bot.talk import files
from bot.talk.board import view
from bot.talk.effects import Turn
from bot.talk.files import SheetOf, sheet
from bot.talk.joining.colleagues import by_ref, member, not_joined
from bot.talk.messages import CalendarLink, Document, Say
from bot.talk.scene import Scene, button


def calendar(scene: Scene, id: str) -> Turn | None:
    """A check-in or a rhythm as a calendar file, for the two and for who stands in."""
    office = member(scene)
    if office is None:
        return not_joined(scene)
    booking, series = office.booking(id), office.rhythm(id)
    access = office.access(scene.now)
    if booking is not None and access.may(office.me, "move", office.about(booking)):
        return _with(scene, files.of_booking(booking))
    if series is not None and access.may(office.me, "move", _today_of(series, office.today(scene.now))):
        return _with(scene, files.of_series(series, office.bookings, scene.now))
    return None


def _today_of(series: Series, today: date) -> TheirCheckIn:
    return TheirCheckIn(series.worker, series.supervisor, today)


def _with(scene: Scene, document: Document) -> Turn:
    if not document.args:
        return scene.turn(Say("board.ics.none"))
    return scene.turn(Say("board.ics"), document, buttons=((button("button.calendar_address", "b-cal"),),))


def taken(scene: Scene, what: str, reference: str) -> Turn | None:
    """A sheet; who may have it is asked again when it is made."""
    office = member(scene)
    if office is None:
        return not_joined(scene)
    access = office.access(scene.now)
    if what == "own":
        return _sheet(scene, "own", "") if access.may(office.me, "export", Someone(office.me)) else None
    team = by_ref({id: id for id in view.teams(office, scene.now)}, reference)
    for kind in get_args(SheetOf):
        if kind == what and team is not None and view.may_export(office, team, scene.now):
            return _sheet(scene, kind, team)
    return None


def _sheet(scene: Scene, what: SheetOf, team: str) -> Turn:
    return scene.turn(Say(f"board.csv.{what}"), sheet(what, team))


def address(scene: Scene) -> Turn:
    """The address of one's own calendar, for as long as this chat is one's own device."""
    if member(scene) is None:
        return not_joined(scene)
    if not scene.house.ways.web:
        return scene.turn(Say("board.calendar.none"))
    return scene.turn(Say("board.calendar"), CalendarLink())
