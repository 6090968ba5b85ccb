"""/forget for somebody who joined: what goes of theirs, what the organisation keeps, and the way to leave altogether."""

from __future__ import annotations

from bot.talk.effects import Turn
from bot.talk.joining.colleagues import over, ref
from bot.talk.messages import Say
from bot.talk.office import Office
from bot.talk.scene import Scene, button
from bot.talk.start import house_args


def forget(scene: Scene, office: Office) -> Turn:
    """Before anything goes."""
    buttons = (
        (button("button.forget_yes", "gone"),),
        (button("button.leave_team", "j-a", "x", ref(office.me)),),
        (button("button.forget_no", "say", "kept"),),
    )
    return over(scene, Say("forget.ask", house_args(scene)), Say("forget.member", house_args(scene)), buttons=buttons)
