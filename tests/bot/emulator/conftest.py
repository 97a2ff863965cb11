"""A local Discord per test, and clients connected to it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import discord
import pytest
import yarl

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel, Guild, User
from bot.emulator.rest.openapi import OpenApi
from bot.transport import close_leftovers
from tests.bot.emulator.sample import SampleBot

Connect = Callable[..., Awaitable[SampleBot]]


class Clock:
    """Real time that a test can push forward, in seconds."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        """Unix time, in seconds."""
        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    """The local Discord's clock."""
    return Clock()


@pytest.fixture(scope="session")
def openapi() -> OpenApi | None:
    """Discord's OpenAPI document, where it is at hand."""
    path = os.environ.get("PAPERBOT_TEST_OPENAPI")
    return OpenApi(Path(path)) if path else None


@pytest.fixture
async def local(clock: Clock, openapi: OpenApi | None) -> AsyncIterator[LocalDiscord]:
    """A running local Discord; bodies that do not fit Discord's document fail the test."""
    async with LocalDiscord(openapi=openapi, clock=clock) as server:
        yield server
        assert [str(violation) for violation in server.violations] == []


@pytest.fixture
def guild(local: LocalDiscord) -> Guild:
    """A guild that the bot is in."""
    return local.world.add_guild("Readers", locale="zh-CN")


@pytest.fixture
def channel(guild: Guild) -> Channel:
    """A text channel."""
    return guild.add_text_channel("general")


@pytest.fixture
def reader(local: LocalDiscord) -> User:
    """A person."""
    return local.world.add_user("reader", locale="zh-CN")


@pytest.fixture
async def connect(local: LocalDiscord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Connect]:
    """Start a discord.py client on the local Discord; it is closed after the test."""
    monkeypatch.setattr(discord.http.Route, "BASE", local.api_url)
    monkeypatch.setattr(
        discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(local.gateway_url)
    )
    running: list[tuple[discord.Client, asyncio.Task[None]]] = []

    async def start(kind: type[discord.Client] = SampleBot, **settings: object) -> discord.Client:
        client = kind(**settings)
        running.append((client, asyncio.create_task(client.start(local.token))))
        await local.connected()
        async with asyncio.timeout(60):
            await client.wait_until_ready()
        return client

    yield start  # type: ignore[misc]
    for client, task in running:
        await client.close()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await close_leftovers(client)


@pytest.fixture
async def bot(connect: Connect, guild: Guild, channel: Channel) -> SampleBot:
    """The sample bot, logged in and registered."""
    return await connect()
