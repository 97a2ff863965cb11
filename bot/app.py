"""The composition root: builds the bot from settings, runs it, and takes it down again."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random

import aiohttp
import discord

from bot.adopted import in_force
from bot.announcements import announcements
from bot.client import PaperBot
from bot.config import Settings
from bot.errors import LOGIN_REFUSED, WITHOUT_LOGIN, PaperbotError, UsageProblemError
from bot.home import database_url, prepare_home
from bot.services import Services
from bot.state.database import Database, open_database
from bot.threads import AbandonedThreads
from bot.transport import aim
from index.catalog import Catalog
from index.data import shipped_catalog
from index.search.library import Library, open_library

_log = logging.getLogger(__name__)

# Stopping is promised within 5 seconds; the rest is for Python's own way out.
GOODBYE_SECONDS = 2.0

# The dictionary takes a second of the processor, which first answers need more; a Chinese
# query that comes before has it loaded at once.
WARM_AFTER_SECONDS = 0.5


@asynccontextmanager
async def running(settings: Settings, catalog: Catalog | None = None) -> AsyncIterator[PaperBot]:
    """A bot that is online inside the block and gone after it.

    The index opens while Discord answers the login, and the gateway is joined once both are
    there: the bot never appears online without being able to answer. Raises
    `UsageProblemError` for a missing or wrong token, `PaperbotError` where Discord cannot be
    reached.
    """
    if settings.discord_token is None:
        raise UsageProblemError(WITHOUT_LOGIN)
    home = prepare_home(settings.home)
    async with AsyncExitStack() as stack:
        shipped = catalog or shipped_catalog()
        database = await open_database(database_url(settings))
        stack.push_async_callback(database.close)
        opening = asyncio.create_task(_open(home, database, shipped))
        stack.push_async_callback(_close_library, opening)
        bot = await stack.enter_async_context(PaperBot(home=home))
        aim(bot, api=settings.discord_api, gateway=settings.discord_gateway)
        await _login(bot, settings.discord_token.get_secret_value())
        library = await opening
        announcing = await stack.enter_async_context(
            announcements(settings, database, bot, command=bot.mention_of)
        )
        bot.services = Services(
            library=library,
            random=Random(),  # noqa: S311
            subscriptions=announcing.subscriptions,
            outlets=announcing.outlets,
        )
        if settings.http:
            from bot.web import Vitals, serving

            vitals = Vitals(database, lambda: library.catalog, online=bot.is_ready)
            host, port = settings.http
            await stack.enter_async_context(serving(vitals, host=host, port=port))
        await bot.go_online()
        # Only now: what reads upstream's documents is not needed to answer.
        from bot.upstreams import following_always

        await stack.enter_async_context(
            following_always(settings, database, bot.services.library, shipped=shipped)
        )
        await stack.enter_async_context(announcing.delivering())
        warming = asyncio.get_running_loop().call_later(WARM_AFTER_SECONDS, library.warm)
        stack.callback(warming.cancel)
        yield bot


async def serve(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT, or until Discord ends the connection for good.

    Raises what `running` raises, and what ended the connection.
    """
    loop = asyncio.get_running_loop()
    loop.set_default_executor(AbandonedThreads())
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    stopped = asyncio.create_task(stop.wait())
    staying = asyncio.create_task(_stay(settings))
    await asyncio.wait({stopped, staying}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if staying.done():
        return staying.result()
    _log.info("stopping")
    staying.cancel()
    # A Discord that no longer answers must not hold the process: whatever has not ended by
    # then is cancelled once more when the loop closes.
    await asyncio.wait({staying}, timeout=GOODBYE_SECONDS)
    return None


async def _stay(settings: Settings) -> None:
    async with running(settings) as bot:
        # What was loaded stays until the end: the collector need never walk it.
        gc.freeze()
        gc.enable()
        await bot.connection


async def _login(bot: PaperBot, token: str) -> None:
    try:
        await bot.login(token)
    except discord.LoginFailure as error:
        raise UsageProblemError(LOGIN_REFUSED) from error
    except (aiohttp.ClientError, OSError, discord.HTTPException) as error:
        raise PaperbotError(f"Discord cannot be reached ({error}); try again later.") from error


async def _open(home: Path, database: Database, shipped: Catalog) -> Library:
    return await open_library(home, await in_force(database, shipped), warm=False)


async def _close_library(opening: asyncio.Task[Library]) -> None:
    opening.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        (await opening).close()
