"""/fix: one field of one service says something else, once it is said how that is known. Before and after are shown first."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.services.corrections import as_how, as_in_files, checked, contact_of, fields_of, targets_in, value_of
from bot.services.model import Service
from bot.talk.admin import barred, correct, entry_of, made, name_of
from bot.talk.effects import Turn
from bot.talk.messages import Button, Press, Say
from bot.talk.scene import Scene, button, rows
from bot.talk.session import Session

OFFERED = 8
CONTACTS = 6


# The name is the command's.
def fix(scene: Scene, typed: str = "") -> Turn:
    """Which service? By id, number or name; if several could be meant, on buttons."""
    if (turned := barred(scene)) is not None:
        return turned
    if not typed:
        return scene.turn(Say("fix.which"), session=_asks(scene, "fix-which"))
    found = _meant(scene, typed)
    if len(found) == 1:
        return what(scene, found[0])
    if not found:
        return scene.turn(Say("withdraw.unknown"))
    lines = [Button(Say("button.plain", {"what": name_of(scene, s)}), Press("fxs", (s,))) for s in found[:OFFERED]]
    return scene.turn(Say("withdraw.several"), buttons=rows(lines, width=1))


def _meant(scene: Scene, typed: str) -> list[str]:
    return list(dict.fromkeys(target.partition("#")[0] for target in targets_in(scene.edition.directory, typed)))


def what(scene: Scene, service: str) -> Turn:
    """Which field of it?"""
    if (turned := barred(scene)) is not None:
        return turned
    entry = entry_of(scene, service)
    if entry is None:
        return scene.turn(Say("withdraw.unknown"))
    lines = [button("fix.field.name", "fxf", "0", "name")]
    for place, contact in entry.numbered()[:CONTACTS]:
        for field in fields_of(entry, place):
            shown = {"what": contact.shown}
            lines.append(Button(Say(f"fix.field.{field}", shown), Press("fxf", (str(place), field))))
    return scene.turn(Say("fix.what", {"what": entry.name}), buttons=rows(lines), session=_asks(scene, "fix-what", service))


def field(scene: Scene, place: str, name: str) -> Turn:
    """What should it say?"""
    if (turned := barred(scene)) is not None:
        return turned
    service = scene.session.asked_args[0] if scene.session.asked.startswith("fix-") and scene.session.asked_args else ""
    entry = entry_of(scene, service)
    if entry is None or not place.isdecimal() or name not in fields_of(entry, int(place)):
        return _lapsed(scene)
    args = {"what": entry.name, "before": value_of(entry, int(place), name) or "-"}
    return scene.turn(Say(f"fix.type.{name}", args), session=_asks(scene, "fix-value", service, place, name))


def typed(scene: Scene, text: str) -> Turn | None:
    """Words that answer what was asked; None where they plainly are something else, so that no question is swallowed."""
    asked, args = scene.session.asked, scene.session.asked_args
    if not scene.desk.authority.role:
        return None
    if asked == "fix-which":
        return fix(scene, text) if _meant(scene, text) else None
    if asked != "fix-value" or len(args) != 3:
        return None
    service, _, name = args
    entry = entry_of(scene, service)
    if entry is None:
        return _lapsed(scene)
    # A short emergency number alone would open the emergency card: with a word before it, it is a value.
    value = checked(name, re.sub(r"^[^\d+(]+", "", text) if name == "number" else text, entry.country)
    if value is None:
        return scene.turn(Say(f"fix.bad.{name}"), session=_asks(scene, asked, *args))
    ways = rows([button(f"button.how_{how}", "fxh", how) for how in ("rang", "page", "told")], width=1)
    return scene.turn(Say("fix.how"), buttons=ways, session=_asks(scene, "fix-how", *args, value))


def how(scene: Scene, known: str) -> Turn:
    """Before and after, and what it will mean."""
    if (turned := barred(scene)) is not None:
        return turned
    args = scene.session.asked_args
    if scene.session.asked not in ("fix-how", "fix-yes") or len(args) < 4 or as_how(known) is None:
        return _lapsed(scene)
    service, place, name, value = args[:4]
    entry = entry_of(scene, service)
    if entry is None:
        return _lapsed(scene)
    said = {"what": _named(entry, place), "before": value_of(entry, int(place), name) or "-", "after": value}
    pieces = (Say("fix.ask", said), *((Say("fix.told"),) if known == "told" else ()))
    buttons = ((button("button.fix_yes", "fxy"),), (button("button.leave", "fxno"),))
    return scene.turn(*pieces, buttons=buttons, session=_asks(scene, "fix-yes", service, place, name, value, known))


def yes(scene: Scene) -> Turn:
    """It is mended. A second press finds nothing left to do."""
    if (turned := barred(scene)) is not None:
        return turned
    args = scene.session.asked_args
    if scene.session.asked != "fix-yes" or len(args) != 5:
        return _lapsed(scene)
    service, place, name, value, known = args
    entry, known_how = entry_of(scene, service), as_how(known)
    if entry is None or known_how is None:
        return _lapsed(scene)
    before = value_of(as_in_files(entry, scene.desk.authority.corrections), int(place), name)
    target = service if place == "0" else f"{service}#{place}"
    one = made(scene, "fix", target, name, before, value, known_how)
    key = "fix.done_told" if known == "told" else "fix.done"
    return correct(scene, one, Say(key, {"what": entry.name, "after": value}))


def leave(scene: Scene) -> Turn:
    """Everything stays as it is."""
    return scene.turn(Say("fix.left"), session=_asks(scene, ""))


def _named(entry: Service, place: str) -> str:
    contact = contact_of(entry, int(place))
    return f"{entry.name}: {contact.shown}" if contact else entry.name


def _lapsed(scene: Scene) -> Turn:
    return scene.turn(Say("fix.lapsed"), session=_asks(scene, ""))


def _asks(scene: Scene, asked: str, *args: str) -> Session:
    return replace(scene.session, asked=asked, asked_args=args, asked_at=scene.now if asked else None)
