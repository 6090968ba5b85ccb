"""The rooms of the conversation that belong to whoever joined: what each takes over from the router and from the buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.talk.asides import cannot_keep
from bot.talk.board import routes as board
from bot.talk.checkins import routes as checkins
from bot.talk.effects import Turn
from bot.talk.joining import routes as joining
from bot.talk.scene import Scene
from bot.talk.scheduling import routes as scheduling
from bot.talk.tokens import VERBS_OF

Command = Callable[[Scene, str], Turn]


@dataclass(frozen=True)
class Room:
    """One of them. What it asks in `Session.asked` begins with `asks`."""

    verbs: Mapping[str, int]
    commands: Mapping[str, Command]
    asks: str
    pressed: Callable[[Scene, str, tuple[str, ...]], Turn | None]
    typed: Callable[[Scene, str], Turn | None]


ROOMS = (
    Room(VERBS_OF["joining"], joining.COMMANDS, joining.ASKS, joining.pressed, joining.typed),
    Room(VERBS_OF["scheduling"], scheduling.COMMANDS, scheduling.ASKS, scheduling.pressed, scheduling.typed),
    Room(VERBS_OF["checkins"], checkins.COMMANDS, checkins.ASKS, checkins.pressed, checkins.typed),
    Room(VERBS_OF["board"], board.COMMANDS, board.ASKS, board.pressed, board.typed),
)


def commands() -> dict[str, Command]:
    """The commands of all rooms. Nothing about check-ins is promised while nothing can be kept."""
    return {name: _kept(command) for room in ROOMS for name, command in room.commands.items()}


def _kept(command: Command) -> Command:
    return lambda scene, argument: command(scene, argument) if scene.desk.storing else cannot_keep(scene)


def pressed(scene: Scene, verb: str, args: tuple[str, ...]) -> Turn | None:
    """What a press of a verb of these rooms leads to; None for one that no longer fits."""
    if not scene.desk.storing:
        return cannot_keep(scene)
    return next((room.pressed(scene, verb, args) for room in ROOMS if verb in room.verbs), None)


def typed(scene: Scene, text: str) -> Turn | None:
    """Words after one of these rooms asked something; None where they plainly are something else, and under a red flag."""
    if scene.reading.alarm is not None or not scene.desk.storing:
        return None
    return next((room.typed(scene, text) for room in ROOMS if scene.session.asked.startswith(room.asks)), None)
