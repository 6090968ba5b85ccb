"""What a yes keeps: a check-in, a rhythm, one each of several, another rhythm from a day on, a pause. And who hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.people.access import Action
from bot.people.subject import TheirCheckIn
from bot.supervision.checkin import OPEN, Cancel, CheckIn, IllegalMove, Pause, Tap, apply
from bot.supervision.diary import Booking, Series
from bot.supervision.plan import NotAPlan, Once, Plan, ended, instant
from bot.supervision.plan import echo as echo_of
from bot.talk import two_words
from bot.talk.dates import on_date
from bot.talk.dealings import Dealing, KeepBooking, KeepSeries, Tell
from bot.talk.effects import Turn
from bot.talk.files import of_bookings, of_series
from bot.talk.messages import Button, Document, Piece, Press, Reply, Rows, Say, SayAt
from bot.talk.moments import coded
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.scheduling.draft import Draft, current, kept, made_id, pair_of, state_of
from bot.talk.scheduling.making import echo, lapsed, made_of, nobody, proceed
from bot.talk.scheduling.saying import coming
from bot.talk.scheduling.several import each

_DAY = timedelta(days=1)


def yes(scene: Scene, id: str, state: str) -> Turn:
    """Yes to what was shown. A second tap finds it made and says so; where it was changed since, it is shown as it is now."""
    draft, office = current(scene, id), scene.desk.office
    if office is None:
        return lapsed(scene)
    if draft is None:
        return _already(scene, office, id)
    if draft.asks != "yes" or state_of(draft) != state:
        return lapsed(scene) if draft.act == "pause" else proceed(scene, draft)
    if draft.act in ("new", "many") and draft.kind not in scene.edition.kinds:
        return proceed(scene, draft)  # its kind was taken out of the content since
    match draft.act:
        case "pause":
            return paused(scene, draft)
        case "series":
            return moved(scene, draft)
        case "many":
            return _many(scene, office, draft)
        case _:
            return _new(scene, office, draft)


def _already(scene: Scene, office: Office, draft: str) -> Turn:
    for person in office.staff.people:
        made = made_id(office.me, draft, person)
        if office.rhythm(made) or office.booking(made):
            return scene.turn(Say("schedule.already"), buttons=(_show(made, office.rhythm(made) is not None),))
    return lapsed(scene)


def _show(id: str, series: bool) -> tuple[Button, ...]:
    return (button("button.show", "s-show" if series else "c-show", id),)


# --- new ------------------------------------------------------------------------------------------------------------------


def _new(scene: Scene, office: Office, draft: Draft) -> Turn:
    if pair_of(scene, draft) is None:
        return nobody(scene)
    plans = made_of(scene, draft)
    if isinstance(plans, NotAPlan) or not plans or not coming(plans, scene.now, 1):
        return echo(scene, draft)
    made = _made(scene, office, draft, plans)
    if made is None:
        return scene.turn(Say("schedule.not_then"), session=kept(scene, None))
    thing, effects = made
    files = of_series(thing, (), scene.now) if isinstance(thing, Series) else of_bookings([thing])
    key = "schedule.made_series" if isinstance(thing, Series) else "schedule.made"
    pieces: list[Piece] = [Say(key, {"who": office.called(draft.people[0])}), *reached(office, draft.people)]
    pieces += [files] if files.args else []
    id = thing.id if isinstance(thing, Series) else thing.checkin.id
    return scene.turn(*pieces, buttons=(_show(id, isinstance(thing, Series)),), session=kept(scene, None), effects=tuple(effects))


def _made(scene: Scene, office: Office, draft: Draft, plans: tuple[Plan, ...]) -> tuple[Series | Booking, list[Dealing]] | None:
    """The rhythm or check-in of a draft about one pair, with its effects. None where they may not on its first day."""
    pair, me = pair_of(scene, draft), office.me
    assert pair is not None
    other, first = pair.other(me), coming(plans, scene.now, 1)[0]
    day = first.astimezone(ZoneInfo(plans[0].zone)).date()
    if not office.access(scene.now).may(me, "schedule", TheirCheckIn(pair.worker, pair.supervisor, day)):
        return None
    id, zone = made_id(me, draft.id, other), office.staff.people[other].zone
    if isinstance(plans[0].rule, Once):
        length = scene.edition.kinds[draft.kind].length
        checkin = CheckIn(id, pair.supervisor, pair.worker, first, "proposed", length, asked_by=me)
        booking = Booking(checkin, draft.kind, pair.team, scene.now)
        args = (id, "0")
        accept = Button(Say("checkin.yes"), Press("c-ok", (*args, coded(first))))
        ways = rows([accept, button("move.propose", "c-mv", *args, ""), button("button.show", "c-show", id)])
        say = SayAt("schedule.told", {"at": first}, zone, brief=True)
        return booking, [KeepBooking(booking), Tell(other, Reply((say,), ways, lane="reminder"))]
    code = two_words.made(scene, draft.kind, (pair.supervisor, pair.worker), id)
    series = Series(id, draft.kind, pair.supervisor, pair.worker, pair.team, me, plans, code=code)
    return series, [KeepSeries(series), told(other, "schedule.told_series", id)]


def reached(office: Office, people: Iterable[str]) -> list[Piece]:
    """Who hears of it only later, or not at all here: so that silence isn't taken for an answer."""
    ways = {person: office.reach.get(person, "push") for person in people}
    return [Say(f"schedule.reach_{way}", {"who": office.called(person)}) for person, way in ways.items() if way != "push"]


