"""Where `checkins` takes over from the router: its commands, its buttons, and words that answer what it asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.talk.checkins import agreeing, away, card, heard, lists, moving, outcome, stopping, taking
from bot.talk.checkins.mine import found
from bot.talk.checkins.spans import moment_in
from bot.talk.effects import Turn
from bot.talk.messages import Say
from bot.talk.scene import Scene


def _actions(scene: Scene, argument: str) -> Turn:
    return agreeing.listed(scene) if scene.desk.office else lists.not_joined(scene)


COMMANDS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "next": lambda scene, argument: lists.next_one(scene),
    "checkins": lambda scene, argument: lists.listed(scene, ""),
    "actions": _actions,
    "leave": away.leave,
}
ASKS = "checkins-"
"""What this room asks in `Session.asked` begins with it."""


def pressed(scene: Scene, verb: str, args: tuple[str, ...]) -> Turn | None:
    """What a press of one of the `verbs` leads to; None for one that no longer fits, or for somebody who isn't a member."""
    if scene.desk.office is None:
        return None
    return _of_a_checkin(scene, verb, args) or _beside(scene, verb, args)


def _of_a_checkin(scene: Scene, verb: str, args: tuple[str, ...]) -> Turn | None:
    match verb, args:
        case "c-show", (id,):
            return card.show(scene, id)
        case "c-prep", (id,):
            return card.prepare(scene, id)
        case "c-ok", (id, round, moment):
            return moving.yes(scene, id, round, moment)
        case "c-mv", (id, round, reason):
            return moving.ask(scene, id, round, reason)
        case "c-mvt", (id, round, moment, reason):
            return moving.to(scene, id, round, moment, reason)
        case "c-mvo", (id, round, reason):
            return moving.type_it(scene, id, round, reason)
        case "c-no", (id, round, reason):
            return moving.not_then(scene, id, round, reason)
        case "c-late", (id, round):
            return moving.late(scene, id)
        case "c-snz", (id, round):
            return stopping.later(scene, id)
        case "c-snzt", (id, round, moment):
            return stopping.at_moment(scene, id, moment)
        case "c-ps", (id, round):
            return stopping.pause(scene, id, round)
        case "c-rs", (id, round):
            return stopping.resume(scene, id, round)
        case "c-cx", (id, round):
            return stopping.ask_cancel(scene, id, round)
        case "c-cxy", (id, round):
            return stopping.cancel(scene, id, round)
        case "c-did", (id, round, what):
            return outcome.said(scene, id, round, what)
        case "c-when", (id, round):
            return outcome.at_another_time(scene, id)
        case "c-q", (id, question, answer):
            return outcome.answered(scene, id, question, answer)
        case "c-aa", (id, who):
            return agreeing.ask(scene, id, who)
        case _:
            return None


def _beside(scene: Scene, verb: str, args: tuple[str, ...]) -> Turn | None:
    match verb, args:
        case "c-ad", (day,):
            return agreeing.by_day(scene, day)
        case "c-adx", ():
            return agreeing.drop(scene)
        case "c-done", (id,):
            return agreeing.done(scene, id)
        case "c-acts", ():
            return agreeing.listed(scene)
        case "c-take", (topic,):
            return taking.take(scene, topic)
        case "c-mine", ():
            return taking.listed(scene)
        case "c-lay", (id, shown):
            return taking.lay(scene, id, shown)
        case "c-drop", (id,):
            return taking.drop(scene, id)
        case "c-next", ():
            return lists.next_one(scene)
        case "c-all", (section,):
            return lists.listed(scene, section)
        case "c-wait", ():
            return lists.waiting(scene)
        case "c-sp", (id,):
            return stopping.pause_rhythm(scene, id)
        case "c-sr", (id,):
            return stopping.resume_rhythm(scene, id)
        case "c-away", ():
            return away.leave(scene, "")
        case "c-aw", (first, last):
            return away.tapped(scene, first, last)
        case "c-awx", (first, last):
            return away.undo(scene, first, last)
        case "c-awt", ():
            return away.type_it(scene)
        case _:
            return None


def typed(scene: Scene, text: str) -> Turn | None:
    """Words after this room asked something (`Session.asked` begins with ASKS); None where they plainly are something else."""
    if scene.desk.office is None or heard.is_question(scene, text):
        return None
    match scene.session.asked:
        case moving.ASKED:
            mine = found(scene, scene.session.asked_args[0], "move")
            when = moment_in(scene, text, mine.checkin.at if mine else None)
            return moving.typed(scene, when) if when is not None else None
        case agreeing.WORDS:
            return agreeing.words(scene, text)
        case agreeing.DAY:
            return agreeing.typed_day(scene, text)
        case away.ASKED:
            return away.typed(scene, text)
        case _:
            return scene.turn(Say("checkin.over"))
