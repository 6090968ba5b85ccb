"""/me: what somebody is called here, their language, clock, quiet hours, e-mail and devices, each changed by a tap."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.people.person import LONGEST_NAME, Person, cleaned
from bot.talk.dealings import ChangeStaff, KeepEmail
from bot.talk.effects import Turn
from bot.talk.joining import zones
from bot.talk.joining.colleagues import asking, member, not_joined, over, role_words, teams_of
from bot.talk.joining.door import is_name
from bot.talk.joining.hours import quiet_words, read_quiet
from bot.talk.messages import Button, Piece, Press, Say, TitleOf
from bot.talk.office import Office
from bot.talk.read import spoken_languages
from bot.talk.scene import Scene, button, rows

NAME, ZONE, QUIET, MAIL = "joining-name", "joining-zone", "joining-quiet", "joining-mail"
_MAIL = re.compile(r"[^\s@<>\"',;:]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LONGEST_MAIL = 120
_OFFERED = 6


def me(scene: Scene, *before: Piece) -> Turn:
    """The card."""
    office = member(scene)
    if office is None:
        return not_joined(scene)
    person = office.person
    teams = scene.listed(team.name for team in teams_of(office.staff, person, office.today(scene.now))) or "-"
    clock = {"zone": zones.city(person.zone, scene.lang), "time": f"{scene.now.astimezone(office.zone):%H:%M}"}
    pieces: list[Piece] = [
        *before,
        Say("me.who", {"name": person.called, "roles": role_words(scene, person), "teams": teams}),
        Say("me.clock", clock),
        Say("me.quiet", {"quiet": quiet_words(scene, person.quiet)}),
    ]
    if office.email or office.reach.get(office.me) == "no-push":
        pieces.append(Say("me.mail" if office.email else "me.no_mail", {"address": office.email}))
    buttons = [
        button("button.my_name", "j-my", "name"), button("button.my_language", "j-my", "lang"),
        button("button.my_zone", "j-my", "zone"), button("button.my_quiet", "j-my", "quiet"),
        button("button.my_mail", "j-my", "mail"), button("button.my_devices", "j-dev"),
        button("button.team", "j-team"), button("button.forget", "say", "forget"),
    ]  # fmt: skip
    return over(scene, *pieces, buttons=rows(buttons))


def change(scene: Scene, office: Office, what: str) -> Turn | None:
    """What should it be from now on?"""
    match what:
        case "name":
            return asking(scene, NAME, (), Say("join.name"))
        case "lang":
            spoken = [code for code in spoken_languages(scene.edition, scene.house) if code != scene.lang]
            return over(
                scene, Say("settings.language"), buttons=rows([button(TitleOf(language=code), "lang", code) for code in spoken])
            )
        case "zone":
            country = next((team.country for team in teams_of(office.staff, office.person, office.today(scene.now))), "")
            return asking(scene, ZONE, (), Say("me.zone_ask"), buttons=_zones(zones.of_country(country), scene.lang))
        case "quiet":
            buttons = rows([button("button.quiet_usual", "j-q", "usual"), button("button.quiet_none", "j-q", "none")])
            return asking(scene, QUIET, (), Say("me.quiet_ask"), buttons=buttons)
        case "mail" if not (scene.house.ways.email or office.email):
            return over(scene, Say("me.mail_off"))
        case "mail":
            gone = ((button("button.mail_none", "j-mail"),),) if office.email else ()
            return asking(scene, MAIL, (), Say("me.mail_ask"), buttons=gone)
    return None


def typed(scene: Scene, office: Office, text: str) -> Turn | None:
    """What was asked for was typed; None for words that are something else."""
    match scene.session.asked:
        case "joining-name" if is_name(text):
            name = cleaned(text)
            if len(name) > LONGEST_NAME:
                return asking(scene, NAME, (), Say("join.name_long", {"most": str(LONGEST_NAME)}))
            return _kept(scene, office, replace(office.person, name=name))
        case "joining-zone":
            found = zones.named(text)
            if len(found) == 1:
                return zone(scene, office, found[0])
            if found:
                return asking(scene, ZONE, (), Say("me.zone_which"), buttons=_zones(found, scene.lang))
            return None if "?" in text or len(text.split()) > 3 else asking(scene, ZONE, (), Say("me.zone_unknown"))
        case "joining-quiet":
            quiet = read_quiet(text)
            if quiet is not None:
                return _kept(scene, office, replace(office.person, quiet=quiet))
            return asking(scene, QUIET, (), Say("me.quiet_unknown")) if any(c.isdigit() for c in text) else None
        case "joining-mail" if "@" in text:
            address = text.strip().strip("<>")
            if len(address) > _LONGEST_MAIL or not address.isprintable() or not _MAIL.fullmatch(address):
                return asking(scene, MAIL, (), Say("me.mail_unknown"))
            return over(scene, Say("me.mail", {"address": address}), effects=(KeepEmail(office.me, address),))
    return None


def zone(scene: Scene, office: Office, wanted: str) -> Turn | None:
    """This clock from now on. What is planned stays where it is on the wall of whoever planned it."""
    return _kept(scene, office, replace(office.person, zone=wanted)) if zones.is_zone(wanted) else None


def quiet(scene: Scene, office: Office, which: str) -> Turn | None:
    """The usual quiet hours, or none."""
    if which not in ("usual", "none"):
        return None
    return _kept(scene, office, replace(office.person, quiet=None if which == "usual" else ()))


def no_mail(scene: Scene, office: Office) -> Turn:
    """No e-mail any more."""
    return over(scene, Say("me.mail_gone"), effects=(KeepEmail(office.me, ""),))


def _kept(scene: Scene, office: Office, person: Person) -> Turn:
    """The card as it is now. What was so already changes nothing."""
    if person == office.person:
        return me(scene, Say("me.already"))
    after = replace(office.staff, people={**office.staff.people, person.id: person})
    changed = replace(scene, desk=replace(scene.desk, office=replace(office, staff=after)))
    turn = me(changed, Say("me.kept"))
    return replace(turn, effects=(ChangeStaff(office.staff, after, office.staff_version, "set-own", office.me),))


def _zones(found: tuple[str, ...], lang: str) -> tuple[tuple[Button, ...], ...]:
    labelled = [Button(Say("button.plain", {"what": zones.city(one, lang)}), Press("j-z", (one,))) for one in found[:_OFFERED]]
    return rows(labelled)
