"""The tables. `retention.KEPT` says of every column what it means and how long it is kept; a test compares the two.

Moments are milliseconds (see `moments`). Every row that says anything about a person carries `delete_after`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, Table, Text, UniqueConstraint, text

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_once",
        "pk": "%(table_name)s_pkey",
    }
)

# SQLite numbers rows by itself only in a column of type INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")

# A row's number is never given again (AUTOINCREMENT), because buttons and letters carry it.
inbox = Table(
    "inbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("channel", Text, nullable=False),
    Column("update_id", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    Column("held_until", BigInteger),
    Column("lease_token", Text),
    Column("lease_until", BigInteger),
    Column("delete_after", BigInteger, nullable=False),
    UniqueConstraint("channel", "update_id"),
    sqlite_autoincrement=True,
)
UNREAD = inbox.c.done_at.is_(None)
Index("inbox_unread", inbox.c.channel, inbox.c.chat, inbox.c.id, sqlite_where=UNREAD, postgresql_where=UNREAD)
Index("inbox_delete_after", inbox.c.delete_after)

conversations = Table(
    "conversations",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("unreachable", Integer, nullable=False, server_default="0"),
    Column("lapses_at", BigInteger),
    Column("delete_after", BigInteger, nullable=False),
    Index("conversations_delete_after", "delete_after"),
)
LAPSING = text("lapses_at IS NOT NULL")
Index("conversations_lapses_at", conversations.c.lapses_at, sqlite_where=LAPSING, postgresql_where=LAPSING)

# state: `waiting` to be sent; `letter` of a pull channel, visible; `held` until its person asks to see it; `shown`, emptied.
outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("state", Text, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("private", Integer, nullable=False),
    Column("notice", Integer, nullable=False),
    Column("asked", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("about_at", BigInteger),
    Column("not_before", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("lease_token", Text),
    Column("lease_until", BigInteger),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("unsure", Integer, nullable=False, server_default="0"),
    Column("number", BigInteger),
    Column("amended", Integer, nullable=False, server_default="0"),
    Column("seen_at", BigInteger),
    Column("delete_after", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
# Literal values, not parameters: SQLite uses a partial index only where it can see that the condition holds.
WAITING = outbox.c.state == text("'waiting'")
LETTER = outbox.c.state == text("'letter'")
Index("outbox_lane", outbox.c.lane, outbox.c.id, sqlite_where=WAITING, postgresql_where=WAITING)
Index("outbox_chat", outbox.c.channel, outbox.c.chat, outbox.c.lane, outbox.c.id, sqlite_where=WAITING, postgresql_where=WAITING)
Index("outbox_letters", outbox.c.channel, outbox.c.chat, outbox.c.number, sqlite_where=LETTER, postgresql_where=LETTER)
Index("outbox_delete_after", outbox.c.delete_after)

sent = Table(
    "sent",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("asked_message_id", Text, nullable=False),
    Column("outbox_id", BigInteger, nullable=False),
    Column("topic", Text, nullable=False),
    Column("codes", Text, nullable=False),
    Column("services", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False, server_default="0"),
    Column("body", Text, nullable=False, server_default=text("''")),
    Index("sent_delete_after", "delete_after"),
)

counts = Table(
    "counts",
    metadata,
    Column("week", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("n", Integer, nullable=False),
)

archive = Table(
    "archive",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("lang", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("first_shown", BigInteger, nullable=False),
)

pace = Table(
    "pace",
    metadata,
    Column("name", Text, primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("pace_delete_after", "delete_after"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# number: place in the order of all changes, from `meta`. told: whether old messages that showed it have been seen to.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("said_before", Text, nullable=False),
    Column("says_after", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("needs_two", Integer, nullable=False),
    Column("confirmed_by", Text, nullable=False),
    Column("undone", Integer, nullable=False),
    Column("told", Integer, nullable=False, server_default="0"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("audit_delete_after", "delete_after"),
    sqlite_autoincrement=True,
)

admins = Table(
    "admins",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("chat", Text, nullable=False),
    Column("alias", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("admins_delete_after", "delete_after"),
)

admin_codes = Table(
    "admin_codes",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("admin_codes_delete_after", "delete_after"),
)

reports = Table(
    "reports",
    metadata,
    Column("service", Text, primary_key=True),
    Column("contact", Integer, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("delete_after", BigInteger, nullable=False),
    Index("reports_delete_after", "delete_after"),
)
