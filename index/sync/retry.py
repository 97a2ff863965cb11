"""The one retry policy: what is worth another try, and how long to wait before it.

Waits grow exponentially with full jitter, as in "Exponential Backoff And Jitter" (AWS
Architecture Blog, 2015), so that many bots that failed together do not return together.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from index.sync.message import Request, Response

TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often to try and how long to wait, in seconds.

    `patience` bounds a wait that the server asks for: a longer `Retry-After` ends the
    tries, and whoever asked decides when to come back.
    """

    attempts: int = 3
    base: float = 1.0
    ceiling: float = 20.0
    patience: float = 30.0

    def worth_repeating(self, request: Request, response: Response | None) -> bool:
        """Whether trying again may help and does no harm; `response` is None when none came."""
        return request.repeatable and (response is None or response.status in TRANSIENT)

    def wait(self, attempt: int, asked: float | None, random: Random) -> float | None:
        """Seconds before attempt number `attempt` + 1 (the first is 1); None ends the tries.

        `asked` is what the server's `Retry-After` said; a little jitter goes on top of it.
        """
        if attempt >= self.attempts:
            return None
        jitter = random.uniform(0, min(self.ceiling, self.base * 2 ** (attempt - 1)))
        if asked is None:
            return jitter
        return asked + jitter / 4 if asked <= self.patience else None


ONCE = RetryPolicy(attempts=1)
