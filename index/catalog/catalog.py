"""The catalogue as a whole: joined by ids, checked when made, and text in and out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from index.catalog.entries import Entry, Episode, Paper
from index.catalog.entry_json import episode_json, paper_json, read_episode, read_paper


class CatalogError(ValueError):
    """A catalogue that breaks an invariant, or JSON that is not a catalogue."""


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


def to_json(catalog: Catalog) -> dict[str, Any]:
    """A whole catalogue as the contract prints it."""
    return {
        "episodes": [episode_json(e) for e in catalog.episodes],
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
            episodes=tuple(read_episode(e) for e in raw["episodes"]),
            papers=tuple(read_paper(p) for p in raw["papers"]),
            redirects=dict(raw.get("redirects", {})),
        )
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, CatalogError):
            raise
        raise CatalogError(f"not a catalogue: {error}") from error
