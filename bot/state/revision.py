"""Which revision a database has, and which one this program works with.

Told without Alembic, whose import alone takes half as long as a bare bot's start; it is
loaded where a migration is due.
"""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection, column, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

_VERSION = table("alembic_version", column("version_num"))


def head() -> str:
    """The revision this program works with: that of the newest module, `r0002_announcing.py`."""
    modules = files("bot.state.migrations.versions").iterdir()
    return max(module.name[1:5] for module in modules if module.name.startswith("r"))


async def revision_of(engine: AsyncEngine) -> str | None:
    """The revision a database has; None when it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(current)


def current(connection: Connection) -> str | None:
    """The revision, over a connection."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.scalar(select(_VERSION.c.version_num))
