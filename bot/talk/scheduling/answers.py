"""Answers to what was asked while a check-in is planned: one of two readings, or a few words typed. Typed words win."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.supervision.kind import Every
from bot.supervision.wording import Piece as Answer
from bot.supervision.wording_when import WORKDAYS
from bot.talk.effects import Turn
from bot.talk.messages import Say
from bot.talk.scene import Scene
from bot.talk.scheduling.doubts import as_doubt, value_of
from bot.talk.scheduling.draft import Draft, asking, current, state_of, without_ends
from bot.talk.scheduling.keeping import yes
from bot.talk.scheduling.making import echo, lapsed, leave, offered, proceed
from bot.talk.scheduling.rhythms import ask_pause
from bot.talk.scheduling.whom import calendar_of, meant, pairs

OWN = 5
"""Words of a text that may be meant as a name for a series."""


def pick(scene: Scene, draft: Draft, which: str) -> Turn:
    """This reading."""
    if not draft.doubt or which not in ("0", "1"):
        return lapsed(scene)
    key, *readings = draft.doubt
    n = int(which)
    settled = replace(draft, doubt=())
    match key:
        case "ask_once":
            first = draft.first
            last = first is not None and (first + timedelta(days=7)).month != first.month
            return proceed(scene, replace(settled, rule=("ml" if last else "mn") if n == 0 else "once"))
        case "ask_unclear_week" if n == 1:
            return asking(scene, replace(settled, rule=""), "rule", Say("schedule.two_days"))
        case "ask_unclear_week":
            return proceed(scene, replace(settled, rule="w2"))
        case "ask_unclear_month":
            rule = "w2" if n == 0 else "FREQ=MONTHLY;INTERVAL=2"
            return proceed(scene, replace(settled, rule=rule))
    value = value_of(readings[n]) if n < len(readings) else None
    if settled.asks == "until" or (settled.act == "pause" and isinstance(value, date)):
        return proceed_pause(scene, settled, value)
    return proceed(scene, _with(settled, value))


def proceed_pause(scene: Scene, draft: Draft, value: datetime | date | time | None) -> Turn:
    """The day until which a pause lasts."""
    from bot.talk.scheduling.rhythms import ask_pause

    day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
    return ask_pause(scene, replace(draft, until=day))


def _with(draft: Draft, value: datetime | date | time | None) -> Draft:
    if isinstance(value, datetime):
        return replace(draft, first=value.date(), at=value.time())
    if isinstance(value, date):
        return replace(draft, first=value)
    return replace(draft, at=value) if value is not None else draft


# --- typed --------------------------------------------------------------------------------------------------------


def read(scene: Scene, text: str) -> Answer | None:
    """The time alone that was typed, if nothing else was."""
    office = scene.desk.office
    if office is None:
        return None
    wall = scene.now.astimezone(office.zone).replace(tzinfo=None)
    return scene.edition.wording.piece(text, wall, office.zone, scene.lang, workdays(scene))


def workdays(scene: Scene) -> tuple[int, ...]:
    """The weekdays on which this person works; 0 is Monday."""
    office = scene.desk.office
    if office is None:
        return WORKDAYS
    weekend = calendar_of(office, office.me).weekend
    return tuple(day for day in range(7) if day not in weekend)


def merged(draft: Draft, said: Answer) -> Draft:
    """What was said so far with what was said now, which wins."""
    when = said.when
    day = when.first.date() if isinstance(when.first, datetime) else when.first
    if draft.asks in ("end", "until") and day is not None and when.until is None and not said.rhythm:
        return replace(draft, until=day, count=None, doubt=as_doubt(when.asked) if said.day else ())
    if said.rhythm and when.rrule:
        rule, count, until = without_ends(when.rrule)
        draft = replace(draft, rule=rule, count=count or draft.count, until=until or draft.until, from_last=False)
    if said.day and day is not None:
        draft = replace(draft, first=day)
    if said.hour and isinstance(when.first, datetime):
        draft = replace(draft, at=when.first.time(), first=draft.first or day)
    if when.until is not None:
        draft = replace(draft, until=when.until, count=None)
    if said.lasting is not None:
        draft = _lasting(draft, *said.lasting)
    plain_end = not (said.day or said.hour or said.rhythm)
    return replace(draft, doubt=() if plain_end else as_doubt(when.asked))


def _lasting(draft: Draft, number: int, unit: str) -> Draft:
    if unit == "times":
        return replace(draft, count=max(1, min(number, 1000)), until=None, from_last=False)
    if unit not in ("day", "week", "month", "year") or draft.first is None:
        return draft
    n, whole = (number * 12, "months") if unit == "year" else (number, f"{unit}s")
    last = Every(max(1, min(n, 366)), whole).after(draft.first) - timedelta(days=1)  # type: ignore[arg-type]
    return replace(draft, until=last, count=None)


def typed(scene: Scene, text: str) -> Turn | None:
    """Words while a check-in is planned; None where they plainly are something else, so that no question is swallowed."""
    draft, office = current(scene), scene.desk.office
    if draft is None or office is None:
        return None
    word = text.strip().strip(".!").casefold()
    if draft.asks == "yes" and word in _words(scene, "schedule.words_yes"):
        return yes(scene, draft.id, state_of(draft))
    if word in _words(scene, "schedule.words_no"):
        return leave(scene, draft)
    if draft.asks == "who" and len(text.split()) <= 4:
        found = meant(office, text, pairs(office, scene.now))
        if len(found) == 1:
            return proceed(scene, replace(draft, people=found))
    said = read(scene, text)
    if said is None:
        return echo(scene, draft) if _is_a_code(scene, draft, text) else None
    draft = merged(draft, said)
    if not draft.kind and (kinds := offered(scene)):
        # Whoever types goes on: the first kind stands in the echo, where it can be changed.
        draft = replace(draft, kind=kinds[0].id)
    if draft.act == "pause":
        return ask_pause(scene, draft)
    if draft.act == "many":
        return proceed(scene, replace(draft, hours="" if said.hour else draft.hours, weekdays=() if said.day else draft.weekdays))
    return proceed(scene, draft)


def _is_a_code(scene: Scene, draft: Draft, text: str) -> bool:
    """Whether somebody gives a series words of their own instead of the two that the bot made: those aren't taken."""
    kind, verdict = scene.edition.kinds.get(draft.kind), scene.reading.verdict
    if draft.asks != "yes" or draft.act != "new" or kind is None or not kind.coded:
        return False
    answered = verdict is not None and verdict.kind in ("answer", "choose", "gap")
    return len(text.split()) <= OWN and not answered


def _words(scene: Scene, key: str) -> set[str]:
    return {word.strip().casefold() for word in scene.edition.words.say(scene.lang, key).split(",")}
