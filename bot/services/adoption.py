"""The one transaction that puts a catalogue in force.

The catalogue, what its sources said, the episodes it brings and the announcements it
causes are committed together: whenever the process is killed, either all of it happened
or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.announcing import CategoryOf, baseline, plan
from bot.state import adoptions, destinations, notes, outbox, seen, sources
from bot.state.adoptions import Adoption
from bot.state.database import Database
from bot.state.errors import StaleAdoptionError
from bot.state.notes import Moment
from bot.state.sources import Source
from index.catalog import Catalog

# After a longer absence several new episodes are announced in one message.
ABSENCE = timedelta(days=1)


async def ensure_baseline(database: Database, shipped: Catalog, *, at: datetime) -> Adoption:
    """The adoption in force; on a fresh database the shipped catalogue becomes the first.

    Its episodes count as seen, so none of them is ever announced as new.
    """
    async with database.reading() as connection:
        current = await adoptions.latest(connection)
    if current is not None:
        return current
    async with database.writing() as connection:
        current = await adoptions.latest(connection)
        if current is None:
            current = await adoptions.add(connection, shipped, parent=0, summary="", at=at)
            await seen.save(connection, baseline(shipped, at).seen)
    return current


async def commit(
    database: Database,
    catalog: Catalog,
    *,
    parent: int,
    summary: str,
    looked_at: Sequence[Source],
    category_of: CategoryOf,
    at: datetime,
    quiet: bool = False,
) -> Adoption:
    """Adopt a catalogue that was compared with adoption `parent`.

    `looked_at` are the sources as this look left them. With `quiet` its new episodes count
    as known from before, so that the first import of somebody's old list announces nothing.
    Raises `StaleAdoptionError`, with nothing written, when another process adopted
    meanwhile: compare again with its catalogue.
    """
    async with database.writing() as connection:
        adopted = await adoptions.add(connection, catalog, parent=parent, summary=summary, at=at)
        last_look = await notes.moment(connection, Moment.LOOKED)
        planned = plan(
            catalog,
            adoption=0 if quiet else adopted.id,
            seen=await seen.all_seen(connection),
            destinations=await destinations.all_destinations(connection),
            posts=await outbox.posts(connection),
            category_of=category_of,
            catch_up=last_look is None or at - last_look > ABSENCE,
            at=at,
        )
        await seen.save(connection, planned.seen)
        await outbox.add(connection, planned.rows)
        await _save(connection, looked_at, at)
    return adopted


async def commit_look(
    database: Database, looked_at: Sequence[Source], *, at: datetime, parent: int | None = None
) -> None:
    """Remember a look at the sources that changed no catalogue.

    Raises `StaleAdoptionError` where adoption `parent` is no longer in force: what this look
    saw may be older than what another process has kept since.
    """
    async with database.writing() as connection:
        if parent is not None and await adoptions.latest_id(connection) != parent:
            raise StaleAdoptionError(f"adoption {parent} is no longer the newest")
        await _save(connection, looked_at, at)


async def _save(connection: AsyncConnection, looked_at: Sequence[Source], at: datetime) -> None:
    for source in looked_at:
        await sources.save(connection, source)
    # What is adopted without a look, as the shipped catalogue after an upgrade, must not
    # hide that upstream was not looked at for days.
    if looked_at:
        await notes.note_moment(connection, Moment.LOOKED, at)
