"""`paperbot search`: answers in the terminal, as text, as JSON, or explained."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.search.library import Library

FROM_INPUT = "- reads standard input together with --json, one line after another"
NOT_UTF8 = "the line is not UTF-8 text"


def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(help="What to look for; with --json, - reads one query a line."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many hits.")] = 10,
    explained: Annotated[
        bool, typer.Option("--explain", help="Show what was understood, and why hits rank so.")
    ] = False,
) -> None:
    """Search the catalogue; `--json -` reads one query a line from standard input."""
    text = " ".join(query or [])
    if not text:
        raise typer.BadParameter("say what to look for", param_hint="QUERY")
    if text == "-" and not as_json:
        raise typer.BadParameter(FROM_INPUT, param_hint="QUERY")
    asyncio.run(_search(text, as_json=as_json, limit=limit, explained=explained))


async def _search(text: str, *, as_json: bool, limit: int, explained: bool) -> None:
    library = await opened()
    try:
        if as_json and text == "-":
            await _lines(library, limit)
        elif as_json:
            typer.echo(json.dumps(await _answer(library, text, limit), ensure_ascii=False))
        elif explained:
            from index.search.explain import explain

            typer.echo(explain(*await library.explain(text), limit=limit))
        else:
            from bot.cli.hits import show

            show(library.catalog, await library.search(text, limit=limit))
    finally:
        library.close()


async def opened() -> Library:
    """The library over the catalogue in force, in the configured home.

    Raises `ConfigError`, `DataError`, `StateError` and `SearchUnavailableError`.
    """
    # Nothing that is loaded is garbage; looking for some takes a fifth of the start.
    gc.disable()
    try:
        from bot.adopted import catalog_in_force
        from bot.cli.building import say_if_building
        from bot.config import load_settings
        from index.search.library import open_library

        settings = load_settings(os.environ, Path.cwd())
        catalog = await catalog_in_force(settings)
        await asyncio.to_thread(say_if_building, settings.home, catalog)
        return await open_library(settings.home, catalog, warm=False)
    finally:
        gc.enable()


async def _lines(library: Library, limit: int) -> None:
    for line, whole in utf8_lines():
        if whole:
            answer = await _answer(library, line, limit)
        else:
            answer = {"query": line, "error": NOT_UTF8, "suggestion": None, "results": []}
        typer.echo(json.dumps(answer, ensure_ascii=False))


def utf8_lines() -> Iterator[tuple[str, bool]]:
    """The lines of standard input, whatever the locale, and whether each is UTF-8.

    Of one that is not, the wrong bytes are replaced.
    """
    # Not `splitlines`: a query may hold a form feed or a line separator of Unicode.
    raw = sys.stdin.buffer.read()
    for line in raw.removesuffix(b"\n").split(b"\n") if raw else ():
        text = line.removesuffix(b"\r")
        try:
            yield text.decode("utf-8"), True
        except UnicodeDecodeError:
            yield text.decode("utf-8", errors="replace"), False


async def _answer(library: Library, text: str, limit: int) -> dict[str, Any]:
    from index.search.results import SearchUnavailableError, results_json

    try:
        return results_json(library.catalog, await library.search(text, limit=limit))
    except SearchUnavailableError as error:
        return {"query": text, "error": str(error), "suggestion": None, "results": []}
