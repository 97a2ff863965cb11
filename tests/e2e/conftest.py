"""A local Discord with the real bot on it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import running
from bot.client import PaperBot
from bot.config import Settings, load_settings
from bot.emulator import Channel, LocalDiscord, Reply, User
from index.catalog import Catalog
from index.data import shipped_catalog


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalogue that comes with the program."""
    return shipped_catalog()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory for state whose index is built once for all tests of a process."""
    return tmp_path_factory.mktemp("home")


@asynccontextmanager
async def local_discord() -> AsyncIterator[LocalDiscord]:
    """A local Discord that saw no body outside Discord's OpenAPI document, where at hand."""
    async with LocalDiscord(openapi=os.environ.get("PAPERBOT_TEST_OPENAPI")) as local:
        yield local
        assert local.violations == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[LocalDiscord]:
    """A local Discord for all tests of a module."""
    async with local_discord() as local:
        yield local


def environment(discord: LocalDiscord, home: Path) -> dict[str, str]:
    """The variables that lead the bot to a local Discord."""
    return {
        "DISCORD_TOKEN": discord.token,
        "PAPERBOT_HOME": str(home),
        "PAPERBOT_DISCORD_API": discord.api_url,
        "PAPERBOT_DISCORD_GATEWAY": discord.gateway_url,
        "PAPERBOT_SYNC_MINUTES": "0",
    }


def settings(discord: LocalDiscord, home: Path) -> Settings:
    """Settings of a bot on a local Discord."""
    return load_settings(environment(discord, home))


@dataclass
class Room:
    """A reader and a stranger in a server's channel."""

    discord: LocalDiscord
    channel: Channel
    reader: User
    stranger: User

    async def slash(self, command: str, **options: object) -> Reply:
        """The reader's command, answered once, in time."""
        reply = await self.discord.slash(self.reader, self.channel, command, **options)
        assert not reply.failed
        assert reply.took < 3
        return reply

    async def press(self, reply: Reply, kind: str, user: User | None = None) -> Reply:
        """A press of the first button of a kind on an answer, by the reader unless told."""
        return await self.discord.press(user or self.reader, reply.message, custom_id(reply, kind))

    async def choose(self, reply: Reply, value: str, user: User | None = None) -> Reply:
        """A choice in the menu of an answer, by the reader unless told."""
        menu = custom_id(reply, "pick")
        return await self.discord.select(user or self.reader, reply.message, menu, [value])


def custom_id(reply: Reply, kind: str) -> str:
    """The custom id of the first component of a kind that can be used."""
    ids = [
        p["custom_id"] for p in reply.message.parts if "custom_id" in p and not p.get("disabled")
    ]
    return next(each for each in ids if each.split(":")[1] == kind)


def links(reply: Reply) -> dict[str, str]:
    """Labels and addresses of an answer's link buttons."""
    return {p["label"]: p["url"] for p in reply.message.parts if p.get("url")}


def offered(reply: Reply) -> list[str]:
    """What the menu of an answer offers."""
    return [o["value"] for p in reply.message.parts for o in p.get("options", ())]


def open_room(discord: LocalDiscord) -> Room:
    """A server with one channel, a reader and a stranger."""
    guild = discord.world.add_guild("Readers")
    return Room(
        discord,
        guild.add_text_channel("general"),
        discord.world.add_user("reader", locale="zh-CN"),
        discord.world.add_user("stranger", locale="en-US"),
    )


@pytest.fixture
def room(discord: LocalDiscord) -> Iterator[Room]:
    """A room of its own for each test, in which nothing was sent that Discord would refuse."""
    yield open_room(discord)
    assert discord.violations == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: LocalDiscord, home: Path) -> AsyncIterator[PaperBot]:
    """The real bot, online for all tests of a module."""
    async with running(settings(discord, home)) as client:
        yield client
