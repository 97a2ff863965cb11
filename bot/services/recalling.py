"""What is known before a look, gathered from the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.services import adoption
from bot.state import adoptions, counters, sources
from bot.state.adoptions import Adoption
from bot.state.database import Database
from index.catalog import Catalog
from index.sync.counters import BILIBILI, SEMANTIC_SCHOLAR
from index.sync.pipeline import Memory
from index.sync.sources import Source


@dataclass(frozen=True, slots=True)
class Recalled:
    """A memory, and the adoption whose catalogue it holds."""

    memory: Memory
    in_force: Adoption

    def is_just(self, shipped: Catalog) -> bool:
        """Whether the shipped catalogue is in force, and nothing is known beside it."""
        followed = (*self.memory.sources.values(), *self.memory.former)
        known = self.memory.counters or any(source.body for source in followed)
        return self.in_force.hash == shipped.hash and not known


async def recall(database: Database, *, shipped: Catalog, readme: str, at: datetime) -> Recalled:
    """What is remembered; on a fresh database the shipped catalogue is adopted first.

    Of the sources on the web only `readme` is followed; others were configured before.
    """
    in_force = await adoption.ensure_baseline(database, shipped, at=at)
    async with database.reading() as connection:
        catalog = await adoptions.catalog_of(connection, in_force.id)
        every = await sources.all_sources(connection)
        known = {
            (service, counter.key): counter
            for service in (BILIBILI, SEMANTIC_SCHOLAR)
            for counter in (await counters.counters_of(connection, service)).values()
        }
    followed = {readme: every.get(readme, Source(readme))}
    followed |= {name: source for name, source in every.items() if source.path is not None}
    former = tuple(source for name, source in every.items() if name not in followed)
    return Recalled(Memory(catalog, followed, known, former), in_force)
