"""Check-ins by writing: a sentence is read on the desk of whoever wrote it, and what it asks for is shown before it holds.

Nothing of the sentence is kept: what was understood goes on as a draft of ids, days and times.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.supervision.checkin import OPEN
from bot.supervision.diary import Booking, Series
from bot.supervision.due import AHEAD as BOOKED_AHEAD
from bot.supervision.plan import instant
from bot.supervision.wording_sentence import Parsed
from bot.supervision.wording_who import ALL
from bot.talk import two_words
from bot.talk.checkins import lists, moving, stopping
from bot.talk.effects import Turn
from bot.talk.messages import Button, Press, Say, SayAt
from bot.talk.moments import coded
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.scheduling import rhythms
from bot.talk.scheduling.answers import workdays
from bot.talk.scheduling.doubts import as_doubt
from bot.talk.scheduling.draft import Draft, asking, kept, started, without_ends
from bot.talk.scheduling.keeping import series_of
from bot.talk.scheduling.making import kind_in, nobody, not_joined, proceed
from bot.talk.scheduling.saying import coming
from bot.talk.scheduling.whom import listed, meant, mine, own_supervisor, pairs

SHOWN = 6
ALONE = 4
"""Words of a text that is hardly more than the two words of a series."""


def read(scene: Scene, text: str) -> Parsed:
    """What a sentence asks for, as this person means it: with their names, their zone and their working week. Of a list of names
    the first stands in it (`who`); `said` finds the others."""
    office = scene.desk.office
    if office is None:
        return Parsed("none")
    known = pairs(office, scene.now)
    said, coded = two_words.named(scene, text)
    _, shorter = listed(office, said, known)
    wall = scene.now.astimezone(office.zone).replace(tzinfo=None)
    names = [office.called(person) for person in known]
    parsed = scene.edition.wording.read(shorter, wall, office.zone, scene.lang, names, workdays(scene))
    if coded is not None and parsed.action == "none" and len(text.split()) <= ALONE:
        return replace(parsed, action="list")
    return parsed


def said(scene: Scene, parsed: Parsed, text: str) -> Turn:
    """What a sentence leads to; nothing is kept before a yes."""
    office = scene.desk.office
    if office is None:
        return not_joined(scene)
    text, coded = two_words.named(scene, text)
    if coded is not None:
        return _coded(scene, office, parsed, text, coded)
    people = _people(scene, office, parsed, text)
    return nobody(scene) if people is None else _done(scene, office, parsed, people, text)


def _coded(scene: Scene, office: Office, parsed: Parsed, text: str, series: Series) -> Turn:
    """What is said of one series by its two words; it is there already, so a new time is another one."""
    if parsed.action == "list":
        return rhythms.show(scene, series.id)
    if parsed.action == "schedule":
        parsed = replace(parsed, action="reschedule", scope="series" if parsed.rrule else parsed.scope)
    its_own = replace(office, series=(series,), bookings=tuple(b for b in office.bookings if b.series == series.id))
    return _done(scene, its_own, parsed, (two_words.other(office, series),), text)


def _done(scene: Scene, office: Office, parsed: Parsed, people: tuple[str, ...], text: str) -> Turn:
    resumes = parsed.asked is not None and parsed.asked.key == "ask_resume"
    match parsed.action:
        case "schedule":
            return _schedule(scene, office, parsed, people, text)
        case "reschedule":
            return _move(scene, office, parsed, people, text)
        case "cancel" if parsed.scope == "series":
            return _series(scene, office, people, "s-end")
        case "cancel":
            return _cancel(scene, office, parsed, people)
        case "snooze" if isinstance(parsed.first, datetime) and parsed.week_of is None:
            return _later(scene, office, parsed.first)
        case "snooze":
            return _cancel(scene, office, parsed, people)
        case "pause" if resumes:
            return _series(scene, office, people, "c-sr", paused=True)
        case "pause":
            return _pause(scene, office, parsed, people)
        case _:
            return lists.listed(scene, "")


# --- with whom ------------------------------------------------------------------------------------------------------------


def _people(scene: Scene, office: Office, parsed: Parsed, text: str) -> tuple[str, ...] | None:
    """Whom a sentence names, by id: () if nobody, several if a name fits several (`_namesakes`) or several were named. None where
    nobody of that name is there for them."""
    known = pairs(office, scene.now)
    several, _ = listed(office, text, known)
    if several:
        return several
    if parsed.who == ALL:
        return mine(office, scene.now) or tuple(known)
    named = meant(office, parsed.who, known) if parsed.who else ()
    named = named or own_supervisor(office, text, known, scene.edition.words)
    return named or (() if parsed.who is None else None)


def _namesakes(office: Office, people: tuple[str, ...], parsed: Parsed) -> bool:
    """Whether one name was said that fits several."""
    who = parsed.who
    return who not in (None, ALL) and len(people) > 1 and set(meant(office, who or "", people)) == set(people)


def _which(scene: Scene, office: Office, draft: Draft, people: Iterable[str]) -> Turn:
    """Two of one name: which?"""
    buttons = []
    for person in people:
        team = next(iter(office.staff.people[person].teams(office.today(scene.now))), "")
        where = office.staff.teams[team].name if team in office.staff.teams else ""
        what = office.called(person)
        alike = sum(office.called(one) == what for one in people) > 1
        buttons.append(
            Button(
                Say("button.plain", {"what": f"{what}, {where}" if alike and where else what}), Press("s-who", (draft.id, person))
            )
        )
    return asking(scene, draft, "who", Say("schedule.which"), buttons=rows(buttons, width=1))


# --- new ------------------------------------------------------------------------------------------------------------------


def _schedule(scene: Scene, office: Office, parsed: Parsed, people: tuple[str, ...], text: str) -> Turn:
    rule, count, until = without_ends(parsed.rrule) if parsed.rrule else ("once", None, None)
    first = parsed.first.date() if isinstance(parsed.first, datetime) else parsed.first
    at = parsed.first.time() if isinstance(parsed.first, datetime) else None
    kind = kind_in(scene, text)
    # A kind alone, without a rhythm or a day: its own rhythm is asked for.
    draft = replace(
        started(scene), people=people, kind=kind.id if kind else "", rule=rule, first=first, at=at, count=count,
        until=parsed.until or until, since=parsed.week_of, doubt=as_doubt(parsed.asked),
    )  # fmt: skip
    if draft.doubt[:1] == ("ask_either",) and _namesakes(office, people, parsed):
        draft = replace(draft, doubt=())
    if _namesakes(office, people, parsed):
        return _which(scene, office, replace(draft, people=()), people)
    if rule == "once" and first is None and parsed.week_of is None:
        draft = replace(draft, rule="" if len(people) != 1 or at is None else rule)
    if len(people) > 1:
        return proceed(scene, _with_each(scene, draft, text))
    return proceed(scene, draft)


def _with_each(scene: Scene, draft: Draft, text: str) -> Draft:
    """With each of several: the weekdays that were named, and the part of the day."""
    days = dict(part.partition("=")[::2] for part in draft.rule.split(";")).get("BYDAY", "") if "=" in draft.rule else ""
    codes = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    weekdays = tuple(str(codes.index(day)) for day in days.split(",") if day in codes)
    part = scene.edition.wording.part_of_day(text, scene.lang) if draft.at is None else ""
    hours = {"": "", "morning": "am", "early": "am"}.get(part, "pm")
    if not weekdays and draft.first is not None and draft.rule == "once":
        weekdays = (str(draft.first.weekday()),)
    return replace(draft, act="many", doubt=(), weekdays=weekdays, hours=hours)


# --- one that is booked ---------------------------------------------------------------------------------------------------


def _coming(scene: Scene, office: Office, people: tuple[str, ...]) -> list[Booking]:
    """One's own still to come; of those who are named also what one arranges while standing in."""
    access = office.access(scene.now)
    found = [b for b in office.bookings if b.checkin.state in OPEN and b.checkin.ends > scene.now]
    named = [
        b
        for b in found
        if (set(b.checkin.sides) & set(people) if people else office.me in b.checkin.sides)
        and access.may(office.me, "move", office.about(b))
    ]
    return sorted(named, key=lambda b: (b.checkin.at, b.checkin.id))


