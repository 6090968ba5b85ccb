"""Where `scheduling` takes over from the router: its commands, its buttons, and words that answer what it asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.talk.effects import Turn
from bot.talk.scene import Scene

COMMANDS: Mapping[str, Callable[[Scene, str], Turn]] = {}
ASKS = "scheduling-"
"""What this room asks in `Session.asked` begins with it."""


def pressed(scene: Scene, verb: str, args: tuple[str, ...]) -> Turn | None:
    """What a press of one of the `verbs` leads to; None for one that no longer fits."""
    return None


def typed(scene: Scene, text: str) -> Turn | None:
    """Words after this room asked something (`Session.asked` begins with ASKS); None where they plainly are something else."""
    return None
