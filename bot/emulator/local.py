"""The local Discord as one thing: a server on loopback with people to act for."""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.emulator.acting.actions import Actions
from bot.emulator.gateway.server import Gateway
from bot.emulator.interactions.lifecycle import Interactions
from bot.emulator.loopback import loopback_only
from bot.emulator.rest.faults import Faults
from bot.emulator.rest.openapi import OpenApi, Violation
from bot.emulator.rest.ratelimit import RateLimits
from bot.emulator.rest.server import PREFIX, Rest
from bot.emulator.traffic import Traffic
from bot.emulator.world import World


class LocalDiscord(Actions):
    """A Discord of one's own, on loopback; an asynchronous context manager.

    ``openapi`` is Discord's OpenAPI document (or its path), against which bodies are then
    checked. ``port`` 0 takes a free one. ``clock`` gives Unix time in seconds; ``deadline``
    is how long the app has to acknowledge, ``heartbeat`` the gateway's interval, both in
    seconds. ``privileged`` are granted privileged intents.
    """

    def __init__(
        self,
        *,
        openapi: OpenApi | Path | str | None = None,
        port: int = 0,
        token: str | None = None,
        clock: Callable[[], float] = time.time,
        deadline: float = 3.0,
        heartbeat: float = 41.25,
        privileged: int = 0,
        timeout: float = 10.0,
    ) -> None:
        self.world = World(clock=clock)
        self.token = token or _token(self.world.bot.id)
        self.timeout = timeout
        self.faults = Faults()
        self.limits = RateLimits(clock)
        self.traffic = Traffic(clock)
        self.gateway = Gateway(
            self.world, self.token, self.traffic, heartbeat=heartbeat, privileged=privileged
        )
        self._openapi = OpenApi(Path(openapi)) if isinstance(openapi, Path | str) else openapi
        self._port = port
        self._deadline = deadline
        self._runner: web.AppRunner | None = None
        self.url = ""
        self.violations: list[Violation] = []
        """The bodies that did not fit the OpenAPI document."""

    @property
    def api_url(self) -> str:
        """Where REST is, with the version."""
        return self.url + PREFIX

    @property
    def gateway_url(self) -> str:
        """Where the gateway is."""
        return self.url.replace("http", "ws", 1) + "/gateway"

    async def start(self) -> None:
        """Serve; raises ``OSError`` where the port is taken."""
        self.interactions = Interactions(
            self.world, deadline=self._deadline, call_later=asyncio.get_running_loop().call_later
        )
        self._rest = Rest(
            self.world,
            self.interactions,
            self.token,
            self.traffic,
            limits=self.limits,
            faults=self.faults,
            openapi=self._openapi,
            violations=self.violations,
        )
        app = web.Application(middlewares=[loopback_only], client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        self._rest.mount(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = self.world.cdn_url = f"http://127.0.0.1:{port}"
        self.gateway.url = self._rest.gateway_url = self.gateway_url

    async def stop(self) -> None:
        """Say goodbye to clients and stop serving."""
        self._rest.close()
        self.interactions.close()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def connected(self) -> None:
        """Wait until a client has identified; raises ``TimeoutError``."""
        await asyncio.wait_for(self.gateway.identified.wait(), self.timeout)

    async def registered(self, command: str) -> None:
        """Wait until a global command of this name is there; raises ``TimeoutError``."""
        commands = self.world.commands
        async with asyncio.timeout(self.timeout):
            while all(each["name"] != command for each in commands.all()):
                await commands.changed()


def _token(bot_id: int) -> str:
    """A token of Discord's shape: hikari reads the bot's id out of its first part."""
    number = base64.urlsafe_b64encode(str(bot_id).encode()).decode().rstrip("=")
    return f"{number}.local.{secrets.token_urlsafe(24)}"
