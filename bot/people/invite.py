"""Invitations by link: a code of 128 random bits lets one person in, once, within 72 hours, in one role, into one team. Pure.

The code itself is kept nowhere, only its hash under the bot's key. Whoever looks at a link doesn't use it up: messengers open
links to draw a preview, so redeeming is a press of its own. A wrong, used, revoked or expired code are all `NOT_THERE`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.people.access import NOT_THERE, Access, Action, NotThere
from bot.people.person import ROLES, NotPossible, Role
from bot.people.subject import OfTeam, Someone

LIFE = timedelta(hours=72)
RANDOM_BYTES = 16
PREFIX = "i_"
"""Begins what a link to Telegram carries, which holds 64 characters of A-Z, a-z, 0-9, _ and - at most.
Source: https://core.telegram.org/bots/features#deep-linking"""
SHARED_PREFIX = "s_"
"""Instead of it where somebody said that others use the computer too."""
PATH = "/join/"
FRONT_DOOR = "front-door"
"""Who invites where nobody is there yet: whoever runs the installation, at its command line. It stands for a person's id."""
DEVICE_LIFE = timedelta(hours=1)
RETURN_LIFE = timedelta(days=90)
"""How long the way back holds that somebody got in a browser: it may lie unused while the browser remembers them."""

_ALONE = re.compile(r"(?:.*/join/|.*[?&]start=[is]_|(?:/start\s+)?[is]_)?([a-z2-7]{26})/?", re.IGNORECASE)
_INVITING: dict[Role, Action] = {
    "caseworker": "invite-caseworker", "supervisor": "invite-supervisor", "manager": "invite-manager", "admin": "invite-admin",
    "safeguarding-lead": "invite-safeguarding-lead",
}  # fmt: skip


def inviting(role: Role) -> Action:
    """The action of inviting somebody in a role."""
    return _INVITING[role]


# --- the code -----------------------------------------------------------------------------------------------------------


def code_of(random: bytes) -> str:
    """16 random bytes as 26 letters and digits, without 0, 1, 8 and 9: they can be read out and typed from paper."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"{len(random)} bytes make no code, {RANDOM_BYTES} random ones do")
    return base64.b32encode(random).decode("ascii").rstrip("=").lower()


def payload(code: str) -> str:
    """What a link to Telegram carries after `start=`."""
    return PREFIX + code


def web_path(code: str) -> str:
    """Where the web chat asks whether to join."""
    return PATH + code


def is_shared(text: str) -> bool:
    """Whether what somebody brought along says that others use that computer too."""
    return re.search(r"(?:^|[\s=])s_[a-z2-7]{26}/?$", text.strip(), re.IGNORECASE) is not None


def code_in(text: str) -> str | None:
    """The code in a link, a payload or a line that somebody typed; None if there is none."""
    found = _ALONE.fullmatch(text.strip())
    code = found[1].lower() if found else ""
    return code if code and code_of(_bytes(code)) == code else None


def hash_of(code: str, key: bytes) -> str:
    """What is kept of a code: BLAKE2b under the bot's key (up to 64 bytes), in hexadecimal. Raises ValueError for what is no code
    or without a key."""
    if not key:
        raise ValueError("a code is hashed under the bot's key")
    return hashlib.blake2b(_bytes(code), digest_size=32, key=key, person=b"invitation").hexdigest()


def _bytes(code: str) -> bytes:
    try:
        return base64.b32decode(code.upper() + "======")
    except binascii.Error:
        raise ValueError("that is no code") from None


# --- the invitation -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Invite:
    """An invitation as it is kept: under the `hash` of its code, by whom (an id), into which role and team, until when (aware).

    `used_by` is whom it let in, "" while it is unused. One without a team lets nobody new in: it makes another chat a device of
    whoever made it (`for_device`).
    """

    hash: str
    by: str
    role: Role
    team: str
    expires_at: datetime
    used_by: str = ""
    revoked: bool = False

    @property
    def device(self) -> bool:
        """Whether it is for another chat of whoever made it."""
        return not self.team


State = Literal["open", "used", "revoked", "expired"]


def new(access: Access, by: str, role: Role, team: str, hash: str, now: datetime) -> Invite | NotThere:
    """An invitation into a team as of a moment (aware), or `NOT_THERE` if somebody may not make it."""
    if now.tzinfo is None:
        raise NotPossible("a moment without a time zone", "give an aware one")
    if not access.may(by, inviting(role), OfTeam(team)):
        return NOT_THERE
    return Invite(hash, by, role, team, now + LIFE)


def at_the_front_door(role: Role, team: str, hash: str, now: datetime) -> Invite:
    """An invitation by whoever runs the installation, and may anyhow look into its database: so that the first manager or admin
    gets in."""
    return Invite(hash, FRONT_DOOR, role, team, now + LIFE)


def for_device(access: Access, by: str, hash: str, now: datetime, life: timedelta = DEVICE_LIFE) -> Invite | NotThere:
    """An invitation of another chat of one's own: whoever holds it is let into everything of that person."""
    known = access.staff.people.get(by)
    if known is None or not access.may(by, "set-own", Someone(by)):
        return NOT_THERE
    role = next((role for role in ROLES if role in known.roles), None)
    return NOT_THERE if role is None else Invite(hash, by, role, "", now + life)


