"""Fixtures that give a test a fresh database of each kind.

PostgreSQL is used where `PAPERBOT_TEST_POSTGRES` names a server on which databases may be
made, such as `postgresql://postgres@127.0.0.1:5432/postgres`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.state.database import Database, database_url, default_url, open_database

SERVER = "PAPERBOT_TEST_POSTGRES"


@asynccontextmanager
async def fresh_postgres(server: str) -> AsyncIterator[str]:
    """The URL of an empty PostgreSQL database, dropped afterwards."""
    name = f"paperbot_test_{secrets.token_hex(6)}"
    admin = create_async_engine(database_url(server), isolation_level="AUTOCOMMIT")
    try:
        async with admin.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        yield database_url(server).set(database=name).render_as_string(hide_password=False)
        async with admin.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        await admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield default_url(tmp_path)
    elif server := os.environ.get(SERVER):
        async with fresh_postgres(server) as url:
            yield url
    else:
        pytest.skip(f"{SERVER} names no PostgreSQL server")


@pytest.fixture
async def database(fresh_url: str) -> AsyncIterator[Database]:
    """An open, migrated, empty database."""
    opened = await open_database(fresh_url)
    yield opened
    await opened.close()
