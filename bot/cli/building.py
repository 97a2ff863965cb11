"""What a waiting person is told while an index is built, which takes seconds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from index.catalog import Catalog


def say_if_building(home: Path, catalog: Catalog) -> None:
    """Say on standard error that the catalogue's index is yet to be built.

    Silent where it is there, and where standard error is no terminal.
    """
    if not sys.stderr.isatty():
        return
    from index.engines.build import is_built
    from index.text.lexicon import LexiconFiles

    if not is_built(home / "index", catalog, LexiconFiles()):
        typer.secho("building the search index…", dim=True, err=True)
