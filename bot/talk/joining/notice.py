"""The notice about what is kept: shown before somebody joins, and once more to each member when it changes."""

from __future__ import annotations

from dataclasses import replace

from bot.talk.dealings import SawNotice
from bot.talk.effects import Turn
from bot.talk.joining.colleagues import member
from bot.talk.messages import Say
from bot.talk.scene import Scene

NUMBER = 1
"""Which notice it is. Whoever changes what `notice.lines` promises counts it up, and every member sees it again."""

QUIET = frozenset({"hide", "forget"})


def notice(scene: Scene) -> Say:
    """What is kept, what supervisors see, where to ask: three lines."""
    house = scene.house
    return Say("notice.lines", {"data_contact": house.data_protection_contact or house.contact or house.organisation})


def with_notice(scene: Scene, turn: Turn) -> Turn:
    """What a member is answered, with the notice under it if it has changed since they saw it. Never under an emergency card, and
    not when they want the screen empty."""
    office = member(scene)
    reply = turn.reply
    if office is None or reply is None or not scene.desk.storing or office.told >= NUMBER:
        return turn
    if (
        scene.reading.command in QUIET
        or reply.lane == "urgent"
        or reply.assertive
        or any(isinstance(effect, SawNotice) for effect in turn.effects)
    ):
        return turn
    pieces = (*reply.pieces, Say("notice.changed"), notice(scene))
    return replace(turn, reply=replace(reply, pieces=pieces), effects=(*turn.effects, SawNotice(office.me, NUMBER)))
