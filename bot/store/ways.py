"""The ways to people: their chats, whether something reaches them there, and what is on its way already; of many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, select

from bot.store.office_tables import devices, emails, people
from bot.store.tables import WAITING, conversations, outbox
from bot.talk.messages import LANES

REMINDER = LANES.index("reminder")
"""The lane of what nobody asked for, as rows have it."""


@dataclass(frozen=True)
class Way:
    """A chat that is a person's: `channel_person` is who its buttons are signed for, `session` its conversation, encoded. `shut`:
    nothing reaches it until they write again. `busy`: something that nobody asked for is on its way to it already."""

    person: str
    channel: str
    chat: str
    channel_person: str
    session: str
    shut: bool
    busy: bool


_d, _c, _o = devices.c, conversations.c, outbox.c
_BUSY = select(_o.id).where(WAITING, _o.channel == _d.channel, _o.chat == _d.chat, _o.lane == REMINDER).exists()
_WAYS = (
    select(
        _d.person, _d.channel, _d.chat, _d.channel_person, _c.session, _d.unreachable, _c.unreachable.label("stopped"),
        _BUSY.label("busy"),
    )
    .select_from(
        devices.join(people, and_(people.c.id == _d.person, people.c.suspended == 0)).outerjoin(
            conversations, and_(_c.channel == _d.channel, _c.chat == _d.chat)
        )
    )
    .where(_d.person.in_(bindparam("people", expanding=True)), _d.delete_after >= bindparam("now"))
    .order_by(_d.person, _d.since, _d.channel, _d.chat)
)  # fmt: skip


def ways(connection: Connection, people: Collection[str], now: int) -> dict[str, tuple[Way, ...]]:
    """The chats of some people by person, the oldest first. Nothing leads to somebody who is suspended."""
    found: dict[str, tuple[Way, ...]] = {}
    for row in connection.execute(_WAYS, {"people": sorted(people), "now": now}):
        shut = bool(row.unreachable or row.stopped)
        way = Way(row.person, row.channel, row.chat, row.channel_person, row.session or "", shut, bool(row.busy))
        found[way.person] = (*found.get(way.person, ()), way)
    return found


_EMAILS = select(emails.c.person, emails.c.address).where(
    emails.c.person.in_(bindparam("people", expanding=True)), emails.c.delete_after >= bindparam("now")
)


def addresses(connection: Connection, people: Collection[str], now: int) -> dict[str, str]:
    """The e-mail addresses of those who gave one."""
    found = connection.execute(_EMAILS, {"people": sorted(people), "now": now})
    return {row.person: row.address for row in found}
