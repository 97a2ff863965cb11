"""One look at everything that is followed, from what is remembered to a proposal.

Nothing here keeps anything: a proposal says what the catalogue would be and what to
remember, and whoever asked adopts it, or does not (`paperbot sync --dry-run`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from index.catalog import Catalog
from index.importers.document import Problem
from index.importers.join import Joined, join
from index.reviewed import Reviewed
from index.sync import counters
from index.sync.counters import Counters
from index.sync.diff import Diff, diff
from index.sync.looking import documents_in, look
from index.sync.message import Transport
from index.sync.reading import read, recognised
from index.sync.sources import Source

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps of it are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What comes with the program: the shipped catalogue and the reviewed files."""

    shipped: Catalog
    reviewed: Reviewed


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known before a look: the catalogue in force, sources and counters by name.

    `former` are web sources that are no longer followed; what they said stands until one
    that is followed has said something.
    """

    catalog: Catalog
    sources: Mapping[str, Source] = field(default_factory=dict)
    counters: Counters = field(default_factory=dict)
    former: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a look leads to.

    `sources` are those that were looked at, as the look left them, refusals included;
    `problems` what could not be read or contradicts itself, over all documents in force.
    """

    catalog: Catalog
    diff: Diff
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> tuple[Source, ...]:
        """The sources whose newest body was not taken; each says why."""
        return tuple(source for source in self.sources if source.refused)


async def propose(
    memory: Memory,
    ground: Ground,
    transport: Transport,
    now: datetime,
    *,
    accept: bool = False,
    settled: bool = False,
    progress: Progress | None = None,
) -> Proposal:
    """Look at every source of the memory, and say what the catalogue would be.

    `settled` says that the memory's catalogue was composed of its sources by this very
    program, so that there is nothing to compose while no source has a new body.
    """
    followed = await asyncio.to_thread(with_new_files, memory.sources)
    looked: list[Source] = []
    for source in followed.values():
        if progress:
            progress(source.name, len(looked), len(followed))
        looked.append(
            replace(source, checked_at=now)
            if source.is_folder
            else await look(source, transport, now, accept=accept)
        )
    if progress:
        progress("", len(looked), len(followed))
    looked = await asyncio.to_thread(_belonging, looked, memory, ground)
    if settled and all(source.body == followed[source.name].body for source in looked):
        return Proposal(memory.catalog, Diff(), tuple(looked))
    joined = await compose(memory, ground, looked, now)
    return Proposal(
        catalog=joined.catalog,
        diff=diff(memory.catalog, joined.catalog),
        sources=tuple(looked),
        problems=joined.problems,
    )


def _belonging(looked: Iterable[Source], memory: Memory, ground: Ground) -> list[Source]:
    """Those that are followed already, and new files of followed folders that give something."""
    return [
        source
        for source in looked
        if source.name in memory.sources or recognised(source, memory.catalog, ground.reviewed)
    ]


async def compose(
    memory: Memory, ground: Ground, sources: Iterable[Source], now: datetime
) -> Joined:
    """The catalogue that shipped data, the sources' last good bodies and counters make.

    It depends on nothing else but the ids in force, so it can be made anew at any time:
    after an upgrade brought a newer shipped catalogue, or when a process was killed between
    two steps.
    """

    def work() -> Joined:
        speaking = [source for source in sources if not source.is_folder]
        if not any(source.body for source in speaking if source.path is None):
            speaking = [*memory.former, *speaking]
        documents = [
            read(source, source.body, source.fetched_at or now).document
            for source in speaking
            if source.body is not None
        ]
        joined = join(documents, ground.reviewed, base=ground.shipped, previous=memory.catalog)
        # What the shipped catalogue contradicts itself in was reviewed, and is no news.
        known = join([], ground.reviewed, base=ground.shipped).problems
        joined = replace(joined, problems=tuple(p for p in joined.problems if p not in known))
        catalog = counters.with_known_days(joined.catalog, memory.catalog)
        return replace(joined, catalog=counters.apply(catalog, memory.counters))

    # It takes some tenths of a second, and answers must not wait for it.
    return await asyncio.to_thread(work)


def with_new_files(sources: Mapping[str, Source]) -> dict[str, Source]:
    """The sources, and those that a followed folder has gained."""
    followed = dict(sources)
    for folder in [source for source in sources.values() if source.is_folder]:
        for path in documents_of(folder):
            followed.setdefault(str(path), Source(str(path)))
    return followed


def documents_of(folder: Source) -> list[Path]:
    """The documents of a followed folder; none while it cannot be listed."""
    try:
        return documents_in(folder.path) if folder.path else []
    except (OSError, ValueError):
        return []
