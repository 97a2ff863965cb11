"""The doctor: what it finds in a home, and on the network."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load_settings, read_settings
from bot.diagnosis import Finding, Level, diagnose
from bot.home import database_url
from bot.services.adoption import commit, ensure_baseline
from bot.state.database import open_database
from index.catalog import Episode
from index.data import shipped_catalog
from index.sync.sources import Source
from tests.index.sync.local import Upstream, text, upstream

NOW = datetime(2026, 11, 22, 10, 3, tzinfo=UTC)
CLOSED = "http://127.0.0.1:9"


@pytest.fixture
async def network() -> AsyncIterator[Upstream]:
    """Upstream and Discord at one place, both content."""
    async with upstream() as local:
        local.says(text("{}"))
        yield local


async def found(home: Path, url: str, **variables: str) -> dict[str, Finding]:
    """The findings by name, of settings that name one address for everything."""
    environment = {
        "PAPERBOT_HOME": str(home),
        "PAPERBOT_UPSTREAM": f"{url}/README.md",
        "PAPERBOT_DISCORD_API": f"{url}/api",
        **variables,
    }
    findings = await diagnose(read_settings(environment, home))
    return {finding.name: finding for finding in findings}


async def test_a_fresh_home_is_fine(tmp_path: Path, network: Upstream) -> None:
    """Nothing was read so far, no database is made by looking, and both addresses answer."""
    findings = await found(tmp_path, network.url)
    assert {finding.level for finding in findings.values()} == {Level.OK}
    assert findings["database"].text.startswith("none yet")
    assert "paperbot.sqlite3" not in os.listdir(tmp_path)
    assert findings["upstream"].text.endswith("README.md answers, never read so far")
    assert {request.path for request in network.requests} == {"/README.md", "/api/gateway"}


async def test_what_was_adopted_counts(tmp_path: Path, network: Upstream) -> None:
    """The catalogue in force is counted, and upstream's last reading and troubles are told."""
    await adopt(tmp_path, network.url)
    findings = await found(tmp_path, network.url)
    assert findings["catalogue"].text.startswith("55 episodes, 89 papers")
    assert "adopted 2026-11-22 10:03 UTC" in findings["catalogue"].text
    assert findings["upstream"].text.endswith("last read 2026-11-22 10:03 UTC")
    assert findings["sources"].level is Level.WARNING
    assert "own.md: the file is gone" in findings["sources"].text
    assert ".backup" in findings["database"].text


async def adopt(home: Path, url: str) -> None:
    """A 55th episode, adopted from upstream, and a document of one's own that is gone."""
    database = await open_database(database_url(load_settings({"PAPERBOT_HOME": str(home)})))
    shipped = shipped_catalog()
    more = replace(shipped, episodes=(Episode("BV1Moreeeeee", "更多", None), *shipped.episodes))
    first = await ensure_baseline(database, shipped, at=NOW)
    looked_at = [
        Source(f"{url}/README.md", body=b"x", fetched_at=NOW, checked_at=NOW),
        Source("/nowhere/own.md", body=b"x", refused="the file is gone", failures=1),
    ]
    await commit(
        database,
        more,
        parent=first.id,
        summary="",
        looked_at=looked_at,
        category_of=lambda _: None,
        at=NOW,
    )
    await database.close()


async def test_an_unreachable_network_is_a_warning(tmp_path: Path) -> None:
    """Without a token nobody needs Discord, and without upstream what was known stays."""
    findings = await found(tmp_path, CLOSED)
    assert findings["upstream"].level is findings["discord"].level is Level.WARNING
    assert "cannot be read (127.0.0.1 cannot be reached)" in findings["upstream"].text
    assert "never read so far" in findings["upstream"].text
    with_token = await found(tmp_path, CLOSED, DISCORD_TOKEN="x")
    assert with_token["discord"].level is Level.WRONG


async def test_a_refusal_is_no_answer(tmp_path: Path, network: Upstream) -> None:
    """An address that answers with an error is named with its status."""
    network.says(text("no", 404))
    findings = await found(tmp_path, network.url)
    assert "README.md answers 404" in findings["upstream"].text
    assert findings["upstream"].level is Level.WARNING


