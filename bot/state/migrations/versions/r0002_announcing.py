"""Episodes that were seen, destinations that follow, and the outbox between them.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "seen",
        sa.Column("episode", sa.String(64), nullable=False),
        sa.Column("adoption", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("episode", name="pk_seen"),
    )
    op.create_table(
        "destination",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("role_id", sa.BigInteger),
        sa.Column("follower_id", sa.BigInteger),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("retry_at", moment),
        sa.Column("told_at", moment),
        sa.Column("baseline", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_destination"),
        sa.UniqueConstraint("key", name="uq_destination_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_destination_guild_id", "destination", ["guild_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("event", sa.String(8), nullable=False),
        sa.Column("episode", sa.String(64), nullable=False),
        sa.Column("destination", sa.Integer, nullable=False),
        sa.Column("adoption", sa.Integer, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("catch_up", sa.Boolean, nullable=False),
        sa.Column("digest", sa.Integer),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("tried_at", moment),
        sa.Column("retry_at", moment),
        sa.Column("sent_at", moment),
        sa.Column("published_at", moment),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(
            ["destination"],
            ["destination.id"],
            name="fk_outbox_destination",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_destination_status", "outbox", ["destination", "status"])
    new = sa.text("event = 'new'")
    op.create_index(
        "uq_outbox_new",
        "outbox",
        ["episode", "destination"],
        unique=True,
        sqlite_where=new,
        postgresql_where=new,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("outbox", "destination", "seen"):
        op.drop_table(table)
