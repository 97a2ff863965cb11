"""Text channels, announcement channels and threads of Discord."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.cards.announcement import announcement_card
from bot.cards.components import Card
from bot.cards.limits import walk
from bot.destinations.marker import carries, marker
from bot.destinations.outlet import News, Receipt
from bot.destinations.refusals import ALREADY_CROSSPOSTED, understood
from bot.places import Destination
from bot.views.reply import CardView

# A busy channel may hold many messages since a row came into doubt; this is 20 requests.
_HISTORY = 2000


class ChannelOutlet:
    """Posts messages, finds them again by their marker, edits and publishes them."""

    confirms = True
    remembers_nonces = True

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def send(self, place: Destination, news: News, *, key: str) -> Receipt:
        """Post with an enforced nonce; the followed role is all that is mentioned."""
        card = card_for(self._client, place, news, key=key)
        with understood():
            message = await self._channel(place).send(
                view=CardView(card), nonce=key, allowed_mentions=mentions(place, news)
            )
        return Receipt(message.id)

    async def find(self, place: Destination, *, key: str, since: datetime) -> Receipt | None:
        """Look through what was posted in the channel since then."""
        with understood():
            history = self._channel(place).history(after=since, limit=_HISTORY, oldest_first=True)
            async for message in history:
                if is_marked(self._client, message, key):
                    return Receipt(message.id)
        return None

    async def edit(self, place: Destination, receipt: Receipt, news: News, *, key: str) -> None:
        """Replace what the message shows; an edit mentions nobody again."""
        assert receipt.message_id is not None
        card = card_for(self._client, place, news, key=key)
        message = self._channel(place).get_partial_message(receipt.message_id)
        with understood():
            await message.edit(view=CardView(card), allowed_mentions=discord.AllowedMentions.none())

    async def publish(self, place: Destination, receipt: Receipt) -> None:
        """Crosspost; Discord allows ten an hour in a channel."""
        assert receipt.message_id is not None
        message = self._channel(place).get_partial_message(receipt.message_id)
        with understood():
            try:
                await message.publish()
            except discord.HTTPException as error:
                if error.code != ALREADY_CROSSPOSTED:
                    raise

    def _channel(self, place: Destination) -> discord.PartialMessageable:
        assert place.channel_id is not None
        return self._client.get_partial_messageable(place.channel_id, guild_id=place.guild_id)


def card_for(client: discord.Client, place: Destination, news: News, *, key: str) -> Card:
    """The card of some news in the language of the destination's server."""
    guild = client.get_guild(place.guild_id or 0)
    return announcement_card(
        news.catalog,
        news.episodes,
        locale=guild.preferred_locale.value if guild else "en",
        role_id=place.role_id,
        marker=marker(key),
        sample=news.sample,
    )


def mentions(place: Destination, news: News) -> discord.AllowedMentions:
    """The chosen role and nobody else."""
    roles = [discord.Object(place.role_id)] if place.role_id and not news.sample else []
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


def is_marked(client: discord.Client, message: discord.Message, key: str) -> bool:
    """Whether a message is ours and carries a key's marker."""
    ours = client.user is not None and message.author.id == client.user.id
    components = [component.to_dict() for component in message.components]
    return ours and carries((c.get("id") for c in walk(components)), key)
