"""Keeps other web pages out: what a browser may reach on loopback."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names of this machine that a browser may use."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse (403) a foreign Host (DNS rebinding) or Origin (another site's script)."""
    host = request.headers.get("Host", "")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return web.json_response({"message": "foreign Host", "code": 0}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return web.json_response({"message": "foreign Origin", "code": 0}, status=403)
    return await handler(request)
