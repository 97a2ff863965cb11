"""`python -m bot.state.rollback REVISION`: take the database back for an older program."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from sqlalchemy.ext.asyncio import create_async_engine

from bot.config import load_settings
from bot.state.database import database_url, default_url
from bot.state.migrating import roll_back
from bot.state.revision import revision_of


async def _roll_back(url: str, revision: str) -> str | None:
    engine = create_async_engine(database_url(url))
    try:
        await roll_back(engine, revision)
        return await revision_of(engine)
    finally:
        await engine.dispose()


def main() -> None:
    """The command; what only newer tables held is lost."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m bot.state.rollback REVISION")
    settings = load_settings(os.environ, Path.cwd())
    configured = settings.database_url
    url = configured.get_secret_value() if configured else default_url(settings.home)
    print(f"the database is at revision {asyncio.run(_roll_back(url, sys.argv[1]))}")  # noqa: T201


if __name__ == "__main__":
    main()
