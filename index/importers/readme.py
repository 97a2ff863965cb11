"""Any document of the catalogue, read: upstream's README in all its versions, notes, both.

`read` is the way into this package, `join.join` the way out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import urljoin

from index.catalog import Platform, Video
from index.folding import fold
from index.importers import notes, values
from index.importers.document import Document, EpisodeRow, PaperRow, Problem, Reference
from index.importers.markdown import Inline, inline
from index.importers.outline import Outline, outline
from index.importers.table import Columns, Row, rows
from index.urls import s2_id, video_id, without_tracking

UPSTREAM = "https://raw.githubusercontent.com/mli/paper-reading/main/"
"""What relative addresses of upstream's README are relative to."""

_COLUMNS = {
    "date": ("日期", "date"),
    "title": ("标题", "title"),
    "cover": ("封面", "cover"),
    "length": ("时长", "length", "duration"),
    "plays": ("播放数", "播放量", "播放", "plays", "views"),
    "recorded": ("已录制", "recorded"),
    "year": ("年份", "year"),
    "name": ("名字", "名称", "name", "paper"),
    "summary": ("简介", "summary"),
    "citations": ("引用", "citations", "citation"),
    "video": ("视频", "video", "videos"),
}
_EPISODES, _PAPERS = {"date", "title"}, {"name", "year"}
_RECORDED = {"✅", "√", "✓", "✔", "☑"}
_COUNT_IN_TEXT = re.compile(r"\d[\d,.]*\s*[万亿]|\d[\d,]*", re.ASCII)

T = TypeVar("T")


def read(text: str, *, source: str, base: str = UPSTREAM, seen: date | None = None) -> Document:
    """What a document says.

    `source` names it in problems, `base` is the address its relative links start from,
    `seen` the day it was taken in where its rows do not tell its age.
    """
    return _Reading(outline(text), source, base).document(seen)


def columns_of(cells: tuple[str, ...]) -> Columns:
    """The columns a header names; none where the cells are no catalogue header."""
    known = {spelling: name for name, spellings in _COLUMNS.items() for spelling in spellings}
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        # 视频, 视频（4K）, 视频（播放数）: the brackets changed over the years.
        name = known.get("视频" if fold(cell).startswith("视频") else fold(cell))
        if name:
            found.setdefault(name, at)
    return found if found.keys() >= _EPISODES or found.keys() >= _PAPERS else {}


