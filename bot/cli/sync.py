"""`paperbot sync`: one look at the upstreams, and what it found."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer


def sync(
    *,
    dry_run: Annotated[bool, typer.Option(help="Look and compare, keep nothing.")] = False,
    accept: Annotated[
        bool, typer.Option(help="Take documents even where they look damaged.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look at the upstreams once, adopt what changed, and print it.

    Exits 1 when a document was refused or could not be fetched; what was known stays.
    """
    from bot.cli.building import say_if_building
    from bot.cli.progress import on_terminal
    from bot.cli.report import outcome_json, print_outcome
    from bot.config import load_settings
    from bot.services.following import Outcome
    from bot.upstreams import following_once

    settings = load_settings(os.environ, Path.cwd())

    async def once() -> Outcome:
        async with following_once(settings, tell=say_if_building) as following:
            with on_terminal() as progress:
                look = following.preview if dry_run else following.look
                return await look(accept=accept, progress=progress)

    outcome = asyncio.run(once())
    if as_json:
        json.dump(outcome_json(outcome, dry_run=dry_run), sys.stdout, ensure_ascii=False, indent=1)
        typer.echo()
    else:
        print_outcome(outcome, dry_run=dry_run)
    if outcome.refused:
        raise typer.Exit(1)
