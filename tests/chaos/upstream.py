"""The services that the bot follows, on a local server, with a document that grows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.e2e.readme import Readme, Row


@dataclass
class Services:
    """The three services and Discord's gateway address, as small as the look needs them."""

    document: Readme
    plays: int = 1000

    async def readme(self, _: web.Request) -> web.Response:
        """The document as it is now."""
        return web.Response(text=str(self.document))

    async def view(self, request: web.Request) -> web.Response:
        """Plays that grow with every question."""
        self.plays += 1
        data = {"bvid": request.query["bvid"], "stat": {"view": self.plays}}
        return web.json_response({"code": 0, "message": "0", "ttl": 1, "data": data})

    async def batch(self, request: web.Request) -> web.Response:
        """A record for every id."""
        ids = (await request.json())["ids"]
        return web.json_response([{"paperId": one, "citationCount": 7} for one in ids])

    async def gateway(self, _: web.Request) -> web.Response:
        """What the doctor asks Discord."""
        return web.json_response({"url": "ws://127.0.0.1"})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """The address they are served at."""
        application = web.Application()
        application.router.add_get("/README.md", self.readme)
        application.router.add_get("/x/web-interface/view", self.view)
        application.router.add_post("/graph/v1/paper/batch", self.batch)
        application.router.add_get("/api/v10/gateway", self.gateway)
        async with TestServer(application) as server:
            yield str(server.make_url("/")).rstrip("/")


def environment_of(home: Path, url: str) -> dict[str, str]:
    """The variables by which the program lives in `home` and follows what `url` serves."""
    return {
        "PAPERBOT_HOME": str(home),
        "PAPERBOT_UPSTREAM": f"{url}/README.md",
        "PAPERBOT_BILIBILI_API": url,
        "PAPERBOT_SEMANTIC_SCHOLAR_API": url,
    }


def row(number: int) -> Row:
    """The episode of a number."""
    day = f"{number // 28 % 12 + 1}/{number % 28 + 1}/{27 + number // 336}"
    return Row(
        day,
        f"[Chaos{number}](https://example.org/chaos{number}.pdf) 逐段精读",
        video=f"BV1Chao{number:05d}",
    )
