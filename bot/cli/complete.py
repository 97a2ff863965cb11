"""`paperbot complete`: what autocomplete offers for a half-typed text."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer


def complete(
    text: Annotated[
        str, typer.Argument(help="What is typed so far; with --json, - reads one text a line.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what autocomplete offers; the newest episodes for an empty text."""
    asyncio.run(_complete(text, as_json=as_json))


async def _complete(text: str, *, as_json: bool) -> None:
    from bot.cli.search import opened, utf8_lines
    from index.search.results import choices_json

    library = await opened()
    try:
        if as_json:
            for line in utf8_lines() if text == "-" else [text]:
                choices = choices_json(line, library.complete(line))
                typer.echo(json.dumps(choices, ensure_ascii=False))
        else:
            for choice in library.complete(text):
                typer.echo(f"{choice.name}  ({choice.value})")
    finally:
        library.close()
