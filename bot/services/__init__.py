"""Use cases, without Discord: what commands and buttons ask for, and get domain values from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.destinations.outlet import Outlet
    from bot.places import Kind
    from bot.services.subscribing import Subscriptions
    from index.search.library import Library


@dataclass(slots=True)
class Services:
    """What commands and views may use; the composition root fills it."""

    library: Library
    random: Random
    subscriptions: Subscriptions
    outlets: Mapping[Kind, Outlet]
