"""Deleting what is kept about a server or a person: one call each.

A table that comes to hold a guild's or a user's id gets its statement here.
"""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.schema import destination


async def forget_guild(connection: AsyncConnection, guild_id: int) -> None:
    """Delete everything kept for a server: its destinations, and with them their outbox."""
    await connection.execute(delete(destination).where(destination.c.guild_id == guild_id))


async def forget_user(connection: AsyncConnection, user_id: int) -> None:
    """Delete everything kept for a person; the channels they set up go on, without a name."""
    await connection.execute(
        update(destination).where(destination.c.follower_id == user_id).values(follower_id=None)
    )
