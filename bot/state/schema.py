"""The tables, as the newest migration leaves them (a test compares the two)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: aware on both sides, though SQLite stores it without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """An aware moment in UTC; naive ones are a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with its zone put back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

# `parent` is unique: two processes that compared with the same catalogue cannot both adopt.
# The first adoption's parent is 0, because NULLs would not collide.
adoption = Table(
    "adoption",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("parent", Integer, nullable=False, unique=True),
    Column("hash", String(64), nullable=False),
    Column("catalog", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("adopted_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

source = Table(
    "source",
    metadata,
    Column("name", String(512), primary_key=True),
    Column("body", LargeBinary),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("problems", JSON, nullable=False),
    Column("refused", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("fetched_at", Instant),
    Column("checked_at", Instant),
    Column("retry_at", Instant),
)

counter = Table(
    "counter",
    metadata,
    Column("service", String(64), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("value", BigInteger),
    Column("detail", JSON, nullable=False),
    Column("seen_at", Instant),
    Column("tried_at", Instant),
    Column("retry_at", Instant),
)

# One row for every episode that ever was in an adopted catalogue. It stays when upstream
# withdraws the episode, so that its return is no news.
seen = Table(
    "seen",
    metadata,
    Column("episode", String(64), primary_key=True),
    Column("adoption", Integer, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

destination = Table(
    "destination",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("guild_id", BigInteger, index=True),
    Column("channel_id", BigInteger),
    Column("role_id", BigInteger),
    Column("follower_id", BigInteger),
    Column("category", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("retry_at", Instant),
    Column("told_at", Instant),
    Column("baseline", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

# Ids are never given twice (autoincrement), because nonces and markers are made from them.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event", String(8), nullable=False),
    Column("episode", String(64), nullable=False),
    Column("destination", ForeignKey("destination.id", ondelete="CASCADE"), nullable=False),
    Column("adoption", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("catch_up", Boolean, nullable=False),
    Column("digest", Integer),
    Column("message_id", BigInteger),
    Column("thread_id", BigInteger),
    Column("fingerprint", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("tried_at", Instant),
    Column("retry_at", Instant),
    Column("sent_at", Instant),
    Column("published_at", Instant),
    Index("ix_outbox_destination_status", "destination", "status"),
    Index(
        "uq_outbox_new",
        "episode",
        "destination",
        unique=True,
        sqlite_where=text("event = 'new'"),
        postgresql_where=text("event = 'new'"),
    ),
    sqlite_autoincrement=True,
)
