"""The catalogue: papers, the episodes that read them, and JSON in and out.

Everything here is a value: a catalogue is never changed in place, a newer one replaces
it. `Catalog` checks its invariants when it is made, so whoever holds one may rely on them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any


class CatalogError(ValueError):
    """A catalogue that breaks an invariant, or JSON that is not a catalogue."""


class Platform(StrEnum):
    """Where a video can be watched, in the order links are shown."""

    BILIBILI = "bilibili"
    ZHIHU = "zhihu"
    YOUTUBE = "youtube"


@dataclass(frozen=True, slots=True)
class Video:
    """One recording of an episode on one platform."""

    platform: Platform
    url: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page an episode's row or footnote points to that is no paper of the catalogue."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Episode:
    """A video that reads or surveys papers, or talks about research.

    `seconds` is its length; `plays` the Bilibili counter as last seen on `plays_seen`;
    `papers` are paper ids, most relevant first; `notes` is Markdown of a note-taker.
    `category` places an episode that reads no listed paper (research practice); for the
    others it is empty and follows from the papers.
    """

    id: str
    title: str
    date: dt.date | None = None
    seconds: int | None = None
    cover: str | None = None
    plays: int | None = None
    plays_seen: dt.date | None = None
    videos: tuple[Video, ...] = ()
    papers: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notes: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the list, recorded or still to come.

    `title` is the catalogue's own short name (`GAN`), `full_title` the publication's.
    `category` is upstream's heading (`生成模型`). `arxiv` is a bare identifier without
    version (`1706.03762`), `s2_id` Semantic Scholar's 40 hexadecimal digits. `citations`
    was last seen on `citations_seen`. `recorded` follows from `episodes`. `abstract` and
    `tldr` come from Semantic Scholar once it was asked.
    """

    id: str
    title: str
    full_title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    category: str = ""
    summary: str = ""
    url: str | None = None
    arxiv: str | None = None
    s2_id: str | None = None
    recorded: bool = False
    citations: int | None = None
    citations_seen: dt.date | None = None
    episodes: tuple[str, ...] = ()
    abstract: str = ""
    tldr: str = ""


Entry = Paper | Episode


@dataclass(frozen=True)
class Catalog:
    """Episodes, newest first, and papers in upstream's order, joined by their ids.

    Raises `CatalogError` when an id is doubled or a join points nowhere or only one way.
    `redirects` maps ids that were renamed to those that replaced them.
    """

    episodes: tuple[Episode, ...] = ()
    papers: tuple[Paper, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        entries: tuple[Entry, ...] = (*self.episodes, *self.papers)
        ids = [entry.id for entry in entries]
        doubled = {i for i in ids if ids.count(i) > 1} if len(set(ids)) < len(ids) else set()
        if doubled:
            raise CatalogError(f"ids stand twice: {', '.join(sorted(doubled))}")
        forward = {(e.id, p) for e in self.episodes for p in e.papers}
        backward = {(e, p.id) for p in self.papers for e in p.episodes}
        if forward != backward:
            odd = sorted(forward ^ backward)[:3]
            raise CatalogError(f"episodes and papers disagree about {odd}")
        known = {p.id for p in self.papers}
        dangling = sorted({p for _, p in forward} - known)
        if dangling:
            raise CatalogError(f"no such paper: {', '.join(dangling)}")
        for paper in self.papers:
            if paper.recorded != bool(paper.episodes):
                raise CatalogError(f"{paper.id}: recorded disagrees with its episodes")

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every paper and episode by its id."""
        entries: tuple[Entry, ...] = (*self.papers, *self.episodes)
        return {entry.id: entry for entry in entries}

    def get(self, entry_id: str) -> Entry | None:
        """The paper or episode of an id, following a redirect; None when there is none."""
        return self.entries.get(entry_id) or self.entries.get(self.redirects.get(entry_id, ""))

    def episodes_of(self, paper: Paper) -> tuple[Episode, ...]:
        """The episodes that read a paper, in the paper's own order."""
        found = (self.entries.get(i) for i in paper.episodes)
        return tuple(e for e in found if isinstance(e, Episode))

    def papers_of(self, episode: Episode) -> tuple[Paper, ...]:
        """The papers an episode reads, in the episode's own order."""
        found = (self.entries.get(i) for i in episode.papers)
        return tuple(p for p in found if isinstance(p, Paper))

    def categories_of(self, entry: Entry) -> tuple[str, ...]:
        """Upstream's category names an entry belongs to, without doubles."""
        if isinstance(entry, Paper):
            return (entry.category,) if entry.category else ()
        names = [entry.category] if entry.category else []
        names += [p.category for p in self.papers_of(entry) if p.category]
        return tuple(dict.fromkeys(names))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the catalogue's JSON: the same content has the same hash anywhere."""
        return hashlib.sha256(dump(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Totals:
    """What upstream prints above its tables; `seconds` and `plays` count what is known."""

    episodes: int
    papers: int
    recorded: int
    seconds: int
    plays: int


def totals(catalog: Catalog) -> Totals:
    """Counts over a catalogue."""
    return Totals(
        episodes=len(catalog.episodes),
        papers=len(catalog.papers),
        recorded=sum(p.recorded for p in catalog.papers),
        seconds=sum(e.seconds or 0 for e in catalog.episodes),
        plays=sum(e.plays or 0 for e in catalog.episodes),
    )


def episode_json(catalog: Catalog, episode: Episode) -> dict[str, Any]:
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


def to_json(catalog: Catalog) -> dict[str, Any]:
    """A whole catalogue as the contract prints it."""
    return {
        "episodes": [episode_json(catalog, e) for e in catalog.episodes],
        "papers": [paper_json(p) for p in catalog.papers],
        "redirects": dict(sorted(catalog.redirects.items())),
    }


def dump(catalog: Catalog) -> str:
    """A catalogue as text with a stable order and one field a line, for a readable diff."""
    return json.dumps(to_json(catalog), ensure_ascii=False, indent=1) + "\n"


def load(text: str) -> Catalog:
    """The catalogue of `dump`'s text. Raises `CatalogError` for anything else."""
    try:
        raw = json.loads(text)
        return Catalog(
            episodes=tuple(_episode(e) for e in raw["episodes"]),
            papers=tuple(_paper(p) for p in raw["papers"]),
            redirects=dict(raw.get("redirects", {})),
        )
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, CatalogError):
            raise
        raise CatalogError(f"not a catalogue: {error}") from error


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _episode(raw: Mapping[str, Any]) -> Episode:
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


def _paper(raw: Mapping[str, Any]) -> Paper:
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
