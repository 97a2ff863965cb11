"""The table of destinations: where announcements go, and how each place fares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.places import Destination, Kind, NewDestination, Status
from bot.state.schema import destination

_HEALTHY: dict[str, Any] = {
    "status": Status.ACTIVE.value,
    "reason": "",
    "failures": 0,
    "retry_at": None,
    "told_at": None,
}


async def add(connection: AsyncConnection, new: NewDestination) -> Destination:
    """Begin to announce somewhere; a destination of the same key is begun anew in place.

    Its rows in the outbox stay, so what it was told is not told again.
    """
    values = {**asdict(new), **_HEALTHY, "kind": new.kind.value}
    changed = await connection.execute(
        update(destination).where(destination.c.key == new.key).values(**values)
    )
    if not changed.rowcount:
        await connection.execute(insert(destination).values(**values))
    found = await by_key(connection, new.key)
    assert found is not None
    return found


async def by_key(connection: AsyncConnection, key: str) -> Destination | None:
    """The destination of a key."""
    found = await _select(connection, destination.c.key == key)
    return found[0] if found else None


async def get(connection: AsyncConnection, destination_id: int) -> Destination | None:
    """The destination of an id."""
    found = await _select(connection, destination.c.id == destination_id)
    return found[0] if found else None


async def of_guild(connection: AsyncConnection, guild_id: int) -> Sequence[Destination]:
    """A guild's destinations, oldest first."""
    return await _select(connection, destination.c.guild_id == guild_id)


async def all_destinations(connection: AsyncConnection) -> Sequence[Destination]:
    """Every destination, oldest first."""
    return await _select(connection, destination.c.id > 0)


async def set_health(
    connection: AsyncConnection,
    destination_id: int,
    *,
    status: Status = Status.ACTIVE,
    reason: str = "",
    failures: int = 0,
    retry_at: datetime | None = None,
) -> None:
    """Write how a destination fares."""
    await connection.execute(
        update(destination)
        .where(destination.c.id == destination_id)
        .values(status=status.value, reason=reason, failures=failures, retry_at=retry_at)
    )


async def set_told(connection: AsyncConnection, destination_id: int, at: datetime) -> None:
    """Remember that the admins were told of a pause."""
    await connection.execute(
        update(destination).where(destination.c.id == destination_id).values(told_at=at)
    )


async def remove(connection: AsyncConnection, destination_id: int) -> None:
    """End a destination, with its rows in the outbox."""
    await connection.execute(delete(destination).where(destination.c.id == destination_id))


async def _select(connection: AsyncConnection, condition: Any) -> list[Destination]:
    rows = await connection.execute(select(destination).where(condition).order_by(destination.c.id))
    return [
        Destination(**{**row._mapping, "kind": Kind(row.kind), "status": Status(row.status)})
        for row in rows
    ]
