"""Who may talk to the playground: its own page, on this machine, and nobody else.

A page from elsewhere that the same browser has open could otherwise reach 127.0.0.1: by a
host name that it points there (DNS rebinding), by a form or by a WebSocket.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from bot.emulator.loopback import LOOPBACK, Handler

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        # 'self' covers this page's own WebSocket in newer browsers, the name in older ones.
        "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer carries unless its handler says otherwise."""


def is_foreign(host: str, origin: str | None, site: str | None, *, navigates: bool) -> bool:
    """Whether a request comes from anywhere but this server's own page.

    `host`, `origin` and `site` are the headers Host, Origin and Sec-Fetch-Site. A link on
    another page may lead here (`navigates`), but nothing there may fetch from here.
    """
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return True
    if origin is not None and origin != f"http://{host}":
        return True
    return site in ("cross-site", "same-site") and not navigates


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign requests with 403, and send the security headers with the rest."""
    headers = request.headers
    navigates = request.path == "/" and headers.get("Sec-Fetch-Mode") == "navigate"
    if is_foreign(
        headers.get("Host", ""),
        headers.get("Origin"),
        headers.get("Sec-Fetch-Site"),
        navigates=navigates,
    ):
        return web.Response(status=403, text="This page is for this machine alone.\n")
    response = await handler(request)
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response
