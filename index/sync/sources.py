"""A document that is followed, and what is remembered of it between two looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One document: upstream's README by its URL, an imported file by its absolute path.

    A followed folder is a source too, its path ending in `/`: it has no body of its own,
    and its files are sources beside it.

    `body` is the last good one, with the `etag`, `last_modified` and reading `problems` it
    had, fetched at `fetched_at`. `refused` says why the newest body was not taken, empty
    when it was. `checked_at` is the last look, whatever came of it; `failures` counts the
    looks without an answer since the last with one; before `retry_at` it is left alone.
    """

    name: str
    body: bytes | None = None
    etag: str = ""
    last_modified: str = ""
    problems: tuple[str, ...] = ()
    refused: str = ""
    failures: int = 0
    fetched_at: datetime | None = None
    checked_at: datetime | None = None
    retry_at: datetime | None = None

    @property
    def is_folder(self) -> bool:
        """Whether this is a folder whose files are followed."""
        return self.path is not None and self.name.endswith("/")

    @property
    def path(self) -> Path | None:
        """Where an imported file lies; None for what is fetched from the web."""
        return None if "://" in self.name else Path(self.name)
