"""The list of what a server follows, and the menu in it that ends one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards.components import Card
from bot.cards.followed import Followed, followed_card
from bot.custom_id import StaleError
from bot.destinations.refusals import UNKNOWN_CHANNEL
from bot.i18n import spoken, translator
from bot.places import Destination, Status
from bot.views.dispatch import Press
from bot.views.reply import in_time, update
from index.categories import find

if TYPE_CHECKING:
    from bot.client import PaperBot


async def list_of(interaction: discord.Interaction[PaperBot]) -> Card:
    """What the interaction's server follows now."""
    client, guild = interaction.client, interaction.guild
    locale = spoken(interaction.locale.value)
    announcing = await client.services.announcing()
    places = await announcing.subscriptions.of_guild(interaction.guild_id or 0)
    return followed_card(
        [_followed(place, guild, locale) for place in places],
        locale=locale,
        owner=interaction.user.id,
        command=client.mention_of("follow"),
    )


async def end_chosen(press: Press) -> None:
    """End what was chosen and show what is left.

    The list is private, but whoever got it may not manage the server any more.
    """
    interaction = press.interaction
    chosen = press.values[0] if press.values else ""
    if not interaction.permissions.manage_guild or not (chosen.isascii() and chosen.isdigit()):
        raise StaleError(f"{chosen!r} is not theirs to end")
    waiting = interaction.client.services.announcing()
    announcing = await in_time(interaction, waiting, changes=True)
    await announcing.subscriptions.unfollow(interaction.guild_id or 0, int(chosen))
    await update(interaction, await list_of(interaction), owner=press.state.owner)


def _followed(place: Destination, guild: discord.Guild | None, locale: str) -> Followed:
    channel = guild.get_channel_or_thread(place.channel_id or 0) if guild else None
    category = find(place.category) if place.category else None
    paused = place.status is Status.PAUSED
    return Followed(
        channel_id=place.channel_id or 0,
        name=channel.name if channel else "",
        category=category.label(locale) if category else "",
        paused=translator(locale)(f"announcing.reason.{place.reason}") if paused else "",
        gone=paused and place.reason == UNKNOWN_CHANNEL,
    )
