"""Does one thing at one destination, and writes what became of it.

A row is marked `sending` before its request leaves and `sent` after Discord confirmed. In
between, at a crash or an unknown outcome, the row is in doubt. Sent again within minutes,
the enforced nonce makes Discord answer with the message that is already there. Later, or
in a forum, whose posts have no nonce, the courier first looks for the row's marker in the
recent history. A robot can neither tell nor be looked at: a row in doubt stays so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from bot.backoff import Backoff
from bot.destinations.marker import message_key
from bot.destinations.outlet import Alarm, DeliveryError, News, Outcome, Outlet, Receipt
from bot.places import Destination, Kind, Status
from bot.services.announcing import fingerprint
from bot.services.delivering import Job, Step, episode_of
from bot.state import destinations, notes, outbox
from bot.state.database import Database
from bot.state.outbox import Delivery, Event, Row
from index.catalog import Catalog

_log = logging.getLogger(__name__)

# Discord documents "a few minutes" of memory for nonces; we rely on the first of them.
NONCE_MEMORY = timedelta(seconds=100)

# Looked-for messages may carry a clock a little behind ours.
_SKEW = timedelta(minutes=2)


class Courier:
    """Carries out what `next_job` chose, over the outlet of the destination's kind."""

    def __init__(
        self,
        database: Database,
        outlets: Mapping[Kind, Outlet],
        alarm: Alarm,
        *,
        clock: Callable[[], datetime],
        random: Random,
        backoff: Backoff | None = None,
    ) -> None:
        self._database = database
        self._outlets = outlets
        self._alarm = alarm
        self._clock = clock
        self._random = random
        self._backoff = backoff or Backoff()
        self._installation = ""

    def serves(self, place: Destination) -> bool:
        """Whether there is an outlet for a destination."""
        return place.kind in self._outlets

    async def do(self, place: Destination, job: Job, catalog: Catalog) -> bool:
        """Do one job; whether the destination may go on with the next right away."""
        match job.step:
            case Step.JOIN:
                async with self._database.writing() as connection:
                    await outbox.join(connection, job.ids)
                return True
            case Step.POST:
                return await self._post(place, job.rows, catalog)
            case Step.EDIT:
                return await self._edit(place, job.rows[0], catalog)
            case Step.PUBLISH:
                return await self._publish(place, job.rows[0])

    async def _post(self, place: Destination, rows: Sequence[Row], catalog: Catalog) -> bool:
        outlet = self._outlets[place.kind]
        ids = [row.id for row in rows]
        key = await self._key(rows[0])
        news = _news(catalog, rows)
        try:
            if rows[0].status is Delivery.SENDING:
                if not outlet.confirms:
                    await self._doubt(place, ids, rows[0].reason or "the program was stopped")
                    return True
                found = await self._found(place, outlet, rows[0], key, hidden=not news.episodes)
                if found is not None:
                    await self._confirmed(place, rows, catalog, found, shown=False)
                    return True
            if not news.episodes:
                async with self._database.writing() as connection:
                    await outbox.put_back(
                        connection, ids, reason="withdrawn", retry_at=self._clock()
                    )
                return True
            async with self._database.writing() as connection:
                await outbox.begin(connection, ids, self._clock())
            receipt = await outlet.send(place, news, key=key)
        except DeliveryError as error:
            return await self._failed(place, rows, error)
        # To a second attempt Discord may have answered with the message of the first.
        first = rows[0].status is Delivery.PENDING
        await self._confirmed(place, rows, catalog, receipt, shown=first)
        return True

    async def _found(
        self, place: Destination, outlet: Outlet, row: Row, key: str, *, hidden: bool
    ) -> Receipt | None:
        """The message of a row in doubt, where the nonce alone does not settle it."""
        now = self._clock()
        tried = row.tried_at or row.created_at
        if outlet.remembers_nonces and now - tried < NONCE_MEMORY and not hidden:
            return None
        return await outlet.find(place, key=key, since=tried - _SKEW)

    async def _confirmed(
        self,
        place: Destination,
        rows: Sequence[Row],
        catalog: Catalog,
        receipt: Receipt,
        *,
        shown: bool,
    ) -> None:
        """Mark as sent. Unless it is sure that the message shows the catalogue as it is now
        (`shown`), a pending edit of it is not taken for done."""
        now = self._clock()
        looks = {row.id: _look(catalog, row) if shown else "" for row in rows}
        async with self._database.writing() as connection:
            await outbox.confirm(
                connection,
                looks,
                message_id=receipt.message_id,
                thread_id=receipt.thread_id,
                at=now,
            )
            if place.failures or place.reason:
                await destinations.set_health(connection, place.id)
        _log.info("announced %s at destination %d", [r.episode for r in rows], place.id)

    async def _edit(self, place: Destination, row: Row, catalog: Catalog) -> bool:
        async with self._database.reading() as connection:
            post = await outbox.post_of(connection, row.episode, place.id)
            rows = await outbox.message_rows(connection, post.leader) if post else []
        if post is None or post.status is not Delivery.SENT:
            # A post that is yet to come will show the newest state anyway.
            coming = post is not None and post.status is Delivery.PENDING
            await self._close(row, "posted with this change" if coming else "never posted")
            return True
        news = _news(catalog, rows)
        looks = {one.id: _look(catalog, one) for one in rows}
        if news.episodes and any(one.fingerprint != looks[one.id] for one in rows):
            receipt = Receipt(post.message_id, post.thread_id)
            key = await self._key(post)
            try:
                await self._outlets[place.kind].edit(place, receipt, news, key=key)
            except DeliveryError as error:
                if error.outcome is Outcome.MISSING:
                    await self._close(row, "the message was deleted")
                    return True
                return await self._failed(place, [row], error)
        async with self._database.writing() as connection:
            await outbox.show(connection, looks)
            await outbox.finish_edits(connection, [row.id], self._clock())
        return True

    async def _publish(self, place: Destination, row: Row) -> bool:
        reason = ""
        try:
            await self._outlets[place.kind].publish(place, Receipt(row.message_id, row.thread_id))
        except DeliveryError as error:
            if error.outcome in (Outcome.LATER, Outcome.UNKNOWN):
                await self._later(place, [row], error)
                return False
            reason = f"not published: {error.reason}"
            _log.warning("destination %d, row %d: %s", place.id, row.id, reason)
        async with self._database.writing() as connection:
            await outbox.publish(connection, row.id, at=self._clock(), reason=reason)
        return True

    async def _failed(self, place: Destination, rows: Sequence[Row], error: DeliveryError) -> bool:
        """Write what a failure means, and whether the destination may go on."""
        _log.warning("destination %d: %s (%s)", place.id, error.reason, error.outcome.value)
        match error.outcome:
            case Outcome.UNKNOWN if not self._outlets[place.kind].confirms:
                await self._doubt(place, [row.id for row in rows], error.reason)
                return True
            case Outcome.LATER | Outcome.UNKNOWN:
                await self._later(place, rows, error)
            case Outcome.FORBIDDEN:
                await self._forbidden(place, rows, error)
            case Outcome.REJECTED | Outcome.MISSING:
                if rows[0].attempts + 1 < self._backoff.rejected:
                    await self._later(place, rows, error)
                else:
                    _log.error("gave up on %s: %s", [r.episode for r in rows], error.reason)
                    async with self._database.writing() as connection:
                        ids = [row.id for row in rows]
                        await outbox.close(connection, ids, Delivery.DROPPED, error.reason)
                    return True
        return False

    async def _later(self, place: Destination, rows: Sequence[Row], error: DeliveryError) -> None:
        wait = self._backoff.wait(rows[0].attempts + 1, error.retry_after, self._random)
        at = self._clock() + wait
        ids = [row.id for row in rows]
        # A refusal proves that nothing was posted only where no earlier attempt is in doubt.
        untouched = rows[0].event is Event.NEW and rows[0].status is Delivery.PENDING
        async with self._database.writing() as connection:
            if untouched and error.outcome is not Outcome.UNKNOWN:
                await outbox.put_back(connection, ids, reason=error.reason, retry_at=at)
            else:
                tried = rows[0].attempts + 1
                await outbox.wait(connection, ids, reason=error.reason, retry_at=at, attempts=tried)

    async def _forbidden(
        self, place: Destination, rows: Sequence[Row], error: DeliveryError
    ) -> None:
        failures = place.failures + 1
        paused = failures >= self._backoff.forbidden
        at = None if paused else self._clock() + timedelta(seconds=self._backoff.patience)
        async with self._database.writing() as connection:
            if rows[0].event is Event.NEW and rows[0].status is Delivery.PENDING:
                await outbox.put_back(
                    connection,
                    [row.id for row in rows],
                    reason=error.reason,
                    retry_at=self._clock(),
                )
            await destinations.set_health(
                connection,
                place.id,
                status=Status.PAUSED if paused else Status.ACTIVE,
                reason=error.reason,
                failures=failures,
                retry_at=at,
            )
        if paused:
            await self.tell(place, error.reason)

    async def tell(self, place: Destination, reason: str) -> None:
        """Tell the admins of a paused destination why, and remember that they know."""
        told = await self._alarm.tell(place, reason=reason)
        _log.error("paused destination %d (%s); admins told: %s", place.id, reason, told)
        if told:
            async with self._database.writing() as connection:
                await destinations.set_told(connection, place.id, self._clock())

    async def _doubt(self, place: Destination, ids: Sequence[int], reason: str) -> None:
        _log.error("destination %d cannot say whether rows %s arrived: %s", place.id, ids, reason)
        async with self._database.writing() as connection:
            await outbox.close(connection, ids, Delivery.DOUBT, reason)

    async def _close(self, row: Row, reason: str) -> None:
        async with self._database.writing() as connection:
            await outbox.close(connection, [row.id], Delivery.DROPPED, reason)

    async def _key(self, row: Row) -> str:
        if not self._installation:
            async with self._database.writing() as connection:
                self._installation = await notes.installation(connection)
        return message_key(self._installation, row.leader)


def _news(catalog: Catalog, rows: Sequence[Row]) -> News:
    found = (episode_of(catalog, row) for row in rows)
    return News(catalog, tuple(episode for episode in found if episode is not None))


def _look(catalog: Catalog, row: Row) -> str:
    episode = episode_of(catalog, row)
    return fingerprint(catalog, episode) if episode else ""
