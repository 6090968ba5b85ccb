"""Taking back: corrections, who may make them, what was reported; sent answers can be drawn anew."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Two more columns and five tables."""
    op.add_column("sent", sa.Column("version", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("sent", sa.Column("body", sa.Text, nullable=False, server_default=sa.text("''")))
    op.create_table(
        "corrections",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("said_before", sa.Text, nullable=False),
        sa.Column("says_after", sa.Text, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("needs_two", sa.Integer, nullable=False),
        sa.Column("confirmed_by", sa.Text, nullable=False),
        sa.Column("undone", sa.Integer, nullable=False),
        sa.Column("told", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "audit",
        sa.Column("id", RowId, primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_delete_after", "audit", ["delete_after"])
    op.create_table(
        "admins",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("alias", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("admins_delete_after", "admins", ["delete_after"])
    op.create_table(
        "admin_codes",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("admin_codes_delete_after", "admin_codes", ["delete_after"])
    op.create_table(
        "reports",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("contact", sa.Integer, primary_key=True),
        sa.Column("who", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("delete_after", sa.BigInteger, nullable=False),
    )
    op.create_index("reports_delete_after", "reports", ["delete_after"])
