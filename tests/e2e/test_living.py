"""A running bot follows upstream by itself, and notices what is adopted beside it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from discord.gateway import KeepAliveHandler

from bot.app import running
from bot.client import PaperBot
from bot.config import load_settings
from bot.upstreams import following_once
from tests.bot.emulator.waiting import until
from tests.chaos.upstream import Services
from tests.e2e.conftest import environment, local_discord, open_room
from tests.e2e.readme import Row, readme

MAMBA = Row("7/1/26", "[Mamba](https://example.org/mamba.pdf) 逐段精读", video="BV1Mambaxxxx")
RETNET = Row("7/15/26", "[RetNet](https://example.org/retnet.pdf) 逐段精读", video="BV1Retnetxxx")
RWKV = Row("7/8/26", "[RWKV](https://example.org/rwkv.pdf) 逐段精读", video="BV1Rwkvxxxxx")


async def knows(bot: PaperBot, episode: str) -> None:
    """Wait until the bot's readers have an episode."""
    async with asyncio.timeout(120):
        while True:
            if episode in bot.services.library.catalog.entries:
                return
            await asyncio.sleep(0.02)


async def test_readers_get_what_upstream_gains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot's own look finds one new episode, a command beside it another; both are answered."""
    monkeypatch.setattr("bot.upstreams.NOTICE_SECONDS", 0.05)
    services = Services(readme(episodes=2, categories=1).with_episode(MAMBA))
    async with local_discord() as discord, services.running() as url:
        room = open_room(discord)
        variables = environment(discord, tmp_path) | {
            "PAPERBOT_UPSTREAM": f"{url}/README.md",
            "PAPERBOT_BILIBILI_API": f"{url}/none",
            "PAPERBOT_SEMANTIC_SCHOLAR_API": f"{url}/none",
            "PAPERBOT_SYNC_MINUTES": "600",
        }
        async with running(load_settings(variables)) as bot:
            await discord.registered("paper")
            await knows(bot, MAMBA.video)
            services.document = services.document.with_episode(RWKV)
            async with following_once(load_settings(variables)) as command:
                assert (await command.look()).diff.added
            await knows(bot, RWKV.video)
            reply = await room.slash("recent", count=2)
            assert "RWKV 逐段精读" in reply.message.text
            assert "Mamba 逐段精读" in reply.message.text
        # What was adopted is what the next start answers from, also without a look.
        variables["PAPERBOT_SYNC_MINUTES"] = "0"
        async with running(load_settings(variables)) as bot:
            assert RWKV.video in bot.services.library.catalog.entries
        # And what a command adopted while the bot was away comes moments later.
        services.document = services.document.with_episode(RETNET)
        async with following_once(load_settings(variables)) as command:
            assert (await command.look()).diff.added
        async with running(load_settings(variables)) as bot:
            assert RWKV.video in bot.services.library.catalog.entries
            await knows(bot, RETNET.video)


def heartbeats(bot: PaperBot) -> list[KeepAliveHandler]:
    """The threads that keep a client's connections alive."""
    return [
        thread
        for thread in threading.enumerate()
        if isinstance(thread, KeepAliveHandler) and thread.ws._connection is bot._connection
    ]


async def test_nothing_beats_after_the_end(home: Path) -> None:
    """A bot that ends between two sessions leaves no thread of the one it was making."""
    async with local_discord() as discord:
        async with running(load_settings(environment(discord, home))) as bot:
            (first,) = heartbeats(bot)
            discord.gateway.invalidate()
            # discord.py waits five seconds before it identifies again.
            await until(lambda: any(thread is not first for thread in heartbeats(bot)))
        assert heartbeats(bot) == []
