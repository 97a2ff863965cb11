"""Numbers that live in other services, with the moment they were seen there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.schema import counter
from bot.state.upsert import upsert


@dataclass(frozen=True, slots=True)
class Counter:
    """One number of one thing in one service (`bilibili`, `BV1rb4y187vD`).

    `value` was seen at `seen_at`, None when never. `detail` holds what else the answer
    gave and the index uses (an abstract, authors). `tried_at` is the last attempt, so that
    a round that was cut short goes on where it stopped; before `retry_at` it is left
    alone. The counter with an empty key stands for the service as a whole: its `retry_at`
    holds back every request to it.
    """

    service: str
    key: str
    value: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    seen_at: datetime | None = None
    tried_at: datetime | None = None
    retry_at: datetime | None = None


async def counters_of(connection: AsyncConnection, service: str) -> dict[str, Counter]:
    """The counters of a service by their keys."""
    rows = await connection.execute(select(counter).where(counter.c.service == service))
    return {row.key: Counter(**row._mapping) for row in rows}


async def save(connection: AsyncConnection, changed: Counter) -> None:
    """Write a counter as it is now."""
    await upsert(connection, counter, {**asdict(changed), "detail": dict(changed.detail)})
