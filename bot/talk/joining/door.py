"""At the door with an invitation: who invites into what, the notice, a name, and in. Looking uses nothing up.

A wrong, used, revoked and expired code are answered alike.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.people.access import NOT_THERE, Access, NotThere
from bot.people.changes import hand_over, join
from bot.people.invite import FRONT_DOOR, Redeemed, inviting, is_shared, redeem, redeem_device
from bot.people.person import LONGEST_NAME, SUPERVISING, NotPossible, Person, cleaned
from bot.people.relations import Staff
from bot.people.team import Team
from bot.talk.asides import cannot_keep
from bot.talk.dealings import AddDevice, ChangeStaff, LetIn, SawNotice, Tell, WrongInvite
from bot.talk.effects import Effect, Turn
from bot.talk.joining import zones
from bot.talk.joining.colleagues import asking, news, over, role_word
from bot.talk.joining.coming_back import way_back
from bot.talk.joining.hand import NAMING
from bot.talk.joining.notice import NUMBER, notice
from bot.talk.messages import Piece, Rows, Say
from bot.talk.office import Door
from bot.talk.scene import Scene, button

SHARED = "s"
_WORDS = 5  # of a name: more is a sentence


def join_command(scene: Scene, argument: str) -> Turn:
    """/join CODE; without a code, how to come by one."""
    return look(scene, argument) if argument else scene.turn(Say("join.how"))


def look(scene: Scene, brought: str) -> Turn:
    """Who invites into what, before anything happens. `brought` is what the code stood in."""
    if not scene.desk.storing:
        return cannot_keep(scene)
    door = scene.desk.door
    if door is None or door.invite is None or (offer := _offer(scene, door)) is None:
        return over(scene, Say("join.nobody"), effects=(WrongInvite(),) if door is not None else ())
    if door.member and (offer.again or door.invite.by == door.member):
        return over(scene, Say("join.in_already"), buttons=_next())
    shared = (SHARED,) if is_shared(brought) else ()
    buttons: Rows = ((button("button.join", "j-in", door.id, *shared), button("button.not_now", "j-no")),)
    if door.invite.device:
        if door.member:
            return over(scene, Say("join.taken"))
        return over(scene, Say("join.device", {"name": door.staff.people[door.invite.by].called}), buttons=buttons)
    team = door.staff.teams[door.invite.team]
    pieces: list[Piece] = [Say("join.lead", _told(scene, door, team))]
    if door.member:
        return over(scene, *pieces, Say("join.more", {"name": door.staff.people[door.member].called}), buttons=buttons)
    supervisor = _supervisor(door, team, _today(scene, team))
    if supervisor:
        pieces.append(Say("join.supervisor", {"name": door.staff.people[supervisor].called}))
    pieces.append(notice(scene))
    if scene.house.open_without_joining:
        pieces.append(Say("join.open"))
    return over(scene, *pieces, buttons=buttons)


def agreed(scene: Scene, shared: bool) -> Turn:
    """Yes: what do they want to be called? Whoever is known already is in."""
    door = scene.desk.door
    if door is None or door.invite is None or (offer := _offer(scene, door)) is None:
        return over(scene, Say("join.nobody"))
    if door.member and (offer.again or door.invite.device):
        return over(scene, Say("join.in_already" if door.invite.by == door.member or offer.again else "join.taken"))
    if door.invite.device:
        back, kept = way_back(scene, Access(door.staff, _house_day(scene)), door.invite.by, door.id)
        effects = (AddDevice(door.id, door.invite.by, shared), *kept)
        return over(scene, Say("join.device_in"), *_shared_line(shared), *back, buttons=_next(), effects=effects)
    if door.member:
        return _let_in(scene, door, offer, door.staff.people[door.member], shared)
    args = (door.id, SHARED if shared else "", scene.lang)
    return asking(scene, NAMING, args, Say("join.name"))


def named(scene: Scene, text: str) -> Turn | None:
    """A name was typed: they are in. None for words that can't be one, so that no question is swallowed."""
    if not is_name(text):
        return None
    text = cleaned(text)
    _, shared, lang = (*scene.session.asked_args, "", "", "")[:3]
    if lang:
        # A name is in no language: the conversation goes on in the one in which it began.
        scene = replace(scene, reading=replace(scene.reading, lang=lang))
    if len(text) > LONGEST_NAME:
        return asking(scene, NAMING, scene.session.asked_args, Say("join.name_long", {"most": str(LONGEST_NAME)}))
    door = scene.desk.door
    if door is None or door.invite is None or (offer := _offer(scene, door)) is None or door.invite.device:
        return over(scene, Say("join.nobody"))
    if door.member:
        return over(scene, Say("join.in_already"), buttons=_next())
    team = door.staff.teams[door.invite.team]
    zone = next(iter(zones.of_country(team.country)), scene.house.time_zone)
    newcomer = Person(door.newcomer, text, frozenset(), language=scene.lang, zone=zone)
    return _let_in(scene, door, offer, newcomer, bool(shared))


