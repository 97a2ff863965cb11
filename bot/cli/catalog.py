"""`paperbot catalog`: what is in the catalogue."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Annotated

import typer


def catalog(
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Show the catalogue: totals, or all of it with --json."""
    from bot.adopted import catalog_in_force
    from bot.config import load_settings
    from index.catalog import to_json, totals

    shown = asyncio.run(catalog_in_force(load_settings(os.environ, Path.cwd())))
    if as_json:
        typer.echo(json.dumps(to_json(shown), ensure_ascii=False))
        return
    found = totals(shown)
    typer.echo(
        f"{found.episodes} episodes, {found.seconds / 3600:.1f} hours, {found.plays:,} plays\n"
        f"{found.papers} papers, {found.recorded} recorded"
    )
