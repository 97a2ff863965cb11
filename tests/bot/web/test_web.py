from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import feedparser
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import PaperbotError
from bot.places import Kind, NewDestination
from bot.services.adoption import commit_look, ensure_baseline
from bot.state import destinations, outbox
from bot.state.database import default_url, open_database
from bot.state.outbox import Event, NewRow
from bot.state.sources import Source
from bot.web import Vitals, serving
from tests.catalogs import catalog, episode

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CATALOG = catalog(episode(1), episode(2))


class Site:
    """The server of a bot that is online or not."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self.session = session
        self.online = True

    async def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers (in lower case) of an answer."""
        async with self.session.get(self.address + path, headers=headers) as answer:
            known = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, await answer.text(), known


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """A server over a database with one follower and one row."""
    database = await open_database(default_url(tmp_path))
    await ensure_baseline(database, CATALOG, at=NOW)
    await commit_look(database, [Source("README", refused="it shrank")], at=NOW)
    async with database.writing() as connection:
        place = await destinations.add(connection, NewDestination("discord:1", Kind.TEXT, 1, NOW))
        await outbox.add(connection, [NewRow(Event.NEW, "BV1", place.id, 1, False, NOW)])
    made: list[Site] = []
    vitals = Vitals(database, lambda: CATALOG, online=lambda: made[0].online)
    async with (
        serving(vitals, host="127.0.0.1", port=0) as address,
        aiohttp.ClientSession() as session,
    ):
        made.append(Site(address, session))
        yield made[0]
    await database.close()


async def test_health_and_readiness_differ(site: Site) -> None:
    """A bot that lost Discord is alive, and not ready."""
    assert (await site.get("/readyz"))[0] == 200
    site.online = False
    assert (await site.get("/healthz"))[:2] == (200, "ok\n")
    assert (await site.get("/readyz"))[:2] == (503, "not connected to Discord\n")


async def test_metrics_can_be_scraped(site: Site) -> None:
    """Prometheus' own parser reads what matters to an operator."""
    _, text, _ = await site.get("/metrics")
    samples = {
        (s.name, *s.labels.values()): s.value
        for family in text_string_to_metric_families(text)
        for s in family.samples
    }
    assert samples[("paperbot_online",)] == 1
    assert samples[("paperbot_episodes",)] == 2
    assert samples[("paperbot_outbox_rows", "pending")] == 1
    assert samples[("paperbot_destinations", "text", "active")] == 1
    assert samples[("paperbot_sources_refused",)] == 1
    assert samples[("paperbot_last_look_timestamp_seconds",)] == NOW.timestamp()


@pytest.mark.parametrize("kind", ["atom", "rss"])
async def test_feeds_are_served_and_cached(site: Site, kind: str) -> None:
    """A feed reader that has the newest gets 304."""
    status, text, headers = await site.get(f"/feed.{kind}")
    assert status == 200
    assert headers["content-type"] == f"application/{kind}+xml; charset=utf-8"
    assert len(feedparser.parse(text).entries) == 2
    status, text, _ = await site.get(f"/feed.{kind}", **{"If-None-Match": headers["etag"]})
    assert (status, text) == (304, "")


async def test_a_taken_port_is_one_sentence(site: Site, tmp_path: Path) -> None:
    """The setting to change is named."""
    port = int(site.address.rpartition(":")[2])
    database = await open_database(default_url(tmp_path))
    vitals = Vitals(database, lambda: CATALOG, online=lambda: True)
    with pytest.raises(PaperbotError, match="PAPERBOT_HTTP"):
        await serving(vitals, host="127.0.0.1", port=port).__aenter__()
    await database.close()
