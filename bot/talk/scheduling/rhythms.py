"""A rhythm as it stands, and what can be done with it: yes, another time, a pause until a day, the end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bot.supervision.checkin import Accept, IllegalMove, apply
from bot.supervision.diary import Booking, Series
from bot.supervision.plan import NotAPlan, Plan
from bot.supervision.rrule import text_of
from bot.talk import two_words
from bot.talk.dates import on_date
from bot.talk.dealings import Dealing, KeepBooking, KeepSeries
from bot.talk.effects import Turn
from bot.talk.files import calendar_button
from bot.talk.messages import Button, Piece, Rows, Say, SayAt
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.scheduling.draft import Draft, asking, kept, started, without_ends, yes_button
from bot.talk.scheduling.keeping import others, series_of, told
from bot.talk.scheduling.making import lapsed, proceed
from bot.talk.scheduling.saying import coming, date_line, how_often
from bot.talk.scheduling.whom import pairs

LIST = ((button("checkins.rhythms", "c-all", "rhythm"),),)


def gone(scene: Scene) -> Turn:
    """A rhythm that isn't there, or that this person may not see: one answer for both."""
    return scene.turn(Say("schedule.no_rhythm"), buttons=(*LIST, (button("button.s_new", "s-new", ""),)))


def running(scene: Scene, series: Series) -> tuple[Plan, ...]:
    """The stages that still have something to come; the last one if none has."""
    return tuple(plan for plan in series.plans if coming([plan], scene.now, 1)) or series.plans[-1:]


def show(scene: Scene, id: str) -> Turn:
    """What, with whom, how often; the next dates; how it stands."""
    office, series = scene.desk.office, series_of(scene, id, "see-times")
    if office is None or series is None:
        return gone(scene)
    two = others(office, series)
    other = two[0] if len(two) == 1 else series.worker
    plans = running(scene, series)
    kind = scene.edition.kinds.get(series.kind)
    title = "" if kind is None else kind.titles.get(scene.lang) or kind.titles.get("en", "")
    who = office.called(other) if len(two) == 1 else " – ".join(office.called(side) for side in series.sides)
    rests = series.ended or series.paused
    said = {"kind": two_words.beside(title, two_words.of(office, id)), "who": who, "rhythm": how_often(scene, plans)}
    head = Say("schedule.head_alone" if rests else "schedule.head", said)
    state = _state(scene, office, series)
    dates: list[Piece] = []
    if not rests:
        dates = [date_line(scene, office, moment, plans, other, (series.id,)) for moment in coming(plans, scene.now)]
    return scene.turn(head, *dates, *state, buttons=_ways(scene, office, series))


def _state(scene: Scene, office: Office, series: Series) -> list[Piece]:
    if series.ended:
        return [Say("schedule.ended_already")]
    if series.paused:
        day = series.paused_until
        return [Say("schedule.rests_until", {"day": on_date(day, scene.lang)}) if day else Say("schedule.rests")]
    if not series.agreed and office.me in series.sides:
        return [Say("schedule.waits_theirs" if series.made_by == office.me else "schedule.waits_yours")]
    return []


def _ways(scene: Scene, office: Office, series: Series) -> Rows:
    if series.ended or series_of(scene, series.id, "move") is None:
        return LIST
    first: list[Button] = []
    if not series.agreed and series.made_by != office.me and not series.paused:
        first = [button("button.s_agree", "s-ok", series.id, str(series.version)), button("button.s_other", "s-move", series.id)]
    else:
        first = [button("button.s_move", "s-move", series.id)]
    rest = [button("checkin.resume", "c-sr", series.id)] if series.paused else [button("checkin.pause", "c-sp", series.id)]
    if not series.paused:
        rest.append(button("button.s_until", "s-until", series.id))
    rest.append(calendar_button(series))
    return (*rows(first), *rows(rest), (button("button.s_end", "s-end", series.id),))


def agree(scene: Scene, id: str, version: str) -> Turn:
    """Yes to a rhythm, and to what is booked of it."""
    office, series = scene.desk.office, series_of(scene, id, "answer")
    if office is None or series is None or series.ended:
        return gone(scene)
    if series.agreed or series.made_by == office.me:
        return show(scene, id)
    if version != str(series.version):
        # It was changed since: what it is now is shown before anything is agreed to.
        return show(scene, id)
    effects: list[Dealing] = [KeepSeries(replace(series, agreed=True))]
    for booking in office.bookings:
        if booking.series == id and booking.checkin.state == "proposed" and booking.checkin.asked_by != office.me:
            effects += _accepted(scene, office, booking)
    effects += [told(person, "schedule.told_agreed", id) for person in others(office, series)]
    first = coming(running(scene, series), scene.now, 1)
    say: Piece = SayAt("schedule.agreed", {"at": first[0]}, office.person.zone) if first else Say("schedule.agreed_all")
    ways = rows([calendar_button(series), button("button.show", "s-show", id)])
    return scene.turn(say, buttons=ways, effects=tuple(effects))


