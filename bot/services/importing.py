"""`paperbot import`: documents of the user's own become sources that are followed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.services.following import Following, Outcome
from index.sync.looking import documents_in, look
from index.sync.message import FetchError, Request, Response
from index.sync.sources import Source


class ImportProblemError(Exception):
    """A path that cannot be imported; the message is one sentence that names it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import led to; `refused` are the files that were not taken, with their reasons."""

    outcome: Outcome
    taken: tuple[Source, ...]
    refused: tuple[Source, ...]


class _Offline:
    """A transport for looks at files, which send nothing."""

    async def send(self, request: Request) -> Response:
        raise FetchError("an import reads files alone")


async def bring_in(
    following: Following, paths: Iterable[Path], *, accept: bool = False
) -> Imported:
    """Read documents, and folders of them, and follow what can be taken.

    A file that is followed already is refreshed. What is new in a file's first import is
    not announced; what comes to it later is. Raises `ImportProblemError` before anything
    is kept when a path is neither file nor folder, or a folder has nothing to read.
    """
    wanted = await asyncio.to_thread(lambda: [s for path in paths for s in _sources(path)])
    known = (await following.recall()).memory.sources
    now = following.clock()
    folders = [replace(source, checked_at=now) for source in wanted if source.is_folder]
    looked = [
        await look(known.get(source.name, source), _Offline(), now, accept=accept)
        for source in wanted
        if not source.is_folder
    ]
    refused = tuple(source for source in looked if source.refused)
    # A file that was never taken and is not now is a mistake, and not followed.
    keep = [source for source in looked if source.body is not None]
    first = all(source.name not in known for source in keep)
    outcome = await following.settle([*folders, *keep], quiet=first)
    return Imported(outcome, tuple(s for s in keep if not s.refused), refused)


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