def _then(office: Office, found: list[Booking], parsed: Parsed) -> list[Booking]:
    """Those on the day or in the week that was named."""

    def local(one: Booking) -> date:
        return one.checkin.at.astimezone(office.zone).date()

    if parsed.week_of is not None:
        # Where weeks begin on Sunday, that Sunday is the day before the Monday; whoever means it hasn't worked on it before.
        return [b for b in found if parsed.week_of <= local(b) < parsed.week_of + timedelta(days=7)]
    if parsed.first is None:
        return found
    day = parsed.first.date() if isinstance(parsed.first, datetime) else parsed.first
    return [b for b in found if local(b) == day]


def _other(office: Office, booking: Booking) -> str:
    checkin = booking.checkin
    return checkin.supervisor if office.me == checkin.worker else checkin.worker


def _each(scene: Scene, office: Office, found: list[Booking], key: str, press: dict[str, Press]) -> Turn:
    """Which of them? A button for each."""
    buttons = [
        Button(
            SayAt("button.s_which", {"at": b.checkin.at}, office.person.zone, {"who": who}, brief=True),
            press[b.checkin.id],
        )
        for b in found[:SHOWN]
        if (who := two_words.label(office, b.checkin.sides, b.series))
    ]
    return scene.turn(Say(key), buttons=rows(buttons, width=1), session=kept(scene, None))


