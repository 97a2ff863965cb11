"""`paperbot try`: the bot in a browser, against a Discord of one's own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

if TYPE_CHECKING:
    from bot.emulator.playground import Fetch, Playground, Status
    from index.sync.http import Client

DEFAULT_PORT = 8023

# "Forum tag object" and "Start thread in forum" of Discord's documentation.
TAG_LENGTH, TAGS = 20, 20

KEPT = (
    "PAPERBOT_UPSTREAM",
    "PAPERBOT_BILIBILI_API",
    "PAPERBOT_SEMANTIC_SCHOLAR_API",
    "PAPERBOT_SYNC_MINUTES",
    "PAPERBOT_SEARCH_URL",
)
"""Settings that hold for the bot that is tried; all others are a real bot's."""


def try_(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the page is; 0: any.")] = (
        DEFAULT_PORT
    ),
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address, open nothing.")
    ] = False,
) -> None:
    """Try the bot in a browser: no account, no token, no network."""
    from bot.config import load_settings
    from bot.home import prepare_home

    home = prepare_home(load_settings(os.environ, Path.cwd()).home / "try")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_play(home, port, browse=not no_browser and has_display(os.environ)))


async def _play(home: Path, port: int, *, browse: bool) -> None:
    # Imported here: `paperbot --help` need not wait for a web server.
    from bot.emulator import LocalDiscord
    from bot.emulator.playground import BotProcess, Playground, set_stage
    from index.sync.http import Client, Limits
    from index.sync.retry import ONCE

    stop = _stop_signal()
    async with AsyncExitStack() as stack:
        run = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="paperbot-")))
        log = stack.enter_context((home / "bot.log").open("w", encoding="utf-8", buffering=1))
        limits = Limits(total=6.0, connect=3.0)
        client = await stack.enter_async_context(Client(limits=limits, policy=ONCE))
        discord = await stack.enter_async_context(LocalDiscord())
        stage = set_stage(discord.world, tags=forum_tags())

        def report(status: Status) -> None:
            playground.report(status)
            if status.state == "stopped":
                _say(f"The bot has stopped: {status.detail} (Its log: {log.name})", sys.stderr)

        bot = BotProcess(
            (sys.executable, "-m", "bot", "run"),
            environment(os.environ, home, run, discord.api_url, discord.gateway_url, discord.token),
            directory=run,
            report=report,
            log=lambda line: print(line, file=log),
        )
        playground = Playground(discord, stage, fetch=_fetcher(client), restart=bot.restart)
        stack.push_async_callback(playground.close)
        await _listen(playground, port)
        stack.push_async_callback(bot.stop)
        await bot.start()
        _say(f"paperbot is at {playground.url} (Ctrl-C ends it)", sys.stdout)
        if browse:
            await asyncio.to_thread(webbrowser.open, playground.url)
        await stop.wait()


async def _listen(playground: Playground, port: int) -> None:
    try:
        await playground.start(port)
    except OSError:
        await playground.start(0)
        _say(f"Port {port} is taken, so the page is on another.", sys.stderr)


def environment(
    outer: Mapping[str, str], home: Path, run: Path, api: str, gateway: str, token: str
) -> dict[str, str]:
    """The environment of the bot that is tried.

    It shares nothing with a real one: its index lies under `home`, its database under `run`,
    which ends with the world that its ids come from. It asks nothing of the network unless
    `outer` says how often.
    """
    plain = {k: v for k, v in outer.items() if not k.startswith(("DISCORD_", "PAPERBOT_"))}
    kept = {name: outer[name] for name in KEPT if outer.get(name)}
    # It works in a directory without a `.env`, so it must be told where this program lies.
    program = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (program, outer.get("PYTHONPATH"))))
    ours = {
        "DISCORD_TOKEN": token,
        "PAPERBOT_DISCORD_API": api,
        "PAPERBOT_DISCORD_GATEWAY": gateway,
        "PAPERBOT_HOME": str(home),
        "PAPERBOT_DATABASE_URL": f"sqlite+aiosqlite:///{(run / 'paperbot.db').as_posix()}",
        "PYTHONPATH": path,
        "PYTHONUNBUFFERED": "1",
    }
    return {"PAPERBOT_SYNC_MINUTES": "0"} | plain | kept | ours


def forum_tags() -> tuple[str, ...]:
    """The categories as tags of a forum; those whose names Discord would refuse are left out."""
    from index.categories import load_categories

    names = (category.label("zh-CN") for category in load_categories())
    return tuple(name for name in names if len(name) <= TAG_LENGTH)[:TAGS]


def has_display(outer: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether there is a screen to open a browser on."""
    if platform in ("win32", "darwin"):
        return True
    return bool(outer.get("DISPLAY") or outer.get("WAYLAND_DISPLAY"))


def _fetcher(client: Client) -> Fetch:
    """Gets covers from the web for the page."""
    from index.sync.message import FetchError, Request

    async def fetch(url: str) -> tuple[str, bytes]:
        try:
            response = await client.send(Request(url))
        except FetchError as error:
            raise OSError(error.reason) from error
        if response.status != 200:
            raise OSError(f"status {response.status}")
        return response.headers.get("content-type", ""), response.body

    return fetch


def _stop_signal() -> asyncio.Event:
    """An event that Ctrl-C, SIGTERM and a closed terminal set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # Windows has no SIGHUP, and its loops take no handlers: Ctrl-C raises there instead.
        with contextlib.suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), stop.set)
    return stop


def _say(sentence: str, stream: TextIO) -> None:
    print(sentence, file=stream, flush=True)
