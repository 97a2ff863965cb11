"""A place that takes announcements as Discord does, in memory, and fails as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from bot.announcer import Announcer
from bot.backoff import Backoff
from bot.courier import Courier
from bot.destinations.outlet import DeliveryError, News, Outcome, Receipt
from bot.places import Destination, Kind, NewDestination
from bot.services.adoption import commit, ensure_baseline
from bot.state import adoptions, destinations, outbox
from bot.state.database import Database
from bot.state.outbox import Row
from bot.state.sources import Source
from index.catalog import Catalog, Episode
from tests.catalogs import catalog

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
NONCE_MEMORY = timedelta(minutes=3)


@dataclass
class Message:
    """One message of a channel."""

    id: int
    key: str
    titles: tuple[str, ...]
    links: int
    at: datetime
    edits: int = 0
    published: bool = False


@dataclass
class Place:
    """An outlet whose channels are lists. `faults` are taken one a request, in order."""

    clock: Callable[[], datetime]
    confirms: bool = True
    remembers_nonces: bool = True
    channels: dict[int, list[Message]] = field(default_factory=dict)
    faults: list[DeliveryError | str] = field(default_factory=list)
    closed: dict[int, DeliveryError] = field(default_factory=dict)

    def posted(self, place: Destination) -> list[Message]:
        """The messages of a destination."""
        return self.channels.setdefault(place.id, [])

    async def send(self, place: Destination, news: News, *, key: str) -> Receipt:
        """Post, unless the nonce is remembered; the fault "lost" posts and loses the answer."""
        if place.id in self.closed:
            raise self.closed[place.id]
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, DeliveryError):
            raise fault
        messages = self.posted(place)
        known = [m for m in messages if m.key == key and self.clock() - m.at < NONCE_MEMORY]
        if self.remembers_nonces and known:
            message = known[0]
        else:
            message = Message(1000 + len(messages), key, *_shown(news), self.clock())
            messages.append(message)
        if fault == "lost":
            raise DeliveryError(Outcome.UNKNOWN, "the answer was lost")
        if fault == "killed":
            raise KeyboardInterrupt
        return Receipt(message.id)

    async def find(self, place: Destination, *, key: str, since: datetime) -> Receipt | None:
        """The message of a key."""
        found = [m for m in self.posted(place) if m.key == key and m.at >= since]
        return Receipt(found[0].id) if found else None

    async def edit(self, place: Destination, receipt: Receipt, news: News, *, key: str) -> None:
        """Show the newest state."""
        for message in self.posted(place):
            if message.id == receipt.message_id:
                message.titles, message.links = _shown(news)
                message.edits += 1
                return
        raise DeliveryError(Outcome.MISSING, "deleted")

    async def publish(self, place: Destination, receipt: Receipt) -> None:
        """Pass on."""
        for message in self.posted(place):
            message.published |= message.id == receipt.message_id


def _shown(news: News) -> tuple[tuple[str, ...], int]:
    titles = tuple(episode.title for episode in news.episodes)
    return titles, sum(len(episode.videos) for episode in news.episodes)


@dataclass
class Admins:
    """Remembers what admins were told."""

    told: list[tuple[int, str]] = field(default_factory=list)

    async def tell(self, place: Destination, *, reason: str) -> bool:
        """Always reaches somebody."""
        self.told.append((place.id, reason))
        return True


class World:
    """A database, a clock that moves when told, one place and its admins."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = START
        self.place = Place(lambda: self.now)
        self.admins = Admins()
        self.announcer = self.restarted()
        self._episodes: tuple[Episode, ...] = ()

    def restarted(self) -> Announcer:
        """A new process on the same database."""
        courier = Courier(
            self.database,
            dict.fromkeys(Kind, self.place),
            self.admins,
            clock=lambda: self.now,
            random=Random(1),
            backoff=Backoff(first=1.0, patience=1.0),
        )
        self.announcer = Announcer(self.database, courier, clock=lambda: self.now)
        return self.announcer

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    async def begin(self, *episodes: Episode) -> None:
        """The first adoption, and a look that found nothing new."""
        await ensure_baseline(self.database, catalog(*episodes), at=self.now)
        await self.adopt(*episodes)

    async def adopt(self, *episodes: Episode, **options: dict[str, str]) -> None:
        """Adopt a catalogue of exactly these episodes."""
        await self.adopt_catalog(catalog(*episodes, **options))

    async def adopt_catalog(self, new: Catalog) -> None:
        """Adopt a catalogue, whatever was in force."""
        async with self.database.reading() as connection:
            parent = await adoptions.latest_id(connection)
        await commit(
            self.database,
            new,
            parent=parent,
            summary="",
            looked_at=[Source("README", checked_at=self.now)],
            category_of={"生成模型": "generative", "视频理解": "video"}.get,
            at=self.now,
        )

    async def follow(self, key: str = "discord:1", **changes: object) -> Destination:
        """Begin to announce somewhere, from here on."""
        async with self.database.writing() as connection:
            new = NewDestination(
                key=key,
                kind=Kind.TEXT,
                baseline=await adoptions.latest_id(connection),
                created_at=self.now,
                guild_id=7,
                channel_id=int(key.partition(":")[2] or 0),
            )
            return await destinations.add(connection, replace(new, **changes))  # type: ignore[arg-type]

    async def health(self, place: Destination) -> Destination:
        """A destination as it stands now."""
        async with self.database.reading() as connection:
            found = await destinations.get(connection, place.id)
        assert found is not None
        return found

    async def rows(self) -> list[Row]:
        """The rows of new episodes."""
        async with self.database.reading() as connection:
            return list(await outbox.posts(connection))

    async def settle(self, *, rounds: int = 12) -> None:
        """Deliver, with enough time between the rounds for every backoff to end."""
        for _ in range(rounds):
            await self.announcer.drain()
            self.later(seconds=20)

    def titles(self, place: Destination) -> list[tuple[str, ...]]:
        """What each message of a destination shows."""
        return [message.titles for message in self.place.posted(place)]
