"""Claims about one thing made into the thing: the newest source wins the fields it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from index.catalog import Episode, Paper
from index.importers.coverage import Coverage
from index.importers.episodes import EpisodeGroup, videos_of
from index.importers.papers import PaperGroup
from index.reviewed import EpisodeFacts, PaperFacts, Reviewed
from index.urls import arxiv_id

V = TypeVar("V")


def make_episode(
    one: str,
    group: EpisodeGroup,
    facts: EpisodeFacts | None,
    coverage: Coverage,
    notes: Mapping[str, str],
) -> Episode:
    """An episode of all claims about it; `notes` are texts by episode."""
    plays, plays_seen = group.last_seen(lambda row: row.plays, lambda row: row.plays_seen)
    papers = coverage.of_episode(one)
    known = next(group.known, None)
    return Episode(
        id=one,
        title=group.newest(lambda row: row.title) or one,
        date=group.newest(lambda row: row.date),
        seconds=group.newest(lambda row: row.seconds),
        cover=group.newest(lambda row: row.cover),
        plays=plays,
        plays_seen=plays_seen,
        videos=videos_of(group),
        papers=papers,
        links=coverage.links[one],
        notes=notes.get(one, ""),
        category=facts.category if facts else (known.category if known else ""),
    )


def make_paper(
    one: str,
    group: PaperGroup,
    facts: PaperFacts | None,
    reviewed: Reviewed,
    coverage: Coverage,
    dates: Mapping[str, date | None],
) -> Paper:
    """A paper of all claims about it; `dates` are those of the episodes."""
    citations, citations_seen = group.last_seen(
        lambda row: row.citations, lambda row: row.citations_seen
    )
    known = list(group.known)
    page = coverage.pages.get(one)
    urls = [claim.row.url for claim in group.speaking if claim.row.url] + ([page] if page else [])
    arxiv = (
        (facts.arxiv if facts else None)
        or _first(map(arxiv_id, urls))
        or _first(earlier.arxiv for earlier in known)
    )
    url = (
        _first(urls)
        or (facts.url if facts else None)
        or (f"https://arxiv.org/abs/{arxiv}" if arxiv else None)
        or group.newest(lambda row: row.s2_url)
    )
    episodes = coverage.of_paper(one, dates)
    return Paper(
        id=one,
        title=group.newest(lambda row: row.title) or one,
        full_title=(facts and facts.full_title) or _first(k.full_title for k in known) or "",
        authors=(facts and facts.authors) or _first(k.authors for k in known) or (),
        year=group.newest(lambda row: row.year),
        category=reviewed.category_name(group.newest(lambda row: row.category) or ""),
        summary=group.newest(lambda row: row.summary) or "",
        url=url,
        arxiv=arxiv,
        s2_id=group.newest(lambda row: row.s2_id),
        recorded=bool(episodes),
        citations=citations,
        citations_seen=citations_seen,
        episodes=episodes,
        abstract=_first(k.abstract for k in known) or "",
        tldr=_first(k.tldr for k in known) or "",
    )


def _first(values: Iterable[V]) -> V | None:
    return next((value for value in values if value), None)
