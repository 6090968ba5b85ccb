"""The router: red flag, then command, then the answer to what the bot last asked, then question.

Everything here is pure. A red flag is looked at first in every dialogue, and a typed question beats an open menu.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.library.edition import Edition
from bot.people.invite import code_in
from bot.talk import admin, asides, ask, browse, danger, days, fix, numbers, press, rooms, services, start, withdraw
from bot.talk.checkins.heard import heard, is_endangered, is_only_a_reply
from bot.talk.dealings import Dealing
from bot.talk.desk import Desk
from bot.talk.effects import Turn, Unreachable
from bot.talk.house import House
from bot.talk.joining import door
from bot.talk.joining.hand import is_invitation
from bot.talk.joining.notice import with_notice
from bot.talk.messages import Blocked, Edited, Incoming, Joined, Pressed, Said, Say, SentSomething, SharedLocation, Unblocked
from bot.talk.places import country_in, named_in
from bot.talk.read import Reading, words_of
from bot.talk.scene import Scene, button
from bot.talk.session import Session
from bot.talk.tokens import Signer

COMMANDS: dict[str, Callable[[Scene, str], Turn]] = {
    "sos": lambda scene, argument: danger.card(scene),
    "start": lambda scene, argument: _started(scene, argument),
    "help": lambda scene, argument: start.help_(scene),
    "numbers": lambda scene, argument: numbers.numbers(scene, country_in(argument)),
    "browse": lambda scene, argument: browse.browse(scene),
    "days": lambda scene, argument: days.days(scene),
    "settings": lambda scene, argument: start.settings(scene),
    "privacy": lambda scene, argument: rooms.privacy(scene),
    "about": lambda scene, argument: start.told(scene, "about"),
    "forget": lambda scene, argument: rooms.forget(scene),
    "hide": lambda scene, argument: start.hide(scene),
    "why": lambda scene, argument: start.why(scene),
    "ref": start.reference,
    "admin": admin.admin,
    "withdraw": withdraw.withdraw,
    "fix": fix.fix,
    **rooms.commands(),
}
_ASKING = (*admin.COMMANDS, *(room.asks for room in rooms.ROOMS))


def turn(
    incoming: Incoming,
    reading: Reading,
    session: Session,
    desk: Desk,
    edition: Edition,
    house: House,
    signer: Signer,
    now: datetime,
) -> Turn:
    """What one message leads to. Pure and synchronous; never raises for anything a person can send."""
    origin = incoming.origin
    place = {"channel": origin.channel, "chat": origin.chat}
    scene = Scene(session.at(now), reading, desk, edition, house, now, _asked(incoming), signer=signer, **place)
    if not origin.private:
        return asides.group(scene)
    if scene.session.unreachable and not isinstance(incoming, Blocked):
        scene = replace(scene, session=replace(scene.session, unreachable=False))
    match incoming:
        case Blocked():
            return Turn(replace(scene.session, unreachable=True), effects=(Unreachable(),))
        case Unblocked():
            return Turn(scene.session, effects=(Unreachable(back=True),))
        case Joined(payload=payload):
            return _started(scene, payload)
        case SharedLocation(country=country):
            return asides.place_on_map(scene, country)
        case Pressed(data=data):
            person = f"{origin.channel}:{origin.person}"
            return press.pressed(replace(scene, under=incoming.message_id), signer.read(data, person))
        case SentSomething(kind=kind, forwarded=forwarded) if not words_of(incoming).strip():
            return asides.something(scene, kind, forwarded)
        case Said(forwarded=True) if reading.alarm is None:
            return asides.something(scene, "other", True)
        case Said() | Edited() | SentSomething():
            return _words(incoming, scene)


def _started(scene: Scene, payload: str) -> Turn:
    if is_invitation(payload):
        return door.look(scene, payload)
    return start.start(scene, payload if rooms.is_open(scene) else "")


def _asked(incoming: Incoming) -> str:
    return incoming.message_id if isinstance(incoming, Said | Edited | SentSomething | SharedLocation) else ""


def _words(incoming: Said | Edited | SentSomething, scene: Scene) -> Turn:
    text = words_of(incoming).strip()
    if is_only_a_reply(scene):
        calm = replace(scene, reading=replace(scene.reading, alarm=None))
        return _amending(incoming, calm, danger.with_button(_answered(calm, text)))
    found = _answered(scene, text)
    alarm = scene.reading.alarm
    if alarm is not None:
        found = danger.for_you(scene, alarm.kind) if alarm.kind in danger.FOR_YOU else danger.with_alarm(scene, found)
    elif is_endangered(scene, text):
        found = danger.with_alarm(scene, found)
    found = _amending(incoming, scene, found)
    return with_notice(scene, _about_names(incoming, scene, found))


def _answered(scene: Scene, text: str) -> Turn:
    reading = scene.reading
    if not text:
        return asides.small_talk(scene, "empty")
    if not reading.command and code_in(text):
        return door.look(scene, text)
    if (barred := rooms.members_only(scene)) is not None:
        return barred
    if reading.command:
        command = COMMANDS.get(reading.command)
        return command(scene, reading.argument) if command else start.told(scene, "unknown-command")
    replied = _to_what_was_asked(scene, text)
    if replied is not None:
        return replied
    if scene.desk.office is not None and reading.alarm is None and (about := heard(scene, text)) is not None:
        return about
    if reading.verdict and reading.verdict.kind == "small_talk" and reading.alarm is None:
        return asides.small_talk(scene, (reading.verdict.aside or "").removeprefix(asides.SMALL))
    if reading.foreign and reading.alarm is None:
        known = scene.edition.words.foreign
        if reading.foreign in known and not (reading.verdict and reading.verdict.kind == "answer"):
            return asides.foreign(scene, reading.foreign)
    if services.is_asked(scene):
        return services.asked(scene)
    return ask.question(scene)


def _to_what_was_asked(scene: Scene, text: str) -> Turn | None:
    """A typed answer to the bot's last question: only where it plainly is one, so that no question is swallowed."""
    asked = scene.session.asked
    if asked.startswith(admin.COMMANDS) and not scene.reading.alarm:
        return withdraw.typed(scene, text) if asked.startswith("withdraw") else fix.typed(scene, text)
    if (answered := rooms.typed(scene, text)) is not None:
        return answered
    if asked not in ("country", "card-country", "numbers-country", "service-place") or scene.reading.alarm:
        return None
    if asked == "service-place":
        return services.placed(scene)
    country = named_in(text)
    if not country:
        return None
    done = replace(scene, session=replace(scene.session, asked="", asked_args=(), asked_at=None))
    if asked == "card-country":
        return danger.card(done, country)
    if asked == "numbers-country":
        return numbers.numbers(done, country)
    return ask.in_country(done, country, *scene.session.asked_args)


