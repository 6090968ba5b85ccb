"""A check-in with each of several people: laid into the week without a clash, shown as a list before the yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

from bot.supervision.calendar import Busy, Calendar, Span
from bot.supervision.checkin import OPEN
from bot.supervision.laying import Week, lay
from bot.supervision.plan import instant
from bot.talk.effects import Turn
from bot.talk.messages import Piece, Say, SayAt
from bot.talk.moments import coded, decoded
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.scheduling.draft import RULES, Draft, asking, yes_button
from bot.talk.scheduling.saying import coming, every
from bot.talk.scheduling.whom import calendar_of

HOURS = ("am", "pm", "any")
NOON = time(12)
AHEAD = 16
"""Dates of each rhythm that keep their time free: two months of a weekly one, and more of others."""
_DAY = timedelta(days=1)


def proceed(scene: Scene, draft: Draft) -> Turn:
    """In the morning or the afternoon? Then the list."""
    if draft.at is not None and not draft.hours:
        ways = [
            button("button.s_after", "s-hours", draft.id, "after"),
            button("button.s_together", "s-hours", draft.id, "together"),
        ]
        at = f"{draft.at:%H:%M}"
        return asking(scene, draft, "hours", Say("schedule.together", {"time": at}), buttons=rows(ways, width=1))
    if not draft.hours:
        ways = [button(f"button.s_{hours}", "s-hours", draft.id, hours) for hours in HOURS]
        return asking(scene, draft, "hours", Say("schedule.hours"), buttons=rows(ways))
    return _list(scene, replace(draft, rule=_simple(draft.rule)))


def hours(scene: Scene, draft: Draft, chosen: str) -> Turn:
    """That part of the day."""
    return proceed(scene, replace(draft, hours=chosen if chosen in (*HOURS, "after", "together") else "any", spots=()))


def _simple(rule: str) -> str:
    """A rhythm that a person alone can have a weekday of their own in."""
    if rule in RULES:
        return rule
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if parts.get("FREQ") == "MONTHLY":
        return "mn"
    return "w2" if parts.get("INTERVAL") == "2" else "w1"


def _list(scene: Scene, draft: Draft) -> Turn:
    office = scene.desk.office
    assert office is not None
    draft = replace(draft, spots=tuple(_spots(scene, office, draft)))
    placed = [spot.partition("/")[::2] for spot in draft.spots]
    left = [person for person in draft.people if person not in {who for who, _ in placed}]
    if not placed:
        ways = [button(f"button.s_{hours}", "s-hours", draft.id, hours) for hours in HOURS if hours != draft.hours]
        return asking(scene, draft, "hours", Say("schedule.no_room"), buttons=rows(ways))
    lead = "schedule.together_list" if draft.hours == "together" else "schedule.list"
    pieces: list[Piece] = [Say(lead, {"n": str(len(placed)), "rhythm": _often(scene, draft)})]
    for person, moment in placed:
        when = decoded(moment)
        if when is not None:
            zone = office.staff.people[person].zone
            pieces.append(SayAt("schedule.spot", {"at": when}, office.person.zone, {"who": office.called(person)}, other=zone))
    if left:
        pieces.append(Say("schedule.left_out", {"names": scene.listed(office.called(person) for person in left)}))
    others = rows([button(f"button.s_{hours}", "s-hours", draft.id, hours) for hours in HOURS if hours != draft.hours])
    buttons = ((yes_button(draft, "button.s_yes_all"),), *others, (button("button.s_cancel", "s-no", draft.id),))
    return asking(scene, draft, "yes", *pieces, buttons=buttons)


def _often(scene: Scene, draft: Draft) -> str:
    """The rhythm without a day: each has one of their own."""
    kind = scene.edition.kinds[draft.kind]
    if draft.rule == "own" and kind.rhythm:
        return every(scene, kind.rhythm)
    return scene.edition.words.say(scene.lang, f"schedule.often_{draft.rule}")


def each(scene: Scene, draft: Draft) -> Iterator[Draft]:
    """One draft for each who has a place."""
    office = scene.desk.office
    assert office is not None
    for spot in draft.spots:
        person, _, moment = spot.partition("/")
        when = decoded(moment)
        if when is not None:
            here = when.astimezone(office.zone)
            yield replace(
                draft, act="new", people=(person,), first=here.date(), at=here.time(), spots=(), hours="", weekdays=(),
            )  # fmt: skip


def _spots(scene: Scene, office: Office, draft: Draft) -> list[str]:
    own, today = calendar_of(office, office.me), office.today(scene.now)
    begin = max(draft.first or draft.since or today + _DAY, today + _DAY if draft.at is None else today)
    weekdays = [int(day) for day in draft.weekdays] or list(range(7))
    if draft.first is not None and draft.at is not None and not draft.weekdays:
        weekdays = [draft.first.weekday()]
    length = scene.edition.kinds[draft.kind].length
    if draft.hours == "together" and draft.at is not None:
        day = next(day for n in range(7) if (day := begin + n * _DAY).weekday() in weekdays)
        moment = instant(day, draft.at, own.zone)
        return [f"{person}/{coded(moment)}" for person in draft.people] if moment is not None else []
    week = Week(begin, weekdays, _span(own, draft), 2 if draft.rule == "w2" else 1, length)
    people = {person: calendar_of(office, person) for person in draft.people}
    busy = {"": _busy(scene, office, office.me), **{person: _busy(scene, office, person) for person in people}}
    return [f"{person}/{coded(moment)}" for person, moment in lay(own, people, week, busy).items()]


def _span(own: Calendar, draft: Draft) -> Span:
    match draft.hours:
        case "am":
            return Span(min(own.hours.start, time(9)), NOON)
        case "pm":
            return Span(time(13), max(own.hours.end, time(14)))
        case "after" if draft.at is not None:
            return Span(draft.at, max(own.hours.end, draft.at))
        case _:
            return own.hours


def _busy(scene: Scene, office: Office, person: str) -> list[Busy]:
    """What somebody already has: what is booked, and eight weeks of the rhythms on this desk."""
    found = [(b.checkin.at, b.checkin.ends) for b in office.bookings if person in b.checkin.sides and b.checkin.state in OPEN]
    for series in office.series:
        if person in series.sides and not series.ended:
            length = scene.edition.kinds[series.kind].length if series.kind in scene.edition.kinds else timedelta(hours=1)
            found += [(moment, moment + length) for moment in coming(series.plans, scene.now, AHEAD)]
    return found
