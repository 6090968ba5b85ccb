"""What a turn changes in the world of people and check-ins, as data; with `effects`, carried out in the turn's own transaction.

Each says on what it was decided (a version, an unused invitation): if that is so no more, nothing of the turn holds and it is
taken again. Whether somebody may do it was looked at in the turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.people.invite import Invite
from bot.people.person import Person
from bot.people.relations import Staff
from bot.supervision.calendar import Days
from bot.supervision.diary import AgreedAction, Booking, Series, TeamDays, ToTake
from bot.supervision.reminders import Reminder
from bot.talk.messages import Reply


@dataclass(frozen=True)
class ChangeStaff:
    """Facts about who works with whom: `after` instead of `before`, which was read at `version`. `what` is one word for the audit
    (an action of `people.access`), `subject` the id of whom or what it is about."""

    before: Staff
    after: Staff
    version: int
    what: str
    subject: str


@dataclass(frozen=True)
class LetIn:
    """Use up an invitation (kept under `id`, as it is now in `invite`) and make this chat a device of `person`. The staff is
    changed by a ChangeStaff beside it. Of many at once the first one wins."""

    id: str
    invite: Invite
    person: Person
    shared: bool = False


@dataclass(frozen=True)
class AddDevice:
    """Make this chat one more device of somebody who joined, with a code of their own; `id` as of an invitation."""

    id: str
    person: str
    shared: bool = False


@dataclass(frozen=True)
class EndDevice:
    """That chat is no device of anybody any more; what waits for it there is dropped. Those of a suspended person are
    quiet by themselves."""

    channel: str
    chat: str


@dataclass(frozen=True)
class WrongInvite:
    """Somebody sent a code that lets nobody in: after a few they have to wait."""


@dataclass(frozen=True)
class KeepInvite:
    """Keep an invitation under `id`: a new one, or one that was revoked."""

    id: str
    invite: Invite


@dataclass(frozen=True)
class KeepSeries:
    """Keep a rhythm: new with version 0, else the changed one, with the version that was seen. What is due of it is reckoned
    anew, and, with `drop_coming`, bookings of it that are still to come and that nobody touched are taken out."""

    series: Series
    drop_coming: bool = False


@dataclass(frozen=True)
class KeepBooking:
    """Keep a check-in, likewise. Its `since` is the moment of the change if its round grew."""

    booking: Booking


@dataclass(frozen=True)
class KeepSnooze:
    """A reminder returns at its moment."""

    reminder: Reminder


@dataclass(frozen=True)
class KeepAction:
    """Keep an agreed action, new or changed."""

    action: AgreedAction


@dataclass(frozen=True)
class KeepToTake:
    """Put a topic on a person's list, or change whether it is shown; the same topic stands there once."""

    item: ToTake


@dataclass(frozen=True)
class DropToTake:
    """Take it off."""

    id: str


@dataclass(frozen=True)
class KeepLeave:
    """Somebody is away on these days; everything of theirs that is due is reckoned anew. `gone` takes those days out again."""

    person: str
    days: Days
    gone: bool = False


@dataclass(frozen=True)
class KeepTeamDays:
    """A team says something of its days, or with `gone` says it no more."""

    days: TeamDays
    gone: bool = False


@dataclass(frozen=True)
class KeepEmail:
    """The address to which a neutral line goes when something waits in the web chat; "" for none."""

    person: str
    address: str


@dataclass(frozen=True)
class SawNotice:
    """This person saw the notice about what is kept, of that number."""

    person: str
    number: int


@dataclass(frozen=True)
class Tell:
    """A message to another person, on their devices and in their language. Quiet hours hold it for the morning's bundle, unless
    `now` (they wait for it at this moment). `reply` is neutral on a lock screen."""

    person: str
    reply: Reply
    now: bool = False


Dealing = (
    ChangeStaff | LetIn | AddDevice | EndDevice | WrongInvite | KeepInvite | KeepSeries | KeepBooking | KeepSnooze | KeepAction
    | KeepToTake | DropToTake | KeepLeave | KeepTeamDays | KeepEmail | SawNotice | Tell
)  # fmt: skip
