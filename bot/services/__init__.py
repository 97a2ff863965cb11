"""Use cases, without Discord: what commands and buttons ask for, and get domain values from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.destinations.outlet import Outlet
    from bot.places import Kind
    from bot.services.subscribing import Subscriptions
    from index.search.library import Library


class Announcing(Protocol):
    """Who follows, and how each kind of place is reached."""

    @property
    def subscriptions(self) -> Subscriptions:
        """Begins and ends announcements."""

    @property
    def outlets(self) -> Mapping[Kind, Outlet]:
        """What sends to each kind of place."""


@dataclass(slots=True)
class Services:
    """What commands and views may use; the composition root fills it.

    Search answers from the moment the bot is online. What announces lies in the database,
    which opens just after: `announcing` waits for it.
    """

    library: Library
    random: Random
    announcing: Callable[[], Awaitable[Announcing]]
