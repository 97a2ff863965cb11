"""`paperbot complete`: what autocomplete offers for a half-typed text."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer

LOCALE = "en"
"""The language of the labels, in JSON too: that of all that commands say."""


def complete(
    text: Annotated[
        str, typer.Argument(help="What is typed so far; with --json, - reads one text a line.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what autocomplete offers; the newest episodes for an empty text."""
    from bot.cli.search import FROM_INPUT

    if text == "-" and not as_json:
        raise typer.BadParameter(FROM_INPUT, param_hint="TEXT")
    asyncio.run(_complete(text, as_json=as_json))


async def _complete(text: str, *, as_json: bool) -> None:
    from bot.cli.search import NOT_UTF8, opened, utf8_lines
    from index.search.results import choices_json

    library = await opened()
    try:
        if as_json:
            for line, whole in utf8_lines() if text == "-" else [(text, True)]:
                if whole:
                    choices = choices_json(line, library.complete(line, locale=LOCALE))
                else:
                    choices = {"text": line, "error": NOT_UTF8, "choices": []}
                typer.echo(json.dumps(choices, ensure_ascii=False))
        else:
            for choice in library.complete(text, locale=LOCALE):
                typer.echo(f"{choice.name}  ({choice.value})")
    finally:
        library.close()
