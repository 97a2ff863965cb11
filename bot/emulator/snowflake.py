"""Snowflakes: Discord's 64-bit ids, milliseconds since 2015 in the upper 42 bits."""

from __future__ import annotations

from collections.abc import Callable

EPOCH = 1_420_070_400_000
"""Discord's epoch, the first millisecond of 2015, in Unix milliseconds."""


class SnowflakeSource:
    """Makes unique, increasing ids. ``clock`` gives Unix time in seconds.

    Ids that share a millisecond, or that a clock set back would make smaller, count on
    from the last one, so that order of ids stays order of creation.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = 0

    def __call__(self) -> int:
        """The next id."""
        now = (int(self._clock() * 1000) - EPOCH) << 22
        self._last = max(now, self._last + 1)
        return self._last
