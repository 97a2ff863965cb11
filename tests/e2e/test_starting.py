"""A start that answers before the database is open, and one that finds it in a bad way."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import background
from bot.app import running
from bot.emulator import LocalDiscord
from bot.state.database import Database, open_database
from bot.state.errors import StateError
from tests.bot.emulator.waiting import until
from tests.e2e.conftest import environment, local_discord, open_room, settings
from tests.e2e.program import outcome


@asynccontextmanager
async def opening_when_told(
    monkeypatch: pytest.MonkeyPatch, discord: LocalDiscord, home: Path
) -> AsyncIterator[asyncio.Event]:
    """A bot on a home that was answered from before; its database opens once the event is set."""
    async with running(settings(discord, home)):
        pass
    told, over = asyncio.Event(), asyncio.Event()

    async def late(url: str) -> Database:
        await told.wait()
        return await open_database(url)

    async def live() -> None:
        async with running(settings(discord, home)):
            await over.wait()

    monkeypatch.setattr(background, "open_database", late)
    bot = asyncio.create_task(live())
    try:
        await discord.registered("paper")
        await discord.connected()
        yield told
        told.set()
    finally:
        over.set()
        await bot


def deferred(discord: LocalDiscord) -> bool:
    """Whether the bot asked for patience with some interaction."""
    kinds = [entry.body for entry in discord.traffic.requests() if "callback" in entry.name]
    return any(isinstance(body, dict) and body.get("type") == 5 for body in kinds)


async def test_answers_come_before_the_database(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Search needs none, and what does is answered as soon as it is there."""
    monkeypatch.setattr("bot.views.reply.PATIENCE", 0.01)
    async with local_discord() as discord:
        room = open_room(discord)
        admin = discord.world.admin("admin", room.channel.guild)
        async with opening_when_told(monkeypatch, discord, home) as told:
            assert "## GAN" in (await room.slash("paper", query="GAN")).text
            listing = asyncio.create_task(discord.slash(admin, room.channel, "unfollow"))
            await until(lambda: deferred(discord))
            told.set()
            assert not (await listing).failed


@pytest.fixture
async def damaged(home: Path, tmp_path: Path) -> Path:
    """A home that was answered from, whose database has been damaged since."""
    async with local_discord() as discord, running(settings(discord, home)):
        pass
    copy = shutil.copytree(home, tmp_path / "home")
    (copy / "paperbot.sqlite3").write_bytes(b"no database" * 100)
    return copy


async def test_a_bad_database_costs_one_joining(damaged: Path) -> None:
    """A supervisor starts the program again and again, and Discord counts how often it joins."""
    async with local_discord() as discord:
        joined = []
        for _ in range(3):
            code, errors = await outcome(environment(discord, damaged), "run")
            assert code == 1
            assert "paperbot.sqlite3 cannot be used" in errors.splitlines()[-1]
            joined.append(sum(e.name == "IDENTIFY" for e in discord.traffic.entries))
    assert joined[1] == joined[2]


async def test_a_bad_database_is_said_by_a_bot_in_this_process(damaged: Path) -> None:
    """Whoever runs the bot is told by an exception, and nothing is left open."""
    async with local_discord() as discord:
        with pytest.raises(StateError, match="cannot be used"):
            async with running(settings(discord, damaged)):
                pass
