"""How often a route may be asked."""

from __future__ import annotations

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel
from bot.emulator.rest.ratelimit import Limit, RateLimits
from tests.bot.emulator.requests import send
from tests.bot.emulator.sample import SampleBot

SEND = "POST /channels/{channel_id}/messages"


async def test_route_limits_count_per_channel(
    bot: SampleBot, local: LocalDiscord, channel: Channel
) -> None:
    """A route's limit refuses the request too many in one channel, not in another."""
    assert channel.guild is not None
    other = channel.guild.add_text_channel("other")
    local.limits.set(SEND, 2, 60.0)
    statuses = [await send(local, channel, content="hello") for _ in range(3)]
    assert [status for status, _, _ in statuses] == [200, 200, 429]
    assert (await send(local, other, content="hello"))[0] == 200
    refused = statuses[-1][1]
    assert refused["X-RateLimit-Remaining"] == "0"
    assert refused["X-RateLimit-Scope"] == "user"
    assert float(refused["Retry-After"]) > 0
    assert refused["Via"]


def test_limits_refill_by_the_clock() -> None:
    """A window that has passed lets requests through again; interactions are exempt."""
    now = 100.0
    limits = RateLimits(lambda: now, everything=Limit(2, 1.0))
    verdicts = [limits.take("GET /users/@me", "") for _ in range(3)]
    assert [verdict.body is None for verdict in verdicts] == [True, True, False]
    assert verdicts[2].body is not None
    assert verdicts[2].body["global"] is True
    assert limits.take("POST /interactions", "", interaction=True).body is None
    now = 101.0
    assert limits.take("GET /users/@me", "").body is None


def test_realistic_limits_are_those_clients_know() -> None:
    """Five messages in five seconds pass in a channel, the sixth does not."""
    limits = RateLimits(lambda: 0.0)
    limits.be_realistic()
    verdicts = [limits.take(SEND, "a channel") for _ in range(6)]
    assert [verdict.body is None for verdict in verdicts] == [True] * 5 + [False]
