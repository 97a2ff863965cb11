"""What is to be announced where, and what became of it: one row per event and destination.

A row is written with the adoption that causes it and goes through

    pending -> sending -> sent           Discord confirmed, or a robot accepted
                       -> pending        certainly not delivered; tried again later
                       -> sending        perhaps delivered; looked for before the next try
                       -> doubt          perhaps delivered, and the place cannot be asked
            -> dropped                   with the reason

`sending` is written before the request leaves, so a row found so after a crash is a row in
doubt, never one that looks untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.schema import destination, outbox


class Event(StrEnum):
    """What happened to an episode."""

    NEW = "new"
    EDIT = "edit"


class Delivery(StrEnum):
    """How far a row has come."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DOUBT = "doubt"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class NewRow:
    """An announcement about to be planned; `catch_up` ones may be joined into a digest."""

    event: Event
    episode: str
    destination: int
    adoption: int
    catch_up: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Row(NewRow):
    """An announcement as it stands.

    `digest` is the id of the row that leads a joint message; nonce and marker are made
    from it. `tried_at` is the first attempt whose outcome is unknown, None where every
    attempt certainly failed. `fingerprint` is what the message shows. `published_at` is
    when it was passed on to the followers of an announcement channel.
    """

    id: int = 0
    status: Delivery = Delivery.PENDING
    reason: str = ""
    attempts: int = 0
    digest: int | None = None
    message_id: int | None = None
    thread_id: int | None = None
    fingerprint: str = ""
    tried_at: datetime | None = None
    retry_at: datetime | None = None
    sent_at: datetime | None = None
    published_at: datetime | None = None

    @property
    def leader(self) -> int:
        """The row the message's nonce and marker are made from."""
        return self.digest or self.id


async def add(connection: AsyncConnection, rows: Iterable[NewRow]) -> None:
    """Plan announcements."""
    values = [
        {
            **asdict(row),
            "event": row.event.value,
            "status": Delivery.PENDING.value,
            "reason": "",
            "attempts": 0,
            "fingerprint": "",
        }
        for row in rows
    ]
    if values:
        await connection.execute(insert(outbox), values)


_OPEN = or_(
    outbox.c.status.in_([Delivery.PENDING.value, Delivery.SENDING.value]),
    and_(
        outbox.c.status == Delivery.SENT.value,
        outbox.c.event == Event.NEW.value,
        outbox.c.published_at.is_(None),
        destination.c.kind == "announcement",
        or_(outbox.c.digest.is_(None), outbox.c.digest == outbox.c.id),
    ),
)


async def busy_destinations(connection: AsyncConnection, now: datetime) -> Sequence[int]:
    """The ids of active destinations that have something to do now."""
    rows = await connection.execute(
        select(destination.c.id)
        .distinct()
        .join(outbox, outbox.c.destination == destination.c.id)
        .where(
            destination.c.status == "active",
            or_(destination.c.retry_at.is_(None), destination.c.retry_at <= now),
            or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= now),
            _OPEN,
        )
        .order_by(destination.c.id)
    )
    return [row.id for row in rows]


async def open_rows(connection: AsyncConnection, destination_id: int) -> Sequence[Row]:
    """What is left to do for a destination, in the order it was planned."""
    return await _select(connection, _OPEN, outbox.c.destination == destination_id)


async def posts(connection: AsyncConnection) -> Sequence[Row]:
    """Every row of a new episode, whatever became of it."""
    return await _select(connection, outbox.c.event == Event.NEW.value)


async def post_of(connection: AsyncConnection, episode: str, destination_id: int) -> Row | None:
    """The row that announced an episode somewhere."""
    found = await _select(
        connection,
        outbox.c.event == Event.NEW.value,
        outbox.c.episode == episode,
        outbox.c.destination == destination_id,
    )
    return found[0] if found else None


async def message_rows(connection: AsyncConnection, leader: int) -> Sequence[Row]:
    """The rows that one message announces: a digest's, or the one."""
    return await _select(connection, or_(outbox.c.digest == leader, outbox.c.id == leader))


