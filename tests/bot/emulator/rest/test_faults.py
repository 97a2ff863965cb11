"""Faults on request, as clients live through them."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel
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
