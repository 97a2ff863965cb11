"""`/follow` and `/unfollow`: announce new episodes in a channel of this server."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.commands.localization import said
from bot.commands.options import category_choices
from bot.destinations.outlet import DeliveryError, News, Outlet
from bot.destinations.requirements import Followable, can_grant, can_ping, kind_of, missing
from bot.i18n import Translate, translator
from bot.places import Destination, Kind, Subscribed, Wish
from bot.views.reply import answer, in_time, whisper
from bot.views.unfollowing import list_of
from index.catalog import Catalog
from index.categories import find

if TYPE_CHECKING:
    from bot.client import PaperBot


class FollowableChannel(app_commands.Transformer):
    """A channel of a kind that can be followed, as Discord's picker offers them."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """What the picker shows."""
        return [
            discord.ChannelType.text,
            discord.ChannelType.news,
            discord.ChannelType.forum,
            discord.ChannelType.news_thread,
            discord.ChannelType.public_thread,
            discord.ChannelType.private_thread,
        ]

    async def transform(
        self, interaction: discord.Interaction[Any], value: Any, /
    ) -> app_commands.AppCommandChannel | app_commands.AppCommandThread:
        """The channel as Discord resolved it, which the bot may not be able to see."""
        assert isinstance(value, app_commands.AppCommandChannel | app_commands.AppCommandThread)
        return value


Channel = app_commands.Transform[
    app_commands.AppCommandChannel | app_commands.AppCommandThread, FollowableChannel
]


# `guild_only` would only be added to what the tree allows by default. Outside of a server nobody
# is asked for a permission.
_SERVERS_ONLY = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)


@app_commands.command(name="follow", description=said("follow.description"))
@app_commands.describe(
    channel=said("follow.channel"),
    category=said("follow.category"),
    role=said("follow.role"),
    test=said("follow.test"),
)
@app_commands.choices(category=category_choices())
@_SERVERS_ONLY
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
async def follow(
    interaction: discord.Interaction[PaperBot],
    channel: Channel,
    category: str | None = None,
    role: discord.Role | None = None,
    test: bool = False,
) -> None:
    """Check what is needed, begin, and say what will happen."""
    say = translator(interaction.locale.value)
    await interaction.response.defer(ephemeral=True)
    try:
        place, kind = await _followable(interaction, channel, say)
        if role is not None and role.is_default():
            raise _RefusalError(say("follow.everyone"))
    except _RefusalError as refusal:
        return await whisper(interaction, str(refusal))
    wish = Wish(
        guild_id=place.guild.id,
        channel_id=place.id,
        kind=kind,
        follower_id=interaction.user.id,
        category=category or "",
        role_id=role.id if role else None,
    )
    announcing = await interaction.client.services.announcing()
    subscribed = await announcing.subscriptions.follow(wish)
    lines = [_begun(say, place, subscribed, interaction.locale.value)]
    lines += _about_role(say, place, role)
    if test:
        catalog = interaction.client.services.library.catalog
        outlet = announcing.outlets[kind]
        lines.append(await _sample(outlet, subscribed.destination, catalog, say))
    return await whisper(interaction, "\n".join(lines))


@app_commands.command(name="unfollow", description=said("unfollow.description"))
@app_commands.describe(channel=said("unfollow.channel"))
@_SERVERS_ONLY
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
async def unfollow(
    interaction: discord.Interaction[PaperBot], channel: Channel | None = None
) -> None:
    """End the announcements in a channel; without one, list them with a menu to end one.

    Discord's picker cannot name a deleted channel, which the menu can.
    """
    if channel is None:
        listed = await in_time(interaction, list_of(interaction), private=True)
        return await answer(interaction, listed, private=True)
    say = translator(interaction.locale.value)
    if interaction.guild_id is None:
        return await whisper(interaction, say("follow.elsewhere", channel=channel.mention))
    waiting = interaction.client.services.announcing()
    announcing = await in_time(interaction, waiting, private=True)
    ended = await announcing.subscriptions.unfollow(interaction.guild_id, channel.id)
    return await whisper(
        interaction, say("follow.ended" if ended else "follow.none", channel=channel.mention)
    )


class _RefusalError(Exception):
    """A follow that cannot be; the message is what the admin is told."""


async def _followable(
    interaction: discord.Interaction[Any],
    channel: app_commands.AppCommandChannel | app_commands.AppCommandThread,
    say: Translate,
) -> tuple[Followable, Kind]:
    """The channel with its kind, once the bot may do there what announcing takes."""
    place = channel.resolve()
    if place is None:
        try:
            place = await channel.fetch()
        except (discord.Forbidden, discord.NotFound) as error:
            raise _lacking(["view_channel"], channel.mention, say) from error
    if place.guild is None or place.guild.id != interaction.guild_id:
        raise _RefusalError(say("follow.elsewhere", channel=channel.mention))
    kind = kind_of(place)
    if kind is None or not isinstance(place, Followable):
        raise _RefusalError(say("follow.wrong_kind", channel=channel.mention))
    if lacking := missing(place, kind):
        raise _lacking(lacking, channel.mention, say)
    return place, kind


def _lacking(permissions: Sequence[str], channel: str, say: Translate) -> _RefusalError:
    names = ", ".join(say(f"follow.permission.{name}") for name in permissions)
    return _RefusalError(say("follow.missing", channel=channel, permissions=names))


def _begun(say: Translate, place: Followable, subscribed: Subscribed, locale: str) -> str:
    if subscribed.resumed:
        lines = [say("follow.resumed", channel=place.mention)]
        if subscribed.missed:
            lines.append(say("follow.missed", count=subscribed.missed))
        return " ".join(lines)
    category = find(subscribed.destination.category) if subscribed.destination.category else None
    if category:
        return say("follow.done_category", channel=place.mention, category=category.label(locale))
    return say("follow.done", channel=place.mention)


def _about_role(say: Translate, place: Followable, role: discord.Role | None) -> list[str]:
    if role is None:
        return []
    lines = [say("follow.role", role=role.mention)]
    if not can_ping(place, role):
        lines.append(say("follow.role_unmentionable", role=role.mention))
    if not can_grant(place.guild, role):
        lines.append(say("follow.role_too_high", role=role.mention))
    return lines


async def _sample(outlet: Outlet, place: Destination, catalog: Catalog, say: Translate) -> str:
    """Post the newest episode as it would have been announced, pinging nobody."""
    news = News(catalog, catalog.episodes[:1], sample=True)
    try:
        await outlet.send(place, news, key=f"sample-{secrets.token_hex(6)}")
    except DeliveryError as error:
        return say("follow.sample_failed", reason=error.reason)
    return say("follow.sampled")
