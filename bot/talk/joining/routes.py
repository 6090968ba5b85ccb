"""Where `joining` takes over from the router: its commands, its buttons, and words that answer what it asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.talk.effects import Turn
from bot.talk.joining import devices, door, inviting, me, person, team
from bot.talk.joining.colleagues import member, not_joined
from bot.talk.joining.hand import NAMING
from bot.talk.office import Office
from bot.talk.scene import Scene

COMMANDS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "join": door.join_command,
    "me": lambda scene, argument: me.me(scene),
    "team": lambda scene, argument: team.team(scene),
    "invite": lambda scene, argument: inviting.invite(scene),
}
ASKS = "joining-"
"""What this room asks in `Session.asked` begins with it."""


def pressed(scene: Scene, verb: str, args: tuple[str, ...]) -> Turn | None:
    """What a press of one of the `verbs` leads to; None for one that no longer fits."""
    match verb, args:
        case "j-in", (_, *shared):
            return door.agreed(scene, shared == [door.SHARED])
        case "j-no", _:
            return door.not_now(scene)
    office = member(scene)
    return not_joined(scene) if office is None else _of_member(scene, office, verb, args)


def _of_member(scene: Scene, office: Office, verb: str, args: tuple[str, ...]) -> Turn | None:
    match verb, args:
        case "j-me", _:
            return me.me(scene)
        case "j-my", (what,):
            return me.change(scene, office, what)
        case "j-z", (zone,):
            return me.zone(scene, office, zone)
        case "j-q", (which,):
            return me.quiet(scene, office, which)
        case "j-mail", _:
            return me.no_mail(scene, office)
        case "j-dev", _:
            return devices.devices(scene, office)
        case "j-add", (made_at,):
            return devices.add(scene, office, made_at)
        case "j-off", (mark,):
            return devices.sign_out(scene, office, mark)
        case "j-offy", (mark,):
            return devices.signed_out(scene, office, mark)
        case "j-team", _:
            return team.team(scene)
        case "j-who", (*page,):
            return team.people(scene, office, page[0] if page else "")
        case "j-p", (who,):
            return person.card(scene, office, who)
        case "j-a", _:
            return person.change(scene, office, args)
        case "j-y", _:
            return person.yes(scene, office, args)
        case "j-inv", (*said,):
            return inviting.invite(scene, *said)
        case "j-mk", (role, into, many, made_at):
            return inviting.made(scene, office, role, into, many, made_at)
        case "j-open", _:
            return inviting.open_invites(scene, office)
        case "j-rev", (id,):
            return inviting.revoked(scene, office, id)
    return None


def typed(scene: Scene, text: str) -> Turn | None:
    """Words after this room asked something (`Session.asked` begins with ASKS); None where they plainly are something else."""
    if scene.session.asked == NAMING:
        return door.named(scene, text)
    office = member(scene)
    if office is None:
        return None
    if scene.session.asked == person.DAY:
        return person.typed(scene, office, text)
    if scene.session.asked == person.CHOICE:
        return person.chosen(scene, office, text)
    if scene.session.asked == inviting.INTO:
        return inviting.typed_team(scene, office, text)
    if scene.session.asked == team.WHO:
        return team.typed(scene, office, text)
    if scene.session.asked == inviting.NAMES:
        return inviting.typed(scene, office, text)
    return me.typed(scene, office, text)
