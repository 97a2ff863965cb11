"""How long the announcer waits after a failure, by what kind it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits in seconds, and how many failures in a row are taken.

    A place that is down or busy is tried for ever, ever more slowly (`first` to `ceiling`).
    One that is gone or closed to us is paused after `forbidden` tries, `patience` apart: a
    role that an admin is just rearranging must not end a subscription. A message that the
    place rejects is given up after `rejected` tries.
    """

    first: float = 2.0
    ceiling: float = 900.0
    patience: float = 60.0
    forbidden: int = 4
    rejected: int = 3

    def wait(self, attempt: int, asked: float | None, random: Random) -> timedelta:
        """The wait after failed attempt number `attempt` (from 1), or as long as was asked."""
        grown = min(self.ceiling, self.first * 2 ** min(attempt - 1, 20))
        # Between half and all of it, so that many destinations do not return together.
        jittered = random.uniform(grown / 2, grown)
        return timedelta(seconds=jittered if asked is None else max(asked, 0) + jittered / 8)
