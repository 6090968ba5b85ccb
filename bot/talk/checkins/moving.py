"""Yes to a time, another time, or not then: what was agreed is off as soon as somebody asks, and never missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from bot.supervision.checkin import STANDING, Accept, AskToMove, Offer, Reason, Result
from bot.talk.checkins.mine import (
    Mine,
    as_it_is,
    at,
    changed,
    found,
    free,
    kept,
    over,
    show_row,
    tell,
    time_buttons,
    zone_of,
)  # fmt: skip
from bot.talk.dealings import Tell
from bot.talk.effects import Effect, Turn
from bot.talk.messages import Button, Piece, Press, Reply, Rows, Say, SayAt
from bot.talk.moments import coded, decoded
from bot.talk.scene import Scene, button, rows

REASONS: tuple[Reason, ...] = get_args(Reason)
SAID_OPENLY = frozenset({"visit", "court"})
"""Reasons that may stand on a lock screen; the others say something of a person and stand behind [Show]."""
RHYTHM_AFTER = 3
"""So many times moved is a sign about the rhythm."""
URGENT = timedelta(hours=12)
"""What changes a time that is nearer than this doesn't wait for the end of quiet hours."""
ASKED = "checkins-time"
LATE = "told-late"
"""What stands in `Session.asked` once the other side heard that it begins later: a second tap tells nobody twice."""


def yes(scene: Scene, id: str, round: str, moment: str) -> Turn:
    """Yes to a time: the one proposed, one on offer, or "ready" for the one that stands."""
    mine, when = found(scene, id, "answer"), decoded(moment)
    if mine is None or when is None or not round.isdecimal():
        return over(scene)
    result = changed(scene, mine, Accept(mine.side, int(round), when))
    if result is None:
        return over(scene)
    if result.said != "done":
        return as_it_is(scene, mine, result.said)
    if mine.checkin.state in STANDING:
        return scene.turn(
            at(mine.office, "move.ready", when, mine.other), buttons=(show_row(id),), effects=(kept(scene, mine, result.checkin),)
        )
    return _agreed(scene, mine, result)


def _agreed(scene: Scene, mine: Mine, result: Result) -> Turn:
    """A time that both want: fixed, both know it, and whose other offer fell through is told so."""
    when = result.checkin.at
    told = tell(mine, "told.fixed", {"when": when}, (show_row(mine.checkin.id),), now=_near(scene, when))
    effects: tuple[Effect, ...] = (kept(scene, mine, result.checkin), *told)
    for offer in result.lost:
        if offer.by not in (mine.office.me, mine.other):
            effects = (*effects, _fell_through(mine, offer, when))

    return scene.turn(at(mine.office, "move.fixed", when, mine.other), buttons=(show_row(mine.checkin.id),), effects=effects)


def _fell_through(mine: Mine, offer: Offer, when: datetime) -> Tell:
    say = SayAt("told.fixed", {"when": when}, zone_of(mine.office, offer.by), brief=True)
    return Tell(offer.by, Reply((say,), (show_row(mine.checkin.id),), lane="reminder"))


def ask(scene: Scene, id: str, round: str, reason: str) -> Turn:
    """To when? Three times of both working weeks, or another one."""
    mine = found(scene, id, "move")
    if mine is None or not round.isdecimal():
        return over(scene)
    if int(round) != mine.checkin.round:
        return as_it_is(scene, mine, "too-late")
    return scene.turn(*_lead(mine), buttons=choices(scene, mine, reason))


def choices(scene: Scene, mine: Mine, reason: str = "") -> Rows:
    """Buttons with times to move to, another one typed, or none yet."""
    times = time_buttons(mine.office, "c-mvt", mine.args, free(scene, mine), reason)
    last = [button("checkin.other_time", "c-mvo", *mine.args, reason), button("move.none_yet", "c-no", *mine.args, reason)]
    return (*times, *rows(last))


def _lead(mine: Mine) -> tuple[Piece, ...]:
    key = "move.ask" if mine.checkin.state in STANDING else "move.ask_other"
    return (at(mine.office, key, mine.checkin.at, mine.other),)


def to(scene: Scene, id: str, round: str, moment: str, reason: str) -> Turn:
    """This time; why is asked by one tap if it isn't known."""
    mine, when = found(scene, id, "move"), decoded(moment)
    if mine is None or when is None:
        return over(scene)
    if reason not in REASONS:
        return _why(scene, mine, "c-mvt", (coded(when),))
    return wanted(scene, mine, when, reason, round)


def not_then(scene: Scene, id: str, round: str, reason: str) -> Turn:
    """Not then, and no other time yet: off at once, after one tap for why."""
    mine = found(scene, id, "move")
    if mine is None:
        return over(scene)
    if reason not in REASONS:
        return _why(scene, mine, "c-no", ())
    return wanted(scene, mine, None, reason, round)


