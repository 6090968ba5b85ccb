"""The rooms of the conversation that belong to whoever joined: what each takes over from the router and from the buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.talk import start
from bot.talk.asides import cannot_keep
from bot.talk.board import routes as board
from bot.talk.checkins import routes as checkins
from bot.talk.danger import danger_button
from bot.talk.effects import Turn
from bot.talk.joining import forgetting
from bot.talk.joining import routes as joining
from bot.talk.joining.colleagues import member
from bot.talk.joining.hand import NAMING
from bot.talk.joining.notice import notice
from bot.talk.messages import Say
from bot.talk.scene import Scene
from bot.talk.scheduling import routes as scheduling
from bot.talk.tokens import VERBS_OF

OPEN = frozenset(
    {"sos", "start", "help", "numbers", "join", "privacy", "about", "settings", "forget", "hide", "admin", "withdraw", "fix"}
)
"""Commands that are open to everybody also where guidance isn't."""
OPEN_ASKS = frozenset({"card-country", "numbers-country", NAMING})

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


def forget(scene: Scene) -> Turn:
    """/forget: for somebody who joined more goes, and more stays."""
    office = member(scene)
    return start.forget(scene) if office is None else forgetting.forget(scene, office)


def privacy(scene: Scene) -> Turn:
    """/privacy: for somebody who joined, what is kept of check-ins too."""
    told = start.told(scene, "privacy")
    if member(scene) is None or told.reply is None:
        return told
    return replace(told, reply=replace(told.reply, pieces=(*told.reply.pieces, notice(scene))))


def is_open(scene: Scene) -> bool:
    """Whether guidance is open to whoever asks. With the store down nobody can tell who joined: then it is."""
    return scene.house.open_without_joining or bool(scene.desk.member) or member(scene) is not None or not scene.desk.storing


def members_only(scene: Scene) -> Turn | None:
    """Where guidance is for people who joined: the answer to anybody else; None for them, and for what is open to everybody."""
    if is_open(scene):
        return None
    if scene.reading.alarm is not None or scene.reading.command in OPEN or scene.session.asked in OPEN_ASKS:
        return None
    return scene.turn(Say("members.only", start.house_args(scene)), buttons=((danger_button(),),))


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
