"""A bot that stays away for minutes, without waiting for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from bot.state.database import open_database
from bot.state.outbox import Delivery
from bot.state.schema import destination, outbox

AWAY = timedelta(minutes=10)
"""Longer than Discord remembers nonces."""


async def stay_away(url: str) -> int:
    """Make every moment that a delivery waits for, or came into doubt at, lie longer ago.

    Answers how many rows are in doubt: their nonces are forgotten by now.
    """
    database = await open_database(url)
    try:
        async with database.writing() as connection:
            doubtful = 0
            for table, names in ((outbox, ("tried_at", "retry_at")), (destination, ("retry_at",))):
                for row in await connection.execute(select(table)):
                    kept = row._mapping
                    earlier: dict[str, Any] = {n: kept[n] - AWAY for n in names if kept[n]}
                    doubtful += kept["status"] == Delivery.SENDING
                    if earlier:
                        changed = update(table).where(table.c.id == row.id).values(**earlier)
                        await connection.execute(changed)
        return doubtful
    finally:
        await database.close()
