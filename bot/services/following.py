"""Following upstream: one look, what it leads to, and the order in which that takes effect.

The index of a new catalogue is built before the catalogue is adopted, and readers change
over after. Whenever the process is killed, the old catalogue or the new one is in force;
a directory that was built for nothing is derived data and goes when the next one comes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.services import adoption
from bot.services.announcing import CategoryOf
from bot.services.recalling import Recalled, recall
from bot.state import adoptions
from bot.state import counters as kept
from bot.state.adoptions import Adoption
from bot.state.database import Database
from bot.state.errors import StaleAdoptionError
from index.catalog import Catalog
from index.sync import counters, refresh
from index.sync.counters import BILIBILI, SEMANTIC_SCHOLAR
from index.sync.diff import Diff, diff
from index.sync.http import Clock
from index.sync.message import Transport
from index.sync.pipeline import Ground, Progress, Proposal, compose, propose
from index.sync.refresh import Service, Step
from index.sync.sources import Source

_log = logging.getLogger(__name__)

# Two looks at once are rare (a command beside the bot); a third at the same moment is not one.
_ATTEMPTS = 5
_BUSY = "other processes adopt catalogues all the time; try again later"

OnCatalog = Callable[[Catalog], Awaitable[None]]


async def _nothing(_: Catalog) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Readers:
    """Those who search a catalogue.

    `prepare` builds what a catalogue needs before it is adopted, and raises where that
    fails; `change_over` makes it the one that answers.
    """

    prepare: OnCatalog = _nothing
    change_over: OnCatalog = _nothing


@dataclass(frozen=True, slots=True)
class Upstreams:
    """Where to look: the README's address, and the counter services, None to leave one out."""

    readme: str
    bilibili: Service | None = None
    semantic_scholar: Service | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a look led to.

    `before` and `after` are the catalogues in force around it; `sources` how those that
    were looked at fared; `counted` how many counters were answered; `troubles` what the
    counter services had against it.
    """

    before: Catalog
    after: Catalog
    sources: tuple[Source, ...] = ()
    problems: tuple[str, ...] = ()
    counted: int = 0
    troubles: tuple[str, ...] = ()

    @property
    def diff(self) -> Diff:
        """What changed."""
        return diff(self.before, self.after)

    @property
    def refused(self) -> tuple[Source, ...]:
        """The sources whose newest body was not taken; each says why."""
        return tuple(source for source in self.sources if source.refused)


@dataclass
class Following:
    """Looks at upstream and adopts what it finds, for a bot or for one command.

    `adopted` is the adoption that readers were last changed over to: 0 for the shipped
    catalogue, -1 while it is not known what they read.
    """

    database: Database
    ground: Ground
    transport: Transport
    upstreams: Upstreams
    category_of: CategoryOf
    clock: Clock
    readers: Readers = field(default_factory=Readers)
    adopted: int = -1
    _settled: bool = False
    _changing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self) -> Catalog:
        """The catalogue in force; the shipped one on a fresh database."""
        return (await self.recall()).memory.catalog

    async def look(self, *, accept: bool = False, progress: Progress | None = None) -> Outcome:
        """Look at the documents, adopt, then refresh counters and adopt those.

        `accept` takes documents that the checks would refuse.
        """
        before, proposal = await self._adopt_documents(accept, progress)
        counted, troubles = await self.count(progress=progress)
        after = await self.current()
        return Outcome(
            before=before,
            after=after,
            sources=proposal.sources,
            problems=tuple(map(str, proposal.problems)),
            counted=counted,
            troubles=troubles,
        )

    async def preview(self, *, accept: bool = False, progress: Progress | None = None) -> Outcome:
        """What a look at the documents would lead to; nothing is kept, no counter asked for."""
        memory = (await self.recall()).memory
        proposal = await propose(
            memory, self.ground, self.transport, self.clock(), accept=accept, progress=progress
        )
        return Outcome(
            before=memory.catalog,
            after=proposal.catalog,
            sources=proposal.sources,
            problems=tuple(map(str, proposal.problems)),
        )

    async def settle(self, looked_at: Sequence[Source] = (), *, quiet: bool = False) -> Outcome:
        """Adopt what the shipped catalogue, kept bodies and `looked_at` make, without a look.

        After an upgrade this brings what the newer shipped catalogue has. `quiet` adopts
        new episodes as known ones: nobody is told of them.
        """
        now = self.clock()
        for _ in range(_ATTEMPTS):
            recalled = await self.recall()
            memory = recalled.memory
            if not looked_at and recalled.is_just(self.ground.shipped):
                return Outcome(memory.catalog, memory.catalog)
            bodies = {**memory.sources, **{source.name: source for source in looked_at}}
            joined = await compose(memory, self.ground, bodies.values(), now)
            difference = diff(memory.catalog, joined.catalog)
            proposal = Proposal(joined.catalog, difference, tuple(looked_at), joined.problems)
            if await self._adopt(recalled.in_force, proposal, quiet=quiet):
                problems = tuple(map(str, proposal.problems))
                return Outcome(memory.catalog, proposal.catalog, proposal.sources, problems)
        raise StaleAdoptionError(_BUSY)

    async def catch_up(self) -> bool:
        """Change readers over to what was adopted last, here or in another process.

        Answers whether there was anything newer than what they read.
        """
        async with self._changing:
            async with self.database.reading() as connection:
                newest = await adoptions.latest_id(connection)
                if newest == self.adopted:
                    return False
                shipped = self.ground.shipped
                catalog = await adoptions.catalog_of(connection, newest) if newest else shipped
            await self.readers.change_over(catalog)
            self.adopted = newest
            return True

    async def count(self, *, progress: Progress | None = None) -> tuple[int, tuple[str, ...]]:
        """Refresh the counters that are due, keep each at once, and adopt what they changed."""
        memory = (await self.recall()).memory
        known = dict(memory.counters)
        troubles: list[str] = []
        counted = 0
        for name, service, keys, ask in (
            (BILIBILI, self.upstreams.bilibili, counters.watched_videos, refresh.plays),
            (
                SEMANTIC_SCHOLAR,
                self.upstreams.semantic_scholar,
                counters.cited_papers,
                refresh.citations,
            ),
        ):
            if service is None:
                continue
            wanted = keys(memory.catalog)
            waiting = counters.due(name, wanted, known, self.clock(), service.age)
            total, done = min(len(waiting), service.budget), 0
            async for step in ask(service, wanted, known):
                await self._keep(step)
                done += step.asked
                counted += sum(1 for c in step.counters if c.key and c.seen_at == c.tried_at)
                troubles += [step.trouble] if step.trouble else []
                if progress:
                    progress(name, done, total)
        if counted:
            await self._adopt_counters()
        return counted, tuple(troubles)

    async def _adopt_documents(
        self, accept: bool, progress: Progress | None
    ) -> tuple[Catalog, Proposal]:
        for _ in range(_ATTEMPTS):
            recalled = await self.recall()
            proposal = await propose(
                recalled.memory,
                self.ground,
                self.transport,
                self.clock(),
                accept=accept,
                settled=self._settled or recalled.is_just(self.ground.shipped),
                progress=progress,
            )
            if await self._adopt(recalled.in_force, proposal):
                self._settled = True
                return recalled.memory.catalog, proposal
        raise StaleAdoptionError(_BUSY)

    async def _adopt_counters(self) -> None:
        for _ in range(_ATTEMPTS):
            recalled = await self.recall()
            memory = recalled.memory
            catalog = counters.apply(memory.catalog, memory.counters)
            if await self._adopt(
                recalled.in_force, Proposal(catalog, diff(memory.catalog, catalog))
            ):
                return

    async def recall(self) -> Recalled:
        """What is known now."""
        return await recall(
            self.database,
            shipped=self.ground.shipped,
            readme=self.upstreams.readme,
            at=self.clock(),
        )

    async def _keep(self, step: Step) -> None:
        async with self.database.writing() as connection:
            for counter in step.counters:
                await kept.save(connection, counter)

    async def _adopt(self, in_force: Adoption, proposal: Proposal, *, quiet: bool = False) -> bool:
        """Put a proposal in force; False when another process was faster."""
        catalog, now = proposal.catalog, self.clock()
        try:
            if catalog.hash == in_force.hash:
                await adoption.commit_look(
                    self.database, proposal.sources, at=now, parent=in_force.id
                )
                return True
            await self.readers.prepare(catalog)
            newest = await adoption.commit(
                self.database,
                catalog,
                parent=in_force.id,
                summary=proposal.diff.summary,
                looked_at=proposal.sources,
                category_of=self.category_of,
                at=now,
                quiet=quiet,
            )
        except StaleAdoptionError:
            return False
        _log.info("adopted catalogue %d: %s", newest.id, newest.summary)
        await self.catch_up()
        return True
