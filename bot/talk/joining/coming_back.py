"""A way back for somebody who has only the web chat: a shared computer forgets them every evening, and any browser may.

With each way in they get the next one: it lets them in once, as who they are. It stands among their open invitations, to be
revoked, and goes with a suspension.
"""

from __future__ import annotations

from bot.people.access import Access, NotThere
from bot.people.invite import RETURN_LIFE, for_device
from bot.talk.dealings import KeepInvite
from bot.talk.effects import Effect
from bot.talk.joining.colleagues import mark
from bot.talk.messages import InviteLink, Piece, Say
from bot.talk.scene import Scene

FORGETS = "web"
"""The channel whose browsers forget."""


def way_back(scene: Scene, access: Access, person: str, came_by: str) -> tuple[tuple[Piece, ...], tuple[Effect, ...]]:
    """What is said and kept of it for a person who has just come in by the invitation of that id; nothing on other channels."""
    if scene.channel != FORGETS:
        return (), ()
    id = mark(person, "back", came_by)
    code_hash = scene.signer.hashes(scene.signer.invitation(id))[0]
    invite = for_device(access, person, code_hash, scene.now, RETURN_LIFE)
    if isinstance(invite, NotThere):
        return (), ()
    return (Say("join.back"), InviteLink(id)), (KeepInvite(id, invite),)
