"""What somebody wants to take to supervision: topics by their titles, never what was asked; private until they show one."""

from __future__ import annotations

from dataclasses import replace

from bot.supervision.diary import ToTake
from bot.supervision.escalation import PRIVATE_TOPICS
from bot.talk.checkins.mine import made_id, over
from bot.talk.dealings import DropToTake, KeepToTake
from bot.talk.effects import Effect, Turn
from bot.talk.messages import Button, Piece, Say, TitleOf
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows, topic_button

SHOWN = 4
"""Topics on one screen: each has a row of its own."""


def offered(scene: Scene, topic: str) -> list[Button]:
    """[Take to supervision] under an answer, for somebody who is supervised."""
    office = scene.desk.office
    if office is None or not scene.desk.storing or not office.staff.supervisors(office.me, office.today(scene.now)):
        return []
    return [] if any(one.topic == topic for one in _list(office)) else [button("take.it", "c-take", topic)]


def take(scene: Scene, topic: str) -> Turn:
    """On the list; nobody else sees it."""
    office = scene.desk.office
    if office is None or topic not in scene.edition.library.topics:
        return over(scene)
    item = ToTake(made_id("take", office.me, topic), office.me, topic, scene.now)
    known = next((one for one in _list(office) if one.topic == topic), None)
    effects: tuple[Effect, ...] = () if known else (KeepToTake(item),)
    said = Say("take.already" if known else "take.private" if topic in PRIVATE_TOPICS else "take.done_it")
    show = [] if topic in PRIVATE_TOPICS or (known and known.shown) else [button("take.show", "c-lay", (known or item).id, "yes")]
    buttons = rows([*show, button("checkins.mine", "c-mine")])
    # A tap on [Show it] comes after this is kept, so it finds it.
    return scene.turn(said, TitleOf(topic=topic), buttons=buttons, effects=effects)


def listed(scene: Scene) -> Turn:
    """The own list, each with a way to show it, to hide it again, and to take it off."""
    office = scene.desk.office
    if office is None:
        return over(scene)
    return scene.turn(*_pieces(office), buttons=_rows(_list(office)))


def lay(scene: Scene, id: str, shown: str) -> Turn:
    """The supervisor may see a topic, or may not any more. What may be about the supervisor is never shown."""
    office = scene.desk.office
    item = next((one for one in _list(office) if one.id == id), None) if office else None
    if office is None or item is None:
        return over(scene)
    if item.topic in PRIVATE_TOPICS:
        return scene.turn(Say("take.private"), TitleOf(topic=item.topic), buttons=rows([button("checkins.mine", "c-mine")]))
    wanted = shown == "yes"
    effects: tuple[Effect, ...] = (KeepToTake(replace(item, shown=wanted)),) if item.shown != wanted else ()
    key = "take.shown" if wanted else "take.hidden"
    return scene.turn(Say(key), TitleOf(topic=item.topic), buttons=rows([button("checkins.mine", "c-mine")]), effects=effects)


def drop(scene: Scene, id: str) -> Turn:
    """Off the list."""
    office = scene.desk.office
    if office is None:
        return over(scene)
    there = any(one.id == id for one in _list(office))
    effects: tuple[Effect, ...] = (DropToTake(id),) if there else ()
    return scene.turn(Say("take.dropped"), buttons=rows([button("checkins.mine", "c-mine")]), effects=effects)


def _list(office: Office) -> list[ToTake]:
    return sorted((one for one in office.taking if one.person == office.me), key=lambda one: (one.at, one.id))


def _pieces(office: Office) -> list[Piece]:
    own = _list(office)
    if not own:
        return [Say("take.empty")]
    hidden, seen = [one for one in own if not one.shown], [one for one in own if one.shown]
    pieces: list[Piece] = []
    if hidden:
        pieces += [Say("take.lead"), *(TitleOf(topic=one.topic) for one in hidden)]
    if seen:
        pieces += [Say("take.lead_shown"), *(TitleOf(topic=one.topic) for one in seen)]
    return pieces


def _rows(own: list[ToTake]) -> tuple[tuple[Button, ...], ...]:
    found: tuple[tuple[Button, ...], ...] = ()
    for one in own[:SHOWN]:
        row = [button("take.drop", "c-drop", one.id)]
        if one.topic not in PRIVATE_TOPICS:
            row.insert(0, button("take.hide" if one.shown else "take.show", "c-lay", one.id, "no" if one.shown else "yes"))
        found = (*found, (topic_button(one.topic),), tuple(row))
    return found
