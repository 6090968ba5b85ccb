"""The verbs of `board`: what its buttons carry, each with the number of arguments that it has at most.

People and teams stand in a button by the first characters of their ids (`joining.colleagues.ref`).
"""

from __future__ import annotations

VERBS: dict[str, int] = {
    "b-board": 2,  # the board: team ("" = the first), from which line
    "b-who": 2,  # one person's line in full: team, person
    "b-nudge": 2,  # ask that person for a time: team, person
    "b-ask": 1,  # who asks me for a time: person
    "b-hist": 1,  # my own history: from which line
    "b-ics": 1,  # a check-in or a rhythm as a calendar file: its id
    "b-csv": 2,  # a sheet: board, team or own; team
    "b-cal": 0,  # the address for my calendar program
}
