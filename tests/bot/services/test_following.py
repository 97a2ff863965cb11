"""Order and atomicity of adoption, and several processes on one state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from aiohttp import web

from bot.services.following import Following, Readers
from bot.state import adoptions
from index.catalog import Catalog, Episode
from tests.e2e.following import World, world
from tests.e2e.readme import readme
from tests.index.sync.local import text

FIRST, SECOND = readme(episodes=6), readme(episodes=7)


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[World]:
    """A world with one look behind it."""
    async with world(tmp_path) as one:
        await one.look(text(str(FIRST)))
        yield one


async def newest(one: World) -> int:
    """The id of the adoption in force."""
    async with one.database.reading() as connection:
        return await adoptions.latest_id(connection)


def beside(one: World) -> Following:
    """What another process on the same state would follow with."""
    return replace(one.following, adopted=-1, _settled=False, _changing=asyncio.Lock())


async def test_the_index_is_ready_before_and_read_after(made: World) -> None:
    """A catalogue is prepared, then adopted, then read."""
    before, order = await newest(made), []

    async def prepare(catalog: Catalog) -> None:
        order.append(("prepare", len(catalog.episodes), await newest(made) - before))

    async def change_over(catalog: Catalog) -> None:
        order.append(("read", len(catalog.episodes), await newest(made) - before))

    made.following.readers = Readers(prepare, change_over)
    await made.look(text(str(SECOND)))
    assert order == [("prepare", 7, 0), ("read", 7, 1)]


async def test_what_cannot_be_indexed_is_not_adopted(made: World) -> None:
    """When the index cannot be built, the old catalogue stays in force, to try again later."""

    async def prepare(_: Catalog) -> None:
        raise OSError("no space left")

    before = await newest(made)
    made.following.readers = Readers(prepare=prepare)
    with pytest.raises(OSError, match="no space"):
        await made.look(text(str(SECOND)))
    assert await newest(made) == before
    made.following.readers = Readers()
    assert (await made.look(text(str(SECOND)))).diff.summary == "1 new episode, 1 new paper"


async def test_a_running_bot_notices_what_another_process_adopted(made: World) -> None:
    """What a command adopts beside the bot reaches the bot's readers."""
    read: list[int] = []

    async def change_over(catalog: Catalog) -> None:
        read.append(len(catalog.episodes))

    bot = beside(made)
    bot.readers = Readers(change_over=change_over)
    assert await bot.catch_up()
    assert not await bot.catch_up()
    await made.look(text(str(SECOND)))
    assert await bot.catch_up()
    assert read == [6, 7]


async def test_readers_begin_with_the_shipped_catalogue(tmp_path: Path) -> None:
    """Where nothing was adopted yet, a bot may still have read what an older program shipped."""
    read: list[Catalog] = []

    async def change_over(catalog: Catalog) -> None:
        read.append(catalog)

    async with world(tmp_path) as one:
        bot = beside(one)
        bot.readers = Readers(change_over=change_over)
        assert await bot.catch_up()
        assert not await bot.catch_up()
    assert read == [one.following.ground.shipped]


async def test_two_looks_at_once_adopt_once(made: World) -> None:
    """Whoever is second compares again, and finds nothing left to adopt."""
    before = await newest(made)
    made.upstream.says(text(str(SECOND)))
    outcomes = await asyncio.gather(made.following.look(), beside(made).look())
    assert await newest(made) == before + 1
    assert {len(outcome.after.episodes) for outcome in outcomes} == {7}


async def test_a_preview_keeps_nothing(made: World) -> None:
    """A dry run says what would change, and changes nothing."""
    before = await newest(made)
    made.upstream.says(text(str(SECOND)))
    outcome = await made.following.preview()
    assert outcome.diff.summary == "1 new episode, 1 new paper"
    assert await newest(made) == before
    assert len((await made.catalog()).episodes) == 6


async def test_an_upgrade_brings_what_is_shipped(made: World) -> None:
    """A newer shipped catalogue is joined with what was followed, without a look."""
    upgraded = beside(made)
    shipped = Catalog((Episode("BV1Newxxxxxx", "Shipped", date(2020, 1, 1), 99),))
    upgraded.ground = replace(upgraded.ground, shipped=shipped)
    outcome = await upgraded.settle()
    assert [entry.title for entry in outcome.diff.added] == ["Shipped"]
    assert len(outcome.after.episodes) == 7


async def test_a_look_that_was_overtaken_looks_again(made: World) -> None:
    """What a slow look saw does not replace what another process has kept since."""
    slow = beside(made)
    overtaken = False

    async def overtake(_: web.Request) -> web.StreamResponse:
        nonlocal overtaken
        if not overtaken:
            overtaken = True
            made.upstream.says(text(str(SECOND)))
            await made.following.look()
            return web.Response(text=str(FIRST))
        return web.Response(text=str(SECOND))

    made.upstream.says(overtake)
    await slow.look()
    kept = (await slow.recall()).memory.sources[slow.upstreams.readme]
    assert kept.body == str(SECOND).encode()
    assert len((await made.catalog()).episodes) == 7
