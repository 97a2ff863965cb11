"""Logging in, registering commands, and being refused."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel, User
from tests.bot.emulator.conftest import Connect
from tests.bot.emulator.sample import SampleBot

COMMANDS = "PUT /applications/{application_id}/commands"


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


async def test_commands_keep_their_ids_when_synced_again(
    bot: SampleBot, local: LocalDiscord
) -> None:
    """An unchanged command stays the same command when it is registered again."""
    before = {command["name"]: command for command in local.world.commands.all()}
    await bot.tree.sync()
    after = {command["name"]: command for command in local.world.commands.all()}
    assert before == after
    assert len(local.traffic.requests(COMMANDS)) == 2
    assert {"paper", "list", "Look up paper"} <= set(after)


async def test_bad_commands_are_refused(bot: SampleBot, local: LocalDiscord) -> None:
    """A command without a description is refused with the place of the fault."""
    with pytest.raises(discord.HTTPException) as caught:
        await bot.http.upsert_global_command(
            bot.application_id or 0, {"name": "Bad Name", "description": "x" * 101, "type": 1}
        )
    assert caught.value.code == 50035
    assert "Must be 100 or fewer in length" in str(caught.value)
    local.violations.clear()


async def test_what_is_not_covered_says_so(bot: SampleBot, local: LocalDiscord) -> None:
    """A route that is not covered answers 501 and names itself."""
    with pytest.raises(
        discord.HTTPException, match=r"cannot answer GET .*/voice/regions"
    ) as caught:
        await bot.http.request(discord.http.Route("GET", "/voice/regions"))
    assert caught.value.status == 501


async def test_commands_are_offered_by_context_and_permission(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """People are shown the commands that fit the place and what they may do."""
    guild = channel.guild
    assert guild is not None
    admin = local.world.admin("admin", guild)
    stranger = local.world.add_user("stranger", installed=True)
    elsewhere = local.world.add_guild("Elsewhere", installed=False).add_text_channel("general")

    def names(user: User, place: Channel) -> set[str]:
        return {command["name"] for command in local.offered(user, place)}

    assert "follow" in names(admin, channel)
    assert "follow" not in names(reader, channel)
    assert "follow" not in names(reader, local.world.dm(reader))
    assert "paper" in names(reader, local.world.dm(reader))
    assert names(reader, elsewhere) == set()
    assert names(stranger, elsewhere) == {"paper"}
    assert names(stranger, local.world.private(stranger, reader)) == {"paper"}


async def test_token_is_needed(local: LocalDiscord) -> None:
    """Requests without the bot's token are answered 401."""
    async with aiohttp.ClientSession() as session:
        url = f"{local.api_url}/users/@me"
        async with session.get(url, headers={"Authorization": "Bot nonsense"}) as response:
            assert response.status == 401
            assert response.headers["Content-Type"] == "application/json"
            assert (await response.json())["message"] == "401: Unauthorized"
