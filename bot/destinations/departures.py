"""Servers that removed the bot while it was not there to hear of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import TYPE_CHECKING

import discord

from bot.destinations.refusals import MISSING_ACCESS, UNKNOWN_GUILD
from bot.services.watching import repeat

if TYPE_CHECKING:
    from bot.client import PaperBot
    from bot.services.subscribing import Subscriptions

_log = logging.getLogger(__name__)


@asynccontextmanager
async def forgetting_departed(bot: PaperBot, subscriptions: Subscriptions) -> AsyncIterator[None]:
    """Forget them in the block, each time that Discord has told which servers there are."""

    async def forget() -> None:
        await bot.identified.wait()
        bot.identified.clear()
        await forget_departed(bot, subscriptions)

    name = "forgetting servers that are gone"
    task = asyncio.create_task(repeat(forget, every=0, name=name, random=Random()))  # noqa: S311
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def forget_departed(client: discord.Client, subscriptions: Subscriptions) -> None:
    """Forget what is kept about servers that the bot is no longer in. The client is ready.

    READY names every server of the bot, those in an outage too (as unavailable), and
    discord.py keeps them all. Still, a server that it does not name is asked for first:
    what a server follows is kept nowhere else, so nothing but Discord's word that the bot
    is not in it will do. Any other answer leaves it for the next READY.
    """
    for guild_id in await subscriptions.guilds():
        if client.get_guild(guild_id) is not None:
            continue
        try:
            await client.fetch_guild(guild_id, with_counts=False)
        except discord.HTTPException as error:
            if error.code not in (MISSING_ACCESS, UNKNOWN_GUILD):
                _log.warning("cannot tell whether the bot is in server %d: %s", guild_id, error)
                continue
            await subscriptions.forget_guild(guild_id)
            _log.info("forgot server %d, which removed the bot", guild_id)
