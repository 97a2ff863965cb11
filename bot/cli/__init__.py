"""The command line: one module a command, errors as one sentence.

A command's module imports only typer at its top and what it needs inside its function, so
that `paperbot search` never waits for discord.py or the database.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli import build_catalog, catalog, complete, doctor, import_, run, search, sync, try_

app = typer.Typer(
    name="paperbot",
    help="Find, follow and work through Li Mu's paper-reading catalogue.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("try")(try_.try_)
app.command("run")(run.run)
app.command("search")(search.search)
app.command("complete")(complete.complete)
app.command("catalog")(catalog.catalog)
app.command("build-catalog")(build_catalog.build_catalog)
app.command("sync")(sync.sync)
app.command("import")(import_.import_)
app.command("doctor")(doctor.doctor)


def show_version(wanted: bool) -> None:
    """Print the version that is installed, and end."""
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("paperbot")
        except PackageNotFoundError:
            number = "(not installed: run from its source)"
        typer.echo(f"paperbot {number}")
        raise typer.Exit


@app.callback()
def options(
    verbose: Annotated[bool, typer.Option("--verbose", help="Show more when it fails.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=show_version, help="Show the version."),
    ] = False,
) -> None:
    """Options of every command; `main` reads `--verbose` wherever it stands."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process.

    0 is fine, 1 a problem found, 2 wrong usage or configuration, 130 an interruption.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    verbose = "--verbose" in words
    try:
        app([word for word in words if word != "--verbose"])
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as ended:
        # Typer ends with 1 where the reader of a pipe (`| head`) has gone, but nothing is
        # wrong; Python's own flush at exit must not complain either.
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except Exception as error:
        if verbose:
            traceback.print_exc()
        message, code = explain(error)
        print(f"paperbot: {message}", file=sys.stderr)  # noqa: T201
        sys.exit(code)


def explain(error: Exception) -> tuple[str, int]:
    """One sentence for people and the exit code of an error that ended a command."""
    from bot.errors import PaperbotError
    from index.catalog import CatalogError
    from index.data import DataError
    from index.search.results import SearchUnavailableError

    if isinstance(error, PaperbotError):
        return str(error), error.exit_code
    if isinstance(error, DataError | CatalogError | SearchUnavailableError):
        return str(error), 1
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}.", 1
    return f"Something went wrong ({type(error).__name__}: {error}); --verbose shows where.", 1