@pytest.mark.parametrize(
    ("variables", "cause"),
    [
        ({"PAPERBOT_DATABASE_URL": "nonsense"}, "database"),
        ({"PAPERBOT_DATABASE_URL": "sqlite:////dev/null/state.sqlite3"}, "database"),
        ({"PAPERBOT_HOME": "/dev/null"}, "configuration"),
    ],
)
async def test_one_cause_is_told_once(
    variables: dict[str, str], cause: str, tmp_path: Path, network: Upstream
) -> None:
    """A setting that cannot be used makes one finding wrong, however much needs it."""
    findings = await found(tmp_path, network.url, **variables)
    assert [name for name, finding in findings.items() if not finding.fine] == [cause]
    assert "Errno" not in findings[cause].text
    # What could not be looked at is not called fine.
    assert not findings.keys() & {"announcements", "catalogue", "sources"}
    assert "read" not in findings["upstream"].text.removeprefix(f"{network.url}/README.md")


async def test_a_damaged_database_is_told_with_what_to_do(
    tmp_path: Path, network: Upstream
) -> None:
    """A file that is no database any more is named with both ways out, and kept as it is."""
    file = tmp_path / "paperbot.sqlite3"
    file.write_bytes(b"garbage" * 100)
    findings = await found(tmp_path, network.url)
    assert findings["database"].level is Level.WRONG
    assert (
        f"{file} cannot be used: file is not a database; put a backup" in findings["database"].text
    )
    assert "announcements" not in findings
    assert findings["index"].level is Level.OK
    assert file.read_bytes() == b"garbage" * 100


async def test_a_look_at_a_lost_database_keeps_what_is_answered_from(
    tmp_path: Path, network: Upstream
) -> None:
    """While the database is away, the index that a search falls back on stays in its place."""
    await adopt(tmp_path, network.url)
    generation = (await found(tmp_path, network.url))["index"].text
    (tmp_path / "paperbot.sqlite3").write_bytes(b"garbage")
    assert (await found(tmp_path, network.url))["index"].text == generation


async def test_a_database_elsewhere_needs_no_home(tmp_path: Path, network: Upstream) -> None:
    """Where state cannot lie at home, a configured database is looked at all the same."""
    await adopt(tmp_path, network.url)
    url = f"sqlite:///{tmp_path / 'paperbot.sqlite3'}"
    findings = await found(
        tmp_path, network.url, PAPERBOT_HOME="/dev/null", PAPERBOT_DATABASE_URL=url
    )
    assert findings["configuration"].level is Level.WRONG
    assert findings["catalogue"].text.startswith("55 episodes")


async def test_a_bad_setting_stops_only_what_needs_it(tmp_path: Path, network: Upstream) -> None:
    """It is a finding, upstream is not asked at an unknown pace, and the rest is looked at."""
    findings = await found(tmp_path, network.url, PAPERBOT_SYNC_MINUTES="abc")
    assert findings["settings"].level is Level.WRONG
    assert "such as 30" in findings["settings"].text
    assert "upstream" not in findings
    assert {"configuration", "database", "index", "announcements", "discord"} <= findings.keys()


async def test_an_unreadable_file_of_settings_stops_what_it_may_have_set(
    tmp_path: Path, network: Upstream
) -> None:
    """Nothing is said of a token or a database that the file may have named."""
    (tmp_path / ".env").write_bytes(b"# \xd6\xd0\n")
    findings = await found(tmp_path, network.url)
    assert "save it as UTF-8" in findings["settings"].text
    assert "DISCORD_TOKEN" not in findings["configuration"].text
    assert not findings.keys() & {"database", "announcements", "upstream", "discord"}
    assert findings["data"].level is Level.OK


async def test_what_looks_like_a_setting_is_a_warning(tmp_path: Path, network: Upstream) -> None:
    """A misspelt variable is named with the one it resembles."""
    findings = await found(tmp_path, network.url, PAPERBOT_SYNC_MINUTE="5")
    assert findings["settings"].level is Level.WARNING
    assert "is PAPERBOT_SYNC_MINUTES meant?" in findings["settings"].text


async def test_a_directory_in_place_of_the_file_is_a_warning(
    tmp_path: Path, network: Upstream
) -> None:
    """A directory `.env` is not read, which is said."""
    (tmp_path / ".env").mkdir()
    assert "is a directory" in (await found(tmp_path, network.url))["settings"].text


async def test_nothing_is_asked_where_nothing_is_looked_at(
    tmp_path: Path, network: Upstream
) -> None:
    """With the looks turned off, upstream is left alone."""
    findings = await found(tmp_path, network.url, PAPERBOT_SYNC_MINUTES="0")
    assert findings["upstream"].level is Level.OK
    assert [request.path for request in network.requests] == ["/api/gateway"]
