"""Episodes that were ever in an adopted catalogue: what decides whether one is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.schema import seen
from bot.state.upsert import upsert


@dataclass(frozen=True, slots=True)
class Seen:
    """An episode, the adoption that brought it, and how an announcement of it looked.

    `fingerprint` covers what announcements show; `changed_at` is when that last changed.
    """

    episode: str
    adoption: int
    fingerprint: str
    seen_at: datetime
    changed_at: datetime


async def all_seen(connection: AsyncConnection) -> dict[str, Seen]:
    """Every episode that was ever seen, by its id."""
    return {row.episode: Seen(**row._mapping) for row in await connection.execute(select(seen))}


async def save(connection: AsyncConnection, changed: Iterable[Seen]) -> None:
    """Write episodes as they are now known."""
    for one in changed:
        await upsert(connection, seen, asdict(one))
