"""/withdraw: a service, a number, a topic or a part is shown nowhere any more, and comes back when somebody says so."""

from __future__ import annotations

from dataclasses import replace

from bot.services.corrections import as_in_files, in_force, known_by, targets_in
from bot.talk.admin import barred, correct, entry_of, made, name_of
from bot.talk.corrected import wording_of
from bot.talk.effects import Turn
from bot.talk.messages import Button, Press, Say
from bot.talk.scene import Scene, button, rows

OFFERED = 8


# The name is the command's.
def withdraw(scene: Scene, typed: str = "") -> Turn:
    """What is to go? By id, number or name; if several could be meant, on buttons."""
    if (turned := barred(scene)) is not None:
        return turned
    if not typed:
        session = replace(scene.session, asked="withdraw", asked_args=(), asked_at=scene.now)
        return scene.turn(Say("withdraw.which"), session=session)
    found = meant(scene, typed)
    if len(found) == 1:
        return ask(scene, found[0])
    if not found:
        return scene.turn(Say("withdraw.unknown"))
    lines = [Button(Say("button.plain", {"what": name_of(scene, t)}), Press("wd", (t,))) for t in found[:OFFERED]]
    return scene.turn(Say("withdraw.several"), buttons=rows(lines, width=1))


def meant(scene: Scene, typed: str) -> tuple[str, ...]:
    """Services, contacts, topics and parts that somebody may mean."""
    library = scene.edition.library
    topic, _, part = typed.strip().partition("/")
    if topic in library.topics and (not part or part in _parts(scene, topic)):
        return (typed.strip(),)
    words = set(typed.casefold().split())
    titled = [t.id for t in library.topics.values() if words and words <= set(_title(scene, t.id).casefold().split())]
    return (*targets_in(scene.edition.directory, typed), *titled)


def typed(scene: Scene, text: str) -> Turn | None:
    """Words that answer what should go; None where they name nothing, so that no question is swallowed."""
    if not scene.desk.authority.role or not meant(scene, text):
        return None
    return withdraw(replace(scene, session=replace(scene.session, asked_at=scene.now)), text)


def _title(scene: Scene, topic: str) -> str:
    text = scene.edition.library.find(topic, scene.lang)
    return text.title if text else name_of(scene, topic)


def _parts(scene: Scene, topic: str) -> set[str]:
    guidance = scene.edition.library.guidance
    held = {t.partition("/")[2] for t in scene.edition.library.withdrawn if t.startswith(f"{topic}/")}
    return held | {part.id for (name, _), text in guidance.items() if name == topic for part in text.parts}


def _is_withdrawn(scene: Scene, target: str) -> bool:
    withdrawn = in_force(scene.desk.authority.corrections).withdrawn
    return any(above in withdrawn for above in (target, target.partition("#")[0], target.partition("/")[0]))


def _known(scene: Scene, target: str) -> bool:
    head = target.partition("#")[0]
    return entry_of(scene, head) is not None or target.partition("/")[0] in scene.edition.library.topics


def _before(scene: Scene, target: str) -> str:
    """By what the target is known in the files."""
    head, _, place = target.partition("#")
    service = entry_of(scene, head)
    if service is None:
        return wording_of(scene.edition.library, target)
    return known_by(as_in_files(service, scene.desk.authority.corrections), int(place) if place.isdecimal() else 0)


def ask(scene: Scene, target: str) -> Turn:
    """What will go, before it goes."""
    if (turned := barred(scene)) is not None:
        return turned
    if not _known(scene, target):
        return scene.turn(Say("withdraw.unknown"))
    args = {"what": name_of(scene, target), "id": target}
    if _is_withdrawn(scene, target):
        return scene.turn(Say("withdraw.already", args), buttons=((button("button.back_again", "back", target),),))
    return scene.turn(
        Say("withdraw.ask", args), buttons=((button("button.withdraw_yes", "wdy", target),), (button("button.leave", "fxno"),))
    )


def yes(scene: Scene, target: str) -> Turn:
    """It goes. A second press finds it gone."""
    if (turned := barred(scene)) is not None:
        return turned
    if not _known(scene, target) or _is_withdrawn(scene, target):
        return ask(scene, target)
    if any(c.waits and c.kind == "withdraw" and c.target == target for c in scene.desk.authority.corrections):
        return scene.turn(Say("two.waits", {"what": name_of(scene, target)}))
    one = made(scene, "withdraw", target, before=_before(scene, target))
    return correct(scene, one, Say("withdraw.done", {"what": name_of(scene, target)}))


def back(scene: Scene, target: str) -> Turn:
    """What will be shown again, before it is."""
    if (turned := barred(scene)) is not None:
        return turned
    if not _to_restore(scene, target):
        return scene.turn(Say("undo.already"))
    args = {"what": name_of(scene, target), "id": target}
    return scene.turn(
        Say("back.ask", args), buttons=((button("button.back_yes", "backy", target),), (button("button.leave", "fxno"),))
    )


def back_yes(scene: Scene, target: str) -> Turn:
    """It is shown again, as the files have it."""
    if (turned := barred(scene)) is not None:
        return turned
    if not _to_restore(scene, target):
        return scene.turn(Say("undo.already"))
    if any(c.waits and c.kind == "restore" and c.target == target for c in scene.desk.authority.corrections):
        return scene.turn(Say("two.waits", {"what": name_of(scene, target)}))
    return correct(scene, made(scene, "restore", target), Say("back.done", {"what": name_of(scene, target)}))


def _to_restore(scene: Scene, target: str) -> bool:
    force = in_force(scene.desk.authority.corrections)
    told = [t for (t, _), fix in force.fixes.items() if fix.how == "told"]
    return any(t == target or t.startswith((f"{target}#", f"{target}/")) for t in (*force.withdrawn, *force.marks, *told))
