"""The catalogue to answer from: what was adopted last, or what was shipped."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from bot.config import Settings
from index.catalog import Catalog
from index.data import shipped_catalog

if TYPE_CHECKING:
    from bot.state.database import Database
    from index.search.library import Library


async def in_force(database: Database, shipped: Catalog) -> Catalog:
    """The catalogue adopted last; `shipped` where nothing was ever adopted."""
    from bot.state import adoptions

    async with database.reading() as connection:
        newest = await adoptions.latest_id(connection)
        return await adoptions.catalog_of(connection, newest) if newest else shipped


async def catalog_in_force(settings: Settings) -> Catalog:
    """What one command answers from.

    A home without a database is left untouched, and the database's libraries unloaded:
    most people who search in a terminal never follow anything. Raises `StateError`.
    """
    file = settings.home / "paperbot.sqlite3"
    if settings.database_url is None and not await asyncio.to_thread(os.path.exists, file):
        return shipped_catalog()
    from bot.home import database_url
    from bot.state.database import open_database

    database = await open_database(database_url(settings))
    try:
        return await in_force(database, shipped_catalog())
    finally:
        await database.close()


async def library_of_last_time(settings: Settings) -> Library:
    """Search without asking what is in force: as was answered last, or else as shipped.

    Raises `DataError` and `SearchUnavailableError` as `open_library` does.
    """
    from index.search.library import open_library, resume_library

    resumed = await resume_library(settings.home)
    return resumed or await open_library(settings.home, shipped_catalog(), warm=False)
