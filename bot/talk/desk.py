"""What is on the desk when a message is answered: the little of this conversation's world that isn't in the session."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.corrections import Conflict, Correction
from bot.talk.office import Door, Office

__all__ = ["NOBODY", "Authority", "Conflict", "Desk"]


@dataclass(frozen=True)
class Authority:
    """What this person may change of what is shown, and what was changed so far.

    `role` is "" for somebody who may change nothing; `alias` stands for them in what is kept. `code_hash` is of the code that
    they sent, `offered` the role that it gives just now, "" if it gives none. `corrections` are all, in the order of their last
    change, `conflicts` those that the files have moved on from.
    """

    role: str = ""
    alias: str = ""
    code_hash: str = ""
    offered: str = ""
    corrections: tuple[Correction, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def find(self, id: str) -> Correction | None:
        """The correction of that id."""
        return next((one for one in self.corrections if one.id == id), None)


NOBODY = Authority()


@dataclass(frozen=True)
class Desk:
    """Frozen; made by `delivery.desk` for one turn.

    `earlier` are the messages of the same person within the last 60 seconds that led to small talk or to "not known", oldest
    first (kept in memory only, never stored); `earlier_reply` is our message that answered the last of them, so that it can be
    edited into the answer. `answered_as` is our message that answered the message now being edited. `quoted` is the archived
    wording asked for with /ref, as plain text, with the day it was first shown. `storing` is false while the store is down: then
    nothing that has to be kept may be promised. `authority` is laid only where somebody wants to take back or mend,
    `office` for whoever joined and may have to do with check-ins now, `door` for whoever holds an invitation. `member` is the id
    of whoever joined with this chat and isn't suspended, "" for nobody: known also where nothing else of theirs is on the desk.
    """

    earlier: tuple[str, ...] = ()
    earlier_reply: str = ""
    answered_as: str = ""
    quoted: str = ""
    quoted_on: str = ""
    storing: bool = True
    authority: Authority = NOBODY
    office: Office | None = None
    door: Door | None = None
    member: str = ""
