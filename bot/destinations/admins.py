"""Telling the people of a server that announcements were paused, and how to resume."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable

import discord

from bot.destinations.refusals import UNKNOWN_CHANNEL
from bot.i18n import translator
from bot.places import Destination

_log = logging.getLogger(__name__)


class Admins:
    """Says it where admins look: the system channel, else any channel, else the follower's DM.

    `command` gives the clickable mention of a command by its name.
    """

    def __init__(self, client: discord.Client, *, command: Callable[[str], str]) -> None:
        self._client = client
        self._command = command

    async def tell(self, place: Destination, *, reason: str) -> bool:
        """Whether somebody could be told: a robot has nobody here, and is left to the log."""
        if not place.kind.on_discord:
            return False
        guild = self._client.get_guild(place.guild_id or 0)
        say = translator(guild.preferred_locale.value if guild else "en")
        if reason == UNKNOWN_CHANNEL:
            text = say(
                "announcing.deleted",
                follow=self._command("follow"),
                unfollow=self._command("unfollow"),
            )
        else:
            text = say(
                "announcing.paused",
                channel=f"<#{place.channel_id}>",
                reason=say(f"announcing.reason.{reason}"),
                command=self._command("follow"),
            )
        async for recipient in self._recipients(guild, place):
            try:
                await recipient.send(text, allowed_mentions=discord.AllowedMentions.none())
            except discord.HTTPException as error:
                _log.info("could not tell %s: %s", recipient, error)
            else:
                return True
        return False

    async def _recipients(
        self, guild: discord.Guild | None, place: Destination
    ) -> AsyncIterator[discord.abc.Messageable]:
        if guild is not None:
            first = [c for c in (guild.public_updates_channel, guild.system_channel) if c]
            for channel in dict.fromkeys((*first, *guild.text_channels)):
                allowed = channel.permissions_for(guild.me)
                if (
                    channel.id != place.channel_id
                    and allowed.view_channel
                    and (allowed.send_messages)
                ):
                    yield channel
        if place.follower_id is not None:
            try:
                yield await self._client.fetch_user(place.follower_id)
            except discord.HTTPException as error:
                _log.info("could not find the follower: %s", error)
