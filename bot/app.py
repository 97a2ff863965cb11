"""The composition root: builds the bot from settings, runs it, and takes it down again."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.adopted import catalog_in_force
from bot.client import PaperBot
from bot.config import Settings
from bot.errors import LOGIN_REFUSED, WITHOUT_LOGIN, PaperbotError, UsageProblemError
from bot.home import prepare_home
from bot.services import Announcing, Services
from bot.threads import AbandonedThreads
from bot.transport import aim
from index.data import shipped_catalog
from index.search.library import Library, open_library, resume_library, start_anew

if TYPE_CHECKING:
    from bot.background import Background

_log = logging.getLogger(__name__)

# Stopping is promised within 5 seconds; the rest is for Python's own way out.
GOODBYE_SECONDS = 2.0

# The dictionary takes a second of the processor, which first answers need more; a Chinese
# query that comes before has it loaded at once.
WARM_AFTER_SECONDS = 0.5


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[PaperBot]:
    """A bot that is online inside the block and gone after it.

    The index opens while Discord answers the login, and the gateway is joined once both are
    there: the bot never appears online without being able to answer. Where it can answer from
    what it answered from last, the database opens after that, and brings what has come since.
    Raises `UsageProblemError` for a missing or wrong token, `DataError` for a damaged
    installation, `PaperbotError` where Discord or the database cannot be reached.
    """
    if settings.discord_token is None:
        raise UsageProblemError(WITHOUT_LOGIN)
    home = prepare_home(settings.home)
    # A catalogue that is missing is said before Discord hears of the bot.
    shipped_catalog()
    async with AsyncExitStack() as stack:
        opening = asyncio.create_task(_open(settings))
        stack.push_async_callback(_close_library, opening)
        bot = await stack.enter_async_context(PaperBot(home=home))
        aim(bot, api=settings.discord_api, gateway=settings.discord_gateway)
        await _login(bot, settings.discord_token.get_secret_value())
        library, resumed = await opening
        announcing: asyncio.Future[Announcing] = asyncio.get_running_loop().create_future()
        stack.callback(announcing.cancel)
        bot.services = Services(
            library=library,
            random=Random(),  # noqa: S311
            # Shielded: one press that is given up must not end the wait of all others.
            announcing=lambda: asyncio.shield(announcing),
        )
        if resumed:
            await bot.go_online()
        behind = await stack.enter_async_context(_behind(settings, bot, library))
        announcing.set_result(behind.announcing)
        if not resumed:
            await bot.go_online()
        await stack.enter_async_context(behind.at_work())
        warming = asyncio.get_running_loop().call_later(WARM_AFTER_SECONDS, library.warm)
        stack.callback(warming.cancel)
        yield bot


@asynccontextmanager
async def _behind(settings: Settings, bot: PaperBot, library: Library) -> AsyncIterator[Background]:
    """What goes on behind the answers, loaded in a thread while they are given."""
    await asyncio.to_thread(import_module, "bot.background")
    from bot.background import background

    async with AsyncExitStack() as stack:
        try:
            behind = await stack.enter_async_context(background(settings, bot, library))
        except Exception:
            # A supervisor may start us again and again. Discord counts how often a bot joins:
            # the next start finds out what is wrong before it does.
            start_anew(settings.home)
            raise
        yield behind


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


async def _open(settings: Settings) -> tuple[Library, bool]:
    """Search over what was answered from last, or else over what is in force; whether the
    former.
    """
    resumed = await resume_library(settings.home)
    if resumed is not None:
        return resumed, True
    catalog = await catalog_in_force(settings)
    return await open_library(settings.home, catalog, warm=False), False


async def _close_library(opening: asyncio.Task[tuple[Library, bool]]) -> None:
    opening.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        library, _ = await opening
        library.close()
