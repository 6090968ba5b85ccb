"""/invite: role, team, how many; then links and a picture. And the list of open invitations."""

from __future__ import annotations

from dataclasses import replace

from bot.people.access import NotThere
from bot.people.invite import Invite, inviting, new, revoke, state
from bot.people.person import ROLES, Role
from bot.people.subject import AnInvitation, OfTeam, Someone
from bot.supervision.wording_who import namesakes
from bot.talk.dealings import KeepInvite
from bot.talk.effects import Effect, Turn
from bot.talk.joining.colleagues import asking, by_ref, mark, member, named, not_joined, not_there, over, ref, role_word
from bot.talk.messages import Button, Document, InviteLink, Piece, Press, Say, SayAt
from bot.talk.moments import coded, decoded
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows

NAMES, INTO = "joining-names", "joining-into"
MANY = (1, 2, 3, 5, 10)
MOST = 20
"""Links in one message: each has up to three lines."""
_LISTED = 8
_TEAMS = 12


def roles_offered(scene: Scene, office: Office) -> dict[Role, list[str]]:
    """In which roles somebody may invite, and into which teams by id."""
    access = office.access(scene.now)
    found = {role: [team for team in office.staff.teams if access.may(office.me, inviting(role), OfTeam(team))] for role in ROLES}
    return {role: teams for role, teams in found.items() if teams}


def invite(scene: Scene, role: str = "", team: str = "") -> Turn:
    """Which role, into which team, how many: what has only one answer isn't asked."""
    office = member(scene)
    if office is None:
        return not_joined(scene)
    roles = roles_offered(scene, office)
    if not roles:
        return over(scene, Say("invite.may_not"), buttons=((button("button.team", "j-team"),),))
    if not role and len(roles) == 1:
        role = next(iter(roles))
    if not role:
        lines = [Button(Say(f"role.{one}"), Press("j-inv", (one,))) for one in roles]
        return over(scene, Say("invite.role"), buttons=(*rows(lines), (button("button.invites", "j-open"),)))
    teams = next((teams for one, teams in roles.items() if one == role), [])
    found = by_ref({id: office.staff.teams[id] for id in teams}, team) if team else None
    if not team and len(teams) == 1:
        found = office.staff.teams[teams[0]]
    if not teams or (team and found is None):
        return not_there(scene)
    if found is None:
        named_teams = sorted((office.staff.teams[one] for one in teams), key=lambda one: (one.name.casefold(), one.id))
        choices = [named(one.name, "j-inv", role, ref(one.id)) for one in named_teams[:_TEAMS]]
        more = (Say("change.or_type"),) if len(named_teams) > _TEAMS else ()
        return asking(scene, INTO, (role,), Say("invite.team"), *more, buttons=rows(choices))
    at = coded(scene.now)
    buttons = [named(str(n), "j-mk", role, ref(found.id), str(n), at) for n in MANY]
    turn = over(scene, Say("invite.many", {"role": role_word(scene, role), "team": found.name}), buttons=rows(buttons, 5))
    return _waits_for_names(scene, turn, role, found.id)


def _waits_for_names(scene: Scene, turn: Turn, role: str, team: str) -> Turn:
    session = replace(turn.session, asked=NAMES, asked_args=(role, team), asked_at=scene.now)
    return replace(turn, session=session)


def typed_team(scene: Scene, office: Office, text: str) -> Turn | None:
    """A team was typed by its name; None for words that are none's, or several's."""
    role = scene.session.asked_args[0] if scene.session.asked_args else ""
    teams = next((teams for one, teams in roles_offered(scene, office).items() if one == role), [])
    meant = set(namesakes(text, [office.staff.teams[one].name for one in teams]))
    found = [one for one in teams if office.staff.teams[one].name in meant]
    return invite(scene, role, ref(found[0])) if len(found) == 1 else None


