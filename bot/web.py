"""The small HTTP server of `PAPERBOT_HTTP`: health, readiness, metrics and the feeds."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from bot import feed
from bot.errors import PaperbotError
from bot.state import adoptions, destinations, notes, outbox, seen, sources
from bot.state.database import Database
from bot.state.errors import StateError
from bot.state.notes import Moment
from index.catalog import Catalog, totals


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the server may ask the running bot: its catalogue, and whether Discord has it."""

    database: Database
    catalog: Callable[[], Catalog]
    online: Callable[[], bool]


@asynccontextmanager
async def serving(vitals: Vitals, *, host: str, port: int) -> AsyncIterator[str]:
    """Serve inside the block; gives the address. Raises `PaperbotError` where it cannot."""
    runner = web.AppRunner(application(vitals), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise PaperbotError(
                f"PAPERBOT_HTTP: {host}:{port} cannot be listened on ({error.strerror})."
            ) from error
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def application(vitals: Vitals) -> web.Application:
    """The routes."""
    server = web.Application()
    for path, answer in (
        ("/healthz", _health),
        ("/readyz", _ready),
        ("/metrics", _metrics),
        ("/feed.atom", _atom),
        ("/feed.rss", _rss),
    ):
        server.router.add_get(path, _route(answer, vitals))
    return server


Answer = Callable[[web.Request, Vitals], Awaitable[web.Response]]


def _route(
    answer: Answer, vitals: Vitals
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await answer(request, vitals)
        except StateError as error:
            return web.Response(status=503, text=f"{error}\n")

    return handle


async def _health(_request: web.Request, _vitals: Vitals) -> web.Response:
    """The process answers; a supervisor restarts it where this stays away."""
    return web.Response(text="ok\n")


async def _ready(_request: web.Request, vitals: Vitals) -> web.Response:
    """Whether readers are served: Discord has the bot, and the state can be read."""
    async with vitals.database.reading() as connection:
        await adoptions.latest_id(connection)
    if not vitals.online():
        return web.Response(status=503, text="not connected to Discord\n")
    return web.Response(text="ready\n")


async def _atom(request: web.Request, vitals: Vitals) -> web.Response:
    body = feed.atom(await _entries(vitals), address=str(request.url.with_query(None)))
    return _cached(request, body, "application/atom+xml")


async def _rss(request: web.Request, vitals: Vitals) -> web.Response:
    body = feed.rss(await _entries(vitals), address=str(request.url.with_query(None)))
    return _cached(request, body, "application/rss+xml")


async def _entries(vitals: Vitals) -> list[feed.Entry]:
    async with vitals.database.reading() as connection:
        known = await seen.all_seen(connection)
    return feed.entries(vitals.catalog(), known)


def _cached(request: web.Request, body: bytes, kind: str) -> web.Response:
    """The document, or 304 to a feed reader that has it already."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    known = request.if_none_match or ()
    if any(etag.value in (tag, "*") for etag in known):
        response = web.Response(status=304)
    else:
        response = web.Response(body=body, content_type=kind, charset="utf-8")
    response.etag = tag
    return response


async def _metrics(_request: web.Request, vitals: Vitals) -> web.Response:
    async with vitals.database.reading() as connection:
        rows = await outbox.counts(connection)
        places = await destinations.all_destinations(connection)
        looked = await notes.moment(connection, Moment.LOOKED)
        refused = sum(1 for s in (await sources.all_sources(connection)).values() if s.refused)
    registry = CollectorRegistry()
    counted = totals(vitals.catalog())
    by_place: dict[tuple[str, ...], int] = {}
    for place in places:
        key = (place.kind.value, place.status.value)
        by_place[key] = by_place.get(key, 0) + 1
    _gauge(registry, "paperbot_online", "1 while Discord has the bot.", int(vitals.online()))
    _gauge(registry, "paperbot_episodes", "Episodes of the catalogue in force.", counted.episodes)
    _gauge(registry, "paperbot_papers", "Papers of the catalogue in force.", counted.papers)
    _gauge(
        registry, "paperbot_sources_refused", "Documents whose newest body was refused.", refused
    )
    _gauge(
        registry,
        "paperbot_last_look_timestamp_seconds",
        "When upstream was last looked at; 0 is never.",
        looked.timestamp() if looked else 0,
    )
    _labelled(
        registry,
        "paperbot_outbox_rows",
        "Announcements by how far they have come.",
        ("status",),
        {(status,): number for status, number in rows.items()},
    )
    _labelled(
        registry,
        "paperbot_destinations",
        "Places that follow.",
        ("kind", "status"),
        by_place,
    )
    return web.Response(
        body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
    )


def _gauge(registry: CollectorRegistry, name: str, said: str, value: float) -> None:
    Gauge(name, said, registry=registry).set(value)


def _labelled(
    registry: CollectorRegistry,
    name: str,
    said: str,
    labels: tuple[str, ...],
    values: Mapping[tuple[str, ...], int],
) -> None:
    gauge = Gauge(name, said, labels, registry=registry)
    for key, number in values.items():
        gauge.labels(*key).set(number)
