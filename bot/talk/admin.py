"""/admin: becoming one with a one-time code, and what was changed so far. Also what every change of an admin has in common."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.services.corrections import UNDO_FOR, Correction, How, Kind, contact_of, in_force, needs_two
from bot.services.model import Service
from bot.talk.asides import cannot_keep
from bot.talk.effects import Confirm, Correct, DeleteMessage, Effect, Redeem, Turn, Undo, WrongCode
from bot.talk.messages import Button, Piece, Press, Reply, Rows, Say
from bot.talk.scene import Scene, button, rows

COMMANDS = ("admin", "withdraw", "fix")
"""Commands of those who may take back and mend; what the bot asks them begins with the same words."""
LISTED = 8


def admin(scene: Scene, code: str = "") -> Turn:
    """Redeem a code; without one, what was changed, to be undone or confirmed. Every code that isn't taken is answered alike."""
    if not scene.desk.storing:
        return cannot_keep(scene)
    authority = scene.desk.authority
    if code:
        # It is worth nothing any more, but it needn't stand there either.
        there = scene.asked and scene.channel not in ("web", "terminal")
        gone: tuple[Effect, ...] = (DeleteMessage(scene.asked),) if there else ()
        if authority.offered:
            said = Say("admin.welcome", {"role": authority.offered})
            return scene.turn(said, effects=(Redeem(authority.code_hash), *gone))
        return scene.turn(Say("admin.wrong"), effects=(WrongCode(), *gone))
    if not authority.role:
        return scene.turn(Say("admin.how"))
    pieces: list[Piece] = [Say("admin.you", {"who": authority.alias, "role": authority.role})]
    lines: list[Button] = []
    force = in_force(authority.corrections)
    holding = [*force.withdrawn.values(), *force.fixes.values(), *force.marks.values()]
    for one in sorted((c for c in authority.corrections if c in holding or c.waits), key=lambda c: -c.number)[:LISTED]:
        name = name_of(scene, one.target)
        pieces.append(Say(f"admin.line.{'waits' if one.waits else one.kind}", told(one, name)))
        if one.waits and one.by != authority.alias:
            lines.append(Button(Say("button.confirm_it", {"what": name}), Press("conf", (one.id,))))
        elif one.waits or one.kind == "fix":
            lines.append(Button(Say("button.undo_it", {"what": name}), Press("undo", (one.id,))))
        else:
            lines.append(Button(Say("button.back_it", {"what": name}), Press("back", (one.target,))))
    pieces += [
        Say("admin.conflict", {"what": c.correction.target, "files": c.files or "-"}) for c in authority.conflicts[:LISTED]
    ]
    return scene.turn(*pieces, buttons=rows(lines, width=1))


def barred(scene: Scene) -> Turn | None:
    """The answer to somebody who may change nothing, or nothing now; None for one who may."""
    if not scene.desk.storing:
        return cannot_keep(scene)
    return None if scene.desk.authority.role else scene.turn(Say("admin.how"))


def entry_of(scene: Scene, service: str) -> Service | None:
    """A service with all its contacts, also those that are withdrawn."""
    directory = scene.edition.directory
    return directory.withdrawn.get(service) or directory.services.get(service)


def name_of(scene: Scene, target: str) -> str:
    """What a target is called, for whoever changes it: a service's name with the number, a topic's title with the part's."""
    head, _, place = target.partition("#")
    service = entry_of(scene, head)
    if service is not None:
        contact = contact_of(service, int(place)) if place.isdecimal() else None
        return f"{service.name}: {contact.shown}" if contact else service.name
    topic, _, part = target.partition("/")
    known = scene.edition.library.topics.get(topic)
    title = known.titles.get(scene.lang) or known.titles.get("en") or topic if known else topic
    return f"{title}: {part}" if part else title


def made(scene: Scene, kind: Kind, target: str, field: str = "", before: str = "", after: str = "", how: How = "") -> Correction:
    """A correction by this person at this moment; it waits for a second one where the target needs two."""
    head = target.partition("#")[0]
    service, section = entry_of(scene, head), scene.edition.library.section_of(target.partition("/")[0])
    by = scene.desk.authority.alias
    mark = "|".join((by, kind, target, field, after, how, scene.now.isoformat(), str(scene.edition.corrections)))
    return Correction(
        id=hashlib.sha256(mark.encode()).hexdigest()[:10], at=scene.now, kind=kind, target=target, field=field, before=before,
        after=after, how=how, by=by, needs_two=needs_two(service, section),
    )  # fmt: skip


def told(correction: Correction, name: str) -> dict[str, str]:
    """What a sentence may say of a correction."""
    return {
        "what": name, "id": correction.target, "field": correction.field, "before": correction.before or "-",
        "after": correction.after or "-", "who": correction.by,
    }  # fmt: skip


def correct(scene: Scene, correction: Correction, done: Say) -> Turn:
    """Carry a correction out, or ask for the second yes; whoever makes it can undo it, all other admins hear of it."""
    args = told(correction, name_of(scene, correction.target))
    undo = button("button.undo", "undo", correction.id)
    others: Rows = ((undo,),)
    key = f"told.{correction.kind}"
    if correction.needs_two:
        others = ((button("button.confirm", "conf", correction.id),), (undo,))
        done, key = Say("two.waits", args), f"told.ask.{correction.kind}"
    session = replace(scene.session, asked="", asked_args=(), asked_at=None)
    return Turn(session, scene.reply(done, buttons=((undo,),)), effects=(Correct(correction, Reply((Say(key, args),), others)),))


def undo(scene: Scene, id: str) -> Turn:
    """Take a correction back, within a day. A second press finds it done."""
    if (turned := barred(scene)) is not None:
        return turned
    one = scene.desk.authority.find(id)
    if one is None or one.undone:
        return scene.turn(Say("undo.already"))
    if scene.now - one.at > UNDO_FOR:
        return scene.turn(Say("undo.late"))
    args = {**told(one, name_of(scene, one.target)), "who": scene.desk.authority.alias}
    return Turn(scene.session, scene.reply(Say("undo.done", args)), effects=(Undo(one, Reply((Say("told.undo", args),))),))


def confirm(scene: Scene, id: str) -> Turn:
    """The second person's yes. The first one's own doesn't count."""
    if (turned := barred(scene)) is not None:
        return turned
    one, me = scene.desk.authority.find(id), scene.desk.authority.alias
    if one is None or not one.waits:
        return scene.turn(Say("two.over"))
    if one.by == me:
        return scene.turn(Say("two.other"))
    if scene.now - one.at > UNDO_FOR:
        return scene.turn(Say("two.late"))
    args = {**told(one, name_of(scene, one.target)), "who": me}
    buttons = ((button("button.undo", "undo", one.id),),)
    effect = Confirm(one, Reply((Say("told.confirmed", args),)))
    return Turn(scene.session, scene.reply(Say("two.done", args), buttons=buttons), effects=(effect,))
