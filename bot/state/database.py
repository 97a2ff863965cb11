"""Opening the database, and transactions that serialise where they write.

SQLite runs in WAL mode, so readers never wait for a writer. A writing transaction begins
with `BEGIN IMMEDIATE`: a transaction that reads first and writes later would otherwise
fail with "database is locked" as soon as another process writes in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.state import revision
from bot.state.errors import DatabaseUnavailableError, WrongDatabaseAddressError, damaged

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}

_WAYS = "write postgresql+asyncpg://user@host/name, or sqlite+aiosqlite:////path/to/file"

# Seconds a writer waits for another process's transaction; ours last milliseconds.
_BUSY_SECONDS = 30.0

# Primary result codes; what is more exactly wrong stands in the bytes above.
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

# PostgreSQL's writers take this lock, so that they serialise as SQLite's do.
_WRITING = 5_270_717_002


def default_url(home: Path) -> str:
    """The SQLite database under `PAPERBOT_HOME`."""
    return URL.create("sqlite+aiosqlite", database=str(home / "paperbot.sqlite3")).render_as_string(
        hide_password=False
    )


def database_url(given: str) -> URL:
    """The URL as we use it, with the asynchronous driver.

    Raises `WrongDatabaseAddressError`.
    """
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise WrongDatabaseAddressError(
            f"PAPERBOT_DATABASE_URL is no database URL; {_WAYS}"
        ) from error
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if url.drivername not in _DRIVERS.values():
        raise WrongDatabaseAddressError(
            f"PAPERBOT_DATABASE_URL begins with {url.drivername}://; {_WAYS}"
        )
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise WrongDatabaseAddressError(
            "PAPERBOT_DATABASE_URL: SQLite needs a file, or nothing is remembered"
        )
    return url


class Database:
    """An open, migrated database. Close it before the event loop ends."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @property
    def url(self) -> URL:
        """Where it is."""
        return self._engine.url

    @property
    def place(self) -> str:
        """Where it is, for people: a path, or a URL without its password."""
        if self.url.get_backend_name() == "sqlite":
            return str(self.url.database)
        return self.url.render_as_string(hide_password=True)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; it never waits for a writer."""
        with _said(self.place):
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is committed as a whole at the end, or not at all."""
        with _said(self.place):
            async with self._engine.connect() as connection:
                await connection.execution_options(paperbot_writes=True)
                async with connection.begin():
                    if self.url.get_backend_name() == "postgresql":
                        await connection.execute(
                            text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITING}
                        )
                    yield connection

    async def close(self) -> None:
        """Give the connections back."""
        await self._engine.dispose()


async def open_database(url: str | URL) -> Database:
    """Open a database, making and migrating it as needed.

    A SQLite file is backed up beside itself before a migration. Raises
    `DatabaseUnavailableError`, and `NewerDatabaseError` when a newer program wrote it.
    """
    engine = _engine(database_url(url) if isinstance(url, str) else url)
    database = Database(engine)
    try:
        with _said(database.place):
            if await revision.revision_of(engine) != revision.head():
                # Alembic takes long to load, and is mostly not needed.
                from bot.state.migrating import migrate

                await migrate(engine)
    except BaseException:
        await engine.dispose()
        raise
    return database


def _engine(url: URL) -> AsyncEngine:
    sqlite = url.get_backend_name() == "sqlite"
    arguments: dict[str, Any] = {"connect_args": {"timeout": _BUSY_SECONDS}} if sqlite else {}
    try:
        engine = create_async_engine(url, pool_pre_ping=not sqlite, **arguments)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise DatabaseUnavailableError(
            "PostgreSQL needs its driver: pip install 'paperbot[postgresql]'"
        ) from error
    if sqlite:
        parent = Path(url.database or "").expanduser().parent
        try:
            parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailableError(
                f"the database's directory {parent} cannot be made: {error.strerror}"
            ) from error
        event.listen(engine.sync_engine, "connect", _configure_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes late and is always deferred; ours comes from `_begin_sqlite`.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("paperbot_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class _said:  # noqa: N801 - reads as a statement where it is used
    """Turns a driver's complaint about reaching the database into one sentence."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        lost = isinstance(error, OSError | InterfaceError) or (
            isinstance(error, DBAPIError)
            and (error.connection_invalidated or type(error) in (OperationalError, DatabaseError))
        )
        if lost and error is not None:
            cause = getattr(error, "orig", None) or error
            # A timeout has no text.
            said = str(cause) or type(cause).__name__
            if getattr(cause, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
                raise DatabaseUnavailableError(damaged(self._place, said)) from error
            raise DatabaseUnavailableError(
                f"the database at {self._place} cannot be used: {said}"
            ) from error