def is_name(text: str) -> bool:
    """Whether somebody can be called that: a few words in one line, and no question."""
    text = text if "\n" in text else cleaned(text)
    return "\n" not in text and not set(text) & set("?؟/@") and 0 < len(text.split()) <= _WORDS and any(c.isalpha() for c in text)


def not_now(scene: Scene) -> Turn:
    """No hurry: the invitation stays good."""
    return over(scene, Say("join.later" if scene.house.open_without_joining else "join.later_closed"))


def _let_in(scene: Scene, door: Door, offer: Redeemed, person: Person, shared: bool) -> Turn:
    invite = offer.invite
    team = door.staff.teams[invite.team]
    today = _today(scene, team)
    try:
        after = join(door.staff, person, invite.role, invite.team, today)
        supervisor = _supervisor(door, team, today)
        if supervisor and supervisor != person.id and not any(one.team == team.id for one in after.of(person.id, today)):
            after = hand_over(after, person.id, team.id, supervisor, today, today)
    except NotPossible:
        return over(scene, Say("join.nobody"))
    told = [one for one in dict.fromkeys((invite.by, supervisor)) if one and one != person.id]
    effects: tuple[Effect, ...] = (
        ChangeStaff(door.staff, after, door.staff_version, inviting(invite.role), person.id),
        LetIn(door.id, invite, after.people[person.id], shared),
        *((SawNotice(person.id, NUMBER),) if not door.member else ()),
        *(Tell(one, news()) for one in told if one in after.people and after.people[one].there(today)),
    )
    now_there = f"{scene.now.astimezone(ZoneInfo(person.zone)):%H:%M}"
    pieces: list[Piece] = [Say("join.welcome", {"name": person.called, "team": team.name})]
    if not door.member:
        pieces.append(Say("join.zone", {"zone": zones.city(person.zone, scene.lang), "time": now_there}))
    back, kept = ((), ()) if door.member else way_back(scene, Access(after, today), person.id, door.id)
    # Who has somebody to meet can plan that at once.
    planning = bool(after.of(person.id, today) or after.supervised(person.id, today))
    return over(scene, *pieces, *_shared_line(shared), *back, buttons=_next(planning), effects=(*effects, *kept))


def _offer(scene: Scene, door: Door) -> Redeemed | None:
    """What the invitation gives whoever stands there, None for nothing."""
    invite = door.invite
    if invite is None or not door.tries_left:
        return None
    found: Redeemed | NotThere
    if invite.device:
        found = redeem_device(invite, Access(door.staff, _house_day(scene)), scene.now)
    elif invite.team not in door.staff.teams:
        return None
    else:
        access = Access(door.staff, _today(scene, door.staff.teams[invite.team]))
        if door.member and door.member == invite.by:
            found = Redeemed(invite, again=True)
        else:
            found = redeem(invite, door.member or door.newcomer, access, scene.now)
    return None if found is NOT_THERE or isinstance(found, NotThere) else found


def _supervisor(door: Door, team: Team, today: date) -> str:
    """Who would supervise a newcomer: whoever invites, if they supervise in the team, else its only supervisor; "" for nobody.

    It is said before they join, so that they agree to it; nobody's records come with it. Anything else is handed over."""
    invite = door.invite
    if invite is None or invite.role != "caseworker":
        return ""
    supervisors = [
        one for one in team.supervisors_on(today) if door.staff.people[one].there(today) and _may_supervise(door.staff, one)
    ]
    if invite.by in supervisors:
        return invite.by
    return supervisors[0] if len(supervisors) == 1 else ""


def _may_supervise(staff: Staff, person: str) -> bool:
    return bool(staff.people[person].roles & SUPERVISING)


def _told(scene: Scene, door: Door, team: Team) -> dict[str, str]:
    assert door.invite is not None
    return {
        "inviter": _inviter(scene, door.staff, door.invite.by), "organisation": scene.house.organisation, "team": team.name,
        "role": role_word(scene, door.invite.role),
    }  # fmt: skip


def _inviter(scene: Scene, staff: Staff, by: str) -> str:
    return scene.house.organisation if by == FRONT_DOOR else staff.people[by].called


def _today(scene: Scene, team: Team) -> date:
    """The day at the team."""
    zone = next(iter(zones.of_country(team.country)), scene.house.time_zone)
    return scene.now.astimezone(ZoneInfo(zone)).date()


def _house_day(scene: Scene) -> date:
    return scene.now.astimezone(ZoneInfo(scene.house.time_zone)).date()


def _shared_line(shared: bool) -> tuple[Piece, ...]:
    return (Say("join.shared"),) if shared else ()


def _next(planning: bool = False) -> Rows:
    """What now: asking, the team or a first check-in, and what is one's own."""
    second = button("button.s_new", "s-new") if planning else button("button.team", "j-team")
    return ((button("button.ask", "say", "ask"), second), (button("button.me", "j-me"),))
