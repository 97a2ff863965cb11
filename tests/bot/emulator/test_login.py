"""Logging in, and being refused."""

from __future__ import annotations

import discord
import pytest

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel
from tests.bot.emulator.conftest import Connect
from tests.bot.emulator.sample import SampleBot


async def test_a_client_sees_its_guild_and_channels(bot: SampleBot, channel: Channel) -> None:
    """A client that logs in knows who it is, where it is, and what it may do there."""
    assert bot.user is not None
    assert bot.user.name == "paperbot"
    [guild] = bot.guilds
    assert guild.name == "Readers"
    seen = guild.get_channel(channel.id)
    assert isinstance(seen, discord.TextChannel)
    assert seen.permissions_for(guild.me).send_messages
    assert not seen.permissions_for(guild.me).manage_messages


async def test_wrong_token_is_refused(local: LocalDiscord, connect: Connect) -> None:
    """A client with a wrong token fails to log in, as at Discord."""
    client = SampleBot()
    with pytest.raises(discord.LoginFailure):
        await client.start("wrong")
    await client.close()


async def test_privileged_intents_are_refused(local: LocalDiscord, connect: Connect) -> None:
    """Intents that the application was not granted close the connection."""
    client = SampleBot(discord.Intents.all())
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await client.start(local.token)
    await client.close()
