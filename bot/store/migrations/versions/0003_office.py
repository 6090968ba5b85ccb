"""People and their check-ins: who is who, rhythms and bookings, reminders, lists, leave."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables of those who joined."""
    op.add_column("conversations", sa.Column("lapses_at", sa.BigInteger))
    lapsing = sa.text("lapses_at IS NOT NULL")
    op.create_index("conversations_lapses_at", "conversations", ["lapses_at"], sqlite_where=lapsing, postgresql_where=lapsing)
    due = sa.text("next_due_at IS NOT NULL")
    op.create_table(
        "people",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("quiet", sa.Text),
        sa.Column("suspended", sa.Integer, nullable=False),
        sa.Column("left_on", sa.Text),
        sa.Column("pseudonym", sa.Text, nullable=False),
        sa.Column("told", sa.Integer, nullable=False, server_default="0"),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("people_delete_after", "people", ["delete_after"])
    op.create_table(
        "teams",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("weekend", sa.Text),
    )
    op.create_table(
        "memberships",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("first", sa.Text, primary_key=True),
        sa.Column("last", sa.Text),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("memberships_delete_after", "memberships", ["delete_after"])
    op.create_index("memberships_team", "memberships", ["team"])
    op.create_table(
        "supervisions",
        sa.Column("worker", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("first", sa.Text, primary_key=True),
        sa.Column("supervisor", sa.Text, nullable=False),
        sa.Column("last", sa.Text),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("supervisions_delete_after", "supervisions", ["delete_after"])
    op.create_index("supervisions_supervisor", "supervisions", ["supervisor"])
    op.create_index("supervisions_team", "supervisions", ["team"])
    op.create_table(
        "tenures",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("first", sa.Text, primary_key=True),
        sa.Column("last", sa.Text),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("tenures_delete_after", "tenures", ["delete_after"])
    op.create_index("tenures_person", "tenures", ["person"])
    op.create_table(
        "deputies",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("supervisor", sa.Text, primary_key=True),
        sa.Column("first", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("last", sa.Text, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("deputies_delete_after", "deputies", ["delete_after"])
    op.create_index("deputies_person", "deputies", ["person"])
    op.create_index("deputies_supervisor", "deputies", ["supervisor"])
    op.create_table(
        "devices",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("channel_person", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("shared", sa.Integer, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
        sa.Column("unreachable", sa.Integer, nullable=False, server_default="0"),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("devices_delete_after", "devices", ["delete_after"])
    op.create_index("devices_person", "devices", ["person"])
    op.create_table(
        "invites",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("by_person", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_by", sa.Text, nullable=False),
        sa.Column("revoked", sa.Integer, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("hash", name="invites_hash_once"),
    )
    op.create_index("invites_by_person", "invites", ["by_person"])
    op.create_index("invites_delete_after", "invites", ["delete_after"])
    op.create_index("invites_team", "invites", ["team"])
    op.create_table(
        "series",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("supervisor", sa.Text, nullable=False),
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("plans", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("booked", sa.BigInteger),
        sa.Column("last_held", sa.Text),
        sa.Column("paused", sa.Integer, nullable=False),
        sa.Column("paused_until", sa.Text),
        sa.Column("ended", sa.Integer, nullable=False),
        sa.Column("agreed", sa.Integer, nullable=False),
        sa.Column("next_due_at", sa.BigInteger),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("series_delete_after", "series", ["delete_after"])
    op.create_index("series_next_due_at", "series", ["next_due_at"], sqlite_where=due, postgresql_where=due)
    op.create_index("series_supervisor", "series", ["supervisor"])
    op.create_index("series_worker", "series", ["worker"])
    op.create_table(
        "bookings",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("series", sa.Text),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("supervisor", sa.Text, nullable=False),
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("length", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("yes", sa.Text, nullable=False),
        sa.Column("offers", sa.Text, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("moves", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("taken", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("next_due_at", sa.BigInteger),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("series", "day", name="bookings_series_day_once"),
    )
    op.create_index("bookings_delete_after", "bookings", ["delete_after"])
    op.create_index("bookings_next_due_at", "bookings", ["next_due_at"], sqlite_where=due, postgresql_where=due)
    op.create_index("bookings_supervisor", "bookings", ["supervisor", "at"])
    op.create_index("bookings_worker", "bookings", ["worker", "at"])
    op.create_table(
        "reminders",
        sa.Column("checkin", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reached_at", sa.BigInteger),
        sa.Column("passed", sa.Integer, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("reminders_delete_after", "reminders", ["delete_after"])
    op.create_index("reminders_person", "reminders", ["person", "at"])
    op.create_table(
        "posted",
        sa.Column("outbox_id", sa.BigInteger, primary_key=True),
        sa.Column("checkin", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("posted_delete_after", "posted", ["delete_after"])
    op.create_table(
        "snoozes",
        sa.Column("checkin", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True),
        sa.Column("again", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("explicit", sa.Integer, nullable=False),
        sa.Column("in_quiet", sa.Integer, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("snoozes_delete_after", "snoozes", ["delete_after"])
    op.create_index("snoozes_person", "snoozes", ["person"])
    op.create_table(
        "notices",
        sa.Column("id", RowId, primary_key=True, autoincrement=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("notices_delete_after", "notices", ["delete_after"])
    op.create_index("notices_due_at", "notices", ["due_at"])
    op.create_index("notices_person", "notices", ["person"])
    op.create_table(
        "agreed_actions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("checkin", sa.Text, nullable=False),
        sa.Column("supervisor", sa.Text, nullable=False),
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("by_person", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("due", sa.Text, nullable=False),
        sa.Column("done_on", sa.Text),
        sa.Column("next_due_at", sa.BigInteger),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("agreed_actions_delete_after", "agreed_actions", ["delete_after"])
    op.create_index("agreed_actions_next_due_at", "agreed_actions", ["next_due_at"], sqlite_where=due, postgresql_where=due)
    op.create_index("agreed_actions_supervisor", "agreed_actions", ["supervisor"])
    op.create_index("agreed_actions_worker", "agreed_actions", ["worker"])
    op.create_table(
        "to_take",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("person", "topic", name="to_take_person_topic_once"),
    )
    op.create_index("to_take_delete_after", "to_take", ["delete_after"])
    op.create_table(
        "leave",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("first", sa.Text, primary_key=True),
        sa.Column("last", sa.Text, primary_key=True),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("leave_delete_after", "leave", ["delete_after"])
    op.create_table(
        "team_days",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("first", sa.Text, primary_key=True),
        sa.Column("last", sa.Text, primary_key=True),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("team_days_delete_after", "team_days", ["delete_after"])
    op.create_table(
        "emails",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("emails_delete_after", "emails", ["delete_after"])
