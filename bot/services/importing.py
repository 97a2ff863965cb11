"""`paperbot import`: documents of the user's own become sources that are followed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.services.following import Following, Outcome
from bot.state import sources
from index.catalog import Catalog
from index.importers.recognise import Recognised, nearest
from index.sync.looking import documents_in, look
from index.sync.message import FetchError, Request, Response
from index.sync.pipeline import compose
from index.sync.reading import recognised
from index.sync.sources import Source

EXPECTED = "a table like upstream's or headings of the form `## <episode title>`"


class ImportProblemError(Exception):
    """A path that cannot be imported or forgotten; the message is one sentence that names it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import led to.

    `taken` are the followed documents with what each gives, `problems` what is odd in
    them; `refused` the documents and folders that were not taken, with their reasons;
    `skipped` counts the files of folders that have nothing to give.
    """

    outcome: Outcome
    taken: Mapping[str, Recognised]
    refused: tuple[Source, ...] = ()
    skipped: int = 0
    problems: tuple[str, ...] = ()


class _Offline:
    """A transport for looks at files, which send nothing."""

    async def send(self, request: Request) -> Response:
        raise FetchError("an import reads files alone")


async def bring_in(
    following: Following, paths: Iterable[Path], *, accept: bool = False
) -> Imported:
    """Read documents, and folders of them, and follow what gives the catalogue something.

    A file that is followed already is refreshed. What is new in a file's first import is
    not announced; what comes to it later is. Raises `ImportProblemError` before anything
    is kept when a path is neither file nor folder, or a folder has nothing to read.
    """
    wanted = await asyncio.to_thread(lambda: [s for path in paths for s in _sources(path)])
    named = {source.name for source in wanted if not _within(source, wanted)}
    memory = (await following.recall()).memory
    now = following.clock()
    looked = [
        await look(memory.sources.get(source.name, source), _Offline(), now, accept=accept)
        for source in wanted
        if not source.is_folder
    ]
    readable = {source.name: source for source in looked if source.body is not None}
    joined = await compose(memory, following.ground, {**memory.sources, **readable}.values(), now)
    reviewed = following.ground.reviewed
    found = await asyncio.to_thread(
        lambda: {s.name: recognised(s, joined.catalog, reviewed) for s in readable.values()}
    )
    keep = [source for source in readable.values() if found[source.name]]
    folders = [replace(s, checked_at=now) for s in wanted if s.is_folder]
    full = [folder for folder in folders if any(_within(source, [folder]) for source in keep)]
    refused = [
        source
        if source.refused
        else replace(source, refused=_refusal(found[source.name], joined.catalog))
        for source in looked
        if source.name in named and (source.refused or not found[source.name])
    ]
    refused += [
        replace(folder, refused=f"nothing in its documents is recognised: expected is {EXPECTED}")
        for folder in folders
        if folder not in full
    ]
    outcome = Outcome(memory.catalog, memory.catalog)
    if keep:
        first = all(source.name not in memory.sources for source in keep)
        outcome = await following.settle([*full, *keep], quiet=first)
    taken = {source.name: found[source.name] for source in keep if not source.refused}
    return Imported(
        outcome,
        taken,
        tuple(refused),
        skipped=sum(s not in keep and s.name not in named for s in looked),
        problems=tuple(str(problem) for problem in joined.problems if problem.source in taken),
    )


async def own(following: Following) -> dict[str, tuple[Source, Recognised]]:
    """The files and folders of the user's own that are followed, by name, and what they give."""
    memory = (await following.recall()).memory
    mine = [source for source in memory.sources.values() if source.path]
    reviewed = following.ground.reviewed
    return await asyncio.to_thread(
        lambda: {s.name: (s, recognised(s, memory.catalog, reviewed)) for s in mine}
    )


async def forget(following: Following, path: Path) -> Outcome:
    """Follow a file, or a folder with all files below it, no longer.

    The catalogue is joined without them; where the process is killed before that, the next
    look does so. Raises `ImportProblemError` when the path is not followed by itself.
    """
    place = str(await asyncio.to_thread(lambda: path.expanduser().resolve()))
    known = (await following.recall()).memory.sources
    mine = [source for source in known.values() if source.path]
    folder = next((s for s in mine if s.is_folder and s.name == f"{place}/"), None)
    gone = [s.name for s in mine if s is folder or (folder and _within(s, [folder]))]
    if not gone:
        if place not in known:
            raise ImportProblemError(
                f"{path} is not followed; `paperbot import --list` shows what is."
            )
        around = [s for s in mine if s.is_folder and _within(known[place], [s])]
        there = await asyncio.to_thread(os.path.isfile, place)
        if there and around:
            raise ImportProblemError(
                f"{path} is in the followed folder {around[0].name}: forget that,"
                " or move the file out of it first."
            )
        gone = [place]
    async with following.database.writing() as connection:
        for name in gone:
            await sources.remove(connection, name)
    return await following.settle(quiet=True)


def _within(source: Source, places: Iterable[Source]) -> bool:
    """Whether a source lies in one of the folders among some."""
    return any(
        place.is_folder and source.name != place.name and source.name.startswith(place.name)
        for place in places
    )


def _refusal(found: Recognised, catalog: Catalog) -> str:
    titles = [episode.title for episode in catalog.episodes]
    fitting = ((stray, near) for stray in found.stray if (near := nearest(stray, titles)))
    stray, near = next(fitting, ("", ""))
    hint = f"; for “{stray}” write “## {near}”" if near else ""
    return f"nothing in it is recognised: expected is {EXPECTED}{hint}"


def _sources(path: Path) -> list[Source]:
    absolute = path.expanduser().resolve()
    if absolute.is_dir():
        try:
            found = documents_in(absolute)
        except ValueError as error:
            raise ImportProblemError(f"{error}.") from error
        if not found:
            raise ImportProblemError(f"{path} holds no Markdown file.")
        return [Source(f"{absolute}/"), *(Source(str(file)) for file in found)]
    if not absolute.is_file():
        raise ImportProblemError(f"{path} is neither a file nor a folder.")
    return [Source(str(absolute))]
