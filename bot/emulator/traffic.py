"""A log of what went over the wire, the newest thousand entries, without secrets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.emulator.errors import Json


@dataclass(frozen=True, slots=True)
class Entry:
    """One request or gateway message. ``time`` is Unix time; ``took`` is in seconds.

    ``direction`` is seen from the bot: ``out`` is what it sent. ``name`` is a route such as
    ``POST /channels/{channel_id}/messages`` or an event such as ``INTERACTION_CREATE``.
    """

    time: float
    transport: Literal["rest", "gateway"]
    direction: Literal["in", "out"]
    name: str
    path: str = ""
    status: int = 0
    took: float = 0.0
    body: Any = None
    answer: Any = None


class Traffic:
    """Keeps the last ``size`` entries and tells listeners; tokens are left out."""

    def __init__(self, clock: Callable[[], float], size: int = 1000) -> None:
        self._clock = clock
        self._listeners: list[Callable[[Entry], None]] = []
        self.entries: deque[Entry] = deque(maxlen=size)

    def observe(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Call ``listener`` with every entry from now on; the result ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def requests(self, name: str = "") -> list[Entry]:
        """The REST requests, of one route such as ``PUT /applications/…`` where given."""
        return [e for e in self.entries if e.transport == "rest" and name in ("", e.name)]

    def request(
        self, name: str, path: str, status: int, took: float, body: Any, answer: Any
    ) -> None:
        """Note a REST request and its answer."""
        self._add(Entry(self._clock(), "rest", "out", name, path, status, took, body, answer))

    def event(self, kind: str, payload: Json) -> None:
        """Note an event that the bot was sent."""
        if kind == "INTERACTION_CREATE":
            payload = payload | {"token": "…"}
        self._add(Entry(self._clock(), "gateway", "in", kind, body=payload))

    def received(self, opcode: str, data: Any) -> None:
        """Note a gateway message that the bot sent, by its opcode's name."""
        if isinstance(data, dict) and "token" in data:
            data = data | {"token": "…"}
        self._add(Entry(self._clock(), "gateway", "out", opcode, body=data))

    def _add(self, entry: Entry) -> None:
        self.entries.append(entry)
        for listener in tuple(self._listeners):
            listener(entry)
