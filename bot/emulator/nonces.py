"""The short memory for nonces, by which a message that is sent again stays one message."""

from __future__ import annotations

from collections.abc import Callable

from bot.emulator.model import Message, User


class NonceMemory:
    """Remembers each author's nonces for ``seconds`` by ``clock``.

    Discord documents "the past few minutes" and "by the same author", no more.
    """

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self._kept: dict[tuple[int, str], tuple[float, Message]] = {}
        self.seconds = seconds

    def find(self, author: User, nonce: str | int) -> Message | None:
        """The message that ``author`` sent with an equal nonce, while it is remembered."""
        horizon = self._clock() - self.seconds
        self._kept = {key: kept for key, kept in self._kept.items() if kept[0] >= horizon}
        kept = self._kept.get((author.id, str(nonce)))
        return kept[1] if kept else None

    def remember(self, message: Message) -> None:
        """Remember the nonce of ``message``."""
        self._kept[message.author.id, str(message.nonce)] = (self._clock(), message)
