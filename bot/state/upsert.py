"""One statement that inserts a row or replaces what it has, on either database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def upsert(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> None:
    """Write a row; one with the same primary key takes its other columns from it."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    if connection.dialect.name == "postgresql":
        await connection.execute(
            postgresql.insert(table)
            .values(**row)
            .on_conflict_do_update(index_elements=keys, set_=rest)
        )
    else:
        await connection.execute(
            sqlite.insert(table).values(**row).on_conflict_do_update(index_elements=keys, set_=rest)
        )
