"""Roles of a guild and of its members."""

from __future__ import annotations

import discord
import pytest

from bot.emulator import LocalDiscord, Permission
from bot.emulator.model import Guild, User
from tests.bot.emulator.sample import SampleBot


async def test_roles_obey_the_hierarchy(
    bot: SampleBot, local: LocalDiscord, guild: Guild, reader: User
) -> None:
    """The bot gives and takes roles below its own, if it may manage roles."""
    low = guild.add_role("readers", mentionable=True)
    high = guild.add_role("masters", position=9)
    guild.add_member(reader)
    member = await bot.guilds[0].fetch_member(reader.id)
    with pytest.raises(discord.Forbidden):
        await member.add_roles(discord.Object(low.id))
    guild.add_member(local.world.bot, guild.add_role("steward", Permission.MANAGE_ROLES))
    await member.add_roles(discord.Object(low.id))
    assert guild.members[reader.id].roles == {low.id}
    with pytest.raises(discord.Forbidden) as caught:
        await member.add_roles(discord.Object(high.id))
    assert caught.value.code == 50013
    with pytest.raises(discord.NotFound) as missing:
        await member.add_roles(discord.Object(12345))
    assert missing.value.code == 10011
    await member.remove_roles(discord.Object(low.id))
    assert guild.members[reader.id].roles == set()
