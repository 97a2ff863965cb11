"""One look against recorded bodies of all three services."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from aiohttp import web

from bot.services.following import Outcome
from index.catalog import Catalog, Episode, Paper
from index.reviewed import Reviewed
from index.sync.pipeline import Ground
from index.sync.refresh import Service
from tests.e2e.following import World, world
from tests.e2e.readme import readme
from tests.recorded import body

VIDEO, PAPERS = "BV1rb4y187vD", ("a" * 40, "b" * 40, "c" * 40)
OLD = date(2022, 7, 8)
GROUND = Ground(
    Catalog(
        episodes=(Episode(VIDEO, "GAN 论文逐段精读", plays=203000, plays_seen=OLD),),
        papers=tuple(
            Paper(f"paper-{n}", f"Paper {n}", s2_id=s2, citations=5, citations_seen=OLD)
            for n, s2 in enumerate(PAPERS)
        ),
    ),
    Reviewed(),
)


class Recorded:
    """The three services by their paths, each answering with one recorded body."""

    def __init__(self) -> None:
        self.view, self.view_status = "bilibili/view.json", 200
        self.batch, self.batch_status = "semantic_scholar/batch.json", 200
        self.headers: dict[str, str] = {}
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The body that belongs to a path."""
        self.asked.append(request.path)
        if request.path == "/README.md":
            return web.Response(text=str(readme(episodes=2)))
        name, status = self.view, self.view_status
        if request.path == "/graph/v1/paper/batch":
            return web.Response(
                body=await self.records(request), status=self.batch_status, headers=self.headers
            )
        if request.query.get("bvid") != VIDEO:
            name, status = "bilibili/not_found.json", 200
        return web.Response(body=body(name), status=status, headers=self.headers)

    async def records(self, request: web.Request) -> bytes:
        """The recorded records of the papers that are asked for, in their order."""
        recorded = json.loads(body(self.batch))
        if not isinstance(recorded, list):
            return body(self.batch)
        asked = (await request.json())["ids"]
        return json.dumps([recorded[PAPERS.index(one)] for one in asked]).encode()


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[tuple[World, Recorded]]:
    """A world whose upstream is all three services, and what they answer."""
    async with world(tmp_path, GROUND) as one:
        recorded = Recorded()
        one.upstream.says(recorded.answer)
        service = Service(
            one.following.transport, one.upstream.url, one.time, one.time.sleep, Random(1)
        )
        one.following.upstreams = replace(
            one.following.upstreams, bilibili=service, semantic_scholar=service
        )
        yield one, recorded


async def look(one: World, recorded: Recorded, **later: float) -> Outcome:
    """The next look, some time later."""
    one.time.passes(**later)
    return await one.look(recorded.answer)


async def seen(one: World) -> tuple[Episode, Paper]:
    """The recorded episode and the first paper, as readers get them."""
    catalog = await one.catalog()
    episode, paper = catalog.entries[VIDEO], catalog.entries["paper-0"]
    assert isinstance(episode, Episode)
    assert isinstance(paper, Paper)
    return episode, paper


async def test_plays_and_citations_come_with_their_day(made: tuple[World, Recorded]) -> None:
    """A look brings plays, citations, abstract, TLDR and authors, dated by that day."""
    one, recorded = made
    outcome = await look(one, recorded)
    episode, paper = await seen(one)
    assert (episode.plays, episode.plays_seen) == (412345, one.time().date())
    assert (paper.citations, paper.citations_seen) == (151234, one.time().date())
    assert paper.tldr.startswith("A new simple network")
    assert "Ashish Vaswani" in paper.authors
    assert outcome.counted == 3
    catalog = await one.catalog()
    unknown = catalog.entries["paper-1"]
    assert isinstance(unknown, Paper)
    assert (unknown.citations, unknown.citations_seen) == (5, OLD)


async def test_what_is_fresh_is_not_asked_again(made: tuple[World, Recorded]) -> None:
    """Half an hour later the README is looked at, the counters are left alone."""
    one, recorded = made
    await look(one, recorded)
    recorded.asked.clear()
    assert (await look(one, recorded)).counted == 0
    assert recorded.asked == ["/README.md"]


@pytest.mark.parametrize(
    ("view", "status"), [("banned", 412), ("banned", 200), ("risk_control", 200)]
)
async def test_risk_control_loses_nothing(
    made: tuple[World, Recorded], view: str, status: int
) -> None:
    """-412 and -352: numbers and their days stay, and the service is left alone for hours."""
    one, recorded = made
    await look(one, recorded)
    before = await seen(one)
    recorded.view, recorded.view_status = f"bilibili/{view}.json", status
    outcome = await look(one, recorded, days=2)
    assert "Bilibili refuses us" in " ".join(outcome.troubles)
    assert (await seen(one))[0] == before[0]
    recorded.asked.clear()
    recorded.view, recorded.view_status = "bilibili/view.json", 200
    await look(one, recorded, hours=3)
    assert "/x/web-interface/view" not in recorded.asked
    await look(one, recorded, hours=3)
    assert "/x/web-interface/view" in recorded.asked
    assert (await seen(one))[0].plays_seen == one.time().date()


async def test_429_loses_nothing(made: tuple[World, Recorded]) -> None:
    """Too many requests: citations and their day stay, and the service rests as it asked."""
    one, recorded = made
    await look(one, recorded)
    before = await seen(one)
    recorded.batch, recorded.batch_status = "semantic_scholar/too_many.json", 429
    recorded.headers = {"Retry-After": "3600"}
    outcome = await look(one, recorded, days=2)
    assert "too many requests" in " ".join(outcome.troubles)
    assert (await seen(one))[1] == before[1]
    recorded.batch, recorded.batch_status = "semantic_scholar/batch.json", 200
    await look(one, recorded)
    assert (await seen(one))[1] == before[1]
    await look(one, recorded, minutes=31)
    assert (await seen(one))[1].citations_seen == one.time().date()
    assert one.time().date() - before[1].citations_seen >= timedelta(days=2)  # type: ignore[operator]


async def test_a_bad_number_is_no_number(made: tuple[World, Recorded]) -> None:
    """An answer outside the documented form changes nothing."""
    one, recorded = made
    await look(one, recorded)
    before = await seen(one)
    recorded.view, recorded.batch = "semantic_scholar/no_ids.json", "bilibili/view.json"
    await look(one, recorded, days=2)
    assert await seen(one) == before
