"""Whether a document may be believed: against the same source's last good one, or alone.

Upstream is edited by hand, and what comes over a network may be cut short. A document that
looks damaged is refused as a whole, with a reason; its last good form stays in force.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.importers.document import Document
from index.sync.reading import Reading

# Rows may go one by one, as upstream tidies up; a tenth at once is damage.
_MOST_LOST = 0.1
_FEW = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What a document holds, in numbers that damage makes smaller."""

    episodes: int
    watchable: int
    papers: int
    categories: int
    notes: int

    @property
    def rows(self) -> int:
        """Everything it lists."""
        return self.episodes + self.papers + self.notes


def shape(document: Document) -> Shape:
    """The shape of a document; a table is one of episodes or of a category's papers."""
    return Shape(
        episodes=len(document.episodes),
        watchable=sum(bool(row.videos) for row in document.episodes),
        papers=len(document.papers),
        categories=len({row.category for row in document.papers}),
        notes=sum(bool(note.text) for note in document.notes) + (document.whole is not None),
    )


def refusal(new: Reading, last: Reading | None) -> str:
    """Why a document is not taken, in one sentence; empty when it is."""
    if not new.text.strip():
        return "it is empty"
    if last is None:
        return _alone(new.document)
    return _beside(new.document, last.document) or _cut_short(new, last)


def _cut_short(new: Reading, last: Reading) -> str:
    """Whether the end is missing: a few rows lost there are too few to tell by their number."""
    end = new.text.rsplit("\n", 1)[-1]
    if end.strip() and any(line.startswith(end) and line != end for line in last.text.splitlines()):
        return "it breaks off in the middle of a line"
    if shape(new.document).rows < shape(last.document).rows:
        bottom = _titles(last.document)[-_FEW:]
        if len(bottom) == _FEW and not set(bottom) & set(_titles(new.document)):
            return f"its end is missing: {bottom[0]}, {bottom[1]}"
    return ""


def _titles(document: Document) -> list[str]:
    """What its rows are about, from top to bottom."""
    rows = [(row.line, row.title) for row in document.episodes]
    rows += [(row.line, row.title) for row in document.papers]
    return [title for _, title in sorted(rows)]


def _alone(new: Document) -> str:
    found = shape(new)
    if not found.rows:
        return "it has no table of episodes or papers, and no notes"
    if len(new.problems) > found.rows:
        first = new.problems[0]
        return (
            f"it has {len(new.problems)} unreadable places and only {found.rows} readable rows"
            f" (the first: line {first.line}, {first.reason})"
        )
    return ""


def _beside(new: Document, last: Document) -> str:
    now, before = shape(new), shape(last)
    if before.episodes and not now.episodes:
        return "its table of episodes is gone"
    if before.papers and not now.papers:
        return "its tables of papers are gone"
    for name, old, found in (
        ("episodes", before.episodes, now.episodes),
        ("episodes with a video", before.watchable, now.watchable),
        ("papers", before.papers, now.papers),
        ("notes", before.notes, now.notes),
    ):
        if old - found > max(_FEW, old * _MOST_LOST):
            return f"it shrank from {old} to {found} {name}"
    if before.categories - now.categories > 1 or (
        now.categories < before.categories and now.papers < before.papers
    ):
        return f"it lost tables: {before.categories} categories of papers became {now.categories}"
    return _worse(new, last)


def _worse(new: Document, last: Document) -> str:
    known = {problem.reason for problem in last.problems}
    fresh = [problem for problem in new.problems if problem.reason not in known]
    if len(new.problems) <= len(last.problems) or not fresh:
        return ""
    first = fresh[0]
    return (
        f"it has {len(new.problems)} unreadable places, {len(last.problems)} before"
        f" (new: line {first.line}, {first.reason})"
    )
