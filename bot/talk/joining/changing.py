"""Carrying a change about a person out: the facts, the rhythms and check-ins that follow them, and who is told."""

from __future__ import annotations

from bot.people import changes
from bot.people.invite import revoke_all
from bot.people.person import ROLES, Dates, NotPossible
from bot.people.relations import Staff
from bot.supervision.handing_over import carried, followed, untouched
from bot.talk.dealings import ChangeStaff, EndDevice, KeepBooking, KeepInvite, KeepSeries, Tell
from bot.talk.effects import Effect, Turn
from bot.talk.joining.colleagues import mark, news, over
from bot.talk.joining.steps import DEEDS, Said
from bot.talk.messages import Rows, Say
from bot.talk.moments import coded
from bot.talk.office import Office
from bot.talk.scene import Scene, button


def carried_out(scene: Scene, office: Office, said: Said, words: dict[str, str]) -> Turn:
    """A change that was said whole and may be made."""
    before, today = office.staff, office.today(scene.now)
    back: Rows = ((button("button.team", "j-team"),),)
    try:
        after = after_it(scene, office, said)
    except NotPossible:
        return over(scene, Say("change.cannot"), buttons=back)
    if after == before:
        return over(scene, Say("change.already"), buttons=back)
    leaving = said.letter == "x"
    effects: list[Effect] = [
        ChangeStaff(before, after, office.staff_version, DEEDS[said.letter].action, said.person),
        *_diary(scene, office, after, touched(before, after)),
    ]
    if leaving or said.letter == "s":
        ids = {invite.hash: id for id, invite in office.invites.items()}
        effects += [KeepInvite(ids[one.hash], one) for one in revoke_all(office.invites.values(), said.person)]
    mine = said.person == office.me
    if leaving and mine:
        effects += [EndDevice(one.channel, one.chat) for one in office.devices]
    others = sorted(touched(before, after) - {office.me})
    effects += [Tell(one, news()) for one in others if after.people[one].there(today)]
    if mine and leaving:
        return over(scene, Say("change.done_x_self", words), effects=tuple(effects))
    return over(scene, Say(f"change.done_{said.letter}", words), buttons=back, effects=tuple(effects))


def after_it(scene: Scene, office: Office, said: Said) -> Staff:
    """Who works with whom after a change. Raises NotPossible."""
    staff, today, day = office.staff, office.today(scene.now), said.first
    match said.letter:
        case "s":
            return changes.suspend(staff, said.person)
        case "r":
            return changes.restore(staff, said.person)
        case "x":
            # Made of the moment, so that it leads back to nobody; not of the name.
            return changes.leave(staff, said.person, today, "#" + mark("left", said.person, coded(scene.now))[:6])
        case "t":
            role = next(role for role in ROLES if role == said.to)
            return changes.take_role(staff, said.person, role, today)
        case "m":
            return changes.move_team(staff, said.person, said.team, said.to, today)
        case "n":
            return changes.name_manager(staff, said.team, said.person, day or today, today)
        case "h":
            return changes.hand_over(staff, said.person, said.team, said.to, day or today, today)
        case "d":
            return changes.stand_in(staff, said.team, said.person, said.to, Dates(day or today, said.last), today)
        case _:
            return changes.come_back(staff, said.team, said.person, day or today, today)


def _diary(scene: Scene, office: Office, after: Staff, who: set[str]) -> list[Effect]:
    """Rhythms and check-ins that are still to come follow who works with whom; what was stays.

    Those of people whose diary isn't on this desk follow when they are looked at next."""
    today = office.today(scene.now)
    found: list[Effect] = []
    dropped: set[str] = set()
    for series in (one for one in office.series if set(one.sides) & who):
        changed = followed(after, series, today, office.staff)
        if changed != series:
            drop = changed.ended or (changed.paused and not series.paused)
            dropped |= {series.id} if drop else set()
            found.append(KeepSeries(changed, drop_coming=drop))
    for booking in (one for one in office.bookings if set(one.checkin.sides) & who):
        follows = carried(after, booking, scene.now, office.staff)
        if follows != booking and not (booking.series in dropped and untouched(booking.checkin)):
            found.append(KeepBooking(follows))
    return found


def touched(before: Staff, after: Staff) -> set[str]:
    """For whom something is different: whom they work with, in which team, as what."""
    found: set[str] = set()
    for one in set(before.supervisions) ^ set(after.supervisions):
        found |= {one.supervisor, one.worker}
    for id in {*before.teams, *after.teams}:
        old, new = before.teams.get(id), after.teams.get(id)
        if old is None or new is None or old == new:
            continue
        for deputy in set(old.deputies) ^ set(new.deputies):
            found |= {deputy.person, deputy.supervisor}
        for tenure in {*old.managers, *old.supervisors} ^ {*new.managers, *new.supervisors}:
            found.add(tenure.person)
    for id, person in after.people.items():
        was = before.people.get(id)
        if was is None or (was.roles, was.memberships, was.suspended) != (person.roles, person.memberships, person.suspended):
            found.add(id)
    return found & set(after.people)
