"""What is missing so that check-ins can hold in a team: a supervisor, a manager, a way to reach somebody. Never a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.people.relations import Staff


@dataclass(frozen=True)
class Gaps:
    """Of one team that somebody belongs to: how many caseworkers nobody supervises, whether nobody manages it, how many have no
    chat, so that nothing can reach them, and for how many nothing rings: they find what waits when they open the web chat."""

    team: str
    people: int
    unsupervised: int
    unmanaged: bool
    without_chat: int
    unrung: int = 0


def gaps(staff: Staff, with_chat: Collection[str], today: date, unrung: Collection[str] = ()) -> tuple[Gaps, ...]:
    """The teams to which somebody belongs today, by name. `with_chat` are the people who have one, `unrung` those with one in
    which nothing rings."""
    found = []
    for team in sorted(staff.teams.values(), key=lambda one: (one.name, one.id)):
        here = [id for id in staff.members(team.id, today) if staff.people[id].there(today)]
        alone = [id for id in staff.unsupervised(team.id, today) if id in here]
        managed = any(id in staff.people and staff.people[id].there(today) for id in team.managers_on(today))
        if here:
            lost, silent = sum(id not in with_chat for id in here), sum(id in unrung for id in here)
            found.append(Gaps(team.name, len(here), len(alone), not managed, lost, silent))
    return tuple(found)
