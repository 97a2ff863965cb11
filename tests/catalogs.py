"""Small catalogues made for a test."""

from __future__ import annotations

from datetime import date, timedelta

from index.catalog import Catalog, Episode, Paper, Platform, Video


def episode(number: int, title: str = "", **changes: object) -> Episode:
    """The episode of a number: later numbers are newer."""
    values: dict[str, object] = {
        "id": f"BV1{number:09d}",
        "title": title or f"第 {number} 期论文逐段精读",
        "date": date(2026, 1, 1) + timedelta(days=number),
        "seconds": 1800 + number,
        "videos": (Video(Platform.BILIBILI, f"https://www.bilibili.com/video/BV1{number:09d}"),),
    }
    return Episode(**(values | changes))  # type: ignore[arg-type]


def catalog(*episodes: Episode, categories: dict[str, str] | None = None) -> Catalog:
    """A catalogue of episodes, newest first; `categories` gives some a paper of a category."""
    papers = [
        Paper(
            id=f"paper-{key.lower()}",
            title=f"Paper {key}",
            category=name,
            year=2020,
            recorded=True,
            episodes=(key,),
        )
        for key, name in (categories or {}).items()
    ]
    papered = {paper.episodes[0]: (paper.id,) for paper in papers}
    joined = [
        Episode(
            **{f: getattr(e, f) for f in Episode.__dataclass_fields__ if f != "papers"},
            papers=papered.get(e.id, ()),
        )
        for e in episodes
    ]
    joined.sort(key=lambda e: (e.date or date.min, e.id), reverse=True)
    return Catalog(episodes=tuple(joined), papers=tuple(papers))
