"""A bot that is told to end does so at any moment of its life, with exit code 0."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.emulator import LocalDiscord
from tests.e2e.conftest import environment
from tests.e2e.program import STARTING, ended, online, paperbot, silence

SIGNALS = (signal.SIGTERM, signal.SIGINT)


async def told(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Send a signal, and hold the process to a quiet end."""
    process.send_signal(number)
    errors = await ended(process)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert "ERROR" not in errors


async def appeared(path: Path) -> None:
    """Wait until a process has made a file or directory."""
    async with asyncio.timeout(STARTING):
        # The file system tells nobody, and a look at it takes microseconds.
        while not path.exists():  # noqa: ASYNC110, ASYNC240
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("number", SIGNALS)
async def test_while_the_index_is_built(tmp_path: Path, number: signal.Signals) -> None:
    """A first start ends without waiting for the index, and the next one makes it good."""
    async with LocalDiscord() as discord:
        variables = environment(discord, tmp_path)
        async with paperbot("run", **variables) as process:
            await appeared(tmp_path / "index")
            await told(process, number)
        async with paperbot("run", **variables) as process:
            await online(discord, process)
            await told(process, number)


async def test_as_it_is_loaded(tmp_path: Path) -> None:
    """Not even what is imported after the home was made has to be awaited."""
    async with (
        silence() as silent,
        paperbot(
            "run",
            DISCORD_TOKEN="x",
            PAPERBOT_HOME=str(tmp_path / "home"),
            PAPERBOT_DISCORD_API=f"http://127.0.0.1:{silent.port}/api/v10",
        ) as process,
    ):
        await appeared(tmp_path / "home")
        await told(process, signal.SIGTERM)


@pytest.mark.parametrize("number", SIGNALS)
async def test_while_discord_is_silent(home: Path, number: signal.Signals) -> None:
    """A login that gets no answer is given up."""
    async with (
        silence() as silent,
        paperbot(
            "run",
            DISCORD_TOKEN="x",
            PAPERBOT_HOME=str(home),
            PAPERBOT_DISCORD_API=f"http://127.0.0.1:{silent.port}/api/v10",
        ) as process,
    ):
        await asyncio.wait_for(silent.called.wait(), STARTING)
        await told(process, number)


async def test_while_the_gateway_is_silent(home: Path) -> None:
    """A gateway that takes the connection and says nothing is given up."""
    async with LocalDiscord() as discord, silence() as silent:
        variables = environment(discord, home)
        variables["PAPERBOT_DISCORD_GATEWAY"] = f"ws://127.0.0.1:{silent.port}/"
        async with paperbot("run", **variables) as process:
            await asyncio.wait_for(silent.called.wait(), STARTING)
            await told(process, signal.SIGTERM)


async def test_as_soon_as_it_is_online(home: Path) -> None:
    """What is still loading in the background then is abandoned."""
    async with (
        LocalDiscord() as discord,
        paperbot("run", **environment(discord, home)) as process,
    ):
        await online(discord, process)
        await told(process, signal.SIGTERM)


async def test_while_another_process_holds_the_database(home: Path) -> None:
    """A transaction that waits for another process's is given up."""
    async with LocalDiscord() as discord:
        variables = environment(discord, home)
        async with paperbot("run", **variables) as process:
            await online(discord, process)
            with closing(sqlite3.connect(home / "paperbot.sqlite3", timeout=STARTING)) as other:
                other.execute("BEGIN IMMEDIATE")
                await told(process, signal.SIGTERM)
