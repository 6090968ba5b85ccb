"""Buttons: each verb of `tokens` and what it does. Reading ones work for ever, also with the store down."""

from __future__ import annotations

from dataclasses import replace

from bot.talk import admin, asides, ask, browse, danger, days, dead, fix, forward, numbers, rooms, services, start, withdraw
from bot.talk.effects import Count, DeleteMessage, Turn
from bot.talk.messages import Press, Say
from bot.talk.places import is_code
from bot.talk.scene import Scene
from bot.talk.tokens import AUTHORISED, OFFICE


def pressed(scene: Scene, press: Press | None) -> Turn:
    """What a press leads to. One that was never given to this person, or that no longer fits, changes nothing."""
    if press is None:
        return _stale(scene)
    match press.verb, press.args:
        case "a", (topic,):
            text = scene.served(topic)
            return ask.answer(scene, text) if text else _stale_topic(scene, topic)
        case "p", (topic, part_id, *place) if topic in scene.edition.library.topics:
            return ask.part_of(scene, topic, part_id, place[0] if place else "")
        case "b", args:
            return browse.browse(scene, args[0] if args else "")
        case "sos", args:
            return danger.card(scene, _country(args))
        case "num", args:
            return numbers.numbers(scene, _country(args))
        case "fwd", (service,):
            return forward.ask(scene, service)
        case "fwdto", (service, (forward.NO | forward.MAYBE) as looked_at):
            return forward.answered(scene, service, looked_at)
        case "fwdin", (service, (forward.NO | forward.MAYBE) as looked_at, lang):
            return forward.written(scene, service, looked_at, lang)
        case "dead", (service, *contact):
            return dead.dead(scene, service, contact[0] if contact else "")
        case verb, args if verb in AUTHORISED:
            return _authorised(scene, verb, args)
        case verb, args if verb in OFFICE:
            return rooms.pressed(scene, verb, args) or _stale(scene)
        case "s", (service,):
            return services.one(scene, service)
        case "svc", (topic,) if topic in scene.edition.library.topics:
            return services.of_topic(scene, topic)
        case "svin", (code,) if code in scene.edition.places.places:
            return services.in_place(scene, code)
        case "days", args:
            return days.days(scene, past=args == (days.PAST,))
        case "else", _:
            return danger.elsewhere(scene)
        case "calm", _:
            return danger.calm(scene)
        case "work", args:
            return _work(scene, args[0] if args else "")
        case "say", (key,):
            return _say(scene, key)
        case "where", (topic, part_id):
            session = replace(scene.session, asked="country", asked_args=(topic, part_id), asked_at=scene.now)
            return scene.turn(Say("where.type"), session=session)
        case "in", (code, topic, part_id) if code == "-" or is_code(code):
            return ask.in_country(scene, code, topic, part_id)
        case "more", (topic,) if topic in scene.edition.library.topics:
            return ask.more(scene, topic)
        case "src", (topic,) if scene.served(topic):
            return start.sources(scene, topic)
        case "no", _:
            return _not_asked(scene)
        case "lang", (code,):
            return start.language(scene, code)
        case "home", args:
            return start.home(scene, _country(args))
        case "want", args:
            return start.wanted(scene, args[0] if args else "")
        case "use", (topic, useful):
            return _useful(scene, topic, useful)
        case "del", (message_id,):
            return Turn(scene.session, toast="names.deleted", effects=(DeleteMessage(message_id),))
        case "gone", _:
            return start.forgotten(scene)
        case "hide", _:
            return start.hide(scene)
        case _:
            return _stale(scene)


def _authorised(scene: Scene, verb: str, args: tuple[str, ...]) -> Turn:
    """Taking back and mending; whether this person may is looked at by each."""
    match verb, args:
        case "wd", (target,):
            return withdraw.ask(scene, target)
        case "wdy", (target,):
            return withdraw.yes(scene, target)
        case "back", (target,):
            return withdraw.back(scene, target)
        case "backy", (target,):
            return withdraw.back_yes(scene, target)
        case "undo", (id,):
            return admin.undo(scene, id)
        case "conf", (id,):
            return admin.confirm(scene, id)
        case "fxs", (service,):
            return fix.what(scene, service)
        case "fxf", (place, field):
            return fix.field(scene, place, field)
        case "fxh", (how,):
            return fix.how(scene, how)
        case "fxy", ():
            return fix.yes(scene)
        case _:
            return fix.leave(scene)


def _country(args: tuple[str, ...]) -> str:
    return args[0] if args and is_code(args[0]) else ""


def _say(scene: Scene, key: str) -> Turn:
    if key == "forget":
        return rooms.forget(scene)
    if key == "settings":
        return start.settings(scene)
    return start.told(scene, key)


def _work(scene: Scene, topic: str) -> Turn:
    """ "I work with children, this is about someone else": what the message was about, if anything was recognised."""
    text = scene.served(topic) if topic else None
    if text is not None:
        return ask.answer(scene, text)
    return scene.turn(Say("for_you.ask_again"), buttons=((danger.danger_button(),),))


def _not_asked(scene: Scene) -> Turn:
    """Not what I asked: no second guess; browsing, numbers, and "this should be covered"."""
    turn = ask.unknown(replace(scene, reading=replace(scene.reading, match=None)))
    assert turn.reply is not None
    return replace(turn, reply=replace(turn.reply, pieces=(Say("unknown.sorry"),)), effects=(Count("not-asked"),))


def _useful(scene: Scene, topic: str, useful: str) -> Turn:
    if not scene.desk.storing:
        return asides.cannot_keep(scene)
    known = topic if topic in scene.edition.library.topics else ""
    count = Count("useful" if useful == "yes" else "not-useful", known)
    return Turn(scene.session, toast="useful.thanks", effects=(count,))


def _stale_topic(scene: Scene, topic: str) -> Turn:
    return ask.gap(scene, topic) if topic in scene.edition.library.topics else _stale(scene)


def _stale(scene: Scene) -> Turn:
    """An old, forged or foreign button: nothing is changed, and the way on is offered."""
    turn = browse.browse(replace(scene, under=""))
    assert turn.reply is not None
    return replace(turn, reply=replace(turn.reply, pieces=(Say("press.stale"),)))