def _none(scene: Scene) -> Turn:
    ways = rows([button("checkins.coming", "c-all", ""), button("button.s_new", "s-new", "")])
    return scene.turn(Say("schedule.none_then"), buttons=ways, session=kept(scene, None))


def _not_yet(scene: Scene, office: Office, parsed: Parsed, people: tuple[str, ...]) -> Turn | None:
    """A date of a rhythm that is too far ahead to be booked: it can't be skipped yet, but the rhythm can rest."""
    day = parsed.week_of or (parsed.first.date() if isinstance(parsed.first, datetime) else parsed.first)
    found = _rhythms(scene, office, people)
    if day is None or not found or day <= office.today(scene.now + BOOKED_AHEAD):
        return None
    ways = rows([button("button.show", "s-show", one.id) for one in found[:1]])
    return scene.turn(Say("schedule.not_yet"), buttons=ways, session=kept(scene, None))


def _cancel(scene: Scene, office: Office, parsed: Parsed, people: tuple[str, ...]) -> Turn:
    """Not this one: which, and then the same question as its button asks. Of a whole rhythm too, where that may be meant."""
    all_coming = _coming(scene, office, people)
    found = _then(office, all_coming, parsed)
    key = parsed.asked.key if parsed.asked is not None else ""
    if not found:
        return _not_yet(scene, office, parsed, people) or _none(scene)
    day_said = parsed.first is not None or parsed.week_of is not None
    first = found[0]
    if key == "ask_cannot":
        return moving.ask(scene, first.checkin.id, str(first.checkin.round), "")
    if key == "ask_scope" and first.series and len({b.series for b in found}) == 1:
        ways = [
            Button(Say("button.s_only_next"), Press("c-cx", (first.checkin.id, str(first.checkin.round)))),
            Button(Say("button.s_all"), Press("s-end", (first.series,))),
        ]
        say = SayAt(
            "schedule.one_or_all",
            {"at": first.checkin.at},
            office.person.zone,
            {"who": two_words.beside(office.called(_other(office, first)), two_words.of(office, first.series))},
        )
        return scene.turn(say, buttons=rows(ways), session=kept(scene, None))
    one_each = len({_other(office, b) for b in found}) > 1 or (day_said and len(found) > 1)
    if one_each:
        return _each(
            scene,
            office,
            found,
            "schedule.which_one",
            {b.checkin.id: Press("c-cx", (b.checkin.id, str(b.checkin.round))) for b in found},
        )
    return stopping.ask_cancel(scene, first.checkin.id, str(first.checkin.round))


def _move(scene: Scene, office: Office, parsed: Parsed, people: tuple[str, ...], text: str) -> Turn:
    """To another time: one check-in, or the whole rhythm from then on."""
    if parsed.scope == "series":
        return _move_series(scene, office, parsed, people, text)
    found = _coming(scene, office, people)
    if not found:
        return _move_series(scene, office, parsed, people, text) if _rhythms(scene, office, people) else _none(scene)
    if parsed.first is None:
        presses = {b.checkin.id: Press("c-mv", (b.checkin.id, str(b.checkin.round), "")) for b in found}
        if len({_other(office, b) for b in found}) > 1:
            return _each(scene, office, found, "schedule.which_one", presses)
        return moving.ask(scene, found[0].checkin.id, str(found[0].checkin.round), "")
    moments = {b.checkin.id: moment for b in found if (moment := _whereto(office, b, parsed.first)) is not None}
    found = [b for b in found if b.checkin.id in moments]
    if not found:
        return _none(scene)
    presses = {
        b.checkin.id: Press("c-mvt", (b.checkin.id, str(b.checkin.round), coded(moments[b.checkin.id]), "")) for b in found
    }
    if len({_other(office, b) for b in found}) > 1:
        return _each(scene, office, found, "schedule.which_one", presses)
    return _move_one(scene, office, found[0], moments[found[0].checkin.id], presses[found[0].checkin.id], parsed)


def _whereto(office: Office, booking: Booking, first: datetime | date) -> datetime | None:
    """The moment that is meant: an hour that wasn't said is the old one."""
    if isinstance(first, datetime):
        return instant(first.date(), first.time(), office.person.zone)
    usual = booking.checkin.at.astimezone(office.zone).time()
    return instant(first, usual.replace(second=0, microsecond=0), office.person.zone)


