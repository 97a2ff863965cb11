"""What each upstream document said last, as it was when it was last good."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.schema import source
from bot.state.upsert import upsert
from index.sync.sources import Source

__all__ = ["Source", "all_sources", "remove", "save"]


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