def _accepted(scene: Scene, office: Office, booking: Booking) -> list[Dealing]:
    side = office.me if office.me in booking.checkin.sides else booking.checkin.supervisor
    with suppress(IllegalMove):
        result = apply(booking.checkin, Accept(side, booking.checkin.round, booking.checkin.at), scene.now)
        if result.said == "done":
            return [KeepBooking(replace(booking, checkin=result.checkin))]
    return []


def move(scene: Scene, id: str, draft: Draft | None = None) -> Turn:
    """Another rhythm or time from a day on. `draft` holds what of it was said already."""
    office, series = scene.desk.office, series_of(scene, id, "move")
    if office is None or series is None or series.ended:
        return gone(scene)
    other = next((person for person in others(office, series) if person in pairs(office, scene.now)), "")
    if not other:
        return gone(scene)
    made = draft or started(scene)
    if not made.rule:
        plan = running(scene, series)[0]
        made = replace(
            made, rule=as_rule(plan), from_last=plan.from_last_held, until=plan.until if len(series.plans) == 1 else None
        )
    return proceed(scene, replace(made, act="series", people=(other,), kind=series.kind, subject=(id,)))


def as_rule(plan: Plan) -> str:
    """How often a plan comes, without its day: so that another one can be chosen."""
    with suppress(NotAPlan):
        text, _, _ = without_ends(text_of(replace(plan, from_last_held=False)))
        parts = dict(part.partition("=")[::2] for part in text.split(";") if part)
        if parts.get("FREQ") == "WEEKLY" and "," not in parts.get("BYDAY", ""):
            return {"1": "w1", "2": "w2"}.get(parts.get("INTERVAL", "1"), f"FREQ=WEEKLY;INTERVAL={parts.get('INTERVAL')}")
        if parts.get("FREQ") == "MONTHLY" and "BYDAY" in parts and "INTERVAL" not in parts:
            return "ml" if parts["BYDAY"].startswith("-") else "mn"
        return text or "once"
    return "once"


def pause_until(scene: Scene, id: str) -> Turn:
    """Until when? A day, typed."""
    series = series_of(scene, id, "pause")
    if series is None or series.ended:
        return gone(scene)
    draft = replace(started(scene, "pause"), subject=(id,))
    return asking(scene, draft, "until", Say("schedule.until_when"), buttons=((button("button.s_cancel", "s-no", draft.id),),))


def ask_end(scene: Scene, id: str) -> Turn:
    """End it? A pause is the first way out."""
    office, series = scene.desk.office, series_of(scene, id, "cancel")
    if office is None or series is None:
        return gone(scene)
    if series.ended:
        return show(scene, id)
    first = [] if series.paused else [button("checkin.pause", "c-sp", id)]
    ways = rows([*first, button("button.s_keep", "s-show", id)])
    names = two_words.beside(" – ".join(office.called(side) for side in others(office, series)), two_words.of(office, id))
    return scene.turn(
        Say("schedule.end_ask", {"who": names}),
        buttons=(*ways, (button("button.s_end_yes", "s-endy", id),)),
        session=kept(scene, None),
    )


def ask_pause(scene: Scene, draft: Draft) -> Turn:
    """What will rest until when, before it does."""
    office = scene.desk.office
    if office is None or not draft.subject:
        return lapsed(scene)
    names = []
    for id in draft.subject:
        series = series_of(scene, id, "pause")
        if series is not None:
            names += [two_words.beside(office.called(person), two_words.of(office, id)) for person in others(office, series)]
    args = {"who": scene.listed(dict.fromkeys(names))}
    if draft.until is not None:
        say = Say("schedule.pause_until_ask", {**args, "day": on_date(draft.until, scene.lang)})
    else:
        say = Say("schedule.pause_ask", args)
    buttons = ((yes_button(draft, "button.s_pause_yes"),), (button("button.s_cancel", "s-no", draft.id),))
    return asking(scene, draft, "yes", say, buttons=buttons)
