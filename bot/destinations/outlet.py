"""The port between the announcer and a place: what a place can do, and how it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.places import Destination
from index.catalog import Catalog, Episode


@dataclass(frozen=True)
class News:
    """What one message tells: an episode, or several as a digest, oldest first.

    A `sample` says that it is one, and pings nobody.
    """

    catalog: Catalog
    episodes: tuple[Episode, ...]
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a message stands; robots give none. `thread_id` is the post of a forum."""

    message_id: int | None = None
    thread_id: int | None = None


class Outcome(Enum):
    """What a failure means for the row and the destination."""

    LATER = "later"  # certainly not delivered; the place asks or needs us to wait
    UNKNOWN = "unknown"  # perhaps delivered
    FORBIDDEN = "forbidden"  # certainly not delivered; the place is gone or closed to us
    REJECTED = "rejected"  # certainly not delivered; the place dislikes this message
    MISSING = "missing"  # the message to change is no longer there


class DeliveryError(Exception):
    """A request to a place failed.

    `reason` is a short key under `announcing.reason` in the locales where people are to
    understand it (`missing_access`), else a sentence for the log. `retry_after` is what
    the place asks for, in seconds.
    """

    def __init__(self, outcome: Outcome, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.retry_after = retry_after


class Outlet(Protocol):
    """Sends to one kind of place. Every method raises `DeliveryError`.

    `key` names the message; it is the same in every attempt at the same message.
    """

    confirms: bool
    """Whether a message can be looked for, so that a row in doubt is ever resolved."""

    remembers_nonces: bool
    """Whether sending again within minutes, with the same key, makes no second message."""

    async def send(self, place: Destination, news: News, *, key: str) -> Receipt:
        """Post a message."""

    async def find(self, place: Destination, *, key: str, since: datetime) -> Receipt | None:
        """The message of a key among those posted since a moment."""

    async def edit(self, place: Destination, receipt: Receipt, news: News, *, key: str) -> None:
        """Make a message show what is known now; doing so twice is harmless."""

    async def publish(self, place: Destination, receipt: Receipt) -> None:
        """Pass a message on to an announcement channel's followers; twice is harmless."""


class Alarm(Protocol):
    """Tells the people in charge that a destination was paused."""

    async def tell(self, place: Destination, *, reason: str) -> bool:
        """Whether somebody could be told."""
