"""Sources put in order of age, each a layer over the older ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from index.catalog import Catalog, Episode, Paper
from index.importers.document import (
    Document,
    EpisodeRow,
    NoteSection,
    PaperRow,
    Problem,
    Reference,
)

Row = TypeVar("Row", EpisodeRow, PaperRow)
Known = TypeVar("Known", Episode, Paper)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A source with its place in time.

    `catalog` is set where the source is an earlier catalogue rather than a document. One
    that is not `speaking` gives ids and counters alone: what it says otherwise, the
    documents it was made of say again.
    """

    document: Document
    catalog: Catalog | None = None
    speaking: bool = True

    @property
    def age(self) -> date:
        """The document's age; one without any date is older than all others."""
        return self.document.age or date.min

    def problem(self, line: int, reason: str) -> Problem:
        """A problem at a line of this source."""
        return Problem(self.document.source, line, reason)


@dataclass(frozen=True)
class Claim(Generic[Row, Known]):
    """What one layer says about one thing; `known` is the thing in an earlier catalogue."""

    layer: Layer
    row: Row
    known: Known | None = None


class Group(Generic[Row, Known]):
    """All claims about one episode or one paper, newest first."""

    def __init__(self) -> None:
        self.claims: list[Claim[Row, Known]] = []

    @property
    def speaking(self) -> list[Claim[Row, Known]]:
        """The claims of sources that speak for themselves."""
        return [claim for claim in self.claims if claim.layer.speaking]

    @property
    def known(self) -> Iterator[Known]:
        """The thing in earlier catalogues, the one whose ids are in use first."""
        quiet_first = sorted(self.claims, key=lambda claim: claim.layer.speaking)
        return (claim.known for claim in quiet_first if claim.known is not None)

    def add(self, claim: Claim[Row, Known]) -> None:
        """A claim of a layer that is newer than all before."""
        self.claims.insert(0, claim)

    def newest(self, value: Callable[[Row], Value | None]) -> Value | None:
        """The newest value that any source has; empty counts as having none."""
        return next((found for claim in self.speaking if (found := value(claim.row))), None)

    def last_seen(
        self, value: Callable[[Row], int | None], seen: Callable[[Row], date | None]
    ) -> tuple[int | None, date | None]:
        """A counter and the day it was seen: the latest day's, whatever source gives it."""
        readings = [
            (seen(claim.row) or claim.layer.document.age, number)
            for claim in self.claims
            if (number := value(claim.row)) is not None
        ]
        day, number = max(readings, key=lambda r: r[0] or date.min, default=(None, None))
        return number, day


def in_order(
    documents: Sequence[Document], base: Catalog | None, previous: Catalog | None
) -> list[Layer]:
    """Oldest first. Of equals the later given is newer, and a document beats the base.

    `previous` comes first: what it knows by name is then found by all others.
    """
    layers = [Layer(as_document(base, "catalogue"), base)] if base else []
    layers += [Layer(document) for document in documents]
    layers.sort(key=lambda layer: layer.age)
    quiet = [Layer(as_document(previous, "adopted"), previous, speaking=False)] if previous else []
    return quiet + layers


def as_document(catalog: Catalog, source: str) -> Document:
    """An earlier catalogue as a source among others."""
    return Document(
        source=source,
        episodes=tuple(map(_episode_row, catalog.episodes)),
        papers=tuple(map(_paper_row, catalog.papers)),
        notes=tuple(NoteSection(0, e.title, e.seconds, e.notes) for e in catalog.episodes),
    )


def _episode_row(episode: Episode) -> EpisodeRow:
    return EpisodeRow(
        line=0,
        title=episode.title,
        date=episode.date,
        seconds=episode.seconds,
        cover=episode.cover,
        plays=episode.plays,
        plays_seen=episode.plays_seen,
        videos=episode.videos,
        footnotes=tuple(Reference(link.title, link.url) for link in episode.links),
    )


def _paper_row(paper: Paper) -> PaperRow:
    return PaperRow(
        line=0,
        title=paper.title,
        category=paper.category,
        year=paper.year,
        url=paper.url,
        summary=paper.summary,
        citations=paper.citations,
        citations_seen=paper.citations_seen,
        s2_id=paper.s2_id,
    )


def known_episodes(layer: Layer) -> Sequence[Episode | None]:
    """The earlier catalogue's episodes behind a layer's rows, in their order."""
    return layer.catalog.episodes if layer.catalog else [None] * len(layer.document.episodes)


def known_papers(layer: Layer) -> Sequence[Paper | None]:
    """The earlier catalogue's papers behind a layer's rows, in their order."""
    return layer.catalog.papers if layer.catalog else [None] * len(layer.document.papers)
