"""`paperbot run`: the bot on Discord."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path


def run() -> None:
    """Run the bot on Discord; needs DISCORD_TOKEN."""
    from bot import logs
    from bot.config import load_settings
    from bot.errors import WITHOUT_LOGIN, UsageProblemError

    settings = load_settings(os.environ, Path.cwd())
    if settings.discord_token is None:
        raise UsageProblemError(WITHOUT_LOGIN)
    from bot.app import serve

    logs.set_up(secrets=[settings.discord_token.get_secret_value()])
    asyncio.run(serve(settings))