def _why(scene: Scene, mine: Mine, verb: str, more: tuple[str, ...]) -> Turn:
    if mine.checkin.state == "proposed" and more:
        # What was only proposed needs no reason to be at another time.
        return wanted(scene, mine, decoded(more[0]), "other", str(mine.checkin.round))
    buttons = [button(f"reason.{one}", verb, *mine.args, *more, one) for one in REASONS]
    return scene.turn(Say("move.why"), buttons=rows(buttons))


def wanted(scene: Scene, mine: Mine, when: datetime | None, reason: Reason | str, round: str) -> Turn:
    """Asked for: the old time is off, the other side hears it, and the first time that is accepted holds."""
    if not round.isdecimal() or reason not in REASONS:
        return over(scene)
    if when is not None and when <= scene.now:
        return scene.turn(Say("move.past"), buttons=choices(scene, mine, str(reason)))
    known: Reason = next(one for one in REASONS if one == reason)
    result = changed(scene, mine, AskToMove(mine.side, int(round), when, known))
    if result is None:
        return over(scene)
    if result.said != "done":
        return as_it_is(scene, mine, result.said)
    if result.checkin.state == "moved":
        return _agreed(scene, mine, result)
    held, pieces = kept(scene, mine, result.checkin), list(_asked(mine, when))
    if result.checkin.moves >= RHYTHM_AFTER:
        pieces.append(Say("move.rhythm", {"n": str(result.checkin.moves)}))
    buttons: list[Button] = [button("button.show", "c-show", mine.checkin.id)]
    if when is None:
        buttons.append(button("move.find", "c-mv", *mine.args, known))
    if result.checkin.moves >= RHYTHM_AFTER and mine.booking.series:
        buttons.append(button("checkins.rhythms", "c-all", "rhythm"))
    return scene.turn(*pieces, buttons=rows(buttons), effects=(held, *_told(scene, mine, result, when, known)))


def _asked(mine: Mine, when: datetime | None) -> tuple[Piece, ...]:
    old = mine.checkin.at
    zone, other = mine.office.person.zone, zone_of(mine.office, mine.other)
    if when is None:
        return (SayAt("move.off", {"old": old}, zone, brief=True),)
    return (SayAt("move.asked", {"new": when, "old": old}, zone, other=other, brief=True),)


def _told(scene: Scene, mine: Mine, result: Result, when: datetime | None, reason: Reason) -> tuple[Effect, ...]:
    args = (mine.checkin.id, str(result.checkin.round))
    near = _near(scene, mine.checkin.at)
    said = (Say(f"told.reason.{reason}"),) if reason in SAID_OPENLY else ()
    propose = button("move.propose", "c-mv", *args, "")
    show = button("button.show", "c-show", mine.checkin.id)
    if when is None:
        return tell(mine, "told.off", {"old": mine.checkin.at}, rows([propose, show]), *said, now=near)
    accept = Button(Say("checkin.yes"), Press("c-ok", (*args, coded(when))))
    return tell(mine, "told.move", {"new": when, "old": mine.checkin.at}, rows([accept, propose, show]), *said, now=near)


def _near(scene: Scene, moment: datetime) -> bool:
    return timedelta(0) < moment - scene.now < URGENT


def late(scene: Scene, id: str) -> Turn:
    """It begins a little later: the other side hears it at once. Once is enough."""
    mine = found(scene, id, "move")
    if mine is None or abs(mine.checkin.at - scene.now) > URGENT:
        return over(scene)
    told = (id, str(mine.checkin.round))
    again = (scene.session.asked, scene.session.asked_args) == (LATE, told)
    effects = () if again else tell(mine, "told.late", {"when": mine.checkin.at}, (show_row(id),), now=True)
    session = replace(scene.session, asked=LATE, asked_args=told, asked_at=scene.now)
    return scene.turn(Say("late.done"), buttons=(show_row(id),), session=session, effects=effects)


# --- another time, typed --------------------------------------------------------------------------------------------------


def type_it(scene: Scene, id: str, round: str, reason: str) -> Turn:
    """Another time than those on offer: it is typed."""
    mine = found(scene, id, "move")
    if mine is None:
        return over(scene)
    session = replace(scene.session, asked=ASKED, asked_args=(id, round, reason), asked_at=scene.now)
    return scene.turn(Say("move.type"), session=session)


def typed(scene: Scene, when: datetime) -> Turn:
    """The time that was typed after `type_it`: shown back as a button before anything is asked of anybody."""
    id, round, reason = scene.session.asked_args
    mine = found(scene, id, "move")
    if mine is None:
        return over(scene)
    quiet = [calendar for calendar in mine.calendars if calendar.is_quiet(when)]
    pieces: list[Piece] = [at(mine.office, "move.typed", when, mine.other)]
    if when <= scene.now:
        return scene.turn(Say("move.past"), session=scene.session)
    if quiet:
        pieces.append(Say("move.quiet"))
    accept = button("move.this", "c-mvt", id, round, coded(when), reason)
    again = button("checkin.other_time", "c-mvo", id, round, reason)
    session = replace(scene.session, asked="", asked_args=(), asked_at=None)
    return scene.turn(*pieces, buttons=rows([accept, again]), session=session)
