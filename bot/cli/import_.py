"""`paperbot import`: a catalogue document or notes of the user's own."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer


def import_(
    files: Annotated[
        list[Path], typer.Argument(help="Markdown documents, or folders of them.", metavar="FILE…")
    ],
    *,
    accept: Annotated[
        bool, typer.Option(help="Take documents even where they look damaged.")
    ] = False,
) -> None:
    """Add or refresh documents of your own: a catalogue like upstream's, or notes.

    Their files are read again with every later look at the upstreams.
    """
    from bot.cli.report import print_outcome
    from bot.config import load_settings
    from bot.errors import PaperbotError
    from bot.services.importing import Imported, ImportProblemError, bring_in
    from bot.upstreams import following_once

    settings = load_settings(os.environ, Path.cwd())

    async def once() -> Imported:
        async with following_once(settings) as following:
            return await bring_in(following, files, accept=accept)

    try:
        imported = asyncio.run(once())
    except ImportProblemError as error:
        raise PaperbotError(str(error)) from error
    for source in imported.refused:
        typer.echo(f"refused   {source.name}: {source.refused}", err=True)
    for source in imported.taken:
        typer.echo(f"followed  {source.name}")
    print_outcome(imported.outcome)
    if imported.refused:
        raise typer.Exit(1)
