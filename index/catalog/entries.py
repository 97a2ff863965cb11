"""What stands in the catalogue: papers, and the episodes that read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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
