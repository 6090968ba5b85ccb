"""Who may see and do what: one table of role, action and relation. Pure.

Whatever isn't in the table is refused. What is refused and what doesn't exist are the same to whoever asks (`NOT_THERE`), so that
nobody learns by asking that somebody is here. Admins see no check-ins; managers see times and outcomes, nothing that was said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, Literal, TypeVar, get_args

from bot.people.person import Role
from bot.people.relations import Staff
from bot.people.subject import RELATIONS, Relation, Someone, Subject, relations

Action = Literal[
    "see-times", "see-reasons", "see-notes", "see-answers", "write-notes", "close-actions", "see-list",
    "schedule", "move", "answer", "cancel", "pause", "see-board", "export", "set-leave",
    "see-person", "set-own", "suspend", "restore", "remove", "move-team", "hand-over", "take-over", "name-deputy",
    "change-team", "name-manager", "take-role",
    "invite-caseworker", "invite-supervisor", "invite-manager", "invite-admin", "invite-safeguarding-lead", "revoke-invite",
    "correct", "undo-correction", "confirm-emergency", "see-counts", "see-changes", "see-questions",
]  # fmt: skip
"""`see-times` is when a check-in was and what became of it; `see-reasons` why another time was asked for (illness is among them);
`see-answers` what was tapped in it, wellbeing too; `see-list` what somebody wants to take to supervision and hasn't shown yet;
`take-over` is handing somebody over to oneself; `see-counts` are how often which topic was asked for, in groups of five or more;
`see-changes` the list of who changed what; `see-questions` what anybody asked: nobody's, nor is it kept."""
ACTIONS: tuple[Action, ...] = get_args(Action)

_LETTERS: Mapping[str, Role] = {
    "c": "caseworker", "s": "supervisor", "m": "manager", "a": "admin", "l": "safeguarding-lead",
}  # fmt: skip

# In each cell the roles that may: c caseworker, s supervisor, m manager, a admin, l safeguarding lead; a dash is nobody.
# Whoever has several roles may what any of them may. Role and relation must both be there: a caseworker who is noted down as
# somebody's supervisor sees nothing.
_TABLE = """
                          self   supervises  deputy  manages  same-team  none

see-times                 csmal  sm          sm      m        -          -
see-reasons               csmal  sm          sm      -        -          -
see-notes                 csmal  sm          -       -        -          -
see-answers               csmal  sm          -       -        -          -
write-notes               csmal  sm          -       -        -          -
close-actions             csmal  sm          -       -        -          -
see-list                  csmal  -           -       -        -          -
schedule                  csmal  sm          sm      -        -          -
move                      csmal  sm          sm      -        -          -
answer                    csmal  sm          sm      -        -          -
cancel                    csmal  sm          sm      -        -          -
pause                     csmal  sm          sm      -        -          -
see-board                 -      sm          sm      m        -          -
export                    csmal  sm          -       m        -          -
set-leave                 csmal  sm          sm      m        -          -

see-person                csmal  sma         sma     ma       csmal      a
set-own                   csmal  -           -       -        -          -
suspend                   csmal  sma         sma     ma       a          a
restore                   -      a           a       ma       a          a
remove                    csmal  a           a       ma       a          a
move-team                 -      a           a       ma       a          a
hand-over                 -      sma         a       ma       a          a
take-over                 -      -           -       m        -          -
name-deputy               sm     ma          a       ma       a          a
change-team               -      sma         a       ma       a          a
name-manager              -      a           a       a        a          a
take-role                 csmal  a           a       a        a          a

invite-caseworker         -      sma         a       ma       a          a
invite-supervisor         -      a           a       ma       a          a
invite-manager            -      a           a       a        a          a
invite-admin              -      a           a       a        a          a
invite-safeguarding-lead  -      a           a       a        a          a
revoke-invite             sma    a           a       ma       a          a

correct                   al     al          al      al       al         al
undo-correction           al     al          al      al       al         al
confirm-emergency         -      al          al      al       al         al
see-counts                mal    mal         mal     mal      mal        mal
see-changes               a      a           a       a        a          a
see-questions             -      -           -       -        -          -
"""


def _cells() -> Mapping[tuple[str, Relation], frozenset[Role]]:
    heading, *rows = (line.split() for line in _TABLE.splitlines() if line.strip())
    if tuple(heading) != RELATIONS or tuple(row[0] for row in rows) != ACTIONS:
        raise AssertionError("the table has one row for each action and one column for each relation, in their order")
    return {
        (action, relation): frozenset(_LETTERS[letter] for letter in cell if letter != "-")
        for action, *cells in rows
        for relation, cell in zip(RELATIONS, cells, strict=True)
    }


_ROLES: Final = _cells()


class NotThere(Enum):
    """Its one value stands for what doesn't exist and for what somebody may not see."""

    NOT_THERE = "not there"


NOT_THERE: Final = NotThere.NOT_THERE

T = TypeVar("T")


@dataclass(frozen=True)
class Access:
    """Who may what among these people on a day, the local one of whoever acts."""

    staff: Staff
    today: date

    def may(self, actor: str, action: Action, subject: Subject) -> bool:
        """Whether somebody, by id, may do that to that. False too for what isn't there, and for whoever is suspended or gone."""
        known = self.staff.people.get(actor)
        if known is None or not known.there(self.today):
            return False
        held = relations(self.staff, actor, subject, self.today)
        return any(known.roles & _ROLES[action, relation] for relation in held)

    def may_put(self, actor: str, action: Action, subject: Subject, to: str) -> bool:
        """Whether somebody may make `to` the supervisor (`hand-over`), deputy (`name-deputy`) or manager (`name-manager`) there.

        Nobody puts themself into such a place but the manager of the team, who may take people over.
        """
        if to == actor:
            return action == "hand-over" and self.may(actor, "take-over", subject)
        receiver = self.staff.people.get(to)
        if receiver is None or not receiver.there(self.today) or subject == Someone(to):
            return False
        return self.may(actor, action, subject)

    def show(self, actor: str, action: Action, subject: Subject, thing: T | None) -> T | NotThere:
        """The thing, or `NOT_THERE` where there is none or somebody may not see it."""
        return thing if thing is not None and self.may(actor, action, subject) else NOT_THERE
