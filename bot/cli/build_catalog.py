"""`paperbot build-catalog`: makes `data/catalog.json` of documents and the reviewed files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.importers.document import Document


def build_catalog(
    documents: Annotated[
        list[Path],
        typer.Argument(metavar="DOCUMENT…", help="Catalogue documents, in any order."),
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Only compare; exit 1 if it would change.")
    ] = False,
    base: Annotated[
        str | None,
        typer.Option(help="What relative addresses start from; upstream's README unless told."),
    ] = None,
) -> None:
    """Make data/catalog.json from catalogue documents and the reviewed files in data/."""
    from index.catalog import dump, totals
    from index.importers.join import join
    from index.importers.readme import UPSTREAM
    from index.reviewed import load_reviewed

    sources = read_all(documents, base or UPSTREAM)
    place = data_of_checkout(Path.cwd())
    target = place / "catalog.json"
    joined = join(sources, load_reviewed(place))
    for problem in joined.problems:
        typer.echo(f"warning   {problem}", err=True)
    found = totals(joined.catalog)
    typer.echo(
        f"{found.episodes} episodes, {found.papers} papers, {found.recorded} recorded;"
        f" {len(joined.problems)} warnings"
    )
    text = dump(joined.catalog)
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        typer.echo(f"{target} is up to date")
    elif check:
        typer.echo(f"{target} differs from what these documents make", err=True)
        raise typer.Exit(1)
    else:
        beside = target.with_suffix(".json.new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)
        typer.echo(f"{target} written")


def data_of_checkout(directory: Path) -> Path:
    """`data/` of the checkout that a directory lies in, wherever the program is installed.

    Raises `UsageProblemError` outside of one.
    """
    from bot.errors import UsageProblemError

    for place in (directory, *directory.parents):
        if (place / "pyproject.toml").is_file() and (place / "data" / "papers.toml").is_file():
            return place / "data"
    raise UsageProblemError(
        f"build-catalog changes data/ of a clone of paperbot, and {directory} is in none."
    )


def read_all(paths: Iterable[Path], base: str) -> list[Document]:
    """The documents of some files, by name: what they make does not depend on their order.

    Raises `UsageProblemError` for the first that cannot be read.
    """
    from bot.errors import UsageProblemError
    from index.importers.readme import read

    documents = []
    for path in sorted(paths, key=lambda path: (path.name, path)):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise UsageProblemError(f"{path} is not UTF-8 text.") from error
        except OSError as error:
            raise UsageProblemError(f"{path} cannot be read: {error.strerror}.") from error
        documents.append(read(text, source=path.name, base=base))
    return documents
