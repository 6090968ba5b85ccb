"""Words that nobody asked for and that may be about check-ins: a reply to a reminder, or a sentence that plans one."""

from __future__ import annotations

from bot.talk.effects import Turn
from bot.talk.scene import Scene


def heard(scene: Scene, text: str) -> Turn | None:
    """What words of somebody who joined lead to, if they are about check-ins rather than a practice question; None if not."""
    return None


def is_question(scene: Scene, text: str) -> bool:
    """Whether words are a practice question, whatever the bot asked last: then they are answered, never taken as a note."""
    verdict = scene.reading.verdict
    return verdict is not None and verdict.kind == "answer"
