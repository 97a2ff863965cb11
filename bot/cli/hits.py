"""Hits as a reader of a terminal sees them: what it is, what it says, where to watch it."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from index.catalog import Catalog, Episode, Paper
from index.search.results import Hit, Results, Snippet, unfulfilled

_PLATFORMS = {"bilibili": "Bilibili", "zhihu": "Zhihu", "youtube": "YouTube"}


def show(catalog: Catalog, results: Results) -> None:
    """Print an answer; nothing found is said so, with a better query where there is one.

    Styles are typer's, which cost nothing where rich takes longer to load than a search.
    """
    if results.notice:
        typer.secho(f"Not understood: {results.notice}", fg="yellow")
    if said := unfulfilled(results):
        typer.secho(f"{said.capitalize()}; what comes closest:", fg="yellow")
    if results.corrected:
        typer.secho(f"Read as: {results.corrected}", fg="yellow")
    if not results.hits:
        typer.echo(f"Nothing found for {results.query[:80]}")
        if results.suggestion:
            typer.echo(f"Did you mean {results.suggestion}?")
    for hit in results.hits:
        for line in _lines(catalog, hit):
            typer.echo(line)


def _lines(catalog: Catalog, hit: Hit) -> Iterator[str]:
    entry = hit.entry
    year = entry.year if isinstance(entry, Paper) else entry.date and entry.date.year
    facts = [str(year) if year else "", *catalog.categories_of(entry)[:1]]
    said = "".join(f"  {fact}" for fact in facts if fact)
    yield typer.style(entry.title, bold=True) + typer.style(said, dim=True)
    if isinstance(entry, Paper):
        yield from (f"  {text}" for text in (entry.full_title, entry.summary) if text)
        if entry.url:
            yield typer.style(f"  paper     {entry.url}", dim=True)
    if hit.snippet:
        yield f"  … {_marked(hit.snippet)}"
    episodes = (entry,) if isinstance(entry, Episode) else catalog.episodes_of(entry)
    for episode in episodes:
        if isinstance(entry, Paper):
            yield typer.style(f"  {episode.title}", italic=True)
        for video in episode.videos:
            yield f"  {_PLATFORMS[video.platform.value]:<9} {video.url}"
    if isinstance(entry, Paper) and not episodes:
        yield typer.style("  listed, not recorded yet", dim=True)


def _marked(snippet: Snippet) -> str:
    text, at = "", 0
    for start, end in snippet.marks:
        text += snippet.text[at:start] + typer.style(snippet.text[start:end], reverse=True)
        at = end
    return text + snippet.text[at:]
