"""Browsing: sections, then topics, then the answer: two taps to anything."""

from __future__ import annotations

from bot.talk.danger import danger_button
from bot.talk.effects import Turn
from bot.talk.messages import Say, TitleOf
from bot.talk.scene import Scene, button, rows, topic_button

BACK = "*"
"""Stands for "the sections, in place of the list that I was under"."""


def browse(scene: Scene, section: str = "") -> Turn:
    """The sections that have something to show, or one section's topics in place of them."""
    library = scene.edition.library
    shown = {s.id: [t for t in s.topics if scene.served(t)] for s in library.sections}
    topics = shown.get(section, [])
    if not topics:
        lines = [button(TitleOf(section=s), "b", s) for s, found in shown.items() if found]
        buttons = ((danger_button(),), *rows(lines), (button("button.numbers", "num", ""),))
        amends = scene.under if section == BACK else ""
        return Turn(scene.session, scene.reply(Say("browse.lead"), buttons=buttons, amends=amends))
    buttons = rows([topic_button(t) for t in topics], width=1)
    if section in library.danger_sections:
        buttons = ((danger_button(),), *buttons)
    buttons += ((button("button.back", "b", BACK),),)
    return Turn(scene.session, scene.reply(TitleOf(section=section), Say("browse.pick"), buttons=buttons, amends=scene.under))
