"""Who may talk to the playground."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, WSMsgType

from bot.emulator import LocalDiscord
from bot.emulator.playground import Playground, set_stage
from bot.emulator.playground.guard import is_foreign


async def nothing(url: str) -> tuple[str, bytes]:
    """A machine without a network."""
    raise OSError(url)


async def no_restart() -> None:
    """Nothing to restart."""


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A running page."""
    async with LocalDiscord() as discord:
        page = Playground(discord, set_stage(discord.world), fetch=nothing, restart=no_restart)
        await page.start(0)
        yield page
        await page.close()


@pytest.mark.parametrize(
    ("host", "origin", "site", "foreign"),
    [
        ("127.0.0.1:8023", None, None, False),
        ("localhost:8023", "http://localhost:8023", "same-origin", False),
        ("[::1]:8023", None, "none", False),
        ("evil.example:8023", None, None, True),
        ("127.0.0.1.evil.example", None, None, True),
        ("", None, None, True),
        ("127.0.0.1:8023", "http://evil.example", None, True),
        ("127.0.0.1:8023", "http://127.0.0.1:9000", None, True),
        ("127.0.0.1:8023", "null", None, True),
        ("127.0.0.1:8023", None, "cross-site", True),
        ("127.0.0.1:8023", None, "same-site", True),
    ],
)
def test_foreign(host: str, origin: str | None, site: str | None, *, foreign: bool) -> None:
    """Only this machine's names, this page's origin and this page's requests are let in."""
    assert is_foreign(host, origin, site, navigates=False) is foreign


def test_a_link_may_lead_here() -> None:
    """Following a link from another site to the page is no attack."""
    assert not is_foreign("127.0.0.1:1", None, "cross-site", navigates=True)


async def test_pages_and_their_rules(playground: Playground) -> None:
    """The page and its parts come with a policy that lets nothing from elsewhere run."""
    async with ClientSession() as client:
        for path in ("", "static/js/app.js", "static/css/theme.css", "static/icon.svg"):
            async with client.get(playground.url + path) as answer:
                assert answer.status == 200
                assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
                assert "unsafe" not in answer.headers["Content-Security-Policy"]


async def test_foreign_requests_are_refused(playground: Playground) -> None:
    """A rebound name and a strange origin get nothing, nor do paths outside the page."""
    async with ClientSession() as client:
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
            async with client.get(playground.url, headers=headers) as answer:
                assert answer.status == 403
                assert "playground-key" not in await answer.text()
        for path in (
            "static/../server.py",
            "static/%2e%2e/server.py",
            "media?url=file:///etc/passwd",
        ):
            async with client.get(playground.url + path) as answer:
                assert answer.status == 404


@pytest.mark.parametrize("hello", ['{"op": "hello", "key": "guess"}', "{}", "[]", "no JSON"])
async def test_the_key_is_asked_for(playground: Playground, hello: str) -> None:
    """A WebSocket that does not know this run's key learns nothing and is closed."""
    async with ClientSession() as client, client.ws_connect(playground.url + "socket") as socket:
        await socket.send_str(hello)
        answer = await socket.receive()
        assert answer.type is WSMsgType.CLOSE
        assert socket.close_code == 4004
