"""A reply that comes late says nothing on a lock screen: only that something is ready. Reminders are neutral by themselves."""

from __future__ import annotations

from bot.store.moments import MINUTE
from bot.store.outbox import Parcel
from bot.talk.messages import Button, Press, Reply, Say

LATE_AFTER = MINUTE

SLOWER = Say("slower")
STORE_DOWN = Say("store.down")
SORRY = Say("sorry.lost")
"""Also for a press on "your answer is ready" when the answer is kept no longer: what to do about it is the same."""


def is_late(parcel: Parcel, reply: Reply, now: int) -> bool:
    """Whether its person may no longer be looking. An edit makes no sound and changes what they see anyway."""
    if parcel.notice or reply.amends or reply.lane == "reminder":
        return False
    return parcel.about_at is None or now - parcel.about_at > LATE_AFTER


def ready(parcel: Parcel, reply: Reply) -> Reply:
    """The neutral line in the place of a late reply: it names no subject, and its button brings the reply."""
    button = Button(Say("button.show"), Press("show", (str(parcel.id),)))
    return Reply((Say("late.ready"),), ((button,),), lang=reply.lang, lane=reply.lane)
