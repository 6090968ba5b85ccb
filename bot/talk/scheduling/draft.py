"""A check-in that is being planned: what was said so far, in the session until it is kept or left. Pure.

It holds ids, dates and codes only: no name and no sentence of anybody.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Literal
from zoneinfo import ZoneInfo

from bot.supervision import kind as kinds
from bot.supervision.kind import Kind
from bot.supervision.plan import LAST, EveryWeeks, MonthlyOnDay, MonthlyOnWeekday, NotAPlan, Once, Plan, Rule, occurrences
from bot.supervision.rrule import plan_of
from bot.talk.effects import Turn
from bot.talk.messages import Button, Piece, Rows
from bot.talk.scene import Scene, button
from bot.talk.scheduling.whom import Pair, pairs
from bot.talk.session import Session

ASKED = "scheduling-draft"
RULES = ("own", "once", "w1", "w2", "mn", "ml", "md")
"""Rhythms of a tap: the kind's own, once, weekly, fortnightly, monthly on the nth weekday, on the last one, on the last day."""
Act = Literal["new", "many", "series", "pause"]
"""What the yes will do: a new one, one with each of several, another rhythm or time from a day on, a pause of rhythms."""


@dataclass(frozen=True)
class Draft:
    """What was said of it so far; what is "" or None wasn't.

    `people` are the others, by id. `kind` is its id; `rule` one of RULES, or RFC 5545 without COUNT and UNTIL. `first` and `at`
    are a day and a wall time in the zone of whoever plans. `subject` are the series that are changed. `asks` is what was asked
    last, so that typed words are read as the answer; `doubt` a question of the wording with its two readings. `hours` is the part
    of the day, `weekdays` the days, `spots` what was laid, for a check-in with each of several. `until` is also the last day of a
    pause, `since` the first day that is meant where no other was said.
    """

    id: str
    act: Act = "new"
    people: tuple[str, ...] = ()
    since: date | None = None
    kind: str = ""
    rule: str = ""
    first: date | None = None
    at: time | None = None
    from_last: bool = False
    until: date | None = None
    count: int | None = None
    subject: tuple[str, ...] = ()
    asks: str = ""
    doubt: tuple[str, ...] = ()
    hours: str = ""
    weekdays: tuple[str, ...] = ()
    spots: tuple[str, ...] = ()


def started(scene: Scene, act: Act = "new") -> Draft:
    """A new one, with an id of its own: the same for the same message, so that a repeat of it makes nothing twice."""
    me = scene.desk.office.me if scene.desk.office else ""
    return Draft(made_id(me, scene.now.isoformat(), scene.asked or scene.under)[:6], act)


def made_id(*parts: str) -> str:
    """Ten characters that are the same for the same parts."""
    return sha256("\n".join(parts).encode()).hexdigest()[:10]


# --- in the session -------------------------------------------------------------------------------------------------------


def kept(scene: Scene, draft: Draft | None) -> Session:
    """The session with the draft in it; without one where it is done."""
    if draft is None:
        if scene.session.asked != ASKED:
            return scene.session
        return replace(scene.session, asked="", asked_args=(), asked_at=None)
    return replace(scene.session, asked=ASKED, asked_args=_written(draft), asked_at=scene.now)


def current(scene: Scene, id: str = "") -> Draft | None:
    """The draft of this conversation; with an `id` only if it is that one."""
    if scene.session.asked != ASKED:
        return None
    draft = _read(scene.session.asked_args)
    return draft if draft is not None and id in ("", draft.id) else None


def state_of(draft: Draft) -> str:
    """Six characters for what a draft says, so that a yes is to what stood above it."""
    return made_id(*_written(replace(draft, asks="")))[:6]


def _written(draft: Draft) -> tuple[str, ...]:
    made: list[str] = []
    for field in fields(draft):
        value = getattr(draft, field.name)
        if value in (None, "", (), False):
            continue
        text = ",".join(value) if isinstance(value, tuple) else "1" if value is True else str(value)
        made.append(f"{field.name}={value.isoformat() if isinstance(value, date | time) else text}")
    return tuple(made)