def told(person: str, key: str, series: str) -> Tell:
    """The other side hears that there is something about a rhythm; neutral, the rest behind [Show]."""
    return Tell(person, Reply((Say(key),), ((button("button.show", "s-show", series),),), lane="reminder"))


def _many(scene: Scene, office: Office, draft: Draft) -> Turn:
    effects: list[Dealing] = []
    names: list[str] = []
    files: list[str] = []
    for single in each(scene, draft):
        plans = made_of(scene, single) if pair_of(scene, single) else ()
        made = _made(scene, office, single, plans) if isinstance(plans, tuple) and plans and coming(plans, scene.now, 1) else None
        if made is not None:
            thing, more = made
            effects += more
            names.append(office.called(single.people[0]))
            document = of_series(thing, (), scene.now) if isinstance(thing, Series) else of_bookings([thing])
            files += document.args
    if not names:
        return nobody(scene)
    pieces: list[Piece] = [Say("schedule.made_many", {"n": str(len(names))}), *reached(office, draft.people)]
    pieces += [Document("ics", tuple(files))] if files else []
    ways = rows([button("checkins.rhythms", "c-all", "rhythm"), button("button.s_new", "s-new", "")])
    return scene.turn(*pieces, buttons=ways, session=kept(scene, None), effects=tuple(effects))


# --- a whole rhythm -------------------------------------------------------------------------------------------------------


def series_of(scene: Scene, id: str, action: Action) -> Series | None:
    """A rhythm that this person may do that with; what isn't there and what is forbidden are the same."""
    office = scene.desk.office
    series = office.rhythm(id) if office else None
    if office is None or series is None:
        return None
    subject = TheirCheckIn(series.worker, series.supervisor, office.today(scene.now))
    return series if office.access(scene.now).may(office.me, action, subject) else None


def others(office: Office, series: Series) -> tuple[str, ...]:
    """Those of the two who have to hear what somebody did with a rhythm."""
    return tuple(person for person in series.sides if person != office.me)


def moved(scene: Scene, draft: Draft) -> Turn:
    """Another rhythm or time from a day on: the old one ends the day before."""
    office = scene.desk.office
    series = series_of(scene, draft.subject[0], "move") if draft.subject else None
    plans = made_of(scene, draft)
    if office is None or series is None or series.ended or isinstance(plans, NotAPlan) or not plans:
        return lapsed(scene)
    first = coming(plans, scene.now, 1)
    if not first:
        return echo(scene, draft)
    day = first[0].astimezone(ZoneInfo(plans[0].zone)).date()
    changed = replace(
        series, plans=(*until(series.plans, day - _DAY), *plans), made_by=office.me, agreed=False, booked=None
    )  # fmt: skip
    if (changed.plans, series.made_by) == (series.plans, office.me):
        return scene.turn(Say("schedule.already"), buttons=(_show(series.id, True),), session=kept(scene, None))
    effects: list[Dealing] = [*_touched(scene, office, series, plans, day), KeepSeries(changed, drop_coming=True)]
    effects += [told(person, "schedule.told_moved", series.id) for person in others(office, series)]
    pieces: list[Piece] = [Say("schedule.moved", {"day": on_date(day, scene.lang)}), *reached(office, others(office, series))]
    files = of_series(replace(changed, version=series.version + 1), (), scene.now)
    pieces += [files] if files.args else []
    return scene.turn(*pieces, buttons=(_show(series.id, True),), session=kept(scene, None), effects=tuple(effects))


def until(plans: Iterable[Plan], last: date) -> tuple[Plan, ...]:
    """The stages of a rhythm as far as they come by a day; none goes on after it."""
    kept: list[Plan] = []
    for plan in plans:
        end = plan.until
        if plan.count is not None:
            end = echo_of(plan, datetime.combine(plan.first, time(), ZoneInfo(plan.zone)), 1).ends
        if end is not None and end <= last:
            kept.append(plan)
        elif plan.first <= last:
            kept.append(ended(plan, last))
    return tuple(kept)


