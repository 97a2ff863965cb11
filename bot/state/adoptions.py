"""Adopted catalogues: the newest row is the catalogue that is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.errors import StaleAdoptionError
from bot.state.schema import adoption
from index.catalog import Catalog, dump, load

# Older ones serve nobody but a curious operator, and each holds a whole catalogue.
_KEPT = 20


@dataclass(frozen=True, slots=True)
class Adoption:
    """A catalogue that was adopted; `summary` says for people what changed with it.

    `parent` is the adoption it was compared with, 0 for the first.
    """

    id: int
    parent: int
    hash: str
    summary: str
    adopted_at: datetime


async def latest(connection: AsyncConnection) -> Adoption | None:
    """The adoption in force; None before the first."""
    columns = [adoption.c[name] for name in Adoption.__dataclass_fields__]
    row = (
        await connection.execute(select(*columns).order_by(adoption.c.id.desc()).limit(1))
    ).one_or_none()
    return Adoption(**row._mapping) if row else None


async def latest_id(connection: AsyncConnection) -> int:
    """The id of the adoption in force, 0 before the first: cheap enough to ask often."""
    return await connection.scalar(select(func.max(adoption.c.id))) or 0


async def catalog_of(connection: AsyncConnection, adoption_id: int) -> Catalog:
    """The catalogue of an adoption. Raises `LookupError` when it is no longer kept."""
    text = await connection.scalar(select(adoption.c.catalog).where(adoption.c.id == adoption_id))
    if text is None:
        raise LookupError(f"adoption {adoption_id} is not kept")
    return load(text)


async def add(
    connection: AsyncConnection, catalog: Catalog, *, parent: int, summary: str, at: datetime
) -> Adoption:
    """Put a catalogue in force in place of adoption `parent`, and drop the oldest rows.

    Raises `StaleAdoptionError` when another took `parent`'s place before; the transaction
    can then only be rolled back.
    """
    if await latest_id(connection) != parent:
        raise StaleAdoptionError(f"adoption {parent} is no longer the newest")
    values = {"parent": parent, "hash": catalog.hash, "summary": summary, "adopted_at": at}
    try:
        added = await connection.scalar(
            insert(adoption).values(catalog=dump(catalog), **values).returning(adoption.c.id)
        )
    except IntegrityError as error:
        raise StaleAdoptionError(f"adoption {parent} is no longer the newest") from error
    assert added is not None
    await connection.execute(delete(adoption).where(adoption.c.id <= added - _KEPT))
    return Adoption(id=added, parent=parent, hash=catalog.hash, summary=summary, adopted_at=at)
