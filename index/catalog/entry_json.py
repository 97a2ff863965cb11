"""Papers and episodes as JSON objects, out and in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from index.catalog.entries import Episode, Link, Paper, Platform, Video


def episode_json(episode: Episode) -> dict[str, Any]:
    """An episode as the contract prints it."""
    return {
        "id": episode.id,
        "title": episode.title,
        "date": episode.date.isoformat() if episode.date else None,
        "seconds": episode.seconds,
        "cover": episode.cover,
        "plays": episode.plays,
        "plays_seen": episode.plays_seen.isoformat() if episode.plays_seen else None,
        "category": episode.category,
        "videos": videos_json((episode,)),
        "papers": list(episode.papers),
        "links": [{"title": link.title, "url": link.url} for link in episode.links],
        "notes": episode.notes,
    }


def paper_json(paper: Paper) -> dict[str, Any]:
    """A paper as the contract prints it."""
    return {
        "id": paper.id,
        "title": paper.title,
        "full_title": paper.full_title,
        "authors": list(paper.authors),
        "year": paper.year,
        "category": paper.category,
        "summary": paper.summary,
        "url": paper.url,
        "arxiv": paper.arxiv,
        "recorded": paper.recorded,
        "citations": paper.citations,
        "citations_seen": paper.citations_seen.isoformat() if paper.citations_seen else None,
        "s2_id": paper.s2_id,
        "episodes": list(paper.episodes),
        "abstract": paper.abstract,
        "tldr": paper.tldr,
    }


def videos_json(episodes: Iterable[Episode]) -> list[dict[str, str]]:
    """The videos of some episodes as the contract prints them."""
    return [
        {"episode": e.id, "title": e.title, "platform": v.platform.value, "url": v.url}
        for e in episodes
        for v in e.videos
    ]


def read_episode(raw: Mapping[str, Any]) -> Episode:
    """The episode of `episode_json`'s object.

    Raises `KeyError`, `TypeError` or `ValueError` for anything else.
    """
    return Episode(
        id=raw["id"],
        title=raw["title"],
        date=_day(raw["date"]),
        seconds=raw["seconds"],
        cover=raw["cover"],
        plays=raw["plays"],
        plays_seen=_day(raw["plays_seen"]),
        videos=tuple(Video(Platform(v["platform"]), v["url"]) for v in raw["videos"]),
        papers=tuple(raw["papers"]),
        links=tuple(Link(link["title"], link["url"]) for link in raw["links"]),
        notes=raw["notes"],
        category=raw["category"],
    )


def read_paper(raw: Mapping[str, Any]) -> Paper:
    """The paper of `paper_json`'s object; raises as `read_episode` does."""
    return Paper(
        id=raw["id"],
        title=raw["title"],
        full_title=raw["full_title"],
        authors=tuple(raw["authors"]),
        year=raw["year"],
        category=raw["category"],
        summary=raw["summary"],
        url=raw["url"],
        arxiv=raw["arxiv"],
        s2_id=raw["s2_id"],
        recorded=raw["recorded"],
        citations=raw["citations"],
        citations_seen=_day(raw["citations_seen"]),
        episodes=tuple(raw["episodes"]),
        abstract=raw["abstract"],
        tldr=raw["tldr"],
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
