"""What each upstream document said last, as it was when it was last good."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.schema import source
from bot.state.upsert import upsert


@dataclass(frozen=True, slots=True)
class Source:
    """One document: upstream's README by its URL, an imported file by its path.

    `body` is the last good one, with the `etag`, `last_modified` and reading `problems` it
    had, fetched at `fetched_at`. `refused` says why the newest body was not taken, empty
    when it was. `checked_at` is the last look, whatever came of it; `failures` counts the
    looks without an answer since the last with one; before `retry_at` it is left alone.
    """

    name: str
    body: bytes | None = None
    etag: str = ""
    last_modified: str = ""
    problems: tuple[str, ...] = ()
    refused: str = ""
    failures: int = 0
    fetched_at: datetime | None = None
    checked_at: datetime | None = None
    retry_at: datetime | None = None


async def all_sources(connection: AsyncConnection) -> dict[str, Source]:
    """Every source by its name, in order of names."""
    rows = await connection.execute(select(source).order_by(source.c.name))
    return {row.name: Source(**{**row._mapping, "problems": tuple(row.problems)}) for row in rows}


async def save(connection: AsyncConnection, changed: Source) -> None:
    """Write a source as it is now."""
    await upsert(connection, source, {**asdict(changed), "problems": list(changed.problems)})


async def remove(connection: AsyncConnection, name: str) -> None:
    """Forget a source, for an import that the user takes back."""
    await connection.execute(delete(source).where(source.c.name == name))
