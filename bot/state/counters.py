"""Numbers that live in other services, with the moment they were seen there."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.schema import counter
from bot.state.upsert import upsert
from index.sync.counters import Counter

__all__ = ["Counter", "counters_of", "save"]


async def counters_of(connection: AsyncConnection, service: str) -> dict[str, Counter]:
    """The counters of a service by their keys."""
    rows = await connection.execute(select(counter).where(counter.c.service == service))
    return {row.key: Counter(**row._mapping) for row in rows}


async def save(connection: AsyncConnection, changed: Counter) -> None:
    """Write a counter as it is now."""
    await upsert(connection, counter, {**asdict(changed), "detail": dict(changed.detail)})