def _amending(incoming: Said | Edited | SentSomething, scene: Scene, found: Turn) -> Turn:
    """An edited question gets its answer edited; the last "not known" of a burst is edited into the answer of the whole."""
    if found.reply is None:
        return found
    if isinstance(incoming, Edited):
        return replace(found, reply=replace(found.reply, amends=scene.desk.answered_as)) if scene.desk.answered_as else found
    useful = bool(found.reply.topic) or found.reply.lane == "urgent" or found.session.chose
    if scene.desk.earlier_reply and useful and not found.reply.assertive:
        return replace(found, reply=replace(found.reply, amends=scene.desk.earlier_reply))
    return found


def _about_names(incoming: Said | Edited | SentSomething, scene: Scene, found: Turn) -> Turn:
    """Personal details: the help first, then one kind line and a way to take the message back."""
    # What an admin typed for a service is nobody's detail; a name or an address that was asked for needs no remark, nor a code.
    asked_for = found.session.asked.startswith(_ASKING) and found.session.asked_at == scene.now
    asked_for = asked_for or any(isinstance(effect, Dealing) for effect in found.effects) or bool(code_in(words_of(incoming)))
    if not scene.reading.personal or found.reply is None or asked_for:
        return found
    key = "names.name" if scene.reading.personal == ("NAME",) else "names.details"
    line = (*found.reply.pieces, Say(key))
    buttons = found.reply.buttons
    if incoming.message_id and incoming.origin.channel not in ("web", "terminal"):
        buttons = (*buttons, (button("button.delete_mine", "del", incoming.message_id),))
    return replace(found, reply=replace(found.reply, pieces=line, buttons=buttons))
