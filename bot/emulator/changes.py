"""What observers of the world are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.emulator.errors import Json
from bot.emulator.model import Channel, Guild, User


@dataclass(frozen=True, slots=True)
class Change:
    """Something happened. ``kind`` is the name of Discord's gateway event for it.

    ``payload`` is the event's JSON; ``channel`` where it happened; ``audience`` the only
    user who sees it (an ephemeral message, a failed interaction), None for everyone there.
    """

    kind: str
    payload: Json
    guild: Guild | None = None
    channel: Channel | None = None
    audience: User | None = None


Observer = Callable[[Change], None]
