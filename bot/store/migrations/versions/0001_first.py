"""The first tables: messages in and out, conversations, what was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make them all."""
    op.create_table(
        "inbox",
        sa.Column("id", RowId, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("update_id", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("held_until", sa.BigInteger),
        sa.Column("lease_token", sa.Text),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("channel", "update_id", name="inbox_channel_update_id_once"),
        sqlite_autoincrement=True,
    )
    unread = sa.text("done_at IS NULL")
    op.create_index("inbox_unread", "inbox", ["channel", "chat", "id"], sqlite_where=unread, postgresql_where=unread)
    op.create_index("inbox_delete_after", "inbox", ["delete_after"])
    op.create_table(
        "conversations",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("unreachable", sa.Integer, nullable=False, server_default="0"),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("conversations_delete_after", "conversations", ["delete_after"])
    op.create_table(
        "outbox",
        sa.Column("id", RowId, primary_key=True, autoincrement=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("private", sa.Integer, nullable=False),
        sa.Column("notice", sa.Integer, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("about_at", sa.BigInteger),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("lease_token", sa.Text),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("unsure", sa.Integer, nullable=False, server_default="0"),
        sa.Column("number", sa.BigInteger),
        sa.Column("amended", sa.Integer, nullable=False, server_default="0"),
        sa.Column("seen_at", sa.BigInteger),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    waiting, letter = sa.text("state = 'waiting'"), sa.text("state = 'letter'")
    op.create_index("outbox_lane", "outbox", ["lane", "id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("outbox_chat", "outbox", ["channel", "chat", "lane", "id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("outbox_letters", "outbox", ["channel", "chat", "number"], sqlite_where=letter, postgresql_where=letter)
    op.create_index("outbox_delete_after", "outbox", ["delete_after"])
    op.create_table(
        "sent",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("message_id", sa.Text, primary_key=True),
        sa.Column("asked_message_id", sa.Text, nullable=False),
        sa.Column("outbox_id", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("codes", sa.Text, nullable=False),
        sa.Column("services", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("sent_delete_after", "sent", ["delete_after"])
    op.create_table(
        "counts",
        sa.Column("week", sa.Text, primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
    )
    op.create_table(
        "archive",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("lang", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("first_shown", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "pace",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("tokens", sa.Float, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("pace_delete_after", "pace", ["delete_after"])
    op.create_table("meta", sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))
