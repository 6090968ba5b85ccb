"""Red flags: the emergency card, and the cards for a child, a survivor or a worker who writes about themselves.

The card never replaces what the matcher found: whatever answers the question stands below it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.talk.effects import Count, Turn
from bot.talk.messages import Button, EmergencyCard, NumbersCard, Piece, Reply, Rows, Say, ServiceList, TitleOf
from bot.talk.places import base
from bot.talk.scene import Scene, button, rows
from bot.talk.session import CARD_REPEATS

FOR_YOU = ("child-self", "survivor-self", "worker-distress")
"""Kinds of alarm in which the person writes about themselves: they get their own card, never the professional answer first."""


def danger_button() -> Button:
    """The way to the emergency card that stands first under every answer about harm."""
    return button("button.danger", "sos", "")


def danger_row(wanted: bool) -> Rows:
    """The danger button as a row of its own, where it's wanted."""
    return ((danger_button(),),) if wanted else ()


def with_button(found: Turn) -> Turn:
    """The danger button above all others."""
    if found.reply is None or any(one.press.verb == "sos" for row in found.reply.buttons for one in row):
        return found
    return replace(found, reply=replace(found.reply, buttons=(*danger_row(True), *found.reply.buttons)))


def card(scene: Scene, country: str = "") -> Turn:
    """/sos and its like: the card, always whole, because somebody asked for it."""
    session = replace(scene.session, card_at=scene.now, asked="", asked_args=(), asked_at=None)
    return Turn(session, _urgent(scene, _card(scene, country), _card_buttons(scene, country)))


def elsewhere(scene: Scene) -> Turn:
    """Somewhere else? The organisation's countries on buttons; any other is typed."""
    session = replace(scene.session, asked="card-country", asked_args=(), asked_at=scene.now)
    return Turn(session, _urgent(scene, (Say("card.where"),), rows(_countries(scene))))


def calm(scene: Scene) -> Turn:
    """Not an emergency: no reproach, no question; the chat goes on."""
    return scene.turn(Say("card.calm"))


def with_alarm(scene: Scene, below: Turn) -> Turn:
    """The card above what `below` answers: its topic's text or its choices, never its "not known"."""
    kind = scene.reading.alarm.kind if scene.reading.alarm else ""
    effects = (*below.effects, Count("alarm", kind))
    helps = below.reply is not None and (below.reply.topic or below.session.chose or _names_services(below.reply))
    found = below.reply if helps else None
    pieces: tuple[Piece, ...]
    buttons: Rows
    # What the answer below brings, without its danger button: either the card itself stands above it, or its own row.
    rest = tuple(tuple(b for b in row if b.press.verb != "sos") for row in (found.buttons if found else ()))
    rest = tuple(row for row in rest if row)
    # Nobody said where they are, but whom to call somewhere: the card of that country, not of all where the organisation works.
    lists = [piece for piece in found.pieces if isinstance(piece, ServiceList)] if found and not scene.country else []
    where = next((base(piece.place) for piece in lists if piece.place), "")
    if _shown_lately(scene):
        session, pieces, buttons = below.session, (Say("card.again"),), (*danger_row(True), *rest)
    else:
        session, pieces, buttons = replace(below.session, card_at=scene.now), _card(scene, where), (*rest, *_card_buttons(scene))
    if found is not None:
        pieces = (*pieces, *found.pieces)
    return Turn(session, _urgent(scene, pieces, buttons, topic=found.topic if found else ""), effects=effects)


def for_you(scene: Scene, kind: str) -> Turn:
    """A card for the person who writes about themselves: warm, three lines, a helpline, a person and not a bot.

    What the message would have got from somebody at work stays one tap away; nobody is told anything.
    """
    verdict = scene.reading.verdict
    topic = ""
    if verdict and verdict.kind in ("answer", "choose"):
        topic = verdict.label or (verdict.choices[0].label if verdict.choices else "")
    buttons = [danger_button(), button("button.numbers", "num", "")]
    if kind == "worker-distress" and scene.served("own-distress"):
        buttons.insert(1, button(TitleOf(topic="own-distress"), "a", "own-distress"))
    pieces = (Say(f"for_you.{kind}"), NumbersCard(scene.country, audience=kind))
    session = replace(scene.session, topic="", part="", topic_at=None, chose=False)
    reply = _urgent(scene, pieces, (*rows(buttons), (button("button.i_work", "work", topic),)))
    return Turn(session, reply, effects=(Count("alarm", kind),))


def _names_services(reply: Reply) -> bool:
    return any(isinstance(piece, ServiceList) for piece in reply.pieces)


def _card(scene: Scene, country: str = "") -> tuple[Piece, ...]:
    return (EmergencyCard(country or scene.country),)


def _card_buttons(scene: Scene, country: str = "") -> Rows:
    several = len({base(code) for code in scene.house.countries}) > 1
    first = _countries(scene) if several and not (country or scene.country) else [button("button.elsewhere", "else")]
    return (*rows(first), (button("button.calm", "calm"),))


def _countries(scene: Scene) -> list[Button]:
    return [button(TitleOf(country=code), "sos", code) for code in scene.house.countries[:6]]


def _shown_lately(scene: Scene) -> bool:
    """Within ten minutes a line points to the card instead, so that the card stays a signal."""
    return scene.session.card_at is not None and scene.now - scene.session.card_at < CARD_REPEATS


def _urgent(scene: Scene, pieces: tuple[Piece, ...], buttons: Rows, topic: str = "") -> Reply:
    return Reply(pieces, buttons, lang=scene.lang, lane="urgent", reply_to=scene.asked, topic=topic, assertive=True)
