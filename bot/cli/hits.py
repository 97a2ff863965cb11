"""Hits as a reader of a terminal sees them: what it is, what it says, where to watch it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from index.catalog import Catalog, Episode, Paper
from index.search.results import Hit, Results

_PLATFORMS = {"bilibili": "Bilibili", "zhihu": "Zhihu", "youtube": "YouTube"}


def show(catalog: Catalog, results: Results, console: Console | None = None) -> None:
    """Print an answer; nothing found is said so, with a better query where there is one."""
    console = console or Console(highlight=False, soft_wrap=True)
    if results.notice:
        console.print(Text(f"Not understood: {results.notice}", style="yellow"))
    if results.corrected:
        console.print(Text(f"Read as: {results.corrected}", style="yellow"))
    if not results.hits:
        console.print(Text(f"Nothing found for {results.query[:80]}"))
        if results.suggestion:
            console.print(Text(f"Did you mean {results.suggestion}?"))
    for hit in results.hits:
        for line in _lines(catalog, hit):
            console.print(line)


def _lines(catalog: Catalog, hit: Hit) -> list[Text]:
    entry = hit.entry
    year = entry.year if isinstance(entry, Paper) else entry.date and entry.date.year
    facts = [str(year) if year else "", *catalog.categories_of(entry)[:1]]
    head = Text(entry.title, style="bold")
    head.append("".join(f"  {fact}" for fact in facts if fact), style="not bold dim")
    lines = [head]
    if isinstance(entry, Paper):
        lines += [Text(f"  {said}") for said in (entry.full_title, entry.summary) if said]
        if entry.url:
            lines.append(Text(f"  paper     {entry.url}", style="dim"))
    if hit.snippet:
        lines.append(Text("  … ") + _marked(hit))
    episodes = (entry,) if isinstance(entry, Episode) else catalog.episodes_of(entry)
    for episode in episodes:
        if isinstance(entry, Paper):
            lines.append(Text(f"  {episode.title}", style="italic"))
        for video in episode.videos:
            lines.append(Text(f"  {_PLATFORMS[video.platform.value]:<9} {video.url}"))
    if isinstance(entry, Paper) and not episodes:
        lines.append(Text("  listed, not recorded yet", style="dim"))
    return lines


def _marked(hit: Hit) -> Text:
    if hit.snippet is None:
        return Text()
    text = Text(hit.snippet.text)
    for start, end in hit.snippet.marks:
        text.stylize("reverse", start, end)
    return text
