"""`paperbot run`: the bot on Discord."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from pathlib import Path


def run() -> None:
    """Run the bot on Discord; needs DISCORD_TOKEN."""
    # What is imported below takes a moment, and to be told to end in it is no failure either.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    # Nothing that is loaded is garbage; looking for some is a fifth of the start.
    gc.disable()
    from bot import logs
    from bot.config import load_settings
    from bot.errors import WITHOUT_LOGIN, UsageProblemError

    settings = load_settings(os.environ, Path.cwd())
    if settings.discord_token is None:
        raise UsageProblemError(WITHOUT_LOGIN)
    from bot.app import serve

    logs.set_up(secrets=[settings.discord_token.get_secret_value()])
    asyncio.run(serve(settings))
