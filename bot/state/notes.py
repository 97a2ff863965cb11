"""Single facts about this installation, by name."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.schema import meta
from bot.state.upsert import upsert


class Moment(StrEnum):
    """The moments that are remembered."""

    LOOKED = "looked_at"  # the last complete look at the upstreams
    ANNOUNCED = "announcer_alive_at"  # the announcer's last sign of life


async def moment(connection: AsyncConnection, which: Moment) -> datetime | None:
    """When it was; None when never."""
    value = await _value(connection, which)
    return datetime.fromisoformat(value) if value else None


async def note_moment(connection: AsyncConnection, which: Moment, at: datetime) -> None:
    """Remember that it was just now."""
    await upsert(connection, meta, {"key": which.value, "value": at.isoformat()})


async def installation(connection: AsyncConnection) -> str:
    """Eight characters that tell this database from any other, made on first use.

    They go into nonces and markers: after a restore from a backup or a fresh start, row
    ids repeat, and a message of the former life must not pass for one of this one.
    """
    value = await _value(connection, "installation")
    if not value:
        value = secrets.token_hex(4)
        await upsert(connection, meta, {"key": "installation", "value": value})
    return value


async def _value(connection: AsyncConnection, key: str) -> str | None:
    found = await connection.scalar(select(meta.c.value).where(meta.c.key == key))
    return str(found) if found is not None else None
