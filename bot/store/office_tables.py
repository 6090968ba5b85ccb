"""The tables of those who joined and of their check-ins, beside those of `tables`; `retention.KEPT` speaks of these too.

Moments are milliseconds (see `moments`), days ISO text. A fact of people has a first and a last day, the last one NULL while it
holds. What is kept as long as somebody is there has `delete_after` NEVER.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint, text

from bot.store.tables import RowId
from bot.store.tables import metadata as metadata

NEVER = 253_402_300_799_000
"""The end of the year 9999: what is deleted when something is said, not when a time is over."""

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("quiet", Text),
    Column("suspended", Integer, nullable=False),
    Column("left_on", Text),
    Column("pseudonym", Text, nullable=False),
    Column("told", Integer, nullable=False, server_default="0"),
    Column("delete_after", BigInteger, nullable=False),
    Index("people_delete_after", "delete_after"),
)

teams = Table(
    "teams",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("weekend", Text),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("first", Text, primary_key=True),
    Column("last", Text),
    Column("delete_after", BigInteger, nullable=False),
    Index("memberships_team", "team"),
    Index("memberships_delete_after", "delete_after"),
)

supervisions = Table(
    "supervisions",
    metadata,
    Column("worker", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("first", Text, primary_key=True),
    Column("supervisor", Text, nullable=False),
    Column("last", Text),
    Column("delete_after", BigInteger, nullable=False),
    Index("supervisions_supervisor", "supervisor"),
    Index("supervisions_team", "team"),
    Index("supervisions_delete_after", "delete_after"),
)

# what: `supervisor` or `manager` of the team.
tenures = Table(
    "tenures",
    metadata,
    Column("team", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("first", Text, primary_key=True),
    Column("last", Text),
    Column("delete_after", BigInteger, nullable=False),
    Index("tenures_person", "person"),
    Index("tenures_delete_after", "delete_after"),
)

deputies = Table(
    "deputies",
    metadata,
    Column("team", Text, primary_key=True),
    Column("supervisor", Text, primary_key=True),
    Column("first", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("deputies_person", "person"),
    Index("deputies_supervisor", "supervisor"),
    Index("deputies_delete_after", "delete_after"),
)

devices = Table(
    "devices",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("channel_person", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("shared", Integer, nullable=False),
    Column("used_at", BigInteger, nullable=False),
    Column("unreachable", Integer, nullable=False, server_default="0"),
    Column("delete_after", BigInteger, nullable=False),
    Index("devices_person", "person"),
    Index("devices_delete_after", "delete_after"),
)

invites = Table(
    "invites",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("by_person", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_by", Text, nullable=False),
    Column("revoked", Integer, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    UniqueConstraint("hash"),
    Index("invites_by_person", "by_person"),
    Index("invites_team", "team"),
    Index("invites_delete_after", "delete_after"),
)

# plans: JSON, each with its rule as RFC 5545 writes it, its zone, wall time and first day.
series = Table(
    "series",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("supervisor", Text, nullable=False),
    Column("worker", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("plans", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("booked", BigInteger),
    Column("last_held", Text),
    Column("paused", Integer, nullable=False),
    Column("paused_until", Text),
    Column("ended", Integer, nullable=False),
    Column("agreed", Integer, nullable=False),
    Column("next_due_at", BigInteger),
    Column("version", Integer, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("series_supervisor", "supervisor"),
    Index("series_worker", "worker"),
    Index("series_delete_after", "delete_after"),
)

# day: the local day of the rhythm for which it was made; it stays when the time is moved. series is NULL for a single one.
bookings = Table(
    "bookings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("series", Text),
    Column("day", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("supervisor", Text, nullable=False),
    Column("worker", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("yes", Text, nullable=False),
    Column("offers", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("moves", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("taken", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("next_due_at", BigInteger),
    Column("version", Integer, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    UniqueConstraint("series", "day"),
    Index("bookings_supervisor", "supervisor", "at"),
    Index("bookings_worker", "worker", "at"),
    Index("bookings_delete_after", "delete_after"),
)

# kind: of `reminders.Key`, with the number of its snooze. passed: it was left out for good.
reminders = Table(
    "reminders",
    metadata,
    Column("checkin", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("reached_at", BigInteger),
    Column("passed", Integer, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("reminders_person", "person", "at"),
    Index("reminders_delete_after", "delete_after"),
)

# Which reminders a message carries: one message may carry several, and one reminder goes to every device of its person.
posted = Table(
    "posted",
    metadata,
    Column("outbox_id", BigInteger, primary_key=True),
    Column("checkin", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("delete_after", BigInteger, nullable=False),
    Index("posted_delete_after", "delete_after"),
)

snoozes = Table(
    "snoozes",
    metadata,
    Column("checkin", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("again", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("explicit", Integer, nullable=False),
    Column("in_quiet", Integer, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("snoozes_person", "person"),
    Index("snoozes_delete_after", "delete_after"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("person", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("notices_due_at", "due_at"),
    Index("notices_person", "person"),
    Index("notices_delete_after", "delete_after"),
    sqlite_autoincrement=True,
)

agreed_actions = Table(
    "agreed_actions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("checkin", Text, nullable=False),
    Column("supervisor", Text, nullable=False),
    Column("worker", Text, nullable=False),
    Column("by_person", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("done_on", Text),
    Column("next_due_at", BigInteger),
    Column("version", Integer, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("agreed_actions_supervisor", "supervisor"),
    Index("agreed_actions_worker", "worker"),
    Index("agreed_actions_delete_after", "delete_after"),
)

to_take = Table(
    "to_take",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    UniqueConstraint("person", "topic"),
    Index("to_take_delete_after", "delete_after"),
)

leave = Table(
    "leave",
    metadata,
    Column("person", Text, primary_key=True),
    Column("first", Text, primary_key=True),
    Column("last", Text, primary_key=True),
    Column("delete_after", BigInteger, nullable=False),
    Index("leave_delete_after", "delete_after"),
)

team_days = Table(
    "team_days",
    metadata,
    Column("team", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("first", Text, primary_key=True),
    Column("last", Text, primary_key=True),
    Column("delete_after", BigInteger, nullable=False),
    Index("team_days_delete_after", "delete_after"),
)

emails = Table(
    "emails",
    metadata,
    Column("person", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("emails_delete_after", "delete_after"),
)

# Literal conditions: SQLite uses a partial index only where it can see that the condition holds.
DUE = text("next_due_at IS NOT NULL")
Index("series_next_due_at", series.c.next_due_at, sqlite_where=DUE, postgresql_where=DUE)
Index("bookings_next_due_at", bookings.c.next_due_at, sqlite_where=DUE, postgresql_where=DUE)
Index("agreed_actions_next_due_at", agreed_actions.c.next_due_at, sqlite_where=DUE, postgresql_where=DUE)
