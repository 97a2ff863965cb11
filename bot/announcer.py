"""The announcer's life: it watches the outbox and keeps one worker per busy destination.

Each destination is served by a task of its own, so one that is slow, failing or gone delays
no other. What another process wrote into the outbox is seen at the next look.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from bot.courier import Courier
from bot.places import Destination, Status
from bot.services.adoption import ABSENCE
from bot.services.delivering import Job, next_job
from bot.state import adoptions, destinations, notes, outbox
from bot.state.database import Database
from bot.state.notes import Moment
from index.catalog import Catalog

_log = logging.getLogger(__name__)

_SIGN_OF_LIFE = timedelta(minutes=5)


class Announcer:
    """Delivers what the outbox holds. `run` is its life; `wake` saves it a wait."""

    def __init__(
        self,
        database: Database,
        courier: Courier,
        *,
        clock: Callable[[], datetime],
        pause: float = 5.0,
    ) -> None:
        self._database = database
        self._courier = courier
        self._clock = clock
        self._pause = pause
        self._woken = asyncio.Event()
        self._workers: dict[int, asyncio.Task[bool]] = {}
        self._catalog: tuple[int, Catalog] = (0, Catalog())
        self._alive: datetime | None = None

    def wake(self) -> None:
        """Look at the outbox now, because something was written there."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver until cancelled; a failure of ours is logged and the next look comes."""
        try:
            while True:
                try:
                    await self._start_workers()
                except Exception:
                    _log.exception("the outbox could not be read; looking again")
                # Not `wait_for`: before Python 3.12 it swallows a cancellation that comes
                # together with the wake, and the program would never end.
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._pause):
                        await self._woken.wait()
                self._woken.clear()
        finally:
            await self._stop_workers()

    async def drain(self) -> None:
        """Deliver all that is due now and return, for tests and for one-off runs."""
        try:
            while await self._start_workers():
                if not any(await asyncio.gather(*self._workers.values())):
                    return
        finally:
            await self._stop_workers()

    async def _start_workers(self) -> bool:
        await self._sign_of_life()
        self._workers = {k: task for k, task in self._workers.items() if not task.done()}
        for place in await self._busy():
            if place not in self._workers:
                self._workers[place] = asyncio.create_task(
                    self._work(place), name=f"announce-{place}"
                )
        return bool(self._workers)

    async def _stop_workers(self) -> None:
        tasks = list(self._workers.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._workers.clear()

    async def _busy(self) -> Sequence[int]:
        async with self._database.reading() as connection:
            found = await outbox.busy_destinations(connection, self._clock())
            known = await destinations.all_destinations(connection)
        served = {place.id for place in known if self._courier.serves(place)}
        return [place for place in found if place in served]

    async def _sign_of_life(self) -> None:
        """Notice a long absence, after which what waited may be told in one message."""
        now = self._clock()
        if self._alive is not None and now - self._alive < _SIGN_OF_LIFE:
            return
        async with self._database.writing() as connection:
            last = await notes.moment(connection, Moment.ANNOUNCED)
            if last is not None and now - last > ABSENCE:
                await outbox.catch_up(connection)
            await notes.note_moment(connection, Moment.ANNOUNCED, now)
            untold = [
                place
                for place in await destinations.all_destinations(connection)
                if self._alive is None and place.status is Status.PAUSED and not place.told_at
            ]
        self._alive = now
        for place in untold:
            await self._courier.tell(place, place.reason)

    async def _work(self, destination_id: int) -> bool:
        """Do what a destination has to do, one thing after the other; whether it did any."""
        worked = False
        try:
            while True:
                place, job, catalog = await self._next(destination_id)
                if place is None or job is None:
                    return worked
                worked = True
                if not await self._courier.do(place, job, catalog):
                    return worked
        except Exception:
            _log.exception("announcing at destination %d failed; trying again", destination_id)
            return worked

    async def _next(self, destination_id: int) -> tuple[Destination | None, Job | None, Catalog]:
        now = self._clock()
        async with self._database.reading() as connection:
            place = await destinations.get(connection, destination_id)
            newest = await adoptions.latest_id(connection)
            if newest != self._catalog[0]:
                self._catalog = (newest, await adoptions.catalog_of(connection, newest))
            catalog = self._catalog[1]
            if place is None or place.status is not Status.ACTIVE:
                return None, None, catalog
            if place.retry_at is not None and place.retry_at > now:
                return None, None, catalog
            rows = await outbox.open_rows(connection, destination_id)
        return place, next_job(rows, place.kind, catalog, now), catalog
