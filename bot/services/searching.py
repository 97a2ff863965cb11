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


# What only a name can match: a hit for one of these is what the reader meant.
_NAMED = frozenset({"id", "link", "title", "alias", "full_title"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query led to.

    `listed` is what the words alone mean, where the filters leave it out; `unrecorded` when
    it is a paper that only lacks the video that was asked for.
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
    words = chosen.title if chosen else query
    results = await library.search(words, filters=filters, limit=limit)
    if filters == OPEN:
        return Answer(_first(chosen, query, results, limit) if chosen else results)
    listed = chosen or await _named(library, words, strictly=bool(results.hits))
    if listed is None or any(hit.entry.id == listed.id for hit in results.hits):
        return Answer(results)
    lacking = isinstance(listed, Paper) and not listed.recorded
    return Answer(results, listed, unrecorded=lacking and filters.recorded is True)


async def _named(library: Library, query: str, *, strictly: bool) -> Entry | None:
    """What a query finds without filters; `strictly` by a name, not by a loose relation."""
    hits = (await library.search(query, limit=1)).hits
    if not hits or (strictly and not _NAMED & set(hits[0].why[:1])):
        return None
    return hits[0].entry


def _first(chosen: Entry, query: str, results: Results, limit: int) -> Results:
    """The results with what the reader picked in front of whatever else its name finds."""
    rest = [hit for hit in results.hits if hit.entry.id != chosen.id]
    score = rest[0].score if rest else 0.0
    hits = (Hit(chosen, score, why=("title",)), *rest)[:limit]
    return Results(query=query, hits=hits, total=len(hits), took_ms=results.took_ms)