def _move_one(scene: Scene, office: Office, one: Booking, when: datetime, press: Press, parsed: Parsed) -> Turn:
    other = _other(office, one)
    if when <= scene.now:
        return moving.ask(scene, one.checkin.id, str(one.checkin.round), "")
    zone = office.staff.people[other].zone if other in office.staff.people else ""
    who = two_words.beside(office.called(other), two_words.of(office, one.series))
    say = SayAt("schedule.move_ask", {"new": when}, office.person.zone, {"who": who}, other=zone)
    old = SayAt("schedule.move_old", {"old": one.checkin.at}, office.person.zone)
    first = [Button(Say("button.s_yes_move"), press)]
    more = [Button(Say("checkin.other_time"), Press("c-mvo", (one.checkin.id, str(one.checkin.round), "")))]
    if one.series and office.rhythm(one.series):
        more.append(button("button.s_all_then", "s-move", one.series))
    leave = ((button("button.s_leave", "c-show", one.checkin.id),),)
    return scene.turn(say, old, buttons=(*rows(first), *rows(more), *leave), session=kept(scene, None))


# --- whole rhythms --------------------------------------------------------------------------------------------------------


def _rhythms(scene: Scene, office: Office, people: tuple[str, ...], paused: bool = False) -> list[Series]:
    found = [one for one in office.series if not one.ended and (one.paused or not paused)]
    named = [
        one
        for one in found
        if (set(one.sides) & set(people) if people else office.me in one.sides) and series_of(scene, one.id, "pause")
    ]
    return sorted(named, key=lambda one: one.id)


def _series(scene: Scene, office: Office, people: tuple[str, ...], verb: str, paused: bool = False) -> Turn:
    """Something with a whole rhythm: asked at once if it is one, else which."""
    found = _rhythms(scene, office, people, paused)
    if not found:
        return rhythms.gone(scene)
    if paused or len(found) > 1:
        buttons = [
            Button(
                Say("button.plain", {"what": two_words.label(office, one.sides, one.id)}),
                Press(verb, (one.id,)),
            )
            for one in found[:SHOWN]
        ]
        return scene.turn(
            Say("schedule.go_on" if paused else "schedule.which_one"), buttons=rows(buttons, width=1), session=kept(scene, None)
        )
    return rhythms.ask_end(scene, found[0].id)


def _move_series(scene: Scene, office: Office, parsed: Parsed, people: tuple[str, ...], text: str) -> Turn:
    found = _rhythms(scene, office, people)
    if not found:
        return rhythms.gone(scene)
    if len(found) > 1:
        return _series(scene, office, people, "s-move")
    rule = without_ends(parsed.rrule)[0] if parsed.rrule else ""
    first = parsed.first.date() if isinstance(parsed.first, datetime) else parsed.first
    draft = replace(started(scene), rule=_of_same(found[0], rule), first=first, doubt=as_doubt(parsed.asked))
    if isinstance(parsed.first, datetime):
        wall = scene.now.astimezone(office.zone)
        if first is not None and not scene.edition.wording.means_day(text, first, wall, scene.lang):
            # Another hour, the same days.
            next_one = coming(rhythms.running(scene, found[0]), scene.now, 1)
            first = next_one[0].astimezone(office.zone).date() if next_one else first
        draft = replace(draft, at=parsed.first.time(), first=first)
    elif first is not None:
        draft = replace(draft, at=rhythms.running(scene, found[0])[0].at)
    return rhythms.move(scene, found[0].id, draft)


def _of_same(series: Series, rule: str) -> str:
    """ "Move them all to Thursdays" keeps how often they come."""
    if rule and not (rule.startswith("FREQ=WEEKLY;BYDAY") and "," not in rule):
        return rule
    return ""


def _pause(scene: Scene, office: Office, parsed: Parsed, people: tuple[str, ...]) -> Turn:
    found = _rhythms(scene, office, people)
    if not found:
        return rhythms.gone(scene)
    draft = replace(started(scene, "pause"), subject=tuple(one.id for one in found[:SHOWN]), until=parsed.until)
    if parsed.asked is not None:
        return asking(
            scene, draft, "until", Say("schedule.until_when"), buttons=((button("button.s_cancel", "s-no", draft.id),),)
        )
    return rhythms.ask_pause(scene, draft)


def _later(scene: Scene, office: Office, when: datetime) -> Turn:
    """A reminder returns then: the last one that came."""
    moment = instant(when.date(), when.time(), office.person.zone)
    if moment is None or not office.reminded:
        return lists.listed(scene, "")
    return stopping.put_off(scene, office.reminded[0].key[1], moment)