def typed(scene: Scene, office: Office, text: str) -> Turn | None:
    """A list of names: a link for each, in their order. The names themselves are kept nowhere. None for other words."""
    names = [line.strip() for line in text.replace(",", "\n").replace("،", "\n").splitlines() if line.strip()]
    if len(scene.session.asked_args) != 2 or "?" in text or "؟" in text:
        return None
    if not 2 <= len(names) <= MOST or any(len(one.split()) > 4 or not any(c.isalpha() for c in one) for one in names):
        return None
    role, team = scene.session.asked_args
    return made(scene, office, role, team, str(len(names)), coded(scene.now), listed=True)


def made(scene: Scene, office: Office, role: str, team: str, many: str, made_at: str, listed: bool = False) -> Turn:
    """The links. A second tap shows the same ones and makes none."""
    number = int(many) if many.isdecimal() and len(many) < 3 else 0
    known = next((one for one in ROLES if one == role), None)
    found = by_ref(office.staff.teams, team)
    made_on = decoded(made_at)
    if known is None or found is None or not 0 < number <= MOST or made_on is None:
        return not_there(scene)
    access = office.access(scene.now)
    effects: list[Effect] = []
    links: list[Piece] = []
    until = None
    for n in range(1, number + 1):
        id = mark(office.me, "invite", known, found.id, made_at, str(n))
        there = office.invites.get(id)
        if there is None:
            hash = scene.signer.hashes(scene.signer.invitation(id))[0]
            fresh = new(access, office.me, known, found.id, hash, scene.now)
            if isinstance(fresh, NotThere):
                return not_there(scene)
            there = fresh
            effects.append(KeepInvite(id, there))
        until = there.expires_at
        if number > 1:
            links.append(Say("invite.number", {"n": str(n)}))
        links.append(InviteLink(id))
        if number == 1:
            links.append(Document("qr", (id,)))
    assert until is not None
    told = {"role": role_word(scene, known), "team": found.name}
    lead = SayAt("invite.made" if number == 1 else "invite.made_more", {"until": until}, office.person.zone, told)
    order: tuple[Piece, ...] = (Say("invite.in_order"),) if listed else ()
    return over(scene, lead, *order, *links, buttons=((button("button.invites", "j-open"),),), effects=tuple(effects))


def open_invites(scene: Scene, office: Office, *before: Piece) -> Turn:
    """Those that somebody made or may revoke and that still let somebody in."""
    mine = _revocable(scene, office)
    if not mine:
        return over(scene, *before, Say("invite.none"), buttons=((button("button.invite", "j-inv"),),))
    pieces: list[Piece] = [*before, Say("invite.open")]
    buttons = []
    for n, (id, one) in enumerate(list(mine.items())[:_LISTED], 1):
        args = {
            "n": str(n), "who": office.called(one.by) or scene.house.organisation,
            "role": role_word(scene, one.role), "team": office.staff.teams[one.team].name if one.team else "",
        }  # fmt: skip
        key = "invite.line_device" if one.device else "invite.line"
        pieces.append(SayAt(key, {"until": one.expires_at}, office.person.zone, args, brief=True))
        buttons.append(Button(Say("button.revoke", {"n": str(n)}), Press("j-rev", (ref(id),))))
    return over(scene, *pieces, buttons=rows(buttons))


def revoked(scene: Scene, office: Office, reference: str) -> Turn:
    """It lets nobody in any more. A second tap finds it so."""
    mine = _revocable(scene, office)
    one = by_ref(mine, reference)
    if one is None:
        return open_invites(scene, office, Say("invite.over"))
    id = next(id for id, other in mine.items() if other == one)
    left = {key: other for key, other in office.invites.items() if key != id}
    scene = replace(scene, desk=replace(scene.desk, office=replace(office, invites=left)))
    turn = open_invites(scene, replace(office, invites=left), Say("invite.revoked"))
    return replace(turn, effects=(KeepInvite(id, revoke(one)),))


def _revocable(scene: Scene, office: Office) -> dict[str, Invite]:
    access = office.access(scene.now)
    found = {}
    for id, one in sorted(office.invites.items(), key=lambda item: (item[1].expires_at, item[0])):
        if state(one, scene.now) != "open":
            continue
        subject = Someone(one.by) if one.device else AnInvitation(one.by, one.team)
        if access.may(office.me, "set-own" if one.device else "revoke-invite", subject):
            found[id] = one
    return found
