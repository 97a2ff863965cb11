"""Messages and channels through REST: permissions, nonces, history, forums, threads, roles."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.emulator import LocalDiscord, Permission
from bot.emulator.model import Channel, Guild, MessageFlag, User
from tests.bot.emulator.conftest import Clock
from tests.bot.emulator.sample import SampleBot


def _place(bot: SampleBot, channel: Channel) -> discord.TextChannel:
    place = bot.get_channel(channel.id)
    assert isinstance(place, discord.TextChannel)
    return place


async def test_message_is_sent_edited_and_deleted(
    bot: SampleBot, channel: Channel, reader: User
) -> None:
    """A message lives its life as the client tells it."""
    sent = await _place(bot, channel).send("  hello  ")
    assert channel.messages[sent.id].content == "hello"
    await sent.edit(content="changed")
    assert channel.messages[sent.id].content == "changed"
    assert channel.messages[sent.id].edited is not None
    await sent.delete()
    assert channel.messages == {}


@pytest.mark.parametrize(
    ("denied", "code"),
    [(Permission.VIEW_CHANNEL, 50001), (Permission.SEND_MESSAGES, 50013)],
)
async def test_missing_permissions_are_told_apart(
    bot: SampleBot, local: LocalDiscord, channel: Channel, denied: Permission, code: int
) -> None:
    """Not seeing a channel is 50001, not being allowed to write there 50013."""
    channel.deny(local.world.bot, denied)
    with pytest.raises(discord.Forbidden) as caught:
        await bot.get_partial_messageable(channel.id).send("hello")
    assert caught.value.code == code


async def test_deleted_channel_is_unknown(
    bot: SampleBot, local: LocalDiscord, channel: Channel
) -> None:
    """A channel that is gone is 10003."""
    local.world.delete_channel(channel)
    with pytest.raises(discord.NotFound) as caught:
        await bot.get_partial_messageable(channel.id).send("hello")
    assert caught.value.code == 10003


async def test_enforced_nonce_prevents_a_second_message(
    bot: SampleBot, local: LocalDiscord, channel: Channel, clock: Clock
) -> None:
    """The same nonce returns the message it was sent with, for some minutes."""
    body = {"content": "news", "nonce": "a-nonce", "enforce_nonce": True}
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=channel.id)
    first = await bot.http.request(route, json=body)
    again = await bot.http.request(route, json=body | {"content": "news again"})
    assert again["id"] == first["id"]
    assert again["content"] == "news"
    assert len(channel.messages) == 1
    clock.ahead = local.world.nonces.seconds + 1
    late = await bot.http.request(route, json=body)
    assert late["id"] != first["id"]
    assert len(channel.messages) == 2


async def test_nonce_that_is_too_long_is_refused(
    bot: SampleBot, local: LocalDiscord, channel: Channel
) -> None:
    """A nonce has 25 characters at most."""
    with pytest.raises(discord.HTTPException) as caught:
        await _place(bot, channel).send("news", nonce="x" * 26)
    assert caught.value.code == 50035
    assert channel.messages == {}
    local.violations.clear()


async def test_history_is_read_in_every_direction(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """History comes newest first, before, after and around a message."""
    said = [local.say(reader, channel, str(number)) for number in range(10)]
    place = _place(bot, channel)
    middle = discord.Object(said[5].id)

    async def ids(**where: object) -> list[int]:
        return [message.id async for message in place.history(**where)]  # type: ignore[arg-type]

    numbers = [message.id for message in said]
    assert await ids(limit=3) == numbers[:-4:-1]
    assert await ids(limit=2, before=middle) == [numbers[4], numbers[3]]
    assert await ids(limit=2, after=middle) == [numbers[6], numbers[7]]
    assert sorted(await ids(limit=3, around=middle)) == numbers[4:7]
    channel.deny(local.world.bot, Permission.READ_MESSAGE_HISTORY)
    assert await ids(limit=3) == []


async def test_direct_messages_need_an_open_door(
    bot: SampleBot, local: LocalDiscord, reader: User
) -> None:
    """Someone who takes no direct messages is 50007."""
    user = await bot.fetch_user(reader.id)
    await user.send("hello")
    assert [m.content for m in local.world.dm(reader).messages.values()] == ["hello"]
    reader.accepts_dms = False
    with pytest.raises(discord.Forbidden) as caught:
        await user.send("hello again")
    assert caught.value.code == 50007


async def test_announcements_are_published_once(bot: SampleBot, guild: Guild) -> None:
    """A message of an announcement channel can be crossposted once, others cannot."""
    news = guild.add_announcement_channel("news")
    general = guild.add_text_channel("other")
    sent = await (await bot.fetch_channel(news.id)).send("news")  # type: ignore[union-attr]
    await sent.publish()
    assert news.messages[sent.id].flags & MessageFlag.CROSSPOSTED
    with pytest.raises(discord.HTTPException) as caught:
        await sent.publish()
    assert caught.value.code == 40033
    plain = await (await bot.fetch_channel(general.id)).send("no news")  # type: ignore[union-attr]
    with pytest.raises(discord.HTTPException) as caught:
        await plain.publish()
    assert caught.value.code == 50024


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
    assert [each.id for each in await guild_of(bot).active_threads()] == [thread.id]


def guild_of(bot: SampleBot) -> discord.Guild:
    """The client's only guild."""
    return bot.guilds[0]


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
    message = await _place(bot, channel).fetch_message(said.id)
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


