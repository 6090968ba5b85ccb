"""What isn't a question: thanks and greetings, pictures and voice notes, other languages, groups."""

from __future__ import annotations

from dataclasses import replace

from bot.talk.danger import danger_button, danger_row
from bot.talk.effects import Turn
from bot.talk.messages import Say
from bot.talk.scene import Scene, button, rows

SMALL = "small:"


def small_talk(scene: Scene, kind: str) -> Turn:
    """A short, fitting word; a way on where one may be wanted."""
    key = f"small.{kind}"
    if not scene.edition.words.has(key):
        key = "small.greeting"
    buttons = (
        rows([button("button.browse", "b", ""), button("button.numbers", "num", "")])
        if kind not in ("thanks", "ok", "goodbye")
        else ()
    )
    return scene.turn(Say(key), buttons=buttons)


def something(scene: Scene, kind: str, forwarded: bool) -> Turn:
    """A picture, a voice note, a sticker: never downloaded, and answered by what can be done instead."""
    known = kind if kind in ("photo", "video", "voice", "sticker", "file", "contact") else "other"
    key = "sent.forward" if forwarded else f"sent.{known}"
    buttons = ((danger_button(),),) if known in ("photo", "video", "voice", "file") or forwarded else ()
    return scene.turn(Say(key), buttons=buttons)


def place_on_map(scene: Scene, country: str) -> Turn:
    """A shared place: only its country is used, and only if it could be told."""
    if not country:
        return scene.turn(Say("sent.location"), buttons=((danger_button(),),))
    session = replace(scene.session, country_now=country)
    return Turn(session, scene.reply(Say("sent.country", {"country": country}), buttons=danger_row(True)))


def foreign(scene: Scene, code: str) -> Turn:
    """A language that isn't spoken here: one sentence in it, and the ways that need no words."""
    buttons = ((danger_button(),), *rows([button("button.browse", "b", ""), button("button.numbers", "num", "")]))
    return scene.turn(Say(f"foreign.{code}"), buttons=buttons)


def cannot_keep(scene: Scene) -> Turn:
    """The store is down: nothing was changed, and that is said."""
    return scene.turn(Say("store.down"), buttons=((danger_button(),),))


def group(scene: Scene) -> Turn:
    """In a group: "write to me in private" once, then silence. Nothing personal is ever said there."""
    if scene.session.group_told:
        return Turn(scene.session)
    return scene.turn(Say("group.private"), session=replace(scene.session, group_told=True))