class _Reading:
    """One pass over one document, gathering rows and problems."""

    def __init__(self, skeleton: Outline, source: str, base: str) -> None:
        self._outline = skeleton
        self._source = source
        self._base = base
        self._problems: list[Problem] = []
        self._episodes: list[EpisodeRow] = []
        self._papers: list[PaperRow] = []
        self._occupied: list[int] = []

    def document(self, seen: date | None) -> Document:
        for row in rows(self._outline, columns_of):
            if row.columns and (row.attached or _reads_as_row(row)):
                self._row(row)
            elif _reads_as_row(row):
                self._occupied.append(row.line)
                self._problem(row, f"a row under no header that names its columns: {_quoted(row)}")
        name = PurePosixPath(self._source).stem
        return Document(
            source=self._source,
            episodes=tuple(self._episodes),
            papers=tuple(self._papers),
            notes=notes.sections(self._outline, self._occupied),
            whole=None if self._occupied else notes.whole(self._outline, name),
            anchors=self._outline.anchors,
            problems=tuple(sorted(self._problems)),
            seen=seen,
        )

    def _row(self, row: Row) -> None:
        self._occupied.append(row.line)
        if not any(row.cells):
            self._problem(row, "an empty row")
        elif row.columns.keys() >= _EPISODES:
            self._episode(row)
        else:
            self._paper(row)

    def _problem(self, row: Row, reason: str) -> None:
        self._problems.append(Problem(self._source, row.line, reason))

    def _inline(self, source: str) -> Inline:
        return inline(source, self._outline.definitions)

    def _value(self, row: Row, parse: Callable[[str], T | None], cell: str, name: str) -> T | None:
        """A cell's value; an unreadable one is a problem, an empty one is not."""
        value = parse(cell) if cell else None
        if cell and value is None:
            self._problem(row, f"unreadable {name}: {cell[:60]}")
        return value

    def _episode(self, row: Row) -> None:
        shift = _shift(row, "date", values.day)
        title, video, plays = (
            self._inline(row.cell(name, shift)) for name in ("title", "video", "plays")
        )
        if not title.text:
            self._problem(row, f"an episode without a title: {_quoted(row)}")
            return
        videos = self._videos(row, video, plays)
        length, day = row.cell("length", shift), row.cell("date", shift)
        if not videos and not length and values.day(day) is None:
            # `| 录制中 | [BERT](…) |` announces an episode that does not exist yet.
            self._problem(row, f"neither date, length nor video, so no episode yet: {_quoted(row)}")
            return
        self._episodes.append(
            EpisodeRow(
                line=row.line,
                title=title.text,
                date=self._value(row, values.day, day, "date"),
                seconds=self._value(row, values.seconds, length, "length"),
                cover=self._cover(row, self._inline(row.cell("cover", shift))),
                plays=self._plays(row, video, plays),
                videos=videos,
                marks=tuple(self._absolute(mark) for mark in title.references),
                footnotes=self._footnotes(row, title),
            )
        )

    def _paper(self, row: Row) -> None:
        shift = _shift(row, "year", values.year)
        name, summary, citations = (
            self._inline(row.cell(column, shift)) for column in ("name", "summary", "citations")
        )
        if not name.text:
            self._problem(row, f"a paper without a name: {_quoted(row)}")
            return
        links = [self._absolute(mark).url for mark in name.references]
        s2_url = next(
            (url for cell in row.cells for url in self._addresses(cell) if s2_id(url)), None
        )
        self._papers.append(
            PaperRow(
                line=row.line,
                title=name.text,
                category=self._outline.heading_at(row.line),
                year=self._value(row, values.year, row.cell("year", shift), "year"),
                url=next((url for url in links if url), None),
                summary=summary.text,
                recorded=self._recorded(row, shift),
                citations=self._citations(row, citations),
                s2_id=s2_id(s2_url) if s2_url else None,
                s2_url=s2_url,
            )
        )

    def _recorded(self, row: Row, shift: int) -> bool | None:
        at = row.columns.get("recorded", -1) + shift
        if "recorded" not in row.columns or not 0 <= at < len(row.cells):
            return None
        mark = row.cell("recorded", shift)
        if mark and mark.rstrip("\ufe0f") not in _RECORDED:
            self._problem(row, f"unreadable recorded mark: {mark[:60]}")
            return None
        return bool(mark)

    def _citations(self, row: Row, cell: Inline) -> int | None:
        """`78836 ([link](…))`; a lone badge shows its number only in a browser."""
        words = cell.outside.split("(")[0].strip()
        return self._value(row, values.count, words, "citation count")

    def _plays(self, row: Row, video: Inline, plays: Inline) -> int | None:
        """The number beside the badge; `0 万` stands for a counter never read."""
        if "plays" in row.columns:
            return self._value(row, values.count, plays.outside, "play count") or None
        written = _COUNT_IN_TEXT.search(video.outside)
        return values.count(written[0]) or None if written else None

    def _videos(self, row: Row, video: Inline, plays: Inline) -> tuple[Video, ...]:
        found: dict[tuple[Platform, str], Video] = {}
        for reference in video.references:
            identity = video_id(reference.url or "")
            if identity:
                url = without_tracking(reference.url or "")
                found.setdefault(identity, Video(identity[0], url))
            else:
                self._problem(
                    row, f"no video of a known platform: {reference.url or reference.text}"
                )
        for reference in plays.references:
            identity = video_id(reference.url or "")
            if identity and identity not in found:
                self._problem(row, f"the play count is of another video: {reference.url}")
        order = list(Platform)
        return tuple(sorted(found.values(), key=lambda v: order.index(v.platform)))

    def _cover(self, row: Row, cell: Inline) -> str | None:
        if not cell.images:
            return None
        url = self._resolve(cell.images[0])
        if url is None:
            self._problem(row, f"a cover that is no address: {cell.images[0][:60]}")
        return url

    def _footnotes(self, row: Row, title: Inline) -> tuple[Reference, ...]:
        found: list[Reference] = []
        for key in title.footnotes:
            if key in self._outline.footnotes:
                found += map(self._absolute, self._outline.footnotes[key])
            else:
                self._problem(row, f"a footnote that the document lacks: {key.lower()[:60]}")
        return tuple(found)

    def _addresses(self, cell: str) -> list[str]:
        """Every address of a cell, also one whose markup is broken: `![…](…) (https://…)`."""
        read = self._inline(cell)
        return [mark.url for mark in read.references if mark.url] + re.split(
            r"[\s()]+", read.outside
        )

    def _absolute(self, mark: Reference) -> Reference:
        if not mark.url or mark.url.startswith("#"):
            return mark
        return Reference(mark.text, self._resolve(mark.url))

    def _resolve(self, url: str) -> str | None:
        try:
            absolute = urljoin(self._base, url)
        except ValueError:
            return None
        return absolute if absolute.startswith(("https://", "http://")) else None


def _shift(row: Row, column: str, parse: Callable[[str], object]) -> int:
    """How far a row's cells stand off its header, told by its one unmistakable cell.

    A header may lack a column that its rows have (`已录制` once did) or the reverse.
    """
    expected = row.columns.get(column)
    if expected is None or parse(row.cell(column)):
        return 0
    found = [at for at, cell in enumerate(row.cells[:3]) if parse(cell)]
    return found[0] - expected if found else 0


def _reads_as_row(row: Row) -> bool:
    """Whether cells begin like a row of the catalogue: with a date or a year, then more."""
    return len(row.cells) > 2 and any(values.day(c) or values.year(c) for c in row.cells[:2])


def _quoted(row: Row) -> str:
    return " | ".join(row.cells)[:80]
