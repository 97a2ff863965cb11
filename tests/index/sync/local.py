"""A local upstream on a port of its own, and time that passes only when asked to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Time:
    """A clock that only sleeping moves; `slept` holds every wait in seconds."""

    def __init__(self, start: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)) -> None:
        self.moment = start
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        """The time of day."""
        return self.moment

    async def sleep(self, seconds: float) -> None:
        """Let that much time pass at once."""
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def passes(self, **parts: float) -> None:
        """Let time pass, as `timedelta` counts it."""
        self.moment += timedelta(**parts)


class Upstream:
    """Answers requests from a script: one answer after another, the last one for ever."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.script: list[Answer] = []
        self.requests: list[web.Request] = []
        self.bodies: list[bytes] = []

    def says(self, *answers: Answer) -> None:
        """Set what is answered from now on."""
        self.script = list(answers)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Note a request and answer it."""
        self.requests.append(request)
        self.bodies.append(await request.read())
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return await answer(request)


@asynccontextmanager
async def upstream() -> AsyncIterator[Upstream]:
    """A running upstream."""
    local: Upstream | None = None

    async def handle(request: web.Request) -> web.StreamResponse:
        assert local is not None
        return await local.handle(request)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handle)
    async with TestServer(application) as server:
        local = Upstream(str(server.make_url("/")).rstrip("/"))
        yield local


def text(
    body: str | bytes = "", status: int = 200, headers: dict[str, str] | None = None
) -> Answer:
    """An ordinary answer."""
    raw = body.encode() if isinstance(body, str) else body

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=raw, status=status, headers=headers)

    return answer


def tagged(body: str, tag: str) -> Answer:
    """A document with an ETag, which answers 304 to whoever holds it."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body.encode(), headers={"ETag": tag})

    return answer


async def never(_: web.Request) -> web.StreamResponse:
    """An answer that does not come."""
    await asyncio.Event().wait()
    raise AssertionError


async def cut(request: web.Request) -> web.StreamResponse:
    """An answer that breaks off before its announced end."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"# half")
    assert request.transport is not None
    request.transport.abort()
    return response
