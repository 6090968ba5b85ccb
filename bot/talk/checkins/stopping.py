"""Later, paused, cancelled: nobody is asked why, and what comes back says when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.people.subject import TheirCheckIn
from bot.supervision.checkin import OPEN, Cancel, Pause, Resume, Tap
from bot.supervision.diary import Series
from bot.supervision.plan import instant
from bot.supervision.reminders import Reminder, ReminderKind, TooLate, reminders, snoozed
from bot.talk.checkins.mine import (
    Mine,
    as_it_is,
    at,
    changed,
    found,
    kept,
    kind_of,
    over,
    show_row,
    tell,
    time_buttons,
)  # fmt: skip
from bot.talk.dealings import KeepSeries, KeepSnooze, Tell
from bot.talk.effects import Effect, Turn
from bot.talk.messages import Piece, Reply, Say, SayAt
from bot.talk.moments import decoded
from bot.talk.scene import Scene, button, rows

LATER = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=3))


# --- later --------------------------------------------------------------------------------------------------------------


def later(scene: Scene, id: str) -> Turn:
    """When to be reminded again: each button says the exact time."""
    mine = found(scene, id, "answer")
    if mine is None:
        return over(scene)
    one = _reminder(scene, mine)
    if one is None:
        return scene.turn(Say("snooze.none"), buttons=(show_row(id),))
    times = [moment for moment in _times(scene, mine, one) if scene.now < moment < one.until]
    return scene.turn(Say("snooze.ask"), buttons=time_buttons(mine.office, "c-snzt", mine.args, times))


def at_moment(scene: Scene, id: str, moment: str) -> Turn:
    """Reminded again at exactly that moment."""
    when = decoded(moment)
    return over(scene) if when is None else put_off(scene, id, when)


def put_off(scene: Scene, id: str, when: datetime) -> Turn:
    """The reminder returns at a moment (aware), also in quiet hours, because it was asked for."""
    mine = found(scene, id, "answer")
    if mine is None:
        return over(scene)
    one = _reminder(scene, mine)
    if one is None:
        return scene.turn(Say("snooze.none"), buttons=(show_row(id),))
    try:
        back = snoozed(one, when, scene.now, mine.office.calendars[mine.side])
    except TooLate:
        return scene.turn(Say("snooze.too_late"), buttons=(show_row(id),))
    pieces: list[Piece] = [at(mine.office, "snooze.done", back.at)]
    if back.in_quiet:
        pieces.append(Say("snooze.quiet"))
    return scene.turn(*pieces, buttons=(show_row(id),), effects=(KeepSnooze(back),))


def _reminder(scene: Scene, mine: Mine) -> Reminder | None:
    """The reminder that is put off: before its beginning the one for it, afterwards the one that asks what became of it. It
    counts on from those that were put off before."""
    kinds: tuple[ReminderKind, ...] = ("before", "unconfirmed") if scene.now < mine.checkin.at else ("afterwards",)
    if mine.side not in mine.office.calendars:
        return None
    made = reminders(mine.checkin, kind_of(scene, mine.booking).times, mine.sides(), mine.booking.since)
    own = [one for one in made if one.person == mine.side and one.kind in kinds]
    if not own:
        return None
    put_off = [
        int(name.partition("+")[2] or 0)
        for _, checkin, name, round in (reminded.key for reminded in mine.office.reminded)
        if checkin == mine.checkin.id and round == mine.checkin.round and name.partition("+")[0] == own[0].kind
    ]
    return replace(own[0], again=max(put_off, default=0))


def _times(scene: Scene, mine: Mine, one: Reminder) -> list[datetime]:
    minute = scene.now.replace(second=0, microsecond=0)
    times = [minute + span for span in LATER]
    if one.kind == "afterwards":
        calendar = mine.office.calendars[mine.side]
        day = calendar.local(scene.now).date() + timedelta(days=1)
        tomorrow = next(calendar.awake_from(day), None) or instant(day, calendar.hours.start, calendar.zone)
        return [*times[1:], *([tomorrow] if tomorrow else [])]
    return [*times, mine.checkin.at - timedelta(minutes=15)]


# --- paused ---------------------------------------------------------------------------------------------------------------


def pause(scene: Scene, id: str, round: str) -> Turn:
    """No check-in now: one tap, by either side, no reason. The rhythm rests too until somebody takes it up."""
    mine = found(scene, id, "pause")
    if mine is None or not round.isdecimal():
        return over(scene)
    series = mine.office.rhythm(mine.booking.series)
    resting = replace(series, paused=True, paused_until=None) if series and not series.paused else None
    more = (KeepSeries(resting, drop_coming=True),) if resting else ()
    key = "pause.done_series" if series else "pause.done"
    return _stopped(scene, mine, Pause(mine.side, int(round)), key, "told.paused", "checkin.resume", "c-rs", more)


def resume(scene: Scene, id: str, round: str) -> Turn:
    """The pause is over, for this one if it is still to come, and for its rhythm."""
    mine = found(scene, id, "pause")
    if mine is None or not round.isdecimal():
        return over(scene)
    series = mine.office.rhythm(mine.booking.series)
    going_on = replace(series, paused=False, paused_until=None) if series and series.paused else None
    more = (KeepSeries(going_on),) if going_on else ()
    return _stopped(scene, mine, Resume(mine.side, int(round)), "pause.over", "told.resumed", "", "", more)


def _stopped(scene: Scene, mine: Mine, tap: Tap, key: str, told: str, undo: str, verb: str, more: tuple[Effect, ...]) -> Turn:
    result = changed(scene, mine, tap)
    if result is None:
        return over(scene)
    if result.said != "done":
        return as_it_is(scene, mine, result.said)
    args = (mine.checkin.id, str(result.checkin.round))
    buttons = [button(undo, verb, *args)] if undo else []
    effects = (kept(scene, mine, result.checkin), *more, *tell(mine, told, {"when": mine.checkin.at}, (show_row(args[0]),)))
    return scene.turn(Say(key), buttons=rows([*buttons, button("button.show", "c-show", args[0])]), effects=effects)


def pause_rhythm(scene: Scene, id: str) -> Turn:
    """A whole rhythm rests: what is booked of it and nobody touched goes."""
    series = _rhythm(scene, id)
    if series is None:
        return over(scene)
    again = rows([button("checkin.resume", "c-sr", id), button("checkins.rhythms", "c-all", "rhythm")])
    if series.paused:
        return scene.turn(Say("pause.already"), buttons=again)
    effects = (KeepSeries(replace(series, paused=True, paused_until=None), drop_coming=True),)
    return scene.turn(Say("pause.done_series"), buttons=again, effects=(*effects, *_tell(scene, series, "told.rests")))


def resume_rhythm(scene: Scene, id: str) -> Turn:
    """A rhythm goes on."""
    series = _rhythm(scene, id)
    if series is None:
        return over(scene)
    buttons = ((button("checkins.rhythms", "c-all", "rhythm"),),)
    if not series.paused:
        return scene.turn(Say("pause.over_already"), buttons=buttons)
    effects = (KeepSeries(replace(series, paused=False, paused_until=None)),)
    return scene.turn(Say("pause.over"), buttons=buttons, effects=(*effects, *_tell(scene, series, "told.goes_on")))


def _rhythm(scene: Scene, id: str) -> Series | None:
    office = scene.desk.office
    series = office.rhythm(id) if office else None
    if office is None or series is None or series.ended:
        return None
    about = TheirCheckIn(series.worker, series.supervisor, office.today(scene.now))
    return series if office.access(scene.now).may(office.me, "pause", about) else None


def _tell(scene: Scene, series: Series, key: str) -> tuple[Effect, ...]:
    me = scene.desk.office.me if scene.desk.office else ""
    row = ((button("checkins.rhythms", "c-all", "rhythm"),),)
    return tuple(Tell(person, Reply((Say(key),), row, lane="reminder")) for person in series.sides if person != me)


# --- cancelled ------------------------------------------------------------------------------------------------------------


def ask_cancel(scene: Scene, id: str, round: str) -> Turn:
    """Cancel it? It can't be undone, so it is asked; another time is the first way out."""
    mine = found(scene, id, "cancel")
    if mine is None or not round.isdecimal():
        return over(scene)
    if int(round) != mine.checkin.round or mine.checkin.state not in OPEN | {"paused"}:
        return as_it_is(scene, mine, "already" if mine.checkin.state == "cancelled" else "too-late")
    first = [button("checkin.move", "c-mv", *mine.args, "")] if mine.checkin.state in OPEN else []
    buttons = rows([*first, button("checkin.leave", "c-show", id)]) + rows([button("checkin.cancel_yes", "c-cxy", *mine.args)])
    when = SayAt("cancel.ask", {"when": mine.checkin.at}, mine.office.person.zone, brief=True)
    return scene.turn(when, buttons=buttons)


def cancel(scene: Scene, id: str, round: str) -> Turn:
    """It won't be; the rhythm goes on."""
    mine = found(scene, id, "cancel")
    if mine is None or not round.isdecimal():
        return over(scene)
    key = "cancel.done_series" if mine.booking.series else "cancel.done"
    return _stopped(scene, mine, Cancel(mine.side, int(round)), key, "told.cancelled", "", "", ())
