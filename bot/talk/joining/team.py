"""/team: whom somebody works with, who is there, and the way to inviting."""

from __future__ import annotations

from datetime import date

from bot.people.subject import OfTeam
from bot.supervision.spelling import alike
from bot.supervision.wording_who import namesakes
from bot.talk.board.view import teams as boards
from bot.talk.dates import on_date
from bot.talk.effects import Turn
from bot.talk.joining.colleagues import asking, colleagues, member, named, not_joined, over, ref, role_words, teams_of
from bot.talk.joining.inviting import roles_offered
from bot.talk.joining.person import card, doing, lines_about
from bot.talk.joining.steps import deeds
from bot.talk.messages import Piece, Say
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.scheduling.feasts import mine as changes_days

WHO = "joining-who"
PAGE = 8
_WORDS = 4
_NAMED = 12  # names in one line
_LATER = 3  # changes to come that are told: the card stays on one screen


def team(scene: Scene) -> Turn:
    """The card: me, my team, who supervises me and whom I supervise, now and from a later day on."""
    office = member(scene)
    if office is None:
        return not_joined(scene)
    person, today = office.person, office.today(scene.now)
    teams = scene.listed(one.name for one in teams_of(office.staff, person, today)) or "-"
    pieces: list[Piece] = [Say("me.who", {"name": person.called, "roles": role_words(scene, person), "teams": teams})]
    mine = lines_about(scene, office, person, today)
    pieces += mine
    if not mine and "caseworker" in person.roles:
        pieces.append(Say("team.no_supervisor"))
    pieces += _supervised(scene, office, today)
    pieces += _waiting(scene, office, today)
    buttons = [button("button.people", "j-who"), button("button.me", "j-me")]
    if boards(office, scene.now):
        buttons.append(button("button.board", "b-board"))
    if roles_offered(scene, office):
        buttons += [button("button.invite", "j-inv"), button("button.invites", "j-open")]
    if changes_days(office, scene):
        buttons.append(button("button.s_team_days", "s-days", ""))
    own = [letter for letter in deeds(office.access(scene.now), office.me, person) if letter in "db"]
    return over(scene, *pieces, buttons=rows([*buttons, *doing(office, person, own)]))


def people(scene: Scene, office: Office, page: str = "") -> Turn:
    """Everybody whom somebody may see, eight at a time."""
    found = colleagues(scene, office)
    at = int(page) if page.isdecimal() and len(page) < 4 else 0
    shown = found[at * PAGE : (at + 1) * PAGE]
    if not shown:
        return over(scene, Say("team.alone"), buttons=((button("button.team", "j-team"),),))
    buttons = [named(one.called, "j-p", ref(one.id)) for one in shown]
    more = ((button("button.more", "j-who", str(at + 1)),),) if found[(at + 1) * PAGE :] else ()
    return asking(scene, WHO, (), Say("team.people"), buttons=(*rows(buttons), *more))


def typed(scene: Scene, office: Office, text: str) -> Turn | None:
    """A name was typed, in either script; None where nobody whom one may see is called so."""
    found = colleagues(scene, office)
    meant = set(namesakes(text, [one.called for one in found])) if len(text.split()) <= _WORDS else set()
    here = [one for one in found if one.called in meant]
    if not here and 0 < len(text.split()) <= _WORDS:
        here = [one for one in found if alike(text, one.called)]
    if len(here) == 1:
        return card(scene, office, here[0].id)
    if not here:
        return None
    return over(scene, Say("team.people"), buttons=rows([named(one.called, "j-p", ref(one.id)) for one in here[:PAGE]]))


def _supervised(scene: Scene, office: Office, today: date) -> list[Piece]:
    staff, pieces = office.staff, list[Piece]()
    now = [office.called(one) for one in dict.fromkeys(staff.supervised(office.me, today)) if office.called(one)]
    if now:
        pieces.append(Say("team.supervises", {"names": scene.listed(sorted(now))}))
    later = [one for one in staff.supervisions if one.supervisor == office.me and one.dates.first > today]
    pieces += [
        Say("team.supervises_from", {"name": office.called(one.worker), "day": on_date(one.dates.first, scene.lang)})
        for one in sorted(later, key=lambda one: one.dates.first)[:_LATER]
        if office.called(one.worker)
    ]
    for found in staff.teams.values():
        for deputy in found.deputies:
            if deputy.person == office.me and deputy.dates.last and deputy.dates.last >= today:
                days = {"first": on_date(deputy.dates.first, scene.lang), "last": on_date(deputy.dates.last, scene.lang)}
                pieces.append(Say("team.stands_in", {"name": office.called(deputy.supervisor), **days}))
    return pieces


def _waiting(scene: Scene, office: Office, today: date) -> list[Piece]:
    """Caseworkers without a supervisor, to whoever may hand them over."""
    access, staff = office.access(scene.now), office.staff
    mine = {id for id in staff.teams if access.may(office.me, "invite-caseworker", OfTeam(id))}
    supervised = {(one.worker, one.team) for one in staff.supervisions if today in one.dates}
    waiting = [
        one.called
        for one in staff.people.values()
        if "caseworker" in one.roles and any(id in mine and (one.id, id) not in supervised for id in one.teams(today))
    ]
    if len(waiting) > _NAMED:
        return [Say("team.waiting_many", {"n": str(len(waiting))})]
    return [Say("team.waiting", {"names": scene.listed(sorted(waiting))})] if waiting else []
