"""`paperbot import`: a catalogue document or notes of the user's own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.services.following import Following

Answer = TypeVar("Answer")


def import_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Markdown documents, or folders of them.", metavar="FILE…"),
    ] = None,
    *,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take documents even where they look damaged.")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="Show what of your own is followed, and what it gives.")
    ] = False,
    forgotten: Annotated[
        list[Path] | None,
        typer.Option("--forget", metavar="FILE", help="Follow a document or folder no longer."),
    ] = None,
) -> None:
    """Add or refresh documents of your own: a catalogue like upstream's, or notes.

    Notes stand under headings of the form `## <episode title>`. The files are read again
    with every later look at the upstreams, until they are forgotten. Exits 1 when one was
    refused; what else in them fits nowhere is told as a warning.
    """
    from bot.config import load_settings

    if not (files or listed or forgotten):
        raise typer.BadParameter("name a document, or a folder of them", param_hint="FILE")
    settings = load_settings(os.environ, Path.cwd())
    if forgotten:
        _forget(settings, forgotten)
    if files:
        _bring_in(settings, files, accept=accept)
    if listed:
        _list(settings)


def _bring_in(settings: Settings, files: list[Path], *, accept: bool) -> None:
    from bot.cli.report import print_changes
    from bot.services.importing import bring_in

    imported = _once(settings, lambda following: bring_in(following, files, accept=accept))
    for source in imported.refused:
        typer.echo(f"refused   {source.name}: {source.refused}", err=True)
    for name, found in imported.taken.items():
        typer.echo(f"followed  {name}: {found}")
    if imported.skipped:
        number = "1 document" if imported.skipped == 1 else f"{imported.skipped} documents"
        typer.echo(f"skipped   {number} with nothing for the catalogue")
    for problem in imported.problems:
        typer.echo(f"warning   {problem}")
    if imported.taken:
        print_changes(imported.outcome.diff)
    if imported.refused:
        raise typer.Exit(1)


def _forget(settings: Settings, paths: list[Path]) -> None:
    from bot.cli.report import print_changes
    from bot.services.importing import forget

    for path in paths:
        outcome = _once(settings, partial(forget, path=path))
        typer.echo(f"forgotten {path}")
        print_changes(outcome.diff)


def _list(settings: Settings) -> None:
    from bot.services.importing import own

    followed = _once(settings, own)
    for source, found in followed.values():
        if source.is_folder:
            said = "a folder; new documents in it are found by the next look"
        else:
            day = f", read {source.fetched_at:%Y-%m-%d %H:%M} UTC" if source.fetched_at else ""
            said = f"{found}{day}{f'; {source.refused}' if source.refused else ''}"
        typer.echo(f"{source.name}: {said}")
    if not followed:
        typer.echo("Nothing of your own is followed.")


def _once(settings: Settings, work: Callable[[Following], Awaitable[Answer]]) -> Answer:
    """What work on one look's following answers; its problems end the command."""
    from bot.cli.building import say_if_building
    from bot.errors import PaperbotError
    from bot.services.importing import ImportProblemError
    from bot.upstreams import following_once

    async def once() -> Answer:
        async with following_once(settings, tell=say_if_building) as following:
            return await work(following)

    try:
        return asyncio.run(once())
    except ImportProblemError as error:
        raise PaperbotError(str(error)) from error