def _read(written: tuple[str, ...]) -> Draft | None:
    """None for what no draft of today's shape has written: an older version of the bot may have."""
    said = dict(part.partition("=")[::2] for part in written)
    lists = ("people", "subject", "doubt", "weekdays", "spots")
    with suppress(ValueError, KeyError, TypeError):
        values: dict[str, object] = {**said, "from_last": said.get("from_last") == "1"}
        values |= {name: tuple(said[name].split(",")) for name in lists if name in said}
        values |= {name: date.fromisoformat(said[name]) for name in ("first", "until", "since") if name in said}
        values |= {"at": time.fromisoformat(said["at"])} if "at" in said else {}
        values |= {"count": int(said["count"])} if "count" in said else {}
        return Draft(**values)  # type: ignore[arg-type]
    return None


def asking(scene: Scene, draft: Draft, asks: str, *pieces: Piece, buttons: Rows = ()) -> Turn:
    """A step of the dialogue: what is asked, and the draft kept with that."""
    return scene.turn(*pieces, buttons=buttons, session=kept(scene, replace(draft, asks=asks)))


def yes_button(draft: Draft, key: str = "button.s_yes") -> Button:
    """Yes to exactly what stands above it."""
    return button(key, "s-yes", draft.id, state_of(draft))


def pair_of(scene: Scene, draft: Draft) -> Pair | None:
    """The two whom it is about, if it is one pair and they may."""
    office = scene.desk.office
    return pairs(office, scene.now).get(draft.people[0]) if office and len(draft.people) == 1 else None


# --- as plans -------------------------------------------------------------------------------------------------------------


def plans_of(draft: Draft, kind: Kind, zone: str) -> tuple[Plan, ...]:
    """The rhythm that it comes to, stage by stage. Raises NotAPlan."""
    if draft.first is None or draft.at is None:
        raise NotAPlan("a check-in without a time", "say on which day and at what time")
    if draft.rule == "own" and kind.rhythm:
        made = kinds.plans(kind.rhythm, draft.first, zone, draft.at, draft.until)
        if len(made) > 1 and draft.count is not None:
            made = kinds.plans(kind.rhythm, draft.first, zone, draft.at, _last_of(made, draft.count))
        elif len(made) == 1:
            made = (replace(made[0], count=draft.count, until=made[0].until if draft.count is None else None),)
    elif draft.rule in RULES:
        made = (Plan(zone, draft.at, draft.first, _rule(draft.rule, draft.first), draft.count, draft.until),)
    else:
        rule = plan_of(draft.rule, zone, draft.at, draft.first, last_day=True).rule
        made = (Plan(zone, draft.at, draft.first, rule, draft.count, draft.until),)
    if draft.from_last and len(made) == 1 and not isinstance(made[0].rule, Once):
        made = (replace(made[0], from_last_held=True),)
    return made


def _last_of(made: tuple[Plan, ...], count: int) -> date:
    """The day of the nth check-in of several stages."""
    begin = datetime.combine(made[0].first, time(), UTC) - timedelta(days=2)
    moments = sorted(moment for plan in made for moment in occurrences(plan, begin, count))[:count]
    return moments[-1].astimezone(ZoneInfo(made[0].zone)).date()


def _rule(code: str, first: date) -> Rule:
    nth = (first.day - 1) // 7 + 1
    match code:
        case "w1":
            return EveryWeeks(1, (first.weekday(),))
        case "w2":
            return EveryWeeks(2, (first.weekday(),))
        case "mn":
            return MonthlyOnWeekday(LAST if nth == 5 else nth, first.weekday())
        case "ml":
            return MonthlyOnWeekday(LAST, first.weekday())
        case "md":
            return MonthlyOnDay(31)
        case _:
            return Once()


def can_count_from_last(draft: Draft, kind: Kind, zone: str) -> bool:
    """Whether it could be counted from the last one held."""
    with suppress(NotAPlan):
        made = plans_of(replace(draft, from_last=False), kind, zone)
        if len(made) == 1:
            replace(made[0], from_last_held=True)
            return not isinstance(made[0].rule, Once)
    return False


def without_ends(rrule: str) -> tuple[str, int | None, date | None]:
    """A rule of RFC 5545 without its end, how often, and until when (a day)."""
    parts = dict(part.partition("=")[::2] for part in rrule.split(";") if part)
    count, until = parts.pop("COUNT", ""), parts.pop("UNTIL", "")
    last = datetime.strptime(until[:8], "%Y%m%d").date() if until else None  # noqa: DTZ007 (a day has no zone)
    return ";".join(f"{name}={value}" for name, value in parts.items()), int(count) if count else None, last
