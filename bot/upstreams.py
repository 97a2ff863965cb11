"""Following upstream, wired from settings: for the bot, and for commands that look once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from random import Random

from bot.config import Settings
from bot.home import database_url, prepare_home
from bot.services.following import Following, Readers, Upstreams
from bot.services.watching import repeat
from bot.state.database import Database, open_database
from index.catalog import Catalog
from index.categories import find
from index.data import shipped_catalog
from index.reviewed import load_reviewed
from index.search.library import Library, prepare_index
from index.sync.http import Client, now
from index.sync.pipeline import Ground
from index.sync.refresh import Service

BOT_BUDGET = 20
"""Videos, or papers, that a running bot asks for in one round: all come by within hours."""

NOTICE_SECONDS = 2.0
"""How soon a bot notices what another process adopted."""

COMMAND_BUDGET = 100_000
"""A person who asks for a look wants all that is due, and watches the progress."""


def category_id(name: str) -> str | None:
    """The stable id of an upstream category name; None for one that is not known."""
    category = find(name)
    return category.id if category else None


@asynccontextmanager
async def following(
    settings: Settings,
    database: Database,
    *,
    readers: Readers | None = None,
    budget: int,
) -> AsyncIterator[Following]:
    """Following as the settings say, over an open database, while the block runs."""
    ground = await asyncio.to_thread(lambda: Ground(shipped_catalog(), load_reviewed()))
    async with Client() as client:
        key = settings.semantic_scholar_key

        def service(base: str, secret: str = "") -> Service:
            return Service(
                transport=client,
                base=base,
                clock=now,
                sleep=asyncio.sleep,
                random=Random(),  # noqa: S311
                key=secret,
                budget=budget,
            )

        yield Following(
            database=database,
            ground=ground,
            transport=client,
            upstreams=Upstreams(
                readme=settings.upstream,
                bilibili=service(settings.bilibili_api),
                semantic_scholar=service(
                    settings.semantic_scholar_api, key.get_secret_value() if key else ""
                ),
            ),
            category_of=category_id,
            clock=now,
            readers=readers or Readers(),
        )


@asynccontextmanager
async def following_once(
    settings: Settings, *, tell: Callable[[Path, Catalog], None] | None = None
) -> AsyncIterator[Following]:
    """Following for one command: opens the database, prepares the index, serves nobody.

    `tell` is called with the home and the catalogue before its index is prepared.
    """

    async def prepared(catalog: Catalog) -> None:
        if tell is not None:
            await asyncio.to_thread(tell, settings.home, catalog)
        await prepare_index(settings.home, catalog)

    await asyncio.to_thread(prepare_home, settings.home)
    database = await open_database(database_url(settings))
    try:
        readers = Readers(prepare=prepared)
        async with following(settings, database, readers=readers, budget=COMMAND_BUDGET) as one:
            yield one
    finally:
        await database.close()


@asynccontextmanager
async def following_always(
    settings: Settings, database: Database, library: Library
) -> AsyncIterator[Following]:
    """Following for a running bot: looks now and then, and changes its library over.

    What `paperbot sync` and `paperbot import` adopt beside it is noticed within seconds.
    """
    readers = Readers(prepare=partial(prepare_index, settings.home), change_over=library.adopt)
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(
            following(settings, database, readers=readers, budget=BOT_BUDGET)
        )
        # Without looks there may still be a newer shipped catalogue, after an upgrade.
        looking = one.look if settings.sync_minutes else one.settle
        seconds = 60 * (settings.sync_minutes or 24 * 60)
        for work, every, name in (
            (looking, seconds, "the look at upstream"),
            (one.catch_up, NOTICE_SECONDS, "noticing adoptions"),
        ):
            loop = repeat(work, every=every, name=name, random=Random())  # noqa: S311
            task = asyncio.create_task(loop, name=name)
            stack.push_async_callback(asyncio.wait, {task})
            stack.callback(task.cancel)
        yield one
