"""Faults on request: what goes wrong with Discord on a bad day, for tests to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["status", "rate_limit", "hang", "slow", "cut"]


@dataclass(slots=True)
class Fault:
    """One thing that will go wrong, ``times`` times.

    ``route`` is such as ``POST /channels/{channel_id}/messages``, or ``*`` for any. With
    ``after`` the request takes effect first and only its answer is lost, so that the
    client cannot know.
    """

    kind: Kind
    route: str = "*"
    times: int = 1
    after: bool = False
    status: int = 500
    seconds: float = 0.0
    everything: bool = False
    skip: int = 0


class Faults:
    """The faults still to come, in the order they were asked for."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []

    def answer(
        self, status: int, route: str = "*", *, times: int = 1, after: bool = False, skip: int = 0
    ) -> None:
        """Answer with an HTTP error; ``skip`` lets so many requests through first."""
        self.pending.append(Fault("status", route, times, after=after, status=status, skip=skip))

    def rate_limit(
        self, retry_after: float, route: str = "*", *, times: int = 1, everything: bool = False
    ) -> None:
        """Answer 429 that asks to wait ``retry_after`` seconds; globally with ``everything``."""
        self.pending.append(
            Fault("rate_limit", route, times, seconds=retry_after, everything=everything)
        )

    def hang(self, route: str = "*", *, times: int = 1, after: bool = False) -> None:
        """Never answer."""
        self.pending.append(Fault("hang", route, times, after=after))

    def slow(self, seconds: float, route: str = "*", *, times: int = 1) -> None:
        """Answer late."""
        self.pending.append(Fault("slow", route, times, seconds=seconds))

    def cut(self, route: str = "*", *, times: int = 1, after: bool = False, skip: int = 0) -> None:
        """Cut the connection instead of answering."""
        self.pending.append(Fault("cut", route, times, after=after, skip=skip))

    def clear(self) -> None:
        """Let everything work again."""
        self.pending.clear()

    def take(self, route: str) -> Fault | None:
        """The fault that a request to ``route`` meets, if any."""
        for fault in self.pending:
            if fault.route not in ("*", route):
                continue
            if fault.skip:
                fault.skip -= 1
                return None
            fault.times -= 1
            if fault.times <= 0:
                self.pending.remove(fault)
            return fault
        return None
