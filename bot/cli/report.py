"""What a look found, for a reader at a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.services.following import Outcome
from index.catalog import Entry, Episode, Link, Video
from index.sync.diff import Diff, EntryChange, to_json

_LONGEST = 60


def outcome_json(outcome: Outcome, *, dry_run: bool) -> dict[str, Any]:
    """An outcome as `paperbot sync --json` prints it."""
    return {
        "dry_run": dry_run,
        **to_json(outcome.diff),
        "refused": [{"source": s.name, "reason": s.refused} for s in outcome.refused],
        "problems": list(outcome.problems),
        "counters": {"refreshed": outcome.counted, "troubles": list(outcome.troubles)},
    }


def print_outcome(
    outcome: Outcome, *, dry_run: bool = False, console: Console | None = None
) -> None:
    """Print an outcome: what is new, what changed from what to what, what was refused and why."""
    out = console or Console(highlight=False, soft_wrap=True)
    for line in _lines(outcome, dry_run=dry_run):
        out.print(line)


def print_changes(difference: Diff) -> None:
    """Print what came, changed and went, and one line that sums it up."""
    out = Console(highlight=False, soft_wrap=True)
    for line in _entries(difference):
        out.print(line)
    out.print(Text(difference.summary, style="bold"))


def _entries(found: Diff) -> Iterator[Text]:
    for entry in found.added:
        yield Text("new       ", style="green").append(_name(entry), style="default")
    for change in found.changed:
        if not change.counters_only:
            yield Text("changed   ", style="yellow").append(_name(change.new), style="default")
            yield from _fields(change)
    for entry in found.withdrawn:
        yield Text("withdrawn ", style="red").append(_name(entry), style="default")


def _lines(outcome: Outcome, *, dry_run: bool) -> Iterator[Text]:
    found = outcome.diff
    yield from _entries(found)
    for source in outcome.refused:
        kept = "; its last good content stays" if source.body is not None else ""
        yield Text("refused   ", style="red").append(
            f"{source.name}: {source.refused}{kept}", style="default"
        )
    # Doubts about a document are news only when the document is.
    news = any(source.fetched_at == source.checked_at for source in outcome.sources)
    for problem in outcome.problems if news else ():
        yield Text("warning   ", style="yellow").append(problem, style="default")
    for trouble in outcome.troubles:
        yield Text("counters  ", style="yellow").append(trouble, style="default")
    counted = [change for change in found.changed if change.counters_only]
    if counted:
        yield Text("counters  ", style="cyan").append(_counters(counted), style="default")
    summary = found.summary
    yield Text(f"{summary}; nothing was kept (dry run)" if dry_run else summary, style="bold")


def _name(entry: Entry) -> str:
    if isinstance(entry, Episode):
        day = f", {entry.date.isoformat()}" if entry.date else ""
        return f"episode {entry.title} ({entry.id}{day})"
    year = f", {entry.year}" if entry.year else ""
    return f"paper {entry.title} ({entry.id}{year})"


def _fields(change: EntryChange) -> Iterator[Text]:
    for each in change.fields:
        line = Text(f"            {each.field}: ")
        line.append(_short(each.old), style="red").append(" → ")
        yield line.append(_short(each.new), style="green")


def _short(value: object) -> str:
    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, tuple):
        return ", ".join(_short(each) for each in value)
    if isinstance(value, Video):
        return f"{value.platform.value} {value.url}"
    if isinstance(value, Link):
        return f"{value.title} {value.url}"
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _counters(changes: list[EntryChange]) -> str:
    episodes = sum(isinstance(change.new, Episode) for change in changes)
    example = next(
        (
            f" ({change.new.title}: {each.old if each.old is not None else '–'} → {each.new})"
            for change in changes
            for each in change.fields
            if each.field in {"plays", "citations"}
        ),
        "",
    )
    return f"{episodes} of episodes, {len(changes) - episodes} of papers{example}"
