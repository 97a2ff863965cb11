"""One look at one source: fetch or read it, judge it, and note what came of it."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from index.sync import github
from index.sync.checks import refusal
from index.sync.message import DecodeError, FetchError, Transport
from index.sync.reading import read
from index.sync.sources import Source

LARGEST = 8 * 1024 * 1024
"""Bytes of a document; upstream's README has some 70,000."""

MOST_FILES = 500
"""Files that a followed folder may hold: more is a mistake in the path given."""

MOST_FOLDERS = 5_000
"""Folders that are looked through for them, hidden ones and others' code left out."""

_OTHERS = frozenset({"site-packages", "dist-packages", "node_modules", "__pycache__"})


async def look(source: Source, transport: Transport, now: datetime, *, accept: bool) -> Source:
    """The source after a look at it; its body is new only when it is to be believed.

    `accept` takes a document that the checks would refuse. Whatever fails keeps the last
    good body, and is told in `refused`.
    """
    if source.retry_at and source.retry_at > now and not accept:
        return source
    if source.path is not None:
        return await _look_at_file(source, source.path, now, accept)
    kept = source.body is not None
    request = github.request(
        source.name,
        etag=source.etag if kept else "",
        last_modified=source.last_modified if kept else "",
    )
    try:
        response = await transport.send(request)
    except FetchError as error:
        return _failed(source, now, error.reason)
    if response.status == 304 and kept:
        return replace(source, checked_at=now, refused="", failures=0, retry_at=None)
    if response.status != 200:
        after = response.retry_after(now)
        failed = _failed(source, now, f"HTTP status {response.status}")
        return replace(failed, retry_at=now + timedelta(seconds=after)) if after else failed
    etag, modified = github.validators(response)
    return await judged(source, response.body, now, accept, etag=etag, last_modified=modified)


async def judged(
    source: Source,
    body: bytes,
    now: datetime,
    accept: bool,
    *,
    etag: str = "",
    last_modified: str = "",
) -> Source:
    """The source with a new body if that is believed, else with the reason why not.

    A refused body's validators are not kept: it is looked at again, and is let in as soon
    as it is whole.
    """
    seen = replace(source, checked_at=now, failures=0, retry_at=None)
    if body == source.body:
        return replace(seen, refused="", etag=etag, last_modified=last_modified)
    try:
        # Reading takes a tenth of a second, and answers must not wait for it.
        new = await asyncio.to_thread(read, source, body, now)
        last = None
        if source.body is not None:
            last = await asyncio.to_thread(read, source, source.body, source.fetched_at or now)
    except DecodeError as error:
        return replace(seen, refused=str(error))
    reason = "" if accept else refusal(new, last)
    if reason:
        return replace(seen, refused=reason)
    return replace(
        seen,
        body=body,
        etag=etag,
        last_modified=last_modified,
        problems=tuple(map(str, new.document.problems)),
        refused="",
        fetched_at=now,
    )


async def _look_at_file(source: Source, path: Path, now: datetime, accept: bool) -> Source:
    try:
        body = await asyncio.to_thread(_content, path)
    except FileNotFoundError:
        return _failed(source, now, "the file is gone")
    except OSError as error:
        return _failed(source, now, error.strerror or "the file cannot be read")
    if len(body) > LARGEST:
        return _failed(source, now, f"the file is larger than {LARGEST:,} bytes")
    return await judged(source, body, now, accept)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _failed(source: Source, now: datetime, reason: str) -> Source:
    return replace(
        source, checked_at=now, refused=reason, failures=source.failures + 1, retry_at=None
    )


def documents_in(folder: Path) -> list[Path]:
    """The Markdown files of a folder and those below it, in order.

    What is hidden is left out, and so are the folders of installed packages, whose
    Markdown is nobody's notes. Raises `OSError`, and `ValueError` when there are more
    files or folders than a person writes in.
    """
    next(folder.iterdir(), None)  # raises where `os.walk` would find nothing
    found: list[Path] = []
    for number, (place, folders, files) in enumerate(os.walk(folder)):
        folders[:] = [one for one in folders if one not in _OTHERS and not one.startswith(".")]
        found += [
            path
            for path in (Path(place, name) for name in files if not name.startswith("."))
            if path.suffix.lower() in {".md", ".markdown"} and path.is_file()
        ]
        if len(found) > MOST_FILES or number > MOST_FOLDERS:
            what = (
                f"{MOST_FILES} Markdown files"
                if len(found) > MOST_FILES
                else (f"{MOST_FOLDERS:,} folders")
            )
            raise ValueError(f"{folder} holds more than {what}: name the folder of your notes")
    return sorted(found)
