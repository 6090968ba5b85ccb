"""Where `scheduling` takes over from the router: its commands, its buttons, and words that answer what it asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.talk.effects import Turn
from bot.talk.scene import Scene
from bot.talk.scheduling import answers, feasts, keeping, making, rhythms, sentence, several, times
from bot.talk.scheduling.draft import ASKED, Draft, current


def schedule(scene: Scene, argument: str) -> Turn:
    """/schedule, alone or with the sentence behind it."""
    if argument and scene.desk.office is not None:
        parsed = sentence.read(scene, argument)
        if parsed.action != "none":
            return sentence.said(scene, parsed, argument)
    return making.schedule(scene)


COMMANDS: Mapping[str, Callable[[Scene, str], Turn]] = {"schedule": schedule, "daysoff": feasts.days_off}
ASKS = "scheduling-"
"""What this room asks in `Session.asked` begins with it."""

_STEPS: Mapping[str, Callable[[Scene, Draft, str], Turn]] = {
    "s-who": making.who,
    "s-kind": making.kind,
    "s-rule": making.rule,
    "s-at": making.at,
    "s-day": times.chosen,
    "s-set": making.change,
    "s-hours": several.hours,
    "s-pick": answers.pick,
}
_OF_KIND = frozenset({"s-day", "s-hours", "s-set"})
"""Steps that hang on what kind of check-in it is."""
_OF_RHYTHM: Mapping[str, Callable[[Scene, str], Turn]] = {
    "s-show": rhythms.show,
    "s-until": rhythms.pause_until,
    "s-move": rhythms.move,
    "s-end": rhythms.ask_end,
    "s-endy": keeping.end,
}


def pressed(scene: Scene, verb: str, args: tuple[str, ...]) -> Turn | None:
    """What a press of one of the `verbs` leads to; None for one that no longer fits."""
    if scene.desk.office is None:
        return making.not_joined(scene)
    match verb, args:
        case "s-new", _:
            return making.new_with(scene, args[0] if args else "")
        case "s-yes", (id, state):
            return keeping.yes(scene, id, state)
        case "s-no", (id,):
            return making.leave(scene, current(scene, id))
        case "s-ok", (id, version):
            return rhythms.agree(scene, id, version)
        case "s-days", _:
            return feasts.days(scene, args[0]) if args and args[0] else feasts.days_off(scene)
        case "s-feast", (team, first, *shift):
            return feasts.feast(scene, team, first, shift[0] if shift else "")
        case "s-ram", (team, *off):
            return feasts.ramadan(scene, team, bool(off))
        case verb, (id,) if verb in _OF_RHYTHM:
            return _OF_RHYTHM[verb](scene, id)
        case verb, (id, what) if verb in _STEPS:
            draft = current(scene, id)
            if draft is not None and verb in _OF_KIND and draft.kind not in scene.edition.kinds:
                return making.proceed(scene, draft)  # pressed out of turn, or the kind was taken out of the content since
            return making.lapsed(scene) if draft is None else _STEPS[verb](scene, draft, what)
        case _:
            return None


def typed(scene: Scene, text: str) -> Turn | None:
    """Words after this room asked something (`Session.asked` begins with ASKS); None where they plainly are something else."""
    if scene.session.asked == ASKED:
        return answers.typed(scene, text)
    return feasts.typed(scene, text) if scene.session.asked == feasts.RAMADAN else None
