"""The verbs of `scheduling`: what its buttons carry, each with the number of arguments that it has at most."""

from __future__ import annotations

VERBS: dict[str, int] = {
    "s-new": 1,  # a new check-in: with whom ("" = ask)
    # --- of a draft: its id first, so that a button of an older one changes nothing
    "s-who": 2,  # this person; "all" = each of my team; ">8" = who comes after the eighth
    "s-kind": 2,  # this kind
    "s-rule": 2,  # this rhythm
    "s-at": 2,  # this moment
    "s-day": 2,  # the times of this day; "" = other days
    "s-set": 2,  # change this of it; "" = what can be changed
    "s-hours": 2,  # mornings, afternoons, any time
    "s-pick": 2,  # this one of two readings: 0 or 1
    "s-yes": 2,  # yes to what was shown: its state
    "s-no": 1,  # leave it
    # --- of a rhythm, by its id; pausing it and going on are verbs of `checkins`
    "s-show": 1,  # how it stands
    "s-ok": 2,  # yes to it: its version
    "s-until": 1,  # pause it until a day that is typed next
    "s-move": 1,  # another rhythm or time from a day on
    "s-end": 1,  # end it?
    "s-endy": 1,  # yes, end it
    # --- a team's own days
    "s-days": 1,  # feasts and Ramadan of a team ("" = mine)
    "s-feast": 3,  # the feast is so many days later: team, first day expected, days
    "s-ram": 2,  # Ramadan of a team: its first day; "" = it isn't
}
