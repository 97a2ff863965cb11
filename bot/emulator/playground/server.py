"""Serves the page, its pictures and its WebSocket on loopback."""

from __future__ import annotations

import secrets
from importlib import resources
from importlib.resources.abc import Traversable
from urllib.parse import quote

from aiohttp import web

from bot.emulator import LocalDiscord
from bot.emulator.playground.feed import Feed
from bot.emulator.playground.guard import guard
from bot.emulator.playground.pictures import Fetch, Pictures
from bot.emulator.playground.process import Status
from bot.emulator.playground.reader import Reader, Restart
from bot.emulator.playground.stage import Stage

HOST = "127.0.0.1"

_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


class Playground:
    """The page for `discord`, which shows `stage`.

    `fetch` gets pictures from the web; `restart` restarts the bot. A random key guards what
    the page can do: it stands in the page and comes back over the WebSocket, never in an
    address.
    """

    def __init__(
        self,
        discord: LocalDiscord,
        stage: Stage,
        *,
        fetch: Fetch,
        restart: Restart,
    ) -> None:
        self._discord = discord
        self._stage = stage
        self._restart = restart
        self._key = secrets.token_urlsafe(24)
        self._files = _static_files()
        self._feed = Feed(discord.world, discord.traffic)
        self._pictures = Pictures(discord.world, fetch)
        self._sockets: set[web.WebSocketResponse] = set()
        self._runner: web.AppRunner | None = None
        self.url = ""

    def report(self, status: Status) -> None:
        """Show how the bot's process is."""
        self._feed.report(status)

    def app(self) -> web.Application:
        """The routes, for a server of any kind."""
        app = web.Application(middlewares=[guard])
        app.router.add_get("/", self._page)
        app.router.add_get("/static/{path:.+}", self._static)
        app.router.add_get("/media", self._media)
        app.router.add_get("/socket", self._socket)
        return app

    async def start(self, port: int) -> None:
        """Listen on `port`, 0 for any; raises `OSError` where it is taken."""
        runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.url = f"http://{HOST}:{runner.addresses[0][1]}/"

    async def close(self) -> None:
        """Send the open pages away and stop listening."""
        self._feed.close()
        self._pictures.close()
        for socket in tuple(self._sockets):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _page(self, request: web.Request) -> web.Response:
        # Only this page may read itself, so only this page knows the key.
        text = self._files["index.html"][1].read_text("utf-8").replace("{key}", self._key)
        return web.Response(text=text, content_type="text/html")

    async def _static(self, request: web.Request) -> web.Response:
        found = self._files.get(request.match_info["path"])
        if found is None:
            raise web.HTTPNotFound
        kind, file = found
        # Read each time: who works on the page reloads it and sees the change.
        return web.Response(body=file.read_bytes(), content_type=kind, charset="utf-8")

    async def _media(self, request: web.Request) -> web.Response:
        address = request.query.get("url", "")
        picture = await self._pictures.get(address)
        if picture is None:
            raise web.HTTPNotFound
        headers = {
            # Opened by itself, a drawing or an attachment runs nothing and reads nothing here.
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "Cache-Control": "private, max-age=3600" if picture.real else "no-store",
        }
        if not picture.content_type.startswith("image/"):
            name = quote(address.partition("?")[0].rpartition("/")[2])
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return web.Response(body=picture.data, content_type=picture.content_type, headers=headers)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=30.0, max_msg_size=1 << 20)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            reader = Reader(self._discord, self._stage, self._feed, self._restart)
            await reader.serve(socket, self._key)
        finally:
            self._sockets.discard(socket)
        return socket


def _static_files() -> dict[str, tuple[str, Traversable]]:
    """The page's files by path, with their types; nothing else can be asked for."""
    files: dict[str, tuple[str, Traversable]] = {}
    folders = [("", resources.files("bot.emulator.playground") / "static")]
    while folders:
        prefix, folder = folders.pop()
        for entry in folder.iterdir():
            path = f"{prefix}{entry.name}"
            suffix = path[path.rfind(".") :]
            if entry.is_dir():
                folders.append((f"{path}/", entry))
            elif suffix in _TYPES:
                files[path] = (_TYPES[suffix], entry)
    return files