async def test_roles_obey_the_hierarchy(
    bot: SampleBot, local: LocalDiscord, guild: Guild, reader: User
) -> None:
    """The bot gives and takes roles below its own, if it may manage roles."""
    low = guild.add_role("readers", mentionable=True)
    high = guild.add_role("masters", position=9)
    guild.add_member(reader)
    member = await guild_of(bot).fetch_member(reader.id)
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


async def test_only_allowed_mentions_notify(
    bot: SampleBot, guild: Guild, channel: Channel, reader: User
) -> None:
    """A message notifies whom its text names, as far as allowed mentions let it."""
    guild.add_member(reader)
    role = guild.add_role("readers", mentionable=True)
    other = guild.add_role("others", mentionable=True)
    text = f"<@&{role.id}> <@&{other.id}> <@{reader.id}> @everyone"
    allowed = discord.AllowedMentions(everyone=False, users=False, roles=[discord.Object(role.id)])
    sent = await _place(bot, channel).send(text, allowed_mentions=allowed)
    posted = channel.messages[sent.id]
    assert posted.mention_roles == [role.id]
    assert posted.mentions == []
    assert not posted.mention_everyone


async def test_others_messages_are_not_the_bots_to_change(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Editing someone else's message is 50005, deleting it 50013."""
    said = local.say(reader, channel, "mine")
    message = _place(bot, channel).get_partial_message(said.id)
    with pytest.raises(discord.Forbidden) as caught:
        await message.edit(content="yours")
    assert caught.value.code == 50005
    with pytest.raises(discord.Forbidden) as caught:
        await message.delete()
    assert caught.value.code == 50013
    with pytest.raises(discord.HTTPException) as empty:
        await _place(bot, channel).send("   ")
    assert empty.value.code == 50006


async def test_typing_and_reactions_are_seen(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Observers are told of typing and of reactions."""
    kinds: list[str] = []
    local.world.observe(lambda change: kinds.append(change.kind))
    said = local.say(reader, channel, "GAN")
    async with _place(bot, channel).typing():
        await asyncio.sleep(0)
    message = _place(bot, channel).get_partial_message(said.id)
    await message.add_reaction("👍")
    assert said.reactions == {"👍": {local.world.bot.id}}
    await message.remove_reaction("👍", discord.Object(local.world.bot.id))
    assert said.reactions == {}
    assert {"TYPING_START", "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"} <= set(kinds)
