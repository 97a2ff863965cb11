"""Bringing a database to the program's schema, and back.

The revisions lie in `migrations/`. A SQLite file is copied beside itself first, named by
the revision it had, so that rolling back is putting that copy back (see README.md).
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.state import revision
from bot.state.errors import NewerDatabaseError

# Any number will do, as long as no other program locks it on the same PostgreSQL database.
_MIGRATION_LOCK = 5_270_717_001


async def migrate(engine: AsyncEngine) -> None:
    """Bring a database to `revision.head()`. Raises `NewerDatabaseError`, changing nothing."""
    current = await revision.revision_of(engine)
    if current == revision.head():
        return
    _refuse_newer(current)
    if current is not None and engine.url.get_backend_name() == "sqlite":
        await asyncio.to_thread(back_up, Path(engine.url.database or ""), current)
    await _run(engine, _upgrade)


async def roll_back(engine: AsyncEngine, target: str) -> None:
    """Take a database back to an older revision; what only newer tables held is lost."""

    def downgrade(connection: Connection) -> None:
        command.downgrade(_config(connection), target)

    await _run(engine, downgrade)


def back_up(path: Path, named: str) -> Path:
    """Copy a SQLite database, also one in use, to `NAME.NAMED.backup` beside it.

    The copy appears under its name only once it is complete.
    """
    target = path.with_name(f"{path.name}.{named}.backup")
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as origin, closing(sqlite3.connect(unfinished)) as copy:
        origin.backup(copy)
    os.replace(unfinished, target)
    return target


async def _run(engine: AsyncEngine, work: object) -> None:
    async with engine.connect() as connection:
        await connection.execution_options(paperbot_writes=True)
        async with connection.begin():
            if engine.url.get_backend_name() == "postgresql":
                await connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK}
                )
            await connection.run_sync(work)  # type: ignore[arg-type]


def _upgrade(connection: Connection) -> None:
    # Asked again: another process may have migrated while we waited for the lock.
    _refuse_newer(revision.current(connection))
    command.upgrade(_config(connection), "head")


def _refuse_newer(current: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current is not None and current not in known:
        raise NewerDatabaseError(
            f"the database was written by a newer paperbot (revision {current}); upgrade paperbot, "
            "or put the backup that was made before the migration back in its place"
        )


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
