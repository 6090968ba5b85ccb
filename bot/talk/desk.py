"""What is on the desk when a message is answered: the little of this conversation's world that isn't in the session."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Desk:
    """Frozen; made by `delivery.desk` for one turn.

    `earlier` are the messages of the same person within the last 60 seconds that led to small talk or to "not known", oldest
    first (kept in memory only, never stored); `earlier_reply` is our message that answered the last of them, so that it can be
    edited into the answer. `answered_as` is our message that answered the message now being edited. `quoted` is the archived
    wording asked for with /ref, as plain text, with the day it was first shown. `storing` is false while the store is down: then
    nothing that has to be kept may be promised.
    """

    earlier: tuple[str, ...] = ()
    earlier_reply: str = ""
    answered_as: str = ""
    quoted: str = ""
    quoted_on: str = ""
    storing: bool = True
