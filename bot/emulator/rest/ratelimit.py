"""Rate limits: per route and globally, with Discord's headers and 429 bodies.

A route's limit holds for each major parameter (channel, guild, webhook) on its own.
Source: "Topics / Rate Limits".
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from bot.emulator.errors import Json


@dataclass(frozen=True, slots=True)
class Limit:
    """So many ``requests`` per ``seconds``."""

    requests: int
    seconds: float


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a request is told: headers always, ``body`` only when it is refused."""

    headers: dict[str, str]
    body: Json | None = None


class RateLimits:
    """Counts requests. By default limits are so wide that only a runaway loop meets them.

    ``everything`` is the global limit, from which interaction callbacks and follow-ups are
    exempt as on Discord.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        default: Limit = Limit(100_000, 1.0),
        everything: Limit | None = None,
    ) -> None:
        self._clock = clock
        self._default = default
        self.everything = everything
        self._limits: dict[str, Limit] = {}
        self._windows: dict[tuple[str, str], _Window] = {}
        self._buckets: dict[str, str] = {}

    def set(self, route: str, requests: int, seconds: float) -> None:
        """Limit a route such as ``POST /channels/{channel_id}/messages``."""
        self._limits[route] = Limit(requests, seconds)

    def be_realistic(self) -> None:
        """Limit as clients of Discord have come to know it; it promises no numbers."""
        message = "/channels/{channel_id}/messages"
        self.everything = Limit(50, 1.0)
        self.set(f"POST {message}", 5, 5.0)
        self.set(f"PATCH {message}/{{message_id}}", 5, 5.0)
        self.set(f"POST {message}/{{message_id}}/crosspost", 10, 3600.0)
        self.set("PATCH /channels/{channel_id}", 2, 600.0)

    def take(self, route: str, major: str, *, interaction: bool = False) -> Verdict:
        """Count one request to ``route`` on its ``major`` parameter.

        An ``interaction``'s callback or follow-up is outside the global limit.
        """
        now = self._clock()
        if self.everything is not None and not interaction:
            window = self._window("*", "", self.everything, now)
            if window.used >= self.everything.requests:
                return refusal(window.ends - now, everything=True)
            window.used += 1
        limit = self._limits.get(route, self._default)
        window = self._window(route, major, limit, now)
        bucket = self._buckets.get(route)
        if bucket is None:
            bucket = self._buckets[route] = hashlib.sha256(route.encode()).hexdigest()[:32]
        over = window.used >= limit.requests
        window.used += not over
        left = window.ends - now
        headers = {
            "X-RateLimit-Limit": str(limit.requests),
            "X-RateLimit-Remaining": str(limit.requests - window.used),
            "X-RateLimit-Reset": f"{window.ends:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": bucket,
        }
        if over:
            verdict = refusal(left)
            return Verdict(headers | verdict.headers, verdict.body)
        return Verdict(headers)

    def _window(self, route: str, major: str, limit: Limit, now: float) -> _Window:
        window = self._windows.get((route, major))
        if window is None or window.ends <= now:
            if len(self._windows) > 1000:
                self._windows = {k: w for k, w in self._windows.items() if w.ends > now}
            window = self._windows[route, major] = _Window(now + limit.seconds)
        return window


def refusal(retry_after: float, *, everything: bool = False) -> Verdict:
    """A 429: wait ``retry_after`` seconds; ``everything`` makes it the global limit."""
    headers = {
        "Retry-After": str(max(1, round(retry_after))),
        "X-RateLimit-Scope": "global" if everything else "user",
        # Clients take a 429 without Via for a ban by Discord's proxy and give up.
        "Via": "1.1 local",
    }
    if everything:
        headers["X-RateLimit-Global"] = "true"
    body: Json = {
        "message": "You are being rate limited.",
        "retry_after": round(retry_after, 3),
        "global": everything,
    }
    return Verdict(headers, body)
