"""What a document says, row by row, before anything is joined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.catalog import Video


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something a document says that could not be read, or that contradicts itself.

    `line` counts from 1; 0 means the document as a whole, or several documents together.
    """

    source: str
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Reference:
    """Marked text: what a cell points to, with its address where the document gives one."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """A row of the recorded episodes.

    `marks` are the references inside the title (papers, categories as `#anchor`, other
    pages), `footnotes` those of the footnotes it names. `plays_seen` is set only where it
    differs from the document's age.
    """

    line: int
    title: str
    date: dt.date | None = None
    seconds: int | None = None
    cover: str | None = None
    plays: int | None = None
    plays_seen: dt.date | None = None
    videos: tuple[Video, ...] = ()
    marks: tuple[Reference, ...] = ()
    footnotes: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A row of the papers; `recorded` is None where the table has no such column."""

    line: int
    title: str
    category: str = ""
    year: int | None = None
    url: str | None = None
    summary: str = ""
    recorded: bool | None = None
    citations: int | None = None
    citations_seen: dt.date | None = None
    s2_id: str | None = None
    s2_url: str | None = None


@dataclass(frozen=True, slots=True)
class NoteSection:
    """What a note-taker wrote under one heading, in the order of the document.

    `text` is clean Markdown, empty where only the heading stands; `seconds` is the length
    of the video that heading or first line states.
    """

    line: int
    title: str
    seconds: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One source, read.

    `seen` is the day it was taken in where that says more than its episodes do (a reader's
    own notes). `anchors` maps a link target to the category heading it stands before.
    `whole` is the document taken as a single note, where it has no tables.
    """

    source: str
    episodes: tuple[EpisodeRow, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    notes: tuple[NoteSection, ...] = ()
    whole: NoteSection | None = None
    anchors: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    seen: dt.date | None = None

    @property
    def age(self) -> dt.date | None:
        """The day the document speaks of: `seen`, else the date of its newest episode."""
        dates = [row.date for row in self.episodes if row.date]
        return self.seen or max(dates, default=None)
