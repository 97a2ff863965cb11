"""Messages through REST: permissions, nonces, history, mentions, reactions."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.emulator import LocalDiscord, Permission
from bot.emulator.model import Channel, Guild, MessageFlag, User
from tests.bot.emulator.conftest import Clock
from tests.bot.emulator.sample import SampleBot, as_seen


async def test_message_is_sent_edited_and_deleted(
    bot: SampleBot, channel: Channel, reader: User
) -> None:
    """A message lives its life as the client tells it."""
    sent = await as_seen(bot, channel).send("  hello  ")
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
        await as_seen(bot, channel).send("news", nonce="x" * 26)
    assert caught.value.code == 50035
    assert channel.messages == {}
    local.violations.clear()


async def test_history_is_read_in_every_direction(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """History comes newest first, before, after and around a message."""
    said = [local.say(reader, channel, str(number)) for number in range(10)]
    place = as_seen(bot, channel)
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


async def test_only_allowed_mentions_notify(
    bot: SampleBot, guild: Guild, channel: Channel, reader: User
) -> None:
    """A message notifies whom its text names, as far as allowed mentions let it."""
    guild.add_member(reader)
    role = guild.add_role("readers", mentionable=True)
    other = guild.add_role("others", mentionable=True)
    text = f"<@&{role.id}> <@&{other.id}> <@{reader.id}> @everyone"
    allowed = discord.AllowedMentions(everyone=False, users=False, roles=[discord.Object(role.id)])
    sent = await as_seen(bot, channel).send(text, allowed_mentions=allowed)
    posted = channel.messages[sent.id]
    assert posted.mention_roles == [role.id]
    assert posted.mentions == []
    assert not posted.mention_everyone


async def test_others_messages_are_not_the_bots_to_change(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Editing someone else's message is 50005, deleting it 50013."""
    said = local.say(reader, channel, "mine")
    message = as_seen(bot, channel).get_partial_message(said.id)
    with pytest.raises(discord.Forbidden) as caught:
        await message.edit(content="yours")
    assert caught.value.code == 50005
    with pytest.raises(discord.Forbidden) as caught:
        await message.delete()
    assert caught.value.code == 50013
    with pytest.raises(discord.HTTPException) as empty:
        await as_seen(bot, channel).send("   ")
    assert empty.value.code == 50006


async def test_typing_and_reactions_are_seen(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Observers are told of typing and of reactions."""
    kinds: list[str] = []
    local.world.observe(lambda change: kinds.append(change.kind))
    said = local.say(reader, channel, "GAN")
    async with as_seen(bot, channel).typing():
        await asyncio.sleep(0)
    message = as_seen(bot, channel).get_partial_message(said.id)
    await message.add_reaction("👍")
    assert said.reactions == {"👍": {local.world.bot.id}}
    await message.remove_reaction("👍", discord.Object(local.world.bot.id))
    assert said.reactions == {}
    assert {"TYPING_START", "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"} <= set(kinds)
