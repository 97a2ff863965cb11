"""Looking something up: from what a reader typed to the answer, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.catalog import Entry, Paper
from index.search.library import Library
from index.search.results import Filters, Hit, Results

# Longer than any name, link or sentence a reader remembers; Discord allows 6,000.
LONGEST = 1000
OPEN = Filters()


class Unanswerable(StrEnum):
    """A query there is no use in searching for."""

    EMPTY = "empty"
    CONTROL = "control"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query led to.

    `listed` is what the same words find without the filters, when with them there is
    nothing; `unrecorded` when it is a paper that only lacks a video.
    """

    results: Results
    listed: Entry | None = None
    unrecorded: bool = False

    @property
    def best(self) -> Hit | None:
        """The first hit, or None when nothing was found."""
        return self.results.hits[0] if self.results.hits else None


def unanswerable(query: str) -> Unanswerable | None:
    """Why a query cannot be searched for, or None where it can."""
    if not query.strip():
        return Unanswerable.EMPTY
    if not any(character.isprintable() and not character.isspace() for character in query):
        return Unanswerable.CONTROL
    return Unanswerable.LONG if len(query) > LONGEST else None


async def look_up(
    library: Library, query: str, filters: Filters = OPEN, *, limit: int = 10
) -> Answer:
    """Answer a query: free text, or the id or label that autocomplete gave.

    Raises `SearchUnavailableError` when the engine cannot answer.
    """
    chosen = library.resolve(query)
    results = await library.search(chosen.title if chosen else query, filters=filters, limit=limit)
    if chosen and filters == OPEN:
        results = _first(chosen, query, results, limit)
    if results.hits or filters == OPEN:
        return Answer(results)
    hits = (await library.search(query, limit=1)).hits
    listed = chosen or (hits[0].entry if hits else None)
    lacking = isinstance(listed, Paper) and not listed.recorded
    return Answer(results, listed, unrecorded=lacking and filters.recorded is True)


def _first(chosen: Entry, query: str, results: Results, limit: int) -> Results:
    """The results with what the reader picked in front of whatever else its name finds."""
    rest = [hit for hit in results.hits if hit.entry.id != chosen.id]
    score = rest[0].score if rest else 0.0
    hits = (Hit(chosen, score, why=("title",)), *rest)[:limit]
    return Results(query=query, hits=hits, total=len(hits), took_ms=results.took_ms)