def _touched(scene: Scene, office: Office, series: Series, plans: tuple[Plan, ...], day: date) -> list[Dealing]:
    """What somebody had said yes to, or asked to move, from that day on: at the new time of its day, else off. The rest of what
    is booked of the old rhythm goes by itself."""
    zone = ZoneInfo(plans[0].zone)
    new = {moment.astimezone(zone).date(): moment for moment in coming(plans, scene.now, 60)}
    found: list[Dealing] = []
    for booking in touched(scene, office, series):
        checkin = booking.checkin
        local = checkin.at.astimezone(zone).date()
        if local < day:
            continue
        if local in new:
            again = replace(
                checkin, at=new[local], state="proposed", asked_by=office.me, round=checkin.round + 1, yes=frozenset(),
                offers=(), answers={},
            )  # fmt: skip
            found.append(KeepBooking(replace(booking, checkin=again, since=scene.now)))
        else:
            found += _tapped(scene, booking, Cancel(_side(office, checkin), checkin.round))
    return found


def touched(scene: Scene, office: Office, series: Series) -> list[Booking]:
    """The check-ins of a rhythm still to come with which somebody did something."""
    coming = [b for b in office.bookings if b.series == series.id and b.checkin.at > scene.now and b.checkin.state in OPEN]
    return [
        b for b in coming if b.checkin.state not in ("planned", "proposed") or b.checkin.round or b.checkin.moves or b.checkin.yes
    ]


def _side(office: Office, checkin: CheckIn) -> str:
    return office.me if office.me in checkin.sides else checkin.supervisor


def _tapped(scene: Scene, booking: Booking, tap: Tap) -> list[Dealing]:
    try:
        result = apply(booking.checkin, tap, scene.now)
    except IllegalMove:
        return []
    if result.said != "done":
        return []
    since = scene.now if result.checkin.round != booking.checkin.round else booking.since
    return [KeepBooking(replace(booking, checkin=result.checkin, since=since))]


# --- resting, and the end -------------------------------------------------------------------------------------------------


def paused(scene: Scene, draft: Draft) -> Turn:
    """Rhythms rest until a day, or until somebody takes them up. No reason is asked."""
    office = scene.desk.office
    assert office is not None
    effects: list[Dealing] = []
    count = 0
    for id in draft.subject:
        series = series_of(scene, id, "pause")
        if series is None or series.ended:
            continue
        count += 1
        if series.paused and series.paused_until == draft.until:
            continue
        end = instant(draft.until, time(0), office.person.zone) if draft.until else None
        for booking in touched(scene, office, series):
            if end is None or booking.checkin.at < end:
                effects += _tapped(scene, booking, Pause(_side(office, booking.checkin), booking.checkin.round))
        effects.append(KeepSeries(replace(series, paused=True, paused_until=draft.until), drop_coming=True))
        effects += [told(person, "schedule.told_paused", id) for person in others(office, series)]
    if not count:
        return lapsed(scene)
    day = on_date(draft.until, scene.lang) if draft.until else ""
    say = Say("schedule.paused_until", {"day": day}) if day else Say("schedule.paused")
    again: Rows = ((button("checkins.rhythms", "c-all", "rhythm"),),)
    if len(draft.subject) == 1:
        again = rows([button("checkin.resume", "c-sr", draft.subject[0]), button("button.show", "s-show", draft.subject[0])])
    return scene.turn(say, buttons=again, session=kept(scene, None), effects=tuple(effects))


def end(scene: Scene, id: str) -> Turn:
    """The rhythm is over; what was held stays what it was."""
    office, series = scene.desk.office, series_of(scene, id, "cancel")
    if office is None or series is None:
        return lapsed(scene)
    if series.ended:
        return scene.turn(Say("schedule.ended_already"), buttons=((button("button.s_new", "s-new", ""),),))
    effects: list[Dealing] = []
    for booking in touched(scene, office, series):
        effects += _tapped(scene, booking, Cancel(_side(office, booking.checkin), booking.checkin.round))
    today = office.today(scene.now)
    plans = until(series.plans, today) or series.plans
    effects.append(KeepSeries(replace(series, ended=True, plans=plans), drop_coming=True))
    effects += [told(person, "schedule.told_ended", id) for person in others(office, series)]
    return scene.turn(Say("schedule.ended"), buttons=((button("button.s_new", "s-new", ""),),), effects=tuple(effects))
