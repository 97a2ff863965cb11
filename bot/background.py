"""What goes on behind the answers: announcing, following upstream, and telling how it fares.

All of it works on the database, and takes as long to load as all that answers. A bot that
can answer from what it answered from last imports this beside its first answers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.announcements import Announcements, announcements
from bot.client import PaperBot
from bot.config import Settings
from bot.destinations.departures import forgetting_departed
from bot.home import database_url
from bot.state.database import Database, open_database
from bot.upstreams import following_always
from index.search.library import Library


@dataclass(frozen=True, slots=True)
class Background:
    """An open database and what works on it, for one bot."""

    settings: Settings
    bot: PaperBot
    library: Library
    database: Database
    announcing: Announcements

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Follow upstream, announce and forget in the block; the bot is online."""
        async with (
            following_always(self.settings, self.database, self.library),
            self.announcing.delivering(),
            forgetting_departed(self.bot, self.announcing.subscriptions),
        ):
            yield


@asynccontextmanager
async def background(
    settings: Settings, bot: PaperBot, library: Library
) -> AsyncIterator[Background]:
    """What goes on behind a bot that has logged in; it serves its vitals where told to.

    Raises `StateError` where the database cannot be used, `PaperbotError` where the vitals
    cannot be served.
    """
    async with AsyncExitStack() as stack:
        database = await open_database(database_url(settings))
        stack.push_async_callback(database.close)
        announcing = await stack.enter_async_context(
            announcements(settings, database, bot, command=bot.mention_of)
        )
        if settings.http:
            from bot.web import Vitals, serving

            vitals = Vitals(database, lambda: library.catalog, online=bot.is_ready)
            host, port = settings.http
            await stack.enter_async_context(serving(vitals, host=host, port=port))
        yield Background(settings, bot, library, database, announcing)
