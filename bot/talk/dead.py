"""A number that doesn't work, in one tap; and what is said in the place of a service that is being checked."""

from __future__ import annotations

import hashlib
import re

from bot.services.corrections import Correction, contact_of, instead_of
from bot.services.model import Contact, Service
from bot.talk.admin import entry_of
from bot.talk.asides import cannot_keep
from bot.talk.danger import danger_row
from bot.talk.days import today_of
from bot.talk.effects import Report, Turn
from bot.talk.messages import Piece, Reply, Rows, Say, ServiceList
from bot.talk.scene import Scene, button, rows

BY_REPORTS = "reports"
"""Stands for nobody, where several people's reports marked a number."""


# The name is the button's.
def dead(scene: Scene, service: str, contact: str = "") -> Turn:
    """Thanks, and whom to call instead. It is counted once a person; three people, or an admin, and the number is marked."""
    entry = entry_of(scene, service)
    if entry is None:
        return scene.turn(Say("withdrawn"))
    if not scene.desk.storing:
        return cannot_keep(scene)
    place = int(contact) if contact.isdecimal() else _first(entry)
    line = contact_of(entry, place)
    if line is None:
        return scene.turn(Say("withdrawn"))
    pieces, buttons = _instead(scene, entry)
    target = f"{entry.id}#{place}"
    # The same mark is made once, also by two at the same moment, and anew after somebody has taken it away.
    known = hashlib.sha256(f"mark|{target}|{scene.edition.corrections}".encode()).hexdigest()[:10]
    mark = Correction(known, scene.now, "mark", target, before=line.shown, by=BY_REPORTS)
    args = {"what": f"{entry.name}: {line.shown}", "id": target, "owner": entry.owner or "-"}
    fix, gone = button("button.fix", "fxs", entry.id), button("button.withdraw", "wd", target)
    told = Reply((Say("told.mark", args),), ((fix,), (gone,), (button("button.back_works", "back", target),)))
    effects = () if target in scene.edition.directory.reported else (Report(entry.id, place, mark, told),)
    return Turn(scene.session, scene.reply(Say("dead.thanks"), *pieces, buttons=buttons), effects=effects)


def being_checked(scene: Scene, service: str) -> Turn | None:
    """What is said of a service that was withdrawn: so, and the next one; None for any other."""
    directory = scene.edition.directory
    entry = directory.withdrawn.get(service)
    if entry is None or service in directory.services:
        return None
    pieces, buttons = _instead(scene, entry)
    return Turn(scene.session, scene.reply(Say("withdrawn.service", {"what": entry.name}), *pieces, buttons=buttons))


def number_withdrawn(scene: Scene) -> tuple[Service, Contact] | None:
    """Whose the number in a message is, where it was withdrawn: somebody reads it from a list of their own."""
    enquiry, directory = scene.reading.enquiry, scene.edition.directory
    if enquiry is None or not enquiry.digits or enquiry.numbers:
        return None
    for entry in directory.withdrawn.values():
        for _, contact in entry.numbered():
            if enquiry.digits in (re.sub(r"\D", "", contact.shown), re.sub(r"\D", "", contact.dial)):
                return entry, contact
    return None


def number_checked(scene: Scene, entry: Service, contact: Contact) -> Turn:
    """That number is being checked; the other ways to reach the same service, else the next one."""
    args = {"what": f"{entry.name}: {contact.shown}"}
    if entry.id in scene.edition.directory.services:
        listed = ServiceList((entry.id,), "" if entry.country == "INT" else entry.country, scene.country)
        return scene.turn(Say("withdrawn.service", args), listed, buttons=danger_row(entry.kind == "emergency"))
    pieces, buttons = _instead(scene, entry)
    return scene.turn(Say("withdrawn.service", args), *pieces, buttons=buttons)


def _instead(scene: Scene, entry: Service) -> tuple[tuple[Piece, ...], Rows]:
    other = instead_of(entry, scene.edition.directory, today_of(scene.house, scene.now))
    country = "" if entry.country == "INT" else entry.country
    pieces: tuple[Piece, ...] = (Say("withdrawn.instead"), ServiceList((other.id,), country, scene.country)) if other else ()
    buttons = danger_row(entry.kind == "emergency")
    return pieces, (*buttons, *rows([button("button.numbers", "num", country)]))


def _first(entry: Service) -> int:
    """The contact that somebody calls who isn't told which."""
    return next((n for n, c in entry.numbered() if c.way == "phone"), 1)
