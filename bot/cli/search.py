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

from bot.errors import UsageProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import Settings
    from index.search.library import Library

FROM_INPUT = "- reads standard input together with --json, one line after another"
NOT_UTF8 = "the line is not UTF-8 text"
NOTHING_ASKED = "say what to look for"


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
    if not text.strip():
        raise UsageProblemError("Say what to look for, such as `paperbot search GAN`.")
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

    Where the database that holds that catalogue cannot be used, standard error says so, and
    the answers are those of last time. Raises `UsageProblemError`, `DataError`, `StateError`
    and `SearchUnavailableError`.
    """
    # Nothing that is loaded is garbage; looking for some takes a fifth of the start.
    gc.disable()
    try:
        from bot.config import load_settings
        from bot.home import prepare_home
        from index.search.results import SearchUnavailableError

        settings = load_settings(os.environ, Path.cwd())
        try:
            return await _opened(settings)
        except (SearchUnavailableError, OSError):
            # An index that is there is read wherever it lies. One that is missing needs a home
            # that can be written, as all other commands do.
            prepare_home(settings.home)
            raise
    finally:
        gc.enable()


async def _opened(settings: Settings) -> Library:
    from bot.adopted import catalog_in_force, library_of_last_time
    from bot.cli.building import say_if_building
    from bot.state.errors import DatabaseUnavailableError
    from index.search.library import open_library

    try:
        catalog = await catalog_in_force(settings)
    except DatabaseUnavailableError as error:
        typer.echo(f"paperbot: {error}; the answers are those of last time.", err=True)
        return await library_of_last_time(settings)
    await asyncio.to_thread(say_if_building, settings.home, catalog)
    return await open_library(settings.home, catalog, warm=False)


async def _lines(library: Library, limit: int) -> None:
    for line, whole in utf8_lines():
        if not whole:
            answer = _unanswered(line, NOT_UTF8)
        elif not line.strip():
            answer = _unanswered(line, NOTHING_ASKED)
        else:
            answer = await _answer(library, line, limit)
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
        return _unanswered(text, str(error))


def _unanswered(text: str, error: str) -> dict[str, Any]:
    return {"query": text, "error": error, "suggestion": None, "results": []}
