"""A look at a local upstream, as a reader of the catalogue and of one channel would see it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.places import Kind, NewDestination
from bot.services.following import Following, Outcome, Upstreams
from bot.state import adoptions, destinations, outbox
from bot.state.database import Database, default_url, open_database
from index.catalog import Catalog, Episode
from index.reviewed import Reviewed
from index.sync.http import Client, Limits
from index.sync.pipeline import Ground
from tests.index.sync.local import Answer, Time, Upstream, upstream

EMPTY = Ground(Catalog(), Reviewed())


@dataclass
class World:
    """An upstream that says what it is told, somebody who follows it, and one channel."""

    upstream: Upstream
    database: Database
    following: Following
    time: Time
    _told: set[int] = field(default_factory=set)

    async def look(self, answer: Answer, *, accept: bool = False) -> Outcome:
        """Half an hour later, the next look."""
        self.time.passes(minutes=30)
        self.upstream.says(answer)
        return await self.following.look(accept=accept)

    async def catalog(self) -> Catalog:
        """The catalogue in force."""
        return await self.following.current()

    async def follow(self) -> None:
        """Announce in a channel what comes from now on."""
        async with self.database.writing() as connection:
            newest = await adoptions.latest_id(connection)
            place = NewDestination("discord:1", Kind.TEXT, newest, self.time(), channel_id=1)
            await destinations.add(connection, place)

    async def announced(self) -> list[str]:
        """What was planned for the channel since the last time of asking, in its order."""
        async with self.database.reading() as connection:
            (place,) = await destinations.all_destinations(connection)
            rows = await outbox.open_rows(connection, place.id)
        catalog = await self.catalog()
        fresh = [row for row in rows if row.id not in self._told]
        self._told |= {row.id for row in fresh}
        return [f"{row.event.value} {_title(catalog, row.episode)}" for row in fresh]


def _title(catalog: Catalog, episode_id: str) -> str:
    entry = catalog.get(episode_id)
    return entry.title if isinstance(entry, Episode) else f"({episode_id})"


@asynccontextmanager
async def world(home: Path, ground: Ground = EMPTY) -> AsyncIterator[World]:
    """A world on a fresh database under a directory."""
    time = Time()
    limits = Limits(total=0.3, connect=0.3, size=300_000)
    database = await open_database(default_url(home))
    try:
        async with (
            upstream() as server,
            Client(limits=limits, clock=time, sleep=time.sleep, random=Random(3)) as client,
        ):
            upstreams = Upstreams(f"{server.url}/README.md")
            following = Following(database, ground, client, upstreams, lambda name: name, time)
            yield World(server, database, following, time)
    finally:
        await database.close()
