"""The verbs of `checkins`: what its buttons carry, each with the number of arguments that it has at most.

A check-in stands in a button by its id and its round: pressed in an older round it changes nothing.
"""

from __future__ import annotations

VERBS: dict[str, int] = {
    "c-show": 1,  # a check-in, whole: id
    "c-prep": 1,  # what to prepare: id
    "c-wait": 0,  # everything that waits for me
    "c-ok": 3,  # yes to a time: id, round, time
    "c-mv": 3,  # another time: id, round, reason or ""
    "c-mvt": 4,  # this time: id, round, time, reason ("" = ask for it)
    "c-mvo": 3,  # another time, typed: id, round, reason or ""
    "c-no": 3,  # not then, and no other time yet: id, round, reason ("" = ask for it)
    "c-late": 2,  # tell the other side that it begins a little later: id, round
    "c-snz": 2,  # remind me later: id, round
    "c-snzt": 3,  # at this moment: id, round, time
    "c-ps": 2,  # pause: id, round
    "c-rs": 2,  # the pause of a check-in is over: id, round
    "c-cx": 2,  # cancel it? id, round
    "c-cxy": 2,  # yes, cancel it
    "c-did": 3,  # what became of it: id, round, held|could-not
    "c-when": 2,  # it was at another time: id, round
    "c-q": 3,  # an answer to a question of the kind: id, question, answer
    "c-aa": 2,  # agree an action: id, who does it (a side: s|w, "" = ask)
    "c-ad": 1,  # by this day: yyyymmdd
    "c-adx": 0,  # not kept
    "c-done": 1,  # an agreed action is done: its id
    "c-acts": 0,  # agreed actions
    "c-take": 1,  # take to supervision: topic
    "c-mine": 0,  # what I take along
    "c-lay": 2,  # the other side may see it: id, yes|no
    "c-drop": 1,  # off the list: id
    "c-next": 0,  # my next check-in
    "c-all": 1,  # a list: "", open, past, rhythm, held
    "c-sp": 1,  # pause a rhythm: its id
    "c-sr": 1,  # the pause of a rhythm is over
    "c-away": 0,  # days away
    "c-aw": 2,  # these days: first, last (yyyymmdd)
    "c-awx": 2,  # take them out again
    "c-awt": 0,  # other days, typed
}
