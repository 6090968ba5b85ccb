"""What is said of a rhythm before the yes, and where it is shown: how often, the next dates on both walls, what is special."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.library.model import in_language
from bot.supervision.calendar import Calendar
from bot.supervision.checkin import OPEN
from bot.supervision.kind import Every, Kind, Rhythm
from bot.supervision.plan import EveryDays, EveryWeeks, MonthlyOnDay, MonthlyOnWeekday, Once, Plan, echo
from bot.supervision.wording_facts import CODES
from bot.supervision.wording_say import rhythm
from bot.supervision.wording_words import Scheduling
from bot.talk.dates import on_date
from bot.talk.messages import Piece, Say, SayAt
from bot.talk.office import Office
from bot.talk.scene import Scene
from bot.talk.scheduling.whom import calendar_of
from bot.talk.two_words import beside

DATES = 3
SPECIAL = 2
"""Lines about what is special: with the first line and the dates they make six."""


def title_of(scene: Scene, kind: Kind) -> str:
    """The kind's title in the reader's language."""
    return in_language(kind.titles, scene.lang)


def how_often(scene: Scene, plans: Sequence[Plan]) -> str:
    """The rhythm in words: "every 2 weeks on Tuesday"; stage after stage."""
    words, say = scene.edition.scheduling.get(scene.lang) or scene.edition.scheduling["en"], scene.edition.words.say
    told = [_in_words(plan, words) or say(scene.lang, "schedule.once") for plan in plans]
    text = told[0]
    for more in told[1:]:
        text = say(scene.lang, "schedule.then", {"a": text, "b": more})
    return say(scene.lang, "schedule.from_last", {"rhythm": text}) if any(plan.from_last_held for plan in plans) else text


def every(scene: Scene, kinds: Rhythm) -> str:
    """A kind's own rhythm in words, without a day."""
    words, say = scene.edition.scheduling.get(scene.lang) or scene.edition.scheduling["en"], scene.edition.words.say
    text = rhythm(_of_every(kinds[0].every), words)
    for stage in kinds[1:]:
        text = say(scene.lang, "schedule.then", {"a": text, "b": rhythm(_of_every(stage.every), words)})
    return text


def _of_every(step: Every) -> str:
    return f"FREQ={ {'days': 'DAILY', 'weeks': 'WEEKLY', 'months': 'MONTHLY'}[step.unit] };INTERVAL={step.n}".replace(" ", "")


def _in_words(plan: Plan, words: Scheduling) -> str:
    match plan.rule:
        case EveryDays(n):
            return rhythm(f"FREQ=DAILY;INTERVAL={n}", words)
        case EveryWeeks(n, weekdays):
            return rhythm(f"FREQ=WEEKLY;INTERVAL={n};BYDAY={','.join(CODES[day] for day in weekdays)}", words)
        case MonthlyOnWeekday(nth, weekday, n):
            return rhythm(f"FREQ=MONTHLY;INTERVAL={n};BYDAY={nth}{CODES[weekday]}", words)
        case MonthlyOnDay(day, n):
            return rhythm(f"FREQ=MONTHLY;INTERVAL={n};BYMONTHDAY={-1 if day == 31 else day}", words)
        case Once():
            return ""


# --- the lines ------------------------------------------------------------------------------------------------------------


def lines(
    scene: Scene, office: Office, plans: Sequence[Plan], kind: Kind, other: str, but: Sequence[str] = (), code: str = "",
) -> list[Piece]:  # fmt: skip
    """At most six lines on a rhythm: what, with whom, how often; its next dates, each with what is special about it; then what is
    special about the rhythm. `but` are ids of series whose check-ins don't count as busy, `code` the two words of it."""
    what = beside(title_of(scene, kind), code)
    said = Say("schedule.head", {"kind": what, "who": office.called(other), "rhythm": how_often(scene, plans)})
    dates: list[Piece] = [date_line(scene, office, moment, plans, other, but) for moment in coming(plans, scene.now)]
    return [said, *dates, *special(scene, plans)[:SPECIAL]]


def coming(plans: Sequence[Plan], now: datetime, limit: int = DATES) -> list[datetime]:
    """The next moments of a rhythm, stage after stage."""
    found = [moment for plan in plans for moment in echo(plan, now, limit).next]
    return sorted(found)[:limit]


def date_line(
    scene: Scene, office: Office, moment: datetime, plans: Sequence[Plan], other: str, but: Sequence[str] = ()
) -> SayAt:
    """A date on both walls, with the one thing about it that matters most."""
    zone = office.staff.people[other].zone if other else ""
    note = _note(scene, office, moment, plans, other, but)
    return SayAt(f"schedule.on{note}", {"at": moment}, office.person.zone, {"who": office.called(other)}, other=zone)


def _note(scene: Scene, office: Office, moment: datetime, plans: Sequence[Plan], other: str, but: Sequence[str]) -> str:
    two = [(".mine", calendar_of(office, office.me)), *([(".theirs", calendar_of(office, other))] if other else [])]
    for side, calendar in two:
        if calendar.on_leave(moment):
            return f".away{side}"
    for _, calendar in two:
        off = calendar.off(calendar.local(moment).date())
        if off is not None and off.why in ("holiday", "closed"):
            # What comes from a rhythm alone falls out then; a single one was meant for that day.
            single = "once." if isinstance(plans[0].rule, Once) else ""
            return f".{single}expected" if off.expected else f".{single}{off.why}"
    if _busy(office, moment, but):
        return ".busy"
    for plan in plans:
        if (
            moment.astimezone(ZoneInfo(plan.zone)).time() != plan.at
            and plan.first <= moment.astimezone(ZoneInfo(plan.zone)).date()
        ):
            return ".clock"
    for side, calendar in two:
        if _dayoff(calendar, moment):
            return f".weekend{side}"
    return next((f".quiet{side}" for side, calendar in two if calendar.is_quiet(moment)), "")


def _dayoff(calendar: Calendar, moment: datetime) -> bool:
    off = calendar.off(calendar.local(moment).date())
    return off is not None and off.why == "weekend"


def _busy(office: Office, moment: datetime, but: Sequence[str]) -> bool:
    """Whether I have another check-in then. Of the other side's nothing is said: with whom they have some is theirs."""
    own = (b for b in office.bookings if office.me in b.checkin.sides and b.checkin.state in OPEN and b.series not in but)
    return any(b.checkin.at <= moment < b.checkin.ends for b in own)


def special(scene: Scene, plans: Sequence[Plan]) -> list[Piece]:
    """What has to be known of a rhythm: its end, short months, months without a fifth weekday."""
    found: list[Piece] = []
    last = echo(plans[-1], scene.now, 1)
    if last.ends is not None and not isinstance(plans[-1].rule, Once):
        found.append(Say("schedule.ends", {"day": on_date(last.ends, scene.lang)}))
    if any(isinstance(plan.rule, MonthlyOnDay) and plan.rule.day > 28 for plan in plans):
        found.append(Say("schedule.short_months"))
    if any(isinstance(plan.rule, MonthlyOnWeekday) and plan.rule.nth == 5 for plan in plans):
        found.append(Say("schedule.no_fifth"))
    return found
