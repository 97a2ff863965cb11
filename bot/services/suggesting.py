"""A reading suggestion, drawn from what fits the reader's limits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from random import Random

from index.catalog import Catalog, Entry, Episode, Paper


@dataclass(frozen=True, slots=True)
class Wish:
    """What a suggestion must fit; `category` is upstream's name, `max_minutes` of each video."""

    category: str | None = None
    recorded: bool | None = None
    max_minutes: int | None = None


def suggest(
    catalog: Catalog, wish: Wish, random: Random, *, besides: Collection[str] = ()
) -> Entry | None:
    """An entry drawn among those that fit, another than `besides` where there is one."""
    fitting = [entry for entry in _candidates(catalog) if fits(catalog, entry, wish)]
    fresh = [entry for entry in fitting if entry.id not in besides]
    return random.choice(fresh or fitting) if fitting else None


def fits(catalog: Catalog, entry: Entry, wish: Wish) -> bool:
    """Whether an entry is within a wish; a length that is unknown is not within a limit."""
    episodes = catalog.episodes_of(entry) if isinstance(entry, Paper) else (entry,)
    if wish.recorded is not None and wish.recorded != bool(episodes):
        return False
    if wish.category is not None and wish.category not in catalog.categories_of(entry):
        return False
    if wish.max_minutes is None:
        return True
    longest = wish.max_minutes * 60
    return bool(episodes) and all(e.seconds is not None and e.seconds <= longest for e in episodes)


def _candidates(catalog: Catalog) -> list[Entry]:
    """Every paper, and the episodes that no paper leads to."""
    alone: list[Episode] = [episode for episode in catalog.episodes if not episode.papers]
    return [*catalog.papers, *alone]
