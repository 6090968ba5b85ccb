"""Who somebody is and whom they may see: what the dialogues of this room have in common.

What isn't there and what somebody may not see are one answer (`not_there`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.people.access import Action
from bot.people.person import ROLES, Person
from bot.people.relations import Staff
from bot.people.subject import Someone
from bot.people.team import Team
from bot.talk.asides import cannot_keep
from bot.talk.effects import Effect, Turn
from bot.talk.messages import Button, Piece, Press, Reply, Rows, Say
from bot.talk.office import Office
from bot.talk.scene import Scene, button

REF = 10
"""Characters of an id in a button. Where two ids begin alike, neither is meant."""

T = TypeVar("T")


def member(scene: Scene) -> Office | None:
    """The desk of whoever joined and may act; None for a stranger, and for who is suspended or has left."""
    office = scene.desk.office
    return office if office is not None and office.person.there(office.today(scene.now)) else None


def not_joined(scene: Scene) -> Turn:
    """What needs an invitation first."""
    return cannot_keep(scene) if not scene.desk.storing else scene.turn(Say("join.how"))


def not_there(scene: Scene) -> Turn:
    """The one answer to what isn't there and to what somebody may not see or do."""
    return scene.turn(Say("team.not_there"), buttons=((button("button.team", "j-team"),),))


def mark(*what: str) -> str:
    """An id that the same act makes again: ten hexadecimal characters."""
    return hashlib.sha256("|".join(what).encode()).hexdigest()[:REF]


def ref(id: str) -> str:
    """What stands for an id in a button."""
    return id[:REF]


def by_ref(known: Mapping[str, T], ref: str) -> T | None:
    """What a button means; None where nothing or more than one thing may be meant."""
    found = [thing for id, thing in known.items() if id == ref] or [t for id, t in known.items() if ref and id[:REF] == ref]
    return found[0] if len(found) == 1 else None


def seen(scene: Scene, office: Office, reference: str, action: Action = "see-person") -> Person | None:
    """A person to whom somebody may do that; None also for who has left."""
    found = by_ref(office.staff.people, reference)
    if found is None or found.left is not None:
        return None
    return found if office.access(scene.now).may(office.me, action, Someone(found.id)) else None


def colleagues(scene: Scene, office: Office) -> list[Person]:
    """Everybody whom somebody may see, by name, without themself."""
    access = office.access(scene.now)
    found = [
        one
        for one in office.staff.people.values()
        if one.id != office.me and one.left is None and access.may(office.me, "see-person", Someone(one.id))
    ]
    return sorted(found, key=lambda one: (one.called.casefold(), one.id))


def teams_of(staff: Staff, person: Person, day: date) -> list[Team]:
    """The teams of somebody on a day."""
    return [staff.teams[team] for team in person.teams(day) if team in staff.teams]


def role_words(scene: Scene, person: Person) -> str:
    """The roles of somebody in the language of the answer."""
    return scene.listed(role_word(scene, role) for role in ROLES if role in person.roles) or "-"


def role_word(scene: Scene, role: str) -> str:
    """A role in the language of the answer."""
    return scene.edition.words.say(scene.lang, f"role.{role}")


def named(what: str, verb: str, *args: str) -> Button:
    """A button with a name on it."""
    return Button(Say("button.plain", {"what": what}), Press(verb, args))


def over(scene: Scene, *pieces: Piece, buttons: Rows = (), effects: tuple[Effect, ...] = ()) -> Turn:
    """An answer after which nothing is asked any more."""
    return asking(scene, "", (), *pieces, buttons=buttons, effects=effects)


def asking(
    scene: Scene, asked: str, args: tuple[str, ...], *pieces: Piece, buttons: Rows = (), effects: tuple[Effect, ...] = ()
) -> Turn:
    """An answer that waits for typed words, by what is asked in the session."""
    session = replace(scene.session, asked=asked, asked_args=args, asked_at=scene.now if asked else None)
    return scene.turn(*pieces, buttons=buttons, session=session, effects=effects)


def news(key: str = "team.news") -> Reply:
    """What somebody is told unasked: that there is something, and nothing of what."""
    return Reply((Say(key),), ((button("button.show", "j-team"),),))
