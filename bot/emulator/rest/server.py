"""The REST API over HTTP: who may ask, what was asked, and how it is answered."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BodyPartReader, web

from bot.emulator import errors
from bot.emulator.composing import Upload
from bot.emulator.errors import ApiError, Json
from bot.emulator.interactions.lifecycle import Interactions
from bot.emulator.rest.faults import Fault, Faults
from bot.emulator.rest.openapi import OpenApi, Violation
from bot.emulator.rest.ratelimit import RateLimits, Verdict, refusal
from bot.emulator.rest.routes import ROUTES
from bot.emulator.rest.routing import Call, Route
from bot.emulator.traffic import Traffic
from bot.emulator.world import World

PREFIX = "/api/v10"
_log = logging.getLogger(__name__)
_MAJOR = ("channel_id", "guild_id", "webhook_id", "interaction_id")
_SECRET = ("interaction_token", "webhook_token")

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Rest:
    """Answers REST requests to ``world`` from clients that know ``token``."""

    def __init__(
        self,
        world: World,
        interactions: Interactions,
        token: str,
        traffic: Traffic,
        *,
        limits: RateLimits,
        faults: Faults,
        openapi: OpenApi | None,
        violations: list[Violation],
    ) -> None:
        self._world = world
        self._interactions = interactions
        self._authorization = f"Bot {token}"
        self._traffic = traffic
        self._limits = limits
        self._faults = faults
        self._openapi = openapi
        self._hanging = asyncio.Event()
        self.gateway_url = ""
        self._violations = violations

    def mount(self, app: web.Application) -> None:
        """Add every route to ``app``, and a clear answer for those not covered."""
        for route in ROUTES:
            app.router.add_route(route.method, PREFIX + route.template, self._respond(route))
        app.router.add_get("/attachments/{channel}/{attachment}/{filename}", self._attachment)
        app.router.add_route("*", "/api/{tail:.*}", self._uncovered)

    def close(self) -> None:
        """Let hanging requests go."""
        self._hanging.set()

    def _respond(self, route: Route) -> Respond:
        async def respond(request: web.Request) -> web.StreamResponse:
            started = time.perf_counter()
            body: Any = None
            headers: dict[str, str] = {}
            try:
                if not route.public:
                    self._authorize(request)
                verdict = self._limit(route, request)
                headers = verdict.headers
                fault = self._faults.take(route.name) if self._faults.pending else None
                if verdict.body is not None:
                    status, answer = 429, verdict.body
                elif fault is not None and not fault.after and fault.kind != "slow":
                    return await self._break(request, route, fault)
                else:
                    if fault is not None and fault.kind == "slow":
                        await asyncio.sleep(fault.seconds)
                    body, uploads = await _read(request)
                    self._check_request(route, body)
                    status, answer = self._handle(route, request, body, uploads)
                    if fault is not None and fault.after:
                        return await self._break(request, route, fault)
            except ApiError as error:
                status, answer = error.failure.status, error.body()
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                # A body of a shape that nobody thought of; clients do not retry a 501.
                _log.exception("could not answer %s", route.name)
                status, answer = 501, _cannot(f"take this body ({error!r})")
            took = time.perf_counter() - started
            path = _without_secrets(request)
            self._traffic.request(route.name, path, status, took, body, answer)
            return _json(status, answer, headers)

        return respond

    def _limit(self, route: Route, request: web.Request) -> Verdict:
        if not route.limited:
            return Verdict({})
        return self._limits.take(route.name, _major(request), interaction=route.public)

    def _authorize(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != self._authorization:
            raise ApiError(errors.UNAUTHORIZED)

    def _handle(
        self, route: Route, request: web.Request, body: Any, uploads: list[Upload]
    ) -> tuple[int, Any]:
        call = Call(
            self._world,
            self._interactions,
            self.gateway_url,
            request.match_info,
            request.query,
            body,
            uploads,
        )
        answer = route.handler(call)
        status = 204 if answer is None else route.status
        if self._openapi is not None and answer is not None:
            found = self._openapi.response(route.method, route.template, status, answer)
            if found is not None:
                self._violations.append(found)
        return status, answer

    def _check_request(self, route: Route, body: Any) -> None:
        if self._openapi is None:
            return
        if found := self._openapi.request(route.method, route.template, body):
            self._violations.append(found)

    async def _break(self, request: web.Request, route: Route, fault: Fault) -> web.StreamResponse:
        path = _without_secrets(request)
        if fault.kind == "status":
            self._traffic.request(route.name, path, fault.status, 0.0, None, "fault")
            return web.Response(status=fault.status, text="fault")
        if fault.kind == "rate_limit":
            verdict = refusal(fault.seconds, everything=fault.everything)
            self._traffic.request(route.name, path, 429, 0.0, None, verdict.body)
            return _json(429, verdict.body, verdict.headers)
        if fault.kind == "hang":
            self._traffic.request(route.name, path, 0, 0.0, None, "hangs")
            await self._hanging.wait()
        else:
            self._traffic.request(route.name, path, 0, 0.0, None, "cut")
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    async def _attachment(self, request: web.Request) -> web.Response:
        number = request.match_info["attachment"]
        found = self._world.attachments.get(int(number)) if number.isdecimal() else None
        if found is None:
            return web.Response(status=404)
        return web.Response(
            body=found.data,
            headers={
                "Content-Type": found.content_type,
                # What a bot uploads is never run by the page that shows it.
                "Content-Security-Policy": "sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )

    async def _uncovered(self, request: web.Request) -> web.Response:
        what = f"{request.method} {request.path}"
        answer = _cannot(f"answer {what}; its README lists what it covers")
        self._traffic.request(what, request.path, 501, 0.0, None, answer)
        return _json(501, answer, {})


def _cannot(what: str) -> Json:
    return {"code": 0, "message": f"The local Discord cannot {what}."}


def _major(request: web.Request) -> str:
    return "/".join(request.match_info[key] for key in _MAJOR if key in request.match_info)


def _without_secrets(request: web.Request) -> str:
    path = request.path
    for key in _SECRET:
        if token := request.match_info.get(key):
            path = path.replace(token, "…")
    return path


async def _read(request: web.Request) -> tuple[Any, list[Upload]]:
    """The JSON body and the files of a request."""
    if not request.can_read_body:
        return None, []
    if request.content_type == "multipart/form-data":
        return await _read_parts(request)
    raw = await request.read()
    return (_parse(raw) if raw else None), []


async def _read_parts(request: web.Request) -> tuple[Any, list[Upload]]:
    body: Any = {}
    uploads: list[Upload] = []
    reader = await request.multipart()
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            continue
        name = part.name or ""
        data = bytes(await part.read(decode=True))
        if name == "payload_json":
            body = _parse(data)
        else:
            key = name.removeprefix("files[").removesuffix("]")
            content_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads.append(Upload(key, part.filename or name, content_type, data))
    return body, uploads


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise ApiError(errors.BAD_JSON) from None


def _json(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    if status == 204:
        return web.Response(status=204, headers=headers)
    # discord.py reads JSON only where Content-Type is exactly this, without a charset.
    return web.Response(
        status=status,
        body=json.dumps(answer, separators=(",", ":")).encode(),
        headers=headers | {"Content-Type": "application/json"},
    )
