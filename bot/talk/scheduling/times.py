"""On which day, at what time: free times of both working weeks, other days, the hours of a day; or typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.supervision.calendar import Busy, free_times
from bot.supervision.checkin import OPEN
from bot.supervision.plan import LAST, MonthlyOnWeekday, dates, instant
from bot.supervision.wording_facts import CODES
from bot.talk.effects import Turn
from bot.talk.messages import Button, Piece, Press, Say, SayAt
from bot.talk.moments import coded
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.scheduling.draft import Draft, asking, pair_of
from bot.talk.scheduling.whom import Pair, calendar_of

SOON = timedelta(minutes=30)
"""No sooner than this is a time offered: the other side has to read it."""
OFFERED, MORE_DAYS = 3, 8
USUAL = time(10)
"""Around this wall time free times are looked for where nobody said another."""


def ask_when(scene: Scene, draft: Draft, *before: Piece) -> Turn:
    """On which day, at what time? Free times of both working weeks, other days, or typed."""
    office = scene.desk.office
    assert office is not None
    if draft.first is not None and draft.at is None:
        return of_day(scene, draft, draft.first)
    times = _free(scene, draft, OFFERED)
    if draft.at is not None:
        same = [one for one in _free(scene, draft, MORE_DAYS) if one.astimezone(office.zone).time() == draft.at]
        times = same[:OFFERED] or times
    shown = tuple((_at_button(scene, draft, moment),) for moment in times)
    more = () if draft.rule == "md" else ((button("button.s_days", "s-day", draft.id, ""),),)
    say = before or (Say("schedule.when" if times else "schedule.when_typed"),)
    return asking(scene, draft, "at", *say, buttons=(*shown, *more))


def chosen(scene: Scene, draft: Draft, day: str) -> Turn:
    """This day, or which others there are."""
    try:
        return of_day(scene, draft, date.fromisoformat(day)) if day else days(scene, draft)
    except ValueError:
        return days(scene, draft)


def days(scene: Scene, draft: Draft) -> Turn:
    """Other days: the next ones on which both work and have time."""
    office = scene.desk.office
    assert office is not None
    zone = office.zone
    found = [moment.astimezone(zone).date() for moment in _free(scene, draft, MORE_DAYS)]
    shown = [Button(day_label(scene, day), Press("s-day", (draft.id, day.isoformat()))) for day in dict.fromkeys(found)]
    return asking(scene, draft, "at", Say("schedule.day" if shown else "schedule.when_typed"), buttons=rows(shown))


def day_label(scene: Scene, day: date) -> Say:
    """A day as a button says it."""
    words = scene.edition.scheduling.get(scene.lang) or scene.edition.scheduling["en"]
    args = {
        "weekday": words.shown(f"weekday.{CODES[day.weekday()]}"),
        "day": str(day.day),
        "month": words.shown(f"month.{day.month}"),
    }
    return Say("button.s_day", args)


def of_day(scene: Scene, draft: Draft, day: date) -> Turn:
    """The times of a day at which both work and have time; another one can be typed, and wins over everything."""
    office, pair = scene.desk.office, pair_of(scene, draft)
    assert office is not None
    draft = replace(draft, first=day, at=None)
    if draft.rule == "ml" and not _in_last_week(day):
        # The last one of its weekday: another Tuesday of the month was meant as the weekday only.
        draft = replace(draft, first=next(dates(MonthlyOnWeekday(LAST, day.weekday()), day)))
    moments = _of_day(scene, office, draft, pair)
    shown = [
        Button(Say("button.plain", {"what": f"{moment.astimezone(office.zone):%H:%M}"}), Press("s-at", (draft.id, coded(moment))))
        for moment in moments
    ]
    return asking(scene, draft, "time", Say("schedule.time" if shown else "schedule.time_typed"), buttons=rows(shown, width=3))


def _in_last_week(day: date) -> bool:
    return (day + timedelta(days=7)).month != day.month


def _of_day(scene: Scene, office: Office, draft: Draft, pair: Pair | None) -> list[datetime]:
    assert draft.first is not None
    if pair is None:
        return []
    calendars = [calendar_of(office, one, pair.team) for one in (office.me, pair.other(office.me))]
    length, busy, found = scene.edition.kinds[draft.kind].length, _busy(office, pair), []
    for hour in range(6, 21):
        moment = instant(draft.first, time(hour), office.person.zone)
        if moment is None or moment < scene.now + SOON or not all(c.works(moment, moment + length) for c in calendars):
            continue
        if not any(moment < end and begin < moment + length for begin, end in busy):
            found.append(moment)
    return found


def _free(scene: Scene, draft: Draft, limit: int) -> list[datetime]:
    office, pair = scene.desk.office, pair_of(scene, draft)
    assert office is not None
    if pair is None:
        return []
    calendars = [calendar_of(office, one, pair.team) for one in (office.me, pair.other(office.me))]
    length, busy = scene.edition.kinds[draft.kind].length, _busy(office, pair)
    after = scene.now + SOON
    today = office.today(scene.now)
    if draft.since is not None and (begin := instant(draft.since, time(0), office.person.zone)) is not None:
        after = max(after, begin)
    if draft.rule == "md":
        return _last_days(scene, office)
    if draft.rule == "ml":
        first = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
        week = first - timedelta(days=7)
        begin = instant(week, time(0), office.person.zone)
        after = max(after, begin) if begin else after
    around = instant(today, draft.at or USUAL, office.person.zone) or scene.now
    found = free_times(calendars, around, after, busy, length, limit)
    if draft.rule == "ml":
        found = tuple(moment for moment in found if _in_last_week(moment.astimezone(office.zone).date()))
    return list(found)


def _last_days(scene: Scene, office: Office) -> list[datetime]:
    today = office.today(scene.now)
    last = (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    moments = [instant(last, time(hour), office.person.zone) for hour in (9, 10, 14)]
    return [moment for moment in moments if moment is not None and moment > scene.now + SOON]


def _busy(office: Office, pair: Pair) -> list[Busy]:
    two = {pair.supervisor, pair.worker}
    return [(b.checkin.at, b.checkin.ends) for b in office.bookings if set(b.checkin.sides) & two and b.checkin.state in OPEN]


def _at_button(scene: Scene, draft: Draft, moment: datetime) -> Button:
    office = scene.desk.office
    assert office is not None
    return Button(SayAt("button.s_at", {"at": moment}, office.person.zone, brief=True), Press("s-at", (draft.id, coded(moment))))
