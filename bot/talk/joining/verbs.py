"""The verbs of `joining`: what its buttons carry, each with the number of arguments that it has at most.

People, teams and invitations stand in a button by the first `colleagues.REF` characters of their ids, days in four characters.
"""

from __future__ import annotations

VERBS: dict[str, int] = {
    "j-in": 2,  # yes, join: invitation, "s" on a shared computer
    "j-no": 0,  # not now
    "j-me": 0,  # me
    "j-my": 1,  # change this of mine: name, zone, quiet, mail
    "j-z": 1,  # this is my time zone
    "j-q": 1,  # quiet hours: usual, none
    "j-mail": 0,  # no e-mail any more
    "j-dev": 0,  # my devices
    "j-add": 1,  # a code for another device: when the button was made
    "j-off": 1,  # sign this device out? its mark
    "j-offy": 1,  # yes, sign it out
    "j-team": 0,  # my team
    "j-who": 1,  # people: page
    "j-p": 1,  # a person
    "j-a": 6,  # change something about a person, as far as it is said: see `steps`
    "j-y": 6,  # yes, change it
    "j-inv": 2,  # invite: role, team
    "j-mk": 4,  # make links: role, team, how many, when the button was made
    "j-open": 0,  # open invitations
    "j-rev": 1,  # revoke one
}
