"""Rate limits and faults on request, as clients live through them."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel
from bot.emulator.rest.ratelimit import Limit, RateLimits
from tests.bot.emulator.requests import send
from tests.bot.emulator.sample import SampleBot

SEND = "POST /channels/{channel_id}/messages"


async def test_client_waits_and_tries_again_after_429(
    bot: SampleBot, local: LocalDiscord, channel: Channel
) -> None:
    """A client that is told to wait sends its message once, later."""
    local.faults.rate_limit(0.01, SEND, times=2)
    await bot.get_partial_messageable(channel.id).send("hello")
    assert [m.content for m in channel.messages.values()] == ["hello"]
    assert [entry.status for entry in local.traffic.requests(SEND)] == [429, 429, 200]


async def test_global_429_holds_every_route(
    bot: SampleBot, local: LocalDiscord, channel: Channel
) -> None:
    """The global limit is announced in body and headers."""
    local.faults.rate_limit(0.01, everything=True)
    await bot.get_partial_messageable(channel.id).send("hello")
    refused = local.traffic.requests(SEND)[0]
    assert refused.answer["global"] is True


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


async def test_server_error_before_and_after_the_effect(
    bot: SampleBot, local: LocalDiscord, channel: Channel
) -> None:
    """A 503 loses the request, or only its answer, as asked for."""
    place = bot.get_partial_messageable(channel.id)
    local.faults.answer(503, SEND)
    with pytest.raises(discord.DiscordServerError):
        await place.send("lost")
    assert channel.messages == {}
    local.faults.answer(503, SEND, after=True)
    with pytest.raises(discord.DiscordServerError):
        await place.send("sent, but who knows")
    assert len(channel.messages) == 1


async def test_cut_connection_leaves_the_outcome_open(
    bot: SampleBot, local: LocalDiscord, channel: Channel
) -> None:
    """A cut connection raises in the client, whether or not the message was taken."""
    place = bot.get_partial_messageable(channel.id)
    local.faults.cut(SEND, after=True, skip=1)
    await place.send("first")
    with pytest.raises((aiohttp.ClientError, OSError)):
        await place.send("second")
    assert [m.content for m in channel.messages.values()] == ["first", "second"]
    local.faults.cut(SEND)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await place.send("third")
    assert len(channel.messages) == 2


async def test_hanging_request_never_answers(
    bot: SampleBot, local: LocalDiscord, channel: Channel
) -> None:
    """A request that hangs is still waiting when the client gives up."""
    local.faults.hang(SEND)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bot.get_partial_messageable(channel.id).send("hello"), 0.05)
    local.faults.slow(0.01, SEND)
    await bot.get_partial_messageable(channel.id).send("hello")
    assert [m.content for m in channel.messages.values()] == ["hello"]
    assert local.faults.pending == []
