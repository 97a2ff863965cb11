"""The program as a process of its own, and what may keep such a process waiting."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.emulator import LocalDiscord

# What takes a second where nobody else works may take ten on two busy cores. None of
# these is a measure of speed: they turn a hang into a failure.
STARTING = 120.0
ENDING = 20.0


async def started(*arguments: str, **variables: str) -> asyncio.subprocess.Process:
    """The program, just started, with `variables` as all that it is set up by."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        env={k: v for k, v in os.environ.items() if not k.startswith("PAPERBOT_")} | variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def paperbot(*arguments: str, **variables: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program, killed after the block if it still runs."""
    process = await started(*arguments, **variables)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: asyncio.subprocess.Process, within: float = ENDING) -> str:
    """What a process wrote to standard error until its end."""
    _, errors = await asyncio.wait_for(process.communicate(), within)
    return errors.decode()


async def outcome(variables: Mapping[str, str], *arguments: str) -> tuple[int | None, str]:
    """The exit code and the errors of a command that ends by itself."""
    async with paperbot(*arguments, **variables) as process:
        errors = await ended(process, STARTING)
        return process.returncode, errors


async def online(discord: LocalDiscord, process: asyncio.subprocess.Process) -> None:
    """Wait until a bot has come online; fails with its last words where it ends instead."""
    discord.timeout = STARTING

    async def coming() -> None:
        await discord.registered("paper")
        await discord.connected()

    waiting, ending = asyncio.create_task(coming()), asyncio.create_task(process.wait())
    try:
        await asyncio.wait({waiting, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            raise AssertionError(f"the bot has ended: {await ended(process)}")
        await waiting
    finally:
        waiting.cancel()
        ending.cancel()


@dataclass
class Silence:
    """A server that takes connections and never answers."""

    port: int = 0
    called: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def silence() -> AsyncIterator[Silence]:
    """A silent server inside the block."""
    silent = Silence()
    held: list[asyncio.StreamWriter] = []

    def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)
        silent.called.set()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    silent.port = server.sockets[0].getsockname()[1]
    try:
        yield silent
    finally:
        server.close()
        for writer in held:
            writer.close()
