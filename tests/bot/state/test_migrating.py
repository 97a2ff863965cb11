import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.state import adoptions, notes
from bot.state.database import Database, database_url, default_url, open_database
from bot.state.errors import NewerDatabaseError, StateError
from bot.state.migrating import migrate, roll_back
from bot.state.revision import head, revision_of
from bot.state.schema import metadata
from tests.catalogs import catalog, episode

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _engine_of(database: Database) -> AsyncEngine:
    return create_async_engine(database.url)


def _put_back(backup: Path) -> None:
    file = backup.with_name("paperbot.sqlite3")
    for leftover in file.parent.glob("paperbot.sqlite3-*"):
        leftover.unlink()
    backup.rename(file)


def _backups(directory: Path) -> list[Path]:
    return list(directory.glob("*.backup"))


async def test_migrations_make_what_the_schema_says(database: Database) -> None:
    """The tables that the migrations leave are those the program declares."""

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)

    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_opening_again_changes_nothing(fresh_url: str) -> None:
    """A database that is already at the program's revision is opened as it is."""
    first = await open_database(fresh_url)
    async with first.writing() as connection:
        installed = await notes.installation(connection)
    await first.close()
    second = await open_database(fresh_url)
    async with second.writing() as connection:
        assert await notes.installation(connection) == installed
    await second.close()


async def test_a_newer_database_is_refused_in_one_sentence(fresh_url: str) -> None:
    """A revision this program does not know stops it before anything is touched."""
    database = await open_database(fresh_url)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(NewerDatabaseError, match=r"newer paperbot \(revision 9999\)") as refusal:
        await open_database(fresh_url)
    assert "\n" not in str(refusal.value)


async def test_rolling_back_and_forward_keeps_what_the_older_schema_holds(fresh_url: str) -> None:
    """A downgrade drops only what the older program does not know, and can be undone."""
    database = await open_database(fresh_url)
    async with database.writing() as connection:
        await adoptions.add(connection, catalog(episode(1)), parent=0, summary="", at=NOW)
    await database.close()
    engine = _engine_of(database)
    await roll_back(engine, "0001")
    assert await revision_of(engine) == "0001"
    await migrate(engine)
    assert await revision_of(engine) == head()
    await engine.dispose()
    again = await open_database(fresh_url)
    async with again.reading() as connection:
        assert await adoptions.latest_id(connection) == 1
    await again.close()


async def test_a_migration_backs_sqlite_up_first(tmp_path: Path) -> None:
    """The copy beside the file has the old revision and its rows, and can be put back."""
    url = default_url(tmp_path)
    database = await open_database(url)
    async with database.writing() as connection:
        await adoptions.add(connection, catalog(episode(1)), parent=0, summary="x", at=NOW)
    await database.close()
    engine = _engine_of(database)
    await roll_back(engine, "0001")
    await engine.dispose()
    await (await open_database(url)).close()

    backup = tmp_path / "paperbot.sqlite3.0001.backup"
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert copy.execute("SELECT summary FROM adoption").fetchall() == [("x",)]

    # Rolling back as README.md describes it: the copy takes the file's place.
    _put_back(backup)
    engine = create_async_engine(database_url(url))
    assert await revision_of(engine) == "0001"
    await engine.dispose()


async def test_a_fresh_database_leaves_no_backup(tmp_path: Path) -> None:
    """There is nothing to back up before the first migration."""
    await (await open_database(default_url(tmp_path))).close()
    assert not _backups(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "not a url", "mysql://root@localhost/x", "sqlite://", "sqlite:///:memory:"]
)
async def test_a_wrong_url_is_one_sentence(text: str) -> None:
    """Whatever cannot be a state database is refused before it is opened."""
    with pytest.raises(StateError) as refusal:
        await open_database(text)
    assert "PAPERBOT_DATABASE_URL" in str(refusal.value)
