"""The pure choice of what to do next for a destination, from what its outbox holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.places import Kind
from bot.state.outbox import Delivery, Event, Row
from index.catalog import Catalog, Episode

# Longer digests no longer fit in one message; the rest follows in another.
DIGEST_LIMIT = 12


class Step(Enum):
    """What is done with some rows."""

    JOIN = "join"
    POST = "post"
    EDIT = "edit"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do now; all rows of a job share one message."""

    step: Step
    rows: tuple[Row, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of its rows."""
        return tuple(row.id for row in self.rows)


def episode_of(catalog: Catalog, row: Row) -> Episode | None:
    """A row's episode, under its newest id; None while upstream has withdrawn it."""
    entry = catalog.get(row.episode)
    return entry if isinstance(entry, Episode) else None


def next_job(rows: Sequence[Row], kind: Kind, catalog: Catalog, now: datetime) -> Job | None:
    """What to do next with a destination's open rows, given in the order of their ids.

    New posts keep their order: one that waits holds up those behind it. Edits and
    publishing hold up nothing. An episode that upstream has withdrawn waits without
    holding up the others.
    """
    posts = [r for r in rows if r.event is Event.NEW and r.status is not Delivery.SENT]
    present = [r for r in posts if episode_of(catalog, r) or r.status is Delivery.SENDING]
    if present and _due(present[0], now):
        return _post(present, posts, kind)
    # What a post in doubt shows is unknown until it is found: its edit comes after that.
    doubtful = {row.episode for row in posts if row.status is Delivery.SENDING}
    for row in rows:
        if _due(row, now):
            if row.event is Event.EDIT and row.episode not in doubtful:
                return Job(Step.EDIT, (row,))
            if row.event is Event.NEW and row.status is Delivery.SENT:
                return Job(Step.PUBLISH, (row,))
    return None


def _post(waiting: Sequence[Row], posts: Sequence[Row], kind: Kind) -> Job:
    first = waiting[0]
    if first.digest is not None:
        # A digest once formed keeps all its rows, withdrawn ones too: they share its key.
        return Job(Step.POST, tuple(row for row in posts if row.digest == first.digest))
    if kind is not Kind.FORUM and _joins(first):
        run: list[Row] = []
        for row in waiting[:DIGEST_LIMIT]:
            if not _joins(row):
                break
            run.append(row)
        if len(run) > 1:
            return Job(Step.JOIN, tuple(run))
    return Job(Step.POST, (first,))


def _joins(row: Row) -> bool:
    return row.catch_up and row.digest is None and row.status is Delivery.PENDING


def _due(row: Row, now: datetime) -> bool:
    return row.retry_at is None or row.retry_at <= now
