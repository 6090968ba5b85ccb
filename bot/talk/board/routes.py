"""Where `board` takes over from the router: its commands, its buttons, and words that answer what it asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.talk.board import card, takeaway
from bot.talk.board.history import history
from bot.talk.effects import Turn
from bot.talk.scene import Scene

COMMANDS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "board": card.board,
    "history": lambda scene, argument: history(scene),
}
ASKS = "board-"
"""What this room asks in `Session.asked` begins with it."""


def pressed(scene: Scene, verb: str, args: tuple[str, ...]) -> Turn | None:
    """What a press of one of the `verbs` leads to; None for one that no longer fits."""
    match verb, args:
        case "b-board", (team, *first):
            return card.page(scene, team, _number(first))
        case "b-board", ():
            return card.page(scene)
        case "b-who", (team, person):
            return card.person(scene, team, person)
        case "b-nudge", (team, person):
            return card.nudge(scene, team, person)
        case "b-ask", (person,):
            return card.asked(scene, person)
        case "b-hist", first:
            return history(scene, _number(first))
        case "b-ics", (id,):
            return takeaway.calendar(scene, id)
        case "b-csv", (what, *team):
            return takeaway.taken(scene, what, team[0] if team else "")
        case "b-cal", ():
            return takeaway.address(scene)
        case _:
            return None


def typed(scene: Scene, text: str) -> Turn | None:
    """This room asks nothing that is answered in words."""
    return None


def _number(args: tuple[str, ...] | list[str]) -> int:
    return int(args[0]) if args and args[0].isdecimal() and len(args[0]) < 6 else 0
