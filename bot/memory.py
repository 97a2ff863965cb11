"""What a bot that is online remembers: the database, and all that works on it.

A module of its own because it takes as long to load as all that answers: the bot is online
before, and this is imported beside its first answers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.announcements import Announcements, announcements
from bot.client import PaperBot
from bot.config import Settings
from bot.destinations.departures import forgetting_departed
from bot.home import database_url
from bot.state.database import open_database
from bot.upstreams import following_always


@asynccontextmanager
async def remembering(settings: Settings, bot: PaperBot) -> AsyncIterator[Announcements]:
    """The bot follows upstream, announces and, where told to, serves its vitals in the block.

    Raises `StateError` where the database cannot be used, `DataError` for damaged data.
    """
    library = bot.services.library
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
        await stack.enter_async_context(following_always(settings, database, library))
        await stack.enter_async_context(announcing.delivering())
        await stack.enter_async_context(forgetting_departed(bot, announcing.subscriptions))
        yield announcing
