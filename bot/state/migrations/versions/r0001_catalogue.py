"""Adopted catalogues, what the sources said, and counters.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "adoption",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("parent", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("catalog", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("adopted_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_adoption"),
        sa.UniqueConstraint("parent", name="uq_adoption_parent"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "source",
        sa.Column("name", sa.String(512), nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("last_modified", sa.Text, nullable=False),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.Column("refused", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("fetched_at", moment),
        sa.Column("checked_at", moment),
        sa.Column("retry_at", moment),
        sa.PrimaryKeyConstraint("name", name="pk_source"),
    )
    op.create_table(
        "counter",
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("value", sa.BigInteger),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("seen_at", moment),
        sa.Column("tried_at", moment),
        sa.Column("retry_at", moment),
        sa.PrimaryKeyConstraint("service", "key", name="pk_counter"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("counter", "source", "adoption", "meta"):
        op.drop_table(table)
