"""What is said when nobody has said what became of a check-in: first to the two, then to whoever stands in or manages. Pure.

It says that something wasn't told, never that somebody failed, and always what can be done. Neutral on a lock screen.
"""

from __future__ import annotations

from bot.supervision.checkin import CheckIn
from bot.talk.messages import Button, Press, Reply, Say, SayAt


def to_the_two(checkin: CheckIn, zone: str, lang: str) -> Reply:
    """To one of the two, whose `zone` (IANA) and `lang` these are."""
    args = (checkin.id, str(checkin.round))
    buttons = (
        (
            Button(Say("checkin.held"), Press("c-did", (*args, "held"))),
            Button(Say("checkin.another"), Press("c-mv", (*args, ""))),
        ),
        (Button(Say("checkin.pause"), Press("c-ps", args)), Button(Say("button.show"), Press("c-show", (checkin.id,)))),
    )
    return Reply((SayAt("rise.two", {"when": checkin.at}, zone, brief=True),), buttons, lang=lang, lane="reminder")


def above(checkin: CheckIn, lang: str) -> Reply:
    """To the deputy or the manager: whose it is stands behind [Show], and so does what can be done."""
    return Reply(
        (Say("rise.above"),), ((Button(Say("button.show"), Press("c-show", (checkin.id,))),),), lang=lang, lane="reminder"
    )
