"""Numbers that live in other services: which to ask for next, and how they enter a catalogue.

A counter keeps the moment its value was seen. A look that fails changes when it was tried,
never the value or that moment, so a stale number cannot look fresh.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from index.catalog import Catalog, Episode, Paper
from index.sync import bilibili, semantic_scholar

BILIBILI = "bilibili"
SEMANTIC_SCHOLAR = "semantic_scholar"

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Counter:
    """One number of one thing in one service (`bilibili`, `BV1rb4y187vD`).

    `value` was seen at `seen_at`, None when never. `detail` holds what else the answer
    gave (an abstract, authors). `tried_at` is the last attempt, so that a round that was
    cut short goes on where it stopped; before `retry_at` it is left alone. The counter
    with an empty key stands for the service as a whole: its `retry_at` holds back every
    request to it, and its `value` counts the refusals in a row.
    """

    service: str
    key: str
    value: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    seen_at: datetime | None = None
    tried_at: datetime | None = None
    retry_at: datetime | None = None


Counters = Mapping[tuple[str, str], Counter]


def due(
    service: str, keys: Iterable[str], known: Counters, now: datetime, age: timedelta
) -> list[str]:
    """The keys to ask for now, those asked longest ago first; nothing while a service rests.

    A key is due when it was last tried more than `age` ago and its own rest is over.
    """
    whole = known.get((service, ""))
    if whole and whole.retry_at and whole.retry_at > now:
        return []
    waiting: list[tuple[datetime, str]] = []
    for key in dict.fromkeys(keys):
        counter = known.get((service, key), Counter(service, key))
        tried = counter.tried_at or _NEVER
        if (counter.retry_at or _NEVER) <= now and (tried == _NEVER or now - tried >= age):
            waiting.append((tried, key))
    # A stable sort: among those never asked, the catalogue's order stays (newest first).
    return [key for _, key in sorted(waiting, key=lambda pair: pair[0])]


def watched_videos(catalog: Catalog) -> list[str]:
    """The Bilibili ids of a catalogue's episodes, newest first."""
    return [episode.id for episode in catalog.episodes if bilibili.is_bvid(episode.id)]


def cited_papers(catalog: Catalog) -> list[str]:
    """How Semantic Scholar is asked for a catalogue's papers, in its order."""
    asked = (semantic_scholar.lookup_id(paper) for paper in catalog.papers)
    return list(dict.fromkeys(key for key in asked if key))


def with_known_days(catalog: Catalog, previous: Catalog) -> Catalog:
    """The catalogue with a number's earlier day where the number is the same as before.

    A document dates its counters by its newest row. When it gains one, numbers that nobody
    has counted anew would look fresh.
    """

    def episode(now: Episode) -> Episode:
        match previous.entries.get(now.id):
            case Episode(plays=now.plays, plays_seen=date() as day):
                return replace(now, plays_seen=day)
        return now

    def paper(now: Paper) -> Paper:
        match previous.entries.get(now.id):
            case Paper(citations=now.citations, citations_seen=date() as day):
                return replace(now, citations_seen=day)
        return now

    return replace(
        catalog,
        episodes=tuple(map(episode, catalog.episodes)),
        papers=tuple(map(paper, catalog.papers)),
    )


def apply(catalog: Catalog, known: Counters) -> Catalog:
    """The catalogue with the counters that were seen at least as late as its own."""
    return replace(
        catalog,
        episodes=tuple(_counted(episode, known) for episode in catalog.episodes),
        papers=tuple(_enriched(paper, known) for paper in catalog.papers),
    )


def _counted(episode: Episode, known: Counters) -> Episode:
    counter = known.get((BILIBILI, episode.id))
    if counter is None or counter.value is None or counter.seen_at is None:
        return episode
    seen = counter.seen_at.date()
    if episode.plays is not None and episode.plays_seen and episode.plays_seen > seen:
        return episode
    return replace(episode, plays=counter.value, plays_seen=seen)


def _enriched(paper: Paper, known: Counters) -> Paper:
    key = semantic_scholar.lookup_id(paper)
    counter = known.get((SEMANTIC_SCHOLAR, key)) if key else None
    if counter is None or counter.seen_at is None:
        return paper
    detail = counter.detail
    paper = replace(
        paper,
        full_title=paper.full_title or detail.get("title", ""),
        abstract=detail.get("abstract") or paper.abstract,
        tldr=detail.get("tldr") or paper.tldr,
        authors=_merged(paper.authors, detail.get("authors", ())),
    )
    seen = counter.seen_at.date()
    if counter.value is None or (
        paper.citations is not None and paper.citations_seen and paper.citations_seen > seen
    ):
        return paper
    return replace(paper, citations=counter.value, citations_seen=seen)


def _merged(ours: tuple[str, ...], theirs: Iterable[str]) -> tuple[str, ...]:
    """Our reviewed authors, then those of the service whose surname is not among them.

    Semantic Scholar writes initials where the reviewed file has `Ian Goodfellow`.
    """
    surnames = {name.split()[-1].casefold() for name in ours if name.split()}
    more = (name for name in theirs if name.split()[-1].casefold() not in surnames)
    return (*ours, *more)
