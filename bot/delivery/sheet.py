"""What every row of a turn needs to know, and the two ways in which a turn can come too late."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.store.moments import DAY, HOUR
from bot.store.outbox import Parcel
from bot.store.text import storable
from bot.supervision.kind import Kind
from bot.talk.codec import encode
from bot.talk.house import House
from bot.talk.messages import LANES, Reply

ON_ITS_WAY = "~"
"""Before the number of an outbox row, in `Reply.amends`: our message that isn't sent yet, and so has no id of the channel's."""

USEFUL = DAY  # how long a reply is worth sending


class Conflict(Exception):
    """The conversation has moved on since it was read: look again."""


class NotOurs(Exception):
    """The message was answered meanwhile, or is another worker's now."""


@dataclass(frozen=True)
class Sheet:
    """What every row of a turn needs to know. `now` in milliseconds, `number` the next letter's, `pulls` the pull channels.

    `who` is a keyed hash of the person, for counting different people. `channels` are all that can be sent through, `kinds` the
    kinds of check-in of this moment, which say how long what is kept.
    """

    channel: str
    chat: str
    person: str
    private: bool
    now: int
    about_at: int | None
    house: House
    pulls: Collection[str]
    number: int = 0
    lease: str = ""
    who: str = ""
    channels: Collection[str] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)

    def parcel(self, reply: Reply, notice: bool = False) -> Parcel:
        """A reply as a row."""
        keeps = self.house.keeps_shown_hours * HOUR if self.channel in self.pulls else USEFUL + DAY
        return Parcel(
            id=0,
            lane=LANES.index(reply.lane),
            channel=self.channel,
            chat=self.chat,
            person=self.person,
            private=self.private,
            notice=notice,
            body=storable(encode(reply)),
            created_at=self.now,
            about_at=self.about_at,
            expires_at=self.now + USEFUL,
            delete_after=self.now + keeps,
            asked=reply.reply_to,
        )
