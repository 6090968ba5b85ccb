"""Agreed actions: who does what by when, in a few words without a name or a case; closed by a tap of either of the two."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.people.person import cleaned
from bot.privacy import redact
from bot.supervision.diary import AgreedAction
from bot.talk.checkins.mine import found, made_id, over
from bot.talk.checkins.outcome import keeps_words
from bot.talk.checkins.spans import days_in
from bot.talk.dates import on_date
from bot.talk.dealings import KeepAction
from bot.talk.effects import Turn
from bot.talk.messages import Button, Piece, Say
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows

WORDS, DAY = "checkins-words", "checkins-day"
LONGEST = 120
"""Characters of an agreed action: what is longer is a story."""
SHOWN = 5
FURTHEST = timedelta(days=366)
_BIG = re.compile(r"(?<=[^.!?:\s]\s)[A-ZÀ-ÖØ-Þ]\w*[a-zà-öø-ÿ]\w*")
"""A word in the midst of a sentence that begins with a capital: in the languages that have capitals, mostly a name."""


def ask(scene: Scene, id: str, who: str) -> Turn:
    """Who does it? Then what, typed."""
    mine = found(scene, id, "write-notes")
    if mine is None:
        return over(scene)
    if not keeps_words(scene, mine):
        return scene.turn(Say("action.not_kept"))
    if who not in ("s", "w"):
        sides = {"s": mine.checkin.supervisor, "w": mine.checkin.worker}
        buttons = [button(_called(mine.office, person), "c-aa", id, side) for side, person in sides.items()]
        return scene.turn(Say("action.who"), buttons=rows(sorted(buttons, key=lambda one: one.label != Say("action.me"))))
    session = replace(scene.session, asked=WORDS, asked_args=(id, who), asked_at=scene.now)
    return scene.turn(Say("action.what"), session=session)


def _called(office: Office, person: str) -> Say:
    return Say("action.me") if person == office.me else Say("button.plain", {"what": office.called(person)})


def words(scene: Scene, text: str) -> Turn:
    """What was typed, shown back; not taken where it holds a name or details of a case, and then not kept anywhere."""
    id, who = scene.session.asked_args[:2]
    again = replace(scene.session, asked_at=scene.now)
    said = cleaned(text)
    if len(said) > LONGEST:
        return scene.turn(Say("action.long", {"n": str(LONGEST)}), session=again)
    if redact.find(said) or scene.reading.personal or _BIG.search(said) or len(said) < 2:
        return scene.turn(Say("action.names"), session=again)
    if found(scene, id, "write-notes") is None:
        return over(scene)
    session = replace(scene.session, asked=DAY, asked_args=(id, who, said), asked_at=scene.now)
    return scene.turn(Say("action.line", {"words": said}), Say("action.when"), buttons=_days(scene), session=session)


def _days(scene: Scene) -> tuple[tuple[Button, ...], ...]:
    assert scene.desk.office is not None
    today = scene.desk.office.today(scene.now)
    weeks = [button(f"action.weeks_{n}", "c-ad", f"{today + timedelta(weeks=n):%Y%m%d}") for n in (1, 2, 4)]
    return rows([*weeks, button("action.drop", "c-adx")])


def by_day(scene: Scene, day: str) -> Turn:
    """By that day: kept, for both to see."""
    if scene.session.asked != DAY or scene.desk.office is None:
        return scene.turn(Say("action.lapsed"), buttons=rows([button("checkins.actions", "c-acts")]))
    until = _date(day)
    return over(scene) if until is None else keep(scene, until)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def typed_day(scene: Scene, text: str) -> Turn | None:
    """A day that was typed instead of tapped; None where it is none."""
    office = scene.desk.office
    days = days_in(scene, text) if office else ()
    return keep(scene, days[-1]) if days else None


def keep(scene: Scene, until: date) -> Turn:
    """Kept."""
    id, who, said = scene.session.asked_args
    mine = found(scene, id, "write-notes")
    if mine is None:
        return over(scene)
    today = mine.office.today(scene.now)
    if not today <= until <= today + FURTHEST:
        return scene.turn(Say("action.day_past"), buttons=_days(scene), session=replace(scene.session, asked_at=scene.now))
    supervisor, worker = mine.checkin.sides
    action = AgreedAction(
        made_id("action", id, mine.office.me, str(scene.session.asked_at)), id, supervisor, worker,
        supervisor if who == "s" else worker, said, until,
    )  # fmt: skip
    session = replace(scene.session, asked="", asked_args=(), asked_at=None)
    pieces = (Say("action.kept"), _line(scene, mine.office, action))
    more = [button("action.another", "c-aa", id, ""), button("checkins.actions", "c-acts")]
    return scene.turn(*pieces, buttons=rows(more), session=session, effects=(KeepAction(action),))


def drop(scene: Scene) -> Turn:
    """Not kept after all."""
    session = replace(scene.session, asked="", asked_args=(), asked_at=None)
    return scene.turn(Say("action.dropped"), session=session)


# --- the list -------------------------------------------------------------------------------------------------------------


def listed(scene: Scene) -> Turn:
    """What is open, the soonest first, each closed by a tap."""
    office = scene.desk.office
    if office is None:
        return over(scene)
    every = _open(office)
    if not every:
        return scene.turn(Say("action.none"), buttons=rows([button("checkins.all", "c-all", "")]))
    pieces: list[Piece] = [_line(scene, office, one) for one in every[:SHOWN]]
    if len(every) > SHOWN:
        pieces.append(Say("action.more", {"n": str(len(every) - SHOWN)}))
    buttons = [button(Say("action.done", {"words": one.words}), "c-done", one.id) for one in every[:SHOWN]]
    return scene.turn(*pieces, buttons=rows(buttons, width=1))


def done(scene: Scene, id: str) -> Turn:
    """Done, said by either of the two."""
    office = scene.desk.office
    one = (
        next((one for one in office.agreed if one.id == id and office.me in (one.supervisor, one.worker)), None)
        if office
        else None
    )
    if office is None or one is None:
        return over(scene)
    buttons = rows([button("checkins.actions", "c-acts")])
    if one.done_on is not None:
        return scene.turn(Say("action.done_already", {"day": on_date(one.done_on, scene.lang)}), buttons=buttons)
    closed = replace(one, done_on=office.today(scene.now))
    return scene.turn(Say("action.closed"), buttons=buttons, effects=(KeepAction(closed),))


def _open(office: Office) -> list[AgreedAction]:
    mine = [one for one in office.agreed if office.me in (one.supervisor, one.worker) and one.done_on is None]
    return sorted(mine, key=lambda one: (one.due, one.id))


def _line(scene: Scene, office: Office, one: AgreedAction) -> Say:
    key = "action.mine" if one.by == office.me else "action.theirs"
    return Say(key, {"words": one.words, "who": office.called(one.by), "day": on_date(one.due, scene.lang)})