async def join(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Make one message of several rows, led by the first."""
    await _update(connection, ids, digest=ids[0])


async def begin(connection: AsyncConnection, ids: Sequence[int], at: datetime) -> None:
    """The request is about to leave."""
    await _update(
        connection,
        ids,
        status=Delivery.SENDING.value,
        attempts=outbox.c.attempts + 1,
        tried_at=func.coalesce(outbox.c.tried_at, at),
        retry_at=None,
    )


async def confirm(
    connection: AsyncConnection,
    fingerprints: Mapping[int, str],
    *,
    message_id: int | None,
    thread_id: int | None,
    at: datetime,
) -> None:
    """The message is there, and shows this of each row."""
    for row_id, fingerprint in fingerprints.items():
        await _update(
            connection,
            [row_id],
            status=Delivery.SENT.value,
            reason="",
            retry_at=None,
            message_id=message_id,
            thread_id=thread_id,
            fingerprint=fingerprint,
            sent_at=at,
        )


async def show(connection: AsyncConnection, fingerprints: Mapping[int, str]) -> None:
    """The message of these rows was edited and shows this now."""
    for row_id, fingerprint in fingerprints.items():
        await _update(connection, [row_id], fingerprint=fingerprint)


async def finish_edits(connection: AsyncConnection, ids: Sequence[int], at: datetime) -> None:
    """The edits that these rows asked for show."""
    await _update(connection, ids, status=Delivery.SENT.value, reason="", retry_at=None, sent_at=at)


async def put_back(
    connection: AsyncConnection, ids: Sequence[int], *, reason: str, retry_at: datetime
) -> None:
    """Certainly not delivered: as if untried, but not before `retry_at`."""
    await _update(
        connection,
        ids,
        status=Delivery.PENDING.value,
        reason=reason,
        tried_at=None,
        retry_at=retry_at,
    )


async def wait(
    connection: AsyncConnection,
    ids: Sequence[int],
    *,
    reason: str,
    retry_at: datetime,
    attempts: int,
) -> None:
    """The outcome is unknown, or a step that may be repeated failed: again at `retry_at`."""
    await _update(connection, ids, reason=reason, retry_at=retry_at, attempts=attempts)


async def publish(
    connection: AsyncConnection, row_id: int, *, at: datetime, reason: str = ""
) -> None:
    """Passed on to an announcement channel's followers, or given up with a reason."""
    await _update(connection, [row_id], published_at=at, reason=reason, retry_at=None)


async def close(
    connection: AsyncConnection, ids: Sequence[int], status: Delivery, reason: str
) -> None:
    """Nothing more will be done: `doubt` or `dropped`, and why."""
    await _update(connection, ids, status=status.value, reason=reason, retry_at=None)


async def catch_up(connection: AsyncConnection, destination_id: int | None = None) -> int:
    """Let what waits be joined into a digest, at one destination or at all; how much it is."""
    statement = update(outbox).where(
        outbox.c.status == Delivery.PENDING.value, outbox.c.event == Event.NEW.value
    )
    if destination_id is not None:
        statement = statement.where(outbox.c.destination == destination_id)
    return (await connection.execute(statement.values(catch_up=True, retry_at=None))).rowcount


async def counts(connection: AsyncConnection) -> Mapping[str, int]:
    """How many rows stand at each status."""
    number = func.count().label("number")
    rows = await connection.execute(select(outbox.c.status, number).group_by(outbox.c.status))
    return {row.status: row.number for row in rows}


async def _update(connection: AsyncConnection, ids: Sequence[int], **values: Any) -> None:
    await connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(**values))


async def _select(connection: AsyncConnection, *conditions: Any) -> list[Row]:
    rows = await connection.execute(
        select(outbox)
        .join(destination, destination.c.id == outbox.c.destination)
        .where(*conditions)
        .order_by(outbox.c.id)
    )
    return [
        Row(**{**row._mapping, "event": Event(row.event), "status": Delivery(row.status)})
        for row in rows
    ]
