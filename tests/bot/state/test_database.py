import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.state import notes
from bot.state.database import Database, default_url, open_database
from bot.state.errors import DatabaseUnavailableError


async def test_writers_serialise(database: Database) -> None:
    """Of many who find no installation id at once, all end with the same one."""

    async def ask() -> str:
        async with database.writing() as connection:
            return await notes.installation(connection)

    assert len(set(await asyncio.gather(*(ask() for _ in range(8))))) == 1


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    """What was written before the error is not there after it."""

    async def fail() -> None:
        async with database.writing() as connection:
            await notes.installation(connection)
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    async with database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM meta")) == 0


async def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    """A reader sees the old state while a writer is at work."""
    async with database.writing() as writer:
        await notes.installation(writer)
        async with database.reading() as reader:
            assert await reader.scalar(text("SELECT count(*) FROM meta")) == 0


async def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    """A damaged file is said, with its place, and not overwritten."""
    (tmp_path / "paperbot.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(DatabaseUnavailableError, match=r"paperbot\.sqlite3"):
        await open_database(default_url(tmp_path))
    assert (tmp_path / "paperbot.sqlite3").read_bytes().startswith(b"not a database")


async def test_an_unreachable_server_is_one_sentence_without_the_password() -> None:
    """The refusal names the server, never its password."""
    with pytest.raises(DatabaseUnavailableError) as refusal:
        await open_database("postgresql://me:secret@127.0.0.1:1/state")
    assert "secret" not in str(refusal.value)
    assert "127.0.0.1" in str(refusal.value)
