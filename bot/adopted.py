"""The catalogue that commands answer from: what was adopted last, or what was shipped."""

from __future__ import annotations

import asyncio

from bot.config import Settings
from index.catalog import Catalog
from index.data import shipped_catalog


async def catalog_in_force(settings: Settings) -> Catalog:
    """The catalogue adopted last; the shipped one where nothing was ever adopted.

    A home without a database is left untouched, and the database's libraries unloaded:
    most people who search in a terminal never follow anything. Raises `StateError`.
    """
    home = settings.home / "paperbot.sqlite3"
    if settings.database_url is None and not await asyncio.to_thread(home.exists):
        return shipped_catalog()
    from bot.state import adoptions
    from bot.state.database import open_database
    from bot.upstreams import database_url

    database = await open_database(database_url(settings))
    try:
        async with database.reading() as connection:
            newest = await adoptions.latest_id(connection)
            return await adoptions.catalog_of(connection, newest) if newest else shipped_catalog()
    finally:
        await database.close()
