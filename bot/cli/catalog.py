"""`paperbot catalog`: what is in the catalogue."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def catalog(
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Show the catalogue: totals, or all of it with --json."""
    from index.catalog import to_json, totals
    from index.data import shipped_catalog

    shown = shipped_catalog()
    if as_json:
        typer.echo(json.dumps(to_json(shown), ensure_ascii=False))
        return
    found = totals(shown)
    typer.echo(
        f"{found.episodes} episodes, {found.seconds / 3600:.1f} hours, {found.plays:,} plays\n"
        f"{found.papers} papers, {found.recorded} recorded"
    )