def redeem_device(invite: Invite | None, access: Access, now: datetime) -> Redeemed | NotThere:
    """What comes of the code for another chat. It holds as long as whoever made it is there."""
    if invite is None or not invite.device or state(invite, now) != "open":
        return NOT_THERE
    if not access.may(invite.by, "set-own", Someone(invite.by)):
        return NOT_THERE
    return Redeemed(replace(invite, used_by=invite.by))


def state(invite: Invite, now: datetime) -> State:
    """What those see who may revoke it. Used once is used for good, also when its time is over."""
    if invite.used_by:
        return "used"
    if invite.revoked:
        return "revoked"
    return "open" if now < invite.expires_at else "expired"


def revoke(invite: Invite) -> Invite:
    """It lets nobody in any more. One that was used stays used: whoever came in is suspended or removed as a person."""
    return invite if invite.used_by else replace(invite, revoked=True)


def revoke_all(invites: Iterable[Invite], by: str) -> tuple[Invite, ...]:
    """Of some invitations those that somebody made, revoked: with a lost phone go the links in it."""
    return tuple(revoke(invite) for invite in invites if invite.by == by and not invite.used_by and not invite.revoked)


@dataclass(frozen=True)
class Redeemed:
    """It lets this person in: `invite` as it is to be kept, if it is still as it was. `again`: it had let them in before, so
    nothing changes."""

    invite: Invite
    again: bool = False


def redeem(invite: Invite | None, person: str, access: Access, now: datetime) -> Redeemed | NotThere:
    """What comes of somebody's code at a moment (aware); `invite` is None where no invitation has its hash.

    It holds as long as the inviter may still invite, or was made at the front door: a link of somebody who was suspended, left or
    lost the role lets nobody in. Nobody lets themself in. Of many at once the first one kept wins: whoever finds it changed asks
    again, and it is used.
    """
    if not person:
        raise ValueError("somebody redeems it")
    known = access.staff.people.get(person)
    if known is not None and not known.there(access.today):
        # A lost phone gets no second way in.
        return NOT_THERE
    if invite is not None and invite.used_by == person:
        return Redeemed(invite, again=True)
    if invite is None or state(invite, now) != "open" or person == invite.by:
        return NOT_THERE
    if invite.by != FRONT_DOOR and not access.may(invite.by, inviting(invite.role), OfTeam(invite.team)):
        return NOT_THERE
    return Redeemed(replace(invite, used_by=person))
