"""An interaction as a value: what was asked, and what became of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum

from bot.emulator.errors import Json
from bot.emulator.model import Channel, Message, User


class Kind(IntEnum):
    """Interaction types."""

    PING = 1
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Callback(IntEnum):
    """Interaction callback types."""

    PONG = 1
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    AUTOCOMPLETE = 8
    MODAL = 9


@dataclass(eq=False, slots=True)
class Interaction:
    """One interaction and what became of it. Times are the world's clock, in seconds.

    ``source`` is the message whose component was used, ``origin`` the interaction that
    opened a modal, ``owners`` who installed the app, by integration type.
    """

    id: int
    token: str
    kind: Kind
    user: User
    channel: Channel
    data: Json
    locale: str
    created: float
    source: Message | None = None
    origin: Interaction | None = None
    owners: Json = field(default_factory=dict)
    callback: Callback | None = None
    answered: float | None = None
    failed: bool = False
    original: Message | None = None
    loading: bool = False
    edited: bool = False
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once there is something to see: an answer, or the failure."""
