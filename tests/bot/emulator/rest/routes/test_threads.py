"""Threads and forum posts: tags, archiving, and the limits of both."""

from __future__ import annotations

import discord
import pytest

from bot.emulator import LocalDiscord, Permission
from bot.emulator.model import Channel, Guild, User
from tests.bot.emulator.sample import SampleBot, as_seen


async def _forum(bot: SampleBot, guild: Guild, **settings: object) -> discord.ForumChannel:
    made = guild.add_forum("papers", tags=("vision", "language"), **settings)
    forum = await bot.fetch_channel(made.id)
    assert isinstance(forum, discord.ForumChannel)
    return forum


async def test_forum_post_has_tags_and_a_first_message(bot: SampleBot, guild: Guild) -> None:
    """A forum post is a thread with tags whose first message has its id."""
    forum = await _forum(bot, guild)
    thread, message = await forum.create_thread(
        name="GAN", content="a new episode", applied_tags=[forum.available_tags[0]]
    )
    assert thread.id == message.id
    made = guild.channels[thread.id]
    assert made.thread is not None
    assert made.thread.tags == [forum.available_tags[0].id]
    assert made.messages[message.id].content == "a new episode"
    await message.edit(content="with its link")
    assert made.messages[message.id].content == "with its link"
    assert [each.id for each in await bot.guilds[0].active_threads()] == [thread.id]


async def test_forum_refuses_what_does_not_belong(bot: SampleBot, guild: Guild) -> None:
    """A forum takes posts only, with a tag where it asks for one."""
    forum = await _forum(bot, guild, require_tag=True)
    with pytest.raises(discord.HTTPException) as caught:
        await forum.create_thread(name="GAN", content="a new episode")
    assert caught.value.code == 40067
    assert len(guild.channels) == 2
    with pytest.raises(discord.HTTPException) as caught:
        await bot.get_partial_messageable(forum.id).send("hello")
    assert caught.value.code == 50008


async def test_archived_post_cannot_be_edited_until_reopened(
    bot: SampleBot, local: LocalDiscord, guild: Guild
) -> None:
    """Editing in an archived thread is 50083; writing there reopens it."""
    forum = await _forum(bot, guild)
    thread, message = await forum.create_thread(name="GAN", content="a new episode")
    await thread.edit(archived=True)
    with pytest.raises(discord.HTTPException) as caught:
        await message.edit(content="late link")
    assert caught.value.code == 50083
    assert [each.id async for each in forum.archived_threads()] == [thread.id]
    await thread.send("reopened")
    await message.edit(content="late link")
    made = guild.channels[thread.id]
    assert made.thread is not None
    assert not made.thread.archived


async def test_threads_start_on_messages(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A thread on a message has its id; a second one is refused."""
    said = local.say(reader, channel, "GAN?")
    message = await as_seen(bot, channel).fetch_message(said.id)
    thread = await message.create_thread(name="about GAN")
    await thread.send("in here")
    assert thread.id == said.id
    assert said.thread is not None
    with pytest.raises(discord.HTTPException) as caught:
        await message.create_thread(name="again")
    assert caught.value.code == 160004
    channel.deny(local.world.bot, Permission.SEND_MESSAGES_IN_THREADS)
    with pytest.raises(discord.Forbidden) as caught:
        await thread.send("no more")
    assert caught.value.code == 50013
